"""A case and the panel: on which session it is, what is recommended, and how it is moved about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text
from sqlmodel import Session

from ehc_tui.casework.acts import act, refuse_late
from ehc_tui.casework.context import Doing
from ehc_tui.casework.reasons import not_reasons
from ehc_tui.casework.recorder import Recorder
from ehc_tui.casework.sessions import LONGEST_ITEM, items_of, on_session, require_planned, row_of, touch
from ehc_tui.law.process import Panel
from ehc_tui.store import tables
from ehc_tui.store.errors import StoreError
from ehc_tui.store.panel import WAITING
from ehc_tui.store.panel_tables import AgendaItem, PanelSession, Recommendation
from ehc_tui.text import british, clean

GAP = 1024
"""Between the positions of two items, so that one can be moved without touching the others."""


def book(
    session: Session,
    doing: Doing,
    case_id: int,
    session_id: int,
    expected_version: int | None = None,
    *,
    minutes: int | None = None,
) -> int:
    """Put a case on the agenda of a planned session, last, and return the id of the item.

    `expected_version` is the case's. Raises `StoreError` if the session is full or of another panel, if the
    case does not wait for this decision, and if it is booked or decided already.
    """
    with on_session(session, doing, session_id, "book", case_id=case_id, case_version=expected_version) as (
        recorder,
        sitting,
    ):
        connection = recorder.connection
        panel = doing.process.panel(sitting["panel"])
        ref = _require_waiting(connection, doing, panel, case_id)
        if booked := booked_on(connection, panel, case_id):
            raise StoreError(f"{ref} is booked on {british(booked['meets_on'])}: move it instead.")
        items = _require_room(connection, sitting)
        recorder.summary = f"Booked on {panel.name}, {british(sitting['meets_on'])}"
        return recorder.insert(
            AgendaItem,
            session_id=session_id,
            case_id=case_id,
            position=_after(items),
            minutes=_minutes(minutes or sitting["minutes_each"]),
        )


def move(
    session: Session,
    doing: Doing,
    item_id: int,
    session_id: int,
    expected_version: int | None = None,
    *,
    was_on: int | None = None,
) -> None:
    """Move a case that is not decided to another session of the same panel, to the end of its agenda.

    Raises `Conflict`, with who moved it, if it is not on the session `was_on` any more.
    """
    item = _item_on(session.connection(), doing, item_id, was_on)
    before = row_of(session.connection(), PanelSession, item["session_id"])
    with on_session(
        session, doing, session_id, "move", case_id=item["case_id"], case_version=expected_version
    ) as (recorder, sitting):
        _require_open(recorder.connection, item, before)
        if sitting["panel"] != before["panel"]:
            raise StoreError("That session is of another panel, which takes another decision.")
        if sitting["id"] == before["id"]:
            raise StoreError(f"It is on the agenda of {british(before['meets_on'])} already.")
        items = _require_room(recorder.connection, sitting)
        recorder.update(AgendaItem, item_id, session_id=session_id, position=_after(items))
        recorder.summary = f"Moved from {british(before['meets_on'])} to {british(sitting['meets_on'])}"
        touch(recorder, before)


def bring(session: Session, doing: Doing, case_id: int, session_id: int) -> None:
    """Put a case on the agenda of a session, from whichever it is on now, or from the queue."""
    connection = session.connection()
    panel = doing.process.panel(row_of(connection, PanelSession, session_id)["panel"])
    if booked := booked_on(connection, panel, case_id):
        move(session, doing, booked["id"], session_id)
    else:
        book(session, doing, case_id, session_id)


def take_off(
    session: Session,
    doing: Doing,
    item_id: int,
    reason: str = "",
    expected_version: int | None = None,
    *,
    was_on: int | None = None,
) -> None:
    """Take a case that is not decided off the agenda; it waits in the queue again.

    Raises `Conflict`, with who moved it, if it is not on the session `was_on` any more.
    """
    item = _item_on(session.connection(), doing, item_id, was_on)
    with on_session(
        session, doing, item["session_id"], "take off", case_id=item["case_id"], case_version=expected_version
    ) as (recorder, sitting):
        _require_open(recorder.connection, item, sitting)
        why = f" ({clean(reason)})" if clean(reason) else ""
        recorder.summary = f"Taken off the agenda of {british(sitting['meets_on'])}{why}"
        recorder.void(AgendaItem, item_id)


def reorder(
    session: Session, doing: Doing, item_id: int, place: int, expected_version: int | None = None
) -> None:
    """Take a case as the `place`th of its session, counted from 1; beyond the end is last.

    `expected_version` is the session's, as for all that is done to its agenda.
    """
    item = row_of(session.connection(), AgendaItem, item_id)
    order = [one["id"] for one in items_of(session.connection(), item["session_id"]) if one["id"] != item_id]
    order.insert(min(max(place, 1), len(order) + 1) - 1, item_id)
    arrange(session, doing, item["session_id"], order, item_id, expected_version)


def arrange(
    session: Session,
    doing: Doing,
    session_id: int,
    order: Sequence[int],
    moved: int,
    expected_version: int | None = None,
) -> None:
    """Take the cases of a session in the `order` of these items, of which somebody `moved` one.

    Items that have come since are taken last, and those that are off are passed over. No other case is
    touched than the one that was moved, unless the order differs in more than that.
    """
    item = row_of(session.connection(), AgendaItem, moved)
    with on_session(session, doing, session_id, "reorder", expected_version, case_id=item["case_id"]) as (
        recorder,
        sitting,
    ):
        require_planned(sitting)
        items = items_of(recorder.connection, session_id)
        wanted = sorted((one["id"] for one in items), key=lambda row_id: _place(row_id, order))
        others = [one for one in items if one["id"] != moved]
        if [one["id"] for one in others] == [row_id for row_id in wanted if row_id != moved]:
            _put(recorder, moved, others, wanted.index(moved))
        else:
            _space_out(recorder, wanted)
        place = wanted.index(moved) + 1
        recorder.summary = f"Place {place} on the agenda of {british(sitting['meets_on'])}"


def allot(
    session: Session, doing: Doing, item_id: int, minutes: int, expected_version: int | None = None
) -> None:
    """Give a case more minutes, or fewer, than is usual."""
    item = row_of(session.connection(), AgendaItem, item_id)
    session_id = item["session_id"]
    with on_session(session, doing, session_id, "allot", expected_version, case_id=item["case_id"]) as (
        recorder,
        sitting,
    ):
        require_planned(sitting)
        recorder.update(AgendaItem, item_id, minutes=_minutes(minutes))
        recorder.summary = f"Given {minutes} minutes on {british(sitting['meets_on'])}"


def recommend(
    session: Session,
    doing: Doing,
    case_id: int,
    question: str,
    outcome: str,
    reasons: str,
    expected_version: int | None = None,
) -> int:
    """Say what should be decided, and why. The last recommendation is the one the panel sees.

    Raises `StoreError` for another outcome, for what are no reasons, and for a case that does not wait.
    """
    panel = panel_of(doing, question)
    if outcome not in panel.outcomes:
        raise StoreError(f"Recommend {' or '.join(panel.outcomes)}, not “{clean(outcome)}”.")
    if wrong := not_reasons(reasons):
        raise StoreError(wrong)
    with act(
        session,
        doing,
        verb="recommend",
        summary=f"Recommended: {outcome} ({panel.name})",
        case_id=case_id,
        expected_version=expected_version,
    ) as recorder:
        _require_waiting(recorder.connection, doing, panel, case_id)
        return recorder.insert(
            Recommendation,
            case_id=case_id,
            question=question,
            outcome=outcome,
            reasons=clean(reasons, lines=True),
        )


def panel_of(doing: Doing, question: str) -> Panel:
    """The panel that takes a decision in this council. Raises `StoreError` if its process names none."""
    panel = doing.process.panel_for(question)
    if panel is None:
        raise StoreError(f"The process of {doing.process.name} does not say who decides this.")
    return panel


def waits(connection: Connection, doing: Doing, panel: Panel, case_id: int) -> bool:
    """True if the family of the case waits to be told this decision."""
    found = connection.execute(
        text(f"SELECT 1 FROM ehc_case c WHERE c.id = :case AND {WAITING[panel.decision]}"),
        {"case": case_id, "today": doing.today.isoformat()},
    )
    return found.first() is not None


def booked_on(connection: Connection, panel: Panel, case_id: int) -> Mapping[str, Any] | None:
    """The undecided place of a case on a planned session of the panel: id, session_id, meets_on; or None."""
    row = (
        connection.execute(
            text(
                "SELECT a.id, a.session_id, s.meets_on FROM agenda_item a "
                "JOIN panel_session s ON s.id = a.session_id WHERE a.voided_by IS NULL "
                "AND s.voided_by IS NULL AND s.status = 'planned' AND s.panel = :panel AND a.case_id = :case "
                "AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.item_id = a.id AND d.voided_by IS NULL)"
            ).columns(meets_on=tables.METADATA.tables["panel_session"].c.meets_on.type),
            {"panel": panel.key, "case": case_id},
        )
        .mappings()
        .first()
    )
    return dict(row) if row else None


def ref_in(connection: Connection, case_id: int) -> str:
    """The reference of a case."""
    ref = connection.execute(text("SELECT ref FROM ehc_case WHERE id = :id"), {"id": case_id}).scalar_one()
    return str(ref)


def _require_waiting(connection: Connection, doing: Doing, panel: Panel, case_id: int) -> str:
    """The reference of a case that waits and is not decided yet; raises `StoreError` for another."""
    ref = ref_in(connection, case_id)
    if not waits(connection, doing, panel, case_id):
        raise StoreError(f"{ref} does not wait for this decision ({panel.name}).")
    if _is_decided(connection, panel, case_id):
        raise StoreError(f"{ref} is decided already: what is left is to tell the family.")
    return ref


def _is_decided(connection: Connection, panel: Panel, case_id: int) -> bool:
    """True if the last thing recorded is a decision, not a deferral."""
    last = connection.execute(
        text(
            "SELECT outcome FROM decision WHERE case_id = :case AND question = :question "
            "AND voided_by IS NULL ORDER BY id DESC LIMIT 1"
        ),
        {"case": case_id, "question": panel.decision},
    ).scalar()
    return last in panel.outcomes


def _require_room(connection: Connection, sitting: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The agenda of a planned session that can take one more; raises `StoreError` for another."""
    require_planned(sitting)
    items = items_of(connection, sitting["id"])
    if len(items) >= sitting["capacity"]:
        raise StoreError(
            f"The session on {british(sitting['meets_on'])} is full ({len(items)} cases): "
            "take another, move a case, or give it more room."
        )
    return items


