"""Copies of a store that others may be writing to."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from ehc_tui.store.errors import StoreError, explain
from ehc_tui.store.place import FILE_MODE


def copy(source: Path, destination: Path) -> None:
    """A consistent copy, readable by its owner only. Raises `StoreError`, and then leaves nothing."""
    try:
        os.close(os.open(destination, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, FILE_MODE))
    except OSError as error:
        raise StoreError(f"{destination} cannot be written: choose another place for the copy.") from error
    try:
        with closing(sqlite3.connect(source)) as origin, closing(sqlite3.connect(destination)) as target:
            origin.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
    except sqlite3.Error as error:
        destination.unlink(missing_ok=True)
        raise explain(error, destination) from error


def copy_is_whole(path: Path) -> bool:
    """True if every page and every index of the file is as it should be."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return [text for (text,) in connection.execute("PRAGMA integrity_check")] == ["ok"]
