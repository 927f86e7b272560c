"""Rules and clocks as pages of plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ehc_tui.cli.plain import Column, entry, table
from ehc_tui.law.explain import explain
from ehc_tui.present.prose import plural
from ehc_tui.present.rules.words import TRUST, binds, conditions, in_force, limits, unmoved
from ehc_tui.text import british, clean

if TYPE_CHECKING:
    from ehc_tui.law.model import CaseFacts, Clock
    from ehc_tui.law.rulebook import Rule, Rulebook

RULE_COLUMNS = (Column("Rule"), Column("Limit"), Column("Binds"), Column("What", 12), Column("Where", 12))


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
