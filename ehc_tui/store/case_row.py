"""One line of the caseload, and the duty it is triaged by. Dates are `datetime.date` (Europe/London)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ehc_tui.law.vocabulary import Kind, State


class NextDuty(NamedTuple):
    """The clock a case is triaged by: the council's own duty once overdue, else whatever is due first."""

    rule: str
    subject: str
    kind: Kind
    due: date
    act_by: date
    state: State

    def days_left(self, today: date) -> int:
        """Calendar days from `today` to `due`; negative once it is past."""
        return (self.due - today).days


class CaseRow(NamedTuple):
    """One line of the caseload."""

    id: int
    ref: str
    surname: str
    forename: str
    born: date | None
    setting: str
    caseworker: str
    officer: str
    received_on: date | None
    closes_on: date | None
    stages: str
    assess_on: date | None
    assess_outcome: str | None
    advice_complete_on: date | None
    plan_on: date | None
    plan_outcome: str | None
    draft_on: date | None
    final_on: date | None
    advice_asked: int
    advice_received: int
    advice_open: tuple[date, ...]
    contact_on: date | None
    state: State
    next: NextDuty | None
    version: int
    restricted: bool = False
    """True of a case that only some of the staff see, the reader among them."""

    @property
    def child(self) -> str:
        """The child's name as lists show it: surname first."""
        return ", ".join(part for part in (self.surname, self.forename) if part)

    def advice_late(self, today: date) -> int:
        """How many pieces of advice are past their six weeks and not in."""
        return sum(due < today for due in self.advice_open)

    def is_open(self, today: date) -> bool:
        """A case is open until the day on which it closes."""
        return self.closes_on is None or self.closes_on > today
