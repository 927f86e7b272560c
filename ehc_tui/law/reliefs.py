"""When a statutory exception is available for a clock, ground by ground, and which condition decides.

Availability is a matter of dates. Whether keeping to the limit is impractical because of them is for a person
to say; relying on an exception is recorded, and never moves a date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ehc_tui.law.ages import year_group
from ehc_tui.law.calendar import ONE_DAY
from ehc_tui.law.model import CaseFacts, Clock, Fact, Ground
from ehc_tui.law.record import Record
from ehc_tui.law.rulebook import Rulebook
from ehc_tui.law.rules import GroundTest, Proof
from ehc_tui.text import british, fold

EARLY_YEARS = ("EY", "N1", "N2")
WINDOW_LEAD = timedelta(days=7)
ASKS = ("advice_requested", "reassess_advice_requested")


@dataclass(frozen=True, slots=True)
class Availability:
    """One ground held against the facts. `because` names the condition met or failed, with its dates."""

    ground: Ground
    available: bool
    because: str
    label: str
    citation: str
    confidence: str


@dataclass(frozen=True, slots=True)
class _Verdict:
    """One set of facts held against a ground; of several failures the one that came nearest is told."""

    available: bool
    because: str
    nearness: int = 0


@dataclass(frozen=True, slots=True)
class _Question:
    """All that a test may look at."""

    ground: GroundTest
    clock: Clock
    case: CaseFacts
    record: Record
    book: Rulebook

    def facts(self) -> list[Fact]:
        """The facts this ground rests on, of this clock's subject where they have one of its sort."""
        found = [fact for kind in self.ground.facts for fact in self.record.of(kind)]
        if not self.clock.subject:
            return found
        shared = self.book.rule(self.clock.rule).subject
        return [
            fact
            for fact in found
            if self.book.facts[fact.kind].subject != shared or fact.subject == self.clock.subject
        ]

    @property
    def begins(self) -> date:
        """The first day of the clock's period."""
        return self.clock.triggered_on

    @property
    def ends(self) -> date:
        """The last day of the clock's period."""
        return self.clock.due or self.clock.triggered_on


def availability(clock: Clock, case: CaseFacts, book: Rulebook) -> tuple[Availability, ...]:
    """Every ground of the clock's relief sets and whether the recorded facts make it available; empty for X0.

    The closure window runs from 7 days before closing to 7 days before re-opening, both included, if at least
    28 days lie between (regs 5(4), 10(4), 13(3)); days away are counted inside the clock's own period.
    """
    rule = book.rule(clock.rule, clock.triggered_on)
    record = case.record
    found = []
    for ground in book.grounds(rule):
        verdicts = list(PROOFS[ground.proof](_Question(ground, clock, case, record, book)))
        best = max(verdicts, key=lambda verdict: (verdict.available, verdict.nearness))
        found.append(
            Availability(
                ground.ground, best.available, best.because, ground.label, ground.citation, ground.confidence
            )
        )
    return tuple(found)


def _closure(question: _Question) -> Iterable[_Verdict]:
    asked = [
        fact
        for kind in ASKS
        for fact in question.record.of(kind)
        if fact.subject.partition("-")[0] == question.ground.asked
    ]
    closures = question.facts()
    if not closures:
        yield _Verdict(False, "no closure of the setting is recorded")
    elif not asked:
        yield _Verdict(False, "no advice was asked of the setting")
    for closure in closures:
        for request in asked:
            yield _closed_when_asked(question, closure, request)


def _closed_when_asked(question: _Question, closure: Fact, request: Fact) -> _Verdict:
    setting = question.case.settings.get(request.subject, "")
    if not _same_setting(setting, closure.subject):
        return _Verdict(False, f"advice was asked of {setting}, and the closure is that of {closure.subject}")
    if closure.until is None:
        return _Verdict(
            False, f"the day on which the setting closed on {_day(closure.on)} re-opens is not recorded", 1
        )
    closed_days = (closure.until - closure.on).days
    if closed_days < question.ground.days:
        return _Verdict(
            False,
            f"the setting was closed for {closed_days} days, from {_day(closure.on)} to its re-opening on "
            f"{_day(closure.until)}; it takes {question.ground.days}",
            1,
        )
    inset = timedelta() if question.book.convention.closure_ends_included else ONE_DAY
    opens, ends = closure.on - WINDOW_LEAD + inset, closure.until - WINDOW_LEAD - inset
    asked = f"advice was asked of the setting on {_day(request.on)}{' (an assumed date)' * request.assumed}"
    if request.on < opens:
        return _Verdict(False, f"{asked}; the closure window opened on {_day(opens)}", 2)
    if request.on > ends:
        return _Verdict(False, f"{asked}; the closure window ended on {_day(ends)}", 2)
    return _inside_window(
        question, request, f"{asked}, inside the closure window from {_day(opens)} to {_day(ends)}"
    )


