"""Audit entries for what was done to the store itself rather than to a case: a repair, a restore."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from ehc_tui.casework.context import Doing
from ehc_tui.casework.recorder import Recorder, table_of
from ehc_tui.store import tables
from ehc_tui.store.alchemy import driver_of
from ehc_tui.store.chain import seal


def remark_on(
    connection: Connection, doing: Doing, verb: str, summary: str, case_ids: Sequence[int] = ()
) -> int:
    """Write an entry that the history of these cases shows too, and return its id. It is never undone."""
    recorder = Recorder(connection, doing, verb, summary, None, frozenset())
    recorder.enter()
    rows = [
        {"act_id": recorder.act_id, "case_id": case_id, "before": "{}", "after": "{}"} for case_id in case_ids
    ]
    if rows:
        connection.execute(table_of(tables.ActChange).insert(), rows)
    seal(driver_of(connection).execute, recorder.act_id)
    return recorder.act_id
