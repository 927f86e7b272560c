"""Text that comes from people: made safe, compared, measured in terminal cells; and days as they write them.

Everything here is pure. Text passes through `clean` at every door (import, form, paste) and again before it
is drawn, so that no control character typed by one person reaches the terminal of another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

HALF_A_YEAR = timedelta(days=183)
"""So far from today it is in doubt which year a date without one is in."""

DayStyle = Literal["short", "medium", "long", "weekday"]
Prefer = Literal["past", "future"]

_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_INVISIBLE_CHARACTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | frozenset(
    map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])
)
_MOST_MARKS = 4  # no script stacks more on one letter once the text is composed
_OFTEN_SEEN = 40  # characters: names, kinds, answers and days come again and again, letters of prose do not
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_WIDE_SINCE_16 = frozenset(
    [*range(0x2630, 0x2638), *range(0x268A, 0x2690), *range(0x4DC0, 0x4E00), *range(0x1D300, 0x1D377)]
)
"""Trigrams, hexagrams and counting rods, narrow before Unicode 16: terminals go by the newer tables."""
_APOSTROPHES = "'’‘ʼʻ`´′＇"
_FOLDED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i", "ŧ": "t"}
    | dict.fromkeys("‐‑‒–—−", "-")
    | dict.fromkeys(_APOSTROPHES, "")
)


def clean(raw: object, *, lines: bool = False) -> str:
    """`raw` as text that is safe to store and to show; None gives "".

    The result is NFC with single spaces and none at the ends, and holds no control, escape, bidirectional,
    zero-width, private-use or unassigned character, no flood of marks on one letter and no mark on none.
    With `lines` line breaks survive as "\\n", at most one empty line in a row; otherwise a break counts as a
    space. Cleaning twice changes nothing.
    """
    if isinstance(raw, str):
        text = raw
    elif raw is None:
        return ""
    else:
        text = str(int(raw) if isinstance(raw, float) and raw.is_integer() else raw)
    return _often_cleaned(text, lines) if len(text) <= _OFTEN_SEEN else _cleaned(text, lines)


def _cleaned(text: str, lines: bool) -> str:
    text = text.replace("\r\n", "\n")
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    visible = "".join(_visible(character) for character in text)
    text = "".join(_few_marks(unicodedata.normalize("NFC", visible)))
    if not lines:
        return " ".join(text.split())
    folded = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    return re.sub("\n{3,}", "\n\n", folded).strip("\n")


_often_cleaned = lru_cache(maxsize=8192)(_cleaned)


def _few_marks(text: str) -> Iterator[str]:
    """The characters without the marks a letter has too many of, or that stand on nothing.

    They would spill over other lines, or over what is drawn before the text.
    """
    marks = _MOST_MARKS
    for character in text:
        if _joins(character):
            marks += 1
        else:
            marks = _MOST_MARKS if character in " \n" else 0
        if marks <= _MOST_MARKS:
            yield character


@lru_cache(maxsize=4096)
def _joins(character: str) -> bool:
    """Whether a character is drawn on the one before it: a mark, a later part of a syllable, a skin tone."""
    code = ord(character)
    joined = 0x1160 <= code <= 0x11FF or 0xD7B0 <= code <= 0xD7FF or 0x1F3FB <= code <= 0x1F3FF
    return joined or unicodedata.category(character) in ("Mn", "Me", "Mc")


@lru_cache(maxsize=1024)
def _visible(character: str) -> str:
    """The character itself, a plain space or line break for what stands for one, or nothing."""
    if character in _BREAKS:
        return "\n"
    if character == "\t":
        return " "
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    if category in _INVISIBLE_CATEGORIES or character in _INVISIBLE_CHARACTERS:
        return ""
    return character


def drawable(text: str) -> str:
    """`text` with its blanks as they are, but nothing in it that a terminal would obey: the last defence."""
    if text.isprintable():
        return text
    return "".join(map(_visible, text)).replace("\n", " ")


def fold(text: str) -> str:
    """`text` for searching and comparing, without case, marks and apostrophes: `O’Dowd` gives `odowd`."""
    return _often_folded(text) if len(text) <= _OFTEN_SEEN else _folded(text)


def _folded(text: str) -> str:
    if text.isascii():
        return text.casefold().replace("'", "").replace("`", "")
    bare = "".join(
        character for character in unicodedata.normalize("NFKD", text) if not unicodedata.combining(character)
    )
    return unicodedata.normalize("NFKD", bare.casefold().translate(_FOLDED))


_often_folded = lru_cache(maxsize=8192)(_folded)


def enumerated(names: Sequence[str], most: int = 3) -> str:
    """Names in a sentence, no more than `most`: "E26-0412, E26-0430, E26-0466 and 12 more"."""
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest:,} more" if rest > 0 else "")


def fold_person(name: str) -> str:
    """The name of a colleague for comparing: `M. Hughes` and the account name `m.hughes` agree."""
    return " ".join(fold(name).replace(".", " ").replace("_", " ").split())


@lru_cache(maxsize=4096)
def _character_width(character: str) -> int:
    if _joins(character) or unicodedata.category(character) in {"Cf", "Cc"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" or ord(character) in _WIDE_SINCE_16 else 1


def cell_width(text: str) -> int:
    """How many terminal cells `text` takes: wide characters two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(map(_character_width, text))


def fit(text: str, width: int) -> str:
    """`text` padded with spaces or cut with "…" to exactly `width` terminal cells."""
    taken = cell_width(text)
    if taken <= width:
        return text + " " * (width - taken)
    if width <= 0:
        return ""
    kept = head(text, width - 1)
    return kept + "…" + " " * (width - 1 - cell_width(kept))


