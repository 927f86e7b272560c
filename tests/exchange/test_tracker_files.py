"""Three trackers as councils keep them, and exactly what an import understands of each."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ehc_tui.casework.inputs import ImportedCase
from ehc_tui.exchange.tracker import TrackerReading, read_tracker
from ehc_tui.law.clocks import clocks_of
from ehc_tui.law.model import CaseFacts
from ehc_tui.law.rulebook import load_rulebook

TRACKERS = Path(__file__).parent / "trackers"
FILES = ("legacy.csv", "north.csv", "team.xlsx")
ADVICE = {
    "psychology": "ep",
    "health": "health",
    "social_care": "social",
    "education": "school_adv",
    "parent": "parent",
}


@pytest.fixture(scope="module", params=FILES)
def tracker(request: pytest.FixtureRequest) -> tuple[TrackerReading, dict[str, Any]]:
    expected = json.loads((TRACKERS / f"{request.param}.expect.json").read_text("utf-8"))
    return read_tracker(TRACKERS / request.param, date.fromisoformat(expected["today"])), expected


def understood(case: ImportedCase) -> dict[str, Any]:
    """The case in the terms of the expectations."""

    def first(kind: str) -> tuple[str | None, str | None]:
        fact = next((fact for fact in case.facts if fact.kind == kind), None)
        return (fact.on.isoformat(), fact.outcome and str(fact.outcome)) if fact else (None, None)

    clocks = clocks_of(CaseFacts(case.facts, born=case.born), load_rulebook())
    return {
        "surname": case.surname.upper(),
        "forename": case.forename.upper(),
        "born": case.born and case.born.isoformat(),
        "request_received": first("request_received")[0],
        "assess_decision": first("assess_decision")[0],
        "assess_outcome": first("assess_decision")[1],
        "advice_received": {
            ADVICE[fact.subject]: fact.on.isoformat() for fact in case.facts if fact.kind == "advice_received"
        },
        "plan_decision": first("plan_decision")[0],
        "plan_outcome": first("plan_decision")[1],
        "draft_served": first("draft_served")[0],
        "final_sent": first("final_sent")[0],
        "issue_final_plan_due": next(
            clock.due.isoformat() for clock in clocks if clock.rule == "issue_final_plan" and clock.due
        ),
        "caseworker": case.caseworker,
    }


def test_every_row_is_counted_and_the_same_rows_are_refused(
    tracker: tuple[TrackerReading, dict[str, Any]],
) -> None:
    reading, expected = tracker
    assert reading.report.rows == expected["rows"]
    assert reading.report.accepted == expected["accepted"] == len(reading.cases)
    assert [[row.line, row.field] for row in reading.report.rejected] == expected["rejected"]


def test_every_case_is_understood_as_its_council_meant_it(
    tracker: tuple[TrackerReading, dict[str, Any]],
) -> None:
    reading, expected = tracker
    for case in expected["cases"].values():
        case["surname"], case["forename"] = case["surname"].upper(), case["forename"].upper()
    assert {case.ref: understood(case) for case in reading.cases} == expected["cases"]


def test_advice_nobody_dated_is_assumed_to_be_asked_on_the_day_of_the_decision(
    tracker: tuple[TrackerReading, dict[str, Any]],
) -> None:
    reading, _ = tracker
    for case in reading.cases:
        decided = next((fact for fact in case.facts if fact.kind == "assess_decision"), None)
        asked = {
            fact.subject: (fact.on, fact.assumed) for fact in case.facts if fact.kind == "advice_requested"
        }
        if decided is None or decided.outcome != "Yes":
            assert asked == {}
        else:
            assert asked == dict.fromkeys(ADVICE, (decided.on, True))
            assert {key for key, _, _ in case.advice_lines} == set(ADVICE)
