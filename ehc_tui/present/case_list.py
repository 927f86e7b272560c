"""The list of cases as lines: what of it is in sight, its header, its rows and its scroll bar. All pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile

from ehc_tui.present.caseload import CaseLine, Placed, layout
from ehc_tui.present.runs import Line, Run, Style, fit_line
from ehc_tui.text import cell_width

SCROLL_BAR = 1
_GUTTER = 2
_LONGEST_REF = 16


def columns(refs: Iterable[str], width: int) -> tuple[Placed, ...]:
    """The columns of a list of `width` cells that holds cases with these references."""
    longest = max(map(cell_width, refs), default=0)
    return layout(width - _GUTTER - SCROLL_BAR, min(longest, _LONGEST_REF))


def cells_marked(placed: Iterable[Placed]) -> int:
    """How many cells of a case look like the cursor's: those before the bar of weeks, which keeps its own.

    0 stands for all of them, where there is no bar.
    """
    widths = {one.column.key: one.width + 1 for one in placed}
    before = takewhile(lambda key: key != "bar", widths)
    return _GUTTER + sum(widths[key] for key in before) if "bar" in widths else 0


def settled(cursor: int, top: int, count: int, page: int) -> tuple[int, int]:
    """The cursor within a list of `count`, and the first place in sight such that the cursor is in sight."""
    cursor = max(min(cursor, count - 1), 0)
    top = min(max(top, cursor - page + 1), cursor)
    return cursor, max(min(top, count - page), 0)


def thumb(top: int, count: int | None, page: int) -> range:
    """The lines of the scroll bar that are filled; none while all is in sight or not yet counted."""
    if count is None or count <= page:
        return range(0)
    length = max(page * page // count, 1)
    start = 1 + (page - length) * top // (count - page)
    return range(start, start + length)


def header(placed: Iterable[Placed], sort: tuple[str, bool]) -> Line:
    """The titles of the columns, with a mark at the one the list is sorted by, turned round or not."""
    key, backwards = sort
    titles: list[Line] = []
    for column, width in placed:
        mark = ("▼" if backwards else "▲") if column.sort and column.sort == key else ""
        titles.append(fit_line((Run(f"{column.title}{mark}", Style.HEAD),), width))
    return (Run(" " * _GUTTER), *_spaced(titles))


def case_words(line: CaseLine, placed: Iterable[Placed], *, under: bool, marked: bool) -> Line:
    """One case; `under` says that the cursor is on it."""
    gutter = Run(("▸" if under else " ") + ("●" if marked else " "), Style.MARK if marked else Style.PLAIN)
    return (gutter, *_spaced(fit_line(line.cell(one), one.width) for one in placed))


def bar_cell(filled: bool) -> Line:
    """What the scroll bar has beside a line."""
    return (Run("┃" if filled else " ", Style.DIM),)


def _spaced(cells: Iterable[Line]) -> Iterator[Run]:
    """The runs of cells with a blank between each and the next."""
    for number, cell in enumerate(cells):
        if number:
            yield Run(" ")
        yield from cell
