"""Counting, against slow day-by-day models and two other lists of bank holidays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays as GovUk
from hypothesis import given
from hypothesis import strategies as st

from ehc_tui.law.calendar import (
    COUNTS,
    CalendarError,
    Convention,
    act_by,
    add_months,
    bank_holidays,
    count_due,
    is_tribunal_working_day,
    is_working_day,
    tribunal_roll,
)
from ehc_tui.law.weeks import week_number

DAY = timedelta(days=1)
days = st.dates(date(2015, 1, 1), date(2027, 6, 30))


def due(code: str, number: int, since: date, unit: str = "weeks") -> date:
    found = count_due(code, number, since, unit)
    assert found is not None
    return found


def step(day: date, number: int, counts: Callable[[date], bool] = lambda _: True) -> date:
    """Walk on one day at a time until `number` days that count have passed."""
    passed = 0
    while passed < number:
        day += DAY
        if counts(day):
            passed += 1
    return day


def months_by_walking(day: date, number: int) -> date:
    """Walk to the target month day by day, then to the same day-number or the month's end."""
    month = day.replace(day=1)
    for _ in range(number):
        month = (month + timedelta(days=31)).replace(day=1)
    best = month
    while best.day < day.day and (best + DAY).month == month.month:
        best += DAY
    return best


@given(days, st.integers(1, 60))
def test_weeks_and_days_are_so_many_days_later(since: date, number: int) -> None:
    assert due("W", number, since) == step(since, 7 * number)
    assert due("D", number, since) == step(since, number)


@given(days, st.integers(1, 60))
def test_days_beginning_with_a_day_have_that_many_days_with_it(since: date, number: int) -> None:
    end = due("D1", number, since)
    assert (end - since).days + 1 == number


@given(days, st.integers(1, 24))
def test_months_end_on_the_same_day_number_or_the_last_of_the_month(since: date, number: int) -> None:
    assert due("M", number, since) == months_by_walking(since, number)


@given(days, st.integers(1, 24))
def test_a_period_of_months_leaves_room_for_the_next_to_begin_on_the_matching_day(
    since: date, number: int
) -> None:
    end, matching = due("P", number, since), months_by_walking(since, number)
    if matching.day == since.day:
        assert end + DAY == matching
    else:
        assert end == matching


@given(days, st.integers(1, 40))
def test_working_days_count_only_working_days(since: date, number: int) -> None:
    assert due("WD", number, since) == step(since, number, is_working_day)
    assert due("TWD", number, since) == step(since, number, is_tribunal_working_day)


@given(days, st.integers(1, 40))
def test_working_days_beginning_with_a_day_count_it_if_it_is_one(since: date, number: int) -> None:
    remaining, end = number, since - DAY
    while remaining:
        end += DAY
        remaining -= is_working_day(end)
    assert due("WD1", number, since) == end


@given(days, st.integers(1, 8))
def test_notice_is_so_long_before_an_event(event: date, number: int) -> None:
    assert due("BEF", number, event) + timedelta(weeks=number) == event
    months = due("BEF", number, event, "months")
    assert months_by_walking(months.replace(day=1), number).month == event.month
    assert months.day == event.day or (months + DAY).day == 1


@given(days)
def test_immediately_is_the_day_itself_and_no_limit_is_no_day(since: date) -> None:
    assert due("IMM", 0, since) == since
    assert count_due("NONE", 0, since) is None


@given(days)
def test_a_fixed_date_is_in_the_calendar_year_of_the_event(since: date) -> None:
    assert due("FIX", 215, since) == date(since.year, 2, 15)


@given(days, st.sampled_from(sorted(set(COUNTS) - {"NONE"})), st.integers(1, 30))
def test_the_cautious_conventions_only_bring_dates_forward(since: date, code: str, number: int) -> None:
    number = 331 if code == "FIX" else number
    cautious = count_due(code, number, since, "weeks", Convention(clear_notice=True, day_one_inclusive=True))
    assert cautious is not None
    assert due(code, number, since) - DAY <= cautious <= due(code, number, since)


@given(days)
def test_act_by_is_the_nearest_working_day_not_after(day: date) -> None:
    found = act_by(day)
    assert found <= day
    assert is_working_day(found)
    assert not any(is_working_day(found + DAY * gap) for gap in range(1, (day - found).days + 1))


@given(days)
def test_the_tribunal_rolls_to_the_nearest_working_day_not_before(day: date) -> None:
    found = tribunal_roll(day)
    assert found >= day
    assert is_tribunal_working_day(found)
    assert not any(is_tribunal_working_day(day + DAY * gap) for gap in range((found - day).days))


@given(days, st.integers(0, 400))
def test_a_week_number_counts_started_weeks(received: date, gap: int) -> None:
    started = 0
    while started * 7 < gap:
        started += 1
    assert week_number(received, received + DAY * gap) == started


@pytest.mark.parametrize("day", ["2026-08-03", "2026-12-29", "2027-01-01", "2026-12-25", "2026-08-31"])
def test_the_tribunal_does_not_work_in_august_or_over_christmas(day: str) -> None:
    assert not is_tribunal_working_day(date.fromisoformat(day))


def test_a_month_after_the_end_of_january_is_the_end_of_february() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2028, 1, 31), 1) == date(2028, 2, 29)


def test_bank_holidays_agree_with_the_governments_list() -> None:
    listed = GovUk(use_cached_holidays=True).get_holidays(division=GovUk.ENGLAND_AND_WALES)
    theirs = {holiday["date"] for holiday in listed}
    years = {day.year for day in theirs}
    assert years == set(range(2012, 2029))
    assert {day for day in bank_holidays().days if day.year in years} == theirs


def test_bank_holidays_agree_with_the_holidays_package_on_every_weekday() -> None:
    known = bank_holidays()
    years = range(known.known_from.year, known.known_until.year + 1)
    theirs = {day for day in holidays.country_holidays("GB", subdiv="ENG", years=years) if day.weekday() < 5}
    assert {day for day in known.days if day.weekday() < 5} == theirs


@pytest.mark.parametrize("day", ["2011-12-30", "2029-01-02", "2062-05-01"])
def test_a_day_beyond_the_known_years_is_refused_not_guessed(day: str) -> None:
    with pytest.raises(CalendarError, match="Bank holidays are known from 2012 to 2028") as refused:
        is_working_day(date.fromisoformat(day))
    assert day in str(refused.value)


def test_working_days_that_lead_beyond_the_known_years_are_refused() -> None:
    with pytest.raises(CalendarError):
        count_due("WD", 10, date(2028, 12, 20))
    with pytest.raises(CalendarError):
        tribunal_roll(date(2028, 12, 30))


def test_a_sum_that_leaves_the_calendar_is_refused() -> None:
    with pytest.raises(CalendarError, match="outside the calendar"):
        count_due("W", 20, date(9999, 12, 1))
    with pytest.raises(CalendarError, match="outside the calendar"):
        count_due("M", 2, date(9999, 12, 1))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("day,name\nknown_from,2012-01-01\n", "known_until"),
        ("day,name\nknown_from,2012-01-01\nknown_until,2028-12-31\n30 Dec,Holiday\n", "line 4"),
        ("day,name\nknown_from,soon\nknown_until,2028-12-31\n", "line 2"),
    ],
)
def test_a_mistake_in_the_list_of_holidays_is_named(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "bank-holidays.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CalendarError, match=told):
        bank_holidays(path)
