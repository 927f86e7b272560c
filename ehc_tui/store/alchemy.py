"""The SQLAlchemy engines of a store: one that writes, one that only reads."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, QueuePool, create_engine, event

from ehc_tui.store.connecting import BUSY_SECONDS, driver_for, open_file
from ehc_tui.store.keys import key_of
from ehc_tui.store.reader import connect
from ehc_tui.store.visibility import name_hidden


def writing_engine(path: Path, account: str | None = None, *, foreign_keys: bool = True) -> Engine:
    """An engine whose every transaction takes the right to write before it reads anything.

    `BEGIN IMMEDIATE` makes two people's read-then-write take turns, where a plain `BEGIN` would lose one of
    the two. `synchronous = FULL` means that an act which was confirmed survives a power cut, `secure_delete`
    that what is deleted is overwritten.
    With an `account`, `hidden_case` holds the ids of the cases that it does not see.
    """
    engine = create_engine(
        "sqlite://",
        module=driver_for(key_of(path)),
        creator=lambda: open_file(path, mode="rwc", timeout=BUSY_SECONDS),
        hide_parameters=True,
        poolclass=QueuePool,
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: sqlite3.Connection, _record: Any) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        if account is not None:
            name_hidden(connection, account)

    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def reading_engine(path: Path, account: str, *, everything: bool = False) -> Engine:
    """An engine whose transactions see the store as it was at one moment and cannot change it.

    They see what `account` may see; or `everything`, with views that say what is hidden from it.
    """

    def connected() -> sqlite3.Connection:
        if not everything:
            return connect(path, account)
        connection = connect(path)
        name_hidden(connection, account)
        return connection

    driver = driver_for(key_of(path))
    engine = create_engine(
        "sqlite://", module=driver, creator=connected, poolclass=NullPool, hide_parameters=True
    )
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def driver_of(connection: Connection) -> sqlite3.Connection:
    """The connection of the driver beneath, for statements whose values are wanted as they are stored."""
    driver: sqlite3.Connection | None = connection.connection.driver_connection
    assert driver is not None, "a connection in use has one"
    return driver
