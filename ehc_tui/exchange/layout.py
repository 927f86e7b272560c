"""Where the table of a sheet begins: the header row among the first rows, and the group headings above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ehc_tui.exchange.columns import Column
from ehc_tui.exchange.days import holds_day
from ehc_tui.exchange.fields import FIELDS
from ehc_tui.exchange.headings import read_heading
from ehc_tui.exchange.meanings import readings
from ehc_tui.exchange.profile import cell_at
from ehc_tui.exchange.sheets import Cell, Line
from ehc_tui.text import fold

HEADER_AMONG = 60
LONGEST_HEADING = 120
FEWEST_HEADINGS = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """The header row of a sheet (its line number), the columns under it and the lines below.

    `above` counts the lines over the headings that look like cases. `next_header` is the number of the row
    where another table begins, which ends this one, and `beyond` counts the lines from there on.
    """

    header: int
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    above: int = 0
    next_header: int | None = None
    beyond: int = 0


def find_layout(lines: Sequence[Line], header: int | None = None) -> Layout | None:
    """The table of a sheet, None if no row looks like a header; `header` gives the row's number instead."""
    if header is None:
        place = _likely_header(lines)
    else:
        place = next((index for index, line in enumerate(lines) if line.number == header), None)
    if place is None:
        return None
    end = _next_table(lines, place)
    below = tuple(lines[place + 1 : end])
    return Layout(
        lines[place].number,
        _columns(lines, place, below),
        below,
        above=sum(map(_is_record, lines[:place])),
        next_header=lines[end].number if end < len(lines) else None,
        beyond=len(lines) - end,
    )


def _likely_header(lines: Sequence[Line]) -> int | None:
    """The row with the most headings, unless cases stand between it and one that has nearly as many."""
    scores = [_headings_in(lines, index) for index in range(min(len(lines), HEADER_AMONG))]
    most = max(scores, default=0)
    if most < FEWEST_HEADINGS:
        return None
    best = scores.index(most)
    earlier = (
        index
        for index, score in enumerate(scores[:best])
        if score >= FEWEST_HEADINGS and 2 * score > most and any(map(_is_record, lines[index + 1 : best]))
    )
    return next(earlier, best)


def _is_record(line: Line) -> bool:
    return sum(map(holds_day, line.cells)) > 1


def _next_table(lines: Sequence[Line], header: int) -> int:
    """The first line below with headings of this table and others among them; the end if there is none."""
    own = dict(_texts(lines[header]))
    names = set(own.values())
    for index in range(header + 1, len(lines)):
        texts = _texts(lines[index])
        known = sum(text in names for _, text in texts)
        if known < FEWEST_HEADINGS:
            continue
        filled = sum(cell is not None for cell in lines[index].cells)
        if 2 * known > filled and any(own.get(place, text) != text for place, text in texts):
            return index
    return len(lines)


def _texts(line: Line) -> list[tuple[int, str]]:
    """The places of the line that hold text, folded for comparing."""
    return [(place, fold(cell)) for place, cell in enumerate(line.cells) if isinstance(cell, str)]


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
