"""What goes wrong around the program ends in one clear sentence, and nothing is lost."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from journeys.terminal import Terminal, on_a_full_disk, started, typed, without_root
from office import Office, imported
from older_store import without_newer_indexes

TRACKER = "Case ref,Surname,Forename,DOB,Request received,Decision to assess date,Assess Y/N,Caseworker\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Path]:
    office = Office(tmp_path / "caseload.db")
    office.bring_in(*map(imported, range(1, 6)))
    office.store.close()
    yield office.store.path


def tracker(path: Path, number: int, surname: str = "Osei", first: int = 1) -> Path:
    """A tracker of so many cases."""
    rows = (
        f"Z-{n:05},{surname},Kwame{n},{n % 28 + 1}/03/2017,20/07/2026,14/08/2026,Y,M Hughes\n"
        for n in range(first, first + number)
    )
    path.write_text(TRACKER + "".join(rows), encoding="utf-8")
    return path


def refs(store: Path) -> list[str]:
    """The references of the cases in the store, by a connection that knows nothing of the program."""
    with closing(sqlite3.connect(store)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = connection.execute("SELECT ref FROM ehc_case WHERE voided_by IS NULL ORDER BY ref")
        return [ref for (ref,) in rows]


def log_size(store: Path) -> int:
    """How much has been written that is not part of the store yet."""
    log = store.with_name(f"{store.name}-wal")
    return log.stat().st_size if log.exists() else 0


def assert_whole(store: Path) -> None:
    """The program's own check finds nothing."""
    checked = typed("check", "--store", store)
    assert (checked.returncode, checked.stderr) == (0, ""), checked.stdout


def one_sentence(words: str) -> str:
    """What stands on the error stream: exactly one line, that of the program."""
    assert words.startswith("ehc-tui: ")
    assert words.count("\n") == 1
    assert "Traceback" not in words and "inside ehc-tui" not in words
    return words


@pytest.fixture(params=["command", "app"])
def opened(request: pytest.FixtureRequest) -> Callable[..., str]:
    """Opens a store by a command, or in the app at a terminal, and gives the one sentence of its refusal."""

    def by_command(store: Path, prepare: Callable[[], None] | None = None) -> str:
        ended = typed("import", "tests/exchange/trackers/north.csv", "--store", store, prepare=prepare)
        assert (ended.returncode, ended.stdout) == (1, "")
        return one_sentence(ended.stderr)

    def in_the_app(store: Path, prepare: Callable[[], None] | None = None) -> str:
        with Terminal(["--store", store], prepare=prepare) as terminal:
            assert terminal.ends() == 1
            return one_sentence(terminal.text.replace("\r\n", "\n"))

    return by_command if request.param == "command" else in_the_app


def test_a_file_that_may_not_be_written_is_refused_and_can_still_be_read(
    store: Path, opened: Callable[..., str]
) -> None:
    before = store.read_bytes()
    store.chmod(0o400)
    assert "cannot be written to" in opened(store, without_root)
    with Terminal(["--read-only", "--store", store], prepare=without_root) as terminal:
        terminal.sees("read-only", "T-0001")
        terminal.type("n")
        terminal.sees("This store is open for reading only.")
        terminal.type("q")
        assert terminal.ends() == 0
    assert "T-0001" in typed("list", "--store", store, prepare=without_root).stdout
    assert store.read_bytes() == before


def test_a_file_of_something_else_is_left_alone(tmp_path: Path, opened: Callable[..., str]) -> None:
    letter = tmp_path / "letter.db"
    letter.write_bytes(b"Dear Mrs Rahman, " * 400)
    assert "is not a store of EHC casework, or it is damaged" in opened(letter)
    assert letter.read_bytes() == b"Dear Mrs Rahman, " * 400

    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE shopping (item TEXT)")
    before = other.read_bytes()
    assert "is a database of another program" in opened(other)
    assert other.read_bytes() == before


def test_a_damaged_store_is_said_to_be_damaged(store: Path, opened: Callable[..., str]) -> None:
    content = bytearray(store.read_bytes())
    content[100:2000] = os.urandom(1900)
    store.write_bytes(content)
    assert "damaged" in opened(store)


def test_a_full_disk_takes_an_import_back_whole(store: Path, tmp_path: Path) -> None:
    many = tracker(tmp_path / "tracker.csv", 400)
    ended = typed("import", many, "--store", store, prepare=on_a_full_disk(store.stat().st_size + 300_000))
    assert ended.returncode == 1
    assert any(
        words in one_sentence(ended.stderr) for words in ("no room left on the disk", "The disk refused to")
    )
    assert refs(store) == [f"T-{number:04}" for number in range(1, 6)]
    assert_whole(store)


