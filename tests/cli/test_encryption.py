"""Encrypting from the command line: where the key comes from, and what is said when it is not there."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ehc_tui.store import keys


@pytest.fixture(autouse=True)
def _nobody_remembers_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_held", {})
    monkeypatch.setattr(keys, "_salts", {})


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    path.write_text("correct horse battery\n")
    path.chmod(0o600)
    return path


def test_a_store_is_encrypted_read_with_its_key_file_and_decrypted(ehc, store, key, monkeypatch):
    before = ehc("list").out
    answer = ehc("encrypt", "--key-file", key)
    assert (answer.code, answer.err) == (0, "")
    assert "without it nobody opens it" in answer.out
    keys._held.clear()
    refused = ehc("list")
    assert (refused.code, refused.out) == (1, "")
    assert "EHC_KEY_FILE" in refused.err and refused.err.count("\n") == 1
    monkeypatch.setenv("EHC_KEY_FILE", str(key))
    assert ehc("list").out == before
    assert ehc("check").code == 0
    assert ehc("decrypt").code == 0
    assert store.read_bytes().startswith(b"SQLite format 3")
    assert ehc("check").code == 0


@pytest.mark.parametrize("mode", [0o644, 0o660, 0o604])
def test_a_key_file_that_others_can_read_or_change_is_refused(ehc, store, key, mode):
    key.chmod(mode)
    answer = ehc("encrypt", "--key-file", key)
    assert answer.code == 1
    assert "Others can read or change the key file" in answer.err
    assert store.read_bytes().startswith(b"SQLite format 3")


def test_a_wrong_key_is_one_sentence(ehc, store, key, monkeypatch):
    ehc("encrypt", "--key-file", key)
    keys._held.clear()
    key.write_text("another key altogether\n")
    monkeypatch.setenv("EHC_KEY_FILE", str(key))
    answer = ehc("list")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("ehc-tui: This key does not open") and answer.err.count("\n") == 1


def test_a_key_is_asked_for_at_a_terminal_and_typed_twice_when_it_is_new(ehc, store, monkeypatch):
    typed = iter(["correct horse battery", "correct horse batter"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda _question: next(typed))
    assert "The two were not the same" in ehc("encrypt").err
    typed = iter(["correct horse battery"] * 3)
    assert ehc("encrypt").code == 0
    keys._held.clear()
    assert ehc("list").out.splitlines()[-1] == "5 of 6 cases"


def test_without_the_extra_one_sentence_says_what_to_install(ehc, store, key, monkeypatch):
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    answer = ehc("encrypt", "--key-file", key)
    assert answer.code == 1
    assert "pip install 'ehc-tui[crypt]'" in answer.err
