"""The caseload as a file for a spreadsheet: CSV or XLSX, one line per case, in the order it is shown.

Dates are ISO dates in CSV and real dates in XLSX, and text that a spreadsheet would run as a formula is made
harmless. The headings are ones the tracker import knows, so that a file written here can be read back.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

from ehc_tui.exchange.private_file import FileRefused, private_file
from ehc_tui.law.ages import year_group
from ehc_tui.law.weeks import week_number
from ehc_tui.text import clean, neutralise

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from ehc_tui.store.case_row import CaseRow

Cell = str | int | date | None
MADE = "Exported"
"""The heading of the column that says who made a CSV, and when."""


class Column(NamedTuple):
    """One column of the file: its heading, what a case has there on a day, and its width in a workbook."""

    heading: str
    value: Callable[[CaseRow, date], Cell]
    width: int = 12


COLUMNS: tuple[Column, ...] = (
    Column("Reference", lambda row, _: row.ref),
    Column("Surname", lambda row, _: row.surname, 18),
    Column("Forename", lambda row, _: row.forename, 18),
    Column("Date of birth", lambda row, _: row.born),
    Column("Year group", lambda row, today: year_group(row.born, today) if row.born else None),
    Column("Setting", lambda row, _: row.setting, 28),
    Column("Caseworker", lambda row, _: row.caseworker, 16),
    Column("SEN officer", lambda row, _: row.officer, 16),
    Column("Request received", lambda row, _: row.received_on),
    Column("Week", lambda row, today: week_number(row.received_on, today) if row.received_on else None, 6),
    Column("Decision to assess date", lambda row, _: row.assess_on),
    Column("Assess Y/N", lambda row, _: row.assess_outcome),
    Column("Advice asked", lambda row, _: row.advice_asked, 8),
    Column("Advice in", lambda row, _: row.advice_received, 8),
    Column("Advice late", lambda row, today: row.advice_late(today), 8),
    Column("Plan decision date", lambda row, _: row.plan_on),
    Column("Plan decision", lambda row, _: row.plan_outcome),
    Column("Draft issued", lambda row, _: row.draft_on),
    Column("Final issued", lambda row, _: row.final_on),
    Column("State", lambda row, _: row.state.value.replace("_", " ")),
    Column("Next duty", lambda row, _: row.next.rule.replace("_", " ") if row.next else None, 24),
    Column("Next duty about", lambda row, _: row.next.subject or None if row.next else None, 16),
    Column("Next duty due", lambda row, _: row.next.due if row.next else None),
    Column("Next duty act by", lambda row, _: row.next.act_by if row.next else None),
    Column("Days left", lambda row, today: row.next.days_left(today) if row.next else None, 8),
    Column("Last contact", lambda row, _: row.contact_on),
    Column("Left the caseload", lambda row, today: None if row.is_open(today) else row.closes_on),
)


def write_csv(rows: Iterable[CaseRow], stream: TextIO, today: date, made: str = "") -> int:
    """Writes the heading and a line per case to a text stream as they come; returns the number of cases.

    CSV has no place for remarks, so who `made` it, and when, is a last column: it stays with each case when
    lines are sorted, cut or copied.
    """
    writer = csv.writer(stream, lineterminator="\n")
    extra = [as_csv(made)] if made else []
    writer.writerow([*(column.heading for column in COLUMNS), *([MADE] if made else [])])
    count = 0
    for row in rows:
        writer.writerow([*(as_csv(column.value(row, today)) for column in COLUMNS), *extra])
        count += 1
    return count


def export(
    rows: Iterable[CaseRow], path: Path, today: date, *, made: str = "", overwrite: bool = False
) -> int:
    """Writes the cases to `path`, CSV or XLSX by its ending; returns how many there were.

    `made` says by whom and when: in the last column of a CSV, in the properties of a workbook.

    The CSV begins with a byte-order mark, without which Excel garbles names. The file is complete or absent
    and only its owner can read it. Raises `FileRefused` for another ending, an existing file (unless
    `overwrite`) or a place that cannot be written.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise FileRefused(f"{path.name} should end in .csv or .xlsx, which says what kind of file to write.")
    with private_file(path, overwrite=overwrite) as file:
        return write(rows, file, today, made)


def as_csv(value: Cell) -> str:
    """The value as CSV text: nothing for None, an ISO date, a number, or text no spreadsheet will run."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    return neutralise(clean(value, lines=True))


def _csv_file(rows: Iterable[CaseRow], file: Path, today: date, made: str) -> int:
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        return write_csv(rows, stream, today, made)


def _xlsx_file(rows: Iterable[CaseRow], file: Path, today: date, made: str) -> int:
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    book.properties.creator, book.properties.description = "", clean(made)
    sheet = book.create_sheet("Caseload")
    sheet.freeze_panes = "A2"
    for number, column in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    count = 0
    try:
        sheet.append([_workbook_cell(sheet, column.heading) for column in COLUMNS])
        for row in rows:
            sheet.append([_workbook_cell(sheet, column.value(row, today)) for column in COLUMNS])
            count += 1
    except BaseException:
        book.save(BytesIO())  # or openpyxl would leave the rows so far in a temporary file
        raise
    book.save(file)
    return count


def _workbook_cell(sheet: WriteOnlyWorksheet, value: Cell) -> object:
    """What openpyxl takes for a value: text is stored as text whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, clean(value, lines=True))
    cell.data_type = "s"
    return cell


_WRITERS: dict[str, Callable[[Iterable[CaseRow], Path, date, str], int]] = {
    ".csv": _csv_file,
    ".xlsx": _xlsx_file,
}
