"""What the panel reads of one case, as blocks: the same words on the screen and in the agenda's document.

The family's views come before all other advice. Without the name nothing of ours names the child or the
family; what people wrote may, which `names_in` finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ehc_tui.exchange.document import Block, Heading, Points, Words
from ehc_tui.exchange.panel_words import (
    FAMILY,
    adviser_words,
    decided_words,
    interest_words,
    missing_of,
    missing_words,
    question_words,
    recommended_words,
    recorded_words,
    verdict,
)
from ehc_tui.law.ages import year_group
from ehc_tui.law.rulebook import Rulebook
from ehc_tui.law.weeks import week_number
from ehc_tui.store.panel_rows import Decided, Pack, SimilarCase
from ehc_tui.store.rows import AdviceLine, CaseRow
from ehc_tui.text import british, fold

_KEY_DATES = ("assess_decision", "plan_decision", "draft_served", "final_sent")


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a pack is written: on which day, under which law, and whether the child is named."""

    today: date
    book: Rulebook
    named: bool = True

    def child(self, row: CaseRow) -> str:
        """The child's name, or the reference instead."""
        name = " ".join(part for part in (row.forename, row.surname) if part)
        return name if self.named and name else row.ref


def pack_blocks(pack: Pack, reader: Reader) -> Iterator[Block]:
    """The pack of one case from the child to the test in law, under headings of level 3."""
    yield from opening_blocks(pack, reader)
    yield from reading_blocks(pack, reader)


def opening_blocks(pack: Pack, reader: Reader) -> Iterator[Block]:
    """Who it is about, what was asked when, and what has been decided so far."""
    yield Heading(3, "The child")
    yield Words(_child(pack, reader))
    yield Heading(3, "The request")
    yield Words(_request(pack, reader.today))
    yield Points([_dated(pack, kind, reader.book) for kind in _known_dates(pack)])
    if pack.decisions:
        yield Heading(3, "Decisions so far")
        yield from _decisions(pack.decisions)


def reading_blocks(pack: Pack, reader: Reader) -> Iterator[Block]:
    """What is read before deciding, from the family's views to the test in law."""
    yield from _advice(pack, reader)
    yield from _missing(pack, reader)
    if pack.recommended:
        yield Heading(3, "The caseworker recommends")
        words = recommended_words(pack.recommended)
        yield Words(pack.recommended.reasons, f"{words[:1].upper()}{words[1:]}.")
    if pack.interests:
        yield Heading(3, "Interests declared")
        yield Points([interest_words(interest) for interest in pack.interests])
    yield Heading(3, "Similar recent cases")
    yield from _similar(pack.similar)
    yield from test_blocks(pack.question, reader.book)


def test_blocks(question: str, book: Rulebook) -> Iterator[Block]:
    """The test in law for a decision, in one sentence with its source."""
    test = book.tests.get(question)
    if test:
        yield Heading(3, "The test in law")
        yield Words(f"{test.sentence} ({test.citation})", f"{question_words(question)}:")


def names_in(pack: Pack) -> tuple[str, ...]:
    """Which of the child's names stand in what people wrote about the case."""
    texts = [line.summary for line in pack.file.advice]
    texts += [decided.reasons for decided in pack.decisions]
    texts += [pack.recommended.reasons] if pack.recommended else []
    words = set(re.split(r"\W+", fold(" ".join(texts))))
    row = pack.file.row
    return tuple(
        name for name in (row.forename, row.surname) if name and set(re.split(r"\W+", fold(name))) <= words
    )


def _child(pack: Pack, reader: Reader) -> str:
    row = pack.file.row
    born = f", born {british(row.born)}" if row.born and reader.named else ""
    year = f"year group {year_group(row.born, reader.today)}" if row.born else "year group unknown"
    about = [f"{reader.child(row)}, {year}{born}", row.setting]
    about.append(f"need: {reader.book.needs.get(pack.need, pack.need)}" if pack.need else "need not recorded")
    about.append(f"locality: {pack.locality}" if pack.locality else "")
    return "; ".join(part for part in about if part) + "."


def _request(pack: Pack, today: date) -> str:
    row = pack.file.row
    route = f" from: {pack.file.route}" if pack.file.route else ""
    week = f", week {week_number(row.received_on, today)} today" if row.received_on else ""
    received = f"Received {british(row.received_on, 'weekday')}" if row.received_on else "No day of receipt"
    people = f"Caseworker {row.caseworker or 'nobody yet'}; officer {row.officer or 'nobody yet'}"
    return f"{received}{route}{week}. {people}."


def _known_dates(pack: Pack) -> list[str]:
    recorded = {fact.kind for fact in pack.file.case.facts}
    return [kind for kind in _KEY_DATES if kind in recorded]


def _dated(pack: Pack, kind: str, book: Rulebook) -> str:
    fact = next(fact for fact in reversed(pack.file.case.facts) if fact.kind == kind)
    label = book.label(fact)
    return f"{label[:1].upper()}{label[1:]} {british(fact.on)}"


def _decisions(decisions: Iterable[Decided]) -> Iterator[Block]:
    for decided in decisions:
        put_right = f" Corrected: {decided.correction}." if decided.corrects and decided.correction else ""
        who = recorded_words(decided.recorded_by, decided.recorded_at)
        yield Words(f"{decided.reasons}{put_right} {who}".lstrip(), decided_words(decided))


def _advice(pack: Pack, reader: Reader) -> Iterator[Block]:
    came = [line for line in pack.file.advice if line.received_on or line.existing_accepted_on]
    family = [line for line in came if line.kind == FAMILY]
    yield Heading(3, "The family's views")
    if family:
        yield from (_piece(line, reader) for line in family)
    else:
        yield Words("! Not in: nothing is recorded of what the family says.")
    others = [line for line in came if line.kind != FAMILY]
    if others:
        yield Heading(3, "Advice")
        yield from (_piece(line, reader) for line in others)


def _piece(line: AdviceLine, reader: Reader) -> Words:
    adviser = line.adviser if reader.named or line.kind != FAMILY else ""
    on = line.received_on or line.existing_accepted_on
    how = "received" if line.received_on else "on file, accepted"
    label = f"{adviser_words(line.kind, adviser, reader.book)}, {how} {british(on) if on else ''}."
    return Words(line.summary or "No summary is recorded: see the report itself.", label)


def _missing(pack: Pack, reader: Reader) -> Iterator[Block]:
    yield Heading(3, "What is missing")
    pieces = missing_of(pack.file.advice)
    if not pack.file.advice:
        yield Words("No advice has been asked for.")
    elif not pieces:
        yield Words("✓ Nothing: every piece of advice is in.")
    else:
        yield Points(
            [
                f"{'! ' if piece.days_late(reader.today) else ''}"
                f"{adviser_words(piece.kind, '' if piece.kind == FAMILY else piece.adviser, reader.book)}, "
                f"{missing_words(piece, reader.today)}"
                for piece in pieces
            ]
        )


def _similar(cases: Iterable[SimilarCase]) -> Iterator[Block]:
    found = False
    for case in cases:
        found = True
        what = f"{case.ref}, year group {case.year_group}: {verdict(case.outcome)}, {british(case.told_on)}."
        yield Words(case.reasons or "No reasons recorded.", what)
    if not found:
        yield Words("None of the same year band and need in the last twelve months.")
