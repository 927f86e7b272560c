"""A session before it is written down: what is usual, and what is worth a question first. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from ehc_tui.law.calendar import is_known, is_working_day
from ehc_tui.law.process import Panel
from ehc_tui.store.panel_rows import QueueRow, SessionRow
from ehc_tui.text import british


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session as somebody arranges it. `members` are names with what they are there as.

    `papers_by` is the last day for papers, `minutes_each` how long a case is given.
    """

    panel: str
    on: date
    capacity: int
    papers_by: date
    minutes_each: int
    starts: time | None = None
    place: str = ""
    chair: str = ""
    members: tuple[tuple[str, str], ...] = ()


def usual_session(panel: Panel, on: date) -> NewSession:
    """A session on a day as the council's process has it, to be changed where this one differs."""
    return NewSession(panel.key, on, panel.capacity, on - timedelta(days=panel.papers_days), panel.minutes)


def questions(new: NewSession, sessions: Iterable[SessionRow], today: date) -> tuple[str, ...]:
    """What to ask before a session is opened or moved to this day: sentences, none where all is well."""
    asked = []
    if new.on < today:
        asked.append(f"{british(new.on)} is in the past.")
    for day, what in ((new.on, ""), (new.papers_by, ", when papers are due,")):
        if is_known(day) and not is_working_day(day):
            kind = "a weekend" if day.weekday() >= 5 else "a bank holiday"
            asked.append(f"{british(day, 'weekday')}{what} is {kind}.")
    if new.papers_by < today <= new.on:
        asked.append(f"Papers would have been due on {british(new.papers_by)} already.")
    same = [one for one in sessions if (one.panel, one.on) == (new.panel, new.on) and one.planned]
    if same:
        asked.append(f"There is a session on {british(new.on)} already.")
    return tuple(asked)


def booking_questions(row: QueueRow, session: SessionRow, today: date) -> tuple[str, ...]:
    """What to ask before a case is booked on a session, or moved to it: sentences, none where all is well."""
    asked = []
    if session.papers_by < today:
        asked.append(f"Papers for {british(session.on)} were due on {british(session.papers_by)}.")
    if row.no_by and session.on > row.no_by:
        asked.append(
            f"On {british(session.on)} a no would be {(session.on - row.no_by).days} days out of time: "
            f"it is due {british(row.no_by)}."
        )
    if row.missing:
        asked.append(f"{len(row.missing)} of the pieces of advice are not in.")
    return tuple(asked)
