"""A tracker read and understood: sheets planned, rows turned into cases, and the report of a dry run.

Reading the file, planning its columns and reading its rows are apart, so that a mapping can be corrected
without reading the file again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from ehc_tui.casework.inputs import ImportedCase
from ehc_tui.exchange.columns import Column, recognise
from ehc_tui.exchange.days import tracker_day
from ehc_tui.exchange.fields import label_of
from ehc_tui.exchange.layout import Layout, find_layout
from ehc_tui.exchange.mapping import TrackerMapping, check_names, give
from ehc_tui.exchange.records import RowReader, RowRejectedError
from ehc_tui.exchange.remarks import Remark, Remarks
from ehc_tui.exchange.report import Rejected, Report, Skipped, counted
from ehc_tui.exchange.sheets import Line, Sheet, TrackerError, read_sheets
from ehc_tui.text import clean, fold

Progress = Callable[[int, int], None]

PROGRESS_EVERY = 500

_TOTALS = re.compile(
    r"(?:(?:grand |sub ?)?totals?|sum|count|average|percent\w*|(?:number|no) of|key|legend|updated)\b.*"
)
_IDENTITY = ("surname", "name", "forename", "born", "request_received")
_WORK = ("setting", "route", "caseworker", "officer", "note")


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """How a sheet is going to be read; `left_out` says why it is not."""

    sheet: Sheet
    layout: Layout | None = None
    left_out: str = ""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the sheet with their fields; none without a table."""
        return self.layout.columns if self.layout else ()

    @property
    def mapping(self) -> dict[str, Any]:
        """The header row and the fields of the columns, as the report and a mapping file have them."""
        columns = {
            column.label: {"field": column.field, "confidence": column.confidence.value}
            for column in self.columns
        }
        return {"header": self.layout.header if self.layout else None, "columns": columns}


@dataclass(frozen=True, slots=True)
class TrackerReading:
    """The cases of a tracker and the report that a dry run gives."""

    cases: tuple[ImportedCase, ...]
    report: Report


def read_tracker(
    path: Path, today: date, mapping: TrackerMapping | None = None, progress: Progress | None = None
) -> TrackerReading:
    """The cases in a file, and what an import of it would accept, reject and warn of. Nothing is written.

    Raises `TrackerError` when the file cannot be read, no sheet holds cases, or the mapping does not fit it.
    `progress` is told (rows done, rows in all).
    """
    plans = plan_sheets(read_sheets(path), today, mapping or TrackerMapping())
    return read_cases(clean(path.name), plans, today, progress)


def plan_sheets(sheets: Sequence[Sheet], today: date, mapping: TrackerMapping) -> tuple[SheetPlan, ...]:
    """The sheets with their tables found, and their columns recognised where no mapping gives them."""
    plans = []
    for sheet in sheets:
        given = mapping.of(sheet.name)
        layout = find_layout(sheet.lines, given.header)
        if given.skip:
            plans.append(SheetPlan(sheet, left_out="left out, as the mapping says"))
        elif sheet.hidden and sheet.name not in mapping.sheets:
            plans.append(SheetPlan(sheet, left_out="hidden sheet; name it in a mapping file to import it"))
        elif layout is None:
            plans.append(SheetPlan(sheet, left_out=_no_table(sheet, given.header)))
        else:
            columns = give(layout.columns, given, mapping.source, sheet.name)
            columns = recognise(columns, layout.lines, sheet.day_zero, today)
            layout = replace(layout, columns=columns)
            plans.append(SheetPlan(sheet, layout, _missing(columns)))
    check_names(mapping, {plan.sheet.name: [column.label for column in plan.columns] for plan in plans})
    return tuple(plans)


def _no_table(sheet: Sheet, header: int | None) -> str:
    if not sheet.lines:
        return "the sheet is empty"
    if header is not None:
        return f"row {header}, named in the mapping as the header, is blank or not there"
    return "no row with headings of a tracker was found"


def _missing(columns: Sequence[Column]) -> str:
    """What a sheet lacks to be a tracker; "" if nothing."""
    fields = {column.field for column in columns}
    lacks = []
    if not fields & {"name", "surname"}:
        lacks.append("the child's name")
    if "request_received" not in fields:
        lacks.append("the day the request was received")
    return f"no column for {' or '.join(lacks)} was recognised" if lacks else ""


def read_cases(
    source: str, plans: Sequence[SheetPlan], today: date, progress: Progress | None = None
) -> TrackerReading:
    """The cases of the planned sheets. Raises `TrackerError` if there is none to be looked for."""
    read = [plan for plan in plans if not plan.left_out]
    if not read:
        reasons = "; ".join(f"{plan.sheet.name}: {plan.left_out}" for plan in plans)
        raise TrackerError(
            f"No cases were found in {source} ({reasons}); name header row and columns in a mapping file."
        )
    gathering = _Gathering(
        source, today, progress, sum(len(plan.layout.lines) for plan in read if plan.layout)
    )
    for plan in plans:
        gathering.take(plan, several=len(read) > 1)
    if not gathering.report.rows:
        raise TrackerError(
            f"{source} has headings but no case below them; choose the file that holds the tracker."
        )
    gathering.report.warnings = gathering.remarks.sentences()
    return TrackerReading(tuple(gathering.cases), gathering.report)


