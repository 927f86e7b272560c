"""Killed in the middle of its work the program leaves every act done, or not done, and the store sound."""

from __future__ import annotations

from pathlib import Path

from faults.killed import killed


def test_a_program_killed_while_it_writes_leaves_each_act_wholly_or_not_at_all(tmp_path: Path) -> None:
    figures = killed(8, tmp_path)
    assert figures.wrong == ()
    assert figures.acts > 0 and figures.within > 0, "nobody was killed while working: this proves nothing"
