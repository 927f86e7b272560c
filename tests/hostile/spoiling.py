"""Writing hostile text into a store's file past every door, as another program might have done.

Which columns there are is read from the file itself: a new one is spoilt without being named here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from hostile.corpus import TEXTS

KEYS = {
    "ehc_case": (
        *("ref", "stages", "assess_outcome", "plan_outcome", "advice_open", "settled", "need"),
        *(
            f"{which}_{what}"
            for which in ("own", "first", "relieved")
            for what in ("rule", "subject", "kind")
        ),
    ),
    "fact": ("kind", "outcome", "subject"),
    "advice_item": ("key", "kind"),
    "clock": ("rule", "subject", "kind", "bound", "trigger", "stopped_by"),
    "relief": ("rule", "subject", "ground"),
    "meeting": ("uid", "kind", "decision", "status"),
    "attendee": ("role", "reply"),
    "note": ("kind",),
    "saved_view": ("owner", "filter", "sort"),
    "panel_session": ("panel", "status"),
    "recommendation": ("question", "outcome"),
    "decision": ("question", "outcome"),
    "follow_up": ("key",),
    "staff": ("account", "role"),
    "restriction_staff": ("account",),
    "removal": ("account",),
    "redaction": ("seal",),
    "act": ("account", "verb", "hash"),
    "act_change": ("before", "after", "digest"),
    "meta": ("key", "value"),
    "alembic_version": ("version_num",),
}
"""Columns whose texts the program wrote and goes by; in all others stands what people wrote."""


class Column(NamedTuple):
    """A column of a table, and its declared type."""

    table: str
    name: str
    kind: str

    @property
    def holds_text(self) -> bool:
        """True for text, not for numbers, days and instants."""
        return self.kind.startswith(("VARCHAR", "TEXT"))

    @property
    def is_key(self) -> bool:
        """True if the program goes by what stands in it."""
        return self.name in KEYS.get(self.table, ())


def columns(connection: sqlite3.Connection) -> Iterator[Column]:
    """Every column of every table, but those that SQLite keeps its index of words in."""
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%' "
        "AND name NOT LIKE 'ehc_case_text%' AND name NOT LIKE 'sqlite_%'"
    )
    for (table,) in tables.fetchall():
        for _, name, kind, *_ in connection.execute(f'PRAGMA table_info("{table}")').fetchall():
            yield Column(table, name, kind)


def spoil(path: Path) -> None:
    """Put the texts into every column in which people write, a row each, every column from another on."""
    texts = [text.encode("utf-8", "replace").decode() for text in TEXTS.values()]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.create_function("hostile", 1, lambda number: texts[number % len(texts)])
        for offset, column in enumerate(columns(connection)):
            if column.holds_text and not column.is_key:
                connection.execute(f'UPDATE "{column.table}" SET "{column.name}" = hostile(rowid + {offset})')


def texts_in(path: Path) -> Iterator[str]:
    """Every text in every table of a store."""
    with closing(sqlite3.connect(path)) as connection:
        for column in columns(connection):
            values = connection.execute(f'SELECT "{column.name}" FROM "{column.table}"')
            yield from (value for (value,) in values if isinstance(value, str))
