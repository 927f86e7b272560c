"""Who is at which meeting when, across all cases: the read side of the week grid."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, time
from sqlite3 import Connection
from typing import NamedTuple

_PLACED = """
    m.voided_by IS NULL AND c.voided_by IS NULL AND m.status IN ('arranged', 'held')
    AND m.starts IS NOT NULL AND m.meets_on BETWEEN ? AND ?
"""
_BOOKINGS = f"""
    SELECT m.id, m.uid, c.ref, m.title, m.chair, m.meets_on, m.starts, m.minutes
    FROM meeting m JOIN ehc_case c ON c.id = m.case_id
    WHERE {_PLACED} ORDER BY m.meets_on, m.starts, m.id
"""
_PEOPLE = f"""
    SELECT a.meeting_id, a.name
    FROM attendee a JOIN meeting m ON m.id = a.meeting_id JOIN ehc_case c ON c.id = m.case_id
    WHERE a.voided_by IS NULL AND a.included AND a.name <> '' AND {_PLACED} ORDER BY a.id
"""


class Booking(NamedTuple):
    """A meeting that takes people's time. `on` and `starts` are local (Europe/London)."""

    uid: str
    ref: str
    title: str
    chair: str
    people: tuple[str, ...]
    on: date
    starts: time
    minutes: int


def bookings_between(conn: Connection, first: date, last: date) -> tuple[Booking, ...]:
    """Every arranged or held meeting of any case from `first` to `last`, both included, in order of time."""
    days = (first.isoformat(), last.isoformat())
    people: defaultdict[int, list[str]] = defaultdict(list)
    for meeting_id, name in conn.execute(_PEOPLE, days):
        people[meeting_id].append(name)
    return tuple(
        Booking(
            uid,
            ref,
            title,
            chair,
            tuple(people[key]),
            date.fromisoformat(on),
            time.fromisoformat(starts),
            minutes,
        )
        for key, uid, ref, title, chair, on, starts, minutes in conn.execute(_BOOKINGS, days)
    )
