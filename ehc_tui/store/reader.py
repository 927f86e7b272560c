"""Reading connections: plain `sqlite3`, unable to change anything, whose errors are sentences."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ehc_tui.store.errors import Interrupted, explain, is_of_the_file, was_interrupted
from ehc_tui.store.visibility import see_as

BUSY_SECONDS = 5.0


class Reader(sqlite3.Connection):
    """A read-only connection. Errors of the file are `StoreError`, when asking and when fetching.

    A statement that another thread cuts short with `interrupt` raises `Interrupted`.
    """

    path: Path
    closed: bool = False

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        """As `sqlite3.Connection.execute`."""
        with _explained(self.path):
            return self.cursor(_Cursor).execute(sql, parameters)

    def close(self) -> None:
        """Close the connection for good."""
        self.closed = True
        super().close()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Several statements that see the store as it was at one moment."""
        self.execute("BEGIN")
        try:
            yield
        finally:
            self.execute("COMMIT")


class _Cursor(sqlite3.Cursor):
    """Rows on their way from the file, which may turn out to be damaged half way."""

    connection: Reader

    def __iter__(self) -> Iterator[Any]:  # type: ignore[override]
        with _explained(self.connection.path):
            while (row := super().fetchone()) is not None:
                yield row

    def fetchone(self) -> Any:
        with _explained(self.connection.path):
            return super().fetchone()

    def fetchall(self) -> list[Any]:
        with _explained(self.connection.path):
            return super().fetchall()


def connect(path: Path, account: str | None = None) -> Reader:
    """A new read-only connection; a store on a medium that cannot be written is read as it lies.

    It sees what `account` may see; without one, as when a file is looked after, everything.
    """
    beside = path.with_name(path.name + "-wal")
    as_it_lies = not os.access(path.parent, os.W_OK) and not beside.exists()
    with _explained(path):
        reader = sqlite3.connect(
            f"{path.as_uri()}?mode=ro{'&immutable=1' if as_it_lies else ''}",
            uri=True,
            factory=Reader,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
    reader.path = path
    if account is not None:
        see_as(reader, account)
    return reader


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors of the file into sentences; mistakes in a statement stay what they are."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if was_interrupted(error):
            raise Interrupted from error
        if is_of_the_file(error):
            raise explain(error, path) from error
        raise
