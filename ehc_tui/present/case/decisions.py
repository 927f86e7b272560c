"""What is on record: decisions, every fact with who recorded it, what the notice of a refusal must hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ehc_tui.casework.way_forward import open_offers
from ehc_tui.law.model import Clock, Fact, Outcome
from ehc_tui.law.process import Process
from ehc_tui.law.rulebook import Rulebook
from ehc_tui.law.weeks import week_number
from ehc_tui.present.case.history import when
from ehc_tui.present.case.why import Rules
from ehc_tui.present.page import GUTTER, Page
from ehc_tui.present.prose import brief, columns, paragraph, text_line
from ehc_tui.present.runs import Line, Run, Style, wrap_line
from ehc_tui.store.rows import CaseFile, CaseRow, RecordedFact
from ehc_tui.text import british

REFUSALS = (("assess_decision", Outcome.NO), ("plan_decision", Outcome.DO_NOT_ISSUE))
_DAY, _RECORDER = 11, 12
_NOTICE = {
    "assess_decision": "SEND Regulations 2014, reg 5(3)",
    "plan_decision": "SEND Regulations 2014, reg 10",
    "final_sent": "SEND Regulations 2014, reg 14",
}


def newest_first(facts: Iterable[RecordedFact]) -> tuple[RecordedFact, ...]:
    """The facts by the day they happened, the latest first; of one day the last recorded first."""
    return tuple(sorted(facts, key=lambda recorded: (recorded.fact.on, recorded.id), reverse=True))


def decisions_page(
    file: CaseFile, facts: Sequence[RecordedFact], rules: Rules, today: date, width: int
) -> Page:
    """The decisions in brief, then `facts` with who recorded each; below, one of them in words."""
    subjects = subject_names(file, rules.book)
    assumed = any(recorded.fact.assumed for recorded in facts)
    return Page(
        head=_decisions(file.row, today, width),
        count=len(facts),
        least_detail=8,
        row=lambda index: _row(facts[index], subjects, rules.book, assumed, width),
        detail=lambda index: _words(facts[index], file, rules.process, width),
        empty=(text_line(" Nothing is on record yet. r records what happened.", Style.DIM),),
    )


def subject_names(file: CaseFile, book: Rulebook) -> Mapping[str, str]:
    """What the subjects of facts are called: an adviser by the kind of advice, a meeting by its title."""
    kinds = {kind.key: kind.label for kind in book.advice}
    advisers = {line.key: line.adviser or kinds.get(line.kind, line.key) for line in file.advice}
    return advisers | {meeting.uid: meeting.title for meeting in file.meetings}


def fact_words(fact: Fact, subjects: Mapping[str, str], book: Rulebook) -> str:
    """A fact in words without its date: "advice received: Psychology"."""
    about = f": {subjects.get(fact.subject, fact.subject)}" if fact.subject else ""
    outcome = fact.outcome if fact.outcome and fact.outcome not in book.facts[fact.kind].outcomes else ""
    return f"{book.label(fact)}{about}{f' ({outcome})' if outcome else ''}"


def fact_days(fact: Fact) -> str:
    """The day of a fact, or its first and its last: "23 Jul 2026 to 2 Sep 2026"."""
    return f"{british(fact.on)} to {british(fact.until)}" if fact.until else british(fact.on)


def _decisions(row: CaseRow, today: date, width: int) -> list[Line]:
    told = (
        ("Assess", row.assess_outcome, row.assess_on),
        ("Plan", row.plan_outcome, row.plan_on),
        ("Draft", "served" if row.draft_on else None, row.draft_on),
        ("Final plan", "sent" if row.final_on else None, row.final_on),
    )
    runs: list[Run] = []
    for name, outcome, on in told:
        runs.append(Run(f"{name}\u00a0", Style.DIM))
        day = f" {brief(on, today)}" if on else ""
        week = (
            f" (week {week_number(row.received_on, on)})" if on and row.received_on and width >= 100 else ""
        )
        words = f"{outcome.lower()}{day}{week}".replace(" ", "\u00a0") if outcome else "–"
        runs += [Run(words, Style.HEAD if outcome else Style.DIM), Run("   ")]
    return [(Run(" "), *line) for line in wrap_line(runs[:-1], width - 2)]


def _row(
    recorded: RecordedFact, subjects: Mapping[str, str], book: Rulebook, assumed: bool, width: int
) -> Line:
    """One entry; room for the word "assumed" is kept only where one of the entries is."""
    fact = recorded.fact
    weight = Style.HEAD if fact.kind in _NOTICE else Style.PLAIN
    mark = (("assumed" if fact.assumed else "", 8, Style.WARN),) if assumed else ()
    around = _DAY + _RECORDER + 2 + (9 if assumed else 0)
    return columns(
        (british(fact.on), _DAY, Style.PLAIN),
        (fact_words(fact, subjects, book), max(width - GUTTER - around, 8), weight),
        *mark,
        (recorded.recorded_by, _RECORDER, Style.DIM),
    )


def _words(recorded: RecordedFact, file: CaseFile, process: Process, width: int) -> tuple[Line, ...]:
    fact = recorded.fact
    period = f"{fact_days(fact)}. " if fact.until else ""
    who = f"{period}Recorded by {recorded.recorded_by} on {when(recorded.recorded_at)}."
    if fact.assumed:
        who += " Nobody gave this date: it is assumed. e puts it right."
    return notice_lines(fact, file, process, width) + paragraph(" ", who, width - 1, Style.DIM)


def notice_lines(fact: Fact, file: CaseFile, process: Process, width: int) -> tuple[Line, ...]:
    """What the notice of a decision must hold, with the family's last days; nothing for other facts."""
    refusal = (fact.kind, fact.outcome) in REFUSALS
    if not refusal and fact.kind != "final_sent":
        return ()
    lines: tuple[Line, ...] = ()
    due = [
        offer.title for offer in open_offers(file.case, process, file.meetings) if offer.decision == fact.kind
    ]
    for title in due:
        lines += paragraph(
            " ",
            f"{process.name} offers a {title} after this decision: o goes on to it.",
            width - 1,
            Style.WARN,
        )
    held = "; ".join(_contents(fact, file.clocks, process, refusal))
    return lines + paragraph(" The notice must hold: ", f"{held} ({_NOTICE[fact.kind]}).", width - 1)


def _contents(fact: Fact, clocks: Iterable[Clock], process: Process, refusal: bool) -> Iterable[str]:
    due = {clock.rule: clock.due for clock in clocks if clock.triggered_on == fact.on and clock.due}
    if refusal:
        yield "the reasons"
    yield f"the right of appeal{_by(due.get('appeal_deadline'))}"
    yield f"mediation and its adviser{_by(due.get('mediation_contact'))}"
    yield "disagreement resolution"
    yield f"information, advice and support ({process.names.get('service', 'SENDIAS')})"


def _by(day: date | None) -> str:
    return f", last day {british(day, 'weekday')}" if day else ""