def _same_setting(one: str, other: str) -> bool:
    """Whether two names can mean one setting: what is not known can be any, and a name may be cut short."""
    one, other = fold(one), fold(other)
    return one in other or other in one


def _inside_window(question: _Question, request: Fact, asked: str) -> _Verdict:
    """The dates of closure fit; the request must also come while the limit ran, to the right setting."""
    clock, born = question.clock, question.case.born
    if request.on < question.begins:
        return _Verdict(False, f"{asked}, but before the clock started on {_day(question.begins)}", 3)
    if clock.met_on and request.on >= clock.met_on:
        return _Verdict(False, f"{asked}, but the duty was already done on {_day(clock.met_on)}", 3)
    if request.on > question.ends:
        return _Verdict(False, f"{asked}, but the limit had already passed on {_day(question.ends)}", 3)
    if question.ground.ground is Ground.EARLY_YEARS_CLOSED and born:
        group = year_group(born, request.on)
        if group not in EARLY_YEARS:
            year = "Reception" if group == "R" else f"Year {group}"
            return _Verdict(False, f"the child was in {year} by then, so it was no early-years provider", 3)
    return _Verdict(True, asked, 4)


def _absence(question: _Question) -> Iterable[_Verdict]:
    trips = question.facts()
    if not trips:
        yield _Verdict(False, "no absence is recorded")
    for trip in trips:
        yield _away(question, trip)


def _away(question: _Question, trip: Fact) -> _Verdict:
    if trip.until is None:
        return _Verdict(False, f"the last day of the absence from {_day(trip.on)} is not recorded", 1)
    needed = question.ground.days
    first, last = max(trip.on, question.begins), min(trip.until, question.ends)
    inside = max((last - first).days + 1, 0)
    counted = inside
    if not question.book.convention.absence_inside_period and inside:
        counted = (trip.until - trip.on).days + 1
    away = f"away from {_day(trip.on)} to {_day(trip.until)}"
    if counted >= needed:
        return _Verdict(True, f"{away}, {counted} days in a row; it takes {needed}", needed)
    return _Verdict(
        False,
        f"{away}, but only {inside} days of it lie between {_day(question.begins)} and "
        f"{_day(question.ends)}; it takes {needed} in a row",
        counted,
    )


def _during(question: _Question) -> Iterable[_Verdict]:
    events = question.facts()
    if not events:
        yield _nothing(question)
    for event in events:
        what = question.book.label(event)
        if event.on > question.ends:
            yield _Verdict(
                False, f"{what} on {_day(event.on)}, after the limit had passed on {_day(question.ends)}", 1
            )
        elif (last := _last_day(event, question.book)) < question.begins:
            yield _Verdict(
                False,
                f"{what} ended on {_day(last)}, before the clock started on {_day(question.begins)}",
                1,
            )
        else:
            yield _Verdict(True, f"{what} on {_day(event.on)}, while the clock ran", 2)


def _last_day(event: Fact, book: Rulebook) -> date:
    """The last day of what happened; what may last, and of which no end is recorded, goes on."""
    if event.until is None and book.facts[event.kind].period:
        return date.max
    return event.until or event.on


def _recorded(question: _Question) -> Iterable[_Verdict]:
    events = question.facts()
    if not events:
        yield _nothing(question)
    for event in events:
        yield _Verdict(True, f"{question.book.label(event)} on {_day(event.on)}", 1)


def _nothing(question: _Question) -> _Verdict:
    labels = " or ".join(question.book.facts[kind].label for kind in question.ground.facts)
    return _Verdict(False, f"nothing is recorded as: {labels}")


def _day(day: date) -> str:
    return british(day, "weekday")


PROOFS: dict[Proof, Callable[[_Question], Iterable[_Verdict]]] = {
    Proof.CLOSURE: _closure,
    Proof.ABSENCE: _absence,
    Proof.DURING: _during,
    Proof.RECORDED: _recorded,
}
