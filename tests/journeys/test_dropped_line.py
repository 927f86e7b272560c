"""The line drops, or the program is killed, in the middle of a sentence: nothing that was typed is lost."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from journeys.terminal import PATIENCE, Terminal
from office import Office

from ehc_tui.identity import login
from ehc_tui.session import session_path

HALF = "Rang the school, they will Ω"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Path]:
    office = Office(tmp_path / "caseload.db")
    office.open()
    office.store.close()
    yield office.store.path


def drafts(store: Path) -> dict[str, str]:
    """What the session file keeps of half-typed answers."""
    kept = session_path(store, login())
    return dict(json.loads(kept.read_text("utf-8"))["half_typed"]) if kept.exists() else {}


def half_way_through_a_note(terminal: Terminal) -> None:
    """Open the case and type half a note."""
    terminal.sees("E26-0412")
    terminal.type("\r")
    terminal.sees("Why:")
    terminal.type("n")
    terminal.sees("Note")
    terminal.type(HALF)
    terminal.sees("Ω")


def assert_found_again(store: Path) -> None:
    """At the next start the same case is open, and the note is there to be finished."""
    with Terminal(["--store", store]) as terminal:
        terminal.sees("Aisha Rahman", "Why:")
        terminal.type("n")
        terminal.sees("Note", HALF)
        terminal.type("ring back.\r")
        terminal.sees("[5 Notes]", "ring back.")
        terminal.type("q")
        assert terminal.ends() == 0
    assert drafts(store) == {}


def test_a_dropped_line_keeps_the_case_and_the_half_typed_note(store: Path) -> None:
    with Terminal(["--store", store]) as terminal:
        half_way_through_a_note(terminal)
        terminal.hang_up()
        terminal.process.wait(PATIENCE)
    assert list(drafts(store).values()) == [HALF]
    assert_found_again(store)


def test_being_told_to_end_keeps_the_half_typed_note(store: Path) -> None:
    with Terminal(["--store", store]) as terminal:
        half_way_through_a_note(terminal)
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.ends() == 0
    assert list(drafts(store).values()) == [HALF]


def test_even_a_killed_program_has_kept_what_was_typed_a_moment_ago(store: Path) -> None:
    with Terminal(["--store", store]) as terminal:
        half_way_through_a_note(terminal)
        terminal.waits(lambda: HALF in drafts(store).values(), "the draft on disk")
        terminal.kill()
    assert_found_again(store)


def test_a_dropped_line_keeps_a_form_with_what_was_answered_before(store: Path) -> None:
    with Terminal(["--store", store]) as terminal:
        terminal.sees("E26-0412")
        terminal.type("\r")
        terminal.sees("Why:")
        terminal.type("c")
        terminal.sees("Contact with the family on")
        terminal.type("-2d\r")
        terminal.sees("What was said on 19 Nov")
        terminal.type(HALF)
        terminal.sees("Ω")
        terminal.hang_up()
        terminal.process.wait(PATIENCE)
    with Terminal(["--store", store]) as terminal:
        terminal.sees("Aisha Rahman", "Why:")
        terminal.type("c")
        terminal.sees("Contact with the family on", "19 Nov 2026")
        terminal.type("\r")
        terminal.sees("What was said on 19 Nov", HALF)
        terminal.type("ring back.\r")
        terminal.sees("[5 Notes]", "ring back.")
        terminal.type("q")
        assert terminal.ends() == 0
    assert drafts(store) == {}
