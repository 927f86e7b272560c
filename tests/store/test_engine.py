"""Opening a store: where it may live, who may read it, and one clear sentence for all that goes wrong."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from office import Office, imported
from older_store import of_the_first_release

from ehc_tui.store import engine, place, upgrade
from ehc_tui.store.care import faults
from ehc_tui.store.copying import copy
from ehc_tui.store.engine import SCHEMA, StoreError, open_store
from ehc_tui.store.errors import explain
from ehc_tui.store.place import default_store_path, local_path, network_file_system
from ehc_tui.store.reader import connect

MOUNTS = """\
/dev/vda1 / ext4 rw 0 0
tmpfs /dev/shm tmpfs rw 0 0
files.council.example:/home /home/shared nfs4 rw 0 0
//files/cases /mnt/case\\040files cifs rw 0 0
/dev/vdb1 /home/shared/local ext4 rw 0 0
"""


def is_whole(path: Path) -> bool:
    with closing(connect(path)) as reader:
        return list(faults(reader)) == []


def refusal(place: Path | str, **named: Any) -> str:
    with pytest.raises(StoreError) as refused:
        open_store(place, **named)
    return str(refused.value)


def test_a_new_store_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "office" / "caseload.db"
    with open_store(path) as store, store.session():
        modes = {found.name: stat.S_IMODE(found.stat().st_mode) for found in path.parent.iterdir()}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert modes and set(modes.values()) == {0o600}


def test_the_store_of_the_person_logged_in_is_in_their_data_directory(tmp_path: Path) -> None:
    assert default_store_path().name == "caseload.db"
    assert default_store_path().parent.name == "ehc-tui"


def test_a_store_is_opened_again_as_it_was_left(office: Office) -> None:
    office.open()
    office.store.close()
    assert Office(office.store.path).file().row.child == "Rahman, Aisha"


def test_every_write_waits_its_turn_and_reaches_the_disk(office: Office) -> None:
    with office.store.session() as session:
        asked = {
            name: session.connection().exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous")
        }
        with (
            sqlite3.connect(office.store.path, timeout=0) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("BEGIN IMMEDIATE")
        other.close()
    assert asked == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2}


def test_a_connection_for_reading_cannot_write(office: Office) -> None:
    with pytest.raises(StoreError, match="cannot be written to"):
        office.store.read().execute("DELETE FROM main.ehc_case")


def test_others_changes_are_noticed_by_a_number(office: Office) -> None:
    before = office.store.data_version()
    assert office.store.data_version() == before
    office.colleague("M Hughes").open()
    assert office.store.data_version() != before


def test_a_dry_run_leaves_nothing_behind(office: Office) -> None:
    with office.store.session(keep=False) as session:
        from ehc_tui.casework.intake import import_cases

        outcome = import_cases(session, office.doing, [imported()])
    assert outcome.created == ["T-0001"]
    assert office.ask("SELECT count(*) FROM ehc_case") == [(0,)]


def test_a_store_opened_read_only_refuses_to_change(office: Office) -> None:
    office.open()
    office.store.close()
    with open_store(office.store.path, read_only=True) as store:
        with pytest.raises(StoreError, match="was opened read-only"), store.session():
            pass
        assert store.read().execute("SELECT ref FROM ehc_case").fetchall() == [("E26-0412",)]


def test_reading_one_moment_does_not_see_what_is_written_meanwhile(office: Office) -> None:
    reader = office.store.read()
    with reader.snapshot():
        assert office.ask("SELECT count(*) FROM ehc_case") == [(0,)]
        office.colleague("M Hughes").open()
        assert office.ask("SELECT count(*) FROM ehc_case") == [(0,)]
    assert office.ask("SELECT count(*) FROM ehc_case") == [(1,)]


# --- what is no store -----------------------------------------------------------------------------


def test_a_folder_is_not_a_store(tmp_path: Path) -> None:
    assert (
        refusal(tmp_path) == f"{tmp_path} is a folder: name a file in it, such as {tmp_path / 'caseload.db'}."
    )


def test_a_text_file_is_not_a_store(tmp_path: Path) -> None:
    path = tmp_path / "tracker.csv"
    path.write_text("Ref,Surname\n" * 200)
    assert "is not a store of EHC casework, or it is damaged" in refusal(path)
    assert path.read_text().startswith("Ref,Surname"), "and it is left alone"


def test_another_programs_database_is_not_a_store(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE bookmark (url TEXT)")
    other.close()
    assert "is a database of another program" in refusal(path)


def test_a_store_that_is_not_there_is_not_made_by_looking(tmp_path: Path) -> None:
    path = tmp_path / "caseload.db"
    for named in ({"create": False}, {"read_only": True}):
        assert refusal(path, **named).startswith(f"There is no store at {path}")
    assert not path.exists()


@pytest.mark.parametrize("url", ["postgresql://host/ehc", "mysql://u@h/x", "http://example.org/a.db"])
def test_only_a_file_on_this_computer_is_supported(url: str) -> None:
    assert "only a SQLite file on a local disk" in refusal(url)


def test_a_sqlite_url_is_a_path(tmp_path: Path) -> None:
    assert local_path(f"sqlite:///{tmp_path}/a.db") == tmp_path / "a.db"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/shared/caseload.db", "nfs4"),
        ("/mnt/case files/caseload.db", "cifs"),
        ("/home/shared/local/caseload.db", ""),
        ("/home/j.okafor/caseload.db", ""),
        ("/mnt/case files two/caseload.db", ""),
    ],
)
def test_a_network_drive_is_told_from_a_local_disk(path: str, kind: str) -> None:
    assert network_file_system(Path(path), MOUNTS) == kind


def test_a_network_drive_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"files:/x {tmp_path} nfs rw 0 0\n")
    monkeypatch.setattr(place, "MOUNTS", mounts)
    assert "is on a network drive (nfs)" in refusal(tmp_path / "caseload.db")
    assert not (tmp_path / "caseload.db").exists()


def test_a_store_of_a_newer_version_is_left_alone(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.store.close()
    with sqlite3.connect(office.store.path) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '0999'")
    newer.close()
    before = office.store.path.read_bytes()
    assert "was written by a newer version of EHC casework (schema 0999" in refusal(office.store.path)
    assert office.store.path.read_bytes() == before


# --- what may not be touched ----------------------------------------------------------------------


def deny_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every path look as it does to somebody who may only read; root, who may run this, may do all."""
    monkeypatch.setattr(engine.os, "access", lambda path, mode: mode != engine.os.W_OK)


