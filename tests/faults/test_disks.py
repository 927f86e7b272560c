"""A disk that is full or may only be read: one sentence, the store as it was, nothing left lying about."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from faults import namespaces
from journeys.terminal import on_a_full_disk, typed
from office import Office, imported
from older_store import of_the_first_release

from ehc_tui.exchange.backups import back_up_to
from ehc_tui.store.engine import SCHEMA, schema_of

CASES = 40


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store, a backup of it, a store of the first release, a tracker and a key."""
    place = tmp_path_factory.mktemp("disk")
    office = Office(place / "caseload.db")
    office.bring_in(*map(imported, range(CASES)))
    back_up_to(office.store, place / "copy.db", office.doing)
    office.store.close()
    of_the_first_release(place / "first.db")
    rows = (f"Z-{n:05},Osei,Kwame,1/03/2017,20/07/2026,14/08/2026,Y\n" for n in range(800))
    head = "Case ref,Surname,Forename,DOB,Request received,Decision to assess date,Assess Y/N\n"
    (place / "tracker.csv").write_text(head + "".join(rows), encoding="utf-8")
    (place / "key").write_text("correct horse battery\n")
    (place / "key").chmod(0o600)
    return place


@pytest.fixture
def folder(kept: Path, tmp_path: Path) -> Path:
    """Such a folder of one's own."""
    return shutil.copytree(kept, tmp_path / "disk")


WORK = {
    "import": ("import", "tracker.csv", "--store", "caseload.db"),
    "backup": ("backup", "again.db", "--store", "caseload.db"),
    "encrypt": ("encrypt", "--key-file", "key", "--store", "caseload.db"),
    "restore": ("restore", "copy.db", "--yes", "--store", "caseload.db"),
    "upgrade": ("staff", "j.okafor", "manager", "--store", "first.db"),
}


def of(folder: Path, what: str) -> list[object]:
    """The command line of some work on the stores of a folder."""
    return [folder / word if word == "key" or word.endswith((".db", ".csv")) else word for word in WORK[what]]


def one_sentence(said: str) -> str:
    """What stands on the error stream: exactly one line, that of the program."""
    assert said.startswith("ehc-tui: ") and said.count("\n") == 1, said
    return said


def as_it_was(code: int, answer: str, error: str) -> None:
    """What `check` says of a store on which nothing was done, with nothing left beside it."""
    assert (code, error) == (0, ""), answer
    assert answer.startswith("/") and f"is whole: {CASES} cases" in answer.splitlines()[0]


@pytest.mark.parametrize("what", WORK)
def test_a_disk_that_fills_up_is_one_sentence_and_the_store_is_as_it_was(
    folder: Path, tmp_path: Path, what: str
) -> None:
    namespaces.require()
    held = sum(-(-path.stat().st_size // 4096) * 4096 for path in folder.iterdir())
    small = tmp_path / "small"
    small.mkdir()
    failed, looked_over = namespaces.run(
        namespaces.SMALL.format(size=held + 80_000),
        small,
        of(small, what),
        ["list" if what == "upgrade" else "check", "--store", small / WORK[what][-1]],
        origin=folder,
    )
    assert failed[0] == 1, failed
    one_sentence(failed[2])
    if what == "upgrade":
        assert "is of an older version" in one_sentence(looked_over[2])
    else:
        as_it_was(*looked_over)


@pytest.mark.parametrize("what", ["encrypt", "restore", "upgrade"])
def test_a_file_that_may_not_grow_is_one_sentence_and_the_store_is_as_it_was(folder: Path, what: str) -> None:
    before = names(folder)
    failed = typed(*of(folder, what), prepare=on_a_full_disk(150_000))
    assert failed.returncode == 1, failed
    one_sentence(failed.stderr)
    ended = typed("check", "--store", folder / "caseload.db")
    as_it_was(ended.returncode, ended.stdout, ended.stderr)
    assert schema_of(folder / "first.db") == "0001" != SCHEMA
    assert names(folder) == before


def names(folder: Path) -> set[str]:
    """What lies in a folder but what SQLite has beside its files."""
    return {path.name for path in folder.iterdir() if not path.name.endswith(("-wal", "-shm", "-queue"))}


def test_a_store_on_a_disk_that_may_only_be_read_is_read_and_nothing_else(folder: Path) -> None:
    namespaces.require()
    store = folder / "caseload.db"
    before = store.read_bytes()
    listed, shown, looked_over, refused = namespaces.run(
        namespaces.READ_ONLY,
        folder,
        ["list", "--json", "--store", store],
        ["show", "T-0001", "--store", store],
        ["check", "--store", store],
        of(folder, "import"),
    )
    assert (listed[0], shown[0]) == (0, 0), (listed, shown)
    assert (listed[2], shown[2]) == ("", "")
    as_it_was(*looked_over)
    assert refused[0] == 1 and "cannot be written to" in one_sentence(refused[2])
    assert store.read_bytes() == before
