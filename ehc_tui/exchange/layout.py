"""Where the table of a sheet begins: the header row among the first rows, and the group headings above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ehc_tui.exchange.columns import Column
from ehc_tui.exchange.fields import FIELDS
from ehc_tui.exchange.headings import read_heading
from ehc_tui.exchange.meanings import readings
from ehc_tui.exchange.profile import cell_at
from ehc_tui.exchange.sheets import Cell, Line

HEADER_AMONG = 60
LONGEST_HEADING = 120
FEWEST_HEADINGS = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """The header row of a sheet (its line number), the columns under it and the lines below."""

    header: int
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


def find_layout(lines: Sequence[Line], header: int | None = None) -> Layout | None:
    """The table of a sheet, None if no row looks like a header; `header` gives the row's number instead."""
    if header is None:
        best = max(
            range(min(len(lines), HEADER_AMONG)), key=lambda index: _headings_in(lines, index), default=None
        )
        if best is None or _headings_in(lines, best) < FEWEST_HEADINGS:
            return None
    else:
        best = next((index for index, line in enumerate(lines) if line.number == header), None)
        if best is None:
            return None
    below = tuple(lines[best + 1 :])
    return Layout(lines[best].number, _columns(lines, best, below), below)


def _headings_in(lines: Sequence[Line], index: int) -> int:
    """How many different fields the row names, less what no header row holds: dates, numbers, long text.

    A row of data has words that mean something, but fewer: only if most of its cells do may a row take part
    of its headings from the row above.
    """
    cells = [cell for cell in lines[index].cells if cell is not None]
    foreign = sum(not isinstance(cell, str) or len(cell) > LONGEST_HEADING for cell in cells)
    speaking = sum(bool(read_heading(str(cell)).topics) for cell in cells)
    named = {
        found[0].field
        for place, (heading, group) in enumerate(_headings(lines, index))
        if (cell_at(lines[index], place) is not None or 2 * speaking > len(cells))
        and (not group or read_heading(heading).topics)
        and (found := readings(heading, group))
    }
    return len(named & FIELDS.keys()) - 2 * foreign


def _headings(lines: Sequence[Line], index: int) -> list[tuple[str, str]]:
    """Each column's heading and group heading.

    A group heading reaches right over the headings below it up to the next one; a heading that has nothing
    below it in the header row is the column's own, in a cell merged downwards.
    """
    line = lines[index]
    above = _group_row(lines, index)
    width = max(len(line.cells), len(above.cells) if above else 0)
    headings: list[tuple[str, str]] = []
    group = ""
    for column in range(width):
        own = _heading_text(cell_at(line, column))
        over = _heading_text(cell_at(above, column)) if above else ""
        if not own:
            headings.append((over, ""))
            group = ""
            continue
        group = over or group
        headings.append((own, group))
    return headings


def _group_row(lines: Sequence[Line], index: int) -> Line | None:
    """The row just above, if it holds several short texts and nothing else."""
    if index == 0:
        return None
    above = lines[index - 1]
    filled = [cell for cell in above.cells if cell is not None]
    texts = all(isinstance(cell, str) and len(cell) <= LONGEST_HEADING for cell in filled)
    return above if texts and len(filled) > 1 and above.number == lines[index].number - 1 else None


def _heading_text(cell: Cell) -> str:
    return "" if cell is None else " ".join(str(cell).split())


def _columns(lines: Sequence[Line], index: int, below: Sequence[Line]) -> tuple[Column, ...]:
    """Every column that has a heading or anything below it, each under a label of its own."""
    headings = _headings(lines, index)
    used = {column for line in below for column, cell in enumerate(line.cells) if cell is not None}
    width = max([len(headings), *(column + 1 for column in used)])
    headings += [("", "")] * (width - len(headings))
    plain = Counter(heading for heading, _ in headings)
    grouped = Counter(headings)
    return tuple(
        Column(place, heading, group, _label(place, heading, group, plain, grouped))
        for place, (heading, group) in enumerate(headings)
        if heading or place in used
    )


def _label(
    place: int, heading: str, group: str, plain: Counter[str], grouped: Counter[tuple[str, str]]
) -> str:
    """The heading; with its group if it stands more than once in the row, with its letter if need be."""
    if heading and plain[heading] == 1:
        return heading
    if heading and group and grouped[heading, group] == 1:
        return f"{group} / {heading}"
    return f"{heading} (column {column_letter(place)})".lstrip()


def column_letter(place: int) -> str:
    """The letter of a column as spreadsheets show it: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
