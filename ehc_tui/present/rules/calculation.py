"""The deadline calculator: from the dates of triggers to the clock, the steps and a letter's sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ehc_tui.law.clocks import calculator_case, clock_for, clocks_of
from ehc_tui.law.explain import Explanation, explain
from ehc_tui.law.model import CaseFacts, Clock, Fact
from ehc_tui.law.process import Process
from ehc_tui.law.rulebook import Rulebook
from ehc_tui.law.rules import Condition, Rule
from ehc_tui.law.service import Service
from ehc_tui.present.prose import paragraph, text_line
from ehc_tui.present.runs import Line, Style
from ehc_tui.text import WEEKDAYS, british


@dataclass(frozen=True, slots=True)
class Calculation:
    """One clock counted from typed dates; `served` are those that were posted, by what happened then."""

    clock: Clock
    told: Explanation
    served: Mapping[str, Service]

    @property
    def steps(self) -> tuple[str, ...]:
        """How the date came about, step by step, the post included."""
        return (*(_by_post(what, service) for what, service in self.served.items()), *self.told.steps)


def calculate(
    rule: Rule,
    given: Mapping[Condition, Service],
    book: Rulebook,
    process: Process,
) -> Calculation:
    """Count `rule` from what happened when.

    Raises `FactsError` where nothing given starts the rule, `UnknownRuleError` where no version of it was in
    force, and `CalendarError` for a date beyond the known bank holidays.
    """
    days = {condition.kind: service.served_on for condition, service in given.items()}
    served = {
        book.label(Fact(condition.kind, service.served_on, condition.outcome)): service
        for condition, service in given.items()
        if service.posted_on
    }
    if rule.id in book.versions:
        clock, case = clock_for(rule.id, days, book), calculator_case(rule.id, days, book)
    else:
        case = CaseFacts(
            tuple(Fact(condition.kind, days[condition.kind], condition.outcome) for condition in given)
        )
        clock = next(clock for clock in clocks_of(case, book, process) if clock.rule == rule.id)
    return Calculation(clock, explain(clock, case, book, process), served)


def due_sentence(clock: Clock) -> str:
    """When it is due, in a sentence; what the last working day before it is, as a help."""
    if clock.due is None:
        return "The law sets no number of days: as soon as practicable."
    lead = "The time runs until" if clock.window else "Due"
    act_by = ""
    if clock.act_by and clock.act_by != clock.due:
        act_by = f"; act by {british(clock.act_by, 'weekday')}, the last working day before it"
    return f"{lead} {british(clock.due, 'weekday')}{act_by}."


def letter(done: Calculation) -> str:
    """The calculation as a paragraph for a letter."""
    clock, told = done.clock, done.told
    if clock.due is None:
        return f"{_sentence(told.why)} ({told.citation})"
    day = f"{WEEKDAYS[clock.due.weekday()]} {british(clock.due, 'long')}"
    lead = f"{'The time runs until' if clock.window else 'The last day is'} {day}."
    posted = [_sentence(_by_post(what, service)) for what, service in done.served.items()]
    return " ".join((lead, *posted, _sentence(told.why), told.moves_not, f"({told.citation})"))


def rule_letter(rule: Rule, count: str) -> str:
    """What a rule says, as a paragraph for a letter, where nothing was calculated."""
    return f"{rule.sentence} {count} ({rule.citation})"


def calculation_lines(done: Calculation, width: int) -> Sequence[Line]:
    """A calculation in lines: the date first, then every step."""
    lines: list[Line] = [text_line("Calculated", Style.HEAD)]
    lines += paragraph("", due_sentence(done.clock), width, Style.TITLE)
    for number, step in enumerate(done.steps, 1):
        lines += paragraph(f" {number}. ", step, width)
    lines += paragraph("    ", done.told.moves_not, width, Style.DIM)
    lines += paragraph("For a letter: ", letter(done), width)
    return lines


def _by_post(what: str, service: Service) -> str:
    posted_on = british(service.posted_on, "weekday") if service.posted_on else ""
    return f"{what}: posted {posted_on}, taken as served on {british(service.served_on, 'weekday')}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."
