"""Closed cases past the period for which the council keeps them, and what still stands against removing each.

Whether a day is past depends on today, so nothing of this is stored but the period itself.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from ehc_tui.law.calendar import add_months
from ehc_tui.store.casefile import instant
from ehc_tui.store.triage import IN_USE, day
from ehc_tui.store.verbs import REMOVED

UNFINISHED = ("offered", "accepted", "arranged")
"""The points of a meeting's life at which it is still to be held, or to be called off."""


class Period(NamedTuple):
    """How long a closed case is kept: `years` after closing, until the person's `age`; the later of both."""

    years: int | None
    age: int | None
    because: str
    by: str
    at: datetime

    @property
    def without_age(self) -> Period:
        """The same for a case that should not have been opened: nobody's age keeps it."""
        return self._replace(years=self.years or 0, age=None)

    def kept_until(self, closed_on: date, born: date | None) -> date | None:
        """The last day of the period; None where it goes by an age and no date of birth is known."""
        if self.age is not None and born is None:
            return None
        ends = [add_months(closed_on, 12 * self.years)] if self.years is not None else []
        if self.age is not None and born is not None:
            ends.append(add_months(born, 12 * self.age))
        return max(ends)


class Proposal(NamedTuple):
    """Who proposed that a case be removed, from which account, why and when."""

    reason: str
    by: str
    account: str
    at: datetime


class Kept(NamedTuple):
    """A closed case past its period, and what stands `against` removing it yet.

    That is `restriction`, `clock`, `meeting`, `action` or `agenda`: something that is still open. Of a case
    whose opening was `taken_back`, `closed_on` is the day of that, and only a restriction stands against it.
    """

    case_id: int
    ref: str
    surname: str
    forename: str
    born: date | None
    closed_on: date
    kept_until: date
    version: int
    taken_back: bool
    proposal: Proposal | None
    against: tuple[str, ...]


class Tombstone(NamedTuple):
    """What is left of a case that was removed for good: its number, and the entry that says so."""

    ref: str
    entry: int
    at: datetime
    summary: str


def period(conn: sqlite3.Connection) -> Period | None:
    """The period that the council has set; None while it has set none."""
    row = conn.execute(
        f"SELECT years, age, because, recorded_by, recorded_at FROM retention WHERE {IN_USE}"
    ).fetchone()
    return Period._make((*row[:4], instant(row[4]))) if row else None


def past_period(conn: sqlite3.Connection, today: date, only: int | None = None) -> list[Kept]:
    """The closed cases whose period has ended before `today`, the longest past first; `only` one of them.

    A case whose opening was taken back counts as closed by that; it is not kept for anybody's age.
    """
    kept = period(conn)
    if kept is None:
        return []
    rows = conn.execute(
        f"{_CLOSED} UNION ALL {_TAKEN_BACK}",
        {"latest": add_months(today, -12 * (kept.years or 0)).isoformat(), "only": only},
    )
    past = []
    for *names, born, closed, version, taken_back in rows:
        closed_on, birthday = date.fromisoformat(closed), day(born)
        until = (kept.without_age if taken_back else kept).kept_until(closed_on, birthday)
        if until is not None and until < today:
            past.append((*names, birthday, closed_on, until, version, bool(taken_back)))
    these = {"cases": json.dumps([one[0] for one in past]), "today": today.isoformat()}
    proposed, against = _proposals(conn, these), _against(conn, these)
    found = [Kept._make((*one, proposed.get(one[0]), ())) for one in past]
    found = [one._replace(against=_standing(one, against[one.case_id])) for one in found]
    return sorted(found, key=lambda one: (one.kept_until, one.ref))


def removed(conn: sqlite3.Connection) -> list[Tombstone]:
    """The cases that were removed for good, newest first."""
    rows = conn.execute(
        "SELECT ref, act.id, at, summary FROM act JOIN ehc_case ON ehc_case.voided_by = act.id "
        "WHERE verb = ? ORDER BY act.id DESC",
        (REMOVED,),
    )
    return [Tombstone(ref, entry, instant(at), summary) for ref, entry, at, summary in rows]


def _proposals(conn: sqlite3.Connection, these: Mapping[str, str]) -> dict[int, Proposal]:
    """By case, the proposal to remove it that stands."""
    rows = conn.execute(
        "SELECT case_id, reason, recorded_by, account, recorded_at FROM removal "
        f"WHERE case_id IN {_THESE} AND {IN_USE}",
        these,
    )
    return {case_id: Proposal._make((*said, instant(at))) for case_id, *said, at in rows}


def _against(conn: sqlite3.Connection, these: Mapping[str, str]) -> Mapping[int, Sequence[str]]:
    """By case, what stands against removing it."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for what, statement in _AGAINST.items():
        for (case_id,) in conn.execute(statement, these):
            found[case_id].append(what)
    return found


_COLUMNS = "c.id, c.ref, c.surname, c.forename, c.born"
_CLOSED = (
    f"SELECT {_COLUMNS}, c.closes_on, c.version, 0 FROM ehc_case c "
    "WHERE c.closes_on <= :latest AND c.voided_by IS NULL AND (:only IS NULL OR c.id = :only)"
)
_TAKEN_BACK = (
    f"SELECT {_COLUMNS}, substr(u.at, 1, 10), c.version, 1 "
    "FROM ehc_case c JOIN main.act u ON u.id = c.voided_by "
    f"WHERE c.voided_by IS NOT NULL AND u.verb <> '{REMOVED}' AND substr(u.at, 1, 10) <= :latest "
    "AND (:only IS NULL OR c.id = :only)"
)


def _standing(kept: Kept, against: Sequence[str]) -> tuple[str, ...]:
    return tuple(what for what in against if what == "restriction" or not kept.taken_back)


_THESE = "(SELECT value FROM json_each(:cases))"
_AGAINST = {
    "restriction": f"SELECT DISTINCT case_id FROM restriction WHERE case_id IN {_THESE} AND {IN_USE}",
    "clock": (
        f"SELECT DISTINCT case_id FROM clock WHERE case_id IN {_THESE} AND kind = 'statutory' "
        "AND met_on IS NULL AND stopped_on IS NULL AND due IS NOT NULL "
        "AND (window = 0 AND bound = 'council' OR window = 1 AND due >= :today)"
    ),
    "meeting": (
        f"SELECT DISTINCT case_id FROM meeting WHERE case_id IN {_THESE} AND {IN_USE} "
        f"AND status IN {UNFINISHED}"
    ),
    "action": (
        "SELECT DISTINCT m.case_id FROM agreed_action a JOIN meeting m ON m.id = a.meeting_id "
        f"WHERE m.case_id IN {_THESE} AND a.voided_by IS NULL AND m.voided_by IS NULL AND a.done_on IS NULL"
    ),
    "agenda": (
        "SELECT DISTINCT i.case_id FROM agenda_item i JOIN panel_session s ON s.id = i.session_id "
        f"WHERE i.case_id IN {_THESE} AND i.voided_by IS NULL AND s.voided_by IS NULL "
        "AND s.status = 'planned'"
    ),
}
"""By what stands against removing a case, the statement that gives those of `cases` against which it does."""
