"""Looking after a store: is it whole, and what does it say about itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from ehc_tui.store.engine import APPLICATION_ID, Reader
from ehc_tui.store.errors import explain
from ehc_tui.store.reader import connect

_MOST_FAULTS = 20


def faults(reader: Reader) -> Iterator[str]:
    """What SQLite finds wrong in the file, a sentence each, at most twenty of a kind.

    Raises `StoreError` where the file is too damaged even to be looked through.
    """
    try:
        for (said,) in reader.execute(f"PRAGMA integrity_check({_MOST_FAULTS})"):
            if said != "ok":
                yield f"The file is damaged: {said}."
        for table, row, parent, _ in reader.execute("PRAGMA foreign_key_check").fetchmany(_MOST_FAULTS):
            yield f"Row {row} of {table} belongs to a row of {parent} that does not exist."
    except sqlite3.DatabaseError as error:
        raise explain(error, reader.path) from error


def remark(reader: Reader, key: str) -> str | None:
    """What the store says about itself under `key`; None if nothing."""
    row = reader.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else None


def is_remarked(path: Path, key: str) -> bool:
    """True if the file is a store of ours, of any version, that says something about itself under `key`.

    Raises `StoreError` for a file that is no database, or cannot be read.
    """
    reader = connect(path)
    try:
        ours = reader.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        return ours and remark(reader, key) is not None
    finally:
        reader.close()
