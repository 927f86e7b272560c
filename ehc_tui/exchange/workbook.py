"""XLSX workbooks: every worksheet as rows of values, formulas as the values Excel last saved for them."""

from __future__ import annotations

import io
import warnings
import zipfile
from typing import Any

from ehc_tui.exchange.sheets import Sheet, TrackerError, gather
from ehc_tui.text import clean

MOST_UNPACKED_BYTES = 300_000_000

_OTHER_KINDS = (
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a presentation"),
    ("content.xml", "an OpenDocument file"),
    ("Index/Document.iwa", "a Numbers document"),
)


def workbook_sheets(name: str, content: bytes) -> tuple[Sheet, ...]:
    """The worksheets of an XLSX file in their order, hidden ones marked. Raises `TrackerError`."""
    _check_archive(name, content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library warns of drawings and validation rules it leaves out
        try:
            book = _book(name, content)
            try:
                sheets = tuple(_sheet(name, book, worksheet) for worksheet in book.worksheets)
            finally:
                book.close()
        except TrackerError:
            raise
        except Exception as error:  # whatever the library stumbles over in a damaged file
            raise error.__cause__ if isinstance(error.__cause__, TrackerError) else _damaged(name) from error
    if not sheets:
        raise TrackerError(f"{name} has no worksheet; save the tracker as .xlsx or CSV and import that.")
    return sheets


def _book(name: str, content: bytes) -> Any:
    """The workbook as the library sees it, once its parts are counted, through an archive that is metered."""
    from openpyxl.reader.excel import ExcelReader

    from ehc_tui.exchange.parts import Metered, check_parts

    check_parts(name, io.BytesIO(content))
    reader = ExcelReader(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    reader.archive.close()
    reader.archive = Metered(name, io.BytesIO(content))
    reader.read()
    return reader.wb


def _sheet(name: str, book: Any, worksheet: Any) -> Sheet:
    worksheet.reset_dimensions()  # some programs write the wrong size, which would cut the sheet short
    rows = (tuple(map(_unescaped, row)) for row in worksheet.iter_rows(values_only=True))
    lines, blank_lines = gather(name, enumerate(rows, 1))
    hidden = worksheet.sheet_state != "visible"
    return Sheet(clean(worksheet.title), lines, blank_lines, hidden, book.epoch.date())


def _unescaped(value: Any) -> Any:
    """A cell without Excel's own spelling of control characters, such as `_x000D_` before a line break."""
    if not isinstance(value, str) or "_x" not in value:
        return value
    from openpyxl.utils.escape import unescape

    return unescape(value)


def _check_archive(name: str, content: bytes) -> None:
    """Refuses what is not a workbook, and what would unpack to more than a tracker can be."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise _damaged(name) from error
    names = {entry.filename for entry in entries}
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED_BYTES:
        raise TrackerError(
            f"{name} would unpack to {MOST_UNPACKED_BYTES // 1_000_000} MB, too much for a tracker; "
            "save the sheet that holds the cases as CSV and import that."
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise TrackerError(f"{name} is protected by a password; remove the password and save a copy.")
    if "xl/workbook.xml" in names:
        return
    for part, what in _OTHER_KINDS:
        if part in names:
            raise TrackerError(f"{name} is {what}; save the tracker as .xlsx or CSV and import that.")
    if "[Content_Types].xml" not in names:
        raise TrackerError(
            f"{name} is a ZIP archive and no spreadsheet; unpack it and import the tracker in it."
        )


def _damaged(name: str) -> TrackerError:
    return TrackerError(f"{name} is damaged; open it in Excel, save a copy as .xlsx and import the copy.")
