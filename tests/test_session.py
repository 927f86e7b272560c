"""Where somebody was outlives the program, however it ended, and nobody else can read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ehc_tui.session import SavedSession, load_session, session_path


def test_everything_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "state" / "session.json"
    session = SavedSession(path)
    session.remember(filter="mine state:overdue", sort="-due", cursor="E26-0412", open_case="E26-0398")
    session.drafts["note/E26-0412"] = "rang mum, "
    session.save()
    again = load_session(path)
    assert (again.filter, again.sort, again.cursor) == ("mine state:overdue", "-due", "E26-0412")
    assert again.open_case == "E26-0398"
    assert again.drafts["note/E26-0412"] == "rang mum,"
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_every_change_is_told_once_and_what_stays_the_same_is_not(tmp_path: Path) -> None:
    told: list[str] = []
    session = SavedSession(tmp_path / "session.json", on_change=lambda: told.append("changed"))
    session.remember(filter="mine")
    session.remember(filter="mine")
    session.drafts["a"] = "b"
    session.drafts["a"] = "b"
    del session.drafts["a"]
    assert len(told) == 3
    assert dict(session.drafts) == {}


@pytest.mark.parametrize(
    "content",
    [b"", b"not json", b"[]", b'{"format": 99, "filter": "x"}', b"\xff\xfe", b'{"format": 1, "filter": 7}'],
)
def test_what_cannot_be_read_is_no_reason_not_to_start(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "session.json"
    path.write_bytes(content)
    assert load_session(path) == SavedSession(path)


def test_a_session_that_somebody_tampered_with_is_cleaned(tmp_path: Path) -> None:
    path = tmp_path / "session.json"
    path.write_text('{"format": 1, "cursor": "E26\\u001b[2J", "half_typed": {"a": "b\\u202e"}}')
    session = load_session(path)
    assert session.cursor == "E26[2J"
    assert session.drafts["a"] == "b"


def test_without_a_path_nothing_is_written() -> None:
    SavedSession().save()


def test_each_person_has_a_session_for_each_store(tmp_path: Path) -> None:
    paths = {
        session_path(tmp_path / store, person)
        for store in ("a.db", "b.db")
        for person in ("J Okafor", "M Hughes")
    }
    assert len(paths) == 4
    assert all(path.name.startswith("session-") for path in paths)
