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

from ehc_tui.present.runs import Run, Style
from ehc_tui.text import drawable

DARK, LIGHT, ANSI = "ehc-dark", "ehc-light", "ansi-dark"

Looks = Mapping[Style, RichStyle]

_GROUND = {DARK: ("#e4e2dd", "#16181d", "#2c3442"), LIGHT: ("#1d2026", "#fbfaf6", "#dbe4f0")}
"""Foreground, background and the background under the cursor."""

_INK = {
    DARK: {
        Style.DIM: "#9aa0aa",
        Style.HEAD: "bold #c6ccd6",
        Style.MARK: "bold #f0a8e0",
        Style.MET: "#6fcfae",
        Style.MET_LATE: "#e0a58c",
        Style.OVERDUE: "bold #ff8d73",
        Style.DUE_SOON: "#f2c45a",
        Style.ON_TRACK: "#86c5ff",
        Style.RELIEVED: "#cdb0f5",
        Style.STOPPED: "#9aa0aa",
        Style.TODAY: "bold #ffffff",
        Style.STAGE_DONE: "#7fa8d8",
        Style.STAGE_NOW: "#b4d0f2",
        Style.STAGE_NEXT: "#9aa0aa",
        Style.KEY: "bold #f2c45a",
        Style.TITLE: "bold #ffffff",
        Style.WARN: "#f2c45a",
        Style.ACCENT: "#86c5ff",
    },
    LIGHT: {
        Style.DIM: "#5d626b",
        Style.HEAD: "bold #3c424c",
        Style.MARK: "bold #93147c",
        Style.MET: "#00634f",
        Style.MET_LATE: "#8a3f1d",
        Style.OVERDUE: "bold #b3200f",
        Style.DUE_SOON: "#7a4b00",
        Style.ON_TRACK: "#11579c",
        Style.RELIEVED: "#66379c",
        Style.STOPPED: "#5d626b",
        Style.TODAY: "bold #000000",
        Style.STAGE_DONE: "#2f5f96",
        Style.STAGE_NOW: "#40618c",
        Style.STAGE_NEXT: "#5d626b",
        Style.KEY: "bold #7a4b00",
        Style.TITLE: "bold #000000",
        Style.WARN: "#7a4b00",
        Style.ACCENT: "#11579c",
    },
    ANSI: {
        Style.DIM: "dim",
        Style.HEAD: "bold",
        Style.CURSOR: "reverse",
        Style.MARK: "bold magenta",
        Style.MET: "green",
        Style.MET_LATE: "yellow",
        Style.OVERDUE: "bold red",
        Style.DUE_SOON: "yellow",
        Style.ON_TRACK: "none",
        Style.RELIEVED: "magenta",
        Style.STOPPED: "dim",
        Style.TODAY: "bold",
        Style.STAGE_DONE: "blue",
        Style.STAGE_NOW: "cyan",
        Style.STAGE_NEXT: "dim",
        Style.KEY: "bold",
        Style.TITLE: "bold",
        Style.WARN: "bold yellow",
        Style.ACCENT: "cyan",
    },
}
_NO_COLOUR = {
    Style.CURSOR: "reverse",
    Style.HEAD: "bold",
    Style.MARK: "bold",
    Style.OVERDUE: "bold",
    Style.TODAY: "bold",
    Style.KEY: "bold",
    Style.TITLE: "bold",
    Style.WARN: "bold",
    Style.ACCENT: "underline",
}


def themes() -> tuple[Theme, ...]:
    """The light and the dark theme, for Textual's own widgets."""
    return tuple(_theme(name) for name in (DARK, LIGHT))


def _theme(name: str) -> Theme:
    foreground, background, raised = _GROUND[name]
    ink = {style: colour.split()[-1] for style, colour in _INK[name].items()}
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
    if no_colour:
        return {style: RichStyle.parse(_NO_COLOUR.get(style, "none")) for style in Style}
    if theme not in _GROUND:
        return {style: RichStyle.parse(_INK[ANSI].get(style, "none")) for style in Style}
    foreground, background, raised = _GROUND[theme]
    found = {
        style: RichStyle.parse(f"{_INK[theme].get(style, foreground)} on {background}") for style in Style
    }
    found[Style.CURSOR] = RichStyle.parse(f"{foreground} on {raised}")
    return found


def looks_of(app: App[object]) -> Looks:
    """What each style looks like in the app as it is now."""
    return looks(app.theme, app.no_color)


def strip(app: App[object], line: Iterable[Run], width: int, *, cursor: bool = False) -> Strip:
    """A line as exactly `width` cells of terminal output; with `cursor` as the line the cursor is on.

    Whatever a terminal would obey is taken out, wherever the text came from.
    """
    found = looks_of(app)
    under = found[Style.CURSOR] if cursor else None
    segments = [Segment(drawable(run.text), _on(found[run.style], under)) for run in line if run.text]
    return Strip(segments).adjust_cell_length(width, under or found[Style.PLAIN]).simplify()


@lru_cache(maxsize=256)
def _on(style: RichStyle, under: RichStyle | None) -> RichStyle:
    """A style on the cursor's line: its own ink on the cursor's ground, or reversed where there is none."""
    if under is None:
        return style
    if under.bgcolor is None:
        return under
    return style + RichStyle(bgcolor=under.bgcolor)


def choose_theme(setting: str, environ: Mapping[str, str]) -> str:
    """The theme for a setting (auto, dark, light, ansi) and a terminal.

    Without colours, over SSH, and on a terminal that does not say it has true colour, the terminal's own 16
    colours are used: they cost half as much on the wire and follow the person's own choice of light or dark.
    """
    if "NO_COLOR" in environ or setting == "ansi":
        return ANSI
    if setting in ("dark", "light"):
        return DARK if setting == "dark" else LIGHT
    if "SSH_TTY" in environ or environ.get("COLORTERM") not in ("truecolor", "24bit"):
        return ANSI
    return LIGHT if environ.get("COLORFGBG", "").rpartition(";")[2] in ("7", "15") else DARK
