"""The minutes: who was there, what was declared, and corrections that stay visible as corrections."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from panel_room import PLAN, REASONS, TODAY, WANTED, PanelRoom

from ehc_tui.casework.deciding import Verdict, correct_decision
from ehc_tui.casework.minutes import correct_notes, correct_presence, declare, hold
from ehc_tui.casework.panel import reorder, take_off
from ehc_tui.casework.sessions import change_session
from ehc_tui.casework.sitting import usual_session
from ehc_tui.store.errors import StoreError
from ehc_tui.store.panel import minutes_of
from ehc_tui.store.panel_rows import MinutesRow, SessionRow

RECEIVED = TODAY - timedelta(days=80)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[PanelRoom]:
    here = PanelRoom(tmp_path / "caseload.db")
    yield here
    here.store.close()


@pytest.fixture
def session(room: PanelRoom) -> SessionRow:
    members = (("M Hughes", "psychologist"), ("A Begum", "health"))
    return room.sitting(TODAY, papers_by=TODAY, members=members)


def refusal(act: Callable[..., Any], *given: Any, **named: Any) -> str:
    with pytest.raises(StoreError) as refused:
        act(*given, **named)
    return str(refused.value)


def minutes(room: PanelRoom, session: SessionRow) -> MinutesRow:
    return minutes_of(room.store.read(), session.id, room.plan)


def everybody(session: SessionRow, *absent: str) -> dict[int, bool]:
    return {member.id: member.name not in absent for member in session.members}


def test_the_minutes_hold_items_decisions_reasons_members_and_interests(
    room: PanelRoom, session: SessionRow
) -> None:
    one, two = room.waiting("E26-0001", RECEIVED), room.waiting("E26-0002", RECEIVED)
    first = room.book(one, session)
    room.book(two, session)
    hughes = session.members[1].id
    room.do(declare, first, hughes, "Taught the child in Year 2", left=True)
    room.decide(one, "Do not issue", item_id=first)
    left = room.do(hold, session.id, everybody(session, "A Begum"), "Began late.\nRoom was cold.")
    assert left == ("E26-0002",)
    written = minutes(room, session)
    assert written.session.status == "held"
    assert [(member.name, member.present) for member in written.session.members] == [
        ("R Whitcombe", True),
        ("M Hughes", True),
        ("A Begum", False),
    ]
    assert written.notes == "Began late.\nRoom was cold."
    decided, undecided = written.items
    assert decided.decided and (decided.decided.outcome, decided.decided.reasons) == ("Do not issue", REASONS)
    assert [(one.member, one.what, one.left) for one in decided.interests] == [
        ("M Hughes", "Taught the child in Year 2", True)
    ]
    assert undecided.decided is None
    assert room.row("E26-0002").booked is None
    assert written.corrections == ()


def test_a_session_is_minuted_once_on_its_day_or_later_and_for_everybody(
    room: PanelRoom, session: SessionRow
) -> None:
    coming = room.sitting()
    assert "minute it once it was held" in refusal(room.do, hold, coming.id, everybody(coming))
    assert "Say whether R Whitcombe, M Hughes, A Begum was present." in refusal(room.do, hold, session.id, {})
    room.do(hold, session.id, everybody(session))
    assert "was held: it stays as it was" in refusal(room.do, hold, session.id, everybody(session))
    usual = usual_session(room.plan, TODAY)
    assert "was held" in refusal(room.do, change_session, session.id, usual)


def test_what_is_minuted_stays_on_the_agenda(room: PanelRoom, session: SessionRow) -> None:
    case = room.waiting("E26-0001", RECEIVED)
    item = room.book(case, session)
    room.decide(case, "Issue", item_id=item)
    assert "belongs to the minutes" in refusal(room.do, take_off, item)
    room.do(hold, session.id, everybody(session))
    assert "was held" in refusal(room.do, take_off, item)
    assert "was held" in refusal(room.do, reorder, item, 1)


def test_corrections_say_what_it_was_what_it_is_why_and_by_whom(room: PanelRoom, session: SessionRow) -> None:
    case = room.waiting("E26-0001", RECEIVED)
    item = room.book(case, session)
    decision = room.decide(case, "Do not issue", item_id=item)
    begum = session.members[2].id
    assert "not minuted yet" in refusal(room.do, correct_presence, begum, True, "Was there")
    room.do(hold, session.id, everybody(session, "A Begum"), "Began late.")
    room.do(correct_presence, begum, True, "Came at ten")
    room.do(correct_notes, session.id, "Began on time.", "Another session")
    hughes = session.members[1].id
    said = refusal(room.do, declare, item, hughes, "Neighbour", left=False)
    assert "Say why it is added to the minutes" in said
    room.do(declare, item, hughes, "Neighbour", left=False, why="Remembered afterwards")
    room.do(correct_decision, decision, Verdict(case, PLAN, "Issue", WANTED), "Wrong key")
    written = minutes(room, session)
    assert [(one.what, one.why, one.by) for one in written.corrections] == [
        ("A Begum", "Came at ten", "J Okafor"),
        ("Notes", "Another session", "J Okafor"),
        ("E26-0001: interest of M Hughes", "Remembered afterwards", "J Okafor"),
        ("E26-0001", "Wrong key", "J Okafor"),
    ]
    presence, notes, interest, decided = written.corrections
    assert (presence.was, presence.now) == ("absent", "present")
    assert (notes.was, notes.now) == ("Began late.", "Began on time.")
    assert (interest.was, interest.now) == ("", "Neighbour")
    assert decided.was == f"Do not issue, 21 Nov 2026: {REASONS}"
    assert decided.now == f"Issue, 21 Nov 2026: {WANTED}"
    assert [member.present for member in written.session.members] == [True, True, True]
    assert [one.decided and one.decided.outcome for one in written.items] == ["Issue"]


def test_a_correction_of_a_correction_shows_both_and_one_taken_back_shows_none(
    room: PanelRoom, session: SessionRow
) -> None:
    room.do(hold, session.id, everybody(session), "One.")
    room.do(correct_notes, session.id, "Two.", "First")
    room.do(correct_notes, session.id, "Three.", "Second")
    assert [(one.was, one.now) for one in minutes(room, session).corrections] == [
        ("One.", "Two."),
        ("Two.", "Three."),
    ]
    room.undo()
    assert [(one.was, one.now) for one in minutes(room, session).corrections] == [("One.", "Two.")]
    assert minutes(room, session).notes == "Two."
    room.undo()
    assert minutes(room, session).notes == "Three."


def test_a_member_declares_only_where_they_sit_and_a_correction_needs_a_change(
    room: PanelRoom, session: SessionRow
) -> None:
    other = room.sitting()
    item = room.book(room.waiting("E26-0001", RECEIVED), other)
    assert "does not sit on the session" in refusal(
        room.do, declare, item, session.members[0].id, "Cousin", left=True
    )
    room.do(hold, session.id, everybody(session))
    assert "recorded so already" in refusal(room.do, correct_presence, session.members[0].id, True, "Hm")


def test_minuting_can_be_taken_back_whole(room: PanelRoom, session: SessionRow) -> None:
    room.do(hold, session.id, everybody(session), "Notes.")
    room.undo()
    written = minutes(room, session)
    assert written.session.planned
    assert written.notes == ""
    assert {member.present for member in written.session.members} == {None}
