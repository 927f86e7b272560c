"""Copies of a store that others may be writing to, and a copy poured back into one."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from ehc_tui.store.connecting import BUSY_SECONDS, open_file
from ehc_tui.store.errors import StoreError, busy
from ehc_tui.store.keys import key_of, look_again
from ehc_tui.store.place import FILE_MODE
from ehc_tui.store.reader import connect, explained

Progress = Callable[[int, int], None]
_PAGES = 256
_FEW_PAGES = 16
"""Fewer than the smallest store has, so that there is a moment between locking it and replacing it."""
_WAITING = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def copy(
    source: Path, destination: Path, progress: Progress | None = None, *, called: Path | None = None
) -> None:
    """A consistent copy, encrypted as the source is and readable by its owner only.

    It is of one moment, however long it takes and whatever others write meanwhile. `progress` is told (pages
    done, pages in all), and `called` is what the file is to be named. Raises `StoreError`, and then leaves
    nothing.
    """
    try:
        os.close(os.open(destination, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, FILE_MODE))
    except OSError as error:
        raise StoreError(
            f"{called or destination} cannot be written: choose another place for the copy."
        ) from error
    try:
        with (
            explained(called or destination),
            closing(connect(source)) as origin,
            origin.snapshot(),
            closing(open_file(destination, mode="rw", key=key_of(source))) as target,
        ):
            origin.execute("SELECT count(*) FROM sqlite_master").fetchone()
            origin.backup(target, pages=_PAGES, progress=_told(progress))
            target.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
    except BaseException:
        destination.unlink(missing_ok=True)
        raise
    finally:
        look_again(destination)


def pour(
    source: Path, store: Path, when_locked: Callable[[], None], progress: Progress | None = None
) -> None:
    """Replace what is in `store` by what is in `source`, in one transaction that open programs simply see.

    `when_locked` is called when nobody else can write to the store any more and nothing has been replaced; an
    error in it leaves everything as it was. Both files are plain, or both encrypted, each with its own key.
    Raises `StoreError`, and then nothing has changed either.
    """
    begun = False

    def told(status: int, remaining: int, total: int) -> None:
        nonlocal begun
        if status in _WAITING:
            raise busy(store)
        if not begun:
            begun = True
            when_locked()
        if progress:
            progress(total - remaining, total)

    with (
        explained(store),
        closing(connect(source)) as origin,
        closing(open_file(store, mode="rw", timeout=BUSY_SECONDS)) as target,
    ):
        target.execute("PRAGMA journal_mode = WAL")  # in which others can go on reading, and so can we
        origin.backup(target, pages=_FEW_PAGES, progress=told)


def _told(progress: Progress | None) -> Callable[[int, int, int], None] | None:
    if progress is None:
        return None
    return lambda _status, remaining, total: progress(total - remaining, total)
