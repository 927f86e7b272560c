"""Cases restricted to others, inside a transaction that writes: they are as if they did not exist."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, column, select, table

from ehc_tui.store.errors import NotFound

GONE = "There is no such case any more: somebody has taken back its opening."
"""What is said of a case that is not there, and of one that is not there for this person."""

PLACES = "agenda_item"
"""The table of what may be changed about a hidden case: its place, with the session that it is on."""

_HIDDEN = table("hidden_case", column("case_id"))


def hidden_cases(connection: Connection) -> frozenset[int]:
    """The ids of the cases that the account at work does not see."""
    return frozenset(connection.execute(select(_HIDDEN.c.case_id)).scalars())


def not_hidden(case_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """The condition that a case is one the account at work sees."""
    return case_id.not_in(select(_HIDDEN.c.case_id))


def require_seen(hidden: frozenset[int], case_ids: Iterable[int]) -> None:
    """Raises `NotFound` if any of the cases is hidden, in the words for a case that is gone."""
    if not hidden.isdisjoint(case_ids):
        raise NotFound(GONE)
