"""Cases that are likely about the same child: a name alike, and the same or nearly the same birthday."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rapidfuzz import fuzz
from sqlalchemy import Connection, select

from ehc_tui.casework.recorder import table_of
from ehc_tui.casework.restricted import not_hidden
from ehc_tui.store import tables
from ehc_tui.text import british, fold

SAME_BIRTHDAY_LIKENESS = 88
NEAR_BIRTHDAY_LIKENESS = 93
"""Of 100. Twins, who share a surname and a date of birth, stay below the first."""


class Child(NamedTuple):
    """Whom a case is about."""

    ref: str
    surname: str
    forename: str
    born: date | None

    @property
    def folded(self) -> str:
        """The name for comparing."""
        return fold(f"{self.surname} {self.forename}").strip()


class Duplicate(NamedTuple):
    """Two cases that are likely about the same child, and why they look so."""

    ref: str
    other_ref: str
    why: str


def duplicates_of(connection: Connection, children: Sequence[Child]) -> list[Duplicate]:
    """The likely duplicates of `children` in the store and among themselves, each pair once.

    Names are compared only where the dates of birth are the same or one slip apart: a day, a month or a year
    out, or day and month exchanged. Where a date of birth is missing, the whole name must be the same.
    """
    if not children:
        return []
    pool = [*_stored(connection), *children]
    by_birth, by_name = defaultdict(list), defaultdict(list)
    for child in pool:
        by_birth[child.born].append(child)
        by_name[child.folded].append(child)
    seen: set[frozenset[str]] = set()
    found = []
    for child in children:
        unborn = [other for other in by_name[child.folded] if not (child.born and other.born)]
        near = [other for born in _near(child.born) for other in by_birth.get(born, ())] if child.born else []
        for other in (*unborn, *near):
            pair = frozenset((child.ref, other.ref))
            why = _likeness(child, other) if len(pair) == 2 and pair not in seen else ""
            if why:
                seen.add(pair)
                found.append(Duplicate(child.ref, other.ref, why))
    return found


def _stored(connection: Connection) -> Iterator[Child]:
    case = table_of(tables.EhcCase)
    rows = connection.execute(
        select(case.c.ref, case.c.surname, case.c.forename, case.c.born).where(
            case.c.voided_by.is_(None), not_hidden(case.c.id)
        )
    )
    return (Child(*row) for row in rows)


def _near(born: date) -> set[date]:
    """The date itself and those one slip of the pen away from it."""
    near = {born, born - timedelta(days=1), born + timedelta(days=1)}
    slips = (
        (born.year, born.day, born.month),
        (born.year - 1, born.month, born.day),
        (born.year + 1, born.month, born.day),
        (born.year, born.month - 1, born.day),
        (born.year, born.month + 1, born.day),
    )
    return near | {day for day in (_date(*slip) for slip in slips) if day}


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _likeness(child: Child, other: Child) -> str:
    """Why two cases look like one child; empty if they do not."""
    name = f"{other.surname}, {other.forename}".strip(", ")
    if child.born is None or other.born is None:
        return f"{name}: the same name, and a date of birth is missing"
    needed = SAME_BIRTHDAY_LIKENESS if child.born == other.born else NEAR_BIRTHDAY_LIKENESS
    if fuzz.token_set_ratio(child.folded, other.folded) < needed:
        return ""
    how = "also born" if child.born == other.born else "born"
    return f"{name}, {how} {british(other.born)}"
