"""Making a new store and bringing an older one up to date: all or nothing, with a copy kept beside it."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError

from ehc_tui.store.alchemy import writing_engine
from ehc_tui.store.copying import Progress, copy
from ehc_tui.store.errors import StoreError

SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(path: Path, schema: str | None, *, keep: bool = True, progress: Progress | None = None) -> None:
    """Take the store from revision `schema` (None: a new file) to the newest of the migrations.

    An existing store is copied first, to `copy_beside(path, schema)`, unless it is a copy itself and there is
    nothing to `keep`. `progress` is told (done, in all): the copy is a half, page by page, the steps are
    the other, statement by statement. If a step fails the store is as it was. Raises `StoreError`.
    """
    engine = writing_engine(path, foreign_keys=False)
    try:
        with engine.begin() as connection:
            if keep and schema is not None and schema == _revision(connection):
                copy(path, copy_beside(path, schema), _half(progress, 0))
            with _told(connection, schema, _half(progress, 1)):
                _migrate(connection)
                _require_whole(connection)
    except (DBAPIError, _BrokenError) as error:
        reason = error.orig if isinstance(error, DBAPIError) else error
        kept = f"; a copy is at {copy_beside(path, schema)}" if keep and schema is not None else ""
        raise StoreError(
            f"The store {path} could not be brought up to date ({reason}) and was left as it was{kept}."
        ) from error
    finally:
        engine.dispose()


def copy_beside(path: Path, schema: str) -> Path:
    """Where the copy of a store of revision `schema` is kept while and after it is brought up to date."""
    return path.with_name(f"{path.name}.schema-{schema}")


@contextmanager
def newly_made() -> Iterator[sqlite3.Connection]:
    """A store as the migrations make it, in memory."""
    engine = create_engine("sqlite://", hide_parameters=True)
    try:
        with engine.begin() as connection:
            _migrate(connection)
            driver_connection = connection.connection.driver_connection
            assert isinstance(driver_connection, sqlite3.Connection)
            yield driver_connection
    finally:
        engine.dispose()


class _BrokenError(Exception):
    """A migration has left rows that belong to nothing."""


def _revision(connection: Connection) -> str | None:
    """The revision now, when nobody else can be changing it: another process may just have done so."""
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def _half(progress: Progress | None, which: int) -> Progress | None:
    """The first or the second half (0 or 1) of a progress, for work that knows only of itself."""
    if progress is None:
        return None
    return lambda done, total: progress(which * total + done, 2 * total)


@contextmanager
def _told(connection: Connection, schema: str | None, progress: Progress | None) -> Iterator[None]:
    """Tell how many statements of the steps from `schema` on are done, of so many as an empty store takes."""
    if progress is None or schema is None:
        yield
        return
    total, done = _statements_from(schema), 0

    def one_more(*_: object) -> None:
        nonlocal done
        done = min(done + 1, total)
        progress(done, total)

    with _after_each(connection, one_more):
        yield


def _statements_from(schema: str) -> int:
    engine = create_engine("sqlite://", hide_parameters=True)
    counted: list[object] = []
    try:
        with engine.begin() as connection:
            _migrate(connection, schema)
            with _after_each(connection, lambda *_: counted.append(None)):
                _migrate(connection)
                _require_whole(connection)
    finally:
        engine.dispose()
    return len(counted)


@contextmanager
def _after_each(connection: Connection, call: Callable[..., None]) -> Iterator[None]:
    """Have a function called after every statement."""
    event.listen(connection, "after_cursor_execute", call)
    try:
        yield
    finally:
        event.remove(connection, "after_cursor_execute", call)


def _migrate(connection: Connection, to: str = "head") -> None:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _require_whole(connection: Connection) -> None:
    """Foreign keys are off during a migration, so that rebuilding a table takes no children with it."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise _BrokenError(f"{len(broken)} rows would have lost what they belong to")
