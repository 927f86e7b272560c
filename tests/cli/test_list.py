"""The caseload as text, JSON, CSV and as a file."""

from __future__ import annotations

import csv
import json
import stat
from io import StringIO

import pytest
from openpyxl import load_workbook

pytestmark = pytest.mark.usefixtures("store")


def refs(answer) -> list[str]:
    return [case["ref"] for case in json.loads(answer.out)]


@pytest.mark.parametrize("columns", ["80", "120"])
def test_the_table_fits_the_terminal(ehc, golden, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    answer = ehc("list", "open:any")
    assert all(len(line) <= int(columns) for line in answer.out.splitlines())
    golden(f"cli_list_{columns}.txt", answer.out)


def test_in_a_pipe_nothing_is_cut(ehc):
    answer = ehc("list", "open:any")
    assert "…" not in answer.out
    assert "Family: appeal" in answer.out


def test_the_list_says_how_many_of_how_many(ehc):
    assert ehc("list").out.splitlines()[-1] == "5 of 6 cases"
    assert ehc("list", "--limit", "2").out.splitlines()[-1] == "2 of 5 cases, 6 in all"
    assert ehc("list", "nobody").out == "0 of 6 cases\n"


def test_what_the_council_is_late_with_comes_first_and_closed_cases_last(ehc):
    assert refs(ehc("list", "open:any", "--json")) == [
        "E26-0412",
        "E26-0398",
        "E26-0467",
        "E26-0480",
        "E26-0471",
        "E26-0301",
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["state:overdue"], {"E26-0412", "E26-0398"}),
        (["cw:okafor", "advice:late"], {"E26-0412", "E26-0398"}),
        (["lukasz"], {"E26-0467"}),
        (["!state:overdue", "cw:hughes"], {"E26-0467", "E26-0471"}),
        (["cw:none"], {"E26-0480"}),
        (["week:>16 advice:late", "year:4"], {"E26-0412"}),
        (["open:no"], {"E26-0301"}),
    ],
)
def test_words_and_fields_narrow_the_list(ehc, words, expected):
    assert set(refs(ehc("list", *words, "--json"))) == expected


def test_a_key_sorts_and_a_dash_turns_it_round(ehc):
    by_child = refs(ehc("list", "--sort", "child", "--json"))
    assert by_child == ["E26-0467", "E26-0480", "E26-0398", "E26-0471", "E26-0412"]
    assert refs(ehc("list", "--sort=-child", "--json")) == by_child[::-1]


def test_json_has_the_fields_scripts_rely_on(ehc):
    case = json.loads(ehc("list", "E26-0412", "--json").out)[0]
    assert case == {
        "ref": "E26-0412",
        "child": "Rahman, Aisha",
        "born": "2018-02-03",
        "year_group": "4",
        "week": 18,
        "stages": ["2", "3"],
        "received_on": "2026-07-20",
        "caseworker": "J Okafor",
        "officer": "R Whitcombe",
        "state": "overdue",
        "next": {
            "rule": "decide_not_to_issue_plan",
            "subject": None,
            "kind": "statutory",
            "due": "2026-11-09",
            "act_by": "2026-11-09",
            "days_left": -12,
            "state": "overdue",
        },
        "advice": {"asked": 5, "received": 2, "late": 3},
        "closed_on": None,
    }


def test_json_says_null_for_what_is_not_known_and_closed_on_once_a_case_is_closed(ehc):
    fresh = json.loads(ehc("list", "E26-0480", "--json").out)[0]
    assert (fresh["caseworker"], fresh["officer"]) == (None, None)
    closed = json.loads(ehc("list", "E26-0301", "open:any", "--json").out)[0]
    assert (closed["closed_on"], closed["next"], closed["state"]) == ("2026-07-17", None, "met")


def test_an_empty_list_is_still_json(ehc):
    answer = ehc("list", "nobody", "--json")
    assert (answer.code, json.loads(answer.out)) == (0, [])


