"""What the statute leaves open: every reading has an effect, and the effect is told by a worked date."""

from __future__ import annotations

from datetime import date

import pytest

from ehc_tui.law.clocks import clock_for
from ehc_tui.present.rules.readings import READINGS, Reading, readings_page
from ehc_tui.present.runs import line_width, plain
from ehc_tui.settings import Settings

BY_KEY = {reading.key: reading for reading in READINGS}


def effect(key: str, value: bool | int) -> str:
    return BY_KEY[key].worked(Settings().having(key, value))


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("clear_notice", False, "invitations sent by Mon 28 Dec 2026"),
        ("clear_notice", True, "invitations sent by Sun 27 Dec 2026"),
        ("day_one_inclusive", False, "final plan sent by Mon 7 Dec 2026"),
        ("day_one_inclusive", True, "final plan sent by Sun 6 Dec 2026"),
        ("closure_ends_included", True, "exception available"),
        ("closure_ends_included", False, "not available, advice was asked of the setting on Wed 15 Jul 2026"),
        (
            "absence_inside_period",
            True,
            "not available, away from Mon 10 Aug 2026 to Fri 11 Sep 2026, but only 22",
        ),
        ("absence_inside_period", False, "exception available"),
        (
            "post_working_days",
            2,
            "served Tue 24 Nov 2026, the family's time to reply runs until Tue 8 Dec 2026",
        ),
        (
            "post_working_days",
            4,
            "served Thu 26 Nov 2026, the family's time to reply runs until Thu 10 Dec 2026",
        ),
        ("warning_days", 10, "due soon from Fri 27 Nov 2026"),
        ("warning_days", 14, "due soon from Mon 23 Nov 2026"),
    ],
)
def test_each_reading_changes_a_date_or_an_exception(key: str, value: bool | int, words: str) -> None:
    assert words in effect(key, value)


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading.key)
def test_the_first_choice_is_the_one_that_counts_unless_set_otherwise(reading: Reading) -> None:
    usual = reading.value(Settings())
    assert not reading.choices or reading.choices[0].value == usual
    assert reading.words(usual)


def test_only_readings_that_move_dates_have_them_counted_again() -> None:
    moving = set()
    for reading in READINGS:
        for choice in reading.choices[1:]:
            book = Settings().having(reading.key, choice.value).rulebook()
            dues = {
                clock_for("issue_final_plan", {"request_received": date(2026, 7, 20)}, book).due,
                clock_for("review_meeting_notice", {"review_meeting": date(2027, 1, 11)}, book).due,
            }
            if dues != {date(2026, 12, 7), date(2026, 12, 28)}:
                moving.add(reading.key)
    assert moving == {reading.key for reading in READINGS if reading.recounts}


@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_page_fits_its_width_and_shows_every_choice_of_the_reading(width: int) -> None:
    page = readings_page(Settings(post_working_days=4), lambda _key: "settings.toml, line 3", width)
    for index, reading in enumerate(READINGS):
        assert line_width(page.row(index)) <= max(width, 70)
        detail = [plain(line) for line in page.detail(index)]
        assert all(len(line) <= width for line in detail)
        assert sum(line.startswith(" ● ") for line in detail) == 1
        told = " ".join(" ".join(detail).split())
        for choice in reading.choices:
            assert choice.words[1:] in told
    assert "4 working days" in plain(page.row(4))
