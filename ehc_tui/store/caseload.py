"""The caseload: an order over cases and a few windows of plain rows, read when somebody looks at them."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from math import isqrt
from typing import Any, NamedTuple

from ehc_tui.store.case_row import CaseRow
from ehc_tui.store.filters import Filter
from ehc_tui.store.orders import BY_DATE, SORTS, Sort, stretches
from ehc_tui.store.places import Found, Place, Places
from ehc_tui.store.triage import COLUMNS, IN_USE, case_row

__all__ = ["SORTS", "WINDOW", "Caseload", "Sort", "Standing", "Tally"]

WINDOW = 64
KEPT_WINDOWS = 24
_AMONG = "id IN (SELECT value FROM json_each(:among))"


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


class Standing(NamedTuple):
    """How many cases stand ahead of one and, where the list is walked through, the key it stands there by."""

    ahead: int
    place: Place | None = None


class Around(NamedTuple):
    """The cases around one. `first` and `at` are the places of the first of them and of that one.

    Where the list is walked through and more stand before them, the places are as if none did.
    """

    first: int
    at: int
    rows: list[CaseRow]


class _Window:
    """Cases that follow one another, and where the first and the last of them stand.

    What was read of a case becomes a row when somebody looks at it: half of a window is never seen.
    """

    def __init__(self, read: Sequence[tuple[Any, ...]], first: Place | None, last: Place | None) -> None:
        self._read = read
        self._made: dict[int, CaseRow] = {}
        self.first, self.last = first, last

    def __len__(self) -> int:
        return len(self._read)

    def row(self, place: int, today: date, warning_days: int) -> CaseRow | None:
        """The case at a place of the window; None beyond its end."""
        if place >= len(self._read):
            return None
        if place not in self._made:
            self._made[place] = case_row(self._read[place], today, warning_days)
        return self._made[place]


class Caseload:
    """The cases that a filter shows, in an order, as of a day. Call `refresh` after the store has changed.

    What is shown is found in one of two ways. Where an index says that there can only be few cases, their
    ids are put in order once. Where there may be many, the order's own index is walked through, a window at a
    time; then nothing is known of how many there are until somebody asks `count`.
    """

    def __init__(self, conn: sqlite3.Connection, today: date, warning_days: int = 10, me: str = "") -> None:
        self._conn = conn
        self.today = today
        self.warning_days = warning_days
        self.me = me
        self._total: int | None = None
        self._counts: dict[str, int] = {}
        self._tallies: dict[str, Tally] = {}
        self.show(Filter(), Sort())

    def show(self, shown: Filter, sort: Sort) -> None:
        """Show other cases, or the same in another order. Nothing is read yet."""
        self.filter, self.sort = shown, sort
        self._criteria = shown.criteria(self.today, self.me, self.warning_days)
        self._forget_places()

    def refresh(self) -> None:
        """Forget what was read and counted."""
        self._forget_places()
        self._total = None
        self._counts.clear()
        self._tallies.clear()

    def row(self, index: int) -> CaseRow | None:
        """The case at a place of the list, counted from 0; None beyond its end."""
        if index < 0:
            return None
        number, place = divmod(index, WINDOW)
        window = self._windows.get(number)
        if window is None:
            window = self._keep(number, self._read(number))
        self._windows.move_to_end(number)
        return window.row(place, self.today, self.warning_days)

    def rows(self, limit: int | None = None) -> Iterator[CaseRow]:
        """The cases in order, all or so many of the first, read a window at a time as they are taken."""
        for place in range(sys.maxsize if limit is None else limit):
            row = self.row(place)
            if row is None:
                return
            yield row

    def count(self) -> int:
        """How many cases the filter shows. Where they are many, each may have to be counted in an index."""
        few = self._few()
        if few is not None:
            return len(few)
        known = self.known_count
        if known is None:
            known = self._counts[str(self.filter)] = self._criteria.how_many(self._conn, self.total)
        return known

    @property
    def known_count(self) -> int | None:
        """How many cases the filter shows, if that is known without asking the store."""
        return len(self._ids) if self._ids is not None else self._counts.get(str(self.filter))

    def learn(self, count: int) -> None:
        """Take it from another list of the same cases how many the filter shows."""
        self._counts[str(self.filter)] = count

    def total(self) -> int:
        """How many cases there are, open or closed."""
        if self._total is None:
            (self._total,) = self._conn.execute(f"SELECT count(*) FROM ehc_case WHERE {IN_USE}").fetchone()
        return self._total

    def ids(self, first: int = 0, last: int | None = None) -> list[int]:
        """The ids of the cases shown, in order, from the place `first` to before `last` or to the end."""
        few = self._few()
        if few is not None:
            return few[first:last]
        start = self._places.at(first) if first else None
        if first and start is None:
            return []
        return list(self._places.ids(sys.maxsize if last is None else last - first, start))

    def find(self, case_id: int) -> Standing | None:
        """Where a case stands, None if it is not shown. Those before it may have to be counted."""
        few = self._few()
        if few is not None:
            return Standing(few.index(case_id)) if case_id in few else None
        return next(
            (Standing(self._places.before(place), place) for place in self._places.of([case_id])), None
        )

    def stand(self, standing: Standing) -> None:
        """Read the window around where a case stands, which another list of the same cases has found."""
        if standing.place is None or self._few() is not None:
            return
        number, ahead = divmod(standing.ahead, WINDOW)
        earlier = self._places.read(ahead, standing.place, back=True)
        later = self._places.read(WINDOW - ahead, standing.place, also=True)
        self._keep(number, self._window([*earlier, *later]))

    def index_of(self, case_id: int) -> int | None:
        """The place of a case in the list, or None if it is not shown."""
        standing = self.find(case_id)
        if standing is None:
            return None
        self.stand(standing)
        return standing.ahead

    def around(self, case_id: int, number: int) -> Around | None:
        """A case with the `number` before and behind it, None if it is not shown; no other is looked at."""
        few = self._few()
        if few is not None:
            if case_id not in few:
                return None
            at = few.index(case_id)
            first = max(at - number, 0)
            return Around(first, at, self._rows(self._these(few[first : at + number + 1])))
        place = next(iter(self._places.of([case_id])), None)
        if place is None:
            return None
        earlier = self._places.read(number, place, back=True)
        later = self._places.read(number + 1, place, also=True)
        return Around(0, len(earlier), self._rows([one.values for one in (*earlier, *later)]))

    def hidden(self, case_ids: Collection[int]) -> int:
        """How many of these cases are not in the list."""
        return len(case_ids) - self._number(f"{_AMONG} AND {self._criteria.where()}", case_ids)

    def tally(self) -> Tally:
        """The counts by state, over the filter without its own state term."""
        base = self.filter.without_state()
        if str(base) not in self._tallies:
            self._tallies[str(base)] = self._tally(base)
        return self._tallies[str(base)]

    def _tally(self, base: Filter) -> Tally:
        """Counted in indexes where there is nothing but states to ask, else in one pass over the cases."""
        everybody, states = base.by_state(self.today, self.me, self.warning_days)
        if not everybody.narrowed:
            return Tally(
                **{name: criteria.how_many(self._conn, self.total) for name, criteria in states.items()}
            )
        among = everybody.few(self._conn, self._balance())
        where = everybody.looked_up() if among is None else f"{_AMONG} AND {everybody.where()}"
        numbers = ", ".join(f"count(*) FILTER (WHERE {states[name].where()})" for name in Tally._fields)
        given = {**everybody.parameters, "among": json.dumps(among)}
        row = self._conn.execute(f"SELECT {numbers} FROM ehc_case WHERE {where}", given).fetchone()
        return Tally(*row)

    def _number(self, where: str, among: Collection[int]) -> int:
        given = {**self._criteria.parameters, "among": json.dumps(list(among))}
        number: int = self._conn.execute(f"SELECT count(*) FROM ehc_case WHERE {where}", given).fetchone()[0]
        return number

    def _forget_places(self) -> None:
        self._windows: OrderedDict[int, _Window] = OrderedDict()
        self._places = Places(self._conn, self._criteria, stretches(self.sort))
        self._ids: list[int] | None = None
        self._many = False

    def _few(self) -> list[int] | None:
        """The ids of the cases in order, if an index shows that there are few; looked up once."""
        if self._ids is None and not self._many:
            self._many = self._criteria.runs_along(self.sort.key in BY_DATE)
            if not self._many:
                self._look_up()
        return self._ids

    def _look_up(self) -> None:
        """Find out from an index how many cases can be shown: few, some to walk among, or many.

        Putting a case in order takes the time in which some five entries of an index are passed that it tells
        are not wanted; passing a case that must be read takes as long as twelve.
        """
        balance = self._balance()
        among = self._criteria.few(self._conn, max(4 * WINDOW, balance // 5))
        if among is not None:
            self._ids = [place.case_id for place in self._places.of(among)]
            return
        self._many = True
        gathered = self._criteria.gathered(self._conn, 2 * balance)
        if gathered is not None:
            self._places = Places(self._conn, gathered, stretches(self.sort))

    def _balance(self) -> int:
        """How many cases must meet a filter for a window of them to be found after as many others.

        Of N cases that meet it, out of so many in all, a window of W is found after W / N of them all.
        """
        last: int | None = self._conn.execute("SELECT max(id) FROM ehc_case").fetchone()[0]
        return isqrt(WINDOW * (last or 0))

    def _keep(self, number: int, window: _Window) -> _Window:
        self._windows[number] = window
        if len(self._windows) > KEPT_WINDOWS:
            self._windows.popitem(last=False)
        return window

    def _read(self, number: int) -> _Window:
        """A window by key from the one next to it, or else by its distance from the nearer end."""
        few = self._few()
        first = number * WINDOW
        if few is not None:
            return _Window(self._these(few[first : first + WINDOW]), None, None)
        before, after = self._windows.get(number - 1), self._windows.get(number + 1)
        if not number:
            return self._window(self._places.read(WINDOW))
        if before is not None and len(before) < WINDOW:
            return self._window([])
        if before is not None:
            return self._window(self._places.read(WINDOW, before.last))
        if after is not None and after.first:
            return self._window(self._places.read(WINDOW, after.first, back=True))
        return self._window(self._from_an_end(first))

    def _from_an_end(self, first: int) -> list[Found]:
        count = self.known_count
        if count is None or first < count // 2:
            start = self._places.at(first)
            return self._places.read(WINDOW, start, also=True) if start else []
        number = min(WINDOW, count - first)
        behind = count - first - number
        if number <= 0 or not behind:
            return self._places.read(max(number, 0), back=True)
        return self._places.read(number, self._places.at(behind, back=True), back=True, also=True)

    def _window(self, found: list[Found]) -> _Window:
        values = [one.values for one in found]
        return _Window(values, found[0].place if found else None, found[-1].place if found else None)

    def _rows(self, read: Iterable[tuple[Any, ...]]) -> list[CaseRow]:
        return [case_row(values, self.today, self.warning_days) for values in read]

    def _these(self, ids: list[int]) -> list[tuple[Any, ...]]:
        """What is read of these cases, in this order, without those that have gone."""
        marks = ", ".join("?" * len(ids))
        rows = self._conn.execute(
            f"SELECT {COLUMNS} FROM ehc_case WHERE id IN ({marks}) AND {IN_USE}", ids
        ).fetchall()
        found = {values[0]: values for values in rows}
        return [found[case_id] for case_id in ids if case_id in found]
