"""Rules in people's words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ehc_tui.law.model import Kind
from ehc_tui.law.rulebook import load_rulebook
from ehc_tui.present.rules.words import TRUST, binds, conditions, counted, limits, provision, short_limit

BOOK = load_rulebook()


@pytest.mark.parametrize(
    ("rule", "short", "whole"),
    [
        ("issue_final_plan", "20 wk", "20 weeks"),
        ("draft_representations_window", "15 d", "15 days"),
        ("appeal_deadline", "2 mth +", "later of 2 months, 1 month"),
        ("review_meeting_notice", "2 wk before", "2 weeks before"),
        ("phase_transfer_post16_to_post16", "5 mth before", "5 months before"),
        ("mediation_cert_after", "3 wd", "3 working days"),
        ("la_response_to_appeal", "30 twd", "30 tribunal working days"),
        ("phase_transfer_school", "15 Feb", "by 15 Feb"),
        ("order_continue", "same day", "at once"),
        ("seek_advice", "–", "no number"),
    ],
)
def test_a_limit_is_said_short_and_in_full(rule: str, short: str, whole: str) -> None:
    assert short_limit(BOOK.rule(rule)) == short
    assert limits(BOOK.rule(rule)) == whole


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            "issue_final_plan",
            "20 weeks after: request received or council became responsible (whichever came first). ",
        ),
        ("draft_representations_window", "15 days beginning with: draft plan served"),
        ("review_decision", "The earlier of: 4 weeks after: review meeting; 12 months beginning with: "),
        (
            "appeal_deadline",
            "then on to the tribunal's next working day. Only the tribunal's own calendar moves it",
        ),
        ("review_meeting_notice", "At least 2 weeks before: review meeting"),
        ("order_continue", "On the day itself: order to keep the plan, concession to keep the plan told or"),
        (
            "seek_advice",
            "As soon as practicable after decision to assess told: the law sets no number of days.",
        ),
    ],
)
def test_a_count_says_from_what_how_long_and_what_does_not_move_it(rule: str, words: str) -> None:
    assert words in counted(BOOK.rule(rule), BOOK)


def test_every_rule_of_the_book_can_be_said() -> None:
    for rule in BOOK.rules:
        said = counted(rule, BOOK)
        assert said[0].isupper() or said[0].isdigit(), said
        assert said.endswith("."), said
        assert ": :" not in said and " :" not in said and "  " not in said, said
        assert len(short_limit(rule)) <= 14
        assert binds(rule) and TRUST[rule.confidence]


def test_who_is_bound_says_what_missing_it_means() -> None:
    assert binds(BOOK.rule("issue_final_plan")) == "the council. Statutory: missing it is a breach."
    assert "nobody's breach" in binds(BOOK.rule("appeal_deadline"))
    assert "no breach of the law" in binds(replace(BOOK.rule("issue_final_plan"), kind=Kind.LOCAL))


def test_facts_that_several_conditions_share_are_named_once() -> None:
    received = BOOK.rule("issue_final_plan").triggers
    assert conditions((*received, *received), BOOK) == "request received or council became responsible"
    assert conditions((), BOOK) == ""


@pytest.mark.parametrize(
    ("citation", "short"),
    [
        ("SEND Regulations 2014, reg 10(1)", "reg 10(1)"),
        ("Children and Families Act 2014, s.36(9)-(10); SEND Regulations 2014, reg 10(1)", "s.36(9)-(10)"),
        ("Local practice; no number", "Local practice"),
    ],
)
def test_a_provision_is_told_without_its_instrument(citation: str, short: str) -> None:
    assert provision(citation) == short
