"""The colours: what each named style looks like in each theme, for the screens and for the first frame alike.

A description is written as Rich writes styles: "bold #ff875f on #1c1c1c". Nothing here imports Rich. Every
colour is one that terminals have by number, which takes half the bytes of any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from ehc_tui.present.cells import UNADORNED, Cell, Look, Row, cells, colour_code
from ehc_tui.present.runs import Run, Style

DARK, LIGHT, ANSI = "ehc-dark", "ehc-light", "ansi-dark"

GROUND = {DARK: ("#e4e4e4", "#1c1c1c", "#3a3a3a"), LIGHT: ("#1c1c1c", "#ffffff", "#d7d7ff")}
"""Foreground, background and the background under the cursor."""

INK = {
    DARK: {
        Style.DIM: "#a8a8a8",
        Style.HEAD: "bold #d0d0d0",
        Style.MARK: "bold #ffafd7",
        Style.MET: "#5fd7af",
        Style.MET_LATE: "#d7af87",
        Style.OVERDUE: "bold #ff875f",
        Style.DUE_SOON: "#ffd75f",
        Style.ON_TRACK: "#87d7ff",
        Style.RELIEVED: "#d7afff",
        Style.STOPPED: "#a8a8a8",
        Style.TODAY: "bold #ffffff",
        Style.STAGE_DONE: "#87afd7",
        Style.STAGE_NOW: "#afd7ff",
        Style.STAGE_NEXT: "#a8a8a8",
        Style.KEY: "bold #ffd75f",
        Style.TITLE: "bold #ffffff",
        Style.WARN: "#ffd75f",
        Style.ACCENT: "#87d7ff",
    },
    LIGHT: {
        Style.DIM: "#585858",
        Style.HEAD: "bold #444444",
        Style.MARK: "bold #870087",
        Style.MET: "#005f5f",
        Style.MET_LATE: "#870000",
        Style.OVERDUE: "bold #af0000",
        Style.DUE_SOON: "#5f5f00",
        Style.ON_TRACK: "#005faf",
        Style.RELIEVED: "#5f00af",
        Style.STOPPED: "#585858",
        Style.TODAY: "bold #080808",
        Style.STAGE_DONE: "#005f87",
        Style.STAGE_NOW: "#005faf",
        Style.STAGE_NEXT: "#585858",
        Style.KEY: "bold #5f5f00",
        Style.TITLE: "bold #080808",
        Style.WARN: "#5f5f00",
        Style.ACCENT: "#005faf",
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
    colours are used: they cost least on the wire and follow the person's own choice of light or dark.
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


def row(
    line: Iterable[Run], width: int, looks: Mapping[Style, Look], *, cursor: bool = False, marked: int = 0
) -> Row:
    """A line as exactly `width` cells; with `cursor` as the line the cursor is on.

    With `marked` only the runs before that many cells look like it.
    """
    under = looks[Style.CURSOR] if cursor else None
    drawn: list[Cell] = []
    for run in line:
        drawn += cells(run.text, _on(looks[run.style], under if len(drawn) < (marked or width) else None))
    if len(drawn) > width and drawn[width][0] == "":
        drawn[width - 1] = (" ", drawn[width - 1][1])  # half a wide character is none
    rest = looks[Style.PLAIN] if marked or under is None else under
    blank: list[Cell] = list(cells(" ", rest))
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
    return Look(tuple(codes), _code(colour, _INK), _code(ground, _GROUND))


def _code(colour: str, base: int) -> str:
    """The code of a colour as foreground or background."""
    if not colour:
        return str(base + 9)
    if colour.startswith("#"):
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return colour_code(red, green, blue, ground=base == _GROUND)
    return str(base + _NAMED.index(colour))


_ATTRIBUTES = {"bold": "1", "dim": "2", "underline": "4", "reverse": "7"}
_INK, _GROUND = 30, 40
_NAMED = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