def test_a_file_that_may_not_be_written_is_refused_but_can_be_read(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.open()
    office.store.close()
    deny_writing(monkeypatch)
    assert "cannot be written to: ask whoever owns the file" in refusal(office.store.path)
    with open_store(office.store.path, read_only=True) as store:
        assert store.read().execute("SELECT count(*) FROM ehc_case").fetchall() == [(1,)]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "cannot be made (" in refusal(tmp_path / "file" / "caseload.db")


def test_a_file_that_becomes_read_only_takes_the_act_back(office: Office) -> None:
    with (
        pytest.raises(StoreError, match="cannot be written to: nothing was changed"),
        office.store.session() as session,
    ):
        session.connection().exec_driver_sql("PRAGMA query_only = ON")
        session.connection().exec_driver_sql("INSERT INTO meta VALUES ('a', 'b')")


def test_waiting_too_long_for_others_is_said_so(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from ehc_tui.store import alchemy

    monkeypatch.setattr(alchemy, "BUSY_SECONDS", 0.01)
    monkeypatch.setattr("ehc_tui.store.turns.PATIENCE", 0.01)
    with office.store.session(), pytest.raises(StoreError, match=r"writing to .* for too long"):
        office.colleague("M Hughes").open()


# --- a full disk ----------------------------------------------------------------------------------


def test_a_full_disk_in_the_middle_of_an_import_leaves_the_store_as_it_was(office: Office) -> None:
    office.open()
    before = office.picture()
    with (
        pytest.raises(StoreError, match="There is no room left on the disk"),
        office.store.session() as session,
    ):
        from ehc_tui.casework.intake import import_cases

        pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
        session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages + 8}")
        import_cases(session, office.doing, [imported(number) for number in range(500)])
    assert office.picture() == before
    assert office.ask("PRAGMA integrity_check") == [("ok",)]
    office.bring_in(imported(1))


def test_a_file_that_may_not_grow_leaves_the_store_as_it_was(office: Office) -> None:
    """The operating system itself refuses: a limit on the size of files, which needs no privileges to set."""
    office.open()
    office.store.close()
    script = f"""
import resource, signal, sys
sys.path.insert(0, {str(Path(__file__).parents[1])!r})
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from pathlib import Path
from office import Office, imported
from ehc_tui.store.engine import StoreError
office = Office(Path({str(office.store.path)!r}))
office.do(lambda session, doing: None)
size = office.store.path.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 65536, size + 65536))
try:
    office.bring_in(*(imported(number) for number in range(2000)))
except StoreError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "nothing was changed" in done.stdout
    again = Office(office.store.path)
    assert again.ask("PRAGMA integrity_check") == [("ok",)]
    assert again.ask("SELECT ref FROM ehc_case") == [("E26-0412",)]
    again.bring_in(imported(1))


def test_a_damaged_store_says_so_and_points_to_the_backup(office: Office) -> None:
    office.bring_in(*(imported(number) for number in range(200)))
    page, size = office.ask(
        "SELECT rootpage, page_size FROM sqlite_master, pragma_page_size WHERE name = 'fact'"
    )[0]
    office.store.close()
    with office.store.path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    with (
        open_store(office.store.path) as store,
        pytest.raises(StoreError, match=r"is damaged .* restore the"),
    ):
        store.read().execute("SELECT * FROM fact").fetchall()


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (sqlite3.SQLITE_FULL, "There is no room left on the disk for /d/x.db: nothing was changed"),
        (sqlite3.SQLITE_IOERR_WRITE, "The disk refused to read or write /d/x.db (oh): nothing was changed"),
        (sqlite3.SQLITE_READONLY, "The store /d/x.db cannot be written to: nothing was changed"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "Somebody else has been writing to /d/x.db for too long"),
        (sqlite3.SQLITE_NOTADB, "/d/x.db is not a store of EHC casework, or it is damaged"),
        (sqlite3.SQLITE_CORRUPT, "The store /d/x.db is damaged (oh): restore the last backup."),
        (sqlite3.SQLITE_CANTOPEN, "The store /d/x.db cannot be opened: check that you may read it"),
        (sqlite3.SQLITE_PERM, "You may not open /d/x.db"),
        (sqlite3.SQLITE_ERROR, "The store /d/x.db reported a fault (oh): nothing was changed."),
    ],
)
def test_every_fault_of_the_file_has_one_sentence(code: int, sentence: str) -> None:
    error = sqlite3.OperationalError("oh")
    error.sqlite_errorcode = code
    said = str(explain(error, Path("/d/x.db")))
    assert said.startswith(sentence)
    assert said.endswith(".")
    assert said.count(". ") == 0


def test_a_mistake_in_a_statement_is_not_blamed_on_the_file(office: Office) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such column"):
        office.ask("SELECT colour FROM ehc_case")


# --- bringing an older store up to date -----------------------------------------------------------

STEPS = upgrade.SCRIPTS / "versions"
STEP = '''
"""A further step."""
import sqlalchemy as sa
from alembic import op
revision = "0999"
down_revision = "{now}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Do it."""
    op.add_column("meta", sa.Column("said_by", sa.String(), nullable=True))
    {then}
'''


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A program one schema further on, whose step ends with what the test says."""

    def make(then: str) -> None:
        scripts = tmp_path / "scripts"
        (scripts / "versions").mkdir(parents=True)
        for name in ("env.py", "script.py.mako", *(f"versions/{path.name}" for path in STEPS.glob("v*.py"))):
            (scripts / name).write_text((upgrade.SCRIPTS / name).read_text())
        (scripts / "versions" / "v0999_next.py").write_text(STEP.format(now=SCHEMA, then=then))
        monkeypatch.setattr(upgrade, "SCRIPTS", scripts)
        monkeypatch.setattr(engine, "SCHEMA", "0999")

    return make


def test_an_older_store_is_brought_up_to_date_with_a_copy_kept(office: Office, next_version: Any) -> None:
    office.open()
    office.store.close()
    next_version("pass")
    told: list[float] = []
    with open_store(office.store.path, progress=lambda done, of: told.append(done / of)) as store:
        assert told == sorted(told)
        assert 0.5 in told, "the copy is one half"
        assert len([share for share in told if 0.5 < share < 1]) > 3, "the steps are the other"
        assert told[-1] == 1
        assert store.read().execute("SELECT DISTINCT said_by FROM meta").fetchall() == [(None,)]
        assert store.read().execute("SELECT ref FROM ehc_case").fetchall() == [("E26-0412",)]
    copy = upgrade.copy_beside(office.store.path, SCHEMA)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with sqlite3.connect(copy) as kept:
        assert kept.execute("SELECT ref FROM ehc_case").fetchall() == [("E26-0412",)]
    kept.close()


ORPHAN = (
    "INSERT INTO fact (id, case_id, kind, happened_on, subject, assumed, source, recorded_by, recorded_at) "
    "VALUES (99, 4711, 'contact', '2026-01-01', '', 0, '', 'x', '2026-01-01')"
)


@pytest.mark.parametrize(
    "statement",
    ["INSERT INTO nowhere VALUES (1)", ORPHAN],
    ids=["a statement fails", "a row would belong to nothing"],
)
def test_a_step_that_fails_half_way_leaves_the_older_store_usable(
    office: Office, next_version: Any, statement: str
) -> None:
    office.open()
    office.store.close()
    next_version(f"op.execute({statement!r})")
    said = refusal(office.store.path)
    assert said.startswith(f"The store {office.store.path} could not be brought up to date (")
    assert said.endswith(f"and was left as it was; a copy is at {office.store.path}.schema-{SCHEMA}.")
    with sqlite3.connect(office.store.path) as old:
        assert "said_by" not in {row[1] for row in old.execute("PRAGMA table_info(meta)")}
        assert old.execute("SELECT ref FROM ehc_case").fetchall() == [("E26-0412",)]
        assert old.execute("SELECT version_num FROM alembic_version").fetchall() == [(SCHEMA,)]
    old.close()


def test_an_older_store_is_not_changed_by_reading(office: Office, next_version: Any) -> None:
    office.store.close()
    next_version("pass")
    assert "is of an older version" in refusal(office.store.path, read_only=True)


def test_the_tables_and_the_migrations_say_the_same(office: Office) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from ehc_tui.store.tables import METADATA

    not_an_index_of_text = {
        "include_name": lambda name, *_: not str(name).startswith(("ehc_case_text", "ehc_case_p"))
    }
    with office.store.reading() as connection:
        found = compare_metadata(MigrationContext.configure(connection, opts=not_an_index_of_text), METADATA)
        assert found == []


def test_reading_loads_neither_sqlalchemy_nor_pydantic() -> None:
    """The first list must be on the screen before either has been imported."""
    script = (
        "import sys\n"
        "from ehc_tui.store import caseload, casefile, engine, filters, lookups\n"
        "print(sorted({'sqlalchemy', 'sqlmodel', 'pydantic', 'alembic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_opening_a_store_that_is_up_to_date_loads_no_migrations(office: Office) -> None:
    office.open()
    script = (
        "import sys\nfrom ehc_tui.store.engine import open_store\n"
        f"store = open_store({str(office.store.path)!r})\n"
        "assert store.read().execute('SELECT count(*) FROM ehc_case').fetchone() == (1,)\n"
        "print(sorted({'sqlalchemy', 'alembic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_copy_is_whole_while_somebody_is_writing(office: Office, tmp_path: Path) -> None:
    office.open()
    target = tmp_path / "copy.db"
    with office.store.session() as session:
        session.connection().exec_driver_sql("INSERT INTO meta VALUES ('half', 'written')")
        copy(office.store.path, target)
    assert is_whole(target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with open_store(target, read_only=True) as store:
        assert store.read().execute("SELECT ref FROM ehc_case").fetchall() == [("E26-0412",)]
        assert store.read().execute("SELECT key FROM meta WHERE key = 'half'").fetchall() == []


def test_a_copy_that_cannot_be_made_leaves_nothing(office: Office, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written: choose another place"):
        copy(office.store.path, tmp_path / "nowhere" / "copy.db")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("name", ["a b.db", "50%.db", "why?#1.db", 'Łukasz\' "store".db'])
def test_a_store_may_have_any_name(tmp_path: Path, name: str) -> None:
    office = Office(tmp_path / name)
    office.open()
    assert office.file().row.ref == "E26-0412"
    copy(office.store.path, tmp_path / f"copy of {name}")
    assert is_whole(tmp_path / f"copy of {name}")
    office.store.close()
    assert sorted(found.name for found in tmp_path.iterdir()) == sorted([name, f"copy of {name}"])


def test_a_store_of_the_first_release_keeps_its_cases_and_gets_a_panel(tmp_path: Path) -> None:
    first = of_the_first_release(tmp_path / "first.db")
    with open_store(first) as store:
        read = store.read()
        assert read.execute("SELECT ref, version, need, locality FROM ehc_case").fetchall() == [
            ("E26-0001", 3, "", "")
        ]
        assert read.execute("SELECT count(*) FROM panel_session").fetchone() == (0,)
