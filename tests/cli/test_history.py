"""`history`: the twin of the history screen, and the bundle for the ombudsman."""

from __future__ import annotations

import csv
import io
import json
import stat
from hashlib import sha256
from zipfile import ZipFile

import pytest


@pytest.fixture
def worked_in(ehc, store, tmp_path):
    """The store after a case was shown and the list was written to a file."""
    assert ehc("show", "E26-0412").code == 0
    assert ehc("show", "E26-0412", "--json").code == 0
    assert ehc("list", "--output", tmp_path / "all.csv").code == 0
    return store


def test_everything_done_is_listed_and_who_only_looked_on_demand(ehc, worked_in):
    lines = ehc("history").out.splitlines()
    assert lines[0].split() == ["Entry", "When", "By", "Case", "What"]
    assert "6 cases" in lines[1] and "Imported tracker.csv" in lines[1]
    assert lines[-1] == "1 entry, openings hidden"
    entries = json.loads(ehc("history", "--openings", "--json").out)
    assert [(one["verb"], one["summary"], one["cases"]) for one in entries][:2] == [
        ("export", "5 cases written to all.csv", 5),
        ("read", "Case E26-0412 shown", 1),
    ]
    assert entries[1]["opened"] == ["E26-0412"]
    assert (entries[2]["account"], len(entries[2]["changes"]), len(entries[2]["seal"])) == ("j.okafor", 6, 64)


def test_the_history_of_one_case_one_person_and_some_days(ehc, worked_in):
    rows = list(csv.DictReader(io.StringIO(ehc("history", "--case", "e26-0412", "--openings", "--csv").out)))
    assert [row["verb"] for row in rows] == ["export", "read", "import"]
    assert ehc("history", "--by", "nobody").out == "0 entries, by nobody, openings hidden\n"
    assert ehc("history", "--until", "1/1/2020").out.startswith("0 entries, until 1 Jan 2020")
    assert (
        ehc("history", "tracker", "--limit", "1").out.splitlines()[-1].startswith("1 entry, with “tracker”")
    )
    assert "There is no case E99-1" in ehc("history", "--case", "E99-1").err


def test_looking_breaks_no_chain(ehc, worked_in):
    assert ehc("check").code == 0


def test_the_bundle_proves_itself_and_tells_nothing_of_other_children(ehc, worked_in, tmp_path):
    answer = ehc("history", "--case", "E26-0412", "--bundle", tmp_path / "complaint.zip")
    assert answer.code == 0, answer.err
    assert stat.S_IMODE((tmp_path / "complaint.zip").stat().st_mode) == 0o600
    with ZipFile(tmp_path / "complaint.zip") as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert set(texts) == {
        *("README.md", "case.md", "case.json", "decisions.md"),
        *("history.md", "history.json", "history.csv", "proof.json"),
    }
    assert "Written by J Okafor" in texts["README.md"] or "Written by j.okafor" in texts["README.md"]
    assert "Aisha Rahman, born 3 Feb 2018" in texts["case.md"]
    assert "request received Mon 20 Jul 2026 + 20 weeks = Mon 7 Dec 2026" in texts["case.md"]
    assert "Recorded: request received, 20 Jul 2026" in texts["history.md"]
    assert not [name for name in ("Kowalczyk", "Osei", "E26-0467") if any(name in t for t in texts.values())]
    proof = json.loads(texts["proof.json"])
    for entry in proof["entries"]:
        parts = [part if isinstance(part, str) else digest(array(part)) for part in entry["parts"]]
        lines = [array([entry["before"], *entry["said"]]), *parts]
        assert digest("".join(f"{line}\n" for line in lines)) == entry["seal"]
    assert ehc("check", "--since-head", f"{proof['head']['number']} {proof['head']['seal']}").code == 0
    (last,) = json.loads(ehc("history", "--openings", "--limit", "1", "--json").out)
    assert last["summary"] == "All about E26-0412 written to complaint.zip", "taking it out is noted too"


def test_a_bundle_replaces_nothing_and_needs_a_case(ehc, worked_in, tmp_path):
    folder = tmp_path / "complaint"
    assert ehc("history", "--case", "E26-0412", "--bundle", folder).code == 0
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    again = ehc("history", "--case", "E26-0412", "--bundle", folder)
    assert (again.code, "exists already" in again.err) == (1, True)
    assert ehc("history", "--bundle", folder).code == 2


def array(values: list[object]) -> str:
    return json.dumps(values, separators=(",", ":"))


def digest(text: str) -> str:
    return sha256(text.encode("ascii")).hexdigest()
