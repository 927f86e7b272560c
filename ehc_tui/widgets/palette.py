"""The themes, and what each named style looks like in them.

Line widgets draw through `strip`, which turns runs into what the terminal gets. It goes past Textual's own
style cache, so the colours of the theme, the 16-colour mode and NO_COLOR are all decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.app import App
from textual.strip import Strip
from textual.theme import Theme

from ehc_tui.present.palette import ANSI, DARK, GROUND, INK, LIGHT, choose_theme, descriptions
from ehc_tui.present.runs import Run, Style
from ehc_tui.text import cell_width, drawable

__all__ = ["ANSI", "DARK", "LIGHT", "choose_theme", "looks", "looks_of", "strip", "themes"]

Looks = Mapping[Style, RichStyle]


def themes() -> tuple[Theme, ...]:
    """The light and the dark theme, for Textual's own widgets."""
    return tuple(_theme(name) for name in (DARK, LIGHT))


def _theme(name: str) -> Theme:
    foreground, background, raised = GROUND[name]
    ink = {style: colour.split()[-1] for style, colour in INK[name].items()}
    return Theme(
        name=name,
        dark=name == DARK,
        primary=ink[Style.ACCENT],
        secondary=ink[Style.STAGE_DONE],
        warning=ink[Style.WARN],
        error=ink[Style.OVERDUE],
        success=ink[Style.MET],
        accent=ink[Style.ACCENT],
        foreground=foreground,
        background=background,
        surface=background,
        panel=raised,
    )


@lru_cache(maxsize=8)
def looks(theme: str, no_colour: bool = False) -> Looks:
    """What each style looks like in a theme; any theme but our two has the terminal's own 16 colours."""
    return {style: RichStyle.parse(words) for style, words in descriptions(theme, no_colour).items()}


def looks_of(app: App[object]) -> Looks:
    """What each style looks like in the app as it is now."""
    return looks(app.theme, app.no_color)


def strip(
    app: App[object], line: Iterable[Run], width: int, *, cursor: bool = False, marked: int = 0
) -> Strip:
    """A line as exactly `width` cells of terminal output; with `cursor` as the line the cursor is on.

    With `marked` only the runs before that many cells look like it. Whatever a terminal would obey is taken
    out, wherever the text came from.
    """
    found = looks_of(app)
    under = found[Style.CURSOR] if cursor else None
    segments: list[Segment] = []
    alike: list[str] = []
    look, at = found[Style.PLAIN], 0
    for text, style in line:
        own = found[style]
        if under is not None:
            own = _on(own, under if at < (marked or width) else None)
            at += cell_width(text)
        if own is not look:
            segments.append(Segment(drawable("".join(alike)), look))
            alike.clear()
            look = own
        alike.append(text)
    segments.append(Segment(drawable("".join(alike)), look))
    rest = found[Style.PLAIN] if marked or under is None else under
    return Strip(segment for segment in segments if segment.text).adjust_cell_length(width, rest)


@lru_cache(maxsize=256)
def _on(style: RichStyle, under: RichStyle | None) -> RichStyle:
    """A style on the cursor's line: its own ink on the cursor's ground, or reversed where there is none."""
    if under is None:
        return style
    if under.bgcolor is None:
        return under
    return style + RichStyle(bgcolor=under.bgcolor)
