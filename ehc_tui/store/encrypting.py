"""Encrypting a store, giving it another key, and taking the encryption away: each wholly or not at all."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ehc_tui.store.beside import open_beside
from ehc_tui.store.connecting import cipher_driver, open_file
from ehc_tui.store.errors import StoreError
from ehc_tui.store.keys import Key, hold, look_again
from ehc_tui.store.place import in_use
from ehc_tui.store.reader import explained
from ehc_tui.store.unfinished import being_made, clear_away, name_beside, wipe

_WAIT_SECONDS = 1.0
_CARRIED = ("application_id", "user_version")
"""What a file says of itself outside its tables."""


def convert(path: Path, key: Key | None) -> None:
    """Write the store anew under `key`, or plain without one, and let that take the place of the old file.

    Whoever kills the program meanwhile finds the old store, and the next run clears away what had been
    written of the new one. Nobody else may have it open. What the old file held is overwritten; on a disk
    that moves what it writes, such as an SSD, where a log of writes was before, and in copies made earlier,
    it may still be found. Raises `StoreError`, having changed nothing.
    """
    clear_away(path.parent)
    beside = name_beside(path)
    held = os.open(path, os.O_RDWR)
    try:
        with explained(path), being_made(open_beside(beside, path)), _alone(path) as store:
            _export(store, path, beside, key)
            _require_readable(beside, key)
            _settle(beside, path)
            wipe(held)
    finally:
        os.close(held)  # not earlier: it would take SQLite's locks with it
        for part in ("", "-journal"):
            beside.with_name(beside.name + part).unlink(missing_ok=True)
        look_again(path)
        look_again(beside)
    if key is not None:
        hold(key)


@contextmanager
def _alone(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection beside which there is no other, with everything in the one file, until the block ends."""
    with closing(open_file(path, mode="rw", driver=cipher_driver(), timeout=_WAIT_SECONDS)) as store:
        try:
            (journal,) = store.execute("PRAGMA journal_mode = DELETE").fetchone()
            store.execute("PRAGMA locking_mode = EXCLUSIVE")
            store.execute("BEGIN EXCLUSIVE")
            store.execute("COMMIT")
        except Exception as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
                raise in_use(path) from error
            raise
        if journal != "delete":
            raise in_use(path)
        yield store


def _export(store: sqlite3.Connection, path: Path, beside: Path, key: Key | None) -> None:
    said = {name: store.execute(f"PRAGMA {name}").fetchone()[0] for name in _CARRIED}
    store.execute("ATTACH ? AS anew KEY ?", (str(beside), key.literal if key else ""))
    store.execute("SELECT sqlcipher_export('anew')").fetchall()
    for name, value in said.items():
        store.execute(f"PRAGMA anew.{name} = {value}")
    store.execute("DETACH anew")


def _require_readable(file: Path, key: Key | None) -> None:
    with closing(open_file(file, key=key, driver=cipher_driver())) as anew:
        found = [said for (said,) in anew.execute("PRAGMA integrity_check(1)")]
    if found != ["ok"]:
        raise StoreError(f"The store could not be written anew ({found[0]}): nothing was changed.")


def _settle(beside: Path, path: Path) -> None:
    """Have the new file reach the disk, and then take the name of the old one."""
    _reach_the_disk(beside)
    beside.replace(path)
    _reach_the_disk(path.parent)


def _reach_the_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
