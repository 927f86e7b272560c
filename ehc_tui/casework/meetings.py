"""Meetings with the family, from the offer to what was agreed: one act each, recorded whole and undone whole.

Meetings are local practice. They leave facts for the timeline (offered, accepted, declined, held) which no
statutory rule counts from, so nothing here can move a statutory date or the family's right to appeal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import NAMESPACE_OID, uuid5

from sqlmodel import Session

from ehc_tui.casework.acts import act
from ehc_tui.casework.context import Doing
from ehc_tui.casework.diary import Slot
from ehc_tui.casework.facts import add_fact
from ehc_tui.casework.meeting_act import (
    Choice,
    Row,
    belonging,
    called,
    choose,
    on_meeting,
    people_at,
    said,
    written,
)
from ehc_tui.casework.recorder import Recorder
from ehc_tui.casework.way_forward import CHAIR, Status, Step
from ehc_tui.law.model import Fact
from ehc_tui.law.process import MeetingOffer
from ehc_tui.store.errors import StoreError
from ehc_tui.store.tables import AgreedAction, Meeting, MeetingAttendee
from ehc_tui.text import british, clean


class Agreed(NamedTuple):
    """What a meeting agreed: who does what by when."""

    what: str
    owner: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """When and where a meeting is to be; `decided` settles, by attendee id, who was still undecided."""

    slot: Slot
    place: str = ""
    link: str = ""
    decided: Mapping[int, Choice] = field(default_factory=dict)

    def __str__(self) -> str:
        where = ", ".join(part for part in (clean(self.place), clean(self.link)) if part)
        return f"{self.slot}{f', {where}' if where else ''}"


def offer(
    session: Session,
    doing: Doing,
    case_id: int,
    offered: MeetingOffer,
    on: date,
    chair: str,
    *,
    expected_version: int | None = None,
) -> int:
    """Record that the family was offered a meeting of the process on a day; returns the meeting's id.

    Everybody the process lists is on it at once: who comes "if appropriate" is left undecided, and who is
    optional is left out until somebody includes them.
    """
    summary = f"Offered the family a {offered.title} on {british(on)}"
    with act(
        session,
        doing,
        verb="offer meeting",
        summary=summary,
        case_id=case_id,
        expected_version=expected_version,
    ) as recorder:
        meeting_id, _ = enter(recorder, case_id, offered, on, chair)
    return meeting_id


def enter(
    recorder: Recorder,
    case_id: int,
    offered: MeetingOffer,
    on: date,
    chair: str,
    decided: Mapping[str, Choice] = MappingProxyType({}),
    **known: Any,
) -> tuple[int, str]:
    """Add a meeting to an act under way, as it is when it is offered; returns its id and its UID.

    `decided` says of roles that come "if appropriate" whether they do. `known` is what else the meeting has
    come to, by column; of that only the offer leaves its fact here.
    """
    uid = _uid(recorder, case_id)
    offered_as = {
        "case_id": case_id,
        "uid": uid,
        "kind": offered.kind,
        "title": offered.title,
        "decision": offered.decision,
        "status": Status.OFFERED.value,
        "offered_on": on,
        "minutes": offered.minutes,
        "chair": clean(chair),
    }
    meeting_id = recorder.insert(Meeting, **{**offered_as, **known})
    recorder.insert(MeetingAttendee, meeting_id=meeting_id, role=CHAIR, name=clean(chair))
    for role in offered.attendees:
        if role.key != CHAIR:
            choice = decided.get(role.key, Choice(None if role.if_appropriate else not role.optional))
            recorder.insert(MeetingAttendee, meeting_id=meeting_id, role=role.key, **written(choice))
    add_fact(recorder, case_id, Fact("meeting_offered", on, subject=uid))
    return meeting_id, uid


def accept(
    session: Session, doing: Doing, meeting_id: int, on: date, *, expected_version: int | None = None
) -> None:
    """Record that the family accepted the offer on a day, if need be after declining it."""
    with on_meeting(session, doing, meeting_id, Step.ACCEPT, expected_version) as (recorder, meeting):
        recorder.summary = f"The family accepted the {meeting['title']} on {british(on)}"
        recorder.update(Meeting, meeting_id, status=Status.ACCEPTED.value, answered_on=on)
        _note_fact(recorder, "meeting_accepted", on, meeting)


def decline(
    session: Session, doing: Doing, meeting_id: int, on: date, *, expected_version: int | None = None
) -> None:
    """Record that the family declined the offer on a day."""
    with on_meeting(session, doing, meeting_id, Step.DECLINE, expected_version) as (recorder, meeting):
        recorder.summary = f"The family declined the {meeting['title']} on {british(on)}"
        recorder.update(Meeting, meeting_id, status=Status.DECLINED.value, answered_on=on)
        _note_fact(recorder, "meeting_declined", on, meeting)


def arrange(
    session: Session,
    doing: Doing,
    meeting_id: int,
    arrangement: Arrangement,
    *,
    expected_version: int | None = None,
) -> None:
    """Set the day, time and place of a meeting, or moves it.

    The invitation's sequence rises each time. Another day or time clears the invitations and replies of
    everybody but the chair, who answered for the old one. Raises `StoreError` while somebody is undecided,
    without a place and a link, or if nothing would change.
    """
    with on_meeting(session, doing, meeting_id, Step.ARRANGE, expected_version) as (recorder, meeting):
        for person in people_at(recorder.connection, meeting_id):
            if choice := arrangement.decided.get(person["id"]):
                choose(recorder, person["id"], choice)
        people = people_at(recorder.connection, meeting_id)
        values = _columns(arrangement)
        _check_arrangement(meeting, people, values)
        moved = meeting["status"] == Status.ARRANGED
        was = Slot(meeting["meets_on"], meeting["starts"], meeting["minutes"]) if moved else None
        recorder.summary = (
            f"Moved the {meeting['title']} from {was} to {arrangement}"
            if moved
            else f"Arranged the {meeting['title']} for {arrangement}"
        )
        sequence = meeting["sequence"] + 1
        recorder.update(Meeting, meeting_id, status=Status.ARRANGED.value, sequence=sequence, **values)
        if moved and was != arrangement.slot:
            for person in people:
                if person["role"] != CHAIR:
                    recorder.update(MeetingAttendee, person["id"], invited_on=None, reply="")


def cancel(
    session: Session, doing: Doing, meeting_id: int, reason: str, *, expected_version: int | None = None
) -> None:
    """Call a meeting off, with the reason as its outcome. Its invitation is then a withdrawal."""
    with on_meeting(session, doing, meeting_id, Step.CANCEL, expected_version) as (recorder, meeting):
        why = said(reason, "the reason")
        recorder.summary = f"Cancelled the {meeting['title']}: {why}"
        sequence = meeting["sequence"] + (meeting["status"] == Status.ARRANGED)
        recorder.update(Meeting, meeting_id, status=Status.CANCELLED.value, outcome=why, sequence=sequence)


def hold(
    session: Session,
    doing: Doing,
    meeting_id: int,
    on: date,
    outcome: str,
    agreed: Sequence[Agreed] = (),
    *,
    expected_version: int | None = None,
) -> None:
    """Record that the meeting was held on a day, what came of it and what was agreed."""
    with on_meeting(session, doing, meeting_id, Step.HOLD, expected_version) as (recorder, meeting):
        came = said(outcome, "the outcome")
        count = f", {len(agreed)} agreed action{'s' if len(agreed) != 1 else ''}" if agreed else ""
        recorder.summary = f"Held the {meeting['title']} on {british(on)}: {came}{count}"
        recorder.update(Meeting, meeting_id, status=Status.HELD.value, held_on=on, outcome=came)
        for action in agreed:
            agree(recorder, meeting_id, action)
        _note_fact(recorder, "meeting_held", on, meeting)


def add_action(
    session: Session, doing: Doing, meeting_id: int, agreed: Agreed, *, expected_version: int | None = None
) -> None:
    """Add an agreed action to a meeting that was held."""
    with on_meeting(session, doing, meeting_id, Step.AGREE, expected_version) as (recorder, meeting):
        recorder.summary = f"Agreed at the {meeting['title']}: {said(agreed.what, 'the action')}"
        agree(recorder, meeting_id, agreed)


def finish_action(
    session: Session, doing: Doing, action_id: int, on: date | None, *, expected_version: int | None = None
) -> None:
    """Record the day on which an agreed action was done; None takes that back."""
    meeting_id, action = belonging(session, AgreedAction, action_id)
    with on_meeting(session, doing, meeting_id, Step.AGREE, expected_version) as (recorder, _meeting):
        done = f"Done on {british(on)}" if on else "Not done after all"
        recorder.summary = f"{done}: {action['what']}"
        recorder.update(AgreedAction, action_id, done_on=on)


def _uid(recorder: Recorder, case_id: int) -> str:
    """The invitation's UID for ever: no other act of anybody at any instant makes the same one."""
    doing = recorder.doing
    return str(uuid5(NAMESPACE_OID, f"{recorder.act_id} {case_id} {doing.by} {doing.now.isoformat()}"))


