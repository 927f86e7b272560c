"""Dates as trackers hold them: real ones, dates typed in a dozen ways, serial numbers, words."""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import Enum

from ehc_tui.exchange.sheets import SERIAL_DAY_ZERO, Cell
from ehc_tui.text import absolute_day

SERIALS = range(20_000, 65_000)  # 1954 to 2077 when counted from the usual day
YEARS = range(1930, 2100)

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_NOT_GIVEN = re.compile(
    r"""(?x)
    [\W_0]* | 00?/0?1/1900 | x+ | no | nil | na | nan | nat | null | blank | unknown | \#n/a
    | none\b.* | n\ ?[/.]\ ?a\b.*
    | (?: tb[acdn] | to\ be\ (?:agreed|arranged|confirmed|decided) | await\w* | waiting | pending
        | outstanding | requested | chas(?:ed|ing)
        | not\ (?:applicable|back|due|in|involved|known|needed|rec'?d|received|requested|required|yet) ) \b\D*
    """
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})")
_LOOKS_LIKE_A_DAY = re.compile(
    rf"""(?xi)
    (?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]?\s+)?
    (?: \d{{1,4}}\s*[-/.\\\s]\s*\d{{1,2}} (?:\s*[-/.\\\s]\s*\d{{1,4}})?
      | \d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?[-/.,\s]*{_MONTH}[-/.,\s]*'?\d{{0,4}}
      | {_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:[,\s]+\d{{4}})?
      | \d{{6,8}} )
    (?:\s+\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?
    """
)


class NoDay(Enum):
    """Why a cell gives no day."""

    NOT_GIVEN = "not given"
    IMPOSSIBLE = "impossible"
    WORDS = "words"


def tracker_day(cell: Cell, day_zero: date = SERIAL_DAY_ZERO) -> date | NoDay:
    """The day in a cell of a date column, day before month, or why there is none.

    Blank cells, dashes, words for "not yet" and the empty date that a spreadsheet shows as 00/01/1900 are not
    given; 31/02/2026, a day without its year or in a year no child on a caseload can have lived in are
    impossible; anything else that is no date is words.
    """
    if isinstance(cell, str):
        text = " ".join(cell.split())
        if _NOT_GIVEN.fullmatch(text.casefold()):
            return NoDay.NOT_GIVEN
        found = _typed(text, day_zero)
        if found is None and not _LOOKS_LIKE_A_DAY.fullmatch(text):
            return NoDay.WORDS
    elif cell is None or cell == 0:
        return NoDay.NOT_GIVEN
    else:
        found = cell if isinstance(cell, date) else _numbered(cell, day_zero)
    if found is not None and found.year <= SERIAL_DAY_ZERO.year + 1:
        return NoDay.NOT_GIVEN
    return found if found is not None and found.year in YEARS else NoDay.IMPOSSIBLE


def _typed(text: str, day_zero: date) -> date | None:
    if _SERIAL.fullmatch(text) or _COMPACT.fullmatch(text):
        return _numbered(float(text), day_zero)
    return absolute_day(text) or absolute_day(text.replace("\\", "/").rstrip(" .?*"))


def _numbered(number: float, day_zero: date) -> date | None:
    """A serial number counted from `day_zero`, or a year, month and day written together."""
    if not 0 < number < 100_000_000:
        return None
    if int(number) in SERIALS:
        return day_zero + timedelta(int(number))
    compact = _COMPACT.fullmatch(str(int(number)))
    return absolute_day("-".join(compact.groups())) if compact else None


def holds_day(cell: Cell, day_zero: date = SERIAL_DAY_ZERO) -> bool:
    """Whether the cell holds a day written as one; a bare number does not count."""
    return not isinstance(cell, int | float) and isinstance(tracker_day(cell, day_zero), date)
