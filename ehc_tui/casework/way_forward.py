"""Which meetings a case calls for, what can be done with one at each point, and the appeal window beside it.

Pure. No meeting touches a statutory clock: the sentence about the appeal window is read from the clocks that
the law derives from the decisions alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from ehc_tui.casework.diary import Bounds, Slot, clashes, doubts
from ehc_tui.law.calendar import AUGUST
from ehc_tui.law.model import CaseFacts, Clock, Fact
from ehc_tui.law.process import MeetingOffer, Process
from ehc_tui.law.reckoning import Reckoning, reckon
from ehc_tui.law.rulebook import Condition, Rulebook
from ehc_tui.store.diary import Booking
from ehc_tui.store.rows import Attendee, CaseRow, MeetingRow
from ehc_tui.text import british

CHAIR = "chair"
APPEAL = "appeal_deadline"


class Status(StrEnum):
    """The points of a meeting's life."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ARRANGED = "arranged"
    HELD = "held"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What people do to a meeting, as it reads after "cannot be"."""

    ACCEPT = "accepted"
    DECLINE = "declined"
    ARRANGE = "arranged"
    PREPARE = "prepared any further"
    CANCEL = "called off"
    HOLD = "recorded as held"
    AGREE = "given agreed actions"


_RUNNING = frozenset({Status.OFFERED, Status.ACCEPTED, Status.ARRANGED})
_POSSIBLE: Mapping[Step, frozenset[Status]] = {
    Step.ACCEPT: frozenset({Status.OFFERED, Status.DECLINED}),
    Step.DECLINE: frozenset({Status.OFFERED, Status.ACCEPTED}),
    Step.ARRANGE: _RUNNING,
    Step.PREPARE: _RUNNING,
    Step.CANCEL: _RUNNING,
    Step.HOLD: frozenset({Status.ACCEPTED, Status.ARRANGED}),
    Step.AGREE: frozenset({Status.HELD}),
}
_ROLES = {
    CHAIR: "Chair",
    "parent": "Parent or carer",
    "child": "Child or young person",
    "setting": "Member of staff from the setting",
    "professional": "Other professional",
}
_IS = {
    Status.OFFERED: "is offered but not answered",
    Status.ACCEPTED: "is accepted",
    Status.DECLINED: "was declined",
    Status.ARRANGED: "is arranged",
    Status.HELD: "was held",
    Status.CANCELLED: "was called off",
}


def why_not(step: Step, status: str) -> str | None:
    """Why a step cannot be taken with a meeting of that status; None if it can."""
    if status in _POSSIBLE[step]:
        return None
    return f"A meeting that {_IS[Status(status)]} cannot be {step}."


def role_label(role: str) -> str:
    """What a role is called where the process has no words for it."""
    return _ROLES.get(role) or role.replace("_", " ").capitalize()


def undecided(people: Iterable[Attendee]) -> tuple[Attendee, ...]:
    """The attendees of whom nobody has said whether they should be there."""
    return tuple(person for person in people if person.included is None)


def offers_of(case: CaseFacts, process: Process) -> tuple[MeetingOffer, ...]:
    """The meetings that the council's process offers after the decisions of this case, in its order."""
    return tuple(offer for offer in process.meetings if decision_behind(case, offer) is not None)


def open_offers(
    case: CaseFacts, process: Process, meetings: Iterable[MeetingRow]
) -> tuple[MeetingOffer, ...]:
    """Those that have not been offered yet; a cancelled meeting may be offered anew."""
    made = {(meeting.kind, meeting.decision) for meeting in meetings if meeting.status != Status.CANCELLED}
    return tuple(offer for offer in offers_of(case, process) if (offer.kind, offer.decision) not in made)


def latest_offer(case: CaseFacts, process: Process, meetings: Iterable[MeetingRow]) -> MeetingOffer | None:
    """Of the meetings not offered yet the one after the latest decision; None if there is none."""

    def told(offer: MeetingOffer) -> date:
        decision = decision_behind(case, offer)
        return decision.on if decision else date.min

    return max(open_offers(case, process, meetings), key=told, default=None)


