"""Whether the person at the keyboard may do what they are about to do in this store."""

from __future__ import annotations

from sqlalchemy import Connection, select

from ehc_tui.casework.context import Doing
from ehc_tui.casework.recorder import table_of
from ehc_tui.casework.roles import NotAllowed, power_for, role_of, why_not
from ehc_tui.store import panel_tables
from ehc_tui.store.panel_rows import StaffRow


def require(connection: Connection, doing: Doing, verb: str) -> None:
    """Raises `NotAllowed` with the reason if the person may not do acts of this verb."""
    role = role_of(listed(connection), doing.identity)
    if reason := why_not(role, power_for(verb)):
        raise NotAllowed(reason)


def listed(connection: Connection) -> tuple[StaffRow, ...]:
    """Everybody listed, as the transaction under way sees it."""
    staff = table_of(panel_tables.Staff)
    wanted = select(staff.c.id, staff.c.account, staff.c.name, staff.c.role)
    rows = connection.execute(wanted.where(staff.c.voided_by.is_(None)).order_by(staff.c.account))
    return tuple(StaffRow(*row) for row in rows)
