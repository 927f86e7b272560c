"""Who a meeting is for: whether they are to be there, when they were invited, what they answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from ehc_tui.casework.context import Doing
from ehc_tui.casework.meeting_act import (
    Choice,
    belonging,
    called,
    choose,
    on_attendee,
    on_meeting,
    people_at,
    raise_sequence,
    said,
)
from ehc_tui.casework.way_forward import CHAIR, Step
from ehc_tui.store.errors import StoreError
from ehc_tui.store.tables import Meeting, MeetingAttendee
from ehc_tui.text import british, clean

REPLIES = {"": "no answer yet", "asked": "asked", "yes": "coming", "no": "not coming"}


def include(
    session: Session, doing: Doing, attendee_id: int, choice: Choice, *, expected_version: int | None = None
) -> None:
    """Decide whether somebody is to be at the meeting; `choice.included` None leaves it open again."""
    with on_attendee(session, doing, attendee_id, expected_version) as (recorder, meeting, person):
        word = {True: "Included", False: "Left out", None: "Left open"}[choice.included]
        reason = f": {clean(choice.reason)}" if choice.reason and not choice.included else ""
        recorder.summary = f"{word}: {called(person)}, {meeting['title']}{reason}"
        if choose(recorder, attendee_id, choice):
            raise_sequence(recorder, meeting)


def invite(
    session: Session,
    doing: Doing,
    attendee_ids: Sequence[int],
    on: date | None,
    *,
    expected_version: int | None = None,
) -> None:
    """Record the day on which attendees of one meeting were invited; None takes that back."""
    meeting_id, _person = belonging(session, MeetingAttendee, attendee_ids[0])
    with on_meeting(session, doing, meeting_id, Step.PREPARE, expected_version) as (recorder, meeting):
        people = [row for row in people_at(recorder.connection, meeting_id) if row["id"] in attendee_ids]
        day = f"on {british(on)}" if on else "not after all"
        names = ", ".join(map(called, people))
        recorder.summary = f"Invited {day} to the {meeting['title']}: {names}"
        for person in people:
            recorder.update(MeetingAttendee, person["id"], invited_on=on)


def reply(
    session: Session, doing: Doing, attendee_id: int, answer: str, *, expected_version: int | None = None
) -> None:
    """Record an attendee's answer: one of `REPLIES`."""
    if answer not in REPLIES:
        raise StoreError(f"An answer is one of: {', '.join(filter(None, REPLIES))}.")
    with on_attendee(session, doing, attendee_id, expected_version) as (recorder, meeting, person):
        recorder.summary = f"{called(person)}, {meeting['title']}: {REPLIES[answer]}"
        recorder.update(MeetingAttendee, attendee_id, reply=answer)


def add_attendee(
    session: Session,
    doing: Doing,
    meeting_id: int,
    role: str,
    name: str,
    *,
    expected_version: int | None = None,
) -> int:
    """Add somebody to a meeting; returns the attendee's id. An e-mail address may follow in <...>."""
    with on_meeting(session, doing, meeting_id, Step.PREPARE, expected_version) as (recorder, meeting):
        known_as = said(name, "a name")
        recorder.summary = f"Added to the {meeting['title']}: {known_as}"
        attendee_id = recorder.insert(MeetingAttendee, meeting_id=meeting_id, role=role, name=known_as)
        raise_sequence(recorder, meeting)
    return attendee_id


def rename(
    session: Session, doing: Doing, attendee_id: int, name: str, *, expected_version: int | None = None
) -> None:
    """Write an attendee's name, if need be with an e-mail address in <...>. The chair's is who chairs."""
    with on_attendee(session, doing, attendee_id, expected_version) as (recorder, meeting, person):
        known_as = said(name, "a name")
        recorder.summary = f"{meeting['title']}: {called(person)} is now {known_as}"
        if recorder.update(MeetingAttendee, attendee_id, name=known_as):
            raise_sequence(recorder, meeting)
        if person["role"] == CHAIR:
            recorder.update(Meeting, meeting["id"], chair=known_as)


def set_interpreter(
    session: Session, doing: Doing, meeting_id: int, language: str, *, expected_version: int | None = None
) -> None:
    """Record that an interpreter is needed and for which language; "" records that none is."""
    with on_meeting(session, doing, meeting_id, Step.PREPARE, expected_version) as (recorder, meeting):
        spoken = clean(language)
        recorder.summary = (
            f"{meeting['title']}: {f'interpreter for {spoken}' if spoken else 'no interpreter'}"
        )
        if recorder.update(Meeting, meeting_id, interpreter=spoken):
            raise_sequence(recorder, meeting)
