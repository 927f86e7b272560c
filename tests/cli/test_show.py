"""One case in full, for people and for scripts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

TRACKERS = Path(__file__).parents[1] / "exchange" / "trackers"
ADVISERS = {
    "ep": "psychology",
    "health": "health",
    "social": "social_care",
    "school_adv": "education",
    "parent": "parent",
}


def test_a_case_is_shown_with_its_timeline_and_why_of_every_clock(ehc, store, golden, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    answer = ehc("show", "E26-0412")
    assert all(len(line) <= 80 for line in answer.out.splitlines())
    golden("cli_show_80.txt", answer.out)


def test_several_cases_are_shown_one_after_the_other(ehc, store):
    answer = ehc("show", "E26-0412", "E26-0480")
    assert answer.out.index("Aisha Rahman") < answer.out.index("Bảo Nguyễn")


def test_one_case_is_a_json_object_and_several_are_a_list(ehc, store):
    assert json.loads(ehc("show", "E26-0412", "--json").out)["ref"] == "E26-0412"
    several = json.loads(ehc("show", "E26-0412", "E26-0398", "--json").out)
    assert [case["ref"] for case in several] == ["E26-0412", "E26-0398"]


def test_json_has_facts_clocks_and_advice_with_the_fields_scripts_rely_on(ehc, store):
    case = json.loads(ehc("show", "E26-0412", "--json").out)
    assert (case["surname"], case["forename"], case["setting"]) == (
        "Rahman",
        "Aisha",
        "Larkrise Primary School",
    )
    received = case["facts"][0]
    assert set(received) == {"kind", "on", "outcome", "subject", "assumed", "recorded_by", "recorded_at"}
    assert (received["kind"], received["on"], received["subject"]) == ("request_received", "2026-07-20", None)
    (final,) = [clock for clock in case["clocks"] if clock["rule"] == "issue_final_plan"]
    assert set(final) == {
        "rule",
        "subject",
        "kind",
        "trigger",
        "triggered_on",
        "due",
        "act_by",
        "met_on",
        "state",
        "citation",
        "explanation",
    }
    assert (final["due"], final["state"], final["met_on"]) == ("2026-12-07", "on_track", None)
    assert final["explanation"].startswith("request received Mon 20 Jul 2026 + 20 weeks = Mon 7 Dec 2026.")
    psychology = next(line for line in case["advice"] if line["kind"] == "psychology")
    assert psychology == {
        "kind": "psychology",
        "adviser": None,
        "requested_on": "2026-08-16",
        "due": "2026-09-27",
        "received_on": None,
        "state": "overdue",
    }
    assert (case["meetings"], case["reliefs"]) == ([], [])


def test_a_date_that_nobody_gave_is_marked_assumed(ehc, tmp_path):
    ehc("import", TRACKERS / "north.csv", "--store", tmp_path / "north.db")
    case = json.loads(ehc("show", "EHC-00001", "--json", "--store", tmp_path / "north.db").out)
    assumed = {fact["kind"] for fact in case["facts"] if fact["assumed"]}
    assert assumed == {"advice_requested"}


def test_the_demo_shows_meetings_and_reliefs(ehc, tmp_path):
    ehc("demo", "--no-open", "--store", tmp_path / "demo.db")
    refs = [
        case["ref"]
        for case in json.loads(ehc("list", "open:any", "--json", "--store", tmp_path / "demo.db").out)
    ]
    cases = json.loads(ehc("show", *refs, "--json", "--store", tmp_path / "demo.db").out)
    held = next(meeting for case in cases for meeting in case["meetings"] if meeting["status"] == "held")
    assert held["actions"][0]["owner"]
    assert {person["role"] for person in held["attendees"]} >= {"chair", "parent"}
    relief = next(relief for case in cases for relief in case["reliefs"])
    assert relief["rule"] == "issue_final_plan"
    assert relief["evidence"]
    period = next(fact for case in cases for fact in case["facts"] if fact["kind"] == "absence")
    assert period["until"] > period["on"]
    text = ehc("show", *refs, "--store", tmp_path / "demo.db").out
    assert "EXCEPTIONS RELIED ON" in text
    assert "MEETINGS" in text


@pytest.mark.parametrize("name", ["team.xlsx", "north.csv", "legacy.csv"])
def test_a_tracker_comes_out_as_it_went_in(ehc, tmp_path, name):
    expected = json.loads((TRACKERS / f"{name}.expect.json").read_text())
    store = tmp_path / "tracker.db"
    ehc("import", TRACKERS / name, "--store", store, "--today", expected["today"])
    answer = ehc("show", *expected["cases"], "--json", "--store", store, "--today", expected["today"])
    for case, (ref, wanted) in zip(json.loads(answer.out), expected["cases"].items(), strict=True):
        assert case["ref"] == ref
        assert _summary(case) == {key: _plain(key, value) for key, value in wanted.items()}


def _summary(case: dict) -> dict:
    """A shown case in the form of the expectations beside the trackers."""
    facts = {(fact["kind"], fact["subject"]): fact for fact in case["facts"]}

    def on(kind: str, subject: str | None = None) -> str | None:
        return facts.get((kind, subject), {}).get("on")

    summary = {
        "surname": case["surname"],
        "forename": case["forename"],
        "born": case["born"],
        "request_received": on("request_received"),
        "assess_decision": on("assess_decision"),
        "assess_outcome": facts.get(("assess_decision", None), {}).get("outcome"),
        "advice_received": {
            name: day for name, subject in ADVISERS.items() if (day := on("advice_received", subject))
        },
        "plan_decision": on("plan_decision"),
        "plan_outcome": facts.get(("plan_decision", None), {}).get("outcome"),
        "draft_served": on("draft_served"),
        "final_sent": on("final_sent"),
        "issue_final_plan_due": next(
            (clock["due"] for clock in case["clocks"] if clock["rule"] == "issue_final_plan"), None
        ),
        "caseworker": case["caseworker"],
    }
    return {key: _plain(key, value) for key, value in summary.items()}


def _plain(key: str, value: object) -> object:
    """Names compare without regard to case."""
    return value.upper() if key in ("surname", "forename") and isinstance(value, str) else value
