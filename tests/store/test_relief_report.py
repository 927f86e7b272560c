"""The exceptions relied on, counted so that blanket use shows."""

from __future__ import annotations

from datetime import date, timedelta

from office import TODAY, Office, imported

from ehc_tui.casework import reliefs
from ehc_tui.casework.refs import ids_by_ref
from ehc_tui.law.model import Ground, Relief
from ehc_tui.store.relief_report import ReliefReport, Use, relief_report

FINAL, DECIDE = "issue_final_plan", "decide_whether_to_assess"
FIRST = date(2025, 11, 21)


def cases(office: Office, number: int, officer: str = "R Whitcombe") -> list[int]:
    """So many cases of an officer, received a day apart from 1 May 2026; their ids."""
    already = office.ask("SELECT count(*) FROM ehc_case")[0][0]
    numbers = range(already + 1, already + number + 1)
    office.bring_in(*(imported(n, date(2026, 5, 1) + timedelta(n), officer=officer) for n in numbers))
    with office.store.session() as session:
        found = ids_by_ref(session.connection(), [f"T-{n:04}" for n in numbers])
    return [found[f"T-{n:04}"] for n in numbers]


def rely(
    office: Office,
    case_id: int,
    ground: Ground = Ground.SCHOOL_CLOSED,
    by: str = "R Whitcombe",
    told: date | None = TODAY,
    rule: str = FINAL,
) -> None:
    office.do(reliefs.rely_on, case_id, Relief(rule, "", ground, "Letter", "It was shut", by, told))


def report(office: Office, first: date = FIRST) -> ReliefReport:
    return relief_report(office.store.read(), first, TODAY)


def test_a_caseload_without_exceptions_says_so_in_numbers(office: Office) -> None:
    cases(office, 3)
    assert report(office) == ReliefReport(FIRST, TODAY, 3, 0, 0, (), ())


def test_each_ground_is_counted_with_its_share_of_the_cases_under_the_limit(office: Office) -> None:
    ids = cases(office, 20)
    for case_id in ids[:3]:
        rely(office, case_id)
    rely(office, ids[0], Ground.ABSENCE, told=None)
    found = report(office)
    assert (found.cases, found.relying, found.times) == (20, 3, 4)
    assert found.by_ground == (
        Use((FINAL, "school_closed"), 3, 20, 3, 0, "R Whitcombe", 3),
        Use((FINAL, "absence"), 1, 20, 1, 1, "R Whitcombe", 1),
    )
    assert found.by_ground[0].share == 0.15
    assert not any(use.blanket or use.one_person for use in found.by_ground)


def test_a_ground_used_in_more_than_a_quarter_of_the_cases_is_marked(office: Office) -> None:
    ids = cases(office, 16)
    for case_id in ids[:4]:
        rely(office, case_id, by=f"Officer {case_id}")
    assert [use.blanket for use in report(office).by_ground] == [False]
    rely(office, ids[4], by="Another officer")
    assert [use.blanket for use in report(office).by_ground] == [True]


def test_a_few_cases_are_not_called_a_policy(office: Office) -> None:
    for case_id in cases(office, 3):
        rely(office, case_id)
    (use,) = report(office).by_ground
    assert (use.share, use.blanket, use.one_person) == (1.0, False, False)


def test_a_ground_that_one_person_authorises_nearly_always_is_marked(office: Office) -> None:
    ids = cases(office, 40)
    for case_id in ids[:4]:
        rely(office, case_id)
    rely(office, ids[4], by="H Lindqvist")
    (use,) = report(office).by_ground
    assert (use.person, use.by_person, use.one_person) == ("R Whitcombe", 4, True)
    rely(office, ids[5], by="H Lindqvist")
    assert not report(office).by_ground[0].one_person


def test_an_officer_is_measured_against_their_own_cases_and_those_they_decided_for_others(
    office: Office,
) -> None:
    own = cases(office, 8, officer="R Whitcombe")
    others = cases(office, 12, officer="H Lindqvist")
    for case_id in (*own[:3], others[0]):
        rely(office, case_id, by="r whitcombe")
    (use,) = report(office).by_officer
    assert (use.key, use.cases, use.of, use.blanket) == (("r whitcombe",), 4, 9, True)


def test_an_exception_no_longer_relied_on_and_a_case_taken_back_do_not_count(office: Office) -> None:
    (case_id,) = cases(office, 1)
    rely(office, case_id)
    (relief,) = office.ask("SELECT id FROM relief")[0]
    office.do(reliefs.withdraw, case_id, relief)
    assert report(office).times == 0


def test_only_cases_received_in_the_time_asked_about_count(office: Office) -> None:
    ids = cases(office, 5)
    for case_id in ids:
        rely(office, case_id)
    found = report(office, date(2026, 5, 5))
    assert (found.cases, found.relying) == (2, 2)


def test_several_limits_of_one_case_are_one_case(office: Office) -> None:
    (case_id,) = cases(office, 1)
    rely(office, case_id)
    rely(office, case_id, rule=DECIDE)
    found = report(office)
    assert (found.relying, found.times, len(found.by_ground)) == (1, 2, 2)
    assert found.by_officer[0][:4] == (("R Whitcombe",), 1, 1, 2)
