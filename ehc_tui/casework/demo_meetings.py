"""What no spreadsheet holds of the invented lives: exceptions relied on, and meetings with the family.

The latest of it is done step by step, as people do it, each step an act on its own day. What is longer ago
came with the tracker, so to speak: it is entered as it ended, in one act, at the rate of an import.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from sqlmodel import Session

from ehc_tui.casework import meetings, reliefs
from ehc_tui.casework.acts import act, settle
from ehc_tui.casework.context import Doing
from ehc_tui.casework.demo_cases import DemoCase, DemoMeeting, words
from ehc_tui.casework.diary import Slot
from ehc_tui.casework.facts import add_fact
from ehc_tui.casework.imports import SETTLE_EVERY
from ehc_tui.casework.meeting_act import Choice, people_at
from ehc_tui.casework.recorder import Recorder
from ehc_tui.casework.way_forward import CHAIR, Status
from ehc_tui.law.model import Fact, Relief
from ehc_tui.law.process import MeetingOffer

_STEP_BY_STEP = 60
_STARTS = (time(9, 30), time(10), time(11), time(13, 30), time(14, 30), time(15, 45))
_STAYS_AWAY = "Prefers to send their views in writing"


class _Meeting(NamedTuple):
    """A meeting with all that is invented of it; whether a role comes is said in `comes`."""

    planned: DemoMeeting
    offer: MeetingOffer
    chair: str
    place: str = ""
    comes: Mapping[str, Choice] = {}
    starts: time | None = None
    outcome: str = ""
    agreed: Sequence[meetings.Agreed] = ()

    @property
    def slot(self) -> Slot | None:
        """When it is to be or was; None while it is not arranged."""
        day, starts = self.planned.meets_on, self.starts
        return Slot(day, starts, self.offer.minutes) if day and starts else None


class _Life(NamedTuple):
    """What is to be recorded of one case besides what an import brings."""

    case_id: int
    reliefs: Sequence[Relief]
    meeting: _Meeting | None


def add_lives(
    session: Session,
    doing: Doing,
    invented: Sequence[DemoCase],
    ids: Mapping[str, int],
    seed: int,
    done: Callable[[int], None],
) -> None:
    """Record the exceptions and meetings of the invented cases, stored under `ids`, as they have come.

    `done` is told after how many cases' lives it is.
    """
    rng = Random(f"{seed} meetings")
    lives = [
        _Life(ids[one.case.ref or ""], one.reliefs, _imagine(rng, doing, one, one.meeting))
        for one in invented
    ]
    newest = {life.case_id for life in sorted(filter(_has_any, lives), key=_begun)[-_STEP_BY_STEP:]}
    _enter_earlier(session, doing, [life for life in lives if _has_any(life) and life.case_id not in newest])
    for number, life in enumerate(lives, 1):
        if life.case_id in newest:
            _live(session, doing, life)
        done(number)


def _has_any(life: _Life) -> bool:
    return bool(life.reliefs or life.meeting)


def _begun(life: _Life) -> tuple[date, int]:
    """The day of the first of it, to put lives in order."""
    days = [relief.family_told_on for relief in life.reliefs if relief.family_told_on]
    days += [life.meeting.planned.offered_on] if life.meeting else []
    return min(days, default=date.min), life.case_id


def _imagine(rng: Random, doing: Doing, one: DemoCase, planned: DemoMeeting | None) -> _Meeting | None:
    """The meeting with its particulars: a working hour, one of the places, who comes by a throw."""
    decision = planned and planned.decision
    offer = next((offer for offer in doing.process.meetings if offer.decision == decision), None)
    chair = one.case.caseworker or one.case.officer or words("words")["officers"][0]
    if planned is None or offer is None:
        return None
    meeting = _Meeting(planned, offer, chair)
    if planned.meets_on is None:
        return meeting
    invented = words("words")["meetings"]
    place = rng.choice(invented["places"])
    undecided = [role.key for role in offer.attendees if role.if_appropriate and role.key != CHAIR]
    comes = {key: Choice(rng.random() < 0.4, _STAYS_AWAY) for key in undecided}
    meeting = meeting._replace(place=place, comes=comes, starts=rng.choice(_STARTS))
    if planned.status != Status.HELD:
        return meeting
    outcome = rng.choice(invented["outcomes"])
    actions = rng.sample(invented["actions"], rng.randint(1, 2))
    due = [planned.meets_on + timedelta(rng.randint(5, 21)) for _ in actions]
    agreed = [meetings.Agreed(what, chair, day) for what, day in zip(actions, due, strict=True)]
    return meeting._replace(outcome=outcome, agreed=agreed)


# Step by step


def _live(session: Session, doing: Doing, life: _Life) -> None:
    for relief in life.reliefs:
        told = relief.family_told_on or doing.today
        reliefs.rely_on(session, _on(doing, told, relief.authorised_by), life.case_id, relief)
    if life.meeting:
        _meet(session, doing, life.case_id, life.meeting)


def _meet(session: Session, doing: Doing, case_id: int, of: _Meeting) -> None:
    """Takes a meeting from its offer as far as it has come."""
    planned, chair = of.planned, of.chair
    offered = _on(doing, planned.offered_on, chair)
    meeting = meetings.offer(session, offered, case_id, of.offer, planned.offered_on, chair)
    if planned.answered_on is None:
        return
    answered = _on(doing, planned.answered_on, chair)
    if planned.status == Status.DECLINED:
        meetings.decline(session, answered, meeting, planned.answered_on)
        return
    meetings.accept(session, answered, meeting, planned.answered_on)
    if planned.meets_on is None or of.slot is None:
        return
    people = people_at(session.connection(), meeting)
    decided = {person["id"]: of.comes[person["role"]] for person in people if person["included"] is None}
    meetings.arrange(session, answered, meeting, meetings.Arrangement(of.slot, of.place, decided=decided))
    if planned.status == Status.HELD:
        held = _on(doing, planned.meets_on, chair)
        meetings.hold(session, held, meeting, planned.meets_on, of.outcome, of.agreed)


def _on(doing: Doing, day: date, by: str) -> Doing:
    """The circumstances of something that somebody did on an earlier day."""
    return replace(doing, by=by, today=day, now=datetime.combine(day, time(11), UTC))


# As it ended


def _enter_earlier(session: Session, doing: Doing, lives: Sequence[_Life]) -> None:
    summary = "The invented caseload: earlier exceptions and meetings"
    with act(session, replace(doing, by="Demo"), verb="import", summary=summary) as recorder:
        for number, life in enumerate(lives, 1):
            for relief in life.reliefs:
                reliefs.add_relief(recorder, life.case_id, relief)
            if life.meeting:
                _enter(recorder, life.case_id, life.meeting)
            if number % SETTLE_EVERY == 0:
                settle(recorder)


def _enter(recorder: Recorder, case_id: int, of: _Meeting) -> None:
    planned, slot = of.planned, of.slot
    held_on = planned.meets_on if planned.status == Status.HELD else None
    arranged = {"meets_on": slot.day, "starts": slot.starts, "sequence": 1} if slot else {}
    meeting_id, uid = meetings.enter(
        recorder,
        case_id,
        of.offer,
        planned.offered_on,
        of.chair,
        of.comes,
        status=planned.status,
        answered_on=planned.answered_on,
        held_on=held_on,
        outcome=of.outcome,
        place=of.place,
        **arranged,
    )
    answer = "meeting_declined" if planned.status == Status.DECLINED else "meeting_accepted"
    for kind, day in ((answer, planned.answered_on), ("meeting_held", held_on)):
        if day:
            add_fact(recorder, case_id, Fact(kind, day, subject=uid))
    for action in of.agreed:
        meetings.agree(recorder, meeting_id, action)
