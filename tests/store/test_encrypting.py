"""A store that is encrypted as it lies on the disk, and works as any other to whoever has the key."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from office import Office, imported

from ehc_tui.casework.checking import unsound
from ehc_tui.exchange.backups import back_up_to
from ehc_tui.exchange.restoring import foresee, restore
from ehc_tui.store import keys
from ehc_tui.store.connecting import unlock
from ehc_tui.store.encrypting import convert
from ehc_tui.store.engine import open_store
from ehc_tui.store.errors import StoreError
from ehc_tui.store.keys import LockedError, derived, is_encrypted

PASSPHRASE = "correct horse battery"


@pytest.fixture(autouse=True)
def _nobody_remembers_a_key(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(keys, "_held", {})
    monkeypatch.setattr(keys, "_salts", {})
    return


@pytest.fixture
def encrypted(office: Office) -> Office:
    """The office with Aisha's case in it, encrypted."""
    office.open()
    office.store.close()
    convert(office.store.path, derived(PASSPHRASE))
    return office


def all_bytes(folder: Path) -> bytes:
    return b"".join(found.read_bytes() for found in folder.iterdir() if found.is_file())


def test_nobody_s_name_is_found_on_the_disk_and_the_work_goes_on(encrypted: Office) -> None:
    encrypted.open("E26-0500", surname="Kowalczyk")
    assert encrypted.file().row.child == "Rahman, Aisha"
    on_disk = all_bytes(encrypted.store.path.parent)
    assert b"Rahman" not in on_disk and b"Kowalczyk" not in on_disk and b"SQLite format" not in on_disk
    version = encrypted.store.data_version()
    colleague = encrypted.colleague("M Hughes")
    colleague.open("E26-0501")
    assert encrypted.store.data_version() != version
    assert unsound(encrypted.store, encrypted.doing) == []
    colleague.store.close()


def test_without_the_key_and_with_a_wrong_one_there_is_one_sentence(
    encrypted: Office, capfd: pytest.CaptureFixture[str]
) -> None:
    path = encrypted.store.path
    keys._held.clear()
    with pytest.raises(LockedError, match="is encrypted and its key was not given"):
        open_store(path)
    with pytest.raises(StoreError, match="This key does not open"):
        unlock(path, "another key altogether")
    unlock(path, PASSPHRASE)
    with open_store(path, read_only=True) as store:
        assert store.read().execute("SELECT ref FROM ehc_case").fetchall() == [("E26-0412",)]
        with pytest.raises(StoreError, match="cannot be written to"):
            store.read().execute("DELETE FROM main.ehc_case")
    assert capfd.readouterr() == ("", "")


def test_the_key_is_derived_once_however_many_connections_there_are(
    encrypted: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hashlib.pbkdf2_hmac", lambda *_: 1 / 0)
    for number in range(5):
        colleague = encrypted.colleague("M Hughes")
        colleague.open(f"E26-06{number:02}")
        colleague.store.close()


def test_another_key_is_another_file_and_the_old_key_opens_nothing(encrypted: Office) -> None:
    path = encrypted.store.path
    convert(path, derived("another key altogether"))
    keys._held.clear()
    with pytest.raises(StoreError, match="This key does not open"):
        unlock(path, PASSPHRASE)
    unlock(path, "another key altogether")
    convert(path, None)
    assert not is_encrypted(path)
    assert Office(path).file().row.child == "Rahman, Aisha"


def test_a_store_that_others_have_open_is_not_encrypted_under_them(office: Office) -> None:
    office.open()
    office.store.close()
    path = office.store.path
    script = (
        f"import sys; sys.path[:0] = {[path_ for path_ in sys.path if path_]!r}\n"
        "from pathlib import Path\n"
        "from ehc_tui.store.engine import open_store\n"
        f"store = open_store({str(path)!r})\n"
        "store.read().execute('SELECT 1 FROM ehc_case').fetchall()\n"
        "print('open', flush=True)\n"
        "sys.stdin.readline()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None and other.stdout.readline() == "open\n"
        with pytest.raises(StoreError, match=r"Others have .* open: nothing was changed"):
            convert(path, derived(PASSPHRASE))
        other.communicate("\n", timeout=20)
    assert not is_encrypted(path)
    assert not list(path.parent.glob(".*.partial"))


def test_an_encrypted_store_is_backed_up_encrypted_and_restored(encrypted: Office, tmp_path: Path) -> None:
    path = encrypted.store.path
    encrypted.bring_in(*map(imported, range(1, 20)))
    copy = back_up_to(encrypted.store, tmp_path / "copy.db", encrypted.doing).path
    assert is_encrypted(copy)
    encrypted.open("E26-0500")
    restore(path, copy, encrypted.doing, foresee(path, copy, encrypted.doing))
    assert encrypted.ask("SELECT count(*) FROM ehc_case") == [(20,)]
    assert unsound(encrypted.store, encrypted.doing) == []


def test_a_plain_backup_goes_back_into_an_encrypted_store_encrypted(office: Office, tmp_path: Path) -> None:
    office.open()
    copy = back_up_to(office.store, tmp_path / "copy.db", office.doing).path
    office.store.close()
    path = office.store.path
    convert(path, derived(PASSPHRASE))
    restore(path, copy, office.doing, foresee(path, copy, office.doing))
    assert is_encrypted(path)
    assert Office(path).file().row.child == "Rahman, Aisha"


def test_a_damaged_encrypted_store_is_said_to_be_damaged(encrypted: Office) -> None:
    encrypted.bring_in(*map(imported, range(1, 200)))
    path = encrypted.store.path
    encrypted.store.close()
    content = bytearray(path.read_bytes())
    content[len(content) // 2 :] = bytes(len(content) - len(content) // 2)
    path.write_bytes(content)
    with open_store(path, read_only=True) as store, pytest.raises(StoreError, match="damaged"):
        store.read().execute("SELECT * FROM fact, clock, act_change").fetchall()
