"""An act on one meeting: read it, see that the step is possible, record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Connection
from sqlmodel import Session, SQLModel

from ehc_tui.casework.acts import act
from ehc_tui.casework.context import Doing
from ehc_tui.casework.recorder import Recorder, rows_of, table_of
from ehc_tui.casework.way_forward import Status, Step, role_label, why_not
from ehc_tui.store.errors import NotFound, StoreError
from ehc_tui.store.tables import Meeting, MeetingAttendee
from ehc_tui.text import clean

Row: TypeAlias = Mapping[str, Any]
_LONGEST = 2000


class Choice(NamedTuple):
    """Whether somebody is to be at a meeting, and why not if they are left out."""

    included: bool | None
    reason: str = ""


@contextmanager
def on_meeting(
    session: Session, doing: Doing, meeting_id: int, step: Step, expected_version: int | None
) -> Iterator[tuple[Recorder, Row]]:
    """An act on a meeting, with its row as it was; the caller fills in the recorder's `summary`.

    Raises `StoreError` if the meeting's status does not allow the step, besides what `act` raises.
    """
    meeting = _row(session.connection(), Meeting, meeting_id)
    with act(
        session,
        doing,
        verb=f"{step.name.lower()} meeting",
        summary="",
        case_id=meeting["case_id"],
        expected_version=expected_version,
    ) as recorder:
        if reason := why_not(step, meeting["status"]):
            raise StoreError(reason)
        yield recorder, meeting


@contextmanager
def on_attendee(
    session: Session, doing: Doing, attendee_id: int, expected_version: int | None
) -> Iterator[tuple[Recorder, Row, Row]]:
    """An act on one attendee, with the rows of the meeting and of the attendee as they were."""
    meeting_id, person = belonging(session, MeetingAttendee, attendee_id)
    with on_meeting(session, doing, meeting_id, Step.PREPARE, expected_version) as (recorder, meeting):
        yield recorder, meeting, person


def belonging(session: Session, model: type[SQLModel], row_id: int) -> tuple[int, Row]:
    """The id of the meeting that an attendee or an agreed action belongs to, and the row itself."""
    row = _row(session.connection(), model, row_id)
    return row["meeting_id"], row


def people_at(connection: Connection, meeting_id: int) -> list[Row]:
    """The attendees of a meeting, in the order they were added."""
    table = table_of(MeetingAttendee)
    chosen = table.select().where(table.c.meeting_id == meeting_id, table.c.voided_by.is_(None))
    return [*connection.execute(chosen.order_by(table.c.id)).mappings()]


def choose(recorder: Recorder, attendee_id: int, choice: Choice) -> bool:
    """Write whether somebody is to be there; True if that is new."""
    return recorder.update(MeetingAttendee, attendee_id, **written(choice))


def written(choice: Choice) -> dict[str, Any]:
    """A choice as an attendee's columns. A reason belongs to leaving out only."""
    return {"included": choice.included, "reason": "" if choice.included else clean(choice.reason)}


def raise_sequence(recorder: Recorder, meeting: Row) -> None:
    """Mark the calendar invitation as changed, if there can be one yet."""
    if meeting["status"] == Status.ARRANGED:
        recorder.update(Meeting, meeting["id"], sequence=meeting["sequence"] + 1)


def called(person: Row) -> str:
    """What to call an attendee in a sentence: by name if there is one, else by role."""
    return str(person["name"]) or role_label(person["role"])


def said(text: str, what: str) -> str:
    """Cleaned text that must not be empty; raises `StoreError` naming `what` is missing or too long."""
    cleaned = clean(text)
    if not cleaned:
        raise StoreError(f"Say {what}: it cannot be left empty.")
    if len(cleaned) > _LONGEST:
        raise StoreError(f"Shorten {what}: {len(cleaned)} characters, at most {_LONGEST} can be kept.")
    return cleaned


def _row(connection: Connection, model: type[SQLModel], row_id: int) -> Row:
    found = rows_of(connection, table_of(model), [row_id])
    if not found or found[0]["voided_by"] is not None:
        raise NotFound("That meeting, or that part of it, is not there any more: somebody has taken it back.")
    return found[0]
