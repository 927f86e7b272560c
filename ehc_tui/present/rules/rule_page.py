"""One rule in full, what was calculated with it, and the open cases under it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ehc_tui.law.model import Kind, State
from ehc_tui.law.rulebook import Rulebook
from ehc_tui.law.rules import Rule
from ehc_tui.present.page import GUTTER, Page
from ehc_tui.present.prose import columns, near, paragraph, plural, text_line
from ehc_tui.present.rules.calculation import Calculation, calculation_lines
from ehc_tui.present.rules.find import Entry
from ehc_tui.present.rules.words import TRUST, binds, conditions, counted, in_force, limits, provision
from ehc_tui.present.runs import GLYPH, Line, Style, count
from ehc_tui.store.under_rule import NOT_RUNNING, CaseUnderRule, RuleCount

_LABEL = 12
_REF, _SUBJECT, _WORKER, _DUE, _LEFT = 9, 11, 14, 11, 10
_WORKER_FROM = 66


@dataclass(frozen=True, slots=True)
class RuleNow:
    """A rule as it is read now: on how much it runs, the cases read so far, and the last calculation with it.

    `cases` is None while they are being read.
    """

    entry: Entry
    count: RuleCount = NOT_RUNNING
    cases: tuple[CaseUnderRule, ...] | None = None
    calculation: Calculation | None = None


@dataclass(frozen=True, slots=True)
class RulePage:
    """The page of a rule, and which of its rows are cases."""

    page: Page
    first_case: int
    cases: tuple[CaseUnderRule, ...]

    def case_at(self, row: int) -> CaseUnderRule | None:
        """The case of a row; None for a row of text."""
        index = row - self.first_case
        return self.cases[index] if 0 <= index < len(self.cases) else None

    def offers_more(self, row: int) -> bool:
        """True for the row under the cases that says there are more than were read."""
        return row == self.first_case + len(self.cases) < self.page.count


def rule_page(what: RuleNow, book: Rulebook, today: date, width: int) -> RulePage:
    """The page of a rule in lines of `width` cells, cases last."""
    room = width - GUTTER - 1
    text = [*_says(what, book, room), (), *_over_cases(what, room)]
    cases = what.cases or ()
    rest = what.count.running - len(cases) if what.cases is not None else 0
    more = [text_line(f"and {count(rest)} more: Enter shows them", Style.DIM)] if rest > 0 else []

    def row(index: int) -> Line:
        if index < len(text):
            return text[index]
        index -= len(text)
        return (
            _case_line(cases[index], what.entry.rule, book, today, room)
            if index < len(cases)
            else more[index - len(cases)]
        )

    page = Page(count=len(text) + len(cases) + len(more), row=row)
    return RulePage(page, len(text), cases)


def _says(what: RuleNow, book: Rulebook, width: int) -> Iterator[Line]:
    entry, rule = what.entry, what.entry.rule
    yield text_line(entry.name, Style.TITLE)
    yield from paragraph("", entry.sentence, width)
    if rule:
        late = Style.OVERDUE if _is_law(rule) else Style.DUE_SOON
        yield from paragraph("", _running(what.count, rule), width, late if what.count.overdue else Style.DIM)
    yield ()
    if what.calculation:
        yield from calculation_lines(what.calculation, width)
        yield ()
    if rule:
        yield from _limit(rule, book, width)
    yield from _entry("Law", f"{entry.citation.rstrip('.')}." if entry.citation else "", width)
    doubt = Style.WARN if entry.confidence == "C" else Style.PLAIN
    yield from _entry("Confidence", f"{entry.confidence}. {TRUST[entry.confidence]}", width, doubt)
    if rule:
        yield from _conditions(rule, book, width)
    for version in entry.versions:
        word = "In force" if version is rule else "Otherwise"
        other = "" if version is rule else f": {limits(version)}; {version.citation}"
        yield from _entry(word, f"{in_force(version)}{other}", width)
    yield from paragraph(f"{'Known as':<{_LABEL}}", f"{entry.id}, in “{entry.stage}”", width, Style.DIM)


def _limit(rule: Rule, book: Rulebook, width: int) -> Iterator[Line]:
    """How it is counted, whom it binds, what lifts it and what people get wrong."""
    yield from _entry("Limit", counted(rule, book), width)
    yield from _entry("Binds", binds(rule), width)
    for pitfall in rule.pitfalls:
        yield from _entry("Beware", pitfall, width, Style.WARN)
    grounds = book.grounds(rule)
    yield from _entry("Exceptions", " ".join(_sentences(rule, book)), width)
    for test in grounds:
        yield from paragraph(f"{'':<{_LABEL - 2}}· ", f"{test.label} ({provision(test.citation)})", width)


def _sentences(rule: Rule, book: Rulebook) -> list[str]:
    return list(dict.fromkeys(book.relief_sets[name].sentence for name in rule.reliefs.split("+")))


def _conditions(rule: Rule, book: Rulebook, width: int) -> Iterator[Line]:
    """When there is such a clock at all, and what ends it."""
    yield from _entry("Only if", conditions(rule.only_if, book), width)
    if rule.under_age:
        yield from _entry("Only if", f"the child is under {rule.under_age} on the day it starts", width)
    if rule.unless_relieved:
        other = book.rule(rule.unless_relieved).name
        yield from _entry("Not if", f"an exception is relied on for “{other}”", width)
    yield from _entry("Met by", conditions(rule.met_by, book), width)
    yield from _entry("Stopped by", conditions(rule.stopped_by, book), width)


def _entry(label: str, text: str, width: int, style: Style = Style.PLAIN) -> tuple[Line, ...]:
    return paragraph(f"{label:<{_LABEL}}", text[:1].upper() + text[1:], width, style)


def _is_law(rule: Rule | None) -> bool:
    """True unless missing the rule's date is no breach, only a local target or good practice missed."""
    return rule is None or rule.kind is Kind.STATUTORY


