"""Two councils, one law: stages, names, targets and meetings are data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ehc_tui.law.clocks import clocks_of
from ehc_tui.law.model import CaseFacts, Kind, State
from ehc_tui.law.process import Process, ProcessError, available_processes, load_process
from ehc_tui.law.rulebook import Rulebook

CaseOf = Callable[..., CaseFacts]

TODAY = date(2026, 11, 21)
REQUEST = "2026-07-20 request_received"
AGREED = "2026-08-28 assess_decision: Yes"
ASKED = ("2026-08-29 advice_requested @health", "2026-08-29 advice_requested @psychology")


def test_both_councils_ship_with_the_program(west_northants: Process, north_somerset: Process) -> None:
    assert available_processes() == ("north-somerset", "west-northants")
    assert (west_northants.name, north_somerset.name) == ("West Northamptonshire", "North Somerset")


def test_the_stages_have_the_windows_that_the_councils_publish(
    west_northants: Process, north_somerset: Process
) -> None:
    def windows(process: Process) -> list[tuple[str, int, int]]:
        return [(stage.name, stage.from_week, stage.to_week) for stage in process.stages]

    assert windows(west_northants) == [
        ("Is an assessment needed", 0, 6),
        ("Information gathering", 1, 12),
        ("Analyse and agree", 8, 16),
        ("Finalise the plan", 12, 20),
    ]
    assert windows(north_somerset) == [
        ("Is a plan appropriate", 1, 6),
        ("Drafting the plan", 7, 16),
        ("Issuing the plan", 16, 20),
    ]


@pytest.mark.parametrize(
    ("lines", "west", "north"),
    [
        ((), (), ()),
        ((REQUEST,), ("1",), ("1",)),
        ((REQUEST, *ASKED), ("1", "2"), ("1",)),
        ((REQUEST, "2026-08-28 assess_decision: No"), (), ()),
        ((REQUEST, AGREED, *ASKED), ("2",), ("2",)),
        ((REQUEST, AGREED, *ASKED, "2026-09-20 advice_received @health"), ("2", "3"), ("2",)),
        (
            (
                REQUEST,
                AGREED,
                *ASKED,
                "2026-09-20 advice_received @health",
                "2026-10-02 advice_received @psychology",
            ),
            ("3",),
            ("2",),
        ),
        ((REQUEST, AGREED, *ASKED, "2026-10-20 plan_decision: Issue"), ("3", "4"), ("3",)),
        ((REQUEST, AGREED, "2026-10-20 plan_decision: Issue", "2026-10-30 draft_served"), ("4",), ("3",)),
        ((REQUEST, AGREED, "2026-10-20 plan_decision: Do not issue"), (), ()),
        ((REQUEST, AGREED, "2026-10-20 plan_decision: Issue", "2026-12-01 final_sent"), (), ()),
        ((REQUEST, AGREED, "2026-10-20 withdrawn"), (), ()),
    ],
)
def test_the_stages_of_a_case_follow_from_its_facts_and_may_overlap(
    case_of: CaseOf,
    west_northants: Process,
    north_somerset: Process,
    lines: tuple[str, ...],
    west: tuple[str, ...],
    north: tuple[str, ...],
) -> None:
    case = case_of(*lines)
    assert west_northants.stages_of(case) == west
    assert north_somerset.stages_of(case) == north


def test_a_stage_lasts_from_its_first_fact_to_its_last(case_of: CaseOf, west_northants: Process) -> None:
    case = case_of(REQUEST, AGREED, *ASKED, "2026-09-20 advice_received @health")
    spans = {span.stage.key: (span.began_on, span.ended_on) for span in west_northants.spans_of(case)}
    assert spans == {
        "1": (date(2026, 7, 20), date(2026, 8, 28)),
        "2": (date(2026, 8, 28), None),
        "3": (date(2026, 9, 20), None),
    }


def test_a_way_forward_meeting_is_offered_after_the_decision_the_council_names(
    case_of: CaseOf, west_northants: Process, north_somerset: Process
) -> None:
    refused = case_of(REQUEST, "2026-08-28 assess_decision: No")
    no_plan = case_of(REQUEST, AGREED, "2026-11-03 plan_decision: Do not issue")

    def offered(process: Process, case: CaseFacts) -> list[str]:
        return [offer.title for offer in process.meetings if offer.after(case)]

    assert offered(west_northants, refused) == ["Meeting with the SEN Officer"]
    assert offered(west_northants, no_plan) == ["Way Forward meeting"]
    assert offered(north_somerset, refused) == ["Way Forward meeting"]
    assert offered(north_somerset, no_plan) == []


def test_the_way_forward_meeting_has_the_people_the_guide_lists(west_northants: Process) -> None:
    (offer,) = [offer for offer in west_northants.meetings if offer.kind == "way_forward"]
    assert offer.chair_role == "caseworker"
    assert [(role.label, role.if_appropriate, role.optional) for role in offer.attendees] == [
        ("Parents or carers", False, False),
        ("Child or young person, if appropriate", True, True),
        ("Member of staff from the education setting", False, False),
        ("Other relevant professionals", False, True),
    ]


def test_advice_on_adulthood_is_asked_from_year_9(west_northants: Process) -> None:
    young = [adviser.kind for adviser in west_northants.advisers_for(date(2018, 2, 3), TODAY)]
    older = [adviser.kind for adviser in west_northants.advisers_for(date(2012, 2, 3), TODAY)]
    assert young == ["parent", "education", "health", "psychology", "social_care"]
    assert older == [*young, "adulthood"]
    assert [adviser.kind for adviser in west_northants.advisers_for(None, TODAY)] == young


def test_local_targets_run_beside_the_law_and_never_touch_it(
    case_of: CaseOf, book: Rulebook, north_somerset: Process
) -> None:
    case = case_of(REQUEST, AGREED)
    statutory = clocks_of(case, book)
    both = clocks_of(case, book, north_somerset)
    assert tuple(clock for clock in both if clock.kind is not Kind.LOCAL) == statutory
    targets = {clock.rule: clock.due for clock in both if clock.kind is Kind.LOCAL}
    assert targets == {
        "local_plan_decision": date(2026, 11, 9),
        "local_draft_week_17": date(2026, 11, 16),
        "local_draft_in_sequence": date(2026, 11, 7),
        "local_family_update": date(2026, 8, 10),
    }


def test_guard_dates_for_the_draft_count_back_from_the_20_weeks(
    case_of: CaseOf, book: Rulebook, west_northants: Process, north_somerset: Process
) -> None:
    case = case_of("2026-01-05 request_received")

    def due(process: Process, rule: str) -> date | None:
        (clock,) = [clock for clock in clocks_of(case, book, process) if clock.rule == rule]
        return clock.due

    assert due(west_northants, "local_draft_in_parallel") == date(2026, 5, 10)
    assert due(north_somerset, "local_draft_in_sequence") == date(2026, 4, 25)
    assert due(north_somerset, "local_draft_week_17") == date(2026, 5, 4)


def test_every_contact_starts_the_three_weeks_to_the_next_update(
    case_of: CaseOf, book: Rulebook, west_northants: Process
) -> None:
    case = case_of(REQUEST, "2026-08-03 contact", "2026-11-09 contact")
    (clock,) = [
        clock for clock in clocks_of(case, book, west_northants) if clock.rule == "local_family_update"
    ]
    assert (clock.due, clock.state(TODAY)) == (date(2026, 11, 30), State.DUE_SOON)


def test_an_unknown_council_is_refused_with_the_known_ones() -> None:
    with pytest.raises(
        ProcessError, match="there is no such process; there are north-somerset, west-northants"
    ):
        load_process("east-northants")
