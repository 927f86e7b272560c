"""Where the cases of a list stand: an order walked through by key, so many cases at a time.

Nothing that is before or behind a case is read to find its neighbours.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from ehc_tui.store.criteria import Criteria
from ehc_tui.store.orders import Leg, Stretch
from ehc_tui.store.triage import COLUMNS, IN_USE

Key = tuple[Any, ...]

_COLUMNS = COLUMNS.count(",") + 1


class Place(NamedTuple):
    """Where a case stands: in which stretch, and there by which values, its id last."""

    stretch: int
    key: Key

    @property
    def case_id(self) -> int:
        """The case that stands here."""
        return int(self.key[-1])


class Found(NamedTuple):
    """A case that was read, with `values` that begin with those of `triage.COLUMNS`, and its place."""

    place: Place
    values: tuple[Any, ...]


class Places:
    """The places of the cases that meet `criteria`, in an order of several stretches."""

    def __init__(self, conn: sqlite3.Connection, criteria: Criteria, order: Sequence[Stretch]) -> None:
        self._conn = conn
        self._criteria = criteria
        self._order = order
        self._lengths: dict[int, int] = {}

    def read(
        self, number: int, start: Place | None = None, *, back: bool = False, also: bool = False
    ) -> list[Found]:
        """The next `number` cases after `start`, or those before it if `back`, always in the list's order.

        Without `start` they are the first or the last. The case at `start` is one of them only if `also`.
        """
        rows = self._walk(COLUMNS, number, start, back=back, also=also)
        found = [Found(Place(at, row[_COLUMNS:]), row) for at, row in rows]
        return found[::-1] if back else found

    def ids(self, number: int, start: Place | None = None) -> Iterator[int]:
        """The ids of `number` cases from `start` on, or from the first."""
        return (row[0] for _, row in self._walk("id", number, start, also=True))

    def at(self, index: int, *, back: bool = False) -> Place | None:
        """The place with `index` cases before it, or behind it if `back`; None beyond the end.

        Whole stretches are counted and the rest is skipped, both in an index.
        """
        for at in self._stretches(back):
            length = self.length(at)
            if index < length:
                key = self._select(at, "id", back=back, limit=1, offset=index).fetchone()
                return Place(at, key[1:])
            index -= length
        return None

    def of(self, case_ids: Iterable[int]) -> list[Place]:
        """The places of those cases among `case_ids` that are in the list, in its order."""
        legs = [
            (at, leg, where)
            for at, stretch in enumerate(self._order)
            for leg in stretch.legs
            if (where := leg.where(self._criteria.shown)) is not None
        ]
        if not legs:
            return []
        widest = max(len(leg.keys) for _, leg, _ in legs)
        columns = [_case_when((where, str(at)) for at, _, where in legs)]
        for number in range(widest):
            columns.append(
                _case_when((where, (*leg.keys, *["NULL"] * widest)[number]) for _, leg, where in legs)
            )
        rows = self._conn.execute(
            f"SELECT {', '.join(columns)}, id FROM ehc_case "
            f"WHERE id IN (SELECT value FROM json_each(:ids)) AND {self._criteria.where()}",
            {**self._criteria.parameters, "ids": json.dumps(list(case_ids))},
        )
        found: dict[int, list[Place]] = {at: [] for at in range(len(self._order))}
        for at, *key, case_id in rows:
            values = key[: len(self._order[at].legs[0].keys)]
            found[at].append(Place(at, (*values, case_id)))
        return [
            place
            for at, places in found.items()
            for place in sorted(places, reverse=self._order[at].descending)
        ]

    def before(self, place: Place) -> int:
        """How many cases stand before a place; they are counted in an index where the order has one."""
        earlier = sum(self.length(at) for at in range(place.stretch))
        return earlier + self._count(place.stretch, place)

    def length(self, at: int) -> int:
        """How many cases a stretch has."""
        if at not in self._lengths:
            self._lengths[at] = self._count(at, None)
        return self._lengths[at]

    def _stretches(self, back: bool) -> Iterable[int]:
        return reversed(range(len(self._order))) if back else range(len(self._order))

    def _walk(
        self, columns: str, number: int, start: Place | None, *, back: bool = False, also: bool = False
    ) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """Rows of `columns`, each followed by its key, with the stretch they are in."""
        for at in self._stretches(back):
            passed = start is not None and (at > start.stretch if back else at < start.stretch)
            if passed or number <= 0:
                continue
            beyond = start if start is not None and at == start.stretch else None
            for row in self._select(at, columns, beyond=beyond, back=back, also=also, limit=number):
                number -= 1
                yield at, row

    def _select(
        self,
        at: int,
        columns: str,
        *,
        limit: int,
        offset: int = 0,
        beyond: Place | None = None,
        back: bool = False,
        also: bool = False,
    ) -> sqlite3.Cursor:
        """One statement over a stretch: its legs merged in the order in which it is walked through."""
        stretch = self._order[at]
        down = stretch.descending != back
        sign = f"{'<' if down else '>'}{'=' if also else ''}"
        legs = list(self._legs(stretch, sign if beyond else ""))
        if not legs:
            return self._conn.execute("SELECT 1 WHERE 0")
        if len(legs) > 1 and legs[0][0] is stretch.legs[0] and not self._criteria.walking:
            legs[1:] = _not_past_the_last(legs, down, stretch.least if down else stretch.most)
        names = [f"k{number}" for number in range(len(stretch.legs[0].keys) + 1)]
        order = f"ORDER BY {', '.join(f'{name} {_direction(down)}' for name in names)}"
        read = "" if stretch.reckoned else f"{columns}, "
        each = [f"SELECT {read}{_named(leg.keys)} FROM ehc_case WHERE {where}" for leg, where in legs]
        merged = f"{' UNION ALL '.join(each)} {order} LIMIT :limit OFFSET :offset"
        if stretch.reckoned:  # the columns are read of those cases alone that are shown
            merged = (
                f"SELECT {columns}, {', '.join(names)} FROM ({merged}) AS found "
                f"CROSS JOIN ehc_case ON ehc_case.id = found.{names[-1]} {order}"
            )
        given = {**self._given(beyond), "limit": limit, "offset": offset, "last": offset + limit - 1}
        return self._conn.execute(merged, given)

    def _count(self, at: int, before: Place | None) -> int:
        stretch = self._order[at]
        sign = ">" if stretch.descending else "<"
        return sum(
            self._conn.execute(
                f"SELECT count(*) FROM ehc_case WHERE {where}", self._given(before)
            ).fetchone()[0]
            for _, where in self._legs(stretch, sign if before else "")
        )

    def _legs(self, stretch: Stretch, sign: str) -> Iterator[tuple[Leg, str]]:
        """The legs that can hold cases, with their conditions; with a `sign` only on that side of a key."""
        for leg in stretch.legs:
            where = leg.where(self._criteria.shown)
            if where is None:
                continue
            marks = ", ".join(f":k{number}" for number in range(len(leg.keys) + 1))
            beyond = [f"({', '.join((*leg.keys, 'id'))}) {sign} ({marks})"] if sign else []
            # of several bounds to a key SQLite begins at the first that is named, and must not at the widest
            yield leg, " AND ".join((*beyond, IN_USE, where, *self._criteria.walking))

    def _given(self, beyond: Place | None) -> dict[str, Any]:
        key = {f"k{number}": value for number, value in enumerate(beyond.key)} if beyond else {}
        return {**self._criteria.parameters, **key}


def _not_past_the_last(legs: Sequence[tuple[Leg, str]], down: bool, end: str) -> list[tuple[Leg, str]]:
    """All legs but the first, each only as far as the last case that the first alone would give.

    What lies beyond is not shown, and a leg may have to pass many cases of the first to find that out. Where
    the first gives too few they go on to the `end`.
    """
    leg, where = legs[0]
    key = leg.keys[0]
    last = (
        f"SELECT {key} FROM ehc_case WHERE {where} "
        f"ORDER BY {key} {_direction(down)}, id {_direction(down)} LIMIT 1 OFFSET :last"
    )
    return [
        (other, f"{other.keys[0]} {'>=' if down else '<='} coalesce(({last}), {end}) AND {condition}")
        for other, condition in legs[1:]
    ]


def _direction(down: bool) -> str:
    return "DESC" if down else "ASC"


def _named(keys: Sequence[str]) -> str:
    return ", ".join(f"{key} AS k{number}" for number, key in enumerate((*keys, "id")))


def _case_when(choices: Iterable[tuple[str, str]]) -> str:
    return f"CASE {' '.join(f'WHEN {condition} THEN {value}' for condition, value in choices)} END"
