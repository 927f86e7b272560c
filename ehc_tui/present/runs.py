"""The vocabulary of all that is drawn: runs of text, each in a named style, and the glyph of each state.

A run says what its text means (`Style.OVERDUE`), never which colour that is: `widgets/palette.py` decides
that for the theme in use. Meaning is a word or a glyph first; the style only repeats it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple, TypeAlias

from ehc_tui.law.vocabulary import State
from ehc_tui.text import cell_width, fit, head


class Style(StrEnum):
    """What a run of text means. The states have the names of `law.model.State`, so `Style(state)` works."""

    PLAIN = "plain"
    DIM = "dim"
    HEAD = "head"
    CURSOR = "cursor"
    MARK = "mark"
    MET = "met"
    MET_LATE = "met_late"
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    ON_TRACK = "on_track"
    RELIEVED = "relieved"
    STOPPED = "stopped"
    TODAY = "today"
    STAGE_DONE = "stage_done"
    STAGE_NOW = "stage_now"
    STAGE_NEXT = "stage_next"
    KEY = "key"
    TITLE = "title"
    WARN = "warn"
    ACCENT = "accent"


class Run(NamedTuple):
    """A piece of a line in one style. Its text is literal: no markup, no control characters."""

    text: str
    style: Style = Style.PLAIN


Line: TypeAlias = tuple[Run, ...]

GLYPH: dict[State, str] = {
    State.MET: "✓",
    State.MET_LATE: "✗",
    State.OVERDUE: "!",
    State.DUE_SOON: "~",
    State.ON_TRACK: "·",
    State.RELIEVED: "§",
    State.STOPPED: "-",
}


def line_width(line: Iterable[Run]) -> int:
    """How many terminal cells a line takes."""
    return sum(cell_width(run.text) for run in line)


def fit_line(line: Iterable[Run], width: int, style: Style = Style.PLAIN) -> Line:
    """`line` padded with blanks of `style`, or cut with "…", to exactly `width` terminal cells."""
    fitted: list[Run] = []
    room = width
    for run in line:
        taken = cell_width(run.text)
        if taken > room:
            fitted.append(Run(fit(run.text, room), run.style))
            return tuple(fitted)
        fitted.append(run)
        room -= taken
    if room:
        fitted.append(Run(" " * room, style))
    return tuple(fitted)


def head_line(left: Line, right: Line, width: int, also: str = "") -> Line:
    """The top line of a screen: `left` is cut before `right` is, and what is `also` to be known last."""
    if also:
        others = Run(fit(also, min(cell_width(also), width // 2)), Style.WARN)
        between = " ·" if right and right[0].text.startswith(" ") else " · "
        right = (others, Run(between), *right) if right else (others,)
        if width - line_width(right) - 3 < width // 3:
            right = (others,)
    if right and not right[0].text.startswith(" "):
        right = (Run(" "), *right)
    room = width - line_width(right) - 2
    if room < width // 3:
        return (Run(" "), *fit_line(left, width - 1))
    return (Run(" "), *fit_line(left, room), *right, Run(" "))


def wrap_line(line: Iterable[Run], width: int) -> list[Line]:
    """`line` broken between words into lines of at most `width` cells; a longer word is cut into pieces.

    A no-break space holds words together, also those of different runs, and is drawn as a blank.
    """
    lines: list[Line] = []
    current: list[Run] = []
    room = width
    for word in _words(line, width):
        taken = line_width(word)
        if taken > room and current:
            lines.append(tuple(current))
            current, room = [], width
            if not plain(word).strip(" "):
                continue
        current += (Run(run.text.replace("\u00a0", " "), run.style) for run in word)
        room -= taken
    return [*lines, tuple(current)]


def _words(line: Iterable[Run], width: int) -> Iterator[Line]:
    """The words of a line, each with all its runs, and the gaps between; no word is wider than `width`."""
    for blank, pieces in groupby(_pieces(line), lambda piece: piece.text.startswith(" ")):
        word = tuple(pieces)
        if blank or line_width(word) <= width:
            yield word
        else:
            yield from _cut(word, width)


def _pieces(line: Iterable[Run]) -> Iterator[Run]:
    for text, style in line:
        for piece in re.findall(" +|[^ ]+", text):
            yield Run(piece, style)


def _cut(word: Line, width: int) -> Iterator[Line]:
    for text, style in word:
        while text:
            piece = head(text, width) or text[0]
            yield (Run(piece, style),)
            text = text[len(piece) :]


def plain(line: Iterable[Run]) -> str:
    """The words of a line without their styles."""
    return "".join(run.text for run in line)


def count(number: int | None) -> str:
    """A number as people read it, "4,108"; "…" while it is still being counted."""
    return "…" if number is None else f"{number:,}"