def _require_open(connection: Connection, item: Mapping[str, Any], sitting: Mapping[str, Any]) -> None:
    require_planned(sitting)
    if any(one["id"] == item["id"] and one["decided"] for one in items_of(connection, sitting["id"])):
        raise StoreError("It was decided at this session: its place on the agenda belongs to the minutes.")


def _after(items: Sequence[Mapping[str, Any]]) -> int:
    return (int(items[-1]["position"]) if items else 0) + GAP


def _put(recorder: Recorder, item_id: int, others: Sequence[Mapping[str, Any]], index: int) -> None:
    """Give an item a position between two others; only where there is none left do the others move too."""
    low = others[index - 1]["position"] if index else 0
    high = others[index]["position"] if index < len(others) else low + 2 * GAP
    if high - low > 1:
        recorder.update(AgendaItem, item_id, position=(low + high) // 2)
        return
    order = [one["id"] for one in others]
    order.insert(index, item_id)
    _space_out(recorder, order)


def _space_out(recorder: Recorder, order: Sequence[int]) -> None:
    for place, row_id in enumerate(order, start=1):
        recorder.update(AgendaItem, row_id, position=place * GAP)


def _place(item_id: int, order: Sequence[int]) -> int:
    return order.index(item_id) if item_id in order else len(order)


def _item_on(connection: Connection, doing: Doing, item_id: int, was_on: int | None) -> Mapping[str, Any]:
    """An item, which must be on that session still, if one is named."""
    item = row_of(connection, AgendaItem, item_id)
    if was_on is not None and item["session_id"] != was_on:
        refuse_late(connection, doing, item["case_id"])
    return item


def _minutes(minutes: int) -> int:
    if not 1 <= minutes <= LONGEST_ITEM:
        raise StoreError(f"A case is given 1 to {LONGEST_ITEM} minutes, not {minutes}.")
    return minutes
