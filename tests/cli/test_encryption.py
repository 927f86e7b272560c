"""Encrypting from the command line: where the key comes from, and what is said when it is not there."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType

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


def test_a_backup_from_when_the_store_had_another_key_is_opened_with_that(ehc, store, key, monkeypatch):
    monkeypatch.setenv("EHC_KEY_FILE", str(key))
    new = key.with_name("new key")
    new.write_text("another key altogether\n")
    new.chmod(0o600)
    copy = store.with_name("copy.db")
    assert ehc("encrypt", "--key-file", key).code == ehc("backup", copy).code == 0
    assert ehc("encrypt", "--key-file", new).code == 0
    monkeypatch.setenv("EHC_KEY_FILE", str(new))
    keys._held.clear()
    refused = ehc("restore", copy, "--yes")
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert f"This key does not open {copy}" in refused.err and "--backup-key-file" in refused.err
    assert ehc("restore", copy, "--yes", "--backup-key-file", key).code == 0
    keys._held.clear()
    assert ehc("list").out.splitlines()[-1] == "5 of 6 cases", "with the key the store has now"
    assert ehc("check").code == 0


@pytest.fixture
def ring(monkeypatch):
    """A keyring of this system, as far as the program knows one; what lies in it."""
    kept: dict[tuple[str, str], str] = {}
    module, errors = ModuleType("keyring"), ModuleType("keyring.errors")
    errors.KeyringError = type("KeyringError", (Exception,), {})
    module.get_password = lambda service, name: kept.get((service, name))
    module.set_password = lambda service, name, key: kept.update({(service, name): key})
    monkeypatch.setitem(sys.modules, "keyring", module)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    return kept


def test_a_key_in_the_keyring_is_found_there_and_no_longer_when_it_has_gone(ehc, store, key, ring):
    assert ehc("encrypt", "--key-file", key, "--keyring").code == 0
    assert ring == {("ehc-tui", str(store)): "correct horse battery"}
    keys._held.clear()
    assert ehc("list").code == 0
    ring.clear()
    keys._held.clear()
    assert "nobody to ask for its key" in ehc("list").err


def test_a_keyring_that_takes_no_key_says_so_and_the_person_has_it_still(ehc, store, key, ring, monkeypatch):
    def locked(*_given):
        raise sys.modules["keyring.errors"].KeyringError("it is locked")

    monkeypatch.setattr(sys.modules["keyring"], "set_password", locked)
    answer = ehc("encrypt", "--key-file", key, "--keyring")
    assert "is encrypted" in answer.out
    assert answer.err == "ehc-tui: The keyring of this system did not take the key (it is locked).\n"
    assert ehc("list").code == 0


def test_a_key_file_of_somebody_else_is_not_trusted(ehc, store, key, monkeypatch):
    if os.getuid() == 0:
        os.chown(key, 12345, -1)
    else:
        monkeypatch.setattr(os, "getuid", lambda: 12345)
    answer = ehc("encrypt", "--key-file", key)
    assert "belongs to neither root nor you" in answer.err
    assert store.read_bytes().startswith(b"SQLite format 3")


def test_without_the_extra_one_sentence_says_what_to_install(ehc, store, key, monkeypatch):
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    answer = ehc("encrypt", "--key-file", key)
    assert answer.code == 1
    assert "pip install 'ehc-tui[crypt]'" in answer.err
