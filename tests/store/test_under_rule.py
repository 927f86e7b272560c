"""Which cases a rule is running on now."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from office import ADVISERS, TODAY, Office, imported

from ehc_tui.casework import reliefs
from ehc_tui.law.model import Fact, Ground, Relief, State
from ehc_tui.store.under_rule import CaseUnderRule, RuleCount, cases_under, rule_counts

FINAL, ADVICE, REVIEW = "issue_final_plan", "advice_response", "annual_review_first"
WARNING = 10


def under(office: Office, rule: str, limit: int = 50, offset: int = 0) -> tuple[CaseUnderRule, ...]:
    return cases_under(office.store.read(), rule, TODAY, WARNING, limit=limit, offset=offset)


def counts(office: Office) -> dict[str, RuleCount]:
    return dict(rule_counts(office.store.read(), TODAY))


def test_the_cases_under_a_rule_come_earliest_due_first_with_date_and_state(office: Office) -> None:
    office.bring_in(
        imported(1, date(2026, 7, 20)), imported(2, date(2026, 6, 1)), imported(3, date(2026, 11, 1))
    )
    assert [(case.ref, case.due, case.state) for case in under(office, FINAL)] == [
        ("T-0002", date(2026, 10, 19), State.OVERDUE),
        ("T-0001", date(2026, 12, 7), State.ON_TRACK),
        ("T-0003", date(2027, 3, 21), State.ON_TRACK),
    ]
    assert counts(office)[FINAL] == RuleCount(running=3, overdue=1, closed=0)


def test_a_case_is_named_with_child_and_caseworker_and_what_is_left(office: Office) -> None:
    office.bring_in(imported(1, date(2026, 7, 13)))
    (case,) = under(office, FINAL)
    assert (case.child, case.caseworker) == ("O'Connor, Niamh", "J Okafor")
    assert (case.state, case.days_left(TODAY), case.act_by) == (State.DUE_SOON, 9, date(2026, 11, 30))


def test_each_adviser_who_owes_advice_counts_and_is_named(office: Office) -> None:
    office.bring_in(
        imported(
            1, date(2026, 7, 20), date(2026, 8, 20), came=[(key, date(2026, 9, 1)) for key in ADVISERS[:3]]
        )
    )
    assert [case.subject for case in under(office, ADVICE)] == ["psychology", "social_care"]
    assert counts(office)[ADVICE] == RuleCount(running=2, overdue=2, closed=0)


def test_what_is_met_or_stopped_is_no_longer_under_the_rule(office: Office) -> None:
    office.bring_in(
        imported(
            1, date(2026, 6, 1), facts=(Fact("request_received", date(2026, 6, 1)), Fact("withdrawn", TODAY))
        )
    )
    assert under(office, FINAL) == ()
    assert FINAL not in counts(office)


def test_a_closed_case_is_counted_apart_and_not_listed(office: Office) -> None:
    facts = (Fact("request_received", date(2026, 3, 2)), Fact("final_sent", date(2026, 7, 1)))
    office.bring_in(imported(1, date(2026, 3, 2), facts=facts))
    assert under(office, REVIEW) == ()
    assert counts(office)[REVIEW] == RuleCount(running=0, overdue=0, closed=1)


def test_a_window_that_has_ended_is_not_running_any_more(office: Office) -> None:
    def told(on: date) -> tuple[Fact, ...]:
        return (Fact("request_received", on - timedelta(28)), Fact("considering_notice", on))

    office.bring_in(
        imported(1, facts=told(TODAY - timedelta(20))), imported(2, facts=told(TODAY - timedelta(15)))
    )
    (running,) = under(office, "request_views_window")
    assert (running.ref, running.days_left(TODAY)) == ("T-0002", 0)
    assert counts(office)["request_views_window"] == RuleCount(running=1, overdue=0, closed=0)


def test_a_relieved_limit_is_not_counted_as_overdue(office: Office) -> None:
    case_id = office.open(received_on=date(2026, 6, 1))
    relief = Relief(FINAL, "", Ground.ABSENCE, "Family's letter", "They were abroad", "R Whitcombe", TODAY)
    office.do(reliefs.rely_on, case_id, relief)
    (case,) = under(office, FINAL)
    assert case.state is State.RELIEVED
    assert counts(office)[FINAL] == RuleCount(running=1, overdue=0, closed=0)


def test_a_case_taken_back_is_not_under_any_rule(office: Office) -> None:
    office.open()
    office.undo()
    assert counts(office) == {}


def test_a_long_list_is_read_part_by_part(office: Office) -> None:
    office.bring_in(*(imported(number, TODAY - timedelta(number)) for number in range(1, 8)))
    everything = [case.ref for case in under(office, FINAL)]
    parts = [[case.ref for case in under(office, FINAL, limit=3, offset=offset)] for offset in (0, 3, 6)]
    assert [ref for part in parts for ref in part] == everything
    assert [len(part) for part in parts] == [3, 3, 1]


@pytest.mark.parametrize("rule", ["no_such_rule", "'; DROP TABLE clock; --"])
def test_a_rule_nobody_knows_has_no_cases(office: Office, rule: str) -> None:
    office.open()
    assert under(office, rule) == ()
