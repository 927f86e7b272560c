"""Dates as trackers hold them: real ones, dates typed in a dozen ways, serial numbers, words."""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache

from ehc_tui.exchange.sheets import SERIAL_DAY_ZERO, Cell
from ehc_tui.text import absolute_day

SERIALS = range(20_000, 65_000)  # 1954 to 2077 when counted from the usual day
YEARS = range(1930, 2100)
_LAST_EMPTY_DAY = date(1900, 1, 1)  # how databases and spreadsheets write the number 0 or 1 as a date
_ANY_LEAP_YEAR = 2024

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_NOT_GIVEN = re.compile(
    r"""(?x)
    [\W_0]* | 00?/0?1/1900 | x+ | no | nil | na | nan | nat | null | blank | unknown | \#n/a
    | none\b.* | n\ ?[/.]\ ?a\b.*
    | (?: tb[acdn] | to\ be\ (?:agreed|arranged|confirmed|decided) | await\w* | waiting | pending
        | outstanding | requested | chas(?:ed|ing)
        | n\ ?/?\ ?y?k
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
_DAY_AMONG_WORDS = re.compile(
    rf"""(?xi)
    (?<![\w/.-])
    (?: \d{{1,2}} ([-/.]) \d{{1,2}} \1 (?:\d{{4}}|\d{{2}})
      | \d{{4}}-\d{{1,2}}-\d{{1,2}}
      | \d{{1,2}}(?:st|nd|rd|th)?[-\s]{_MONTH}[-\s](?:\d{{4}}|'?\d{{2}}) )
    (?![\w/-])
    """
)


class NoDay(Enum):
    """Why a cell gives no day, in words that follow its value."""

    NOT_GIVEN = "no date is given"
    IMPOSSIBLE = "there is no such day"
    WITHOUT_YEAR = "the year is missing"
    WRONG_YEAR = "the year cannot be right"
    WORDS = "this is no date"

    @property
    def cannot_be(self) -> bool:
        """Whether the cell was meant as a day, but as it is written there is none."""
        return self in (NoDay.IMPOSSIBLE, NoDay.WITHOUT_YEAR, NoDay.WRONG_YEAR)


@lru_cache(maxsize=8192)
def tracker_day(cell: Cell, day_zero: date = SERIAL_DAY_ZERO) -> date | NoDay:
    """The day in a cell of a date column, day before month, or why there is none.

    Blank cells, dashes, words for "not yet" and the empty date that a spreadsheet shows as 00/01/1900 are not
    given. 31/02/2026 is impossible; a day may also lack its year, or have one that no child on a caseload can
    have lived in. Anything else that is no date is words.
    """
    if isinstance(cell, str):
        text = " ".join(cell.split())
        if _NOT_GIVEN.fullmatch(text.casefold()):
            return NoDay.NOT_GIVEN
        found = _typed(text, day_zero)
        if found is None and not _LOOKS_LIKE_A_DAY.fullmatch(text):
            return NoDay.WORDS
        if found is None and absolute_day(f"{text} {_ANY_LEAP_YEAR}"):
            return NoDay.WITHOUT_YEAR
    elif cell is None or cell == 0:
        return NoDay.NOT_GIVEN
    else:
        found = cell if isinstance(cell, date) else _numbered(cell, day_zero)
    if found is None:
        return NoDay.IMPOSSIBLE
    if found <= _LAST_EMPTY_DAY:
        return NoDay.NOT_GIVEN
    return found if found.year in YEARS else NoDay.WRONG_YEAR


def day_beside_words(text: str) -> date | NoDay:
    """The one whole day written among other words, as in "Agreed 12/3/26"; of several none is taken."""
    written = [found[0] for found in _DAY_AMONG_WORDS.finditer(text)]
    return tracker_day(written[0]) if len(written) == 1 else NoDay.NOT_GIVEN


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