def head(text: str, width: int) -> str:
    """The longest beginning of `text` that takes at most `width` terminal cells."""
    room = width
    for index, character in enumerate(text):
        room -= _character_width(character)
        if room < 0:
            return text[:index]
    return text


def neutralise(text: str) -> str:
    """`text` for a spreadsheet: what a spreadsheet would run as a formula is preceded by an apostrophe.

    Some take the wide forms of the signs for the signs.
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_YEARS = range(1900, 2200)
_CENTURY_TURNS_AT = 70  # two figures: 69 is 2069, 70 is 1970
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?[\s,]+)?"
_TIME = r"(?:[T\s]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?"
_YEAR_FIRST = rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_TIME}"
_FIGURES = (
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})\s*[-/. ]\s*(?P<month>\d{{1,2}})"
    rf"(?:\s*[-/. ]\s*(?P<year>\d{{4}}|\d{{2}}))?{_TIME}"
)
_DAY_MONTH = (
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})\s*(?:st|nd|rd|th)?(?:\s+of)?[-/.,\s]*(?P<month>[a-z]{{3,9}})\.?"
    rf"(?:[-/.,\s]*(?P<year>\d{{4}}|'?\d{{2}}))?{_TIME}"
)
_MONTH_DAY = (
    rf"{_WEEKDAY}(?P<month>[a-z]{{3,9}})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"(?:[,\s]+(?P<year>\d{{4}}))?{_TIME}"
)
_OFFSET = r"(?P<sign>[-+]?)\s*(?P<count>\d{1,3})\s*(?P<unit>[dw])"
_SHAPES = (_YEAR_FIRST, _FIGURES, _DAY_MONTH, _MONTH_DAY)
"""Compiled (and then kept) by `re` when the first day is read; a list is drawn without any."""


class DayError(ValueError):
    """What was typed is not a day; the message is one sentence for the person who typed it."""


def british(day: date, style: DayStyle = "medium") -> str:
    """The day in words; in the styles' order "9 Nov", "9 Nov 2026", "9 November 2026", "Mon 9 Nov 2026"."""
    month = MONTHS[day.month - 1]
    match style:
        case "short":
            return f"{day.day} {month[:3]}"
        case "medium":
            return f"{day.day} {month[:3]} {day.year}"
        case "long":
            return f"{day.day} {month} {day.year}"
        case "weekday":
            return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {month[:3]} {day.year}"


def absolute_day(raw: str) -> date | None:
    """The day that `raw` names with its year, day before month; None if it names none.

    Understands 2026-11-09, 9/11/26, 09.11.2026, 9-Nov-26, 9 November 2026, "Mon 9th Nov 2026" and
    "November 9, 2026", each also followed by a time, which is dropped. Years of two figures from 70 to 99 lie
    in the last century.
    """
    parts = _parts(clean(raw))
    if parts is None or parts[2] is None:
        return None
    return _date(parts[0], parts[1], parts[2])


def parse_day(raw: str, today: date, *, prefer: Prefer = "future") -> date:
    """The day a person typed, seen from `today`.

    Besides the forms of `absolute_day`: today, yesterday, tomorrow; 3d, -3d, 2w (calendar days and weeks from
    today); 12/1 or 3 Feb without a year, which is the occurrence nearest to today; a weekday name, which is
    the nearest one ahead, or behind with `prefer="past"`; today counts either way. Raises `DayError`.
    """
    typed = clean(raw)
    relative = _relative_day(typed.casefold(), today, prefer)
    if relative is not None:
        return relative
    parts = _parts(typed)
    if parts is None:
        raise DayError(f"“{typed}” is not a day; type for example 12/1, 3 Feb 2026, fri, 3d or today.")
    day, month, year = parts
    found = _nearest(day, month, today) if year is None else _date(day, month, year)
    if found is None:
        raise DayError(f"There is no such day as “{typed}”; the day comes before the month.")
    return found


def _relative_day(word: str, today: date, prefer: Prefer) -> date | None:
    named = {"today": 0, "yesterday": -1, "tomorrow": 1}
    if word in named:
        return today + timedelta(named[word])
    if offset := re.fullmatch(_OFFSET, word, re.I):
        days = int(offset["count"]) * (7 if offset["unit"].lower() == "w" else 1)
        return today + timedelta(-days if offset["sign"] == "-" else days)
    if len(word) < 3:
        return None
    for index, name in enumerate(WEEKDAYS):
        if name.casefold().startswith(word):
            if prefer == "past":
                return today - timedelta((today.weekday() - index) % 7)
            return today + timedelta((index - today.weekday()) % 7)
    return None


def _parts(text: str) -> tuple[int, int, int | None] | None:
    """Day, month and, if it was given, year; None if the text has no date's shape."""
    for shape in _SHAPES:
        if found := re.fullmatch(shape, text, re.I):
            month = _month(found["month"])
            if month is not None:
                return int(found["day"]), month, _year(found["year"])
    return None


def _month(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    word = "sep" if text.casefold() == "sept" else text.casefold()
    return next((number for number, name in enumerate(MONTHS, 1) if name.casefold().startswith(word)), None)


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    digits = text.lstrip("'")
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (1900 if int(digits) >= _CENTURY_TURNS_AT else 2000)


def _date(day: int, month: int, year: int) -> date | None:
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(day: int, month: int, today: date) -> date | None:
    """The occurrence of a day and month nearest to `today`; of two equally near the one ahead."""
    candidates = [_date(day, month, year) for year in range(today.year - 4, today.year + 5)]
    dated = [candidate for candidate in candidates if candidate is not None]
    return min(dated, key=lambda candidate: (abs(candidate - today), candidate < today), default=None)
