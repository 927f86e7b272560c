"""The worked dates of the law, one by one."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from ehc_tui.law.calendar import Convention
from ehc_tui.law.clocks import clock_for
from ehc_tui.law.rulebook import Rulebook
from ehc_tui.law.weeks import week_number

with Path(__file__).with_name("vectors.csv").open(encoding="utf-8") as table:
    VECTORS = list(csv.DictReader(table))

# The worked examples that the file of vectors leaves out.
MORE = [
    ("V02", "decide_whether_to_assess", "request_received=2026-08-21", "2026-10-02", "2026-10-02"),
    ("V02", "decide_not_to_issue_plan", "request_received=2026-08-21", "2026-12-11", "2026-12-11"),
    ("V07", "decide_not_to_issue_plan", "request_received=2028-01-18", "2028-05-09", "2028-05-09"),
    ("V07", "issue_final_plan", "request_received=2028-01-18", "2028-06-06", "2028-06-06"),
    ("V08", "decide_whether_to_assess", "request_received=2026-03-14", "2026-04-25", "2026-04-24"),
    ("V08", "decide_not_to_issue_plan", "request_received=2026-03-14", "2026-07-04", "2026-07-03"),
    ("V10", "decide_whether_to_assess", "request_received=2026-07-01", "2026-08-12", "2026-08-12"),
    ("V14", "decide_whether_to_assess", "request_received=2026-09-07", "2026-10-19", "2026-10-19"),
    ("V18", "draft_representations_window", "draft_served=2026-05-04", "2026-05-18", "2026-05-18"),
    ("V18", "consult_setting_response", "consultation_sent=2026-05-19", "2026-06-03", "2026-06-03"),
    ("V23", "decide_not_to_issue_plan", "request_received=2026-06-08", "2026-09-28", "2026-09-28"),
    ("V23", "issue_final_plan", "request_received=2026-06-08", "2026-10-26", "2026-10-26"),
    ("V24", "issue_final_plan", "request_received=2026-05-04", "2026-09-21", "2026-09-21"),
    ("V33", "amended_final_plan", "amendment_notice_sent=2027-02-08", "2027-04-05", "2027-04-05"),
    ("V37", "early_years_review", "plan_made=2026-09-10", "2027-03-10", "2027-03-10"),
    ("V37", "annual_review_first", "plan_made=2026-09-10", "2027-09-09", "2027-09-09"),
    ("V38", "phase_transfer_school", "phase_transfer=2027-09-01", "2027-02-15", "2027-02-12"),
    ("V39", "phase_transfer_post16", "phase_transfer=2027-09-01", "2027-03-31", "2027-03-30"),
    ("V52", "order_assess_no_plan", "order_dated=2026-12-15", "2027-02-23", "2027-02-23"),
    ("V52", "order_make_plan_final", "order_dated=2026-12-15", "2027-03-02", "2027-03-02"),
    ("V52", "order_amend_contents", "order_dated=2026-12-15", "2027-01-19", "2027-01-19"),
    (
        "V54",
        "mediation_icb_informs_la",
        "mediation_agreed_without_council=2026-12-08",
        "2026-12-15",
        "2026-12-15",
    ),
    ("V54", "order_assess_notify", "mediation_agreed=2026-12-08", "2026-12-22", "2026-12-22"),
    ("V58", "lgsco_window", "fault_known=2026-05-26", "2027-05-26", "2027-05-26"),
    ("V60", "equality_claim_window", "discrimination=2026-01-15", "2026-07-14", "2026-07-14"),
]


def dates(text: str) -> dict[str, date]:
    return {kind: date.fromisoformat(on) for kind, on in (pair.split("=") for pair in text.split(";"))}


@pytest.mark.parametrize("row", VECTORS, ids=[row["id"] for row in VECTORS])
def test_a_vector_has_its_due_and_its_act_by_date(book: Rulebook, row: dict[str, str]) -> None:
    clock = clock_for(row["rule"], dates(row["facts"]), book)
    assert (clock.due, clock.act_by) == (date.fromisoformat(row["due"]), date.fromisoformat(row["act_by"]))


@pytest.mark.parametrize(("vector", "rule", "facts", "due", "act_by"), MORE)
def test_a_worked_example_has_its_due_and_its_act_by_date(
    book: Rulebook, vector: str, rule: str, facts: str, due: str, act_by: str
) -> None:
    clock = clock_for(rule, dates(facts), book)
    assert (clock.due, clock.act_by) == (date.fromisoformat(due), date.fromisoformat(act_by)), vector


def test_counting_the_day_of_receipt_brings_twenty_weeks_a_day_forward(book: Rulebook) -> None:
    cautious = book.under(Convention(day_one_inclusive=True))
    clock = clock_for("issue_final_plan", dates("request_received=2026-01-05"), cautious)
    assert clock.due == date(2026, 5, 24)


def test_clear_notice_of_a_review_is_a_day_earlier(book: Rulebook) -> None:
    cautious = book.under(Convention(clear_notice=True))
    clock = clock_for("review_meeting_notice", dates("review_meeting=2027-01-11"), cautious)
    assert clock.due == date(2026, 12, 27)


@pytest.mark.parametrize(
    ("day", "week"),
    [
        ("2026-01-05", 0),
        ("2026-01-06", 1),
        ("2026-01-12", 1),
        ("2026-01-13", 2),
        ("2026-02-16", 6),
        ("2026-02-17", 7),
        ("2026-04-27", 16),
        ("2026-04-28", 17),
        ("2026-05-25", 20),
        ("2026-05-26", 21),
    ],
)
def test_a_deadline_is_the_last_day_of_its_week(day: str, week: int) -> None:
    assert week_number(date(2026, 1, 5), date.fromisoformat(day)) == week


def test_day_138_is_in_week_20_with_two_days_left(book: Rulebook) -> None:
    received, today = date(2026, 7, 6), date(2026, 11, 21)
    due = clock_for("issue_final_plan", {"request_received": received}, book).due
    assert due is not None
    assert ((today - received).days, week_number(received, today), (due - today).days) == (138, 20, 2)
