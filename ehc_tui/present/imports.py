"""What the import screen shows: the columns and what they mean, the rows refused, what to look at."""

from __future__ import annotations

from collections.abc import Sequence

from ehc_tui.exchange.columns import Column, Confidence
from ehc_tui.exchange.fields import IGNORE, label_of
from ehc_tui.exchange.report import Report
from ehc_tui.exchange.tracker import SheetPlan
from ehc_tui.present.page import GUTTER, Page
from ehc_tui.present.prose import columns, paragraph
from ehc_tui.present.runs import Line, Run, Style

_SURE = {
    Confidence.GIVEN: ("yours", Style.ACCENT),
    Confidence.SURE: ("sure", Style.DIM),
    Confidence.LIKELY: ("likely", Style.PLAIN),
    Confidence.GUESS: ("guessed", Style.WARN),
}
_SURE_WIDTH = 7

PlacedColumn = tuple[SheetPlan, Column]


def placed_columns(plans: Sequence[SheetPlan]) -> list[PlacedColumn]:
    """Every column of the sheets that have a table, in their order."""
    return [(plan, column) for plan in plans for column in plan.columns]


def columns_page(plans: Sequence[SheetPlan], width: int) -> Page:
    """The columns of all sheets: heading, what it was taken for, how surely, what is in it."""
    placed = placed_columns(plans)
    several = len({plan.sheet.name for plan, _ in placed}) > 1
    room = width - GUTTER
    heading = max(room * 3 // 10, 10)
    meaning = max(room * 2 // 5, 10)
    found = max(room - heading - meaning - _SURE_WIDTH - 3, 0)

    def row(index: int) -> Line:
        plan, column = placed[index]
        ignored = column.field == IGNORE
        sure, style = (
            ("", Style.DIM) if ignored and column.confidence != Confidence.GIVEN else _SURE[column.confidence]
        )
        name = f"{plan.sheet.name}: {column.label}" if several else column.label
        return columns(
            (name, heading, Style.DIM if ignored else Style.PLAIN),
            (label_of(column.field), meaning, Style.DIM if ignored else Style.PLAIN),
            (sure, _SURE_WIDTH, style),
            (", ".join(column.samples), found, Style.DIM),
        )

    titles = (("Column", heading), ("Taken for", meaning), ("Sure?", _SURE_WIDTH), ("In it", found))
    head = (Run(" " * GUTTER), *columns(*((title, cells, Style.HEAD) for title, cells in titles)))
    return Page(
        (head,),
        len(placed),
        row,
        lambda index: _about_column(*placed[index], width),
        _empty("There is no column to show; press o to choose a file."),
    )


def _about_column(plan: SheetPlan, column: Column, width: int) -> list[Line]:
    where = f"sheet {plan.sheet.name}"
    if plan.layout:
        where += f", headings in row {plan.layout.header}"
    if column.group:
        where += f", under “{column.group}”"
    lines = [
        *paragraph(" Taken for ", f"{label_of(column.field)} ({column.field} in a mapping file)", width - 1),
        *paragraph(" Stands on ", where, width - 1),
        *paragraph(" Holds ", " · ".join(column.samples) or "nothing in the first rows", width - 1),
    ]
    if plan.left_out:
        lines += paragraph(" Note ", f"this sheet is left out: {plan.left_out}", width - 1, Style.WARN)
    return lines


def rows_page(report: Report, width: int) -> Page:
    """The rows that are rejected, then what is left out: place, what stands there, why."""
    told = [(row.place, row.field, row.value, row.reason, Style.WARN) for row in report.rejected]
    told += [(row.place, "left out", "", row.reason, Style.DIM) for row in report.skipped]
    place, field = max((width - GUTTER) // 4, 8), max((width - GUTTER) // 4, 8)
    rest = max(width - GUTTER - place - field - 2, 0)

    def row(index: int) -> Line:
        where, what, value, reason, style = told[index]
        why = f"“{value}”: {reason}" if value else reason
        return columns((where, place, Style.PLAIN), (what, field, style), (why, rest, Style.PLAIN))

    def detail(index: int) -> Sequence[Line]:
        where, what, value, reason, _ = told[index]
        why = f"{what} “{value}”: {reason}" if value else f"{what}: {reason}"
        return paragraph(" ", f"{where}, {why}.", width - 1)

    titles = (("Where", place), ("What", field), ("Why", rest))
    head = (Run(" " * GUTTER), *columns(*((title, cells, Style.HEAD) for title, cells in titles)))
    return Page((head,), len(told), row, detail, _empty("Every row is a case that can be imported."))


def remarks_page(report: Report, width: int) -> Page:
    """What to look at: what the import would change, likely duplicates, warnings; each in full below."""
    told: list[tuple[str, str, Style]] = []
    if outcome := report.outcome:
        told += [
            (f"{pair.ref} and {pair.other_ref}", f"the same child? {pair.why}", Style.WARN)
            for pair in outcome.duplicates
        ]
        told += [(ref, "; ".join(changes), Style.ACCENT) for ref, changes in outcome.updated.items()]
    told += [("", warning, Style.PLAIN) for warning in report.all_warnings]

    def row(index: int) -> Line:
        who, what, style = told[index]
        return columns((f"{who}: {what}" if who else what, max(width - GUTTER - 1, 0), style))

    def detail(index: int) -> Sequence[Line]:
        who, what, _ = told[index]
        return paragraph(" ", f"{who}: {what}" if who else what, width - 1)

    return Page((), len(told), row, detail, _empty("There is nothing that you should look at."))


def _empty(sentence: str) -> Sequence[Line]:
    return ((), (Run(f"   {sentence}", Style.DIM),))
