"""Deriving every case anew when the rules or the readings changed, not its facts."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import Session

from ehc_tui.casework.context import Doing
from ehc_tui.casework.derive import Progress, rederive
from ehc_tui.casework.derived_with import remember
from ehc_tui.casework.permission import require
from ehc_tui.casework.recorder import table_of
from ehc_tui.casework.restricted import hidden_cases
from ehc_tui.store import tables
from ehc_tui.store.text_index import REBUILD
from ehc_tui.store.verbs import READ_OTHERWISE


def read_otherwise(
    session: Session, doing: Doing, progress: Progress | None = None, *, owner: bool = False
) -> int:
    """Have the store follow the readings of `doing`, as `recount` does; of how many cases.

    It is for everybody in the store, so it takes a manager, or its `owner`. Raises `NotAllowed`.
    """
    if not owner:
        require(session.connection(), doing, READ_OTHERWISE)
    return recount(session, doing, progress)


def recount(session: Session, doing: Doing, progress: Progress | None = None) -> int:
    """Derive all clocks and list columns under the rules of `doing`, and return of how many cases.

    No fact changes, so no case gets a new version. The store remembers under which rules it was done, by whom
    and when, and everybody works under those readings from then on. `progress` is told (cases derived, cases
    in all). Cases restricted to others are derived with the rest and not counted.
    """
    connection = session.connection()
    case = table_of(tables.EhcCase)
    case_ids = connection.execute(select(case.c.id).where(case.c.voided_by.is_(None))).scalars().all()
    rederive(connection, case_ids, doing, progress)
    connection.exec_driver_sql(REBUILD)
    remember(connection, doing)
    return len(set(case_ids) - hidden_cases(connection))
