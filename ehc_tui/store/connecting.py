"""The one way to open the file of a store, plain or encrypted, for reading or for writing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

from ehc_tui.store.errors import StoreError
from ehc_tui.store.keys import Key, derived, hold, key_of, let_go, salt_of

BUSY_SECONDS = 5.0


class WrongKey(StoreError):  # noqa: N818 - it says what happened, as the store's errors do
    """A key that does not open the store it was given for."""


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
    path: Path,
    *,
    mode: str = "ro",
    key: Key | None = None,
    driver: ModuleType | None = None,
    timeout: float = BUSY_SECONDS,
    **more: Any,
) -> sqlite3.Connection:
    """A connection to the file; `mode` is as in SQLite's URIs ("ro", "rw", "rwc", "ro&immutable=1").

    `key` is for a file that is about to be made; an existing one has the key that is held for it. `driver` is
    for whoever needs that of encrypted files for a plain one. Raises `LockedError` where no key is held, and
    the driver's own errors.
    """
    key = key or key_of(path)
    connection: sqlite3.Connection = (driver or driver_for(key)).connect(
        f"{path.as_uri()}?mode={mode}",
        uri=True,
        timeout=timeout,
        isolation_level=None,
        check_same_thread=False,
        **more,
    )
    if key is not None:
        cursor = connection.cursor()  # not one that explains itself: the connection is not complete yet
        cursor.execute("PRAGMA cipher_log_level = NONE")  # it would write to the terminal
        cursor.execute(f'PRAGMA key = "{key.literal}"')
        cursor.close()
    return connection


def unlock(path: Path, passphrase: str) -> None:
    """Hold the key of an encrypted store from now on. Raises `WrongKey` if it is not this one."""
    key = derived(passphrase, salt_of(path))
    hold(key)
    try:
        with closing(open_file(path)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except Exception as error:
        let_go(key.salt)
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_NOTADB:
            raise WrongKey(
                f"This key does not open {path}: check which key it is, or whether the file is a store."
            ) from error
        raise