def test_a_full_disk_makes_no_backup_and_costs_none(store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    assert typed("backup", folder, "--keep", 1, "--store", store).returncode == 0
    before = sorted(folder.iterdir())
    ended = typed("backup", folder, "--keep", 1, "--store", store, prepare=on_a_full_disk(100_000))
    assert ended.returncode == 1
    assert str(folder) in one_sentence(ended.stderr)
    assert sorted(folder.iterdir()) == before


def test_a_full_disk_in_the_middle_of_an_upgrade_leaves_the_older_store(store: Path, tmp_path: Path) -> None:
    """Whether the copy beside it or the upgrade itself has no room: the store stays whole, as it was."""
    with closing(sqlite3.connect(store)) as connection:
        connection.executescript(
            "PRAGMA journal_mode = DELETE; UPDATE alembic_version SET version_num = '0005';"
            "DELETE FROM meta WHERE key = 'store'; DROP TABLE retention; DROP TABLE removal; "
            "DROP TABLE redaction; ALTER TABLE act_change DROP COLUMN digest"
        )
    without_newer_indexes(store, "0005")
    before = store.read_bytes()
    for most_bytes in (100_000, len(before) + 20_000):
        ended = typed(
            "import", tracker(tmp_path / "t.csv", 3), "--store", store, prepare=on_a_full_disk(most_bytes)
        )
        if ended.returncode:
            one_sentence(ended.stderr)
            with closing(sqlite3.connect(store)) as connection:
                assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0005",)
    assert typed("import", tmp_path / "t.csv", "--store", store).returncode == 0
    assert len(refs(store)) == 5 + 3
    assert_whole(store)


def test_a_program_killed_while_encrypting_leaves_the_plain_store(store: Path, tmp_path: Path) -> None:
    office = Office(store)
    office.bring_in(*map(imported, range(6, 900)))
    office.store.close()
    key = tmp_path / "key"
    key.write_text("correct horse battery\n")
    key.chmod(0o600)
    before = refs(store)
    with Terminal(["encrypt", "--key-file", key, "--store", store]) as terminal:
        terminal.waits(lambda: any(store.parent.glob(".*.partial")), "the encrypted file being written")
        terminal.kill()
    if store.read_bytes()[:6] == b"SQLite":  # else it was done before it could be killed
        assert refs(store) == before
        assert_whole(store)


def test_a_full_disk_leaves_the_note_in_the_hands_of_the_person(store: Path) -> None:
    with Terminal(["--store", store], prepare=on_a_full_disk(32_768)) as terminal:
        terminal.sees("T-0001")
        terminal.type("\r")
        terminal.sees("Why:")
        terminal.type("n")
        terminal.sees("Note")
        terminal.type("The school rang backΩ\r")
        terminal.sees("nothing was changed")
        terminal.type("n")
        terminal.sees("backΩ")
        terminal.type("\x07")
        terminal.sees("r record")
        terminal.type("q")
        terminal.ends()
    with closing(sqlite3.connect(store)) as connection:
        assert connection.execute("SELECT count(*) FROM note").fetchone() == (0,)
    assert_whole(store)


def test_a_program_killed_while_importing_leaves_the_store_as_it_was(store: Path, tmp_path: Path) -> None:
    many = tracker(tmp_path / "tracker.csv", 1200)
    before = refs(store)
    with Terminal(["import", many, "--store", store]) as terminal:
        terminal.waits(lambda: log_size(store) > 200_000, "an import half way through")
        assert terminal.process.poll() is None
        terminal.kill()
    assert refs(store) == before
    assert_whole(store)
    tracker(many, 20)
    assert typed("import", many, "--store", store).returncode == 0
    assert len(refs(store)) == len(before) + 20


def test_an_app_killed_while_importing_leaves_the_store_as_it_was(store: Path, tmp_path: Path) -> None:
    many = tracker(tmp_path / "tracker.csv", 1200)
    before = refs(store)
    with Terminal(["--store", store]) as terminal:
        terminal.sees("T-0001")
        terminal.type("i")
        terminal.sees("Tracker file")
        terminal.type(f"{many}\r")
        terminal.sees("Press i to import.")
        terminal.type("i")
        terminal.sees("Import 1,200 cases")
        terminal.type("y")
        terminal.sees("Importing")
        terminal.kill()
    assert refs(store) == before
    assert_whole(store)


def test_two_programs_import_into_one_store_and_both_keep_everything(store: Path, tmp_path: Path) -> None:
    running = [
        started("import", tracker(tmp_path / f"{surname}.csv", 60, surname, first), "--store", store)
        for surname, first in (("Rahman", 1), ("Osei", 61), ("Novak", 121))
    ]
    for one in running:
        _, said = one.communicate(timeout=30)
        assert (one.returncode, said) == (0, b"")
    assert len(refs(store)) == 5 + 180
    assert_whole(store)


def test_an_import_while_the_app_is_open_is_seen_in_it(store: Path, tmp_path: Path) -> None:
    with Terminal(["--store", store], (120, 40)) as terminal:
        terminal.sees("5 of 5")
        terminal.type("")
        assert typed("import", tracker(tmp_path / "more.csv", 7), "--store", store).returncode == 0
        terminal.sees("12 of 12")
        terminal.type("q")
        assert terminal.ends() == 0


def test_a_store_taken_away_while_the_app_is_open_is_said_so(store: Path) -> None:
    with Terminal(["--store", store]) as terminal:
        terminal.sees("T-0001")
        store.write_bytes(b"x" * 8192)
        terminal.sees("damaged")
        terminal.type("q")
        terminal.ends()


def test_a_fault_of_our_own_ends_in_one_sentence_without_anybodys_name(store: Path) -> None:
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("UPDATE ehc_case SET received_on = 'soon', first_due = 'then'")
    with Terminal(["--store", store]) as terminal:
        assert terminal.ends() == 1
        assert "Something is wrong inside ehc-tui (ValueError" in terminal.text
        assert "Traceback" not in terminal.text and "Niamh" not in terminal.text
    assert "(ValueError" in typed("list", "--store", store).stderr


def test_a_batch_goes_on_being_machine_readable_when_it_is_refused(tmp_path: Path) -> None:
    ended = typed("list", "--json", "--store", tmp_path / "none.db")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "There is no store at" in one_sentence(ended.stderr)
    with pytest.raises(json.JSONDecodeError):
        json.loads(ended.stdout)
