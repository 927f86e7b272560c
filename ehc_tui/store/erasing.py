"""Taking everything about one case out of the store, so that the history of the others stays provable.

What remains of a removed case is the row with its id and reference, voided by the entry that says it was
removed; of entries about it alone who made them and when; of who looked, that they did.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence

from ehc_tui.store.chain import Execute, part, standing
from ehc_tui.store.connecting import open_file
from ehc_tui.store.engine import Store
from ehc_tui.store.errors import StoreError
from ehc_tui.store.reader import explained
from ehc_tui.store.remarks import REMAINS, remark
from ehc_tui.store.text_index import REBUILD
from ehc_tui.store.verbs import GONE, LOOKS

UNSAID = "An entry about a case that was removed for good"
"""The sentence of an entry whose own was removed."""

_OF_MEETINGS = "meeting_id IN (SELECT id FROM meeting WHERE case_id = ?)"
_ROWS = (
    ("attendee", _OF_MEETINGS),
    ("agreed_action", _OF_MEETINGS),
    ("follow_up", "case_id = ?"),
    ("decision", "case_id = ?"),
    ("interest", "case_id = ?"),
    ("agenda_item", "case_id = ?"),
    ("recommendation", "case_id = ?"),
    ("restriction_staff", "case_id = ?"),
    ("restriction", "case_id = ?"),
    ("removal", "case_id = ?"),
    ("meeting", "case_id = ?"),
    ("note", "case_id = ?"),
    ("relief", "case_id = ?"),
    ("clock", "case_id = ?"),
    ("advice_item", "case_id = ?"),
    ("fact", "case_id = ?"),
)
"""Every row of a case, none before one that it names."""
_PARTS = (
    "SELECT act_id FROM act_change WHERE case_id = :case UNION SELECT act_id FROM look WHERE case_id = :case"
)
_OTHERS = _PARTS.replace("=", "<>")


def erase(execute: Execute, case_id: int, but: int) -> dict[int, str]:
    """Remove all rows of a case, and what the history says of it, within a transaction that writes.

    `but` is the entry of the removal itself. Gives, by number, the seal that is left of each entry which was
    about this case alone. Raises `StoreError` where such an entry is not as it was made.
    """
    alone = [
        number
        for (number,) in execute(
            f"SELECT id FROM act WHERE id IN ({_PARTS}) AND id NOT IN ({_OTHERS}) AND id <> :but ORDER BY id",
            {"case": case_id, "but": but},  # type: ignore[arg-type]
        ).fetchall()
    ]
    _require_unaltered(execute, alone)
    for change_id, digest in list(_digests(execute, case_id, alone)):
        execute(
            "UPDATE act_change SET before = '{}', after = '{}', digest = ? WHERE id = ?", (digest, change_id)
        )
    execute("DELETE FROM act_change WHERE case_id = ? AND digest IS NULL", (case_id,))
    for number in alone:
        execute("UPDATE act SET summary = ? WHERE id = ?", (UNSAID, number))
        execute(f"UPDATE act SET verb = ? WHERE id = ? AND verb NOT IN {LOOKS}", (GONE, number))
    for table, where in _ROWS:
        execute(f"DELETE FROM {table} WHERE {where}", (case_id,))
    _blank(execute, case_id, but)
    execute(REBUILD, ())
    execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, 'to be overwritten')", (REMAINS,))
    return {number: entry.sealed(before) for number in alone for before, entry in [standing(execute, number)]}


def _require_unaltered(execute: Execute, numbers: Sequence[int]) -> None:
    """What was altered by hand must not become right by being removed."""
    for number in numbers:
        before, entry = standing(execute, number)
        if not entry.fits(before):
            raise StoreError(
                f"Entry {number} of the history is not as it was made, so nothing was removed: "
                "run `ehc-tui check`."
            )


def _digests(execute: Execute, case_id: int, alone: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The changes of this case in entries about others too, with the digest that the seal of those needs."""
    gone = set(alone)
    for change_id, number, *values in execute(
        "SELECT id, act_id, case_id, before, after FROM act_change WHERE case_id = ?", (case_id,)
    ).fetchall():
        if number not in gone:
            yield change_id, part(*values)


def _blank(execute: Execute, case_id: int, by: int) -> None:
    """Leave of the case its id and reference."""
    columns = execute("SELECT name, dflt_value, \"notnull\", type FROM pragma_table_info('ehc_case')", ())
    emptied = ", ".join(
        f"{name} = {_nothing(kind) if needed else 'NULL'}"
        for name, _, needed, kind in columns.fetchall()
        if name not in ("id", "ref", "voided_by")
    )
    execute(f"UPDATE ehc_case SET {emptied}, voided_by = ? WHERE id = ?", (by, case_id))


def _nothing(kind: str) -> str:
    return "''" if "CHAR" in kind.upper() else "0"


def scrub(store: Store, who: str) -> bool:
    """Write the file anew without the remains of what was deleted; False if others kept it busy.

    What was removed is gone for every reader before that; this takes it out of the bytes of the file and of
    its log as well. It cannot reach what the disk or a backup keeps. Until it is done the store remembers
    that it has to be.
    """
    try:
        with store.turns.turn(who), explained(store.path):
            connection: sqlite3.Connection = open_file(store.path, mode="rw")
            try:
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute("VACUUM")
                busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                if not busy:
                    connection.execute("DELETE FROM meta WHERE key = ?", (REMAINS,))
            finally:
                connection.close()
    except StoreError:
        return False
    return not busy


def finish(store: Store, who: str) -> str:
    """Overwrite what a removal that was broken off has left in the file, and say so; empty if none was."""
    if remark(store.read(), REMAINS) is None:
        return ""
    left = "What was removed for good was still in the bytes of the store's file"
    if os.access(store.path, os.W_OK) and scrub(store, who):
        return f"{left}: it is overwritten now."
    return f"{left}, and is: it is overwritten when whoever may write to it opens it alone."
