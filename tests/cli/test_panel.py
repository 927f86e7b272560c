"""`ehc-tui panel` and `ehc-tui staff`: the queue, a session and the figures as text, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from cli_panel import filled

from ehc_tui import identity

QUEUE = "E26-0412"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with two cases that wait, one decided at today's session, and a session to come."""
    path = tmp_path / "panel.db"
    filled(path)
    monkeypatch.setenv("EHC_STORE", str(path))
    return path


def test_the_queue_says_who_waits_what_is_missing_and_what_the_sessions_do(office, ehc):
    answer = ehc("panel")
    assert answer.code == 0, answer
    lines = answer.out.splitlines()
    assert lines[0].split()[:3] == ["Ref", "Child", "Wk"]
    assert [line.split()[0] for line in lines[1:4]] == ["E26-0001", "E26-0002", "E26-0003"]
    assert "Issue, family not told" in lines[1]
    assert "psychology 12 late" in lines[2]
    assert "5 Dec" in lines[2]
    assert "West Northamptonshire, EHC panel: 3 waiting, 1 of them out of time for a no." in lines
    assert "With these sessions nobody is decided after their date." in lines


def test_the_queue_as_json_is_complete(office, ehc):
    answer = json.loads(ehc("panel", "--json").out)
    assert (answer["panel"], answer["name"], answer["sits"]) == ("plan", "EHC panel", True)
    first, second, third = answer["queue"]
    assert first["decided"]["outcome"] == "Issue"
    assert first["decided"]["told_on"] is None
    assert (second["ref"], second["no_by"], second["days_left"]) == ("E26-0002", "2026-12-14", 23)
    assert second["booked_on"] == "2026-12-05"
    assert second["advice"]["missing"] == [
        {
            "kind": "psychology",
            "adviser": "Educational psychology service",
            "requested_on": "2026-09-28",
            "due": "2026-11-09",
            "days_late": 12,
        }
    ]
    assert third["recommended"]["outcome"] == "Do not issue"
    assert [session["on"] for session in answer["sessions"]] == ["2026-11-21", "2026-12-05"]
    assert answer["forecast"] == {
        "late": [],
        "unplaced": [],
        "if_cancelled": [{"on": "2026-11-21", "missed": 0}, {"on": "2026-12-05", "missed": 2}],
    }


def test_the_queue_as_csv_has_a_line_per_case(office, ehc):
    rows = list(csv.DictReader(io.StringIO(ehc("panel", "--csv").out)))
    assert [(row["ref"], row["advice_missing"], row["makes_its_date"]) for row in rows] == [
        ("E26-0001", "", "yes"),
        ("E26-0002", "psychology", "yes"),
        ("E26-0003", "", "yes"),
    ]


def test_a_day_gives_the_agenda_of_its_session(office, ehc):
    text = ehc("panel", "21/11").out
    assert text.startswith("EHC panel, Sat 21 Nov 2026, 09:30: planned")
    assert "R Whitcombe (chair)" in text
    assert "Issue, not told" in text
    answer = json.loads(ehc("panel", "2026-11-21", "--json").out)
    (item,) = answer["items"]
    assert (item["ref"], item["starts"], item["decided"]["decided_by"]) == ("E26-0001", "09:30", "EHC panel")
    rows = list(csv.DictReader(io.StringIO(ehc("panel", "21 Nov 2026", "--csv").out)))
    assert rows[0]["decided"] == "Issue"


def test_a_reference_gives_the_pack_as_the_panel_reads_it(office, ehc):
    text = ehc("panel", "E26-0003").out
    parts = ["E26-0003", "The child", "The request", "Timeline", "The family's views", "What is missing"]
    places = [text.index(part) for part in (*parts, "Similar recent cases", "The test in law")]
    assert places == sorted(places)
    assert "Recommended: do not issue a plan" in text
    answer = json.loads(ehc("panel", "E26-0001", "--json").out)
    assert answer["decisions"][0]["outcome"] == "Issue"
    assert answer["test"]["citation"] == "Children and Families Act 2014, s.37(1)"
    assert answer["must_follow"][0]["what"] == "Tell the family"
    assert ehc("panel", "E26-0001", "--csv").code == 2


def test_what_is_neither_a_day_nor_a_case_is_refused(office, ehc):
    answer = ehc("panel", "E26-9999")
    assert answer.code == 2
    assert "E26-9999" in answer.err


def test_the_sessions_of_the_last_months_and_to_come_are_listed(office, ehc):
    lines = ehc("panel", "--sessions").out.splitlines()
    assert lines[0].split()[:3] == ["Session", "From", "Taken"]
    assert "Sat 5 Dec 2026" in lines[2] and "1 of 12" in lines[2]
    assert [one["status"] for one in json.loads(ehc("panel", "--sessions", "--json").out)] == ["planned"] * 2
    rows = list(csv.DictReader(io.StringIO(ehc("panel", "--sessions", "--csv").out)))
    assert [row["on"] for row in rows] == ["2026-11-21", "2026-12-05"]
    assert "case by case" in ehc("panel", "--sessions", "--panel", "assess").out


