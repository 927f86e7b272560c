"""Confined mode: from a login over SSH one reaches the program, its store and one's own folder, no more."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from office import Office
from textual.app import App

from ehc_tui.cli import main
from ehc_tui.cli.root import CONFINED, app
from ehc_tui.exchange.private_file import FileRefused, write_privately
from ehc_tui.screens.caseload import _a_file
from ehc_tui.screens.import_prompts import a_file, files_like
from ehc_tui.session import SavedSession
from ehc_tui.settings import Settings
from ehc_tui.widgets.outside_editor import EditorError, edit_outside


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """J Okafor's folder on a shared host, with the store beside it."""
    (tmp_path / "files").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EHC_CONFINED", str(tmp_path / "files"))
    monkeypatch.setenv("EHC_STORE", str(tmp_path / "caseload.db"))
    office = Office(tmp_path / "caseload.db")
    office.open()
    office.store.close()
    return tmp_path / "files" / "j.okafor"


def over_ssh(line: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    """What a line typed after `ssh host` is answered with, the refusals after the word REFUSED."""
    monkeypatch.setenv("SSH_ORIGINAL_COMMAND", line)
    code = main([])
    said = capsys.readouterr()
    assert said.err.count("\n") == (code != 0), said.err
    return said.out if code == 0 else f"REFUSED {said.err}"


def test_a_line_over_ssh_is_a_command_of_the_program(
    own: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "E26-0412" in over_ssh("list 'rahman aisha'", capsys, monkeypatch)
    assert "Aisha Rahman" in over_ssh("ehc-tui show E26-0412", capsys, monkeypatch)
    assert "written to mine.csv" in over_ssh("list -o mine.csv", capsys, monkeypatch)
    assert [file.name for file in own.iterdir()] == ["mine.csv"]
    assert signal.getsignal(signal.SIGTSTP) is signal.SIG_IGN


KEPT_IN = "On this host files are kept in"
DOORS = {
    "history --case E26-0412 --bundle ../out.zip": KEPT_IN,
    "history --case E26-0412 --bundle /tmp/folder": KEPT_IN,
    "sh -c id": "No such command 'sh'",
    "/usr/lib/openssh/sftp-server": "No such command",
    "scp -f /etc/passwd": "No such command 'scp'",
    "$(sh)": "No such command",
    "show 'E26": "cannot be read (No closing quotation)",
    "--store /tmp/other.db list": "there is one store: leave --store out",
    "show E26-0412 --store=/tmp/other.db": "there is one store: leave --store out",
    "list -o /tmp/cases.csv": KEPT_IN,
    "list -o ../cases.csv": KEPT_IN,
    "list -o ~/cases.csv": KEPT_IN,
    "list -o out/cases.csv": KEPT_IN,
    "import /etc/passwd": KEPT_IN,
    "import ../../caseload.db": KEPT_IN,
    "import out/secret.csv": KEPT_IN,
    "import in.csv --mapping /etc/passwd": KEPT_IN,
    "clock --batch /etc/passwd": KEPT_IN,
    "backup copy.db": "`backup` is for whoever looks after the store",
    "demo --no-open": "`demo` is for whoever looks after the store",
}


@pytest.mark.parametrize("line", DOORS)
def test_every_door_out_is_shut_with_a_sentence(
    line: str,
    own: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own.mkdir()
    (tmp_path / "secret.csv").write_text("Surname\nOsei\n")
    (own / "out").symlink_to(tmp_path)
    said = over_ssh(line, capsys, monkeypatch)
    assert said.startswith("REFUSED ehc-tui: ") and DOORS[line] in said
    assert sorted(file.name for file in tmp_path.iterdir() if file.suffix == ".csv") == ["secret.csv"]


def test_no_command_copies_a_store_from_a_confined_login() -> None:
    assert {one.name or one.callback.__name__ for one in app.registered_commands} - CONFINED == {  # type: ignore[union-attr]
        "demo",
        "backup",
        "restore",
        "encrypt",
        "decrypt",
    }


def test_the_screens_take_files_from_the_folder_only(own: Path, tmp_path: Path) -> None:
    own.mkdir()
    (own / "tracker.csv").write_text("Surname\nOsei\n")
    assert a_file("tracker.csv") == own / "tracker.csv"
    assert files_like("tr") == ["tracker.csv"]
    assert files_like("/etc/") == files_like("../") == []
    for typed in ("/etc/passwd.csv", "../cases.csv", "~/cases.csv"):
        for door in (a_file, _a_file):
            with pytest.raises(ValueError, match=KEPT_IN):
                door(typed)
    with pytest.raises(FileRefused, match=KEPT_IN):
        write_privately(tmp_path / "cases.csv", lambda stream: stream.write(b""))


def test_there_is_no_editor_and_where_one_was_is_still_kept(own: Path, tmp_path: Path) -> None:
    assert Settings(editor="vim").editor_command({"EDITOR": "vim"}) == ""
    with pytest.raises(EditorError, match="no editor on this host"):
        edit_outside(App(), "vim", "text")
    SavedSession(tmp_path / "state" / "session.json", filter="mine").save()
    assert (tmp_path / "state" / "session.json").exists()


def test_a_folder_that_is_somebody_elses_is_not_used(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "theirs").mkdir()
    own.symlink_to(tmp_path / "theirs")
    assert "is not your own folder" in over_ssh("list", capsys, monkeypatch)
