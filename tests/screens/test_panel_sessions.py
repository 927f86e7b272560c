"""Sessions at the keys: members come and go, items get time, and minutes that were wrong are put right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from office import Office
from panel_scene import COMPLETE, LATE, a_queue, a_session, booked, on_panel, sessions_of, the_panel

from ehc_tui.casework import minutes, notes, profile
from ehc_tui.casework.sessions import change_session
from ehc_tui.casework.sitting import usual_session
from ehc_tui.store.panel import agenda, minutes_of
from ehc_tui.store.panel_rows import MinutesRow

HELD = date(2026, 11, 19)


@pytest.fixture
def waiting(office: Office) -> Office:
    """The office with three cases in the panel's queue."""
    a_queue(office)
    return office


@pytest.fixture
def held(waiting: Office) -> Office:
    """The office with a session that is minuted: A Byrne was away, one case was on the agenda."""
    session = a_session(waiting, HELD)
    booked(waiting, session, COMPLETE)
    (row,) = sessions_of(waiting)
    there = {member.id: member.name != "A Byrne" for member in row.members}
    waiting.do(minutes.hold, session, there, "Began at ten")
    return waiting


def record(office: Office) -> MinutesRow:
    (session,) = sessions_of(office)
    return minutes_of(office.store.read(), session.id, the_panel(office))


def names(office: Office) -> list[str]:
    return [member.name for member in sessions_of(office)[0].members]


async def test_a_member_is_taken_off_a_session_and_the_undo_seats_them_again(waiting: Office) -> None:
    a_session(waiting)
    async with on_panel(waiting) as scene:
        await scene.press("s", "minus")
        await scene.is_asked("Not sitting on 26 Nov")
        await scene.press("2")
        await scene.sees("S Patel is no longer a member")
        assert names(waiting) == ["R Whitcombe", "A Byrne"]
        await scene.press("u", "y")
        await scene.sees("S Patel, psychologist")
    assert names(waiting) == ["R Whitcombe", "S Patel", "A Byrne"]


async def test_a_session_without_its_chair_has_none_until_another_is_named(waiting: Office) -> None:
    a_session(waiting)
    async with on_panel(waiting) as scene:
        await scene.press("s", "minus")
        await scene.is_asked("Not sitting on 26 Nov")
        await scene.press("1")
        await scene.sees("R Whitcombe is no longer a member")
    assert sessions_of(waiting)[0].chair == ""


async def test_a_session_that_two_people_change_is_put_together_field_by_field(waiting: Office) -> None:
    a_session(waiting)
    (was,) = sessions_of(waiting)
    hughes = waiting.colleague("M Hughes")
    async with on_panel(waiting) as scene:
        await scene.press("s", "e")
        await scene.answer("The panel sits on")
        theirs = replace(usual_session(the_panel(waiting), was.on), starts=was.starts, chair=was.chair)
        hughes.do(change_session, was.id, replace(theirs, place="Room 9", capacity=8))
        await scene.answer("From")
        await scene.answer("Where")
        await scene.answer("Chair")
        await scene.answer("Places", "10")
        await scene.answer("Papers by")
        await scene.sees("The session on 26 Nov 2026 was changed by M Hughes", "Places", "8", "10", "1 of 1")
        await scene.press("enter")
        await scene.sees("where Room 9", "places 10")
    (now,) = sessions_of(waiting)
    assert (now.place, now.capacity) == ("Room 9", 10)
    hughes.store.close()


async def test_a_case_described_by_two_people_is_put_together(waiting: Office) -> None:
    case_id = waiting.file(LATE).row.id
    async with on_panel(waiting) as scene:
        await scene.press("enter", "e")
        await scene.answer("Primary need", "speech")
        waiting.do(notes.add, case_id, "Rang the school")
        waiting.do(profile.describe, case_id, locality="Corby")
        await scene.answer("Locality", "Daventry")
        await scene.sees(f"{LATE} was changed by J Okafor", "Corby", "Daventry", "1 of 1")
        await scene.press("t", "enter")
        await scene.sees("Recorded: primary need Speech", "locality Corby")
    assert (waiting.file(LATE).need, waiting.file(LATE).locality) == ("SLCN", "Corby")


async def test_an_item_is_given_more_minutes_and_the_next_begins_later(waiting: Office) -> None:
    session = a_session(waiting)
    booked(waiting, session, LATE, COMPLETE)
    async with on_panel(waiting) as scene:
        await scene.press("s", "enter")
        await scene.goes_to(LATE)
        await scene.press("t")
        await scene.answer(f"Minutes for {LATE}", "40")
        await scene.sees(f"{LATE} has 40 minutes", "10:10")
    (row,) = sessions_of(waiting)
    items = agenda(waiting.store.read(), row, the_panel(waiting))
    assert [(item.minutes, f"{item.starts:%H:%M}") for item in items] == [(40, "09:30"), (15, "10:10")]


async def test_who_was_there_is_put_right_and_the_minutes_say_what_they_said_before(held: Office) -> None:
    async with on_panel(held) as scene:
        await scene.press("s")
        await scene.goes_to("19 Nov 2026")
        await scene.press("enter", "e")
        await scene.is_asked("Put right")
        await scene.press("3")
        await scene.answer("A Byrne was there, because", "Came in after the first item")
        await scene.press("v", "G")
        await scene.sees("A Byrne: was “absent”, is “present”, because Came in after the first item")
    assert {one.name: one.present for one in record(held).session.members}["A Byrne"]


async def test_the_notes_are_put_right_and_the_minutes_keep_the_first_words(held: Office) -> None:
    async with on_panel(held) as scene:
        await scene.press("s")
        await scene.goes_to("19 Nov 2026")
        await scene.press("enter", "e")
        await scene.chooses("Put right", "n")
        await scene.answer("Notes", "Began at eleven")
        await scene.answer("Because", "The clock was wrong")
        await scene.press("v", "G")
        await scene.sees("was “Began at ten”, is “Began at eleven”, because The clock was wrong")
    assert record(held).notes == "Began at eleven"


async def test_an_interest_declared_late_is_an_addition_to_the_minutes(held: Office) -> None:
    async with on_panel(held) as scene:
        await scene.press("s")
        await scene.goes_to("19 Nov 2026")
        await scene.press("enter")
        await scene.goes_to(COMPLETE)
        await scene.press("i")
        await scene.is_asked("interest of")
        await scene.press("2")
        await scene.answer("Which interest", "governor of the school")
        await scene.chooses("Left the room", "n")
        await scene.answer("Added late because", "Remembered it afterwards")
        await scene.press("v", "G")
        await scene.sees("interest of S Patel", "because Remembered it afterwards")
