"""Lines of text that are drawn as they are: headings, the state strip, the words of a prompt."""

from __future__ import annotations

from collections.abc import Iterable

from textual.geometry import Region
from textual.strip import Strip

from ehc_tui.present.runs import Line
from ehc_tui.widgets.frames import InPlace
from ehc_tui.widgets.palette import looks_of, strip


class Literal(InPlace):
    """Shows lines of runs, cut at the widget's edge. Only lines that differ are drawn again."""

    def __init__(self, lines: Iterable[Line] = (), *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._lines = tuple(lines)
        self._drawn_about: tuple[object, ...] = ()
        self._drawn: list[Strip] = []

    def show(self, *lines: Line) -> None:
        """Show these lines instead."""
        before, self._lines = self._lines, lines
        width, height = self.size
        changed = (y for y in range(height) if _line(before, y) != _line(lines, y))
        if regions := [Region(0, y, width, 1) for y in changed]:
            self.refresh(*regions)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines in sight; drawn here because text from people must not meet any markup on its way."""
        drawn = self._all_drawn()[crop.y : crop.bottom]
        whole = crop.column_span == (0, self.size.width)
        return drawn if whole else [one.crop(*crop.column_span) for one in drawn]

    def _all_drawn(self) -> list[Strip]:
        """All lines, drawn anew only when they are others: Textual asks for them in every frame."""
        about = (self._lines, self.size, looks_of(self.app))
        if about != self._drawn_about:
            width, height = self.size
            self._drawn_about = about
            self._drawn = [strip(self.app, _line(self._lines, y), width) for y in range(height)]
        return self._drawn


def _line(lines: tuple[Line, ...], y: int) -> Line:
    return lines[y] if y < len(lines) else ()
