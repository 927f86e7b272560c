"""Tables and pages as plain text: no colour, no control characters, fitted to the terminal if any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ehc_tui.law.ages import year_group
from ehc_tui.law.calendar import week_number
from ehc_tui.law.explain import explain
from ehc_tui.law.model import State
from ehc_tui.present.prose import near, paragraph, plural
from ehc_tui.present.rules.words import TRUST, binds, conditions, in_force, limits, unmoved
from ehc_tui.present.runs import GLYPH, plain
from ehc_tui.text import british, cell_width, clean, fit

if TYPE_CHECKING:
    from ehc_tui.law.model import CaseFacts, Clock
    from ehc_tui.law.rulebook import Rule, Rulebook
    from ehc_tui.store.rows import CaseRow

LABEL = 12


class Column(NamedTuple):
    """A column of a table. `least` is how narrow it may become; 0 means that it keeps the width it needs."""

    heading: str
    least: int = 0


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]], width: int | None) -> Iterator[str]:
    """Lines of a table, heading first, with columns as wide as their widest cell.

    To fit `width` the columns that may shrink do, widest first; then the gaps; then columns at the end go.
    """
    cells = [[column.heading for column in columns], *([clean(cell) for cell in row] for row in rows)]
    needed = [max(cell_width(row[number]) for row in cells) for number in range(len(columns))]
    widths, gap = (needed, 2) if width is None else _layout(columns, needed, width)
    for row in cells:
        yield (" " * gap).join(fit(cell, wide) for cell, wide in zip(row, widths, strict=False))


def _layout(columns: Sequence[Column], needed: Sequence[int], width: int) -> tuple[list[int], int]:
    """The widths of as many columns as fit, and the gap between them."""
    least = [min(column.least or wide, wide) for column, wide in zip(columns, needed, strict=True)]
    for kept in range(len(columns), 0, -1):
        for gap in (2, 1):
            room = width - gap * (kept - 1)
            if sum(least[:kept]) <= room:
                return _shrunk(list(needed[:kept]), least, room), gap
    return [width], 1


def _shrunk(widths: list[int], least: Sequence[int], room: int) -> list[int]:
    """Takes cells away, one at a time, from the widest column that can spare one."""
    while sum(widths) > room:
        spare = [wide if wide > least[number] else 0 for number, wide in enumerate(widths)]
        widths[spare.index(max(spare))] -= 1
    return widths


def entry(label: str, text: str, width: int) -> Iterator[str]:
    """A labelled paragraph, its later lines under its first; no lines for no text."""
    return (plain(line) for line in paragraph(f"{label:<{LABEL}}", clean(text), width))


CASE_COLUMNS = (
    Column("Ref"),
    Column("Child", 14),
    Column("Yr"),
    Column("Wk"),
    Column("Next duty", 14),
    Column("Due"),
    Column("Left"),
    Column("Advice"),
    Column("Caseworker", 8),
)
RULE_COLUMNS = (Column("Rule"), Column("Limit"), Column("Binds"), Column("What", 12), Column("Where", 12))


def case_cells(row: CaseRow, today: date, book: Rulebook) -> tuple[str, ...]:
    """One case of the list in the order of `CASE_COLUMNS`."""
    late = row.advice_late(today)
    advice = f"{row.advice_received}/{row.advice_asked}" if row.advice_asked else ""
    return (
        row.ref,
        row.child,
        year_group(row.born, today) if row.born else "",
        str(week_number(row.received_on, today)) if row.received_on else "",
        book.subject_label(book.rule(row.next.rule), row.next.subject) if row.next else "",
        near(row.next.due, today) if row.next else "",
        left(row, today),
        f"{advice} {late} late" if late else advice,
        row.caseworker or "unallocated",
    )


def left(row: CaseRow, today: date) -> str:
    """The state of a case with what is left, glyph first: "! 12 late", "~ 2 days", "✓ met"."""
    if not row.is_open(today) and row.closes_on:
        return f"{GLYPH[row.state]} closed {near(row.closes_on, today)}"
    if row.next is None:
        return f"{GLYPH[row.state]} {row.state.value.replace('_', ' ')}"
    days = row.next.days_left(today)
    words = "today" if days == 0 else plural(days, "day") if days > 0 else f"{-days} late"
    if row.next.state is State.RELIEVED:
        words = f"relieved, {-days} past"
    return f"{GLYPH[row.next.state]} {words}"


def clock_page(
    clock: Clock, case: CaseFacts, today: date, warning_days: int, book: Rulebook, width: int
) -> Iterator[str]:
    """One clock, and why it ends when it does."""
    said = explain(clock, case, book)
    yield f"{clock.label} ({clock.rule})"
    yield from entry("Due", _due(clock, today, warning_days), width)
    if clock.act_by and clock.act_by != clock.due:
        yield from entry("Act by", f"{british(clock.act_by, 'weekday')}, the last working day before", width)
    yield from entry("Why", said.sentence, width)
    yield from entry("Law", f"{clock.citation} (confidence {clock.confidence})", width)


def _due(clock: Clock, today: date, warning_days: int) -> str:
    if clock.due is None:
        return "the law sets no number of days"
    days = (clock.due - today).days
    when = "today" if days == 0 else f"{plural(abs(days), 'day')} {'left' if days > 0 else 'ago'}"
    state = clock.state(today, warning_days).value.replace("_", " ")
    return f"{british(clock.due, 'weekday')}, {when}: {state}"


def rule_list(rules: Sequence[Rule], book: Rulebook, asked: str, width: int | None) -> Iterator[str]:
    """The rules one to a line, and how many of how many."""
    rows = [(rule.id, limits(rule), rule.bound.value, rule.name, rule.citation) for rule in rules]
    yield from table(RULE_COLUMNS, rows, width)
    yield ""
    found = f"{len(rules)} of {len(book.versions)} rules"
    yield f"{found} mention “{clean(asked)}”." if asked else f"{found}. `ehc-tui rules RULE` explains one."


def rule_page(rule: Rule, book: Rulebook, width: int) -> Iterator[str]:
    """One rule in full."""
    yield f"{rule.name} ({rule.id})"
    yield from entry("Says", rule.sentence, width)
    yield from entry("Limit", f"{limits(rule)}. {unmoved(rule, book)}", width)
    yield from entry("Starts", conditions(rule.triggers, book), width)
    yield from entry("Met by", conditions(rule.met_by, book), width)
    yield from entry("Stopped by", conditions(rule.stopped_by, book), width)
    yield from entry("Binds", binds(rule), width)
    grounds = "; ".join(f"{test.label} ({test.citation})" for test in book.grounds(rule))
    yield from entry("Exceptions", grounds or "none: nothing disapplies this limit", width)
    for pitfall in rule.pitfalls:
        yield from entry("Beware", pitfall, width)
    yield from entry("In force", in_force(rule), width)
    trust = f"{TRUST[rule.confidence]} (confidence {rule.confidence})"
    yield from entry("Law", f"{rule.citation}. {trust}", width)
