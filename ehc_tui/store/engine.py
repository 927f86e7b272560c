"""Opening the store: one SQLite file, read by plain statements, written in short exclusive transactions.

Nothing here imports SQLAlchemy until the first write: reading must not wait for it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ehc_tui import identity
from ehc_tui.store.errors import Conflict, NotFound, StoreError, explain, is_of_the_file
from ehc_tui.store.place import default_store_path, local_path, prepare
from ehc_tui.store.reader import Reader, connect
from ehc_tui.store.turns import Turns

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlmodel import Session

    from ehc_tui.store.copying import Progress

__all__ = [
    "SCHEMA",
    "Conflict",
    "NotFound",
    "Reader",
    "Store",
    "StoreError",
    "default_store_path",
    "open_store",
]

SCHEMA = "0010"
APPLICATION_ID = 0x45484343


def open_store(
    place: str | os.PathLike[str],
    *,
    create: bool = True,
    read_only: bool = False,
    account: str | None = None,
    progress: Progress | None = None,
) -> Store:
    """The store at `place`, made if it does not exist and brought up to this version's schema if it is older.

    It shows what `account` may see: the one the program runs under, if none is given. `progress` is told how
    far an older store has come that is copied and brought up to date first: (done, in all).

    Raises `StoreError` with one sentence where that cannot be: a folder, a network drive, another program's
    file, a store of a newer version, a file that may not be read or (unless `read_only`) written.
    """
    path = local_path(place)
    exists = path.exists() and path.stat().st_size > 0
    if not exists and (read_only or not create):
        raise StoreError(
            f"There is no store at {path}: check the path, or import a spreadsheet to start one."
        )
    if not exists:
        prepare(path)
    if not read_only and not os.access(path, os.W_OK):
        raise StoreError(
            f"The store {path} cannot be written to: ask whoever owns the file for write access, "
            "or open it read-only."
        )
    _bring_up_to_date(path, schema_of(path) if exists else None, progress, read_only=read_only)
    return Store(path, read_only=read_only, account=account)


class Store:
    """An open store, as `account` sees it.

    Every thread reads on a connection of its own; writing is one session at a time.
    """

    def __init__(self, path: Path, *, read_only: bool = False, account: str | None = None) -> None:
        self.path = path
        self.read_only = read_only
        self.account = identity.login() if account is None else account
        self._local = threading.local()
        self._readers: list[Reader] = []
        self._guard = threading.Lock()
        self._made_engine: Engine | None = None
        self._file = _which_file(path)
        self.turns = Turns(path)

    def read(self) -> Reader:
        """This thread's read-only connection; it gives plain tuples and closes with the store."""
        reader: Reader | None = getattr(self._local, "reader", None)
        if reader is None or reader.closed:
            reader = connect(self.path, self.account)
            self._local.reader = reader
            with self._guard:
                self._readers.append(reader)
        return reader

    @contextmanager
    def session(self, *, keep: bool = True, who: str = "") -> Iterator[Session]:
        """A session that holds the only right to write until it is left: committed then, or taken back whole.

        Others wait their turn meanwhile and are told `who` writes ("M Hughes (an import)"). It is taken back
        on any error, and always if it is not to `keep` anything, as in a dry run. Raises `StoreError` when
        the disk is full, the file may not be written, others write for too long, or the file is another than
        the one that was opened.
        """
        if self.read_only:
            raise StoreError(
                f"The store {self.path} was opened read-only: open it again without that to change anything."
            )
        from sqlalchemy.exc import DBAPIError
        from sqlmodel import Session

        try:
            with self.turns.turn(who):
                self._require_same_file()
                with Session(self._engine(), expire_on_commit=False) as session:
                    session.connection()
                    yield session
                    if keep:
                        session.commit()
        except DBAPIError as error:
            if is_of_the_file(error.orig):
                raise explain(error.orig, self.path) from error
            raise

    @contextmanager
    def reading(self, *, everything: bool = False) -> Iterator[Connection]:
        """A SQLAlchemy connection that sees the store as it is now, and cannot change it.

        With `everything` it sees also what is restricted to others, as a check must; no word of that is to
        reach the person, and `hidden_case` and `hidden_act` tell what it is.
        """
        from ehc_tui.store.alchemy import reading_engine

        with reading_engine(self.path, self.account, everything=everything).begin() as connection:
            yield connection

    def data_version(self) -> int:
        """A number that differs, on the same thread, once any other connection has changed the store."""
        self._require_same_file()
        version: int = self.read().execute("PRAGMA data_version").fetchone()[0]
        return version

    def _require_same_file(self) -> None:
        """Raises `StoreError` if the file was taken away, or another put in its place.

        What is shown is of the old one still; what would be written would go to the other, to other cases.
        """
        self._file = self._file or _which_file(self.path)  # closed, it may be opened again on another file
        if self._file is None or _which_file(self.path) != self._file:
            raise StoreError(
                f"The store {self.path} was taken away or replaced by another file: nothing was changed, "
                "so leave the program and open it again."
            )

    def close(self) -> None:
        """Close every connection, whichever thread it belongs to."""
        with self._guard:
            for reader in self._readers:
                reader.close()
            self._readers.clear()
            self._file = None
        if self._made_engine is not None:
            self._made_engine.dispose()
            self._made_engine = None
            self.turns.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _engine(self) -> Engine:
        with self._guard:
            if self._made_engine is None:
                from ehc_tui.store.alchemy import writing_engine

                self._made_engine = writing_engine(self.path, self.account)
            return self._made_engine


def _which_file(path: Path) -> tuple[int, int] | None:
    """What tells a file from any other at the same place; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def schema_of(path: Path) -> str:
    """The schema revision that the file says it has. Raises `StoreError` for a file of another program."""
    reader = connect(path)
    try:
        tables = {name for (name,) in reader.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        application = reader.execute("PRAGMA application_id").fetchone()[0]
        if application != APPLICATION_ID or "alembic_version" not in tables:
            raise StoreError(
                f"{path} is a database of another program, not a store of EHC casework: choose another file."
            )
        row = reader.execute("SELECT version_num FROM alembic_version").fetchone()
    finally:
        reader.close()
    return str(row[0])


def refuse_newer(path: Path, schema: str) -> None:
    """Raises `StoreError` for a schema revision that this program does not know yet."""
    if schema > SCHEMA:
        raise StoreError(
            f"The store {path} was written by a newer version of EHC casework (schema {schema}; "
            f"this one knows {SCHEMA}): update the program."
        )


def _bring_up_to_date(path: Path, schema: str | None, progress: Progress | None, *, read_only: bool) -> None:
    if schema == SCHEMA:
        return
    if schema is not None:
        refuse_newer(path, schema)
    if read_only:
        raise StoreError(
            f"The store {path} is of an older version: open it once for writing, so that it can be updated."
        )
    from ehc_tui.store.upgrade import upgrade

    upgrade(path, schema, progress=progress)
