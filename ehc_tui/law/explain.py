"""One clock in plain words: event + count = date, the citation, what does not move it, what bends it.

The words are made from the same reckoning as the date, so the two cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from ehc_tui.law.calendar import ONE_DAY, Convention, add_months, bank_holidays
from ehc_tui.law.model import CaseFacts, Clock, Fact, Kind
from ehc_tui.law.process import Process
from ehc_tui.law.reckoning import Counted, Reckoning, reckon
from ehc_tui.law.record import Record
from ehc_tui.law.rulebook import Rulebook
from ehc_tui.law.rules import Rule
from ehc_tui.text import british

NO_BREACH = {
    Kind.GUIDANCE: "Guidance: missing it is no breach of the law.",
    Kind.LOCAL: "A local target: missing it is no breach of the law.",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a clock has its date. `why` ends with the date and what the rule binds; `steps` are its parts.

    `moves_not` says what people wrongly expect to move the date, `bends` which exception is relied on.
    """

    why: str
    steps: tuple[str, ...]
    moves_not: str
    bends: str
    citation: str
    pitfalls: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The whole explanation as one paragraph, fit for a letter."""
        return " ".join((self.why, f"{self.citation}.", self.moves_not, self.bends))


def explain(clock: Clock, case: CaseFacts, book: Rulebook, process: Process | None = None) -> Explanation:
    """Take a clock apart. `process` is needed for the council's local targets only.

    Raises `UnknownRuleError` if neither the rule book nor the process has the clock's rule.
    """
    rule = _rule_of(clock, book, process)
    record = case.record
    trigger = _recorded(clock.trigger, clock.triggered_on, clock.subject, record)
    reckoning = reckon(rule, trigger, record, book.convention)
    steps = _steps(rule, trigger, reckoning, book)
    told = "; ".join(steps)
    return Explanation(
        why=" ".join(part for part in (f"{told}.", rule.sentence, _ending(clock, record, book)) if part),
        steps=steps,
        moves_not=book.counts[rule.count if rule.roll == "none" else rule.roll],
        bends=_bends(rule, clock, case, book),
        citation=_citation(rule),
        pitfalls=rule.pitfalls,
    )


def _rule_of(clock: Clock, book: Rulebook, process: Process | None) -> Rule:
    for target in process.targets if process else ():
        if target.id == clock.rule and target.in_force(clock.triggered_on):
            return target
    return book.rule(clock.rule, clock.triggered_on)


def _recorded(kind: str, on: date, subject: str, record: Record) -> Fact:
    """The fact that a clock names by kind and day, with the outcome it was recorded with."""
    for fact in reversed(record.of(kind)):
        if fact.on == on and subject in ("", fact.subject):
            return fact
    return Fact(kind, on, subject=subject)


def _steps(rule: Rule, trigger: Fact, reckoning: Reckoning | None, book: Rulebook) -> tuple[str, ...]:
    if reckoning is None:
        return (f"{book.label(trigger)} {_day(trigger.on)}: the law sets no number of days",)
    steps = [step for one in reckoning.counted for step in _counted(one, book)]
    if len(reckoning.counted) > 1:
        which = "later" if rule.combine == "max" else "earlier"
        steps.append(f"the {which} of these counts: {_day(reckoning.binding.due)}")
    if reckoning.due != reckoning.binding.due:
        steps.append(f"the tribunal's next working day is {_day(reckoning.due)}")
    if rule.opens:
        steps.insert(
            0, f"not before {_day(add_months(trigger.on, rule.opens))}, {_number(rule.opens, 'month')} on"
        )
    return tuple(steps)


def _counted(one: Counted, book: Rulebook) -> tuple[str, ...]:
    return _PHRASES[one.limb.count](one, f"{book.label(one.since)} {_day(one.since.on)}", book.convention)


def _plus_weeks(one: Counted, event: str, convention: Convention) -> tuple[str, ...]:
    weeks = _number(one.limb.number, "week")
    if convention.day_one_inclusive:
        weeks += " counting the day itself"
    return (f"{event} + {weeks} = {_day(one.due)}",)


def _plus_days(one: Counted, event: str, convention: Convention) -> tuple[str, ...]:
    return (f"{event} + {_number(one.limb.number, 'day')} = {_day(one.due)}",)


def _days_beginning(one: Counted, event: str, convention: Convention) -> tuple[str, ...]:
    return (f"{event}; {_number(one.limb.number, 'day')} beginning with it end on {_day(one.due)}",)


def _months_after(one: Counted, event: str, convention: Convention) -> tuple[str, ...]:
    months = _number(one.limb.number, "month")
    return (
        event,
        f"{months} after {_day(one.since.on)} is {_day(one.due)}{_missing_day(one.since.on, one.due)}",
    )


def _months_beginning(one: Counted, event: str, convention: Convention) -> tuple[str, ...]:
    return (f"{event}; {_number(one.limb.number, 'month')} beginning with it end on {_day(one.due)}",)


def _working_days(one: Counted, event: str, convention: Convention) -> tuple[str, ...]:
    return _nth_working_day(one, event, "after it")


def _working_days_beginning(one: Counted, event: str, convention: Convention) -> tuple[str, ...]:
    return _nth_working_day(one, event, "beginning with it")


def _nth_working_day(one: Counted, event: str, after: str) -> tuple[str, ...]:
    end = "is" if one.limb.number == 1 else "end on"
    days = _number(one.limb.number, "working day")
    return (event, f"{days} {after} {end} {_day(one.due)}{_skipped(one.since.on, one.due)}")


def _tribunal_days(one: Counted, event: str, convention: Convention) -> tuple[str, ...]:
    return (event, f"{_number(one.limb.number, 'tribunal working day')} after it end on {_day(one.due)}")


def _before(one: Counted, event: str, convention: Convention) -> tuple[str, ...]:
    notice = _number(one.limb.number, one.limb.unit.removesuffix("s"))
    clear = " of clear notice" if convention.clear_notice else ""
    gap = _missing_day(one.since.on, one.due) if one.limb.unit == "months" and not clear else ""
    return (event, f"{notice}{clear} before it is {_day(one.due)}{gap}")


def _fixed(one: Counted, event: str, convention: Convention) -> tuple[str, ...]:
    if not one.limb.strict:
        return (event, f"the limit is {_day(one.due)}")
    return (
        event,
        f"the last safe day before {british(one.due)} is {_day(one.due - ONE_DAY)}",
        f"a breach is counted only after {_day(one.due)}",
    )


def _same_day(one: Counted, event: str, convention: Convention) -> tuple[str, ...]:
    return (f"{event}: due on {_day(one.due)}, the day itself",)


_PHRASES: dict[str, Callable[[Counted, str, Convention], tuple[str, ...]]] = {
    "W": _plus_weeks,
    "D": _plus_days,
    "D1": _days_beginning,
    "M": _months_after,
    "P": _months_beginning,
    "WD": _working_days,
    "WD1": _working_days_beginning,
    "TWD": _tribunal_days,
    "BEF": _before,
    "FIX": _fixed,
    "IMM": _same_day,
}


def _missing_day(since: date, due: date) -> str:
    """Why a month count ends on another day-number than it began with."""
    return "" if since.day == due.day else f" (there is no {since.day} {due:%B})"


def _skipped(since: date, due: date) -> str:
    """The bank holidays on weekdays that a working-day count passed over."""
    holidays = bank_holidays()
    days = (since + timedelta(days=number) for number in range((due - since).days + 1))
    passed = [f"{holidays.days[day]} on {_day(day)}" for day in days if day in holidays]
    return f" (skipping {' and '.join(passed)})" if passed else ""


def _ending(clock: Clock, record: Record, book: Rulebook) -> str:
    if clock.stopped_on is None:
        return ""
    stop = _recorded(clock.stopped_by, clock.stopped_on, "", record)
    return f"It stopped running on {_day(stop.on)}: {book.label(stop)}."


def _bends(rule: Rule, clock: Clock, case: CaseFacts, book: Rulebook) -> str:
    if rule.kind in NO_BREACH:
        return NO_BREACH[rule.kind]
    grounds = {test.ground: test.label for test in book.grounds(rule)}
    if not grounds:
        return book.relief_sets[rule.reliefs].sentence
    relied_on = [
        grounds[relief.ground]
        for relief in case.reliefs
        if (relief.rule, relief.subject) == (clock.rule, clock.subject) and relief.ground in grounds
    ]
    if not relied_on:
        return "No relief recorded."
    return f"Relied on: {' and '.join(relied_on)}; the limit is disapplied, the date stays."


def _citation(rule: Rule) -> str:
    return (
        f"{rule.citation} (to be confirmed against the legislation)"
        if rule.confidence == "C"
        else rule.citation
    )


def _number(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _day(day: date) -> str:
    return british(day, "weekday")