def decision_behind(case: CaseFacts, offer: MeetingOffer) -> Fact | None:
    """The decision after which a meeting is offered, as it was first told; None if it does not stand."""
    told = case.record.matching(Condition(offer.decision, offer.outcome))
    return told[0] if told else None


def offer_behind(meeting: MeetingRow, process: Process) -> MeetingOffer | None:
    """The entry of the process that a meeting was offered under; None if the process has changed since."""
    known = [offer for offer in process.meetings if offer.kind == meeting.kind]
    return next((offer for offer in known if offer.decision == meeting.decision), None)


def chair_of(offer: MeetingOffer, case: CaseRow) -> str:
    """Who chairs a meeting unless somebody says otherwise; "" if nobody is allocated."""
    return case.officer if offer.chair_role == "officer" else case.caseworker


def appeal_window(clocks: Iterable[Clock], decision: str) -> Clock | None:
    """The family's open window to appeal, the one against this kind of decision first, if any is open."""
    windows = [clock for clock in clocks if clock.rule == APPEAL and clock.open]
    return next((clock for clock in windows if clock.trigger == decision), next(iter(windows), None))


def appeal_sentence(case: CaseFacts, clock: Clock | None, book: Rulebook, today: date) -> str:
    """When the family's appeal window ends and how that day comes about, for the line beside a meeting."""
    if clock is None or clock.due is None:
        return "No appeal window is running on this case."
    trigger = next(fact for fact in case.facts if (fact.kind, fact.on) == (clock.trigger, clock.triggered_on))
    reckoning = reckon(book.rule(clock.rule, clock.triggered_on), trigger, case.record, book.convention)
    how = f" ({_how(reckoning)})" if reckoning else ""
    runs = "runs" if clock.due >= today else "ran"
    return f"Appeal window {runs} to {british(clock.due, 'weekday')}{how}."


def bounds_of(case: CaseFacts, meeting: MeetingRow, clocks: Iterable[Clock], today: date) -> Bounds:
    """The days that a time for this meeting is measured against."""
    told = case.record.of(meeting.decision)
    window = appeal_window(clocks, meeting.decision)
    return Bounds(today, told[-1].on if told else None, window.due if window else None)


def questions(
    meeting: MeetingRow, slot: Slot, bounds: Bounds, bookings: Iterable[Booking]
) -> tuple[str, ...]:
    """What should be confirmed before the meeting is arranged for `slot`, a sentence each."""
    unanswered = ("The family has not accepted the offer yet.",) if meeting.status == Status.OFFERED else ()
    return (*unanswered, *doubts(slot, bounds), *clashes(slot, people_of(meeting), bookings, meeting.uid))


def people_of(meeting: MeetingRow) -> tuple[str, ...]:
    """Whose time the meeting takes, by name: the chair first, then everybody named who is included."""
    others = (person.name for person in meeting.attendees if person.included and person.role != CHAIR)
    return tuple(name for name in (meeting.chair, *others) if name)


def _how(reckoning: Reckoning) -> str:
    binding = reckoning.binding
    count = binding.limb.number
    months = f"{count} month{'s' if count != 1 else ''}"
    source = " from the mediation certificate" if binding is not reckoning.counted[0] else ""
    rolled = f", rolled past {_obstacle(binding.due)}" if reckoning.due != binding.due else ""
    return f"{months}{source}{rolled}"


def _obstacle(day: date) -> str:
    """Why the tribunal's time limit cannot end on a day, in a word."""
    if day.month == AUGUST:
        return "August"
    if (day.month, day.day) >= (12, 25) or (day.month, day.day) == (1, 1):
        return "Christmas"
    return "the weekend" if day.weekday() >= 5 else "a bank holiday"
