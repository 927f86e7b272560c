"""What somebody is about to record of a meeting, as forms to be put together with what others recorded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from ehc_tui.casework import meetings
from ehc_tui.casework.meetings import Agreed, Arrangement
from ehc_tui.casework.together import Form, Values, whole
from ehc_tui.store.rows import Attendee, CaseFile, MeetingRow

if TYPE_CHECKING:
    from sqlmodel import Session

    from ehc_tui.casework.context import Doing


def untouched(meeting_id: int | None, act: Callable[[Session, Doing, int], Any]) -> Form:
    """An act that rests on all there is of a meeting: in question as soon as anybody touched the meeting."""
    return whole(
        "Meeting", "what you were about to do", lambda file: _summed_up(meeting_of(file, meeting_id)), act
    )


def answered(act: Callable[..., Any], meeting: MeetingRow, answer: str, on: date) -> Form:
    """The family's answer on a day, recorded by `act`."""

    def read(file: CaseFile) -> Values:
        found = meeting_of(file, meeting.id)
        return {"Family": found.status, "On": found.answered_on} if found else {}

    def record(session: Session, doing: Doing, values: Values, now: CaseFile) -> None:
        act(session, doing, meeting.id, values["On"] or on, expected_version=now.row.version)

    return Form({"Family": answer, "On": on}, read, record)


def arranged(meeting: MeetingRow, wanted: Arrangement) -> Form:
    """A day, a time and a place."""

    def read(file: CaseFile) -> Values:
        found = meeting_of(file, meeting.id)
        if found is None:
            return {}
        when = (found.on, found.starts, found.minutes)
        return dict(zip(_ARRANGED, (*when, found.place, found.link), strict=True))

    def record(session: Session, doing: Doing, values: Values, now: CaseFile) -> None:
        day, starts, minutes, place, link = (values[field] for field in _ARRANGED)
        slot = replace(
            wanted.slot,
            day=day or wanted.slot.day,
            starts=starts or wanted.slot.starts,
            minutes=minutes or wanted.slot.minutes,
        )
        settled = replace(wanted, slot=slot, place=place or "", link=link or "")
        meetings.arrange(session, doing, meeting.id, settled, expected_version=now.row.version)

    slot = wanted.slot
    mine = (slot.day, slot.starts, slot.minutes, wanted.place, wanted.link)
    return Form(dict(zip(_ARRANGED, mine, strict=True)), read, record)


_ARRANGED = ("Day", "Time", "Minutes", "Place", "Link")


def held(meeting: MeetingRow, on: date, outcome: str, agreed: Sequence[Agreed]) -> Form:
    """That it was held, with what came of it."""

    def read(file: CaseFile) -> Values:
        found = meeting_of(file, meeting.id)
        return {"Held on": found.held_on, "Outcome": found.outcome or None} if found else {}

    def record(session: Session, doing: Doing, values: Values, now: CaseFile) -> None:
        day, words = values["Held on"] or on, values["Outcome"] or outcome
        meetings.hold(session, doing, meeting.id, day, words, agreed, expected_version=now.row.version)

    return Form({"Held on": on, "Outcome": outcome}, read, record)


def of_person(person: Attendee, label: str, column: str, mine: str, act: Callable[..., Any]) -> Form:
    """One thing about somebody at a meeting, recorded by `act`."""

    def read(file: CaseFile) -> Values:
        people = (one for meeting in file.meetings for one in meeting.attendees)
        found = next((one for one in people if one.id == person.id), None)
        return {label: getattr(found, column) if found else None}

    def record(session: Session, doing: Doing, values: Values, now: CaseFile) -> None:
        act(session, doing, person.id, values[label], expected_version=now.row.version)

    return Form({label: mine}, read, record)


def meeting_of(file: CaseFile, meeting_id: int | None) -> MeetingRow | None:
    """A meeting of the case; None if it is not there (any more)."""
    return next((meeting for meeting in file.meetings if meeting.id == meeting_id), None)


def _summed_up(meeting: MeetingRow | None) -> str:
    """A meeting in words in which every change of it shows."""
    if meeting is None:
        return "not there"
    people = "; ".join(
        f"{one.name or one.role}: {one.reply or 'no reply'}, invited {one.invited_on}, there {one.included}"
        for one in meeting.attendees
    )
    agreed = "; ".join(f"{one.what}: {one.owner}, {one.due}, {one.done_on}" for one in meeting.actions)
    when = f"{meeting.on} {meeting.starts} {meeting.place}" if meeting.on else "no day"
    return ". ".join(
        filter(None, (f"{meeting.status}, {when}", meeting.outcome, meeting.interpreter, people, agreed))
    )
