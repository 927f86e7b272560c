"""Demo, import, check and backup: what they make, leave alone and say."""

from __future__ import annotations

import json
import re
import sqlite3
import stat
from pathlib import Path

import pytest

from ehc_tui.settings import default_settings_path
from ehc_tui.store.engine import default_store_path, open_store


def test_the_demo_makes_a_store_of_its_own_and_says_where(ehc, tmp_path):
    answer = ehc("demo", "--no-open", "--cases", "20")
    demo = default_store_path().with_name("demo.db")
    assert answer.out.splitlines() == [
        f"20 invented cases in {demo}.",
        f"Open them again with: ehc-tui --store {demo}",
    ]
    assert not default_store_path().exists()
    assert len(json.loads(ehc("list", "open:any", "--json", "--store", demo).out)) == 20


def test_the_same_seed_and_day_give_the_same_list(ehc, tmp_path):
    def demo(seed: int) -> str:
        ehc("demo", "--no-open", "--cases", "40", "--seed", seed, "--store", tmp_path / "demo.db")
        return ehc("list", "open:any", "--json", "--store", tmp_path / "demo.db").out

    assert demo(3) == demo(3)
    assert demo(3) != demo(4)


def test_the_demo_is_interesting_today(ehc, tmp_path):
    ehc("demo", "--no-open", "--store", tmp_path / "demo.db")
    cases = json.loads(ehc("list", "--json", "--store", tmp_path / "demo.db").out)
    states = [case["state"] for case in cases]
    assert 150 < len(cases) < 220
    assert 0.1 < states.count("overdue") / len(states) < 0.6
    assert {"overdue", "due_soon", "on_track"} <= set(states)
    assert any(case["advice"]["late"] for case in cases)


def test_the_demo_never_replaces_a_real_store(ehc, store):
    before = store.read_bytes()
    answer = ehc("demo", "--no-open", "--store", store)
    assert (answer.code, store.read_bytes()) == (1, before)
    assert "holds real cases" in answer.err


def test_a_demo_without_a_terminal_is_made_and_the_app_is_refused_with_a_sentence(ehc, tmp_path):
    answer = ehc("demo", "--cases", "5", "--store", tmp_path / "demo.db")
    assert answer.code == 1
    assert "The screens need a terminal" in answer.err


def test_an_import_reports_every_row_and_is_private(ehc, tracker, tmp_path):
    answer = ehc("import", tracker, "--json", "--store", tmp_path / "new" / "caseload.db")
    report = json.loads(answer.out)
    assert (report["rows"], report["accepted"], report["rejected"], report["created"]) == (6, 6, [], 6)
    assert report["mapping"]
    assert stat.S_IMODE((tmp_path / "new" / "caseload.db").stat().st_mode) == 0o600


def test_importing_the_same_file_again_changes_nothing(ehc, store, tracker):
    report = json.loads(ehc("import", tracker, "--json").out)
    assert (report["created"], report["updated"], report["unchanged"]) == (0, 0, 6)


def test_an_import_of_a_newer_file_says_what_changed(ehc, store, tracker):
    tracker.write_text(tracker.read_text().replace("M Hughes", "A Begum"))
    answer = ehc("import", tracker)
    assert "E26-0467: caseworker M Hughes → A Begum" in answer.out
    assert ehc("list", "cw:begum").out.splitlines()[-1] == "2 of 6 cases"


def test_a_dry_run_changes_nothing_and_makes_no_store(ehc, store, tracker, tmp_path):
    tracker.write_text(tracker.read_text().replace("M Hughes", "A Begum"))
    answer = ehc("import", tracker, "--dry-run", "--json")
    assert (answer.code, json.loads(answer.out)["updated"]) == (0, 2)
    assert ehc("list", "cw:hughes").out.splitlines()[-1] == "2 of 6 cases"
    assert ehc("import", tracker, "--dry-run", "--store", tmp_path / "none.db").code == 0
    assert not (tmp_path / "none.db").exists()


def test_rejected_rows_are_told_with_place_value_and_reason(ehc, tracker, tmp_path):
    tracker.write_text(tracker.read_text().replace("16/11/2026", "31/02/2026"))
    answer = ehc("import", tracker, "--json", "--store", tmp_path / "caseload.db")
    (rejected,) = json.loads(answer.out)["rejected"]
    assert rejected["field"] == "request_received"
    assert (rejected["value"], rejected["line"]) == ("31/02/2026", 6)
    assert answer.code == 0


def test_a_mapping_file_says_what_a_column_means(ehc, tracker, tmp_path):
    tracker.write_text(tracker.read_text().replace("SEN officer", "Desk 7"))
    mapping = tmp_path / "columns.toml"
    mapping.write_text('["*".columns]\n"Desk 7" = "officer"\n')
    ehc("import", tracker, "--mapping", mapping, "--store", tmp_path / "caseload.db")
    (case,) = json.loads(ehc("list", "E26-0412", "--json", "--store", tmp_path / "caseload.db").out)
    assert case["officer"] == "R Whitcombe"


