"""When an exception is available, and the precise condition that decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from ehc_tui.law.calendar import Convention
from ehc_tui.law.clocks import clocks_of
from ehc_tui.law.model import CaseFacts, Clock, Ground
from ehc_tui.law.reliefs import Availability, availability
from ehc_tui.law.rulebook import Rulebook

CaseOf = Callable[..., CaseFacts]
ClockIn = Callable[..., Clock]

SUMMER = "2026-07-22 to 2026-09-02 setting_closed @Larkrise"


def ground(case: CaseFacts, book: Rulebook, rule: str, wanted: Ground, subject: str = "") -> Availability:
    (clock,) = [found for found in clocks_of(case, book) if (found.rule, found.subject) == (rule, subject)]
    (found,) = [one for one in availability(clock, case, book) if one.ground is wanted]
    return found


@pytest.mark.parametrize(
    ("asked", "available", "because"),
    [
        (
            "2026-07-14",
            False,
            "advice was asked of the setting on Tue 14 Jul 2026; "
            "the closure window opened on Wed 15 Jul 2026",
        ),
        (
            "2026-07-15",
            True,
            "advice was asked of the setting on Wed 15 Jul 2026, inside the closure window from "
            "Wed 15 Jul 2026 to Wed 26 Aug 2026",
        ),
        (
            "2026-08-26",
            True,
            "advice was asked of the setting on Wed 26 Aug 2026, inside the closure window from "
            "Wed 15 Jul 2026 to Wed 26 Aug 2026",
        ),
        (
            "2026-08-27",
            False,
            "advice was asked of the setting on Thu 27 Aug 2026; the closure window ended on Wed 26 Aug 2026",
        ),
    ],
)
def test_the_closure_window_opens_and_ends_a_week_before_the_holidays(
    case_of: CaseOf, book: Rulebook, asked: str, available: bool, because: str
) -> None:
    case = case_of("2026-06-08 request_received", f"{asked} advice_requested @education", SUMMER)
    found = ground(case, book, "issue_final_plan", Ground.SCHOOL_CLOSED)
    assert (found.available, found.because) == (available, because)


def test_both_ends_of_the_closure_window_are_outside_under_the_cautious_reading(
    case_of: CaseOf, book: Rulebook
) -> None:
    cautious = book.under(Convention(closure_ends_included=False))
    for asked in ("2026-07-15", "2026-08-26"):
        case = case_of("2026-06-08 request_received", f"{asked} advice_requested @education", SUMMER)
        assert not ground(case, cautious, "issue_final_plan", Ground.SCHOOL_CLOSED).available


def test_a_christmas_closure_never_qualifies(case_of: CaseOf, book: Rulebook) -> None:
    case = case_of(
        "2026-11-02 request_received",
        "2026-12-15 advice_requested @education",
        "2026-12-19 to 2027-01-04 setting_closed",
    )
    found = ground(case, book, "issue_final_plan", Ground.SCHOOL_CLOSED)
    assert not found.available
    assert found.because == (
        "the setting was closed for 16 days, from Sat 19 Dec 2026 to its re-opening on Mon 4 Jan 2027; "
        "it takes 28"
    )


def test_a_closure_of_exactly_28_days_qualifies(case_of: CaseOf, book: Rulebook) -> None:
    for reopens, available in (("2026-08-19", True), ("2026-08-18", False)):
        case = case_of(
            "2026-06-08 request_received",
            "2026-07-20 advice_requested @education",
            f"2026-07-22 to {reopens} setting_closed",
        )
        assert ground(case, book, "issue_final_plan", Ground.SCHOOL_CLOSED).available is available


def test_asking_on_the_day_of_the_decision_helps_the_plan_but_no_longer_the_decision(
    case_of: CaseOf, book: Rulebook
) -> None:
    case = case_of(
        "2026-06-08 request_received",
        "2026-07-20 assess_decision: Yes",
        "2026-07-20 advice_requested @education",
        SUMMER,
    )
    assert ground(case, book, "decide_not_to_issue_plan", Ground.SCHOOL_CLOSED).available
    assert ground(case, book, "issue_final_plan", Ground.SCHOOL_CLOSED).available
    decided = ground(case, book, "decide_whether_to_assess", Ground.SCHOOL_CLOSED)
    assert not decided.available
    assert decided.because.endswith("but the duty was already done on Mon 20 Jul 2026")


def test_a_summer_inside_the_20_weeks_is_no_exception_by_itself(case_of: CaseOf, book: Rulebook) -> None:
    case = case_of("2026-05-04 request_received", "2026-06-15 advice_requested @education", SUMMER)
    assert not ground(case, book, "issue_final_plan", Ground.SCHOOL_CLOSED).available


def test_asking_another_adviser_in_the_window_does_not_help(case_of: CaseOf, book: Rulebook) -> None:
    case = case_of("2026-06-08 request_received", "2026-07-20 advice_requested @psychology", SUMMER)
    found = ground(case, book, "issue_final_plan", Ground.SCHOOL_CLOSED)
    assert (found.available, found.because) == (False, "no advice was asked of the setting")


def test_asking_after_the_limit_had_passed_does_not_help(case_of: CaseOf, book: Rulebook) -> None:
    case = case_of("2026-02-02 request_received", "2026-07-20 advice_requested @education", SUMMER)
    found = ground(case, book, "issue_final_plan", Ground.SCHOOL_CLOSED)
    assert not found.available
    assert found.because.endswith("but the limit had already passed on Mon 22 Jun 2026")


def test_what_is_missing_is_said(case_of: CaseOf, book: Rulebook) -> None:
    request, asked = "2026-06-08 request_received", "2026-07-20 advice_requested @education"
    plain = ground(case_of(request, asked), book, "issue_final_plan", Ground.SCHOOL_CLOSED)
    assert plain.because == "no closure of the setting is recorded"
    endless = case_of(request, asked, "2026-07-22 setting_closed", "2026-07-22 absence")
    assert (
        "re-opens is not recorded" in ground(endless, book, "issue_final_plan", Ground.SCHOOL_CLOSED).because
    )
    assert "last day of the absence" in ground(endless, book, "issue_final_plan", Ground.ABSENCE).because


def test_a_child_in_year_4_was_in_no_early_years_setting(case_of: CaseOf, book: Rulebook) -> None:
    lines = ("2026-06-08 request_received", "2026-07-20 advice_requested @education", SUMMER)
    found = ground(case_of(*lines, born="2018-02-03"), book, "issue_final_plan", Ground.EARLY_YEARS_CLOSED)
    assert (found.available, found.because) == (
        False,
        "the child was in Year 3 by then, so it was no early-years provider",
    )
    young = case_of(*lines, born="2023-02-03")
    assert ground(young, book, "issue_final_plan", Ground.EARLY_YEARS_CLOSED).available


def test_28_days_away_must_lie_inside_the_clock_s_own_period(case_of: CaseOf, book: Rulebook) -> None:
    case = case_of(
        "2026-07-20 request_received",
        "2026-08-28 assess_decision: Yes",
        "2026-08-10 to 2026-09-10 absence @family",
    )
    assert ground(case, book, "issue_final_plan", Ground.ABSENCE).available
    early = ground(case, book, "decide_whether_to_assess", Ground.ABSENCE)
    assert not early.available
    assert early.because == (
        "away from Mon 10 Aug 2026 to Thu 10 Sep 2026, but only 22 days of it lie between "
        "Mon 20 Jul 2026 and Mon 31 Aug 2026; it takes 28 in a row"
    )
    generous = book.under(Convention(absence_inside_period=False))
    assert ground(case, generous, "decide_whether_to_assess", Ground.ABSENCE).available


def test_two_short_absences_do_not_add_up(case_of: CaseOf, book: Rulebook) -> None:
    case = case_of(
        "2026-07-20 request_received",
        "2026-08-01 to 2026-08-20 absence",
        "2026-09-01 to 2026-09-20 absence",
    )
    assert not ground(case, book, "issue_final_plan", Ground.ABSENCE).available


@pytest.mark.parametrize(
    ("line", "available"),
    [
        ("2026-10-01 to 2026-10-20 exceptional_circumstances", True),
        ("2026-06-01 to 2026-07-20 exceptional_circumstances", True),
        ("2026-06-01 to 2026-07-19 exceptional_circumstances", False),
        ("2026-12-08 exceptional_circumstances", False),
        ("2026-12-07 exceptional_circumstances", True),
    ],
)
def test_exceptional_circumstances_must_touch_the_clock_s_period(
    case_of: CaseOf, book: Rulebook, line: str, available: bool
) -> None:
    case = case_of("2026-07-20 request_received", line)
    assert ground(case, book, "issue_final_plan", Ground.EXCEPTIONAL_CIRCUMSTANCES).available is available


def test_a_missed_appointment_helps_only_the_adviser_it_was_with(case_of: CaseOf, book: Rulebook) -> None:
    case = case_of(
        "2026-09-01 advice_requested @psychology",
        "2026-09-01 advice_requested @health",
        "2026-09-20 missed_appointment @psychology",
    )
    missed = Ground.MISSED_APPOINTMENT
    assert ground(case, book, "advice_response", missed, "psychology").available
    other = ground(case, book, "advice_response", missed, "health")
    assert (other.available, other.because) == (False, "nothing is recorded as: appointment missed")


def test_an_adviser_has_no_closure_exception(case_of: CaseOf, book: Rulebook, clock_in: ClockIn) -> None:
    case = case_of("2026-07-20 advice_requested @education", SUMMER)
    clock = clock_in(case, "advice_response", "education")
    assert {found.ground for found in availability(clock, case, book)} == {
        Ground.EXCEPTIONAL_CIRCUMSTANCES,
        Ground.ABSENCE,
        Ground.MISSED_APPOINTMENT,
    }


def test_a_refusal_without_assessment_has_no_exception_at_all(
    case_of: CaseOf, book: Rulebook, clock_in: ClockIn
) -> None:
    case = case_of("2026-07-20 request_received", "2026-09-20 assess_decision: No", SUMMER)
    assert availability(clock_in(case, "decide_not_to_assess_initial"), case, book) == ()


def test_after_an_order_two_weeks_away_are_enough_and_the_tribunal_may_direct_otherwise(
    case_of: CaseOf, book: Rulebook
) -> None:
    case = case_of(
        "2026-12-15 order_dated: Assess",
        "2026-12-20 to 2027-01-02 absence",
        "2027-01-05 tribunal_directed",
    )
    assert ground(case, book, "order_assess_final", Ground.ABSENCE).available
    assert ground(case, book, "order_assess_final", Ground.TRIBUNAL_DIRECTION).available
    assert not ground(case, book, "order_assess_final", Ground.WRITTEN_AGREEMENT).available


def test_parties_to_a_mediation_may_agree_another_timescale(case_of: CaseOf, book: Rulebook) -> None:
    case = case_of("2026-12-08 mediation_agreed: Other", "2026-12-08 timescale_agreed")
    found = ground(case, book, "mediation_agreement_other", Ground.WRITTEN_AGREEMENT)
    assert found.because == "another timescale agreed in writing on Tue 8 Dec 2026"


def test_every_ground_says_where_it_is_written(case_of: CaseOf, book: Rulebook, clock_in: ClockIn) -> None:
    case = case_of("2026-07-20 request_received")
    for found in availability(clock_in(case, "issue_final_plan"), case, book):
        assert "reg" in found.citation
        assert found.label
        assert found.confidence in "ABC"


def test_the_closure_of_one_setting_says_nothing_of_advice_asked_of_another(
    case_of: CaseOf, book: Rulebook
) -> None:
    asked = ("2026-06-20 advice_requested @education", "2026-08-03 advice_requested @education-2")
    case = case_of("2026-06-08 request_received", *asked, SUMMER)
    for settings, available in (
        ({}, True),
        ({"education": "Larkrise Primary School", "education-2": "Northgate Academy"}, False),
        ({"education": "Northgate Academy", "education-2": "Larkrise Primary School"}, True),
    ):
        here = replace(case, settings=settings)
        assert ground(here, book, "issue_final_plan", Ground.SCHOOL_CLOSED).available is available
    other = replace(
        case_of("2026-06-08 request_received", asked[1], SUMMER), settings={"education-2": "Northgate"}
    )
    assert ground(other, book, "issue_final_plan", Ground.SCHOOL_CLOSED).because == (
        "advice was asked of Northgate, and the closure is that of Larkrise"
    )
