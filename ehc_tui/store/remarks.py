"""What a store says about itself."""

from __future__ import annotations

from pathlib import Path

from ehc_tui.store.engine import APPLICATION_ID
from ehc_tui.store.reader import Reader, connect

REMAINS = "remains"
"""The key under which a store remembers that its bytes may still hold what was removed from it for good."""


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