class _Gathering:
    """Reads sheet after sheet into one report."""

    def __init__(self, source: str, today: date, progress: Progress | None, total: int) -> None:
        self.cases: list[ImportedCase] = []
        self.report = Report(source)
        self.remarks = Remarks()
        self._today = today
        self._progress = progress
        self._total = total
        self._done = 0
        self._refs: dict[str, str] = {}
        self._children: dict[tuple[str, date], str] = {}

    def take(self, plan: SheetPlan, *, several: bool) -> None:
        """Reads one sheet, or notes why it is left out."""
        name, layout = plan.sheet.name, plan.layout
        if plan.left_out or layout is None:
            self._skip(name, None, plan.left_out)
            return
        self.report.mapping[name] = plan.mapping
        if plan.sheet.blank_lines:
            self._skip(name, None, f"{counted(plan.sheet.blank_lines, 'blank row')} between others")
        for column in layout.columns:
            if meant := column.passed_over:
                self.remarks.add(Remark.COLUMN_NOT_READ, what=column.label, example=label_of(meant))
        reader = RowReader(layout.columns, plan.sheet.day_zero, self._today, self.remarks)
        gives_refs = reader.has("ref") and any(reader.text(line, "ref") for line in layout.lines)
        if not gives_refs:
            self.remarks.add(Remark.NO_REFERENCES)
        headings = frozenset(fold(column.heading) for column in layout.columns if column.heading)
        if layout.above:
            self._skip(
                name, None, f"{counted(layout.above, 'row')} above the headings in row {layout.header}"
            )
        for line in layout.lines:
            self._count()
            if reason := _no_case(line, reader, headings, plan.sheet):
                self._skip(name, line.number, reason)
                continue
            self.report.rows += 1
            place = f"{name} row {line.number}" if several else f"line {line.number}"
            try:
                self._take_row(reader, line, place, gives_refs=gives_refs)
            except RowRejectedError as why:
                self.report.rejected.append(Rejected(name, line.number, why.field, why.value, why.reason))

        if layout.next_header:
            rows = counted(layout.beyond, "row")
            self._skip(
                name,
                layout.next_header,
                f"another table begins here, {rows} with its headings; "
                f"import it with header = {layout.next_header} in a mapping file",
            )

    def _take_row(self, reader: RowReader, line: Line, place: str, *, gives_refs: bool) -> None:
        ref = reader.text(line, "ref")
        if gives_refs and not ref:
            raise RowRejectedError("ref", ref, "there is no case reference, though the other rows have one")
        first = self._refs.setdefault(fold(ref), place) if ref else place
        if first != place:
            raise RowRejectedError("ref", ref, f"the reference is used before, on {first}")
        case = reader.read(line, place, f"{self.report.source} {place}")
        if case.born:
            child = (fold(f"{case.surname} {case.forename}"), case.born)
            if (other := self._children.setdefault(child, place)) != place:
                who = f"{case.surname}, {case.forename}".strip(", ")
                self.remarks.add(Remark.SAME_CHILD, place, example=f"{who}, also on {other}")
        self.cases.append(case)

    def _skip(self, sheet: str, line: int | None, reason: str) -> None:
        self.report.skipped.append(Skipped(sheet, line, reason))

    def _count(self) -> None:
        self._done += 1
        if self._progress and (self._done % PROGRESS_EVERY == 0 or self._done == self._total):
            self._progress(self._done, self._total)


def _no_case(line: Line, reader: RowReader, headings: frozenset[str], sheet: Sheet) -> str:
    """Why a row is no case at all; "" if it is one."""
    filled = [cell for cell in line.cells if cell is not None]
    texts = [fold(cell) for cell in filled if isinstance(cell, str)]
    repeated = sum(" ".join(text.split()) in headings for text in texts)
    if len(texts) > 2 and repeated > 0.6 * len(filled):
        return "the headings again"
    received = tracker_day(reader.cell(line, "request_received"), sheet.day_zero)
    if texts and _TOTALS.fullmatch(texts[0]) and not isinstance(received, date):
        return "a row of totals or notes"
    if len(filled) < 2:
        return "a heading or note, no case"
    if any(reader.given(line, field) for field in _IDENTITY):
        return ""
    if not reader.given(line, "ref"):
        return "a heading or note, no case"
    return "" if any(reader.given(line, field) for field in _WORK) else "a reference without a case"