def _check_arrangement(meeting: Row, people: Sequence[Row], values: Mapping[str, Any]) -> None:
    if open_ones := [called(person) for person in people if person["included"] is None]:
        raise StoreError(f"Decide first whether to include: {', '.join(open_ones)}.")
    if not values["place"] and not values["link"]:
        raise StoreError("A meeting needs a place or a link.")
    if meeting["status"] == Status.ARRANGED and all(meeting[key] == value for key, value in values.items()):
        raise StoreError("The meeting is arranged for exactly that already.")


def _columns(arrangement: Arrangement) -> dict[str, Any]:
    slot = arrangement.slot
    return {
        "meets_on": slot.day,
        "starts": slot.starts,
        "minutes": slot.minutes,
        "place": clean(arrangement.place),
        "link": clean(arrangement.link),
    }


def agree(recorder: Recorder, meeting_id: int, agreed: Agreed) -> None:
    """Add what was agreed to an act under way."""
    what = said(agreed.what, "the action")
    recorder.insert(AgreedAction, meeting_id=meeting_id, what=what, owner=clean(agreed.owner), due=agreed.due)


def _note_fact(recorder: Recorder, kind: str, on: date, meeting: Row) -> None:
    add_fact(recorder, meeting["case_id"], Fact(kind, on, subject=meeting["uid"]))
