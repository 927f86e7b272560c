"""Going back to a backup: what it costs is said, what there was is kept, nobody gets half of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from office import Office, imported

from ehc_tui.casework.checking import unsound
from ehc_tui.casework.notes import add
from ehc_tui.casework.permission import NotAllowed
from ehc_tui.exchange import restoring
from ehc_tui.exchange.backups import back_up_to
from ehc_tui.exchange.restoring import foresee, restore
from ehc_tui.store.copying import Progress
from ehc_tui.store.engine import open_store
from ehc_tui.store.errors import StoreError
from ehc_tui.store.lookups import last_act
from ehc_tui.store.reader import connect


@pytest.fixture
def backup(office: Office, tmp_path: Path) -> Path:
    """A copy of the office's store with Aisha's case in it."""
    office.open()
    return back_up_to(office.store, tmp_path / "copies" / "copy.db", office.doing).path


@pytest.fixture(autouse=True)
def copies(tmp_path: Path) -> None:
    (tmp_path / "copies").mkdir()


def go_back(office: Office, backup: Path, progress: Progress | None = None) -> Path | None:
    """What the person does after reading what would be lost; where the store as it was is kept."""
    path = office.store.path
    return restore(path, backup, office.doing, foresee(path, backup, office.doing), progress)[0]


def refs(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [ref for (ref,) in connection.execute("SELECT ref FROM ehc_case ORDER BY ref")]


def test_what_would_be_lost_is_counted_and_told(office: Office, backup: Path) -> None:
    hughes = office.colleague("M Hughes").at(11)
    hughes.open("E26-0500")
    office.bring_in(*map(imported, range(1, 4)))
    hughes.do(add, 1, "The school rang back")
    lost = foresee(office.store.path, backup, office.doing).lost
    assert lost is not None
    assert (lost.acts, lost.opened, lost.changed, lost.regained) == (3, 4, 1, 0)
    assert dict(lost.by) == {"M Hughes": 2, "J Okafor": 1}
    assert [act.by for act in lost.newest] == ["M Hughes", "J Okafor", "M Hughes"]
    hughes.store.close()


def test_a_program_that_has_the_store_open_sees_it_restored(office: Office, backup: Path) -> None:
    office.open("E26-0500")
    version = office.store.data_version()
    kept = go_back(office, backup)
    assert office.store.data_version() != version
    assert office.ask("SELECT ref FROM ehc_case") == [("E26-0412",)]
    assert kept is not None and refs(kept) == ["E26-0412", "E26-0500"]
    assert office.ask("SELECT verb, summary FROM act ORDER BY id DESC LIMIT 1") == [
        ("restore", "Restored from the backup copy.db: 1 later act was lost")
    ]
    office.open("E26-0501")
    assert unsound(office.store, office.doing) == []
    assert not [found for found in office.store.path.parent.iterdir() if found.suffix == ".partial"]


def test_a_restore_is_no_act_that_u_takes_back(office: Office, backup: Path) -> None:
    go_back(office, backup)
    found = last_act(office.store.read(), "J Okafor")
    assert found is not None and found.summary == "Case E26-0412 opened"
    with pytest.raises(StoreError, match="cannot be taken back"):
        office.undo()


def test_a_backup_goes_back_and_forth(office: Office, backup: Path) -> None:
    """The copy that a restore keeps is itself a backup, and what would be lost then is told rightly."""
    path = office.store.path
    office.open("E26-0500")
    kept, _ = restore(path, backup, office.doing, foresee(path, backup, office.doing))
    assert kept is not None
    lost = foresee(path, kept, office.doing).lost
    assert lost is not None
    assert (lost.acts, lost.opened, lost.regained) == (1, 0, 1)
    restore(path, kept, office.doing, foresee(path, kept, office.doing))
    assert refs(path) == ["E26-0412", "E26-0500"]


def test_what_somebody_records_after_the_question_was_answered_is_not_lost(
    office: Office, backup: Path
) -> None:
    foreseen = foresee(office.store.path, backup, office.doing)
    office.open("E26-0500")
    with pytest.raises(StoreError, match=r"Somebody recorded something in .* nothing was changed"):
        restore(office.store.path, backup, office.doing, foreseen)
    assert refs(office.store.path) == ["E26-0412", "E26-0500"]
    assert sorted(found.name for found in office.store.path.parent.glob("*.db")) == ["caseload.db"]


def test_a_store_that_somebody_is_writing_to_is_left_alone(
    office: Office, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ehc_tui.store.copying.BUSY_SECONDS", 0.01)
    foreseen = foresee(office.store.path, backup, office.doing)
    with closing(sqlite3.connect(office.store.path)) as other:  # a program that knows of no queue
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="too long"):
            restore(office.store.path, backup, office.doing, foreseen)


def test_a_restore_that_breaks_off_leaves_the_store_as_it_was(
    office: Office, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.open("E26-0500")

    def break_off(done: int, total: int) -> None:
        if done > total // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore(
            office.store.path,
            backup,
            office.doing,
            foresee(office.store.path, backup, office.doing),
            break_off,
        )
    assert office.ask("SELECT ref FROM ehc_case ORDER BY ref") == [("E26-0412",), ("E26-0500",)]
    assert unsound(office.store, office.doing) == []


def test_a_backup_of_another_store_is_known_for_what_it_is(office: Office, tmp_path: Path) -> None:
    office.open()
    other = Office(tmp_path / "other" / "caseload.db")
    other.open("E26-0999")
    copy = back_up_to(other.store, tmp_path / "copies" / "other.db", office.doing).path
    other.store.close()
    assert foresee(office.store.path, copy, office.doing).of_another


def test_a_backup_of_a_newer_version_and_a_damaged_one_are_refused(office: Office, backup: Path) -> None:
    with closing(sqlite3.connect(backup)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")
    with pytest.raises(StoreError, match="newer version"):
        foresee(office.store.path, backup, office.doing)
    with closing(sqlite3.connect(backup)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (restoring.SCHEMA,))
        connection.execute("DROP INDEX fact_case")
    with pytest.raises(StoreError, match=r"is not sound .The index fact_case is missing"):
        go_back(office, backup)
    assert refs(office.store.path) == ["E26-0412"]


def test_a_damaged_store_is_put_aside_and_the_backup_takes_its_place(office: Office, backup: Path) -> None:
    path = office.store.path
    office.store.close()
    path.write_bytes(b"\0" * 50_000)
    foreseen = foresee(path, backup, office.doing)
    assert "restore a backup" in foreseen.damage
    aside, _ = restore(path, backup, office.doing, foreseen)
    assert aside is not None and aside.read_bytes() == b"\0" * 50_000
    with open_store(path) as store:
        assert unsound(store, office.doing) == []
    assert refs(path) == ["E26-0412"]


def test_where_there_is_no_store_yet_the_backup_becomes_it(office: Office, backup: Path) -> None:
    path = office.store.path.parent / "new" / "caseload.db"
    foreseen = foresee(path, backup, office.doing)
    assert foreseen.lost is None and not foreseen.damage
    assert restore(path, backup, office.doing, foreseen) == (None, "")
    assert refs(path) == ["E26-0412"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_only_the_owner_or_a_manager_goes_back(
    office: Office, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ehc_tui.casework.staff import list_person

    office.do(list_person, "m.hughes", "manager")
    monkeypatch.setattr(restoring, "owns", lambda _path: False)
    with pytest.raises(NotAllowed, match="repair, restore or encrypt"):
        go_back(office, backup)
    assert connect(office.store.path).execute("SELECT max(id) FROM act").fetchone() == (2,)
