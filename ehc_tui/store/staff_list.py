"""Who is listed as working with this store."""

from __future__ import annotations

from sqlite3 import Connection
from typing import NamedTuple

from ehc_tui.store.triage import IN_USE


class StaffRow(NamedTuple):
    """Somebody listed in the store, by operating-system account."""

    id: int
    account: str
    name: str
    role: str


def staff(conn: Connection) -> tuple[StaffRow, ...]:
    """Everybody listed, in order of account; nobody in a store that restricts nothing."""
    rows = conn.execute(f"SELECT id, account, name, role FROM staff WHERE {IN_USE} ORDER BY account")
    return tuple(StaffRow(*row) for row in rows)
