"""Whether the person at the keyboard may do what they are about to do in this store."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select

from ehc_tui.casework.context import Doing
from ehc_tui.casework.recorder import table_of
from ehc_tui.casework.roles import NotAllowed, Role, power_for, role_of, why_not
from ehc_tui.store import panel_tables
from ehc_tui.store.staff_list import StaffRow


def require(connection: Connection, doing: Doing, verb: str) -> None:
    """Raises `NotAllowed` with the reason if the person may not do acts of this verb."""
    role = role_of(listed(connection), doing.identity)
    if reason := why_not(role, power_for(verb)):
        raise NotAllowed(reason)


def require_own(connection: Connection, doing: Doing, entry: Row[*tuple[Any, ...]]) -> None:
    """Raises `NotAllowed` if an entry of the history is somebody else's and the person is no manager.

    It is their own if it was made from their account, or under their name where no account is known.
    """
    known = entry.account and doing.account
    own = entry.account == doing.account if known else entry.by == doing.by
    if not own and role_of(listed(connection), doing.identity) not in (None, Role.MANAGER):
        raise NotAllowed(
            f"“{entry.summary}” was done by {entry.by}: only they or a manager can take it back."
        )


def listed(connection: Connection) -> tuple[StaffRow, ...]:
    """Everybody listed, as the transaction under way sees it."""
    staff = table_of(panel_tables.Staff)
    wanted = select(staff.c.id, staff.c.account, staff.c.name, staff.c.role)
    rows = connection.execute(wanted.where(staff.c.voided_by.is_(None)).order_by(staff.c.account))
    return tuple(StaffRow(*row) for row in rows)
