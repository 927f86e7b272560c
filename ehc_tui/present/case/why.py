"""Why a clock ends when it does, what does not move it, which exceptions are relied on or available."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ehc_tui.law.explain import explain
from ehc_tui.law.model import CaseFacts, Clock, Ground, Kind
from ehc_tui.law.process import Process
from ehc_tui.law.reliefs import Availability, availability
from ehc_tui.law.rulebook import Rulebook
from ehc_tui.present.case.timeline import ClockOn, due_words
from ehc_tui.present.prose import paragraph, text_line
from ehc_tui.present.rules.words import TRUST
from ehc_tui.present.runs import Line, Style
from ehc_tui.store.rows import CaseFile, RecordedRelief
from ehc_tui.text import british

_FULL_WORDS = 60


class Rules(NamedTuple):
    """What a case is looked at under: the law, and the council's own process."""

    book: Rulebook
    process: Process


def why_lines(item: ClockOn, file: CaseFile, rules: Rules, width: int) -> tuple[Line, ...]:
    """The clock in brief, for under the timeline: the reckoning, the citation, the exceptions."""
    clock, told = item.clock, explain(item.clock, file.case, rules.book, rules.process)
    binding = "" if clock.kind is Kind.STATUTORY else f" {told.bends}"
    citation = f"{told.citation.rstrip('.')}. {told.moves_not}{binding}"
    return (
        paragraph(" Why: ", told.why, width - 1)
        + paragraph("      ", citation, width - 1, Style.DIM)
        + _exceptions(clock, file, rules.book, width)
    )


def why_page_lines(item: ClockOn, file: CaseFile, rules: Rules, today: date, width: int) -> tuple[Line, ...]:
    """The clock in full, to be read through: every step of the reckoning, every ground for an exception."""
    clock, book = item.clock, rules.book
    told = explain(clock, file.case, book, rules.process)
    lines: list[Line] = [
        text_line(f"{clock.label}: {due_words(item, today, _FULL_WORDS)}", Style.TITLE),
        *paragraph("Why: ", told.why, width),
    ]
    for number, step in enumerate(told.steps, 1):
        lines += paragraph(f"  {number}. ", step, width)
    if clock.act_by and clock.act_by != clock.due:
        lines += paragraph(
            "Act by: ",
            f"{british(clock.act_by, 'weekday')}, the last working day before it; a help, not the limit.",
            width,
        )
    lines += paragraph("", told.moves_not, width)
    lines += paragraph("What bends it: ", told.bends, width)
    lines += paragraph(
        "Source: ", f"{told.citation.rstrip('.')}. {TRUST[clock.confidence]}", width, Style.DIM
    )
    for pitfall in told.pitfalls:
        lines += paragraph("  · ", pitfall, width)
    for relief in relied_on(clock, file.reliefs):
        lines += _relied(relief, book, width)
    for found in exceptions(clock, file.case, book):
        word = "Available: " if found.available else "Not available: "
        style = Style.RELIEVED if found.available else Style.DIM
        lines += paragraph(word, f"{found.label}: {found.because} ({found.citation}).", width, style)
    return tuple(lines)


def relied_on(clock: Clock, reliefs: Iterable[RecordedRelief]) -> tuple[RecordedRelief, ...]:
    """The exceptions recorded for a clock."""
    return tuple(relief for relief in reliefs if (relief.rule, relief.subject) == (clock.rule, clock.subject))


def exceptions(clock: Clock, case: CaseFacts, book: Rulebook) -> tuple[Availability, ...]:
    """Every ground for an exception of a clock, available or not; none for what is not law."""
    return availability(clock, case, book) if clock.kind is Kind.STATUTORY else ()


def _exceptions(clock: Clock, file: CaseFile, book: Rulebook, width: int) -> tuple[Line, ...]:
    relied = relied_on(clock, file.reliefs)
    grounds = exceptions(clock, file.case, book)
    lines: tuple[Line, ...] = ()
    for relief in relied:
        lines += _relied(relief, book, width - 1, " Exception relied on: ")
    for found in grounds:
        if found.available and found.ground not in {relief.ground for relief in relied}:
            words = f"{found.label}: {found.because}. x relies on it."
            lines += paragraph(" Exception available: ", words, width - 1, Style.RELIEVED)
    if lines or clock.kind is not Kind.STATUTORY:
        return lines
    none = "No exception is recorded or available." if grounds else "No exception applies to this limit."
    return paragraph(" ", none, width - 1, Style.DIM)


def _relied(
    relief: RecordedRelief, book: Rulebook, width: int, label: str = "Relied on: "
) -> tuple[Line, ...]:
    told = f"family told {british(relief.family_told_on)}" if relief.family_told_on else "family not told yet"
    labels = {test.ground: test.label for test in book.grounds(book.rule(relief.rule))}
    words = (
        f"{labels.get(Ground(relief.ground), relief.ground)}, authorised by {relief.authorised_by}, {told}. "
        f"Impractical because {relief.impractical_because.rstrip('.')}. "
        f"Evidence: {relief.evidence.rstrip('.')}. The date stays as it is."
    )
    return paragraph(label, words, width, Style.RELIEVED)
