"""`retention`: the twin of the screen of closed cases to review."""

from __future__ import annotations

import json

from closed_cases import REF, WHY, Council

from ehc_tui import identity


def test_the_period_the_list_and_a_removal_by_two_people(ehc, tmp_path, monkeypatch):
    council = Council(tmp_path / "caseload.db")
    monkeypatch.setenv("EHC_STORE", str(council.path))
    monkeypatch.setattr(identity, "login", lambda: "m.hughes")
    assert "This council has set no retention period" in ehc("retention").out
    assert ehc("retention", "--years", "6").err.startswith("ehc-tui: Say what the period follows")
    assert ehc("retention", "--years", "6", "--because", WHY).out.startswith("Closed cases are kept for 6")
    assert ehc("retention", "--propose", REF, "--because", WHY).code == 0
    assert "You proposed to remove T-0001 yourself" in ehc("retention", "--confirm", REF, "--yes").err
    listed = json.loads(ehc("retention", "--json").out)
    assert [(one["ref"], bool(one["proposed"])) for one in listed["cases"]] == [
        ("T-0001", True),
        ("T-0002", False),
        ("T-0003", False),
    ]
    monkeypatch.setattr(identity, "login", lambda: "s.begum")
    assert "confirmed at a terminal" in ehc("retention", "--confirm", REF).err
    said = ehc("retention", "--confirm", REF, "--yes")
    assert said.out.startswith("Case T-0001 removed for good: proposed by M Hughes (m.hughes)"), said.err
    after = ehc("retention").out
    assert "Quillfeather" not in after and "T-0001 was removed, entry" in after
    assert "There is no case T-0001" in ehc("show", REF).err
    assert ehc("check").code == 0
    council.close()
