"""Rules are found by stage, citation and word, as a person types."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ehc_tui.law.process import load_process
from ehc_tui.law.rulebook import load_rulebook
from ehc_tui.present.rules.find import entries, matching

TODAY = date(2026, 11, 21)
BOOK = load_rulebook()
ALL = entries(BOOK, TODAY, load_process("west-northants"))


def found(typed: str) -> list[str]:
    return [entry.id for entry in matching(ALL, typed)]


def test_nothing_typed_shows_the_whole_book_with_local_targets_and_age_rules() -> None:
    assert len(found("")) == len(BOOK.versions) + 3 + len(BOOK.ages)
    assert found("")[0] == "consult_on_request"


@pytest.mark.parametrize(
    ("typed", "among", "not_among"),
    [
        ("stage:orders", "order_continue", "issue_final_plan"),
        ('law:"reg 13(2)"', "issue_final_plan", "draft_representations_window"),
        ("reg 13", "draft_representations_window", "appeal_deadline"),
        ("binds:adviser", "advice_response", "issue_final_plan"),
        ("kind:guidance setting", "consult_setting_response", "issue_final_plan"),
        ("kind:local", "local_advice_complete", "advice_response"),
        ("FAMILY’S reply draft", "draft_representations_window", "consult_setting_response"),
        ("stage:mediation !certificate", "mediation_contact", "mediation_cert_after"),
        ("confidence:c", "order_reconsider", "issue_final_plan"),
        ("later of 2 months", "appeal_deadline", "mediation_contact"),
        ("young person", "child_to_young_person", "twenty_five"),
        ("advice asked", "advice_response", "issue_final_plan"),
    ],
)
def test_terms_narrow_the_book(typed: str, among: str, not_among: str) -> None:
    assert among in found(typed)
    assert not_among not in found(typed)


def test_the_id_of_a_rule_finds_that_rule_alone() -> None:
    assert found("review_decision") == ["review_decision"]


@pytest.mark.parametrize("typed", ['"reg 13', "stage:", "!", "(", "\\", "[bold]", 'law:"', "👨‍👩‍👧"])
def test_half_typed_and_odd_terms_do_no_harm(typed: str) -> None:
    assert isinstance(found(typed), list)


def test_a_rule_is_shown_as_it_is_today_and_all_its_versions_are_known() -> None:
    rule = BOOK.rule("issue_final_plan")
    tomorrow = TODAY + timedelta(1)
    now, later = replace(rule, effective_to=TODAY), replace(rule, effective_from=tomorrow, number=18)
    book = replace(BOOK, rules=(now, later))
    (shown, *_), (next_day, *_) = entries(book, TODAY), entries(book, tomorrow)
    assert (shown.rule, next_day.rule) == (now, later)
    assert shown.versions == (now, later)
