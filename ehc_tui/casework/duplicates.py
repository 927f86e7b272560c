"""Cases that are likely about the same child: a name alike, and the same or nearly the same birthday."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.process import extract
from sqlalchemy import Connection, select

from ehc_tui.casework.recorder import chunks, table_of
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

    folded: str
    """The name as it is compared."""

    @classmethod
    def of(cls, ref: str, surname: str, forename: str, born: date | None) -> Child:
        """The child whose name is written so."""
        return cls(ref, surname, forename, born, fold(f"{surname} {forename}").strip())


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
    pool = [*_stored_near(connection, children), *children]
    by_birth, by_name = defaultdict(list), defaultdict(list)
    for child in pool:
        by_birth[child.born].append(child)
        by_name[child.folded].append(child)
    found = []
    for child in children:
        unborn = [other for other in by_name[child.folded] if not (child.born and other.born)]
        near = [other for born in _near(child.born) for other in by_birth.get(born, ())] if child.born else []
        for other in (*unborn, *_alike(child, near)):
            if other.ref != child.ref:
                found.append(Duplicate(child.ref, other.ref, _likeness(child, other)))
        by_birth[child.born].remove(child)
        by_name[child.folded].remove(child)
    return found


def _alike(child: Child, near: Sequence[Child]) -> Iterator[Child]:
    """Those of the children born near to one whose names are like enough, in the order given."""
    names = [other.folded for other in near]
    least = SAME_BIRTHDAY_LIKENESS
    likened = extract(child.folded, names, scorer=fuzz.token_set_ratio, score_cutoff=least, limit=None)
    for place, likeness in sorted((place, likeness) for _, likeness, place in likened):
        if near[place].born == child.born or likeness >= NEAR_BIRTHDAY_LIKENESS:
            yield near[place]


def _stored_near(connection: Connection, children: Sequence[Child]) -> Iterable[Child]:
    """The children in the store that one of these may be: by a date of birth, or by the whole name."""
    case = table_of(tables.EhcCase)
    wanted = select(case.c.ref, case.c.surname, case.c.forename, case.c.born, case.c.name_fold).where(
        case.c.voided_by.is_(None), not_hidden(case.c.id)
    )
    days = {day for child in children if child.born for day in _near(child.born)}
    names = {child.folded for child in children}
    found: dict[Child, None] = {}  # in the order they were found in
    for column, keys in ((case.c.born, sorted(days)), (case.c.name_fold, sorted(names))):
        for some in chunks(keys):
            rows = connection.execute(wanted.where(column.in_(some)))
            found |= dict.fromkeys(Child(*row) for row in rows)
    return found


@lru_cache(maxsize=4096)
def _near(born: date) -> tuple[date, ...]:
    """The date itself and those one slip of the pen away from it, in order."""
    near = {born, born - timedelta(days=1), born + timedelta(days=1)}
    slips = (
        (born.year, born.day, born.month),
        (born.year - 1, born.month, born.day),
        (born.year + 1, born.month, born.day),
        (born.year, born.month - 1, born.day),
        (born.year, born.month + 1, born.day),
    )
    return tuple(sorted(near | {day for day in (_date(*slip) for slip in slips) if day}))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _likeness(child: Child, other: Child) -> str:
    """Why two cases look like one child."""
    name = f"{other.surname}, {other.forename}".strip(", ")
    if child.born is None or other.born is None:
        return f"{name}: the same name, and a date of birth is missing"
    how = "also born" if child.born == other.born else "born"
    return f"{name}, {how} {british(other.born)}"
