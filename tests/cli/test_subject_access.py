"""`subject-access`: everything about one child, and what to look at before it is sent."""

from __future__ import annotations

import csv
import io
import stat
from datetime import date
from zipfile import ZipFile

from office import Office

from ehc_tui.casework import notes, profile
from ehc_tui.casework.decisions import record
from ehc_tui.casework.panel import recommend
from ehc_tui.law.model import Fact

WHY = "Two terms of support with speech therapy brought no progress in reading."


def test_everything_about_a_child_is_written_with_other_people_marked(ehc, tmp_path, monkeypatch):
    office = Office(tmp_path / "caseload.db")
    case = office.open(caseworker="B Marsh")
    office.open("E26-0500", surname="Rahman", forename="Aisha")
    office.open("E26-0501", surname="Rahman", forename="Yusuf", born=date(2020, 1, 2))
    office.do(notes.add, case, "Her aunt rang from 01604 555 019; B Marsh will ring back.")
    office.do(profile.describe, case, need="SLCN", locality="Corby")
    office.do(record, case, Fact("assess_decision", date(2026, 8, 14), "Yes"))
    office.do(recommend, case, "plan_decision", "Issue", WHY)
    office.store.close()
    monkeypatch.setenv("EHC_STORE", str(office.store.path))
    answer = ehc("subject-access", "e26-0412", tmp_path / "aisha.zip")
    assert answer.code == 0, answer.err
    assert "Read before-sending.md in it before anything is sent." in answer.out
    assert stat.S_IMODE((tmp_path / "aisha.zip").stat().st_mode) == 0o600
    with ZipFile(tmp_path / "aisha.zip") as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert {"case.md", "case.json", "dates.csv", "meetings.md", "decisions.md", "history.md"} < set(texts)
    assert "proof.json" not in texts
    assert "⟦B Marsh⟧ will ring back" in texts["case.md"]
    assert "⟦J Okafor⟧" in texts["history.md"] and "⟦Aisha" not in texts["case.md"]
    plain = {name: text.replace("\\", "") for name, text in texts.items()}
    assert (
        "Primary need:" in plain["case.md"] and "Speech" in plain["case.md"] and "Corby" in plain["case.md"]
    )
    assert "Recommended to issue a plan" in plain["decisions.md"] and WHY in plain["decisions.md"]
    before = texts["before-sending.md"]
    assert "01604 555 019 (note of 21 Nov 2026)" in before
    assert "E26\\-0500" in before or "E26-0500" in before
    assert "E26-0501" in before.replace("\\", "")
    named = {row["name"]: row["part"] for row in csv.DictReader(io.StringIO(texts["people.csv"]))}
    assert named["B Marsh"] == "member of staff"
    assert "Written by" in texts["README.md"]
    newest = ehc("history", "--openings", "--limit", "1", "--csv").out
    assert "Subject access: all about E26-0412 written to aisha.zip" in newest
    assert "There is no case E99-1" in ehc("subject-access", "E99-1", tmp_path / "none.zip").err
