"""The calculator and the rule book, without a store."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

VECTORS = Path(__file__).parents[1] / "law" / "vectors.csv"


def test_a_deadline_is_worked_out_and_explained(ehc, golden, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    answer = ehc("clock", "issue_final_plan", "request_received=2026-01-05")
    golden("cli_clock_80.txt", answer.out)
    assert answer.code == 0


def test_the_calculator_needs_no_store_and_makes_none(ehc, tmp_path):
    assert (
        ehc("clock", "issue_final_plan", "request_received=5/1/2026", "--store", tmp_path / "x.db").code == 0
    )
    assert list(tmp_path.iterdir()) == []


def test_one_deadline_as_json_has_the_fields_of_a_clock(ehc):
    clock = json.loads(ehc("clock", "appeal_deadline", "decision_sent=2026-12-31", "--json").out)
    assert (clock["rule"], clock["due"], clock["state"]) == ("appeal_deadline", "2027-03-01", "on_track")
    assert clock["subject"] is None
    assert "tribunal" in clock["explanation"]


@pytest.mark.parametrize("form", ["--csv", "--json"])
def test_a_batch_agrees_with_the_worked_examples(ehc, form):
    answer = ehc("clock", "--batch", VECTORS, form)
    rows = json.loads(answer.out) if form == "--json" else list(csv.DictReader(StringIO(answer.out)))
    expected = list(csv.DictReader(StringIO(VECTORS.read_text(encoding="utf-8-sig"))))
    assert len(rows) == len(expected) > 30
    for row, wanted in zip(rows, expected, strict=True):
        assert {column: row[column] for column in wanted} == wanted
        assert not row.get("error")
    assert answer.code == 0


def test_a_batch_of_worked_examples_comes_back_letter_for_letter(ehc):
    assert ehc("clock", "--batch", VECTORS, "--csv").out == VECTORS.read_text(encoding="utf-8-sig")


def test_a_fact_with_two_dates_is_refused_rather_than_one_of_them_dropped(ehc):
    answer = ehc("clock", "issue_final_plan", "request_received=5/1/26", "request_received=6/1/26")
    assert (answer.code, answer.out) == (2, "")
    assert "request_received is given twice" in answer.err


def test_a_batch_keeps_its_own_columns_in_their_order_and_never_repeats_its_own_dates(ehc, tmp_path):
    batch = tmp_path / "batch.csv"
    batch.write_text(
        "child,due,facts,rule\n"
        "Ann,?,request_received=2026-01-05,issue_final_plan\n"
        "Bo,2026-01-01,,issue_final_plan\n"
    )
    answer = ehc("clock", "--batch", batch, "--csv")
    lines = answer.out.splitlines()
    assert lines[0] == "child,due,facts,rule,act_by,error"
    assert lines[1] == "Ann,2026-05-25,request_received=2026-01-05,issue_final_plan,2026-05-22,"
    assert lines[2].startswith('Bo,,,issue_final_plan,,"issue_final_plan starts from request_received')
    assert answer.code == 1
    batch.write_text(answer.out)
    assert ehc("clock", "--batch", batch, "--csv").out == answer.out


def test_a_batch_can_be_piped_in_and_read_as_a_table(ehc, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO("rule,facts\nissue_final_plan,request_received=2026-01-05\n"))
    answer = ehc("clock", "--batch", "-")
    assert answer.out.splitlines()[1].split() == [
        "issue_final_plan",
        "request_received=2026-01-05",
        "2026-05-25",
        "2026-05-22",
    ]


def test_a_row_that_cannot_be_worked_out_says_why_and_the_others_are_done(ehc, tmp_path):
    batch = tmp_path / "batch.csv"
    batch.write_text(
        "id,rule,facts\n"
        "1,no_such_rule,request_received=2026-01-05\n"
        "2,issue_final_plan,request_received=31/02/2026\n"
        "3,issue_final_plan,request_received\n"
        "4,issue_final_plan,request_received=2099-01-01\n"
        "5,issue_final_plan,\n"
        "6,issue_final_plan,request_received=2026-01-05\n",
        encoding="utf-8-sig",
    )
    answer = ehc("clock", "--batch", batch, "--json")
    rows = json.loads(answer.out)
    assert answer.code == 1
    assert [bool(row["error"]) for row in rows] == [True, True, True, True, True, False]
    assert "no_such_rule" in rows[0]["error"]
    assert "no such day" in rows[1]["error"]
    assert "Bank holidays are known" in rows[3]["error"]
    assert (rows[5]["due"], rows[5]["act_by"]) == ("2026-05-25", "2026-05-22")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no column called rule or facts"),
        (b"rule;facts\n", "no column called rule or facts"),
        (b"rule,facts\nissue_final_plan,\xff\xfe\n", "not CSV in UTF-8"),
    ],
)
def test_a_file_that_is_no_batch_is_refused(ehc, tmp_path, content, reason):
    batch = tmp_path / "batch.csv"
    batch.write_bytes(content)
    answer = ehc("clock", "--batch", batch, "--csv")
    assert answer.code == 1
    assert reason in answer.err
    assert answer.err.count("\n") == 1


def test_hostile_notes_in_a_batch_come_out_harmless(ehc, tmp_path):
    batch = tmp_path / "batch.csv"
    batch.write_text("id,rule,facts,note\n=1+1,x,,\x1b]0;owned\x07@SUM(A1)\n")
    row = next(csv.DictReader(StringIO(ehc("clock", "--batch", batch, "--csv").out)))
    assert (row["id"], row["note"]) == ("'=1+1", "]0;owned@SUM(A1)")
    assert "\x1b" not in ehc("clock", "--batch", batch).out


def test_the_rule_book_lists_every_rule_with_its_limit(ehc):
    answer = ehc("rules")
    line = next(line for line in answer.out.splitlines() if line.startswith("issue_final_plan"))
    assert "20 weeks" in line
    assert "reg 13(2)" in line
    assert answer.out.splitlines()[-1].endswith("`ehc-tui rules RULE` explains one.")


def test_one_rule_is_explained_in_full(ehc):
    answer = ehc("rules", "decide_not_to_issue_plan")
    assert "16 weeks. Weekends and bank holidays do not move it." in answer.out
    assert "school or post-16 institution closed" in answer.out
    assert "no plan" in answer.out


def test_words_find_rules(ehc):
    answer = ehc("rules", "Appeal", "deadline")
    assert answer.out.startswith("Family: appeal (appeal_deadline)") or "appeal_deadline" in answer.out
    assert "consult_on_request" not in answer.out


def test_rules_as_json(ehc):
    rules = {rule["rule"]: rule for rule in json.loads(ehc("rules", "--json").out)}
    final = rules["issue_final_plan"]
    assert final["limits"][0] == {
        "from": ["request_received", "became_responsible"],
        "count": "W",
        "number": 20,
        "unit": None,
    }
    assert (final["bound"], final["exceptions"], final["confidence"]) == ("council", ["X1"], "A")
    assert json.loads(ehc("rules", "issue_final_plan", "--json").out) == final
