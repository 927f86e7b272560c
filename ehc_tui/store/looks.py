"""Entries for what was only looked at: a case that somebody read, or took out in a file.

They stand in the history like any other and are sealed with it, but they change no case, so nobody's list is
read again for them. They are written by plain statements: whoever reads a case never waits for SQLAlchemy.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from ehc_tui.store.chain import seal
from ehc_tui.store.connecting import open_file
from ehc_tui.store.engine import Store
from ehc_tui.store.reader import explained
from ehc_tui.store.verbs import READ
from ehc_tui.text import clean

SAME_READING = timedelta(minutes=15)
"""How long after somebody read a case their reading it again is no entry of its own."""


class Looker(NamedTuple):
    """Who looked, from which operating-system account, at what aware instant; see `tables.Act`."""

    by: str
    account: str
    at_keyboard: str
    at: datetime


def note_look(store: Store, who: Looker, verb: str, summary: str, case_ids: Iterable[int]) -> bool:
    """Note that somebody read (`verbs.READ`) or took out (`verbs.EXPORT`) these cases.

    False where there is nothing to note: no case, a case that the same person read within `SAME_READING`, or
    a store that they cannot write to. Raises `StoreError` where others write for too long, or the disk is
    full.
    """
    cases = sorted(set(case_ids))
    if not cases or not os.access(store.path, os.W_OK):
        return False
    with store.turns.turn(who.by), _connected(store.path) as connection:
        if verb == READ and all(_read_lately(connection, who, case_id) for case_id in cases):
            return False
        connection.execute("BEGIN IMMEDIATE")
        (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM act").fetchone()
        at = f"{who.at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"
        connection.execute(
            "INSERT INTO act (id, at, by, account, at_keyboard, verb, summary, hash) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, '')",
            (last + 1, at, who.by, who.account, who.at_keyboard, verb, clean(summary)),
        )
        connection.executemany(
            "INSERT INTO look (act_id, case_id) VALUES (?, ?)", [(last + 1, case_id) for case_id in cases]
        )
        seal(connection.execute, last + 1)
        connection.execute("COMMIT")
    return True


def _read_lately(connection: sqlite3.Connection, who: Looker, case_id: int) -> bool:
    """A reading that the clock, since put back, has in the future is none of lately."""
    since, now = (
        f"{instant.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}" for instant in (who.at - SAME_READING, who.at)
    )
    return bool(
        connection.execute(
            "SELECT EXISTS (SELECT 1 FROM look JOIN act ON act.id = look.act_id WHERE look.case_id = ? "
            "AND act.at > ? AND act.at <= ? AND act.verb = ? AND act.by = ? AND act.account = ? "
            "AND act.at_keyboard = ?)",
            (case_id, since, now, READ, who.by, who.account, who.at_keyboard),
        ).fetchone()[0]
    )


@contextmanager
def _connected(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection for one entry; what was begun is taken back on any error."""
    with explained(path):
        connection = open_file(path, mode="rw")
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")
            yield connection
        finally:
            connection.close()
