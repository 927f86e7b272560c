"""The one way to open the file of a store, plain or encrypted, for reading or for writing."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import ModuleType
from typing import Any

from ehc_tui.store.errors import StoreError
from ehc_tui.store.keys import Key, key_of

BUSY_SECONDS = 5.0


def driver_for(key: Key | None) -> ModuleType:
    """The module that opens a file with this key. Raises `StoreError` where the extra is not installed."""
    return sqlite3 if key is None else cipher_driver()


def cipher_driver() -> ModuleType:
    """SQLCipher's own build of SQLite. Raises `StoreError` where the extra is not installed."""
    try:
        from sqlcipher3 import dbapi2
    except ImportError as missing:
        raise StoreError(
            "Encrypted stores need the extra `crypt`: install it with pip install 'ehc-tui[crypt]'."
        ) from missing
    driver: ModuleType = dbapi2
    return driver


def open_file(
    path: Path, *, mode: str = "ro", key: Key | None = None, timeout: float = BUSY_SECONDS, **more: Any
) -> sqlite3.Connection:
    """A connection to the file; `mode` is as in SQLite's URIs ("ro", "rw", "rwc", "ro&immutable=1").

    `key` is for a file that is about to be made; an existing one has the key that is held for it. Raises
    `LockedError` where none is, and the driver's own errors.
    """
    key = key or key_of(path)
    connection: sqlite3.Connection = driver_for(key).connect(
        f"{path.as_uri()}?mode={mode}",
        uri=True,
        timeout=timeout,
        isolation_level=None,
        check_same_thread=False,
        **more,
    )
    if key is not None:
        connection.execute("PRAGMA cipher_log_level = NONE")  # it would write to the terminal
        connection.execute(f'PRAGMA key = "{key.literal}"')
    return connection
