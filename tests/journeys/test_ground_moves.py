"""What the program stands on moves under it: the file, the disk, the clock. It says so, and loses nothing."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from faults.crowd import wrong
from journeys.terminal import Terminal, typed, without_root
from office import NOW, Office, imported

from ehc_tui.casework import notes


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Path]:
    office = Office(tmp_path / "caseload.db")
    office.open()
    office.store.close()
    yield office.store.path


def taken_away(store: Path) -> None:
    """Delete the store and what lies beside it."""
    for ending in ("", "-wal", "-shm"):
        store.with_name(store.name + ending).unlink(missing_ok=True)


def replaced(store: Path) -> None:
    """Put another store in its place, in which the same number is another child's."""
    other = Office(store.with_name("other.db"))
    other.bring_in(imported(1))
    other.store.close()
    taken_away(store)
    other.store.path.replace(store)


@pytest.mark.parametrize("happens", [taken_away, replaced])
def test_nothing_is_written_to_a_file_that_is_not_the_one_on_the_screen(
    store: Path, happens: Callable[[Path], None]
) -> None:
    with Terminal(["--store", store]) as terminal:
        terminal.sees("E26-0412")
        terminal.type("\r")
        terminal.sees("Why:")
        terminal.type("n")
        terminal.sees("Note")
        happens(store)
        terminal.type("The aunt is the carer\r")
        terminal.waits(lambda: "was taken away or replaced" in " ".join(" ".join(terminal.lines).split()))
        terminal.type("n")
        terminal.sees("The aunt is the carer")
        terminal.type("\x07")
        terminal.sees("r record")
        terminal.type("q")
        assert terminal.ends() == 0
    assert store.exists() == (happens is replaced)
    if store.exists():
        with closing(sqlite3.connect(store)) as connection:
            assert connection.execute("SELECT count(*) FROM note").fetchone() == (0,)


def test_a_store_that_becomes_read_only_refuses_and_keeps_what_was_typed(store: Path) -> None:
    with Terminal(["--store", store], prepare=without_root) as terminal:
        terminal.sees("E26-0412")
        terminal.type("\r")
        terminal.sees("Why:")
        for file in store.parent.glob("caseload.db*"):
            if file.is_file():
                file.chmod(0o400)
        store.parent.chmod(0o500)
        terminal.type("n")
        terminal.sees("Note")
        terminal.type("The aunt is the carer\r")
        terminal.sees("nothing was changed")
        terminal.type("n")
        terminal.sees("The aunt is the carer")
    store.parent.chmod(0o700)
    for file in store.parent.glob("caseload.db*"):
        if file.is_file():
            file.chmod(0o600)
    assert typed("check", "--store", store).returncode == 0


def test_a_clock_that_goes_backwards_neither_reorders_nor_breaks_the_history(store: Path) -> None:
    office = Office(store)
    case_id = office.ask("SELECT id FROM ehc_case")[0][0]
    for hours in (0, -30, 2):
        office.doing = replace(office.doing, now=NOW + timedelta(hours=hours))
        office.do(notes.add, case_id, f"{hours} hours")
    ids = [act.id for act in office.history()]
    assert ids == sorted(ids, reverse=True)
    office.undo()
    assert {note.text for note in office.file().notes} == {"0 hours", "-30 hours"}
    assert wrong(office) == []
    office.store.close()


def test_a_log_cut_off_by_a_power_cut_loses_whole_acts_only(tmp_path: Path) -> None:
    office = Office(tmp_path / "caseload.db")
    case_id = office.open()
    for number in range(6):
        office.do(notes.add, case_id, f"note {number}")
    log = (tmp_path / "caseload.db-wal").read_bytes()
    assert len(log) > 20_000
    for part in range(8):
        cut = tmp_path / f"cut-{part}.db"
        shutil.copy(office.store.path, cut)
        cut.with_name(f"{cut.name}-wal").write_bytes(log[: len(log) - 1 - part * 3_001])
        after = Office(cut)
        assert wrong(after) == []
        texts = sorted(text for (text,) in after.ask("SELECT text FROM note"))
        assert texts == [f"note {number}" for number in range(len(texts))] and len(texts) < 6
        after.store.close()
    office.store.close()
