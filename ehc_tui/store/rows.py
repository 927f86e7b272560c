"""The plain rows that the read side hands out: what lists and the case screen are drawn from.

Dates are `datetime.date` (Europe/London), instants are aware UTC `datetime`. Nothing here is live: a row
is what the store said when it was asked, and the `version` says which.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from ehc_tui.law.model import CaseFacts, Clock, Fact, State
from ehc_tui.store.case_row import CaseRow, NextDuty

__all__ = [
    "ActRow",
    "AdviceLine",
    "Attendee",
    "CaseFile",
    "CaseRow",
    "MeetingAction",
    "MeetingRow",
    "NextDuty",
    "NoteRow",
    "RecordedFact",
    "RecordedRelief",
    "View",
]


class RecordedFact(NamedTuple):
    """A fact with who recorded it and when."""

    id: int
    fact: Fact
    recorded_by: str
    recorded_at: datetime


class RecordedRelief(NamedTuple):
    """A statutory exception relied on, with who recorded it and when."""

    id: int
    rule: str
    subject: str
    ground: str
    evidence: str
    impractical_because: str
    authorised_by: str
    family_told_on: date | None
    recorded_by: str
    recorded_at: datetime


class AdviceLine(NamedTuple):
    """One adviser on the checklist. `key` is the subject of its facts and of its clock.

    `summary` is what the advice says, as somebody put it for the panel.
    """

    key: str
    kind: str
    adviser: str
    requested_on: date | None
    requested_assumed: bool
    due: date | None
    chased_on: date | None
    chases: int
    received_on: date | None
    existing_accepted_on: date | None
    not_applicable_on: date | None
    not_applicable_reason: str
    state: State | None
    summary: str = ""


class Attendee(NamedTuple):
    """Somebody a meeting is for. `reply` is "", "yes", "no" or "asked".

    `included` is None while nobody has decided (the child or young person is included "if appropriate");
    `reason` says why somebody is left out.
    """

    id: int
    role: str
    name: str
    included: bool | None
    invited_on: date | None
    reply: str
    reason: str = ""


class MeetingAction(NamedTuple):
    """What was agreed at a meeting, by whom and by when."""

    id: int
    what: str
    owner: str
    due: date | None
    done_on: date | None


class MeetingRow(NamedTuple):
    """A meeting from its offer to its outcome.

    `status` is offered, declined, accepted, arranged, held or cancelled.
    """

    id: int
    uid: str
    sequence: int
    kind: str
    title: str
    decision: str
    status: str
    offered_on: date | None
    answered_on: date | None
    held_on: date | None
    on: date | None
    starts: time | None
    minutes: int
    place: str
    link: str
    chair: str
    interpreter: str
    outcome: str
    attendees: tuple[Attendee, ...]
    actions: tuple[MeetingAction, ...]
    version: int


class NoteRow(NamedTuple):
    """A note, or a contact with the family (`kind` is "note" or "contact")."""

    id: int
    kind: str
    on: date
    text: str
    recorded_by: str
    recorded_at: datetime


class View(NamedTuple):
    """A saved view: a filter and a sort order (a key, with "-" before it for descending) under a name."""

    name: str
    filter: str
    sort: str


class ActRow(NamedTuple):
    """One audit entry: an act that a person did to a case, and the act that undid it, if any.

    `at_keyboard` names the owner of the store who did it working as that person; empty otherwise.
    """

    id: int
    at: datetime
    by: str
    verb: str
    summary: str
    before: str
    after: str
    undone_by: int | None
    undoes: int | None
    at_keyboard: str = ""

    @property
    def doer(self) -> str:
        """Who did it: the person, and who worked as them if somebody did."""
        return f"{self.by}, by {self.at_keyboard}" if self.at_keyboard else self.by


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything the case screen and `ehc-tui show` need, read in one go."""

    row: CaseRow
    case: CaseFacts
    facts: tuple[RecordedFact, ...]
    clocks: tuple[Clock, ...]
    advice: tuple[AdviceLine, ...]
    meetings: tuple[MeetingRow, ...]
    reliefs: tuple[RecordedRelief, ...]
    notes: tuple[NoteRow, ...]
    history: tuple[ActRow, ...]
    route: str
    restricted_to: tuple[str, ...] = ()
    """The only staff who see the case, by name; empty where it is not restricted."""
    need: str = ""
    """The code of the primary need, empty where none is recorded."""
    locality: str = ""
