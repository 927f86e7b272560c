"""Every date can be asked why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ehc_tui.law.calendar import Convention
from ehc_tui.law.clocks import calculator_case, clock_for, clocks_of
from ehc_tui.law.explain import Explanation, explain
from ehc_tui.law.model import CaseFacts, Clock, Ground, Relief
from ehc_tui.law.process import Process
from ehc_tui.law.rulebook import Rulebook

CaseOf = Callable[..., CaseFacts]
ClockIn = Callable[..., Clock]

REQUEST = "2026-07-20 request_received"


def calculated(book: Rulebook, rule: str, **facts: str) -> Explanation:
    dates = {kind: date.fromisoformat(on) for kind, on in facts.items()}
    return explain(clock_for(rule, dates, book), calculator_case(rule, dates, book), book)


def test_the_sixteen_weeks_are_explained_in_one_paragraph(
    case_of: CaseOf, book: Rulebook, clock_in: ClockIn
) -> None:
    case = case_of(REQUEST)
    told = explain(clock_in(case, "decide_not_to_issue_plan"), case, book)
    assert told.why == (
        "request received Mon 20 Jul 2026 + 16 weeks = Mon 9 Nov 2026. "
        "Binds only a decision not to issue a plan."
    )
    assert told.sentence == (
        f"{told.why} Children and Families Act 2014, s.36(9)-(10); SEND Regulations 2014, reg 10(1). "
        "Weekends and bank holidays do not move it. No relief recorded."
    )


@pytest.mark.parametrize(
    ("rule", "facts", "steps"),
    [
        (
            "appeal_deadline",
            {"decision_sent": "2026-12-31"},
            (
                "decision sent Thu 31 Dec 2026",
                "2 months after Thu 31 Dec 2026 is Sun 28 Feb 2027 (there is no 31 February)",
                "the tribunal's next working day is Mon 1 Mar 2027",
            ),
        ),
        (
            "appeal_deadline",
            {"decision_sent": "2026-10-01", "certificate_issued": "2026-11-29"},
            (
                "decision sent Thu 1 Oct 2026",
                "2 months after Thu 1 Oct 2026 is Tue 1 Dec 2026",
                "mediation certificate issued Sun 29 Nov 2026",
                "1 month after Sun 29 Nov 2026 is Tue 29 Dec 2026",
                "the later of these counts: Tue 29 Dec 2026",
                "the tribunal's next working day is Mon 4 Jan 2027",
            ),
        ),
        (
            "review_decision",
            {"plan_made": "2026-03-12", "review_meeting": "2027-02-22"},
            (
                "review meeting Mon 22 Feb 2027 + 4 weeks = Mon 22 Mar 2027",
                "plan made Thu 12 Mar 2026; 12 months beginning with it end on Thu 11 Mar 2027",
                "the earlier of these counts: Thu 11 Mar 2027",
            ),
        ),
        (
            "draft_representations_window",
            {"draft_served": "2026-12-18"},
            ("draft plan served Fri 18 Dec 2026; 15 days beginning with it end on Fri 1 Jan 2027",),
        ),
        (
            "mediation_cert_no_mediation",
            {"no_mediation_told": "2026-04-02"},
            (
                "adviser told that no mediation is wanted Thu 2 Apr 2026",
                "3 working days after it end on Thu 9 Apr 2026 "
                "(skipping Good Friday on Fri 3 Apr 2026 and Easter Monday on Mon 6 Apr 2026)",
            ),
        ),
        (
            "la_response_to_appeal",
            {"appeal_received": "2026-07-20"},
            (
                "appeal received from the tribunal Mon 20 Jul 2026",
                "30 tribunal working days after it end on Tue 29 Sep 2026",
            ),
        ),
        (
            "review_meeting_notice",
            {"review_meeting": "2027-01-11"},
            ("review meeting Mon 11 Jan 2027", "2 weeks before it is Mon 28 Dec 2026"),
        ),
        (
            "phase_transfer_post16_to_post16",
            {"phase_transfer": "2027-07-31"},
            (
                "transfer between post-16 institutions Sat 31 Jul 2027",
                "5 months before it is Sun 28 Feb 2027 (there is no 31 February)",
            ),
        ),
        (
            "phase_transfer_school",
            {"phase_transfer": "2027-09-01"},
            (
                "transfer to another school phase Wed 1 Sep 2027",
                "the last safe day before 15 Feb 2027 is Sun 14 Feb 2027",
                "a breach is counted only after Mon 15 Feb 2027",
            ),
        ),
        (
            "order_continue",
            {"order_dated": "2026-12-15"},
            ("order to keep the plan Tue 15 Dec 2026: due on Tue 15 Dec 2026, the day itself",),
        ),
        (
            "early_years_review",
            {"plan_made": "2026-09-10"},
            (
                "not before Thu 10 Dec 2026, 3 months on",
                "plan made Thu 10 Sep 2026",
                "6 months after Thu 10 Sep 2026 is Wed 10 Mar 2027",
            ),
        ),
        (
            "pb_identify",
            {"budget_requested": "2026-09-10"},
            ("personal budget requested Thu 10 Sep 2026: the law sets no number of days",),
        ),
    ],
)
def test_the_steps_of_a_count_are_named(
    book: Rulebook, rule: str, facts: dict[str, str], steps: tuple[str, ...]
) -> None:
    assert calculated(book, rule, **facts).steps == steps


def test_a_cautious_convention_is_told(book: Rulebook) -> None:
    cautious = book.under(Convention(day_one_inclusive=True, clear_notice=True))
    weeks = calculated(cautious, "issue_final_plan", request_received="2026-01-05")
    assert "+ 20 weeks counting the day itself = Sun 24 May 2026" in weeks.why
    notice = calculated(cautious, "review_meeting_notice", review_meeting="2027-01-11")
    assert "2 weeks of clear notice before it is Sun 27 Dec 2026" in notice.why


def test_a_rule_that_waits_for_confirmation_says_so(book: Rulebook) -> None:
    told = calculated(book, "amend_without_review", unreviewed_amendment_notice_sent="2026-11-02")
    assert told.citation.endswith("(to be confirmed against the legislation)")
    sure = calculated(book, "issue_final_plan", request_received="2026-11-02")
    assert "confirmed" not in sure.citation


def test_only_the_appeal_is_moved_by_the_tribunal_s_calendar(book: Rulebook) -> None:
    appeal = calculated(book, "appeal_deadline", decision_sent="2026-06-30")
    mediation = calculated(book, "mediation_contact", decision_sent="2026-06-30")
    assert appeal.moves_not.startswith("Only the tribunal's own calendar moves it")
    assert mediation.moves_not == "Weekends and bank holidays do not move it."


def test_what_people_wrongly_expect_is_answered(book: Rulebook) -> None:
    told = calculated(book, "issue_final_plan", request_received="2026-07-20")
    assert any("no new evidence" in pitfall for pitfall in told.pitfalls)


def test_a_relief_relied_on_is_told_and_leaves_the_date(
    case_of: CaseOf, book: Rulebook, clock_in: ClockIn
) -> None:
    relief = Relief("issue_final_plan", "", Ground.ABSENCE, "letter", "away", "A Begum", None)
    case = case_of(REQUEST, reliefs=(relief,))
    told = explain(clock_in(case, "issue_final_plan"), case, book)
    assert told.bends == (
        "Relied on: child, parent or young person away from the area for four weeks or more; "
        "the limit is disapplied, the date stays."
    )
    assert "= Mon 7 Dec 2026" in told.why


def test_a_limit_without_exceptions_says_so(case_of: CaseOf, book: Rulebook, clock_in: ClockIn) -> None:
    case = case_of(REQUEST, "2026-08-28 assess_decision: No")
    told = explain(clock_in(case, "decide_not_to_assess_initial"), case, book)
    assert told.bends == "No statutory exception applies to this limit."


def test_a_stopped_clock_says_what_stopped_it(case_of: CaseOf, book: Rulebook, clock_in: ClockIn) -> None:
    case = case_of(REQUEST, "2026-08-28 assess_decision: No")
    told = explain(clock_in(case, "issue_final_plan"), case, book)
    assert told.why.endswith("It stopped running on Fri 28 Aug 2026: decision not to assess told.")


def test_guidance_and_local_targets_are_no_breach_of_the_law(
    case_of: CaseOf, book: Rulebook, north_somerset: Process
) -> None:
    case = case_of(REQUEST, "2026-11-02 consultation_sent @Larkrise")
    bends = {
        clock.rule: explain(clock, case, book, north_somerset).bends
        for clock in clocks_of(case, book, north_somerset)
    }
    assert bends["consult_setting_response"] == "Guidance: missing it is no breach of the law."
    assert bends["local_draft_week_17"] == "A local target: missing it is no breach of the law."
