"""Whatever goes wrong is one line on stderr, the right exit code, and never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOSTILE = "\x1b]0;owned\x07\u202eevil\x9b31m{}"


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"],
        ["--frobnicate"],
        ["list", "--frobnicate"],
        ["list", "bogus:1"],
        ["list", "state:happy"],
        ["list", "--sort", "shoe-size"],
        ["list", "--limit", "-1"],
        ["list", "--json", "--csv"],
        ["list", "--today", "31/02/2026"],
        ["--today", "someday", "list"],
        ["show"],
        ["clock"],
        ["clock", "no_such_rule", "request_received=2026-01-05"],
        ["clock", "issue_final_plan"],
        ["clock", "issue_final_plan", "request_received"],
        ["clock", "issue_final_plan", "request_received=31/02/2026"],
        ["clock", "issue_final_plan", "birthday=2026-01-05"],
        ["clock", "issue_final_plan", "request_received=2026-01-05", "--csv"],
        ["clock", "issue_final_plan", "--batch", "x.csv"],
        ["demo", "--cases", "0"],
        ["demo", "--cases", "many"],
        ["import"],
        ["restore"],
    ],
)
def test_what_was_typed_wrongly_is_said_in_one_line_with_exit_code_2(ehc, store, arguments):
    answer = ehc(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("ehc-tui: ")
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["show", "E26-9999"], "E26-9999"),
        (["rules", "quantum"], "No rule mentions"),
        (["import", "missing.xlsx"], "missing.xlsx"),
        (["import", str(ROOT)], "ehc"),
        (["list", "--output", "cases.ods"], ".csv or .xlsx"),
        (["list", "--output", "/proc/none/cases.csv"], "could not be written"),
        (["backup", "/proc/none/copy.db"], "could not be written"),
        (["clock", "issue_final_plan", "request_received=2099-01-01"], "Bank holidays are known"),
        (["clock", "--batch", "missing.csv"], "missing.csv"),
        (["list", "--store", "postgresql://host/caseload"], "postgresql"),
        (["list", "--store", str(ROOT)], "folder"),
        (["list", "--store", str(ROOT / "pyproject.toml")], "pyproject.toml"),
        ([], "need a terminal"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line_with_exit_code_1(ehc, store, arguments, reason):
    answer = ehc(*arguments)
    assert answer.code == 1
    assert answer.err.startswith("ehc-tui: ")
    assert reason in answer.err
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize(
    "command", ["show", "list", "rules", "import", "clock", "backup", "--store", "--today"]
)
def test_nothing_hostile_that_is_typed_reaches_the_terminal(ehc, store, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    answer = ehc(command, HOSTILE)
    assert not set("\x1b\x07\x9b\u202e") & set(answer.out + answer.err)
    assert answer.err.count("\n") <= 1


def test_nothing_hostile_in_a_spreadsheet_reaches_the_terminal(ehc, tracker, tmp_path):
    tracker.write_text(tracker.read_text().replace("Rahman", HOSTILE).replace("Larkrise", "[red]=1+1[/]"))
    store = tmp_path / "hostile.db"
    for arguments in (
        ["import", tracker],
        ["list"],
        ["list", "--json"],
        ["list", "--csv"],
        ["show", "E26-0412"],
        ["show", "E26-0412", "--json"],
    ):
        answer = ehc(*arguments, "--store", store)
        assert answer.code == 0
        assert not set("\x1b\x07\x9b\u202e") & set(answer.out + answer.err)
    assert "[red]=1+1[/]" in ehc("show", "E26-0412", "--store", store).out


def test_a_fault_of_our_own_is_one_line_too(ehc, store, monkeypatch):
    monkeypatch.setattr("ehc_tui.store.caseload.Caseload.total", lambda _self: 1 / 0)
    answer = ehc("list")
    assert answer.code == 1
    assert answer.err.startswith("ehc-tui: Something is wrong inside ehc-tui (ZeroDivisionError")
    assert answer.err.count("\n") == 1


def test_ctrl_c_stops_without_a_traceback(ehc, store, monkeypatch):
    def interrupted(_self: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("ehc_tui.store.caseload.Caseload.total", interrupted)
    answer = ehc("list")
    assert (answer.code, answer.err) == (1, "ehc-tui: Stopped.\n")


def process(*arguments: str, **options) -> subprocess.Popen:
    """The real program in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "ehc_tui", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **options,
    )


@pytest.mark.parametrize("form", [[], ["--json"], ["--csv"]])
def test_a_reader_that_has_seen_enough_is_no_error(ehc, tmp_path, form):
    ehc("demo", "--no-open", "--cases", "600", "--store", tmp_path / "demo.db")
    with process("list", "open:any", *form, "--store", str(tmp_path / "demo.db")) as running:
        assert running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 0


def test_a_full_disk_is_one_line(store):
    with (
        Path("/dev/full").open("w") as full,
        subprocess.Popen(
            [sys.executable, "-m", "ehc_tui", "rules", "--json"],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
        ) as running,
    ):
        said = running.stderr.read().decode()
        assert running.wait() == 1
    assert said.count("\n") == 1
    assert "No space left" in said


def test_an_output_closed_beforehand_is_one_line():
    closed = subprocess.run(
        ["sh", "-c", 'exec "$0" -m ehc_tui --version >&-', sys.executable],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        check=False,
        text=True,
    )
    assert (closed.returncode, closed.stderr) == (1, "ehc-tui: There is no output to write the answer to.\n")


def test_a_terminal_that_knows_only_ascii_gets_question_marks(store):
    plain = {**os.environ, "PYTHONIOENCODING": "ascii", "EHC_STORE": str(store), "EHC_TODAY": "2026-11-21"}
    with process("list", env=plain) as running:
        said = running.stdout.read().decode("ascii")
        assert running.wait() == 0
    assert "Kowalczyk, ?ukasz" in said


def test_no_colour_is_ever_written(store):
    with process("list", env={**os.environ, "EHC_STORE": str(store), "FORCE_COLOR": "1"}) as running:
        assert b"\x1b" not in running.stdout.read()
