"""Tables and pages as plain text: no colour, no control characters, fitted to the terminal if any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ehc_tui.present.prose import paragraph
from ehc_tui.present.runs import plain
from ehc_tui.text import cell_width, clean, fit

LABEL = 12


class Column(NamedTuple):
    """A column of a table. `least` is how narrow it may become; 0 means that it keeps the width it needs."""

    heading: str
    least: int = 0


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]], width: int | None) -> Iterator[str]:
    """Lines of a table, heading first, with columns as wide as their widest cell.

    To fit `width` the columns that may shrink do, widest first; then the gaps; then columns at the end go.
    """
    cells = [[column.heading for column in columns], *([clean(cell) for cell in row] for row in rows)]
    needed = [max(cell_width(row[number]) for row in cells) for number in range(len(columns))]
    widths, gap = (needed, 2) if width is None else _layout(columns, needed, width)
    for row in cells:
        yield (" " * gap).join(fit(cell, wide) for cell, wide in zip(row, widths, strict=False))


def _layout(columns: Sequence[Column], needed: Sequence[int], width: int) -> tuple[list[int], int]:
    """The widths of as many columns as fit, and the gap between them."""
    least = [min(column.least or wide, wide) for column, wide in zip(columns, needed, strict=True)]
    for kept in range(len(columns), 0, -1):
        for gap in (2, 1):
            room = width - gap * (kept - 1)
            if sum(least[:kept]) <= room:
                return _shrunk(list(needed[:kept]), least, room), gap
    return [width], 1


def _shrunk(widths: list[int], least: Sequence[int], room: int) -> list[int]:
    """Takes cells away, one at a time, from the widest column that can spare one."""
    while sum(widths) > room:
        spare = [wide if wide > least[number] else 0 for number, wide in enumerate(widths)]
        widths[spare.index(max(spare))] -= 1
    return widths


def entry(label: str, text: str, width: int) -> Iterator[str]:
    """A labelled paragraph, its later lines under its first; no lines for no text."""
    return (plain(line) for line in paragraph(f"{label:<{LABEL}}", clean(text), width))
