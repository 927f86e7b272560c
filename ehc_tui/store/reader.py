"""Reading connections: unable to change anything, whose errors are sentences."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from ehc_tui.store.connecting import driver_for, open_file
from ehc_tui.store.errors import Interrupted, explain, is_of_the_file, was_interrupted
from ehc_tui.store.keys import key_of
from ehc_tui.store.visibility import see_as

_AT_A_TIME = 64


class _ExplainingCursor:
    """Rows on their way from the file, which may turn out to be damaged half way."""

    connection: Any

    def __iter__(self) -> Iterator[Any]:
        with explained(self.connection.path):
            while rows := super().fetchmany(_AT_A_TIME):  # type: ignore[misc]
                yield from rows

    def fetchone(self) -> Any:
        with explained(self.connection.path):
            return super().fetchone()  # type: ignore[misc]

    def fetchall(self) -> list[Any]:
        with explained(self.connection.path):
            return super().fetchall()  # type: ignore[misc,no-any-return]


class _ExplainingConnection:
    """What a reading connection adds to that of its driver."""

    path: Path
    closed: bool = False
    cursor_class: type

    def execute(self, sql: str, parameters: Any = (), /) -> Any:
        """As `sqlite3.Connection.execute`."""
        with explained(self.path):
            return self.cursor(self.cursor_class).execute(sql, parameters)  # type: ignore[attr-defined]

    def close(self) -> None:
        """Close the connection for good."""
        self.closed = True
        super().close()  # type: ignore[misc]

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Several statements that see the store as it was at one moment."""
        self.execute("BEGIN")
        try:
            yield
        finally:
            self.execute("COMMIT")


class Cursor(_ExplainingCursor, sqlite3.Cursor):  # type: ignore[misc]
    """A cursor whose errors of the file are `StoreError`."""


class Reader(_ExplainingConnection, sqlite3.Connection):
    """A read-only connection. Errors of the file are `StoreError`, when asking and when fetching.

    A statement that another thread cuts short with `interrupt` raises `Interrupted`.
    """

    cursor_class = Cursor


@lru_cache
def _reader_class(driver: ModuleType) -> type[Reader]:
    """The same for the driver of encrypted files, whose classes are no kin of the standard library's."""
    if driver is sqlite3:
        return Reader
    cursor_class = type("CipherCursor", (_ExplainingCursor, driver.Cursor), {})
    return type("CipherReader", (_ExplainingConnection, driver.Connection), {"cursor_class": cursor_class})


def connect(path: Path, account: str | None = None) -> Reader:
    """A new read-only connection; a store on a medium that cannot be written is read as it lies.

    It sees what `account` may see; without one, as when a file is looked after, everything.
    """
    beside = path.with_name(path.name + "-wal")
    as_it_lies = not os.access(path.parent, os.W_OK) and not beside.exists()
    with explained(path):
        reader: Any = open_file(
            path,
            mode="ro&immutable=1" if as_it_lies else "ro",
            factory=_reader_class(driver_for(key_of(path))),
        )
    reader.path = path
    if account is not None:
        see_as(reader, account)
    return reader  # type: ignore[no-any-return]


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors of the file into sentences; mistakes in a statement stay what they are."""
    try:
        yield
    except Exception as error:
        if was_interrupted(error):
            raise Interrupted from error
        if is_of_the_file(error):
            raise explain(error, path) from error
        raise
