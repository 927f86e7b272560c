"""Counting: working days, tribunal working days, months, periods, notice, week numbers.

Every function takes and gives local calendar dates (Europe/London). Week and month limits run straight
through weekends and holidays; only working-day counts and the tribunal's roll look at the bank holidays of
England and Wales, and those refuse a date beyond the years that `data/law/bank-holidays.csv` knows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from ehc_tui.law.errors import LawError
from ehc_tui.law.files import data_path

ONE_DAY = timedelta(days=1)
SATURDAY = 5
AUGUST = 8


class CalendarError(LawError):
    """A day beyond the years whose bank holidays are known, or a mistake in the list of them."""


@dataclass(frozen=True, slots=True)
class Convention:
    """The readings that the statute leaves open. The defaults are the ones breaches are reported by.

    `clear_notice`: "at least two weeks' notice" excludes both ends, so notice is due a day earlier.
    `day_one_inclusive`: the day of receipt is day 1, so week limits end a day earlier.
    `closure_ends_included`: both ends of the closure window count as inside it.
    `absence_inside_period`: the days away must lie inside the clock's own period, not merely touch it.
    """

    clear_notice: bool = False
    day_one_inclusive: bool = False
    closure_ends_included: bool = True
    absence_inside_period: bool = True


DEFAULT = Convention()


@dataclass(frozen=True, slots=True)
class BankHolidays:
    """The bank holidays of England and Wales, and the span of days for which the list is complete."""

    days: dict[date, str]
    known_from: date
    known_until: date

    def __contains__(self, day: object) -> bool:
        return day in self.days


@lru_cache(maxsize=4)
def bank_holidays(path: Path | None = None) -> BankHolidays:
    """The list in `data/law/bank-holidays.csv`, or in the file given.

    Raises `CalendarError` naming the line that cannot be read.
    """
    path = path or data_path("law", "bank-holidays.csv")
    days: dict[date, str] = {}
    span: dict[str, date] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()[1:], start=2):
        what, _, rest = line.partition(",")
        try:
            if what in ("known_from", "known_until"):
                span[what] = date.fromisoformat(rest)
            elif line.strip():
                days[date.fromisoformat(what)] = rest
        except ValueError as problem:
            raise CalendarError(f'{path.name}: line {number}: "{line}" does not hold a date.') from problem
    for bound in ("known_from", "known_until"):
        if bound not in span:
            raise CalendarError(f"{path.name}: {bound}: it is missing.")
    return BankHolidays(days, span["known_from"], span["known_until"])


def is_known(day: date) -> bool:
    """True if the bank holidays around `day` are known."""
    known = bank_holidays()
    return known.known_from <= day <= known.known_until


@lru_cache(maxsize=8192)
def is_working_day(day: date) -> bool:
    """Neither Saturday, Sunday nor a bank holiday in England and Wales, which Good Friday and Christmas are.

    Raises `CalendarError` for a day beyond the known years.
    """
    if not is_known(day):
        known = bank_holidays()
        raise CalendarError(
            f"Bank holidays are known from {known.known_from:%Y} to {known.known_until:%Y}, so working days "
            f"around {day.isoformat()} cannot be counted; add the year to data/law/bank-holidays.csv."
        )
    return day.weekday() < SATURDAY and day not in bank_holidays()


def is_tribunal_working_day(day: date) -> bool:
    """A working day outside 25 December to 1 January and outside August (HESC Rules, rule 12)."""
    christmas = (day.month, day.day) >= (12, 25) or (day.month, day.day) == (1, 1)
    return is_working_day(day) and day.month != AUGUST and not christmas


@lru_cache(maxsize=8192)
def act_by(due: date) -> date:
    """The last working day on or before `due`: a help for people, never the legal date."""
    day = due
    while not is_working_day(day):
        day -= ONE_DAY
    return day


def tribunal_roll(due: date) -> date:
    """`due`, or the tribunal's next working day where it falls on another (HESC Rules, rule 12(2))."""
    day = due
    while not is_tribunal_working_day(day):
        day += ONE_DAY
    return day


def add_months(day: date, months: int) -> date:
    """The same day-number `months` on (back if negative), or the last day of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, _days_in(year, month + 1)))


def _days_in(year: int, month: int) -> int:
    """How many days a month has."""
    return (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days


def _weeks(day: date, number: int, unit: str, convention: Convention) -> date:
    return day + timedelta(7 * number - convention.day_one_inclusive)


def _days(day: date, number: int, unit: str, convention: Convention) -> date:
    return day + timedelta(days=number)


def _days_from(day: date, number: int, unit: str, convention: Convention) -> date:
    return day + timedelta(days=number - 1)


def _months(day: date, number: int, unit: str, convention: Convention) -> date:
    return add_months(day, number)


def _period(day: date, number: int, unit: str, convention: Convention) -> date:
    end = add_months(day, number)
    return end if end.day != day.day else end - ONE_DAY


def _nth(day: date, number: int, counts: Callable[[date], bool]) -> date:
    """The `number`th day that counts after `day`."""
    while number:
        day += ONE_DAY
        number -= counts(day)
    return day


def _working_days(day: date, number: int, unit: str, convention: Convention) -> date:
    return _nth(day, number, is_working_day)


def _working_days_from(day: date, number: int, unit: str, convention: Convention) -> date:
    return _nth(day - ONE_DAY, number, is_working_day)


def _tribunal_days(day: date, number: int, unit: str, convention: Convention) -> date:
    return _nth(day, number, is_tribunal_working_day)


def _before(day: date, number: int, unit: str, convention: Convention) -> date:
    latest = add_months(day, -number) if unit == "months" else day - timedelta(weeks=number)
    return latest - (ONE_DAY if convention.clear_notice else timedelta())


def _immediately(day: date, number: int, unit: str, convention: Convention) -> date:
    return day


def _fixed(day: date, number: int, unit: str, convention: Convention) -> date:
    return date(day.year, number // 100, number % 100)


def _no_limit(day: date, number: int, unit: str, convention: Convention) -> None:
    return None


COUNTS: dict[str, Callable[[date, int, str, Convention], date | None]] = {
    "W": _weeks,
    "D": _days,
    "D1": _days_from,
    "M": _months,
    "P": _period,
    "WD": _working_days,
    "WD1": _working_days_from,
    "TWD": _tribunal_days,
    "BEF": _before,
    "FIX": _fixed,
    "IMM": _immediately,
    "NONE": _no_limit,
}


def count_due(
    code: str, number: int, since: date, unit: str = "weeks", convention: Convention = DEFAULT
) -> date | None:
    """The last compliant day under a counting code; None where the law sets no number.

    `code` is W, D, D1, M, P, WD, WD1, TWD, BEF, FIX, IMM or NONE. `unit` (weeks or months) matters to BEF
    only. For FIX `number` is month * 100 + day in the calendar year of `since`. Raises `CalendarError` where
    working days beyond the known bank holidays would have to be counted, or the sum leaves the calendar.
    """
    try:
        return COUNTS[code](since, number, unit, convention)
    except (OverflowError, ValueError) as problem:
        if isinstance(problem, CalendarError):
            raise
        raise CalendarError(
            f"A limit counted from {since.isoformat()} ends outside the calendar."
        ) from problem
