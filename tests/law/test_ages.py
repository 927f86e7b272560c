"""Year groups and the switch to young-person rights."""

from __future__ import annotations

from datetime import date

import pytest

from ehc_tui.law.ages import (
    age_on,
    compulsory_school_age_ends,
    in_year_9_or_beyond,
    is_young_person,
    year_group,
)

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("born", "group"),
    [
        ("2025-02-01", "EY"),
        ("2024-09-01", "EY"),
        ("2024-08-31", "N1"),
        ("2023-08-31", "N2"),
        ("2022-09-01", "N2"),
        ("2022-08-31", "R"),
        ("2021-09-01", "R"),
        ("2021-08-31", "1"),
        ("2018-02-03", "4"),
        ("2012-09-01", "9"),
        ("2010-12-25", "11"),
        ("2007-10-01", "14"),
        ("2007-08-31", "P16+"),
        ("2002-01-01", "P16+"),
    ],
)
def test_the_year_group_follows_from_the_school_year_of_birth(born: str, group: str) -> None:
    assert year_group(date.fromisoformat(born), TODAY) == group


def test_the_year_group_changes_on_the_first_of_september() -> None:
    born = date(2018, 2, 3)
    assert year_group(born, date(2026, 8, 31)) == "3"
    assert year_group(born, date(2026, 9, 1)) == "4"


def test_preparation_for_adulthood_begins_with_year_9() -> None:
    born = date(2013, 8, 31)
    assert not in_year_9_or_beyond(born, date(2026, 8, 31))
    assert in_year_9_or_beyond(born, date(2026, 9, 1))


def test_a_pupil_who_turned_16_in_march_is_still_a_child_until_the_last_friday_in_june() -> None:
    born = date(2010, 3, 1)
    assert compulsory_school_age_ends(born) == date(2026, 6, 26)
    assert not is_young_person(born, date(2026, 6, 26))
    assert is_young_person(born, date(2026, 6, 27))


def test_a_summer_born_pupil_leaves_compulsory_school_age_before_the_16th_birthday() -> None:
    assert compulsory_school_age_ends(date(2010, 8, 20)) == date(2026, 6, 26)


def test_a_pupil_born_on_the_first_of_september_waits_for_the_next_june() -> None:
    assert compulsory_school_age_ends(date(2010, 9, 1)) == date(2027, 6, 25)


def test_nobody_is_a_young_person_from_the_25th_birthday_on() -> None:
    born = date(2001, 11, 22)
    assert is_young_person(born, TODAY)
    assert not is_young_person(born, date(2026, 11, 22))


def test_somebody_born_on_the_29th_of_february_is_a_year_older_on_the_first_of_march() -> None:
    born = date(2020, 2, 29)
    assert age_on(born, date(2025, 2, 28)) == 4
    assert age_on(born, date(2025, 3, 1)) == 5
