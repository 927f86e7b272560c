"""Facts of a case to its clocks, and what a caseload is triaged by. Pure: no day but those in the facts.

A clock exists while a fact triggers it under a rule in force on that day. Of a fact that meets it and a fact
that stops it, the earlier counts, and meeting wins on the same day; what came before the clock started does
not stop it. A rule without a number runs no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from ehc_tui.law.ages import age_on
from ehc_tui.law.calendar import add_months, is_known
from ehc_tui.law.errors import LawError
from ehc_tui.law.model import CaseFacts, Clock, Fact, Kind, Party
from ehc_tui.law.reading import did_you_mean
from ehc_tui.law.reckoning import Reckoning, reckon
from ehc_tui.law.record import Record, Standing
from ehc_tui.law.rulebook import Rulebook, load_rulebook
from ehc_tui.law.rules import Condition, Rule

if TYPE_CHECKING:
    from ehc_tui.law.process import Process


class FactsError(LawError):
    """Facts that do not fit the rule they were given for: one unknown, or none that starts it."""


@dataclass(frozen=True, slots=True)
class Duties:
    """What a case may be triaged by, whatever the day: only statutory clocks that are open.

    `own` is the council's earliest unrelieved duty, `first` the earliest of anyone's, `relieved` the earliest
    whose limit is disapplied. A window that must be left to the family is nobody's duty: it is `first` only
    where no duty is open, and of several the last to end, which is the one that keeps the case open.
    """

    own: Clock | None
    first: Clock | None
    relieved: Clock | None


def clocks_of(case: CaseFacts, book: Rulebook, process: Process | None = None) -> tuple[Clock, ...]:
    """Every clock of a case, by due date, rule and subject; with a process, its local targets too.

    The order of the facts makes no difference. Raises `CalendarError` only where a date itself turns on bank
    holidays that are not known; an unknown `act_by` alone is None.
    """
    record = case.record
    clocks = [
        clock
        for rule in _begun(book, process, record.standing)
        for clock in _clocks_under(rule, case, record, book)
    ]
    return tuple(sorted(clocks, key=_order))


def clock_for(rule_id: str, facts: Mapping[str, date], book: Rulebook) -> Clock:
    """The calculator: one clock from a few dates, without a case.

    A decision among the facts is taken with the outcome that starts the rule. Raises `UnknownRuleError`,
    `FactsError` (a fact not in the vocabulary, or none that starts the rule) and `CalendarError` (a date, or
    the working day before it, beyond the known bank holidays).
    """
    newest = book.rule(rule_id)
    case = calculator_case(rule_id, facts, book)
    record = case.record
    trigger = record.choose(newest.limbs[0])
    if trigger is None:
        starts = ", ".join(dict.fromkeys(condition.kind for condition in newest.triggers))
        raise FactsError(
            f"{rule_id} starts from {starts}; none of them was given."
            if starts
            else f"{rule_id} runs no clock."
        )
    return _clock(book.rule(rule_id, trigger.on), trigger, case, record, book, strict=True)


def calculator_case(rule_id: str, facts: Mapping[str, date], book: Rulebook) -> CaseFacts:
    """The facts of a calculation as a case, so that `explain` can take its clock apart.

    Raises `UnknownRuleError` and, for a fact not in the vocabulary, `FactsError`.
    """
    for kind in facts:
        if kind not in book.facts:
            raise FactsError(
                f'"{kind}" is not a fact that the rule book knows{did_you_mean(kind, book.facts)}.'
            )
    limbs = book.rule(rule_id).limbs
    outcomes = {condition.kind: condition.outcome for limb in limbs for condition in limb.triggers}
    return CaseFacts(tuple(Fact(kind, on, outcomes.get(kind)) for kind, on in facts.items()))


def duties(clocks: Iterable[Clock]) -> Duties:
    """The candidates for a case's next duty, without clocks that the closing of the case itself started.

    A window that must be left to the family is nobody's duty, so it counts only where no duty is open; of
    several windows the last to end, which is the one that keeps the case open.
    """
    candidates = [
        clock for clock in clocks if clock.open and clock.kind is Kind.STATUTORY and not clock.after_closing
    ]
    running = [clock for clock in candidates if not clock.relieved and not clock.window]
    windows = [clock for clock in candidates if clock.window]
    return Duties(
        own=min((clock for clock in running if clock.bound is Party.COUNCIL), key=_order, default=None),
        first=min(running, key=_order, default=max(windows, key=_order, default=None)),
        relieved=min((clock for clock in candidates if clock.relieved), key=_order, default=None),
    )


def next_duty(found: Duties, today: date) -> Clock | None:
    """The clock a case is triaged by: the council's own duty if overdue `today`, else whatever is due first.

    A window that has ended is nobody's business any more.
    """
    if found.own and _past(found.own, today):
        return found.own
    if found.first and not (found.first.window and _past(found.first, today)):
        return found.first
    return found.relieved


def closes_on(case: CaseFacts, clocks: Iterable[Clock], book: Rulebook | None = None) -> date | None:
    """The day on which a case closes, or None while nothing closes it.

    That is the day of a closing fact (final plan sent, withdrawn, moved away; an explicit `case_closed`
    before any other), unless a later fact such as an appeal or a review reopens it or the council owes
    something that began later. A refusal closes on the last day of the family's appeal window, unless the
    council still owes something. The vocabulary of `book` says which facts close and reopen.
    """
    book = book or load_rulebook()
    clocks, facts = tuple(clocks), case.record.facts
    owed = [clock.triggered_on for clock in clocks if _is_owed(clock)]
    reopened = max((fact.on for fact in facts if fact.kind in book.reopening), default=date.min)
    endings = [fact for fact in facts if fact.kind in book.closing]
    if endings:
        standing = [fact for fact in endings if fact.on >= max(reopened, *owed, date.min)]
        explicit = [fact for fact in standing if fact.kind == "case_closed"]
        return explicit[-1].on if explicit else min((fact.on for fact in standing), default=None)
    windows = [
        clock for clock in clocks if clock.open and clock.closes_case and clock.triggered_on >= reopened
    ]
    return None if owed else max((clock.due for clock in windows if clock.due), default=None)


def _is_owed(clock: Clock) -> bool:
    """True of what the council must still do, but for what the closing of the case itself started."""
    binding = clock.kind is Kind.STATUTORY and clock.bound is Party.COUNCIL
    return binding and clock.open and not clock.window and not clock.after_closing


@lru_cache(maxsize=256)
def _begun(book: Rulebook, process: Process | None, standing: Standing) -> tuple[Rule, ...]:
    """The rules that may run a clock for a case, each with no conditions but those that its facts fulfil.

    A caseload has the same few sets of kinds and outcomes again and again, and most rules speak of others.
    """
    outcomes = dict(standing)

    def fulfilled(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
        return tuple(
            one for one in conditions if one.kind in outcomes and one.outcome in (None, outcomes[one.kind])
        )

    return tuple(
        replace(
            rule,
            triggers=fulfilled(rule.triggers),
            limbs=tuple(replace(limb, triggers=fulfilled(limb.triggers)) for limb in rule.limbs),
            met_by=fulfilled(rule.met_by),
            stopped_by=fulfilled(rule.stopped_by),
            only_if=(),
            closes_after=fulfilled(rule.closes_after),
        )
        for rule in (*book.rules, *(process.targets if process else ()))
        if rule.count != "NONE" and not rule.trigger_kinds.isdisjoint(outcomes)
        if fulfilled(rule.triggers) and (fulfilled(rule.only_if) or not rule.only_if)
    )


def _clocks_under(rule: Rule, case: CaseFacts, record: Record, book: Rulebook) -> Iterable[Clock]:
    if rule.unless_relieved and any(relief.rule == rule.unless_relieved for relief in case.reliefs):
        return
    for subject in _subjects(rule, record):
        trigger = record.choose(rule.limbs[0], subject=subject)
        if trigger and rule.in_force(trigger.on) and _young_enough(rule, case, trigger):
            yield _clock(rule, trigger, case, record, book)


def _subjects(rule: Rule, record: Record) -> Iterable[str | None]:
    if not rule.subject:
        return (None,)
    return {fact.subject for condition in rule.triggers for fact in record.matching(condition)}


def _young_enough(rule: Rule, case: CaseFacts, trigger: Fact) -> bool:
    if not rule.under_age:
        return True
    return case.born is not None and age_on(case.born, trigger.on) < rule.under_age


def _clock(
    rule: Rule,
    trigger: Fact,
    case: CaseFacts,
    record: Record,
    book: Rulebook,
    *,
    strict: bool = False,
) -> Clock:
    subject = trigger.subject if rule.subject else ""
    reckoning = reckon(rule, trigger, record, book.convention)
    since = _counts_since(rule, trigger, record)
    met = record.first(rule.met_by, subject=subject, since=since)
    stopped = record.first(rule.stopped_by, subject=subject, since=since or trigger.on)
    if met and stopped:
        met, stopped = (met, None) if met.on <= stopped.on else (None, stopped)
    return Clock(
        rule=rule.id,
        subject=subject,
        kind=rule.kind,
        bound=rule.bound,
        label=book.subject_label(rule, subject),
        trigger=trigger.kind,
        triggered_on=trigger.on,
        due=reckoning.due if reckoning else None,
        act_by=_help_day(reckoning, strict),
        met_on=met.on if met else None,
        stopped_on=stopped.on if stopped else None,
        stopped_by=stopped.kind if stopped else "",
        relieved=_is_relieved(rule, subject, case, book),
        window=rule.window,
        citation=rule.citation,
        confidence=rule.confidence,
        after_closing=trigger.kind in book.closing,
        closes_case=record.any(rule.closes_after),
    )


def _help_day(reckoning: Reckoning | None, strict: bool) -> date | None:
    """The day to act by; beyond the known bank holidays it is withheld, or refused if `strict`."""
    if reckoning is None or not (strict or is_known(reckoning.safe)):
        return None
    return reckoning.act_by


def _counts_since(rule: Rule, trigger: Fact, record: Record) -> date | None:
    """The first day whose facts can meet the clock; None where every day's can.

    A clock that starts anew with the last of several triggers ignores what met an earlier one. What is due
    before its trigger is met before it too: there the trigger before the last is the bound, at most a year.
    """
    if rule.pick != "last":
        return None
    if not rule.looks_back:
        return trigger.on
    a_year_before = add_months(trigger.on, -12)
    earlier = record.choose(rule.limbs[0], before=trigger.on)
    return max(earlier.on, a_year_before) if earlier else a_year_before


def _is_relieved(rule: Rule, subject: str, case: CaseFacts, book: Rulebook) -> bool:
    if not case.reliefs:
        return False
    allowed = {test.ground for test in book.grounds(rule)}
    return any(
        relief.rule == rule.id and relief.subject == subject and relief.ground in allowed
        for relief in case.reliefs
    )


def _past(clock: Clock, today: date) -> bool:
    return clock.due is not None and clock.due < today


def _order(clock: Clock) -> tuple[date, str, str]:
    return (clock.due or date.max, clock.rule, clock.subject)
