"""The sessions of a panel: opening, changing and cancelling them, and who sits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import Session

from ehc_tui.casework.acts import act
from ehc_tui.casework.context import Doing
from ehc_tui.casework.recorder import Recorder, rows_of, table_of
from ehc_tui.casework.restricted import hidden_cases
from ehc_tui.casework.sitting import NewSession
from ehc_tui.store import panel_tables, tables
from ehc_tui.store.errors import Conflict, NotFound, StoreError
from ehc_tui.store.panel_rows import RESTRICTED
from ehc_tui.text import british, clean, fold

MOST_CASES = 100
LONGEST_ITEM = 480
CHAIR = "chair"


def open_session(session: Session, doing: Doing, new: NewSession) -> int:
    """Arrange a session and return its id.

    Raises `StoreError` for a panel that does not sit, room for no case, or papers due after the session.
    """
    values = _values(doing, new)
    summary = f"Session arranged: {_called(doing, new.panel)}, {british(new.on, 'weekday')}"
    with act(session, doing, verb="open session", summary=summary) as recorder:
        session_id = recorder.insert(panel_tables.PanelSession, **values)
        for name, role in _everybody(new):
            _add(recorder, session_id, name, role)
    return session_id


def change_session(
    session: Session, doing: Doing, session_id: int, new: NewSession, expected_version: int | None = None
) -> None:
    """Change the day, time, place, chair, capacity or papers of a planned session; its members stay.

    A new chair takes the place of the one before.
    """
    values = _values(doing, new)
    with on_session(session, doing, session_id, "change session", expected_version) as (recorder, row):
        require_planned(row)
        if values["panel"] != row["panel"]:
            raise StoreError("A session stays with its panel: cancel it and open one of the other.")
        booked = len(items_of(recorder.connection, session_id))
        if values["capacity"] < booked:
            raise StoreError(f"{booked} cases are booked: take some off before the session takes fewer.")
        recorder.summary = f"Session changed: {_called(doing, new.panel)}, {british(new.on, 'weekday')}"
        if new.on != row["meets_on"]:
            recorder.summary += f" (was {british(row['meets_on'])})"
        recorder.update(panel_tables.PanelSession, session_id, **values)
        if values["chair"] != row["chair"]:
            _seat_chair(recorder, session_id, values["chair"])


def cancel_session(
    session: Session, doing: Doing, session_id: int, reason: str, expected_version: int | None = None
) -> tuple[str, ...]:
    """Call a session off and return the references of the cases that wait again.

    Cases decided on it stay on its agenda. Raises `StoreError` without a reason.
    """
    why = said(reason, "why the session is cancelled")
    with on_session(session, doing, session_id, "cancel session", expected_version) as (recorder, row):
        require_planned(row)
        waiting = [item for item in items_of(recorder.connection, session_id) if not item["decided"]]
        recorder.void(panel_tables.AgendaItem, *(item["id"] for item in waiting))
        recorder.update(panel_tables.PanelSession, session_id, status="cancelled", reason=why)
        recorder.summary = (
            f"Session cancelled: {_called(doing, row['panel'])}, {british(row['meets_on'])} ({why})"
        )
    return tuple(item["ref"] for item in waiting)


def add_member(
    session: Session,
    doing: Doing,
    session_id: int,
    name: str,
    role: str = "",
    expected_version: int | None = None,
) -> int:
    """Put somebody on a planned session, `role` saying as what, and return the id of the place.

    Who sits on it already has that role from then on. Raises `StoreError` for another role of the chair.
    """
    with on_session(session, doing, session_id, "session member", expected_version) as (recorder, row):
        require_planned(row)
        recorder.summary = f"{clean(name)} sits on {british(row['meets_on'])}"
        seated = _seated(recorder.connection, session_id, name)
        if seated is None:
            return _add(recorder, session_id, name, role)
        if seated["role"] == CHAIR != clean(role):
            raise StoreError(f"{seated['name']} chairs the session: name another chair first.")
        recorder.update(panel_tables.PanelMember, seated["id"], role=clean(role))
        return int(seated["id"])


def remove_member(
    session: Session, doing: Doing, member_id: int, expected_version: int | None = None
) -> None:
    """Take a member off a planned session; without its chair it has none until another is named."""
    member = row_of(session.connection(), panel_tables.PanelMember, member_id)
    with on_session(session, doing, member["session_id"], "session member", expected_version) as (
        recorder,
        row,
    ):
        require_planned(row)
        recorder.summary = f"{member['name']} does not sit on {british(row['meets_on'])}"
        recorder.void(panel_tables.PanelMember, member_id)
        if member["role"] == CHAIR:
            recorder.update(panel_tables.PanelSession, member["session_id"], chair="")


@contextmanager
def on_session(
    session: Session,
    doing: Doing,
    session_id: int,
    verb: str,
    expected_version: int | None = None,
    *,
    case_id: int | None = None,
    case_version: int | None = None,
) -> Iterator[tuple[Recorder, Mapping[str, Any]]]:
    """An act on a session, or on a case at it, with the session's row as it was; its version rises with it.

    The caller fills in the recorder's `summary`. Raises `NotFound`, and `Conflict` if the session is not at
    `expected_version` any more.
    """
    row = session_row(session.connection(), session_id)
    if expected_version is not None and row["version"] != expected_version:
        raise Conflict(
            f"The session on {british(row['meets_on'])} was changed by somebody else while you had it open; "
            "nothing was recorded: look at it as it is now and try again."
        )
    with act(
        session, doing, verb=verb, summary="", case_id=case_id, expected_version=case_version
    ) as recorder:
        yield recorder, row
        if recorder.changed:
            touch(recorder, row)


def touch(recorder: Recorder, session_row: Mapping[str, Any]) -> None:
    """Raise the version of a session in an act under way."""
    recorder.update(panel_tables.PanelSession, session_row["id"], version=session_row["version"] + 1)


def session_row(connection: Connection, session_id: int) -> Mapping[str, Any]:
    """A session as the transaction under way sees it. Raises `NotFound`."""
    return row_of(connection, panel_tables.PanelSession, session_id)


def items_of(connection: Connection, session_id: int) -> list[Mapping[str, Any]]:
    """The agenda items of a session in order: id, case_id, ref, position, and `decided` if anything was.

    A case restricted to others has its place and no reference.
    """
    item, case = table_of(panel_tables.AgendaItem), table_of(tables.EhcCase)
    decision = table_of(panel_tables.DecisionRow)
    wanted = (
        select(
            item.c.id,
            item.c.case_id,
            item.c.position,
            item.c.minutes,
            case.c.ref,
            select(decision.c.id)
            .where(decision.c.item_id == item.c.id, decision.c.voided_by.is_(None))
            .exists()
            .label("decided"),
        )
        .join(case, case.c.id == item.c.case_id)
        .where(item.c.session_id == session_id, item.c.voided_by.is_(None), case.c.voided_by.is_(None))
        .order_by(item.c.position, item.c.id)
    )
    hidden = hidden_cases(connection)
    items = [dict(row) for row in connection.execute(wanted).mappings()]
    return [{**item, "ref": RESTRICTED} if item["case_id"] in hidden else item for item in items]


def said(text: str, what: str) -> str:
    """Cleaned text that must not be empty; raises `StoreError` naming `what` is missing."""
    cleaned = clean(text)
    if not cleaned:
        raise StoreError(f"Say {what}: it cannot be left empty.")
    return cleaned


def _values(doing: Doing, new: NewSession) -> dict[str, Any]:
    panel = doing.process.panel(new.panel)
    if not panel.sits:
        raise StoreError(
            f"{doing.process.name} has no sessions for “{panel.name}”: decide case by case from the queue."
        )
    if not 1 <= new.capacity <= MOST_CASES:
        raise StoreError(f"A session has room for 1 to {MOST_CASES} cases, not {new.capacity}.")
    if not 1 <= new.minutes_each <= LONGEST_ITEM:
        raise StoreError(f"A case is given 1 to {LONGEST_ITEM} minutes, not {new.minutes_each}.")
    if new.papers_by > new.on:
        raise StoreError(
            f"Papers due on {british(new.papers_by)} would come after the session on {british(new.on)}."
        )
    return {
        "panel": panel.key,
        "meets_on": new.on,
        "starts": new.starts,
        "place": clean(new.place),
        "chair": clean(new.chair),
        "capacity": new.capacity,
        "papers_by": new.papers_by,
        "minutes_each": new.minutes_each,
    }


def _everybody(new: NewSession) -> tuple[tuple[str, str], ...]:
    """The members, the chair first."""
    chair = clean(new.chair)
    seated = {clean(name) for name, _ in new.members}
    return ((chair, CHAIR), *new.members) if chair and chair not in seated else new.members


def _seat_chair(recorder: Recorder, session_id: int, name: str) -> None:
    """Let somebody else take the chair's place among the members."""
    member = table_of(panel_tables.PanelMember)
    held = select(member.c.id).where(
        member.c.session_id == session_id, member.c.role == CHAIR, member.c.voided_by.is_(None)
    )
    recorder.void(panel_tables.PanelMember, *recorder.connection.execute(held).scalars())
    if name:
        _add(recorder, session_id, name, CHAIR)