def test_csv_has_a_line_per_case_that_a_spreadsheet_reads(ehc):
    lines = list(csv.DictReader(StringIO(ehc("list", "--csv").out)))
    assert len(lines) == 5
    assert lines[0]["Reference"] == "E26-0412"
    assert lines[1]["Surname"] == "O'Connor"
    assert lines[0]["Next duty due"] == "2026-11-09"


def test_a_list_can_be_written_for_a_spreadsheet(ehc, tmp_path):
    for name in ("cases.csv", "cases.xlsx"):
        answer = ehc("list", "cw:hughes", "--output", tmp_path / name)
        assert answer.out == f"2 of 6 cases written to {tmp_path / name}.\n"
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert [row[0].value for row in load_workbook(tmp_path / "cases.xlsx").active] == [
        "Reference",
        "E26-0467",
        "E26-0471",
    ]


def test_an_existing_file_is_replaced_only_with_force(ehc, tmp_path):
    target = tmp_path / "cases.csv"
    target.write_text("mine")
    refused = ehc("list", "-o", target)
    assert (refused.code, target.read_text()) == (1, "mine")
    assert "exists already" in refused.err
    assert ehc("list", "-o", target, "--force").code == 0


@pytest.mark.parametrize("name", ["cases.csv", "cases.xlsx"])
def test_our_own_export_can_be_imported_and_changes_nothing(ehc, tmp_path, name):
    ehc("list", "open:any", "-o", tmp_path / name)
    report = json.loads(ehc("import", tmp_path / name, "--json").out)
    assert (report["accepted"], report["created"], report["changes"]) == (6, 0, {})


def test_our_own_export_of_a_full_caseload_changes_at_most_what_an_import_assumes(ehc, tmp_path):
    demo = tmp_path / "demo.db"
    copy = tmp_path / "copy.db"
    ehc("demo", "--no-open", "--store", demo)
    ehc("backup", copy, "--store", demo)
    ehc("list", "open:any", "-o", tmp_path / "cases.csv", "--store", demo)
    report = json.loads(ehc("import", tmp_path / "cases.csv", "--json", "--store", demo).out)
    not_asked = {
        case["ref"]
        for case in json.loads(ehc("list", "open:any", "advice:none", "--json", "--store", copy).out)
    }
    assert (report["accepted"], report["created"]) == (250, 0)
    assert set(report["changes"]) <= not_asked


def test_our_own_export_makes_the_same_list_in_an_empty_store(ehc, tmp_path):
    ehc("list", "open:any", "-o", tmp_path / "cases.csv")
    ehc("import", tmp_path / "cases.csv", "--store", tmp_path / "other.db")
    wanted = ("ref", "child", "born", "received_on", "caseworker", "officer", "week", "closed_on")
    here, there = (
        [
            {name: case[name] for name in wanted}
            for case in json.loads(ehc("list", "open:any", "--json", *more).out)
        ]
        for more in ([], ["--store", tmp_path / "other.db"])
    )
    assert sorted(here, key=str) == sorted(there, key=str)


def test_the_day_decides_what_is_late_wherever_it_is_written(ehc):
    before = ehc("--today", "2026-11-01", "list", "E26-0412", "--json")
    after = ehc("list", "E26-0412", "--json", "--today", "1/11/2026")
    assert before.out == after.out
    assert json.loads(before.out)[0]["week"] == 15


def test_the_later_of_two_stores_and_days_counts(ehc, store, tmp_path):
    assert ehc("--store", tmp_path / "none.db", "list", "--store", store).code == 0
    assert ehc("--store", tmp_path / "none.db", "list").code == 1
    assert ehc("--store", f"sqlite:///{store}", "list").code == 0


def test_a_file_that_was_written_here_is_read_back_although_it_says_who_wrote_it(ehc, store, tmp_path):
    assert ehc("list", "--output", tmp_path / "mine.csv").code == 0
    assert "Exported by" in (tmp_path / "mine.csv").read_text("utf-8-sig").splitlines()[1]
    answer = json.loads(ehc("import", tmp_path / "mine.csv", "--dry-run", "--json").out)
    assert (answer["accepted"], answer["rejected"]) == (answer["rows"], [])
    assert answer["mapping"].get("Exported") in (None, "ignore")
