"""The colours: what each named style looks like in each theme, for the screens and for the first frame alike.

A description is written as Rich writes styles: "bold #ff8d73 on #16181d". Nothing here imports Rich.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from ehc_tui.present.runs import Run, Style
from ehc_tui.present.screenful import UNADORNED, Cell, Look, Row, cells

DARK, LIGHT, ANSI = "ehc-dark", "ehc-light", "ansi-dark"

GROUND = {DARK: ("#e4e2dd", "#16181d", "#2c3442"), LIGHT: ("#1d2026", "#fbfaf6", "#dbe4f0")}
"""Foreground, background and the background under the cursor."""

INK = {
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


@lru_cache(maxsize=8)
def descriptions(theme: str, no_colour: bool = False) -> Mapping[Style, str]:
    """How each style is drawn in a theme; any theme but our two has the terminal's own 16 colours."""
    if no_colour:
        return {style: _NO_COLOUR.get(style, "none") for style in Style}
    if theme not in GROUND:
        return {style: INK[ANSI].get(style, "none") for style in Style}
    foreground, background, raised = GROUND[theme]
    found = {style: f"{INK[theme].get(style, foreground)} on {background}" for style in Style}
    found[Style.CURSOR] = f"{foreground} on {raised}"
    return found


@lru_cache(maxsize=8)
def looks(theme: str, no_colour: bool = False) -> Mapping[Style, Look]:
    """How each style is drawn, in the codes of a terminal that has the colours of the theme."""
    return {style: _look(words) for style, words in descriptions(theme, no_colour).items()}


def row(line: Iterable[Run], width: int, looks: Mapping[Style, Look], *, cursor: bool = False) -> Row:
    """A line as exactly `width` cells; with `cursor` as the line the cursor is on."""
    under = looks[Style.CURSOR] if cursor else None
    drawn = [cell for run in line for cell in cells(run.text, _on(looks[run.style], under))]
    if len(drawn) > width and drawn[width][0] == "":
        drawn[width - 1] = (" ", drawn[width - 1][1])  # half a wide character is none
    blank: list[Cell] = list(cells(" ", under or looks[Style.PLAIN]))
    return tuple((drawn + blank * (width - len(drawn)))[:width])


def _on(look: Look, under: Look | None) -> Look:
    """A look on the cursor's line: its own ink on the cursor's ground, or reversed where there is none."""
    if under is None:
        return look
    return under if under.ground == UNADORNED.ground else look._replace(ground=under.ground)


def _look(words: str) -> Look:
    ink, _, ground = words.partition(" on ")
    attributes = [word for word in ink.split() if word in _ATTRIBUTES]
    colour = next((word for word in ink.split() if word not in _ATTRIBUTES and word != "none"), "")
    codes = sorted((_ATTRIBUTES[word] for word in attributes), key=int)
    return Look(tuple(codes), _code(colour, 30), _code(ground, 40))


def _code(colour: str, base: int) -> str:
    """The code of a colour as foreground (30) or background (40)."""
    if not colour:
        return str(base + 9)
    if colour.startswith("#"):
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return f"{base + 8};2;{red};{green};{blue}"
    return str(base + _NAMED.index(colour))


_ATTRIBUTES = {"bold": "1", "dim": "2", "underline": "4", "reverse": "7"}
_NAMED = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
