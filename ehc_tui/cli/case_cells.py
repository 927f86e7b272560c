"""The caseload as a table of plain text: its columns, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from ehc_tui.cli.plain import Column
from ehc_tui.law.ages import year_group
from ehc_tui.law.model import State
from ehc_tui.law.weeks import week_number
from ehc_tui.present.prose import near, plural
from ehc_tui.present.runs import GLYPH

if TYPE_CHECKING:
    from ehc_tui.store.case_row import CaseRow

DutyName = Callable[[str, str], str]

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


def case_cells(row: CaseRow, today: date, duty_name: DutyName) -> tuple[str, ...]:
    """One case of the list in the order of `CASE_COLUMNS`."""
    late = row.advice_late(today)
    advice = f"{row.advice_received}/{row.advice_asked}" if row.advice_asked else ""
    return (
        row.ref,
        row.child,
        year_group(row.born, today) if row.born else "",
        str(week_number(row.received_on, today)) if row.received_on else "",
        duty_name(row.next.rule, row.next.subject) if row.next else "",
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
