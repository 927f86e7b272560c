"""The app's output as a difference of cells.

All that leans on what Textual keeps to itself is here: the method through which a frame goes out, and the two
kinds of frame. Where a later Textual has others, its own output is used, which is right but longer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from rich.color import Color, ColorSystem
from rich.console import COLOR_SYSTEMS
from rich.style import Style
from textual.app import App
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Input

from ehc_tui.present.cells import BLANK, UNADORNED, Cell, Look, cells, colour_code
from ehc_tui.present.screenful import Screenful

_ATTRIBUTES = {
    "bold": "1",
    "dim": "2",
    "italic": "3",
    "underline": "4",
    "blink": "5",
    "blink2": "6",
    "reverse": "7",
    "conceal": "8",
    "strike": "9",
    "underline2": "21",
    "overline": "53",
}

_SEEN_AT_ONCE = 1_000
"""What fits into one packet need not be marked as belonging together: it comes together."""

Piece = tuple[int, Iterable[Strip]]
"""Strips that stand one after the other, and the column where they begin."""


class LeanOutput(App[None]):
    """An app that writes to the terminal only what is not there yet."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.screenful: Screenful | None = None
        self._seen: dict[tuple[int, int], tuple[tuple[Strip, ...], list[Cell]]] = {}
        self._behind = False
        self.in_front = asyncio.Event()
        """Set unless the terminal still shows what was drawn before the app was there."""
        self.in_front.set()

    def stay_behind(self, screenful: Screenful) -> None:
        """Draw nothing until `come_forward`: the terminal shows this, drawn before the app was there."""
        self.screenful, self._behind = screenful, True
        self.in_front.clear()

    def come_forward(self) -> None:
        """Begin to draw, with what differs from what the terminal shows."""
        if self._behind:
            self._behind = False
            self.in_front.set()
            self.refresh()

    def on_mount(self) -> None:
        """Draw everything anew when the program has the terminal back, from an editor or from the shell."""
        self.app_resume_signal.subscribe(self, lambda _app: self.redraw(), immediate=True)

    def redraw(self) -> None:
        """Draw everything anew, because something else may have written to the terminal."""
        self.screenful = None
        self.refresh()

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        if self._behind:
            shown = self.screenful
            if shown is not None and (shown.width, shown.height) != self.size:
                self.screenful = None  # what it shows now, the terminal alone knows
            return
        driver = self._driver
        lines = _lines(renderable)
        usual = (
            lines is None
            or driver is None
            or driver.is_inline
            or self.is_headless
            or self._batch_count
            or not self._running
            or self._closed
        )
        if self._exit:  # the screen has been wiped
            return
        if usual:
            if renderable is not None and not self._batch_count:
                self.screenful = None
            super()._display(screen, renderable)
            return
        assert lines is not None and driver is not None
        try:
            if data := self._difference(lines):
                data += self._cursor()
                together = len(data) > _SEEN_AT_ONCE
                if together:
                    self._begin_update()
                driver.write(data)
                if together:
                    self._end_update()
                driver.flush()
        finally:
            self.post_display_hook()

    def _difference(self, lines: Iterable[tuple[int, Iterable[Piece]]]) -> str:
        width, height = self.size
        shown = self.screenful
        if shown is None or (shown.width, shown.height) != (width, height):
            shown = self.screenful = Screenful(width, height)
            self._seen.clear()
        system = COLOR_SYSTEMS.get(self.console.color_system or "")
        rows = {}
        for y, pieces in lines:
            if y < height:
                row = list(shown.rows[y] or (BLANK,) * width)
                for x, strips in pieces:
                    drawn = self._cells_at((x, y), tuple(strips), system)
                    row[x : x + len(drawn)] = drawn
                rows[y] = tuple(row)
        return shown.show(rows)

    def _cells_at(
        self, place: tuple[int, int], strips: tuple[Strip, ...], system: ColorSystem | None
    ) -> list[Cell]:
        """What strips from a place on are in cells; most are the same from frame to frame."""
        before, drawn = self._seen.get(place, ((), []))
        if strips != before:
            drawn = [cell for strip in strips for cell in _cells(strip, system)]
            self._seen[place] = strips, drawn
        return drawn

    def _cursor(self) -> str:
        """Where a text is being typed the terminal's own cursor is put there, for whoever follows it."""
        if not isinstance(self.focused, Input):
            return ""
        place = self.screen.outer_size.clamp_offset(self.cursor_position)
        return f"\x1b[{place.y + 1};{place.x + 1}H"


def _lines(frame: Any) -> Iterator[tuple[int, Iterable[Piece]]] | None:
    """A frame by lines; None if it is of a kind not known here."""
    strips, region = getattr(frame, "strips", None), getattr(frame, "region", None)
    if strips is not None and region is not None:
        return ((y, [(region.x, line)]) for y, line in enumerate(strips, region.y))
    chops, spans = getattr(frame, "chops", None), getattr(frame, "spans", None)
    if chops is not None and spans is not None:
        touched = sorted({y for y, _, _ in spans})
        return ((y, [(x, [strip]) for x, strip in chops[y].items() if strip is not None]) for y in touched)
    return None


def _cells(strip: Strip, system: ColorSystem | None) -> Iterator[Cell]:
    for text, style, control in strip:
        if not control:
            yield from cells(text, look(style, system))


@lru_cache(maxsize=4096)
def look(style: Style | None, system: ColorSystem | None) -> Look:
    """A style of Rich's in the codes of a terminal with these colours; None stands for no colours at all."""
    if style is None or system is None:
        return UNADORNED
    attributes = tuple(code for name, code in _ATTRIBUTES.items() if getattr(style, name))
    ink = _code(style.color, system, ground=False) if style.color else UNADORNED.ink
    ground = _code(style.bgcolor, system, ground=True) if style.bgcolor else UNADORNED.ground
    return Look(attributes, ink, ground)


def _code(colour: Color, system: ColorSystem, *, ground: bool) -> str:
    """A colour as the terminal has it, or the nearest that it has."""
    triplet = colour.triplet
    if triplet is not None and system in (ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT):
        exact = colour_code(*triplet, ground=ground)
        if system is ColorSystem.TRUECOLOR or ";5;" in exact:
            return exact
    return ";".join(colour.downgrade(system).get_ansi_codes(foreground=not ground))