def _add(recorder: Recorder, session_id: int, name: str, role: str) -> int:
    who = said(name, "who sits on the session")
    return recorder.insert(panel_tables.PanelMember, session_id=session_id, name=who, role=clean(role))


def _seated(connection: Connection, session_id: int, name: str) -> Mapping[str, Any] | None:
    """The place of somebody of that name on a session, None where they do not sit on it."""
    member = table_of(panel_tables.PanelMember)
    places = select(member.c.id, member.c.name, member.c.role).where(
        member.c.session_id == session_id, member.c.voided_by.is_(None)
    )
    who = fold(clean(name))
    return next(
        (dict(one) for one in connection.execute(places).mappings() if fold(one["name"]) == who), None
    )


def _called(doing: Doing, key: str) -> str:
    return doing.process.panel(key).name


def require_planned(row: Mapping[str, Any]) -> None:
    """Raises `StoreError` if the session was held or cancelled."""
    if row["status"] != "planned":
        raise StoreError(
            f"The session on {british(row['meets_on'])} was {row['status']}: it stays as it was."
        )


def row_of(connection: Connection, model: type[Any], row_id: int) -> Mapping[str, Any]:
    """A row in use of one of the panel's tables. Raises `NotFound`."""
    found = rows_of(connection, table_of(model), [row_id])
    if not found or found[0]["voided_by"] is not None:
        raise NotFound("That session, or that part of it, is not there any more: somebody has taken it back.")
    return found[0]
