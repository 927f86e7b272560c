"""The record of a session: who was there, what conflicts of interest they declared, what was put right."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlmodel import Session

from ehc_tui.casework.context import Doing
from ehc_tui.casework.recorder import table_of
from ehc_tui.casework.sessions import items_of, on_session, require_planned, row_of, said
from ehc_tui.store.errors import StoreError
from ehc_tui.store.panel_tables import AgendaItem, Interest, MinuteText, PanelMember, PanelSession
from ehc_tui.text import british, clean


def hold(
    session: Session,
    doing: Doing,
    session_id: int,
    present: Mapping[int, bool],
    notes: str = "",
    expected_version: int | None = None,
) -> tuple[str, ...]:
    """Record that a session was held, and return the references of the cases it did not decide.

    `present` says of every member, by id, whether they were there. From then on the minutes change by
    corrections only. Raises `StoreError` before the day of the session and if a member is left out.
    """
    with on_session(session, doing, session_id, "hold session", expected_version) as (recorder, row):
        require_planned(row)
        if row["meets_on"] > doing.today:
            raise StoreError(f"The session is on {british(row['meets_on'])}: minute it once it was held.")
        members = _members(session, session_id)
        if unsaid := [name for row_id, name in members.items() if row_id not in present]:
            raise StoreError(f"Say whether {', '.join(unsaid)} was present.")
        for row_id in members:
            recorder.update(PanelMember, row_id, present=present[row_id])
        recorder.insert(MinuteText, session_id=session_id, text=clean(notes, lines=True))
        recorder.update(PanelSession, session_id, status="held")
        recorder.summary = f"Session held: {british(row['meets_on'])}, {sum(present.values())} present"
        return tuple(item["ref"] for item in items_of(recorder.connection, session_id) if not item["decided"])


def declare(
    session: Session,
    doing: Doing,
    item_id: int,
    member_id: int,
    what: str,
    *,
    left: bool,
    why: str = "",
) -> int:
    """Record a conflict of interest that a member declared on a case, and return its id.

    `left` says whether they left the room. Once the session is minuted it is an addition to the minutes, and
    `why` has to say why it comes late.
    """
    declared = said(what, "what the interest is")
    item = row_of(session.connection(), AgendaItem, item_id)
    member = row_of(session.connection(), PanelMember, member_id)
    if member["session_id"] != item["session_id"]:
        raise StoreError("That member does not sit on the session of this case.")
    with on_session(session, doing, item["session_id"], "interest", case_id=item["case_id"]) as (
        recorder,
        row,
    ):
        late = said(why, "why it is added to the minutes") if row["status"] == "held" else ""
        recorder.summary = f"Interest declared: {member['name']} ({declared})"
        return recorder.insert(
            Interest,
            item_id=item_id,
            case_id=item["case_id"],
            member=member["name"],
            what=declared,
            left=left,
            correction=late,
        )


def correct_presence(
    session: Session,
    doing: Doing,
    member_id: int,
    present: bool,
    why: str,
    expected_version: int | None = None,
) -> int:
    """Put right who was at a session that is minuted, `why` saying how it came to be wrong."""
    reason = said(why, "what was wrong")
    member = row_of(session.connection(), PanelMember, member_id)
    with on_session(session, doing, member["session_id"], "correct minutes", expected_version) as (
        recorder,
        row,
    ):
        _require_minuted(row["status"])
        if member["present"] == present:
            raise StoreError(f"It is recorded so already: {member['name']}.")
        recorder.void(PanelMember, member_id)
        there = "present" if present else "absent"
        recorder.summary = f"Minutes of {british(row['meets_on'])} corrected: {member['name']} was {there}"
        return recorder.insert(
            PanelMember,
            session_id=member["session_id"],
            name=member["name"],
            role=member["role"],
            present=present,
            corrects=member_id,
            correction=reason,
        )


def correct_notes(
    session: Session,
    doing: Doing,
    session_id: int,
    notes: str,
    why: str,
    expected_version: int | None = None,
) -> int:
    """Put right what the minutes say besides their items, `why` saying what was wrong."""
    reason = said(why, "what was wrong")
    with on_session(session, doing, session_id, "correct minutes", expected_version) as (recorder, row):
        _require_minuted(row["status"])
        text = table_of(MinuteText)
        was = recorder.connection.execute(
            select(text.c.id).where(text.c.session_id == session_id, text.c.voided_by.is_(None))
        ).scalar_one()
        recorder.void(MinuteText, was)
        recorder.summary = f"Minutes of {british(row['meets_on'])} corrected: notes"
        return recorder.insert(
            MinuteText,
            session_id=session_id,
            text=clean(notes, lines=True),
            corrects=was,
            correction=reason,
        )


def _members(session: Session, session_id: int) -> dict[int, str]:
    member = table_of(PanelMember)
    wanted = select(member.c.id, member.c.name).where(
        member.c.session_id == session_id, member.c.voided_by.is_(None)
    )
    rows = session.connection().execute(wanted.order_by(member.c.id))
    return {row.id: row.name for row in rows}


def _require_minuted(status: str) -> None:
    if status != "held":
        raise StoreError("The session is not minuted yet: there is nothing to correct.")