def test_a_day_without_a_session_says_which_there_are(office, ehc):
    answer = ehc("panel", "2026-12-01")
    assert answer.code == 1
    assert "There is no session on 1 Dec 2026; the next are on 21 Nov 2026, 5 Dec 2026." in answer.err


def test_the_figures_are_suppressed_where_they_leave_the_service(office, ehc):
    assert "everything" in ehc("panel", "--figures", "--panel", "assess").out
    rows = json.loads(ehc("panel", "--figures", "--panel", "assess", "--json").out)
    assert rows[0] == {"by": "all", "group": "all", "yes": None, "decided": None, "share": None}
    assert ehc("panel", "--figures", "--csv").out == "by,group,yes,decided,share\n"
    assert "Nothing was decided" in ehc("panel", "--figures").out


def test_the_first_decision_is_asked_for_by_key(office, ehc):
    answer = ehc("panel", "--panel", "assess")
    assert "Decision whether to assess: 0 waiting" in answer.out
    assert "There are no sessions: it is decided case by case." in answer.out
    wrong = ehc("panel", "--panel", "appeal")
    assert wrong.code == 2
    assert "has no “appeal”; there are assess, plan" in wrong.err


def test_a_council_without_a_panel_has_a_queue(office, ehc, tmp_path, monkeypatch):
    settings = tmp_path / "config" / "ehc-tui"
    settings.mkdir(parents=True)
    (settings / "settings.toml").write_text('process = "north-somerset"\n')
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    answer = ehc("panel")
    assert "North Somerset, Decision on a plan: 3 waiting" in answer.out
    assert "cancelled" not in answer.out
    assert json.loads(ehc("panel", "--json").out)["forecast"] is None


@pytest.mark.parametrize("typed", [("panel", "21/11", "--figures"), ("panel", "--json", "--csv")])
def test_contradictions_are_refused(office, ehc, typed):
    assert ehc(*typed).code == 2


def test_a_store_without_sessions_says_so(store, ehc):
    answer = ehc("panel").out
    assert "EHC panel: 2 waiting" in answer
    assert "No session is planned." in answer
    assert "Decision whether to assess: 1 waiting" in ehc("panel", "--panel", "assess").out


def test_staff_are_listed_changed_and_removed(office, ehc):
    assert ehc("staff").out.startswith("Nobody is listed")
    assert "needs a manager" in ehc("staff", "j.okafor", "caseworker").err
    assert ehc("staff", "m.hughes", "manager", "--name", "M Hughes").code == 0
    listed = ehc("staff", "j.okafor", "sen-officer").out.splitlines()
    assert [line.split() for line in listed] == [
        ["Account", "Name", "Role"],
        ["j.okafor", "sen-officer"],
        ["m.hughes", "M", "Hughes", "manager"],
    ]
    assert json.loads(ehc("staff", "--json").out)[0] == {
        "account": "j.okafor",
        "name": None,
        "role": "sen-officer",
    }
    assert ehc("staff", "j.okafor", "--remove").code == 0
    assert ehc("staff", "m.hughes", "--remove").out.startswith("Nobody is listed")


def test_somebody_else_s_store_is_changed_by_its_managers_only(office, ehc, monkeypatch):
    ehc("staff", "m.hughes", "manager")
    ehc("staff", "j.okafor", "caseworker")
    monkeypatch.setattr(identity, "owns", lambda path: False)
    answer = ehc("staff", "j.okafor", "manager")
    assert answer.code == 1
    assert "may not change who is listed: ask a manager or the owner of the store." in answer.err
    monkeypatch.setattr(identity, "login", lambda: "m.hughes")
    assert ehc("staff", "j.okafor", "manager").code == 0


@pytest.mark.parametrize(
    "typed", [("staff", "j.okafor"), ("staff", "j.okafor", "manager", "--remove"), ("staff", "--remove")]
)
def test_half_a_wish_is_refused(office, ehc, typed):
    assert ehc(*typed).code == 2


def test_a_reader_may_look_and_not_import(office, ehc, tracker):
    ehc("staff", "m.hughes", "manager")
    ehc("staff", "j.okafor", "read-only")
    assert ehc("panel").code == 0
    answer = ehc("import", tracker)
    assert answer.code == 1
    assert "You are listed as read-only, so you may not change cases" in answer.err


def test_days_are_those_people_type(office, ehc):
    assert ehc("panel", "today").out.startswith("EHC panel, Sat 21 Nov 2026")
    assert ehc("panel", "31/31").code == 2
    assert date(2026, 12, 5).isoformat() in ehc("panel", "5 Dec", "--json").out
