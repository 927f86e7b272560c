"""Weeks laid over terminal cells, and the bars that are drawn on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from ehc_tui.present.runs import Line, Run, Style

_STEPS = (1, 2, 4, 8, 13, 26, 52, 104, 260)
_MARGIN = timedelta(days=7)
TWENTY_WEEKS = timedelta(weeks=20)


@dataclass(frozen=True, slots=True)
class Scale:
    """Calendar days over `cells` terminal cells, `first` in the first of them and `last` in the last."""

    first: date
    last: date
    cells: int

    def cell(self, day: date) -> int:
        """The cell `day` falls in; a day outside the scale falls in the nearest cell at the edge."""
        return min(max(self._cell(day), 0), self.cells - 1)

    def _cell(self, day: date) -> int:
        return (day - self.first).days * (self.cells - 1) // max((self.last - self.first).days, 1)

    def ticks(self) -> str:
        """The numbers of the weeks, each beginning at its own cell, as many as can be read apart."""
        weeks = range(0, (self.last - self.first).days // 7 + 1, self._step())
        text = ""
        for week in weeks:
            cell, label = self._cell(self.first + timedelta(weeks=week)), str(week)
            if cell + len(label) <= self.cells:
                text = text.ljust(cell) + label
        return text.ljust(self.cells)

    def _step(self) -> int:
        """The smallest usual number of weeks whose labels leave a blank between them."""
        weeks = max((self.last - self.first).days / 7, 1)
        needed = len(str(int(weeks))) + 2
        return next((step for step in _STEPS if step * self.cells / weeks >= needed), _STEPS[-1])


def scale_over(received_on: date, days: Iterable[date], cells: int) -> Scale:
    """A scale from `received_on` that shows all of `days`, twenty weeks at the least, and a week beyond."""
    last = max((received_on + TWENTY_WEEKS, *days)) + _MARGIN
    return Scale(received_on, last, max(cells, 8))


@dataclass(slots=True)
class Bar:
    """One line of the timeline: cells painted over one another, the last paint on top."""

    scale: Scale
    _cells: list[tuple[str, Style]] = field(init=False)

    def __post_init__(self) -> None:
        self._cells = [(" ", Style.PLAIN)] * self.scale.cells

    def span(self, first: date, last: date, glyph: str, style: Style) -> None:
        """Fill every cell from `first` to `last`, both included; none when they are the wrong way round."""
        if first > last:
            return
        for cell in range(self.scale.cell(first), self.scale.cell(last) + 1):
            self._cells[cell] = (glyph, style)

    def between(self, after: date, before: date, glyph: str, style: Style) -> None:
        """Fill the cells that lie strictly between those of two days."""
        for cell in range(self.scale.cell(after) + 1, self.scale.cell(before)):
            self._cells[cell] = (glyph, style)

    def mark(self, day: date, glyph: str, style: Style) -> None:
        """Put one glyph on the cell of `day`."""
        self._cells[self.scale.cell(day)] = (glyph, style)

    def line(self) -> Line:
        """The bar as runs: neighbours of one style are one run."""
        runs = groupby(self._cells, key=lambda cell: cell[1])
        return tuple(Run("".join(glyph for glyph, _ in cells), style) for style, cells in runs)