def _running(found: RuleCount, rule: Rule) -> str:
    """On how much the rule runs now, in a sentence."""
    if not found.running:
        said = "Running now on no open case"
    else:
        word = "overdue" if _is_law(rule) else "past its date"
        late = f", {count(found.overdue)} {word}" if found.overdue else ""
        said = f"Running now: {count(found.running)} on open cases{late}"
    return f"{said}; {count(found.closed)} on closed ones." if found.closed else f"{said}."


def _over_cases(what: RuleNow, width: int) -> Iterator[Line]:
    """The heading over the cases."""
    running = what.count.running
    if running and what.cases is None:
        yield text_line("Reading the cases …", Style.DIM)
    elif running:
        shown = f"{count(len(what.cases or ()))} of {count(running)}"
        yield text_line(f"Open cases under it now, {shown}", Style.HEAD)


def _case_line(case: CaseUnderRule, rule: Rule | None, book: Rulebook, today: date, width: int) -> Line:
    """One case: reference, child, which adviser or setting where there are several, when it is due."""
    due = near(case.due, today) if case.due else ""
    law = _is_law(rule)
    style = Style(case.state.value) if law or case.state is not State.OVERDUE else Style.DUE_SOON
    cells = [(due, _DUE, Style.PLAIN), (_left(case, today, law=law), _LEFT, style)]
    if width >= _WORKER_FROM:
        cells.insert(0, (case.caseworker or "unallocated", _WORKER, Style.DIM))
    if case.subject and rule:
        cells.insert(0, (_subject(rule, case.subject, book), _SUBJECT, Style.PLAIN))
    used = _REF + 1 + sum(cell[1] + 1 for cell in cells)
    return columns((case.ref, _REF, Style.ACCENT), (case.child, max(width - used, 8), Style.PLAIN), *cells)


def _subject(rule: Rule, subject: str, book: Rulebook) -> str:
    """The adviser or setting of a clock, without the words of the rule around it."""
    before, _, after = rule.label.partition("{subject}")
    return book.subject_label(rule, subject).removeprefix(before).removesuffix(after)


def _left(case: CaseUnderRule, today: date, *, law: bool) -> str:
    """The days left, or gone by: only a statutory date with nothing to excuse it is called late."""
    days = case.days_left(today)
    late = "late" if law and case.state is not State.RELIEVED else "past"
    words = "today" if days == 0 else plural(days, "day") if days > 0 else f"{-days} {late}"
    return f"{GLYPH[case.state]} {words}"
