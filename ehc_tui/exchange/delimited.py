"""CSV files as people save them: any common encoding and delimiter, quotes, line breaks inside a cell."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from ehc_tui.exchange.sheets import MOST_PHYSICAL_LINES, Sheet, TrackerError, gather

DELIMITERS = ",;\t|"
MOST_CHARACTERS_OF_A_LINE = 1_000_000

_SAMPLE = 100_000
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_EXCEL_HINT = re.compile(r"\s*\"?sep=(.)\"?\s*", re.I)


def delimited_sheet(name: str, content: bytes) -> Sheet:
    """The one sheet of a CSV file, named after the file. Raises `TrackerError` if it is not text."""
    text = decode(name, content)
    _check_lines(name, text)
    hint = _EXCEL_HINT.fullmatch(io.StringIO(text).readline().rstrip("\r\n"))
    delimiter = hint[1] if hint else sniff_delimiter(text[:_SAMPLE])
    records = _records(name, text, delimiter)
    if hint:
        next(records)
    return Sheet(name, *gather(name, records))


def decode(name: str, content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or UTF-32 with a mark, UTF-8 or UTF-16 without one, or cp1252."""
    marked = (encoding for mark, encoding in _BOMS if content.startswith(mark))
    encoding = next(marked, None) or _unmarked_encoding(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text or text.count("\ufffd") > len(text) // 50:
        raise TrackerError(
            f"{name} is no text or is damaged; save the tracker as .xlsx or CSV and import that."
        )
    return text


def _check_lines(name: str, text: str) -> None:
    """Refuses lines that no tracker has: a few bytes for a cell make millions of cells of a long one."""
    for number, line in enumerate(io.StringIO(text, newline=""), 1):
        if len(line) > MOST_CHARACTERS_OF_A_LINE:
            raise TrackerError(
                f"Line {number} of {name} is over {MOST_CHARACTERS_OF_A_LINE:,} characters long; "
                "delete what is no tracker."
            )
        if number > MOST_PHYSICAL_LINES:
            raise TrackerError(
                f"{name} has more than {MOST_PHYSICAL_LINES:,} lines; split it and import the parts."
            )


def _unmarked_encoding(content: bytes) -> str:
    """UTF-16 without a mark shows as zero bytes on every other place of its Latin letters."""
    sample = content[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if len(content) % 2 == 0 and max(even, odd) > len(sample) // 8:
        return "utf-16-be" if even > odd else "utf-16-le"
    return "utf-8"


def sniff_delimiter(sample: str) -> str:
    """The delimiter under which most records of the sample have one number of cells, and a great one."""
    return max(DELIMITERS, key=lambda delimiter: _agreement(sample, delimiter))


def _agreement(sample: str, delimiter: str) -> float:
    widths: Counter[int] = Counter()
    try:
        for record in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in record):
                widths[len(record)] += 1
    except csv.Error:
        return 0
    if not widths:
        return 0
    width, records = max(widths.items(), key=lambda item: (item[0] - 1) * item[1])
    return (width - 1) * records / widths.total()


def _records(name: str, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every record with the physical line on which it starts."""
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, strict=_well_quoted(name, text, delimiter)
    )
    start = 1
    try:
        for record in reader:
            yield start, record
            start = reader.line_num + 1
    except csv.Error as error:
        raise TrackerError(
            f"Line {start} of {name} cannot be read as CSV ({error}); mend it and import the file again."
        ) from error


def _well_quoted(name: str, text: str, delimiter: str) -> bool:
    """False for a file with stray quotation marks inside its cells, which is read leniently.

    A quotation mark that is never closed would swallow the rest of the file unseen, so it is refused.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for _ in reader:
            start = reader.line_num + 1
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            raise TrackerError(
                f"The quotation mark opened on line {start} of {name} is never closed; "
                "mend that line and import the file again."
            ) from error
        return False
    return True
