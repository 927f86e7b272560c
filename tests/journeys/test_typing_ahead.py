"""A slow line brings many keys at once: each goes where the person meant it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from journeys.terminal import Terminal
from office import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path / "caseload.db")
    office.open()
    yield office
    office.store.close()


def test_a_case_is_opened_and_two_notes_written_before_the_first_question_was_seen(office: Office) -> None:
    with Terminal(["--store", office.store.path]) as terminal:
        terminal.sees("E26-0412")
        terminal.type("\rnRang the school.\rnAsked A&E for advice.\r6")
        terminal.sees("[6 History]", "Asked A&E")
        terminal.type("q")
        assert terminal.ends() == 0
    assert office.ask("SELECT text FROM note ORDER BY id") == [
        ("Rang the school.",),
        ("Asked A&E for advice.",),
    ]


def test_what_is_typed_after_an_answer_goes_to_the_next_question(office: Office) -> None:
    with Terminal(["--store", office.store.path]) as terminal:
        terminal.sees("E26-0412")
        terminal.type("acM Hughes\ry/cw:hughes\r")
        terminal.sees("cw:hughes open")
        terminal.type("q")
        assert terminal.ends() == 0
    assert office.ask("SELECT caseworker FROM ehc_case") == [("M Hughes",)]
