"""The caseload: an order over cases and a few windows of plain rows, read when somebody looks at them."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from ehc_tui.store.filters import TALLY_TERMS, Filter
from ehc_tui.store.orders import SORTS, Sort, Stretch, order_by, stretches
from ehc_tui.store.rows import CaseRow
from ehc_tui.store.triage import COLUMNS, IN_USE, case_row

__all__ = ["SORTS", "WINDOW", "Caseload", "Sort", "Tally"]

WINDOW = 64
KEPT_WINDOWS = 24


class Tally(NamedTuple):
    """How many cases of the filter are in which state; the terms that show them are `filters.TALLY_TERMS`.

    `overdue` has a duty past its date, whoever's it is. `within_5` is due in 0 to 5 calendar days,
    `within_20` in 6 to 20, `on_track` later. `relieved` is past a disapplied limit with nothing else due.
    No case is in two of these; a case on which nothing is due is in none. `no_contact_21` overlaps them
    all: no contact with the family for more than 21 days or, where none is recorded, none since the request
    came.
    """

    overdue: int
    within_5: int
    within_20: int
    on_track: int
    relieved: int
    no_contact_21: int


@dataclass(slots=True)
class _Part:
    """A stretch of the list, with its length once that is known."""

    stretch: Stretch
    length: int | None = None


class Caseload:
    """The cases that a filter shows, in an order, as of a day. Call `refresh` after the store has changed."""

    def __init__(self, conn: sqlite3.Connection, today: date, warning_days: int = 10, me: str = "") -> None:
        self._conn = conn
        self.today = today
        self.warning_days = warning_days
        self.me = me
        self.filter = Filter()
        self.sort = Sort()
        self.show(self.filter, self.sort)

    def show(self, shown: Filter, sort: Sort) -> None:
        """Show other cases, or the same in another order. Nothing is read yet."""
        self.filter, self.sort = shown, sort
        self._where, self._parameters = shown.where(self.today, self.me, self.warning_days)
        self.refresh()

    def refresh(self) -> None:
        """Forget what was read."""
        self._windows: OrderedDict[int, list[CaseRow]] = OrderedDict()
        self._parts = [_Part(one) for one in stretches(self.sort, with_closed=self.filter.shows_closed)]

    def row(self, index: int) -> CaseRow | None:
        """The case at a place of the list, counted from 0; None beyond its end."""
        if index < 0:
            return None
        number, place = divmod(index, WINDOW)
        if number not in self._windows:
            self._windows[number] = self._read(number * WINDOW)
            if len(self._windows) > KEPT_WINDOWS:
                self._windows.popitem(last=False)
        self._windows.move_to_end(number)
        window = self._windows[number]
        return window[place] if place < len(window) else None

    def count(self) -> int:
        """How many cases the filter shows."""
        return sum(self._length(part) for part in self._parts)

    def total(self) -> int:
        """How many cases there are, open or closed."""
        count: int = self._conn.execute(f"SELECT count(*) FROM ehc_case WHERE {IN_USE}").fetchone()[0]
        return count

    def ids(self) -> list[int]:
        """The ids of all cases shown, in order."""
        return [
            row[0]
            for part in self._parts
            for row in self._conn.execute(
                f"SELECT id FROM ehc_case WHERE {self._condition(part)} ORDER BY {order_by(part.stretch)}",
                self._parameters,
            )
        ]

    def index_of(self, case_id: int) -> int | None:
        """The place of a case in the list, or None if it is not shown."""
        ids = self.ids()
        return ids.index(case_id) if case_id in ids else None

    def tally(self) -> Tally:
        """The counts by state, over the filter without its own state term."""
        base = self.filter.without_state()
        return Tally(**{name: self._count(base.and_term(term)) for name, term in TALLY_TERMS.items()})

    def _count(self, shown: Filter) -> int:
        where, parameters = shown.where(self.today, self.me, self.warning_days)
        count: int = self._conn.execute(
            f"SELECT count(*) FROM ehc_case WHERE {where}", parameters
        ).fetchone()[0]
        return count

    def _condition(self, part: _Part) -> str:
        return f"{self._where} AND {part.stretch.condition}"

    def _length(self, part: _Part) -> int:
        if part.length is None:
            statement = f"SELECT count(*) FROM ehc_case WHERE {self._condition(part)}"
            part.length = int(self._conn.execute(statement, self._parameters).fetchone()[0])
        return part.length

    def _read(self, offset: int) -> list[CaseRow]:
        """The window that begins at `offset`, across the stretches it lies in."""
        rows: list[CaseRow] = []
        for part in self._parts:
            if offset and offset >= self._length(part):
                offset -= self._length(part)
                continue
            wanted = WINDOW - len(rows)
            found = self._rows(part, wanted, offset)
            if len(found) < wanted:
                part.length = offset + len(found)
            rows += found
            offset = 0
            if len(rows) == WINDOW:
                break
        return rows

    def _rows(self, part: _Part, limit: int, offset: int) -> list[CaseRow]:
        """Rows of one stretch. The places are counted on the ids alone, so that skipping reads no rows."""
        order = order_by(part.stretch)
        statement = (
            f"SELECT {COLUMNS} FROM ehc_case WHERE id IN (SELECT id FROM ehc_case "
            f"WHERE {self._condition(part)} ORDER BY {order} LIMIT :limit OFFSET :offset) ORDER BY {order}"
        )
        parameters: dict[str, Any] = {**self._parameters, "limit": limit, "offset": offset}
        return [
            case_row(values, self.today, self.warning_days)
            for values in self._conn.execute(statement, parameters).fetchall()
        ]
