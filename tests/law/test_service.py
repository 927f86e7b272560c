"""When what was posted counts as served, and how a day of posting is typed."""

from __future__ import annotations

from datetime import date

import pytest

from ehc_tui.law.calendar import CalendarError
from ehc_tui.law.rulebook import load_rulebook
from ehc_tui.law.service import Service, deemed_served, parse_service
from ehc_tui.text import DayError

TODAY = date(2026, 11, 21)
FRIDAY, TUESDAY = date(2026, 11, 20), date(2026, 11, 24)


@pytest.mark.parametrize(
    ("posted", "days", "served"),
    [
        (FRIDAY, 2, TUESDAY),
        (FRIDAY, 0, FRIDAY),
        (FRIDAY, 4, date(2026, 11, 26)),
        (date(2026, 12, 24), 2, date(2026, 12, 30)),
    ],
)
def test_a_letter_is_served_on_a_working_day_after_posting(posted: date, days: int, served: date) -> None:
    assert deemed_served(posted, days) == served


@pytest.mark.parametrize(
    "typed", ["fri by post", "by post fri", "posted 20/11", "20 Nov by post", "Post 20/11/26"]
)
def test_a_day_of_posting_is_typed_with_the_word_post(typed: str) -> None:
    assert parse_service(typed, TODAY, 2) == Service(TUESDAY, FRIDAY)


def test_a_day_without_post_is_the_day_of_service_itself() -> None:
    assert parse_service("fri", TODAY, 2) == Service(FRIDAY)


@pytest.mark.parametrize("typed", ["soon by post", "by post", "post", ""])
def test_post_without_a_day_is_no_day(typed: str) -> None:
    with pytest.raises(DayError):
        parse_service(typed, TODAY, 2)


def test_a_letter_posted_beyond_the_known_bank_holidays_is_refused_not_guessed() -> None:
    with pytest.raises(CalendarError, match="Bank holidays are known"):
        deemed_served(date(2090, 1, 3), 2)


@pytest.mark.parametrize(
    ("kind", "served"),
    [
        ("assess_decision", True),
        ("draft_served", True),
        ("cease_notified", True),
        ("request_received", False),
        ("final_sent", False),
        ("amendment_notice_sent", False),
        ("decision_sent", False),
    ],
)
def test_what_is_told_counts_from_service_and_what_is_sent_from_sending(kind: str, served: bool) -> None:
    assert load_rulebook().facts[kind].served is served