def test_a_file_without_a_single_case_does_nothing(ehc, tmp_path):
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "names.csv").write_text("Surname,Forename,Request received\nRahman,Aisha,32/13/2026\n")
    for name in ("empty.csv", "names.csv", "missing.csv"):
        assert ehc("import", tmp_path / name, "--store", tmp_path / "caseload.db").code == 1
    assert not (tmp_path / "caseload.db").exists()


def test_a_whole_store_passes_the_check(ehc, store):
    answer = ehc("check")
    assert (answer.code, answer.out) == (
        0,
        f"{store} is whole: 6 cases, every date follows from its facts.\n",
    )


def test_the_check_finds_a_date_that_does_not_follow_from_the_facts(ehc, store):
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE ehc_case SET own_due = '2027-01-01' WHERE ref = 'E26-0412'")
        connection.execute(
            "DELETE FROM clock WHERE position = 0 "
            "AND case_id = (SELECT id FROM ehc_case WHERE ref = 'E26-0398')"
        )
    connection.close()
    answer = ehc("check")
    assert answer.code == 1
    assert answer.out.splitlines() == [
        "E26-0412: own due do not follow from its facts.",
        "E26-0398: clocks do not follow from its facts.",
        "Count these dates again from the facts with: ehc-tui check --repair",
    ]


def test_dates_that_do_not_follow_can_be_counted_again(ehc, store):
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE ehc_case SET own_due = '2027-01-01'")
    connection.close()
    assert ehc("check").code == 1
    answer = ehc("check", "--repair")
    assert answer.code == 0
    assert answer.out.splitlines()[0] == "6 cases repaired."
    assert ehc("check").code == 0


def test_a_repair_stands_in_the_history_of_the_cases_it_was_for_and_of_no_other(ehc, store):
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE ehc_case SET own_due = '2027-01-01' WHERE ref = 'E26-0412'")
    connection.close()
    assert ehc("check", "--repair").out.splitlines()[0] == "1 case repaired."
    assert ehc("check", "--repair").out.splitlines()[0] == "0 cases repaired."
    with open_store(store, read_only=True) as opened:
        assert opened.read().execute(
            "SELECT ref, verb FROM act_change JOIN act ON act.id = act_id "
            "JOIN ehc_case ON ehc_case.id = case_id WHERE verb = 'repair'"
        ).fetchall() == [("E26-0412", "repair")]


def test_the_readings_in_the_settings_hold_for_a_store_only_when_asked_for(ehc, store):
    settings = default_settings_path()
    settings.parent.mkdir(parents=True)
    settings.write_text("day_one_inclusive = true\n")
    assert (
        '"due": "2026-05-24"' in ehc("clock", "issue_final_plan", "request_received=2026-01-05", "--json").out
    )
    for command in (["check"], ["check", "--repair"]):
        assert ehc(*command).code == 0
        assert json.loads(ehc("show", "E26-0412", "--json").out)["next"]["due"] == "2026-11-09"
    assert ehc("check", "--my-readings").code == 0
    settings.unlink()
    case = json.loads(ehc("show", "E26-0412", "--json").out)
    assert case["next"]["due"] == "2026-11-08"
    assert ehc("check").code == 0


def test_the_check_finds_a_damaged_file(ehc, store):
    content = bytearray(store.read_bytes())
    content[8192:60000] = bytes(len(content[8192:60000]))
    store.write_bytes(content)
    answer = ehc("check")
    assert answer.code == 1
    assert "damaged" in answer.out + answer.err


def test_checking_changes_nothing(ehc, store):
    before = store.read_bytes()
    ehc("check")
    assert store.read_bytes() == before


def test_a_backup_is_a_whole_store_that_only_its_owner_can_read(ehc, store, tmp_path):
    copy = tmp_path / "copy.db"
    assert ehc("backup", copy).out == f"{store} copied to {copy}.\n"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert ehc("list", "--store", copy).out == ehc("list").out
    assert ehc("check", "--store", copy).code == 0


def test_a_backup_into_a_folder_is_named_after_the_store_and_the_day(ehc, store, tmp_path):
    (tmp_path / "stick").mkdir()
    ehc("backup", tmp_path / "stick")
    (made,) = (tmp_path / "stick").iterdir()
    assert re.fullmatch(r"caseload-0001-2026-11-21-\d{6}\.db", made.name)


def test_a_backup_holds_what_somebody_is_just_writing_or_not_but_never_half(ehc, store, tmp_path):
    with open_store(store) as opened, opened.session() as session:
        session.connection().exec_driver_sql("UPDATE ehc_case SET caseworker = 'nobody'")
        ehc("backup", tmp_path / "copy.db")
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        assert copy.execute("SELECT count(*) FROM ehc_case WHERE caseworker = 'nobody'").fetchone() == (0,)
    copy.close()


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_a_backup_never_overwrites_the_store_itself(ehc, store, force):
    before = store.read_bytes()
    assert ehc("backup", store, *force).code == 1
    assert store.read_bytes() == before


