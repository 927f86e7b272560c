"""One case as a page of plain text, the twin of the case screen: timeline, reasons, everything on record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from ehc_tui.casework.way_forward import role_label
from ehc_tui.cli.plain import LABEL, Column, entry, table
from ehc_tui.law.ages import compulsory_school_age_ends, is_young_person, year_group
from ehc_tui.law.explain import explain
from ehc_tui.law.weeks import day_number, week_number
from ehc_tui.present.case.checklist import who
from ehc_tui.present.case.decisions import fact_words, subject_names
from ehc_tui.present.case.meetings import next_step
from ehc_tui.present.case.timeline import ClockOn, due_words
from ehc_tui.present.case.timeline_page import Shown, shown, timeline_page
from ehc_tui.present.page import GUTTER
from ehc_tui.present.prose import paragraph, plural
from ehc_tui.present.runs import GLYPH, plain
from ehc_tui.text import british, clean

if TYPE_CHECKING:
    from ehc_tui.present.case.why import Rules
    from ehc_tui.store.rows import AdviceLine, CaseFile

_WORDS = 60
ADVICE_COLUMNS = (Column("Adviser", 14), Column("Asked"), Column("Due"), Column("In", 12), Column("State"))


def case_page(file: CaseFile, today: date, warning_days: int, rules: Rules, width: int) -> Iterator[str]:
    """The lines of the page, `width` cells wide at most but for words that are wider."""
    clocks = shown(file, rules, today, warning_days, folded=False)
    yield from _head(file, rules, today, width)
    yield from _section("Timeline", _timeline(file, clocks, rules, today, width))
    yield from _section("Why", _reasons(file, clocks.clocks, rules, today, width))
    yield from _section("On record", _facts(file, rules))
    yield from _section("Advice", _advice(file, rules, today, width))
    yield from _section("Meetings", _meetings(file, today, width))
    yield from _section("Exceptions relied on", _reliefs(file, rules, width))
    yield from _section("Notes", _notes(file, width))


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    """A heading over its lines; nothing at all where there are none."""
    for number, line in enumerate(lines):
        if number == 0:
            yield ""
            yield title.upper()
        yield line


def _head(file: CaseFile, rules: Rules, today: date, width: int) -> Iterator[str]:
    row = file.row
    yield clean(f"{row.ref} {row.forename} {row.surname}")
    if row.born:
        yield from entry("Born", f"{british(row.born)}, year {year_group(row.born, today)}", width)
        if is_young_person(row.born, today):
            since = british(compulsory_school_age_ends(row.born))
            yield from entry("Rights", f"the young person's: compulsory school age ended on {since}", width)
    if file.restricted_to:
        yield from entry("Restricted", f"only {', '.join(file.restricted_to)} see this case", width)
    yield from entry("Setting", row.setting, width)
    yield from entry("Caseworker", row.caseworker or "unallocated", width)
    yield from entry("SEN officer", row.officer, width)
    if row.received_on:
        day, week = day_number(row.received_on, today), week_number(row.received_on, today)
        yield from entry(
            "Received", f"{british(row.received_on, 'weekday')}: day {day}, week {week} of 20", width
        )
    if not row.is_open(today) and row.closes_on:
        yield from entry("Closed", british(row.closes_on, "weekday"), width)
    yield from entry("State", f"{GLYPH[row.state]} {row.state.value.replace('_', ' ')}", width)
    if row.next:
        duty = rules.book.subject_label(rules.book.rule(row.next.rule), row.next.subject)
        days = row.next.days_left(today)
        far = f"{plural(abs(days), 'day')} {'late' if days < 0 else 'left'}" if days else "today"
        yield from entry("Next", f"{duty}, due {british(row.next.due, 'weekday')}, {far}", width)
    if row.contact_on:
        days = (today - row.contact_on).days
        yield from entry("Contact", f"{british(row.contact_on)}, {plural(days, 'day')} ago", width)


def _timeline(file: CaseFile, clocks: Shown, rules: Rules, today: date, width: int) -> Iterator[str]:
    page = timeline_page(file, clocks, rules, today, width)
    yield from map(plain, page.head)
    yield from (" " * GUTTER + plain(page.row(index)) for index in range(page.count))


def _reasons(
    file: CaseFile, clocks: Iterable[ClockOn], rules: Rules, today: date, width: int
) -> Iterator[str]:
    """Each clock with its date in words and the reckoning that gives it."""
    for item in clocks:
        yield f"{GLYPH[item.state]} {clean(item.clock.label)}: {due_words(item, today, _WORDS)[2:]}"
        reason = explain(item.clock, file.case, rules.book, rules.process).sentence
        yield from (plain(line) for line in paragraph("  ", clean(reason), width))


def _facts(file: CaseFile, rules: Rules) -> Iterator[str]:
    subjects = subject_names(file, rules.book)
    for recorded in file.facts:
        told = clean(fact_words(recorded.fact, subjects, rules.book))
        assumed = " (assumed: nobody gave the date)" if recorded.fact.assumed else ""
        by = clean(recorded.recorded_by)
        yield f"{british(recorded.fact.on):<{LABEL}}{told}{assumed}, recorded by {by}"


def _advice(file: CaseFile, rules: Rules, today: date, width: int) -> Iterator[str]:
    kinds = {kind.key: kind for kind in rules.book.advice}
    rows = [
        (
            who(line, kinds),
            british(line.requested_on) if line.requested_on else "not asked",
            british(line.due) if line.due else "",
            _came(line),
            f"{GLYPH[line.state]} {line.state.value.replace('_', ' ')}" if line.state else "",
        )
        for line in file.advice
    ]
    return table(ADVICE_COLUMNS, rows, width) if rows else iter(())


def _came(line: AdviceLine) -> str:
    if line.not_applicable_on:
        return f"not applicable: {line.not_applicable_reason}"
    if line.existing_accepted_on:
        return f"existing advice accepted {british(line.existing_accepted_on)}"
    return british(line.received_on) if line.received_on else ""


def _meetings(file: CaseFile, today: date, width: int) -> Iterator[str]:
    for meeting in file.meetings:
        yield f"{clean(meeting.title)}: {clean(next_step(meeting, today))}"
        people = [one.name or role_label(one.role) for one in meeting.attendees if one.included]
        yield from entry("  With", ", ".join(people), width)
        yield from entry("  Outcome", meeting.outcome, width)
        for action in meeting.actions:
            done = f"done {british(action.done_on)}" if action.done_on else "not done"
            by = f"by {british(action.due)}, " if action.due else ""
            yield from entry(
                "  Agreed", f"{action.what} ({action.owner or 'nobody named'}, {by}{done})", width
            )


def _reliefs(file: CaseFile, rules: Rules, width: int) -> Iterator[str]:
    for relief in file.reliefs:
        rule = rules.book.rule(relief.rule)
        grounds = {test.ground.value: test.label for test in rules.book.grounds(rule)}
        yield f"{rule.name}: {grounds.get(relief.ground, relief.ground)}"
        yield from entry("  Evidence", relief.evidence, width)
        yield from entry("  Because", relief.impractical_because, width)
        told = british(relief.family_told_on) if relief.family_told_on else "not yet"
        yield from entry("  By", f"{relief.authorised_by}; family told {told}", width)


def _notes(file: CaseFile, width: int) -> Iterator[str]:
    for note in file.notes:
        contact = "contact with the family: " if note.kind == "contact" else ""
        yield from entry(british(note.on), f"{contact}{note.text} ({note.recorded_by})", width)
