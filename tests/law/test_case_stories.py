"""Cases that take a turn: what runs, what has ended, and what opens a case again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ehc_tui.law.clocks import clocks_of, closes_on
from ehc_tui.law.model import CaseFacts, Clock, State
from ehc_tui.law.reliefs import availability
from ehc_tui.law.rulebook import Rulebook

CaseOf = Callable[..., CaseFacts]
ClockIn = Callable[..., Clock]

REQUEST = "2026-03-02 request_received"
REFUSED = "2026-04-10 assess_decision: No"


def rules_in(case: CaseFacts, book: Rulebook) -> set[str]:
    return {clock.rule for clock in clocks_of(case, book)}


def closing(case: CaseFacts, book: Rulebook) -> date | None:
    return closes_on(case, clocks_of(case, book), book)


# A request after an earlier one ended


def test_a_request_after_a_withdrawal_starts_its_own_clocks(
    case_of: CaseOf, clock_in: ClockIn, book: Rulebook
) -> None:
    case = case_of(
        REQUEST, "2026-04-10 assess_decision: Yes", "2026-05-01 withdrawn", "2026-09-07 request_received"
    )
    assert clock_in(case, "decide_whether_to_assess").due == date(2026, 10, 19)
    assert clock_in(case, "decide_whether_to_assess").open
    assert clock_in(case, "issue_final_plan").due == date(2027, 1, 25)
    assert closing(case, book) is None


def test_a_withdrawal_left_over_from_an_earlier_request_does_not_stop_a_later_one(
    case_of: CaseOf, clock_in: ClockIn, book: Rulebook
) -> None:
    case = case_of("2026-05-01 withdrawn", "2026-09-07 request_received")
    assert clock_in(case, "issue_final_plan").open
    assert closing(case, book) is None


def test_a_second_referral_of_a_child_under_assessment_restarts_nothing(
    case_of: CaseOf, clock_in: ClockIn
) -> None:
    case = case_of(REQUEST, "2026-04-01 became_responsible", "2026-05-01 request_received")
    assert clock_in(case, "issue_final_plan").due == date(2026, 7, 20)


def test_a_withdrawn_case_stays_closed_without_another_request(case_of: CaseOf, book: Rulebook) -> None:
    assert closing(case_of(REQUEST, "2026-05-01 withdrawn"), book) == date(2026, 5, 1)


# After a refusal and an appeal


APPEALED = (REQUEST, REFUSED, "2026-06-01 appeal_registered", "2026-10-05 order_dated: Assess")


def test_advice_asked_after_an_order_is_not_stopped_by_the_refusal_before_it(
    case_of: CaseOf, clock_in: ClockIn
) -> None:
    clock = clock_in(case_of(*APPEALED, "2026-10-12 advice_requested @health"), "advice_response", "health")
    assert (clock.due, clock.stopped_on) == (date(2026, 11, 23), None)


def test_a_setting_consulted_after_an_order_is_not_stopped_by_the_refusal_before_it(
    case_of: CaseOf, clock_in: ClockIn
) -> None:
    case = case_of(*APPEALED, "2026-12-07 consultation_sent @Northgate")
    assert clock_in(case, "consult_setting_response", "Northgate").open


def test_an_order_opens_a_case_that_was_closed_by_hand(case_of: CaseOf, book: Rulebook) -> None:
    case = case_of(REQUEST, REFUSED, "2026-07-01 case_closed", "2026-10-05 order_dated: Assess")
    assert closing(case, book) is None
    again = case_of(
        REQUEST, REFUSED, "2026-07-01 case_closed", "2026-10-05 order_dated: Assess", "2026-11-02 case_closed"
    )
    assert closing(again, book) == date(2026, 11, 2)


def test_an_order_to_assess_is_answered_by_whatever_follows_from_assessing(
    case_of: CaseOf, clock_in: ClockIn
) -> None:
    assert clock_in(case_of(*APPEALED), "order_assess_notify").due == date(2026, 10, 19)
    drafted = case_of(*APPEALED, "2026-12-14 draft_served")
    assert clock_in(drafted, "order_assess_notify").stopped_on == date(2026, 12, 14)
    assert clock_in(case_of(*APPEALED, "2026-10-09 moved_away"), "order_assess_notify").stopped_on


# Mediation


def test_a_refused_case_stays_open_while_mediation_is_owed(case_of: CaseOf, book: Rulebook) -> None:
    asked = (REQUEST, REFUSED, "2026-06-01 mediation_wanted")
    assert closing(case_of(REQUEST, REFUSED), book) == date(2026, 6, 10)
    assert closing(case_of(*asked), book) is None
    assert closing(case_of(*asked, "2026-06-20 mediation_held"), book) == date(2026, 6, 10)


def test_mediation_about_a_final_plan_opens_the_case_until_it_was_held(
    case_of: CaseOf, book: Rulebook
) -> None:
    asked = (REQUEST, "2026-07-13 final_sent", "2026-08-03 mediation_wanted")
    assert closing(case_of(*asked), book) is None
    assert closing(case_of(*asked, "2026-08-24 mediation_held"), book) == date(2026, 7, 13)


@pytest.mark.parametrize("after", ["certificate_issued", "mediation_agreed: Assess"])
def test_mediation_need_not_be_arranged_once_it_is_certified_or_agreed(
    case_of: CaseOf, clock_in: ClockIn, after: str
) -> None:
    case = case_of(REQUEST, REFUSED, "2026-06-01 mediation_wanted", f"2026-06-15 {after}")
    assert not clock_in(case, "mediation_arrange").open


def test_a_certificate_nobody_recorded_is_not_awaited_after_the_appeal(
    case_of: CaseOf, clock_in: ClockIn
) -> None:
    case = case_of(REQUEST, REFUSED, "2026-05-05 no_mediation_told", "2026-05-20 appeal_registered")
    assert not clock_in(case, "mediation_cert_no_mediation").open


# Plans that are kept


def test_the_review_of_a_transferred_plan_is_due_on_the_later_of_its_two_dates_only(
    case_of: CaseOf, clock_in: ClockIn, book: Rulebook
) -> None:
    case = case_of("2025-10-10 plan_made", "2026-09-25 transferred")
    assert clock_in(case, "new_la_review").due == date(2026, 12, 24)
    assert clock_in(case, "annual_review_first").state(date(2026, 11, 21)) is State.STOPPED
    met = case_of("2025-10-10 plan_made", "2026-09-25 transferred", "2026-12-01 review_meeting")
    assert clock_in(met, "review_decision").due == date(2026, 12, 29)
    reviewed = case_of(
        "2025-10-10 plan_made", "2025-11-10 review_decision_told: Keep", "2026-09-25 transferred"
    )
    assert not clock_in(reviewed, "annual_review_next").open


def test_an_amendment_of_years_ago_does_not_name_the_next_phase(case_of: CaseOf, clock_in: ClockIn) -> None:
    old = case_of("2025-06-01 amended_final_sent", "2027-09-01 phase_transfer: School")
    assert clock_in(old, "phase_transfer_school").open
    new = case_of("2027-01-20 amended_final_sent", "2027-09-01 phase_transfer: School")
    assert clock_in(new, "phase_transfer_school").met_on == date(2027, 1, 20)


def test_an_amended_plan_shows_that_its_notice_was_given(case_of: CaseOf, clock_in: ClockIn) -> None:
    case = case_of(
        "2026-01-10 plan_made",
        "2026-09-07 review_meeting",
        "2026-09-28 review_decision_told: Amend",
        "2026-11-16 amended_final_sent",
    )
    assert not clock_in(case, "amendment_notice").open


# Exceptions


def grounds(clock: Clock, case: CaseFacts, book: Rulebook) -> dict[str, str]:
    return {found.ground: found.because for found in availability(clock, case, book) if found.available}


def test_the_closure_test_of_a_reassessment_looks_at_its_own_advice(
    case_of: CaseOf, clock_in: ClockIn, book: Rulebook
) -> None:
    closed = "2026-07-22 to 2026-09-02 setting_closed @Larkrise"
    notified = "2026-07-13 reassessment_notified"
    case = case_of(closed, notified, "2026-07-20 reassess_advice_requested @education")
    assert "school_closed" in grounds(clock_in(case, "reassess_final_plan"), case, book)
    first = case_of(
        "2025-07-21 advice_requested @education", "2025-07-22 to 2025-09-02 setting_closed", notified
    )
    assert "school_closed" not in grounds(clock_in(first, "reassess_final_plan"), first, book)


def test_circumstances_that_go_on_reach_into_a_clock_that_started_later(
    case_of: CaseOf, clock_in: ClockIn, book: Rulebook
) -> None:
    going_on = case_of("2026-02-01 exceptional_circumstances", REQUEST)
    assert "exceptional_circumstances" in grounds(clock_in(going_on, "issue_final_plan"), going_on, book)
    over = case_of("2026-02-01 to 2026-02-20 exceptional_circumstances", REQUEST)
    assert "exceptional_circumstances" not in grounds(clock_in(over, "issue_final_plan"), over, book)


def test_an_appointment_missed_before_the_clock_started_is_no_ground(
    case_of: CaseOf, clock_in: ClockIn, book: Rulebook
) -> None:
    case = case_of(REQUEST, "2026-04-01 missed_appointment @health", "2026-04-10 advice_requested @health")
    assert grounds(clock_in(case, "advice_response", "health"), case, book) == {}
