"""What the facts of a case set running and what ends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ehc_tui.law.calendar import CalendarError
from ehc_tui.law.clocks import FactsError, clock_for, clocks_of
from ehc_tui.law.files import data_path
from ehc_tui.law.model import CaseFacts, Clock, Ground, Kind, Party, Relief, State
from ehc_tui.law.rulebook import Rulebook, UnknownRuleError, load_rulebook

CaseOf = Callable[..., CaseFacts]
ClockIn = Callable[..., Clock]

TODAY = date(2026, 11, 21)
REQUEST = "2026-07-20 request_received"
AGREED = "2026-08-28 assess_decision: Yes"
REFUSED = "2026-08-28 assess_decision: No"
FINAL = "2026-12-01 final_sent"


def relief(rule: str, ground: Ground = Ground.ABSENCE, subject: str = "") -> Relief:
    return Relief(rule, subject, ground, "letter", "nobody to assess", "A Begum", date(2026, 9, 1))


def rules_of(case: CaseFacts, book: Rulebook) -> set[str]:
    return {clock.rule for clock in clocks_of(case, book)}


# What starts a clock


def test_a_request_starts_the_6_16_and_20_weeks(case_of: CaseOf, book: Rulebook) -> None:
    clocks = clocks_of(case_of(REQUEST), book)
    assert [(clock.rule, clock.due) for clock in clocks] == [
        ("decide_whether_to_assess", date(2026, 8, 31)),
        ("decide_not_to_issue_plan", date(2026, 11, 9)),
        ("issue_final_plan", date(2026, 12, 7)),
    ]
    assert all(clock.kind is Kind.STATUTORY and clock.bound is Party.COUNCIL for clock in clocks)


def test_a_case_without_facts_has_no_clocks(book: Rulebook) -> None:
    assert clocks_of(CaseFacts(()), book) == ()


def test_becoming_responsible_starts_the_same_clocks(case_of: CaseOf, clock_in: ClockIn) -> None:
    clock = clock_in(case_of("2026-07-20 became_responsible"), "issue_final_plan")
    assert (clock.trigger, clock.due) == ("became_responsible", date(2026, 12, 7))


def test_a_repeated_request_does_not_restart_the_clock(case_of: CaseOf, clock_in: ClockIn) -> None:
    case = case_of(REQUEST, "2026-09-01 request_received", "2026-08-01 became_responsible")
    assert clock_in(case, "issue_final_plan").due == date(2026, 12, 7)


def test_only_a_refusal_is_held_to_regulation_4(case_of: CaseOf, book: Rulebook, clock_in: ClockIn) -> None:
    assert "decide_not_to_assess_initial" not in rules_of(case_of(REQUEST, AGREED), book)
    clock = clock_in(case_of(REQUEST, "2026-09-04 assess_decision: No"), "decide_not_to_assess_initial")
    assert clock.state(TODAY) is State.MET_LATE


def test_a_refusal_that_relies_on_regulation_5_is_not_held_to_regulation_4(
    case_of: CaseOf, book: Rulebook
) -> None:
    case = case_of(REQUEST, REFUSED, reliefs=(relief("decide_whether_to_assess"),))
    assert "decide_not_to_assess_initial" not in rules_of(case, book)


def test_each_adviser_and_each_setting_has_a_clock_of_its_own(case_of: CaseOf, book: Rulebook) -> None:
    case = case_of(
        REQUEST,
        "2026-08-29 advice_requested @psychology",
        "2026-09-05 advice_requested @health",
        "2026-11-02 consultation_sent @Larkrise Primary",
    )
    found = {
        (clock.subject, clock.label, clock.due, clock.kind)
        for clock in clocks_of(case, book)
        if clock.subject
    }
    assert found == {
        ("psychology", "Psychology advice", date(2026, 10, 10), Kind.STATUTORY),
        ("health", "Health advice", date(2026, 10, 17), Kind.STATUTORY),
        ("Larkrise Primary", "Reply: Larkrise Primary", date(2026, 11, 17), Kind.GUIDANCE),
    }


def test_a_second_adviser_of_a_kind_is_told_apart_by_number(case_of: CaseOf, clock_in: ClockIn) -> None:
    case = case_of("2026-08-29 advice_requested @other-2")
    assert clock_in(case, "advice_response", "other-2").label == "Other advice 2"


def test_the_adviser_s_receipt_starts_the_six_weeks_where_it_is_known(
    case_of: CaseOf, clock_in: ClockIn
) -> None:
    case = case_of("2026-08-29 advice_requested @health", "2026-09-02 advice_request_received @health")
    assert clock_in(case, "advice_response", "health").due == date(2026, 10, 14)


def test_asking_an_adviser_again_does_not_restart_the_six_weeks(case_of: CaseOf, clock_in: ClockIn) -> None:
    case = case_of("2026-08-29 advice_requested @health", "2026-10-02 advice_requested @health")
    assert clock_in(case, "advice_response", "health").due == date(2026, 10, 10)


def test_a_changed_draft_gives_the_family_new_days(case_of: CaseOf, clock_in: ClockIn) -> None:
    case = case_of("2026-10-20 draft_served", "2026-11-10 draft_reissued")
    assert clock_in(case, "draft_representations_window").state(TODAY) is State.STOPPED
    assert clock_in(case, "reissue_draft").due == date(2026, 11, 24)


def test_a_fact_before_a_rule_was_in_force_starts_nothing(case_of: CaseOf, book: Rulebook) -> None:
    assert clocks_of(case_of("2013-05-01 request_received"), book) == ()


def test_the_version_of_a_rule_in_force_on_the_trigger_date_applies(
    case_of: CaseOf, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = data_path("law", "england.toml").read_text(encoding="utf-8")
    start = text.index('[[rule]]\nid = "issue_final_plan"')
    record = text[start : text.index("[[rule]]", start + 1)]
    ended = record.replace(
        "effective_from = 2014-09-01", "effective_from = 2014-09-01\neffective_to = 2027-08-31"
    )
    changed = record.replace("number = 20", "number = 15").replace("2014-09-01", "2027-09-01")
    path = tmp_path_factory.mktemp("law") / "england.toml"
    path.write_text(text.replace(record, ended + changed), encoding="utf-8")
    book = load_rulebook(path)

    def due(day: str) -> date | None:
        (clock,) = [
            found
            for found in clocks_of(case_of(f"{day} request_received"), book)
            if found.rule == "issue_final_plan"
        ]
        return clock.due

    assert due("2027-08-31") == date(2028, 1, 18)
    assert due("2027-09-01") == date(2027, 12, 15)
    assert book.rule("issue_final_plan", date(2026, 1, 1)).number == 20
    assert book.rule("issue_final_plan").number == 15


def test_a_duty_without_a_number_runs_no_clock(case_of: CaseOf, book: Rulebook) -> None:
    case = case_of(REQUEST, AGREED, "2026-11-02 plan_decision: Issue")
    assert not {"consult_on_request", "seek_advice", "issue_draft_plan"} & rules_of(case, book)


def test_a_fact_of_a_kind_the_rule_book_does_not_know_is_left_alone(case_of: CaseOf, book: Rulebook) -> None:
    assert clocks_of(case_of(REQUEST, "2026-08-01 tea_served"), book) == clocks_of(case_of(REQUEST), book)


# What meets or stops it


def test_either_decision_meets_the_six_weeks(case_of: CaseOf, clock_in: ClockIn) -> None:
    for decision in (AGREED, REFUSED):
        clock = clock_in(case_of(REQUEST, decision), "decide_whether_to_assess")
        assert clock.state(TODAY) is State.MET


def test_a_refusal_to_assess_stops_the_16_and_the_20_weeks_which_keep_their_dates(
    case_of: CaseOf, clock_in: ClockIn
) -> None:
    case = case_of(REQUEST, REFUSED)
    for rule, due in (
        ("decide_not_to_issue_plan", date(2026, 11, 9)),
        ("issue_final_plan", date(2026, 12, 7)),
    ):
        clock = clock_in(case, rule)
        assert (clock.state(TODAY), clock.due) == (State.STOPPED, due)
        assert (clock.stopped_on, clock.stopped_by) == (date(2026, 8, 28), "assess_decision")


def test_a_refusal_that_was_reversed_stops_nothing(case_of: CaseOf, clock_in: ClockIn) -> None:
    case = case_of(REQUEST, REFUSED, "2026-10-01 assess_decision: Yes")
    assert clock_in(case, "issue_final_plan").state(TODAY) is State.ON_TRACK
    assert clock_in(case, "decide_whether_to_assess").met_on == date(2026, 8, 28)


def test_16_weeks_bind_only_a_decision_not_to_issue(case_of: CaseOf, clock_in: ClockIn) -> None:
    open_case = case_of(REQUEST, AGREED)
    issued = case_of(REQUEST, AGREED, "2026-11-16 plan_decision: Issue")
    refused = case_of(REQUEST, AGREED, "2026-11-16 plan_decision: Do not issue")
    assert clock_in(open_case, "decide_not_to_issue_plan").state(TODAY) is State.OVERDUE
    assert clock_in(issued, "decide_not_to_issue_plan").state(TODAY) is State.STOPPED
    assert clock_in(refused, "decide_not_to_issue_plan").state(TODAY) is State.MET_LATE
    assert clock_in(refused, "issue_final_plan").state(TODAY) is State.STOPPED


@pytest.mark.parametrize("ending", ["withdrawn", "moved_away", "case_closed"])
def test_an_ending_stops_whatever_still_ran(case_of: CaseOf, book: Rulebook, ending: str) -> None:
    case = case_of(REQUEST, AGREED, "2026-08-29 advice_requested @health", f"2026-10-01 {ending}")
    states = {clock.rule: clock.state(TODAY) for clock in clocks_of(case, book)}
    assert states.pop("decide_whether_to_assess") is State.MET
    assert set(states.values()) == {State.STOPPED}


@pytest.mark.parametrize(
    ("settled", "expected"),
    [
        ("2026-10-01 advice_received @health", State.MET),
        ("2026-11-01 advice_received @health", State.MET_LATE),
        ("2026-10-01 existing_advice_accepted @health", State.STOPPED),
        ("2026-10-01 advice_not_applicable: not known to health @health", State.STOPPED),
        ("2026-11-20 final_sent", State.STOPPED),
        ("2026-11-20 plan_decision: Do not issue", State.STOPPED),
        ("2026-11-20 plan_decision: Issue", State.OVERDUE),
        ("2026-10-01 advice_received @psychology", State.OVERDUE),
    ],
)
def test_advice_is_owed_until_it_is_in_or_serves_nothing(
    case_of: CaseOf, clock_in: ClockIn, settled: str, expected: State
) -> None:
    case = case_of(REQUEST, AGREED, "2026-08-29 advice_requested @health", settled)
    assert clock_in(case, "advice_response", "health").state(TODAY) is expected


def test_a_draft_shows_that_the_decision_was_to_issue(case_of: CaseOf, clock_in: ClockIn) -> None:
    case = case_of(REQUEST, AGREED, "2026-11-02 draft_served")
    assert clock_in(case, "decide_not_to_issue_plan").state(TODAY) is State.STOPPED


def test_a_final_plan_on_the_last_day_is_in_time_and_a_day_later_is_late(
    case_of: CaseOf, clock_in: ClockIn
) -> None:
    assert clock_in(case_of(REQUEST, "2026-12-07 final_sent"), "issue_final_plan").state(TODAY) is State.MET
    late = clock_in(case_of(REQUEST, "2026-12-08 final_sent"), "issue_final_plan")
    assert late.state(TODAY) is State.MET_LATE


def test_what_meets_a_clock_on_the_day_it_stops_has_met_it(case_of: CaseOf, clock_in: ClockIn) -> None:
    case = case_of(REQUEST, "2026-12-01 final_sent", "2026-12-01 withdrawn")
    assert clock_in(case, "issue_final_plan").state(TODAY) is State.MET


def test_a_familys_window_is_nobodys_breach(case_of: CaseOf, clock_in: ClockIn) -> None:
    window = clock_in(case_of("2026-10-20 draft_served"), "draft_representations_window")
    assert window.bound is Party.FAMILY
    assert window.state(date(2026, 11, 3)) is State.DUE_SOON
    assert window.state(TODAY) is State.STOPPED


# Orders, concessions, moves


@pytest.mark.parametrize("how", ["order_dated", "concession_told", "mediation_agreed"])
def test_an_order_a_concession_or_an_agreement_replaces_the_20_weeks(
    case_of: CaseOf, book: Rulebook, clock_in: ClockIn, how: str
) -> None:
    case = case_of(
        REQUEST,
        REFUSED,
        f"2026-12-15 {how}: Assess",
        "2026-12-20 assess_decision: Yes",
        "2027-03-01 final_sent",
    )
    assert clock_in(case, "issue_final_plan").state(date(2027, 3, 2)) is State.STOPPED
    assert clock_in(case, "order_assess_notify").met_on == date(2026, 12, 20)
    ordered = clock_in(case, "order_assess_final")
    assert (ordered.due, ordered.state(date(2027, 3, 2))) == (date(2027, 3, 23), State.MET)


def test_an_order_starts_only_the_clocks_of_what_it_orders(case_of: CaseOf, book: Rulebook) -> None:
    case = case_of("2026-12-15 order_dated: Amend setting")
    assert rules_of(case, book) == {"order_amend_school"}


def test_a_decision_before_the_order_does_not_carry_it_out(case_of: CaseOf, clock_in: ClockIn) -> None:
    case = case_of(REQUEST, AGREED, "2026-12-15 order_dated: Assess")
    assert clock_in(case, "order_assess_notify").met_on is None


def test_a_review_decision_is_bound_by_the_last_review_before_the_meeting(
    case_of: CaseOf, clock_in: ClockIn
) -> None:
    case = case_of(
        "2025-03-12 plan_made",
        "2026-02-20 review_decision_told: Keep",
        "2027-02-08 review_meeting",
        "2027-02-15 review_decision_told: Keep",
    )
    clock = clock_in(case, "review_decision")
    assert (clock.due, clock.met_on) == (date(2027, 2, 19), date(2027, 2, 15))
    assert clock_in(case, "annual_review_next").due == date(2028, 2, 14)


def test_invitations_sent_before_a_review_meet_its_notice_and_not_the_next_one(
    case_of: CaseOf, clock_in: ClockIn
) -> None:
    lines = ("2026-12-20 review_invited", "2027-01-11 review_meeting")
    first = clock_in(case_of(*lines), "review_meeting_notice")
    assert first.state(date(2027, 1, 12)) is State.MET
    second = clock_in(case_of(*lines, "2027-12-06 review_meeting"), "review_meeting_notice")
    assert (second.due, second.met_on) == (date(2027, 11, 22), None)


def test_a_plan_amended_ahead_of_a_transfer_meets_its_fixed_date(case_of: CaseOf, clock_in: ClockIn) -> None:
    case = case_of("2027-09-01 phase_transfer: School", "2027-02-10 amended_final_sent")
    assert clock_in(case, "phase_transfer_school").met_on == date(2027, 2, 10)


def test_between_the_two_readings_of_before_15_february_nothing_is_breached(
    case_of: CaseOf, clock_in: ClockIn
) -> None:
    clock = clock_in(case_of("2027-09-01 phase_transfer: School"), "phase_transfer_school")
    assert clock.state(date(2027, 2, 15)) is State.DUE_SOON
    assert clock.state(date(2027, 2, 16)) is State.OVERDUE


def test_an_early_years_review_is_advised_for_under_fives_only(case_of: CaseOf, book: Rulebook) -> None:
    plan = "2026-09-10 plan_made"
    assert "early_years_review" in rules_of(case_of(plan, born="2023-04-01"), book)
    assert "early_years_review" not in rules_of(case_of(plan, born="2016-04-01"), book)
    assert "early_years_review" not in rules_of(case_of(plan), book)


# Reliefs and dates


def test_a_relief_disapplies_the_limit_and_leaves_the_date(case_of: CaseOf, clock_in: ClockIn) -> None:
    plain = clock_in(case_of(REQUEST, AGREED), "decide_not_to_issue_plan")
    relieved = clock_in(
        case_of(REQUEST, AGREED, reliefs=(relief("decide_not_to_issue_plan"),)), "decide_not_to_issue_plan"
    )
    assert relieved.due == plain.due
    assert (plain.state(TODAY), relieved.state(TODAY)) == (State.OVERDUE, State.RELIEVED)


def test_a_relief_on_a_ground_the_law_does_not_give_changes_nothing(
    case_of: CaseOf, clock_in: ClockIn
) -> None:
    asked = "2026-08-29 advice_requested @health"
    case = case_of(asked, reliefs=(relief("advice_response", Ground.SCHOOL_CLOSED, "health"),))
    assert clock_in(case, "advice_response", "health").state(TODAY) is State.OVERDUE


def test_a_relief_for_one_adviser_is_not_for_another(case_of: CaseOf, clock_in: ClockIn) -> None:
    case = case_of(
        "2026-08-29 advice_requested @health",
        "2026-08-29 advice_requested @psychology",
        reliefs=(relief("advice_response", Ground.MISSED_APPOINTMENT, "health"),),
    )
    assert clock_in(case, "advice_response", "health").state(TODAY) is State.RELIEVED
    assert clock_in(case, "advice_response", "psychology").state(TODAY) is State.OVERDUE


def test_a_date_corrected_back_restores_every_clock(case_of: CaseOf, book: Rulebook) -> None:
    others = (AGREED, "2026-08-29 advice_requested @health", "2026-11-02 draft_served")
    before = clocks_of(case_of(REQUEST, *others), book)
    wrong = clocks_of(case_of("2026-06-20 request_received", *others), book)
    assert wrong != before
    assert clocks_of(case_of(REQUEST, *others), book) == before


def test_beyond_the_known_holidays_the_legal_date_stands_and_the_help_is_withheld(
    case_of: CaseOf, clock_in: ClockIn
) -> None:
    clock = clock_in(case_of("2028-10-02 request_received"), "issue_final_plan")
    assert (clock.due, clock.act_by) == (date(2029, 2, 19), None)


# The calculator


def test_the_calculator_refuses_a_date_beyond_the_known_holidays(book: Rulebook) -> None:
    with pytest.raises(CalendarError, match="known from 2012 to 2028"):
        clock_for("issue_final_plan", {"request_received": date(2028, 10, 2)}, book)


def test_the_calculator_takes_a_decision_in_the_sense_that_starts_the_rule(book: Rulebook) -> None:
    clock = clock_for("appeal_deadline", {"plan_decision": date(2026, 11, 3)}, book)
    assert clock.due == date(2027, 1, 4)


def test_the_calculator_gives_no_date_where_the_law_sets_none(book: Rulebook) -> None:
    clock = clock_for("issue_draft_plan", {"plan_decision": date(2026, 11, 3)}, book)
    assert (clock.due, clock.act_by) == (None, None)


def test_the_calculator_says_what_is_wrong_with_its_facts(book: Rulebook) -> None:
    with pytest.raises(
        UnknownRuleError, match='no rule "issue_final_plans"; did you mean "issue_final_plan"'
    ):
        clock_for("issue_final_plans", {"request_received": TODAY}, book)
    with pytest.raises(
        FactsError, match=r'"request_recieved" is not a fact .* did you mean "request_received"'
    ):
        clock_for("issue_final_plan", {"request_recieved": TODAY}, book)
    with pytest.raises(FactsError, match="starts from request_received, became_responsible; none of them"):
        clock_for("issue_final_plan", {"draft_served": TODAY}, book)
    with pytest.raises(FactsError, match="cease_under_18 runs no clock"):
        clock_for("cease_under_18", {"draft_served": TODAY}, book)
    with pytest.raises(UnknownRuleError, match="not in force on 2013-01-01"):
        clock_for("issue_final_plan", {"request_received": date(2013, 1, 1)}, book)
