"""The primary need and the locality as trackers keep them."""

from __future__ import annotations

from pathlib import Path

import pytest
from councils import TODAY, write_csv

from ehc_tui.exchange.needs import need_in
from ehc_tui.exchange.tracker import read_tracker
from ehc_tui.law.rulebook import load_rulebook

NEEDS = load_rulebook().needs


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("SLCN", "SLCN"),
        ("semh - anxiety", "SEMH"),
        ("Autism Spectrum Disorder", "ASD"),
        ("ASC", "ASD"),
        ("Speech & Language", "SLCN"),
        ("Social, emotional and mental health", "SEMH"),
        ("Moderate Learning Difficulties", "MLD"),
        ("dyslexia", "SPLD"),
        ("ADHD", ""),
        ("learning difficulty", ""),
        ("speech and autism", ""),
        ("", ""),
    ],
)
def test_a_need_is_known_by_its_code_its_name_or_a_usual_word(written: str, code: str) -> None:
    assert need_in(written, NEEDS) == code


def test_every_need_is_known_by_its_own_code_and_name() -> None:
    assert {need_in(label, NEEDS) for label in NEEDS.values()} == set(NEEDS)


def test_a_tracker_fills_need_and_locality_and_says_what_is_no_need(tmp_path: Path) -> None:
    head = ["Ref", "Surname", "Forename", "Request received", "Primary need", "Ward"]
    rows = [
        ["E26-0001", "Osei", "Kwame", "12/10/2026", "ASC", "Abington"],
        ["E26-0002", "Novak", "Ema", "13/10/2026", "ADHD", ""],
    ]
    reading = read_tracker(write_csv(tmp_path / "area.csv", [head, *rows]), TODAY)
    assert [(case.need, case.locality) for case in reading.cases] == [("ASD", "Abington"), ("", "")]
    assert any("“ADHD”" in warning for warning in reading.report.warnings)
