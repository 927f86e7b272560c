"""What a case knows, and what the law makes of it: frozen values, compared with a day that is passed in.

A `Fact` is something that happened on a local calendar date (Europe/London). A `Clock` is what a rule
derives from facts. Neither knows what day it is: state is a comparison with a day (`Clock.state`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ehc_tui.law.vocabulary import Ground, Kind, Outcome, Party, State

if TYPE_CHECKING:
    from ehc_tui.law.record import Record

__all__ = ["CaseFacts", "Clock", "Fact", "Ground", "Kind", "Outcome", "Party", "Relief", "State"]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened.

    `kind` is a name from the rule book's vocabulary (`request_received`, `assess_decision`, ...).
    `subject` says which of several (an advice line, a setting, an appeal); empty where there is one.
    `until` closes a period that begins `on`: the last day of an absence, the day a setting re-opens.
    `assumed` is true only for a date that nobody gave.
    """

    kind: str
    on: date
    outcome: str | None = None
    subject: str = ""
    until: date | None = None
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Relief:
    """A statutory exception that somebody relies on for one clock. It disapplies; it never moves a date."""

    rule: str
    subject: str
    ground: Ground
    evidence: str
    impractical_because: str
    authorised_by: str
    family_told_on: date | None


@dataclass(frozen=True)
class CaseFacts:
    """All that `law` needs of a case: its current facts, the reliefs relied on and the date of birth.

    `settings` names the setting that a piece of education advice is asked of, by the subject of the request,
    where that is known.
    """

    facts: tuple[Fact, ...]
    reliefs: tuple[Relief, ...] = ()
    born: date | None = None
    settings: Mapping[str, str] = field(default_factory=dict, hash=False)

    @cached_property
    def record(self) -> Record:
        """The facts that count, sorted once for all that asks about them."""
        from ehc_tui.law.record import Record  # here, because a record is made of what this module defines

        return Record(self.facts)


class Clock(NamedTuple):
    """One running, met or stopped time limit.

    `due` is the last compliant day, never rolled for weekends or holidays unless the rule itself rolls;
    `act_by` is the last working day on or before it, a help only. Both are None where the law sets no number.
    `window` marks a period that must be allowed to run: its end is nobody's breach.
    `after_closing` marks a clock started by the fact that closes the case (the final plan): it is law, and
    it runs on, but it is a duty of the maintained plan and not of the assessment caseload. `closes_case`
    marks a family's window at whose end a refused case closes.
    """

    rule: str
    subject: str
    kind: Kind
    bound: Party
    label: str
    trigger: str
    triggered_on: date
    due: date | None
    act_by: date | None
    met_on: date | None = None
    stopped_on: date | None = None
    stopped_by: str = ""
    relieved: bool = False
    window: bool = False
    citation: str = ""
    confidence: str = "A"
    after_closing: bool = False
    closes_case: bool = False

    @property
    def open(self) -> bool:
        """True while nothing has met or stopped it and it has a date to be kept."""
        return self.met_on is None and self.stopped_on is None and self.due is not None

    def state(self, today: date, warning_days: int = 10) -> State:
        """The state on `today`; due soon from `warning_days` calendar days before `due`, the day included."""
        if self.met_on is not None:
            late = self.due is not None and self.met_on > self.due and not self.window
            if late:
                return State.RELIEVED if self.relieved else State.MET_LATE
            return State.MET
        if self.stopped_on is not None:
            return State.STOPPED
        if self.due is None:
            return State.ON_TRACK
        days_left = (self.due - today).days
        if days_left < 0:
            if self.window:
                return State.STOPPED
            return State.RELIEVED if self.relieved else State.OVERDUE
        return State.DUE_SOON if days_left <= warning_days else State.ON_TRACK