def test_a_backup_replaces_a_file_only_with_force(ehc, store, tmp_path):
    copy = tmp_path / "copy.db"
    copy.write_text("precious")
    assert (ehc("backup", copy).code, copy.read_text()) == (1, "precious")
    assert ehc("backup", copy, "--force").code == 0


def test_the_folder_in_the_settings_keeps_as_many_copies_as_they_say(ehc, store, tmp_path):
    settings = default_settings_path()
    settings.parent.mkdir(parents=True)
    settings.write_text(f'backup_folder = "{tmp_path}/safe"\nbackup_keep = 2\n')
    assert ehc("backup", "--list").out == f"There is no copy of {store} yet.\n"
    answers = [ehc("backup") for _ in range(3)]
    assert [answer.code for answer in answers] == [0, 0, 0]
    assert answers[2].out.splitlines()[1].startswith("Removed, as more than 2: caseload-0001-2026-11-21-")
    listed = ehc("backup", "--list").out.splitlines()
    assert [Path(line.split()[0]).name[:13] for line in listed] == ["caseload-0002", "caseload-0003"]


def test_going_back_to_a_backup_says_what_is_lost_and_wants_a_yes(ehc, store, tracker, tmp_path):
    copy = tmp_path / "copy.db"
    ehc("backup", copy)
    tracker.write_text(tracker.read_text().replace("M Hughes", "A Begum"))
    ehc("import", tracker)
    asked = ehc("restore", copy)
    assert asked.code == 1
    assert asked.out.splitlines()[:2] == [
        "1 act would be lost: 0 cases opened, 2 other cases changed.",
        "By j.okafor 1.",
    ]
    assert "add --yes" in asked.err
    assert ehc("list", "cw:begum").out.splitlines()[-1] == "2 of 6 cases"
    answer = ehc("restore", copy, "--yes")
    assert answer.code == 0
    assert answer.out.splitlines()[-2] == f"{store} is what {copy} holds."
    assert ehc("list", "cw:hughes").out.splitlines()[-1] == "2 of 6 cases"
    kept = Path(answer.out.splitlines()[-1].removeprefix("What was there is kept as ").rstrip("."))
    assert ehc("list", "cw:begum", "--store", kept).out.splitlines()[-1] == "2 of 6 cases"
    assert ehc("check").code == 0


def test_a_backup_of_another_store_is_restored_only_when_that_is_meant(ehc, store, tracker, tmp_path):
    ehc("import", tracker, "--store", tmp_path / "other.db")
    assert "--other-store" in ehc("restore", tmp_path / "other.db", "--yes").err
    assert ehc("restore", tmp_path / "other.db", "--yes", "--other-store").code == 0


def test_without_a_store_every_question_is_answered_with_where_it_was_looked_for(ehc, tmp_path):
    missing = tmp_path / "none.db"
    for command in (["list"], ["show", "E26-0412"], ["check"], ["backup", tmp_path / "copy.db"]):
        answer = ehc(*command, "--store", missing)
        assert (answer.code, answer.out) == (1, "")
        assert f"There is no store at {missing}" in answer.err
    assert not missing.exists()
    assert not Path(tmp_path / "copy.db").exists()


def test_the_check_names_the_first_entry_of_the_history_that_was_altered(ehc, store):
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE act SET summary = 'Nothing at all' WHERE id = 1")
    connection.close()
    answer = ehc("check")
    assert answer.code == 1
    (said,) = answer.out.splitlines()
    assert said.startswith("Entry 1 (") and "“Nothing at all”) was altered after it was made" in said


def test_a_fact_edited_by_hand_is_no_date_to_be_counted_again(ehc, store):
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE fact SET happened_on = '2026-07-01' WHERE id = 1")
    connection.close()
    (said,) = ehc("check").out.splitlines()
    assert said.startswith(
        "E26-0412: fact no. 1 was changed by hand: happened on is 1 Jul 2026, where entry 1"
    )


def test_a_head_that_was_noted_proves_that_the_history_before_it_stands(ehc, store):
    head = ehc("check", "--head").out
    number, seal = head.split()
    assert (number, len(seal), head.count("\n")) == ("1", 64, 1)
    answer = ehc("check", "--since-head", head)
    assert (answer.code, answer.out.splitlines()[1]) == (
        0,
        "Entry 1 of the history stands as noted; 0 came after it.",
    )
    forged = ehc("check", "--since-head", f"1 {'0' * 64}")
    assert (forged.code, "was noted" in forged.out) == (1, True)
    assert "A noted head is a number and a seal" in ehc("check", "--since-head", "yesterday").err
