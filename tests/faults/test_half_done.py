"""Work on the whole store, broken off half way: nothing is lost, and nothing readable is left lying."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from closed_cases import SECRETS, Council, proposed
from journeys.terminal import PATIENCE, environment, typed
from office import Office, imported
from older_store import of_the_first_release

from ehc_tui.store import keys
from ehc_tui.store.encrypting import convert
from ehc_tui.store.engine import SCHEMA, schema_of
from ehc_tui.store.keys import derived, is_encrypted, look_again
from ehc_tui.store.upgrade import copy_beside

DYING = """
import os, signal, sys
import {module} as module
module.{name} = lambda *given, **named: os.kill(os.getpid(), signal.SIGKILL)
from ehc_tui.cli import main
main(sys.argv[1:])
"""
"""The program, killed by itself where it would call this."""


@pytest.fixture(autouse=True)
def _nobody_remembers_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_held", {})
    monkeypatch.setattr(keys, "_salts", {})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Path]:
    office = Office(tmp_path / "caseload.db")
    office.bring_in(*map(imported, range(1, 40)))
    office.store.close()
    yield office.store.path


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A key file, which the environment names."""
    monkeypatch.setenv("EHC_KEY_FILE", str(tmp_path / "keys" / "key"))
    return a_key(tmp_path / "keys" / "key", "correct horse battery")


def a_key(path: Path, key: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{key}\n")
    path.chmod(0o600)
    return path


def well(*arguments: object) -> str:
    """What a command says that ends well."""
    ended = typed(*arguments)
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stderr
    return ended.stdout


def dies(before: str, *arguments: object) -> None:
    """Run a command that is killed before it calls a function."""
    module, _, name = before.rpartition(".")
    ended = subprocess.run(
        [sys.executable, "-c", DYING.format(module=module, name=name), *map(str, arguments)],
        env=environment(),
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr


def left(folder: Path) -> list[Path]:
    return sorted(folder.glob(".*.partial"))


def everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


# Killed


@pytest.mark.parametrize(
    ("command", "before"),
    [
        (["encrypt"], "ehc_tui.store.encrypting._settle"),
        (["decrypt"], "ehc_tui.store.encrypting._settle"),
        (["restore", "copy.db", "--yes"], "ehc_tui.exchange.restoring._pour"),
        (["backup", "other.db"], "ehc_tui.exchange.private_file._take_name"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_what_a_killed_program_left_is_found_and_removed(
    store: Path, key: Path, command: list[str], before: str
) -> None:
    given = ["--key-file", key] if command == ["encrypt"] else []
    if command == ["decrypt"]:
        well("encrypt", "--key-file", key, "--store", store)
    elif command[0] == "restore":
        well("backup", store.with_name("copy.db"), "--store", store)
    wanted = [store.with_name(word) if word.endswith(".db") else word for word in command]
    dies(before, *wanted, *given, "--store", store)
    (partial,) = left(store.parent)
    assert partial.stat().st_size > 100_000
    said = well("check", "--store", store)
    assert f"{partial} was left behind by a program that was killed, and is removed." in said
    assert left(store.parent) == []
    assert well("list", "--store", store).splitlines()[-1] == "39 of 39 cases"


def test_a_copy_that_somebody_is_making_is_not_taken_for_a_left_one(store: Path, tmp_path: Path) -> None:
    from ehc_tui.exchange.private_file import private_file
    from ehc_tui.store.unfinished import clear_away

    with private_file(tmp_path / "list.csv") as file:
        file.write_text("Rahman")
        assert clear_away(tmp_path) == []
    assert (tmp_path / "list.csv").read_text() == "Rahman"


def test_a_removal_killed_before_the_file_was_overwritten_is_finished_by_the_next_check(
    tmp_path: Path,
) -> None:
    council = proposed(Council(tmp_path / "caseload.db"))
    council.close()
    dies(
        "ehc_tui.casework.removing.scrub",
        "retention",
        "--confirm",
        "T-0001",
        "--yes",
        "--store",
        council.path,
    )
    lying = everything(tmp_path).decode("utf-8", "replace").casefold()
    assert any(secret in lying for secret in SECRETS)
    assert "it is overwritten now" in well("check", "--store", council.path)
    lying = everything(tmp_path).decode("utf-8", "replace").casefold()
    assert not [secret for secret in SECRETS if secret in lying]
    assert "overwritten" not in well("check", "--store", council.path)


# Bringing an older store up to date


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
def test_an_upgrade_that_is_killed_half_way_leaves_the_older_store_and_is_done_by_the_next(
    tmp_path: Path, key: Path, encrypted: bool
) -> None:
    first = of_the_first_release(tmp_path / "first.db")
    if encrypted:
        convert(first, derived("correct horse battery"))
    upgraded = ("staff", "j.okafor", "manager", "--store", first)
    dies("ehc_tui.store.upgrade._require_whole", *upgraded)
    assert schema_of(first) == "0001"
    well(*upgraded)
    look_again(first)
    assert schema_of(first) == SCHEMA
    assert "Rahman" in well("list", "open:any", "--store", first)
    copy = copy_beside(first, "0001")
    assert is_encrypted(first) is is_encrypted(copy) is encrypted
    assert schema_of(copy) == "0001"
    back = typed("restore", copy, "--yes", "--other-store", "--store", first)
    assert f"{first} is what {copy} holds." in back.stdout
    look_again(first)
    assert is_encrypted(first) is encrypted
    assert "Rahman" in well("list", "open:any", "--store", first)
    assert (b"Rahman" in everything(tmp_path)) is not encrypted
