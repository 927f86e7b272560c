"""A tracker file as sheets of cells: whatever it was written with, in the line numbers its owner sees.

A cell is a cleaned text, a date, a number or None. Nothing here knows what a tracker means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from ehc_tui.confinement import Confined, within
from ehc_tui.text import clean, neutralise

Cell = str | date | int | float | None

MOST_BYTES = 100_000_000
MOST_LINES = 200_000
MOST_COLUMNS = 1_000
MOST_PHYSICAL_LINES = 1_048_576
"""As many as a worksheet has; in a CSV file with the breaks inside cells, and blank lines in both."""
MOST_CELLS = 20_000_000
"""Of one sheet, blank ones before the last of a line's included."""
MOST_CHARACTERS = 131_072
"""In one cell: four times what Excel holds."""
SERIAL_DAY_ZERO = date(1899, 12, 30)

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FOREIGN = (
    (b"%PDF", "a PDF document"),
    (b"<!DOCTYPE", "a web page"),
    (b"<html", "a web page"),
    (b"<table", "a web page"),
    (b"<?xml", "an XML document"),
    (b"{\\rtf", "a text document"),
    (b"PK", "a damaged or empty ZIP archive"),
)


class TrackerError(ValueError):
    """The file cannot be read as a tracker. Its text is one sentence: what is wrong, where, what to do."""


class Line(NamedTuple):
    """One record. `number` is the physical line of a CSV file on which it starts, or a worksheet's row."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of one sheet that hold anything at all, and how many blank ones lie between them.

    `day_zero` is the day that a bare serial number counts from.
    """

    name: str
    lines: tuple[Line, ...]
    blank_lines: int = 0
    hidden: bool = False
    day_zero: date = SERIAL_DAY_ZERO


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """The sheets of a CSV or XLSX file, at least one of them with a line; what it is is told from its bytes.

    Raises `TrackerError` for a file that is missing, unreadable, empty, too large, damaged, protected by a
    password or of another kind.
    """
    return sheets_in(clean(path.name), _content(path))


def sheets_in(name: str, content: bytes) -> tuple[Sheet, ...]:
    """The same for the bytes of a file of that name. Raises `TrackerError`."""
    if content.startswith(_ZIP):
        from ehc_tui.exchange.workbook import workbook_sheets

        sheets = workbook_sheets(name, content)
    else:
        _refuse_foreign(name, content)
        from ehc_tui.exchange.delimited import delimited_sheet

        sheets = (delimited_sheet(name, content),)
    if not any(sheet.lines for sheet in sheets):
        raise TrackerError(f"{name} holds no rows; choose the file that holds the tracker.")
    return sheets


def _content(path: Path) -> bytes:
    named = clean(path)
    try:
        path = within(path)
        if path.is_dir():
            raise TrackerError(f"{named} is a folder; name the tracker file in it.")
        if path.exists() and not path.is_file():
            raise TrackerError(f"{named} is not a file; name a CSV or XLSX file.")
        if path.exists() and path.stat().st_size > MOST_BYTES:
            raise TrackerError(
                f"{named} is larger than {MOST_BYTES // 1_000_000} MB; split it and import the parts."
            )
        content = path.read_bytes()
    except Confined as refusal:
        raise TrackerError(str(refusal)) from refusal
    except FileNotFoundError:
        raise TrackerError(f"There is no file {named}; check its name and folder.") from None
    except OSError as error:
        reason = error.strerror or error
        raise TrackerError(f"{named} cannot be read ({reason}); check that you may open it.") from error
    if not content:
        raise TrackerError(f"{named} is empty; choose the file that holds the tracker.")
    return content


def _refuse_foreign(name: str, content: bytes) -> None:
    """Says what a file is that is neither a worksheet nor a text."""
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise TrackerError(
                f"{name} is protected by a password; remove the password in Excel and save a copy."
            )
        raise TrackerError(
            f"{name} is in the old Excel format (.xls); save it as .xlsx or CSV and import that."
        )
    start = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for mark, what in _FOREIGN:
        if start.startswith(mark.lower()):
            raise TrackerError(f"{name} is {what}; save the tracker as .xlsx or CSV and import that.")


def gather(name: str, records: Iterable[tuple[int, Iterable[object]]]) -> tuple[tuple[Line, ...], int]:
    """Numbered raw records as lines of cleaned cells, and how many blank ones were left out between them."""
    lines: list[Line] = []
    blank = pending = taken = 0
    for number, record in records:
        if number > MOST_PHYSICAL_LINES:
            raise TrackerError(
                f"{name} goes on beyond line {MOST_PHYSICAL_LINES:,}; delete what is no tracker."
            )
        raw = tuple(record)
        taken += len(raw)
        if taken > MOST_CELLS:
            raise TrackerError(f"{name} has over {MOST_CELLS:,} cells; delete what is no tracker.")
        if any(isinstance(cell, str) and len(cell) > MOST_CHARACTERS for cell in raw):
            raise TrackerError(
                f"Line {number} of {name} has a cell of over {MOST_CHARACTERS:,} characters; shorten it."
            )
        cells = _without_blank_end(map(tidy, raw))
        if not cells:
            pending += 1
            continue
        if len(lines) == MOST_LINES:
            raise TrackerError(f"{name} has more than {MOST_LINES:,} rows; split it and import the parts.")
        if len(cells) > MOST_COLUMNS:
            raise TrackerError(
                f"Line {number} of {name} has over {MOST_COLUMNS:,} columns; delete what is no tracker."
            )
        if lines:
            blank += pending
        pending = 0
        lines.append(Line(number, cells))
    return tuple(lines), blank


def _without_blank_end(cells: Iterator[Cell]) -> tuple[Cell, ...]:
    kept = list(cells)
    while kept and kept[-1] is None:
        kept.pop()
    return tuple(kept)


def tidy(value: object) -> Cell:
    """A raw cell as the rest of the import sees it: text cleaned, a date without its time, nothing as None.

    The apostrophe that an export put before what a spreadsheet would run as a formula is taken off again.
    """
    if not isinstance(value, str):
        if isinstance(value, datetime):
            return value.date()
        if value is None or isinstance(value, date):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
    text = clean(value, lines=True)
    if text.startswith("'") and neutralise(text[1:]) == text:
        text = text[1:]
    return text or None
