"""Backups: whole, private, of one moment, and as many of them as are wanted."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from office import Office, imported

from ehc_tui.casework.context import Doing
from ehc_tui.exchange.backups import back_up_into, back_up_to, listed
from ehc_tui.store import upgrade
from ehc_tui.store.errors import StoreError

NOW = datetime(2026, 11, 21, 17, 30, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def at(office: Office, now: datetime) -> Doing:
    """The circumstances of somebody at another time."""
    return replace(office.doing, now=now, today=now.date())


def numbers(office: Office, folder: Path) -> list[int]:
    return [int(one.place) for one in listed(office.store, folder)]


def test_a_folder_keeps_the_last_copies_and_nothing_else_is_touched(office: Office, folder: Path) -> None:
    office.open()
    folder.mkdir()
    stranger = folder / "caseload-0000-2020-01-01-000000.db"
    stranger.write_text("a file of somebody's, with such a name")
    colleague = Office(folder.parent / "elsewhere" / "caseload.db")
    other = back_up_into(colleague.store, folder, at(colleague, NOW), 3).path
    colleague.store.close()
    for day in range(5):
        made = back_up_into(office.store, folder, at(office, NOW + timedelta(days=day)), 3)
    assert [path.name for path in made.removed] == ["caseload-0003-2026-11-22-173000.db"]
    assert numbers(office, folder) == [4, 5, 6]
    assert stranger.exists() and other.exists(), "neither is a copy of this store"
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600


def test_a_clock_that_goes_backwards_neither_overwrites_nor_removes_a_copy(
    office: Office, folder: Path
) -> None:
    first = back_up_into(office.store, folder, at(office, NOW), 2).path
    again = back_up_into(office.store, folder, at(office, NOW), 2).path
    earlier = back_up_into(office.store, folder, at(office, NOW - timedelta(days=400)), 2)
    assert earlier.removed == (first,)
    assert [one.path for one in listed(office.store, folder)] == [again, earlier.path]


def test_the_copy_that_an_upgrade_left_is_listed_and_in_time_removed(office: Office, folder: Path) -> None:
    left = upgrade.copy_beside(office.store.path, "0001")
    back_up_to(office.store, left, office.doing)
    assert [one.of_schema for one in listed(office.store, folder)] == [True]
    back_up_into(office.store, folder, at(office, NOW), 2)
    assert left.exists()
    assert back_up_into(office.store, folder, at(office, NOW), 2).removed == (left,)


def test_the_copy_of_an_upgrade_keeps_its_place_when_the_clock_was_put_back(
    office: Office, folder: Path
) -> None:
    first = back_up_into(office.store, folder, at(office, NOW), 2).path
    office.open()
    left = upgrade.copy_beside(office.store.path, "0001")
    back_up_to(office.store, left, office.doing)
    os.utime(left, (0, 0))
    office.open("E26-0500")
    last = back_up_into(office.store, folder, at(office, NOW - timedelta(days=400)), 2)
    assert last.removed == (first,)
    assert [one.path for one in listed(office.store, folder)] == [left, last.path]


def test_a_store_that_is_not_sound_makes_no_backup_and_costs_none(office: Office, folder: Path) -> None:
    office.bring_in(*map(imported, range(30)))
    good = back_up_into(office.store, folder, at(office, NOW), 1).path
    with closing(sqlite3.connect(office.store.path)) as clumsy, clumsy:
        clumsy.execute("DROP INDEX fact_case")
        clumsy.execute("UPDATE fact SET case_id = 999 WHERE id = 1")
    with pytest.raises(StoreError, match="The index fact_case is missing"):
        back_up_into(office.store, folder, at(office, NOW), 1)
    assert list(folder.iterdir()) == [good]


def test_a_store_whose_history_was_changed_by_hand_is_copied_and_no_copy_makes_way(
    office: Office, folder: Path
) -> None:
    office.open()
    good = back_up_into(office.store, folder, at(office, NOW), 1).path
    with closing(sqlite3.connect(office.store.path)) as clumsy, clumsy:
        clumsy.execute("UPDATE act SET by = 'M Hughes'")
    made = back_up_into(office.store, folder, at(office, NOW), 1)
    assert "was altered after it was made" in made.altered
    assert made.removed == ()
    assert good.exists() and made.path.exists()


def test_a_backup_that_fails_leaves_nothing_behind(
    office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = back_up_into(office.store, folder, at(office, NOW), 1).path
    monkeypatch.setattr("ehc_tui.exchange.backups.require_whole", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        back_up_into(office.store, folder, at(office, NOW), 1)
    assert list(folder.iterdir()) == [kept]


def test_a_backup_is_of_one_moment_while_others_go_on_writing(office: Office, folder: Path) -> None:
    """Somebody records something after every part of the copy; the copy neither waits nor begins again."""
    office.bring_in(*map(imported, range(1500)))
    parts: list[int] = []

    def meanwhile(done: int, total: int) -> None:
        parts.append(done)
        office.open(f"E26-{len(parts):04}")

    copy = back_up_to(office.store, folder.parent / "copy.db", office.doing, progress=meanwhile).path
    assert 1 < len(parts) < 20
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("SELECT count(*) FROM ehc_case").fetchall() == [(1500,)]
    assert office.ask("SELECT count(*) FROM ehc_case") == [(1500 + len(parts),)]
