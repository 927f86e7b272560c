"""What a list shows: fixed lines above, rows that are drawn one by one, and words about one row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ehc_tui.present.runs import Line

GUTTER = 3
"""Cells before each row, for the cursor's arrow: a row is drawn for the page's width less these."""


def _no_row(index: int) -> Line:
    raise IndexError(index)


def _no_detail(_index: int) -> Sequence[Line]:
    return ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of lines, already fitted to a width.

    `row` draws the row of an index below `count` once it is in sight; `detail` gives the lines about it.
    Where rows begin with `marked` cells of words, the cursor's look is on these alone: what is drawn beside
    them keeps its colours. `empty` is shown in place of the rows when there are none, and says what to do.
    Where not everything fits, `least_detail` lines of the detail stay and the rows are scrolled. A page that
    is `text` is read through: it has no cursor, and every key that moves scrolls it.
    """

    head: Sequence[Line] = ()
    count: int = 0
    row: Callable[[int], Line] = _no_row
    detail: Callable[[int], Sequence[Line]] = _no_detail
    empty: Sequence[Line] = ()
    least_detail: int = 6
    marked: int = 0
    text: bool = False


def reading(lines: Sequence[Line]) -> Page:
    """A page of text to be read through, line by line."""
    return Page(count=len(lines), row=lines.__getitem__, text=True)
