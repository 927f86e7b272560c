"""Dates that do not follow from the facts, counted again: an act of its own in the history."""

from __future__ import annotations

from sqlmodel import Session

from ehc_tui.casework.checking import stale
from ehc_tui.casework.context import Doing
from ehc_tui.casework.derive import Progress, rederive
from ehc_tui.casework.derived_with import remember
from ehc_tui.casework.permission import require
from ehc_tui.casework.remarks import remark_on
from ehc_tui.casework.restricted import hidden_cases
from ehc_tui.store.alchemy import driver_of
from ehc_tui.store.text_index import REBUILD, in_step


def repair(session: Session, doing: Doing, progress: Progress | None = None, *, owner: bool = False) -> int:
    """Derive anew what does not follow from the facts, and return of how many cases. No fact changes.

    The history of each of these cases shows who did it; where all follows there is no entry. `owner` says
    that whoever does it owns the store, which else takes a manager. Cases restricted to others are repaired
    with the rest and not counted. The index of the text that filters search is made anew if it is out of
    step. Raises `NotAllowed`.
    """
    connection = session.connection()
    if not owner:
        require(connection, doing, "repair")
    wrong = [known.case_id for known, _ in stale(connection, doing)]
    if not in_step(driver_of(connection)):
        connection.exec_driver_sql(REBUILD)
    if wrong:
        rederive(connection, wrong, doing, progress)
        remember(connection, doing)
        remark_on(connection, doing, "repair", "Repaired dates that did not follow from the facts", wrong)
    return len(set(wrong) - hidden_cases(connection))
