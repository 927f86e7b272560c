"""A long command says how far it has come, to somebody who is watching and to nobody else."""

from __future__ import annotations

import pytest

from ehc_tui.cli.progress import progress_bar


def test_a_person_at_a_terminal_sees_the_percentage_rise_and_the_line_vanish(capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with progress_bar("Importing") as progress:
        for done in range(1001):
            progress(done, 1000)
    written = capsys.readouterr().err
    lines = [line for line in written.split("\r") if line.strip()]
    assert len(lines) == 101
    assert lines[50] == f"Importing {'█' * 15}{'·' * 15}  50%"
    assert written.endswith("\r")


def test_an_error_takes_the_bar_away_too(capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with pytest.raises(RuntimeError), progress_bar("Importing") as progress:
        progress(1, 2)
        raise RuntimeError
    assert capsys.readouterr().err.endswith(f"\r{' ' * 45}\r")


def test_nothing_is_written_where_nobody_watches(capsys):
    with progress_bar("Importing") as progress:
        assert progress is None
    assert capsys.readouterr().err == ""
