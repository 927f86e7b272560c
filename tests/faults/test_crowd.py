"""Many processes at one store: nobody loses anything, nobody is turned away, everybody gets a turn."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from faults.crowd import crowd
from office import Office

from ehc_tui.casework import notes
from ehc_tui.store.errors import StoreError


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    here = Office(tmp_path / "caseload.db")
    yield here
    here.store.close()


def test_six_processes_doing_all_kinds_of_acts_at_once_lose_none(tmp_path: Path) -> None:
    figures = crowd(6, 15, tmp_path)
    assert (figures.refused, figures.missing, figures.wrong) == ((), (), ())
    assert figures.acts >= 6 * 15
    assert figures.told > 0, "nobody ever met anybody: the crowd proves nothing"


def test_who_waits_is_told_for_whom_and_then_has_the_turn(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ehc_tui.store.turns.TELL_AFTER", 0.01)
    case_id = office.open()
    hughes = office.colleague("M Hughes")
    told, done = threading.Event(), threading.Event()
    said: list[str] = []
    office.store.turns.on_wait = lambda sentence: (said.append(sentence), told.set())  # type: ignore[func-returns-value, assignment]

    def write() -> None:
        office.do(notes.add, case_id, "Rang the school")
        done.set()

    with hughes.store.session(who="M Hughes (an import)"):
        threading.Thread(target=write).start()
        assert told.wait(10)
        assert not done.is_set()
    assert done.wait(10)
    assert said == ["Waiting for M Hughes (an import) to finish writing; what you did comes next."]
    assert office.store.turns.holder() == ""
    hughes.store.close()


def test_who_waits_too_long_is_told_who_was_writing_and_nothing_is_half_done(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = office.open()
    hughes = office.colleague("M Hughes")
    monkeypatch.setattr("ehc_tui.store.turns.PATIENCE", 0.01)
    sentence = r"^M Hughes \(an import\) has been writing to .* nothing was changed"
    with hughes.store.session(who="M Hughes (an import)"), pytest.raises(StoreError, match=sentence):
        office.do(notes.add, case_id, "Rang the school")
    office.do(notes.add, case_id, "Rang the school")
    assert [note.text for note in office.file().notes] == ["Rang the school"]
    hughes.store.close()


def test_the_file_of_the_queue_is_for_those_who_may_use_the_store(office: Office) -> None:
    office.store.path.chmod(0o660)
    office.open()
    queue = office.store.path.with_name("caseload.db-queue")
    assert stat.S_IMODE(queue.stat().st_mode) == 0o660
    queue.unlink()
    queue.symlink_to(office.store.path.with_name("elsewhere"))
    office.open("E26-0413")
    assert not office.store.path.with_name("elsewhere").exists()


def test_reading_never_waits_for_whoever_writes(office: Office) -> None:
    office.open()
    with closing(office.colleague("M Hughes").store) as store, store.session():
        assert office.file().row.ref == "E26-0412"
        assert os.access(office.store.path, os.R_OK)
