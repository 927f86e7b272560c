"""What a case is triaged by, and when it closes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ehc_tui.law.clocks import clocks_of, closes_on, duties, next_duty
from ehc_tui.law.model import CaseFacts, Ground, Relief
from ehc_tui.law.process import Process
from ehc_tui.law.rulebook import Rulebook

CaseOf = Callable[..., CaseFacts]

TODAY = date(2026, 11, 21)
REQUEST = "2026-07-20 request_received"
EARLIER = "2026-05-25 request_received"
AGREED = "2026-08-28 assess_decision: Yes"


def next_of(case: CaseFacts, book: Rulebook, today: date = TODAY, process: Process | None = None) -> str:
    clock = next_duty(duties(clocks_of(case, book, process)), today)
    return clock.label if clock else ""


def closing(case: CaseFacts, book: Rulebook) -> date | None:
    return closes_on(case, clocks_of(case, book), book)


def test_the_council_s_own_overdue_duty_comes_before_anything_earlier_of_others(
    case_of: CaseOf, book: Rulebook
) -> None:
    case = case_of(REQUEST, AGREED, "2026-08-29 advice_requested @psychology")
    assert next_of(case, book) == "Decide: no plan"
    assert next_of(case, book, date(2026, 11, 9)) == "Psychology advice"


def test_the_next_duty_is_whatever_is_due_first(case_of: CaseOf, book: Rulebook) -> None:
    assert next_of(case_of(REQUEST), book, date(2026, 8, 1)) == "Decide: assess?"


def test_a_window_of_the_family_is_no_duty_while_the_council_has_one(case_of: CaseOf, book: Rulebook) -> None:
    case = case_of(REQUEST, AGREED, "2026-11-02 draft_served")
    assert next_of(case, book, date(2026, 11, 3)) == "Send final plan"


def test_the_last_window_to_end_is_what_a_refused_case_waits_for(case_of: CaseOf, book: Rulebook) -> None:
    case = case_of(EARLIER, "2026-06-30 assess_decision: No")
    assert next_of(case, book, date(2026, 7, 1)) == "Family: appeal"
    assert next_of(case, book, date(2026, 9, 1)) == "Family: appeal"
    assert next_of(case, book, date(2026, 9, 2)) == ""


def test_a_local_target_and_guidance_are_never_the_next_duty(
    case_of: CaseOf, book: Rulebook, north_somerset: Process
) -> None:
    case = case_of(REQUEST, AGREED, "2026-11-02 draft_served", "2026-11-02 consultation_sent @Larkrise")
    assert next_of(case, book, date(2026, 11, 17), north_somerset) == "Send final plan"


def test_a_relieved_limit_is_a_duty_only_when_nothing_else_is_left(case_of: CaseOf, book: Rulebook) -> None:
    relief = Relief("issue_final_plan", "", Ground.ABSENCE, "letter", "away", "A Begum", None)
    case = case_of(REQUEST, AGREED, "2026-11-02 plan_decision: Issue", reliefs=(relief,))
    found = duties(clocks_of(case, book))
    assert (found.own, found.first) == (None, None)
    assert next_of(case, book) == "Send final plan"


def test_a_case_closes_on_the_day_the_final_plan_is_sent_and_owes_nothing_more(
    case_of: CaseOf, book: Rulebook
) -> None:
    case = case_of(REQUEST, AGREED, "2026-11-20 final_sent")
    assert closing(case, book) == date(2026, 11, 20)
    assert next_of(case, book) == ""
    assert {"annual_review_first", "appeal_deadline"} <= {clock.rule for clock in clocks_of(case, book)}


def test_a_review_meeting_opens_the_case_again_with_duties_of_its_own(
    case_of: CaseOf, book: Rulebook
) -> None:
    case = case_of(REQUEST, AGREED, "2026-11-20 final_sent", "2027-06-07 review_meeting")
    assert closing(case, book) is None
    assert next_of(case, book, date(2027, 6, 30)) in {"Invite to the review", "Circulate review advice"}


def test_a_plan_that_came_from_elsewhere_owes_its_annual_review(case_of: CaseOf, book: Rulebook) -> None:
    case = case_of("2026-03-12 plan_made")
    assert closing(case, book) is None
    assert next_of(case, book) == "First annual review"


def test_a_refused_case_closes_when_the_family_can_no_longer_appeal(case_of: CaseOf, book: Rulebook) -> None:
    assert closing(case_of(EARLIER, "2026-06-30 assess_decision: No"), book) == date(2026, 9, 1)
    refused = case_of(REQUEST, AGREED, "2026-11-03 plan_decision: Do not issue")
    assert closing(refused, book) == date(2027, 1, 4)


def test_a_certificate_keeps_a_refused_case_open_longer(case_of: CaseOf, book: Rulebook) -> None:
    case = case_of(REQUEST, "2026-10-01 assess_decision: No", "2026-11-29 certificate_issued")
    assert closing(case, book) == date(2027, 1, 4)


def test_an_appeal_or_an_agreement_to_assess_keeps_a_refused_case_open(
    case_of: CaseOf, book: Rulebook
) -> None:
    refused = "2026-10-01 assess_decision: No"
    assert closing(case_of(REQUEST, refused, "2026-11-20 appeal_registered"), book) is None
    assert closing(case_of(REQUEST, refused, "2026-11-20 mediation_agreed: Assess"), book) is None


def test_a_withdrawn_or_moved_case_closes_that_day(case_of: CaseOf, book: Rulebook) -> None:
    assert closing(case_of(REQUEST, "2026-09-01 withdrawn"), book) == date(2026, 9, 1)
    assert closing(case_of(REQUEST, "2026-09-01 moved_away"), book) == date(2026, 9, 1)


def test_an_explicit_closing_wins(case_of: CaseOf, book: Rulebook) -> None:
    case = case_of(REQUEST, "2026-10-01 assess_decision: No", "2026-11-02 case_closed")
    assert closing(case, book) == date(2026, 11, 2)
    later = case_of(REQUEST, "2026-11-20 final_sent", "2027-02-01 case_closed")
    assert closing(later, book) == date(2027, 2, 1)


def test_a_case_that_was_opened_again_closes_on_the_next_ending(case_of: CaseOf, book: Rulebook) -> None:
    case = case_of(REQUEST, "2026-11-20 final_sent", "2027-06-07 review_meeting", "2027-08-02 plan_ceased")
    assert closing(case, book) == date(2027, 8, 2)


def test_an_open_case_closes_on_no_day(case_of: CaseOf, book: Rulebook) -> None:
    assert closing(case_of(REQUEST, AGREED), book) is None
