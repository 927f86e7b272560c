"""A mistake in a data file is reported with file, key and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from ehc_tui.law.files import data_path
from ehc_tui.law.process import ProcessError, load_process
from ehc_tui.law.rulebook import RulebookError, load_rulebook

ENGLAND = data_path("law", "england.toml").read_text(encoding="utf-8")
WEST = data_path("process", "west-northants.toml").read_text(encoding="utf-8")


def once(text: str, old: str, new: str) -> str:
    """The text with the first `old` replaced; the test is wrong if there is none."""
    assert old in text
    return text.replace(old, new, 1)


def in_rule(rule: str, old: str, new: str) -> str:
    """England with one change inside one rule."""
    start = ENGLAND.index(f'id = "{rule}"')
    return ENGLAND[:start] + once(ENGLAND[start:], old, new)


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ("name = ", "syntax", "Invalid value"),
        (once(ENGLAND, 'name = "England"\n', ""), "name", "it is missing"),
        (once(ENGLAND, "as_of = 2026-11-21", 'as_of = "today"'), "as_of", "it must be a date"),
        (
            once(ENGLAND, "as_of = 2026-11-21", "as_of = 2026-11-21T09:00:00"),
            "as_of",
            "without a time of day",
        ),
        (once(ENGLAND, 'W = "Weekends', 'X = "Weekends'), "counts", "the counting code W is not described"),
        (
            in_rule("issue_final_plan", 'citation = "SEND Regulations 2014, reg 13(2)"\n', ""),
            "rule[issue_final_plan].citation",
            "it is missing",
        ),
        (
            in_rule("issue_final_plan", "SEND Regulations 2014, reg 13(2)", ""),
            "rule[issue_final_plan].citation",
            "it is empty",
        ),
        (
            in_rule("issue_final_plan", 'count = "W"', 'count = "WEEKS"'),
            "rule[issue_final_plan].count",
            '"WEEKS" is not known; it may be W, D, D1',
        ),
        (
            in_rule("issue_final_plan", "number = 20", 'number = "20"'),
            "rule[issue_final_plan].number",
            "it must be a whole number, not '20'",
        ),
        (
            in_rule("issue_final_plan", "number = 20", "number = true"),
            "rule[issue_final_plan].number",
            "whole",
        ),
        (in_rule("issue_final_plan", "number = 20", "number = -20"), "rule[issue_final_plan].number", "zero"),
        (in_rule("issue_final_plan", "number = 20\n", ""), "rule[issue_final_plan].number", "it is missing"),
        (in_rule("issue_final_plan", "number = 20", "number = 0"), "rule[issue_final_plan].number", "above"),
        (
            in_rule("phase_transfer_school", "number = 215", "number = 230"),
            "rule[phase_transfer_school].number",
            "230 is not month * 100 + day",
        ),
        (
            in_rule("issue_final_plan", '"final_sent"', '"final_snet"'),
            "rule[issue_final_plan].met_by",
            '"final_snet" is not a fact of the vocabulary; did you mean "final_sent"',
        ),
        (
            in_rule("decide_not_to_issue_plan", '"plan_decision: Do not issue"', '"plan_decision: Never"'),
            "rule[decide_not_to_issue_plan].met_by",
            'plan_decision has no outcome "Never"',
        ),
        (
            in_rule("issue_final_plan", '"@refused"', '"@refusd"'),
            "rule[issue_final_plan].stopped_by",
            'there is no group "@refusd"; did you mean "refused"',
        ),
        (
            in_rule("issue_final_plan", 'trigger = ["@received"]', 'trigger = "@received"'),
            "rule[issue_final_plan].trigger",
            "it must be a list of texts",
        ),
        (in_rule("issue_final_plan", '["@received"]', "[20]"), "rule[issue_final_plan].trigger", "not text"),
        (
            in_rule("issue_final_plan", 'reliefs = "X1"', 'reliefs = "X1+X9"'),
            "rule[issue_final_plan].reliefs",
            'there is no relief set "X9"',
        ),
        (
            in_rule("issue_final_plan", 'bound = "council"', 'bound = "counsel"'),
            "rule[issue_final_plan].bound",
            '"counsel" is not known',
        ),
        (
            in_rule("issue_final_plan", 'confidence = "A"', 'confidence = "D"'),
            "rule[issue_final_plan].confidence",
            '"D" is not known; it may be A, B, C',
        ),
        (
            in_rule("issue_final_plan", "effective_from = 2014-09-01", 'effective_from = "1 Sep 2014"'),
            "rule[issue_final_plan].effective_from",
            "it must be a date such as 2014-09-01",
        ),
        (in_rule("issue_final_plan", "2014-09-01", "2014-09-31"), "syntax", "line"),
        (
            in_rule("issue_final_plan", "2014-09-01", "2014-09-01\neffective_to = 2013-01-01"),
            "rule[issue_final_plan].effective_to",
            "it is before effective_from",
        ),
        (
            in_rule("issue_final_plan", "sentence =", "sentance ="),
            "rule[issue_final_plan].sentence",
            "it is missing",
        ),
        (
            in_rule("issue_final_plan", "sentence =", 'colour = "red"\nsentence ='),
            "rule[issue_final_plan].colour",
            "this key is not known here",
        ),
        (
            in_rule("appeal_deadline", 'count = "M", number = 1', 'count = "M", number = 1, unit = "years"'),
            "rule[appeal_deadline].also[1].unit",
            '"years" is not known',
        ),
        (
            in_rule("appeal_deadline", "window = true", 'window = "yes"'),
            "rule[appeal_deadline].window",
            "it must be true or false",
        ),
        (
            in_rule("final_plan_notice", 'id = "final_plan_notice"', 'id = "issue_final_plan"'),
            "rule[issue_final_plan].effective_to",
            "two versions are in force on 2014-09-01",
        ),
        (
            in_rule(
                "decide_not_to_assess_initial",
                'unless_relieved = "decide_whether_to_assess"',
                'unless_relieved = "decide"',
            ),
            "rule[decide_not_to_assess_initial].unless_relieved",
            'there is no rule "decide"',
        ),
        (
            once(ENGLAND, 'ground = "absence"', 'ground = "abroad"'),
            "reliefs.X1.grounds[abroad].ground",
            '"abroad" is not known',
        ),
        (
            once(ENGLAND, 'shown_by = "absence"', 'shown_by = "letter"'),
            "reliefs.X1.grounds[absence].shown_by",
            '"letter" is not known',
        ),
        (
            once(ENGLAND, '{ label = "request received" }', '{ lable = "request received" }'),
            "facts.request_received.label",
            "it is missing",
        ),
        (
            once(ENGLAND, '{ label = "request received" }', '"request received"'),
            "facts.request_received",
            "it must be a table",
        ),
        (
            once(ENGLAND, 'received = ["request_received", ', 'received = ["post_received", '),
            "groups.received",
            '"post_received" is not a fact',
        ),
        (once(ENGLAND, 'label = "Parental"', "label = 7"), "advice[parent].label", "it must be text, not 7"),
        (once(ENGLAND, "[[age]]\n", "[[aeg]]\n"), "aeg", "this key is not known here"),
        ("age = [3]\n" + ENGLAND.replace("[[age]]", "[[aged]]"), "age", "entry 1 is not a table"),
    ],
)
def test_a_mistake_in_the_rule_book_is_named(tmp_path: Path, text: str, key: str, reason: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RulebookError) as refused:
        load_rulebook(path)
    assert (refused.value.file, refused.value.key) == ("mine.toml", key)
    assert reason in refused.value.reason
    assert str(refused.value) == f"mine.toml: {key}: {refused.value.reason}."
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_or_not_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match=r"absent\.toml: file: it cannot be read"):
        load_rulebook(tmp_path / "absent.toml")
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"name = \xff\xfe")
    with pytest.raises(RulebookError, match=r"binary\.toml: file: it is not UTF-8 text"):
        load_rulebook(binary)


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ("[[stage]", "syntax", "line 1"),
        (once(WEST, 'key = "west-northants"\n', ""), "key", "it is missing"),
        (once(WEST, "sits = true", 'sits = "yes"'), "panel[plan].sits", "it must be true or false"),
        (once(WEST, "to_week = 12", "to_week = 0"), "stage[2].to_week", "it is before from_week"),
        (once(WEST, "from_week = 1\n", "from_week = 1.5\n"), "stage[2].from_week", "whole number"),
        (
            once(WEST, 'ends_on = ["advice_complete"', 'ends_on = ["advice_completed"'),
            "stage[2].ends_on",
            'did you mean "advice_complete"',
        ),
        (
            once(WEST, 'starts_on = ["@received"]', "starts_on = []"),
            "stage[1].starts_on",
            "at least one fact",
        ),
        (once(WEST, 'kind = "local"', 'kind = "statutory"'), "target[local_advice_complete].kind", "local"),
        (
            once(WEST, 'id = "local_advice_complete"', 'id = "issue_final_plan"'),
            "target[issue_final_plan].id",
            "already has a rule",
        ),
        (once(WEST, 'kind = "psychology"', 'kind = "psycology"'), "adviser[psycology].kind", "not known"),
        (
            once(WEST, 'Officer"\ndecision = "assess_decision"', 'Officer"\ndecision = "decision"'),
            "meeting[sen_officer].decision",
            "not known",
        ),
        (once(WEST, 'outcome = "No"', 'outcome = "Maybe"'), "meeting[sen_officer].outcome", "Yes, No, Issue"),
        (
            once(WEST, 'include = "if_appropriate"', 'include = "perhaps"'),
            "meeting[sen_officer].attendee[child].include",
            "yes, if_appropriate, optional",
        ),
        (once(WEST, 'team = "EHC Team"', "team = 3"), "names.team", "it must be text"),
        (once(WEST, "[[adviser]]", "[[advisor]]"), "advisor", "this key is not known here"),
        (WEST[: WEST.index("[[stage]]")], "stage", "at least one stage"),
    ],
)
def test_a_mistake_in_a_process_file_is_named(tmp_path: Path, text: str, key: str, reason: str) -> None:
    path = tmp_path / "council.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProcessError) as refused:
        load_process(path)
    assert (refused.value.file, refused.value.key) == ("council.toml", key)
    assert reason in refused.value.reason
