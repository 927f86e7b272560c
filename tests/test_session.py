"""Where somebody was outlives the program, however it ended, and nobody else can read it."""

from __future__ import annotations

from pathlib import Path

import pytest
from office import Office

from ehc_tui.session import SavedSession, load_session, session_in, session_path
from ehc_tui.store import keys
from ehc_tui.store.encrypting import convert
from ehc_tui.store.engine import Store
from ehc_tui.store.keys import Key, derived


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


def test_two_programs_of_one_person_keep_what_is_half_typed_in_either(tmp_path: Path) -> None:
    path = tmp_path / "session.json"
    first, second = load_session(path), load_session(path)
    first.drafts["a"], second.drafts["b"] = "typed here", "typed there"
    first.save()
    second.save()
    first.remember(cursor="E26-0412")
    first.save()
    assert dict(load_session(path).drafts) == {"a": "typed here", "b": "typed there"}
    del first.drafts["a"]
    first.save()
    second.save()
    assert dict(load_session(path).drafts) == {"b": "typed there"}


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


ME, WORDS = "J Okafor", "her aunt hides the letters"


def converted(store: Store, key: Key | None) -> None:
    store.close()
    convert(store.path, key)


def half_typed(store: Store) -> str | None:
    return session_in(store, ME).drafts.get("E26-0412/note")


def test_what_is_half_typed_about_an_encrypted_store_is_encrypted_whatever_key_it_gets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "_held", {})
    store = Office(tmp_path / "store.db").store
    session = session_in(store, ME)
    session.drafts["E26-0412/note"] = WORDS
    session.save()
    assert session.path is not None
    with session.path.open("rb") as before:
        converted(store, derived("correct horse battery"))
        assert half_typed(store) == WORDS
        assert not before.read().strip(b"\0"), "what lay there plain is overwritten"
    assert WORDS.encode() not in session.path.read_bytes()
    assert session.path.stat().st_mode & 0o077 == 0
    converted(store, derived("another key altogether"))
    again = session_in(store, ME)
    again.drafts["E26-0412/note"] += " in the shed"
    again.save()
    assert b"shed" not in session.path.read_bytes()
    converted(store, None)
    assert half_typed(store) == f"{WORDS} in the shed"
    assert load_session(session.path, derived("a wrong key")).drafts == {}
    store.close()


def test_where_an_encrypted_store_may_only_be_read_nothing_is_kept_in_the_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "_held", {})
    store = Office(tmp_path / "store.db").store
    converted(store, derived("correct horse battery"))
    assert session_in(Store(store.path, read_only=True), ME).path is None
    store.close()
