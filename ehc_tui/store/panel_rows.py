"""The plain rows of the panel: who waits for a decision, the sessions, what was decided, and the figures.

Dates are `datetime.date` (Europe/London), instants are aware UTC `datetime`. A `question` is the kind of the
fact that answers it: `plan_decision` or `assess_decision`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from ehc_tui.store.rows import CaseFile


class MissingAdvice(NamedTuple):
    """A piece of advice that is neither in nor settled. `due` is None where it was never asked for."""

    key: str
    kind: str
    adviser: str
    asked_on: date | None
    due: date | None

    def days_late(self, today: date) -> int:
        """Calendar days past its date on `today`; 0 if it is not late."""
        return max(0, (today - self.due).days) if self.due else 0


class Recommended(NamedTuple):
    """What a caseworker recommends, and why."""

    id: int
    outcome: str
    reasons: str
    by: str
    at: datetime


class Decided(NamedTuple):
    """One decision as it stands. `outcome` is one of the question's, or "Defer".

    `decided_on` is the day it was taken, `told_on` the day the family was told, None until then: the clock is
    met by telling. `defer_for`, `defer_until` and `defer_who` say what a deferral waits for, until when at
    the latest, and who obtains it. `corrects` is the id of the decision that this one puts right, and
    `correction` says why.
    """

    id: int
    case_id: int
    question: str
    item_id: int | None
    outcome: str
    decided_on: date
    decided_by: str
    reasons: str
    defer_for: str
    defer_until: date | None
    defer_who: str
    told_on: date | None
    corrects: int | None
    correction: str
    recorded_by: str
    recorded_at: datetime

    @property
    def deferred(self) -> bool:
        """True if nothing was decided but to wait."""
        return self.outcome == DEFER


DEFER = "Defer"


class Booked(NamedTuple):
    """The place of a case on a coming session."""

    item_id: int
    session_id: int
    on: date


class QueueRow(NamedTuple):
    """A case waiting for a decision, or decided with the family not yet told.

    `no_by` is the day on which a *no* would be out of time, None where the law has no such clock running;
    `relieved` says that the limit is disapplied. `decided` is the decision that stands, told to nobody yet,
    or the last deferral.
    """

    case_id: int
    ref: str
    surname: str
    forename: str
    born: date | None
    setting: str
    need: str
    locality: str
    caseworker: str
    officer: str
    received_on: date | None
    no_by: date | None
    relieved: bool
    advice_asked: int
    advice_received: int
    missing: tuple[MissingAdvice, ...]
    recommended: Recommended | None
    booked: Booked | None
    decided: Decided | None
    version: int

    @property
    def child(self) -> str:
        """The child's name as lists show it: surname first."""
        return ", ".join(part for part in (self.surname, self.forename) if part)

    @property
    def complete(self) -> bool:
        """True if advice was asked for and every piece of it is in or settled."""
        return self.advice_asked > 0 and not self.missing

    @property
    def to_be_told(self) -> bool:
        """True if it is decided and only the family does not know yet."""
        return self.decided is not None and not self.decided.deferred

    def days_left(self, today: date) -> int | None:
        """Calendar days from `today` to `no_by`, negative once it is past; None without a date."""
        return (self.no_by - today).days if self.no_by else None

    def late_advice(self, today: date) -> int:
        """How many of the missing pieces are past their date."""
        return sum(piece.days_late(today) > 0 for piece in self.missing)


class MemberRow(NamedTuple):
    """A member of a session. `present` is None until the session is minuted."""

    id: int
    name: str
    role: str
    present: bool | None


class SessionRow(NamedTuple):
    """A sitting of a panel (`panel` is the key in the process). `status` is planned, held or cancelled.

    `capacity` is how many cases it can take, `booked` how many it has. `papers_by` is the last day for
    papers.
    """

    id: int
    panel: str
    on: date
    starts: time | None
    minutes_each: int
    place: str
    chair: str
    capacity: int
    papers_by: date
    status: str
    reason: str
    members: tuple[MemberRow, ...]
    booked: int
    version: int

    @property
    def room(self) -> int:
        """How many more cases it can take."""
        return max(0, self.capacity - self.booked)

    @property
    def planned(self) -> bool:
        """True while it is still to come."""
        return self.status == "planned"


class Interest(NamedTuple):
    """A conflict of interest that a member declared on one item; `left` if they left the room for it."""

    id: int
    item_id: int
    member: str
    what: str
    left: bool


NO_REF, RESTRICTED = "–", "restricted case"


class AgendaItem(NamedTuple):
    """A case on the agenda, in the place `position`, counted from 1; `starts` is None without a time.

    Of a case restricted to others it holds the place alone.
    """

    id: int
    position: int
    minutes: int
    starts: time | None
    case_id: int
    ref: str
    surname: str
    forename: str
    born: date | None
    no_by: date | None
    missing: int
    recommended: Recommended | None
    decided: Decided | None
    interests: tuple[Interest, ...]
    version: int

    @property
    def child(self) -> str:
        """The child's name as lists show it: surname first."""
        return ", ".join(part for part in (self.surname, self.forename) if part)

    @property
    def restricted(self) -> bool:
        """True of a case restricted to others: there is nothing to do with it but to keep its place."""
        return not self.case_id


class SimilarCase(NamedTuple):
    """A recent case of the same year band and need, and what became of it."""

    ref: str
    year_group: str
    need: str
    outcome: str
    told_on: date
    reasons: str


class ConsistencyRow(NamedTuple):
    """How a group was decided: `yes` of `decided` cases. `by` is session, year_band, need, locality or route.

    `yes` is None where the numbers are too small to be shown outside the service.
    """

    by: str
    group: str
    yes: int | None
    decided: int | None

    @property
    def share(self) -> float | None:
        """The part decided yes, from 0 to 1; None where it is suppressed or nothing was decided."""
        return self.yes / self.decided if self.decided and self.yes is not None else None


class FollowUp(NamedTuple):
    """One thing that must follow a decision, by `due` at the latest (None: as soon as can be).

    `states` is a date that the family has to be given, None where there is none or it cannot be counted
    before they are told. `done_on` is None until it is done; `why` says where the duty comes from.
    """

    key: str
    what: str
    due: date | None
    states: date | None
    done_on: date | None
    done_by: str
    why: str


class Correction(NamedTuple):
    """Something in the minutes that was put right: what it was, what it is now, by whom, when and why."""

    what: str
    was: str
    now: str
    why: str
    by: str
    at: datetime


class MinutesRow(NamedTuple):
    """The record of a session: its items with decisions and reasons, who was there, what was corrected."""

    session: SessionRow
    items: tuple[AgendaItem, ...]
    notes: str
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything the panel needs of one case. `decisions` are all of the question's that stand, in order."""

    question: str
    queue: QueueRow | None
    file: CaseFile
    need: str
    locality: str
    recommended: Recommended | None
    decisions: tuple[Decided, ...]
    similar: tuple[SimilarCase, ...]
    interests: tuple[Interest, ...]
