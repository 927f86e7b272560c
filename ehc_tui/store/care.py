"""Looking after a store: is it whole, and what does it say about itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ehc_tui.store.engine import APPLICATION_ID
from ehc_tui.store.errors import StoreError
from ehc_tui.store.reader import Reader, connect, explained
from ehc_tui.store.shape import misshapen

DAMAGE = "The file is damaged"
"""How the sentence for a fault of the file itself begins."""
_MOST_FAULTS = 20


def faults(reader: Reader) -> Iterator[str]:
    """What is wrong in the file, a sentence each: its pages, its tables and indexes, its foreign keys.

    At most twenty of a kind. Raises `StoreError` where it is too damaged even to be looked through.
    """
    with explained(reader.path):
        for (said,) in reader.execute(f"PRAGMA integrity_check({_MOST_FAULTS})"):
            if said != "ok":
                yield f"{DAMAGE}: {said}."
        yield from misshapen(reader)
        for table, row, parent, _ in reader.execute("PRAGMA foreign_key_check").fetchmany(_MOST_FAULTS):
            yield f"Row {row} of {table} belongs to a row of {parent} that does not exist."


def require_whole(reader: Reader, what: str) -> None:
    """Raises `StoreError`, saying of `what` the first thing that is wrong."""
    for fault in faults(reader):
        raise StoreError(f"{what} is not sound ({fault.rstrip('.')}): run `ehc-tui check`.")


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
