"""Two people at one session: the second sees what the first did, and keeps, merges or drops their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from office import Office
from panel_scene import (
    COMPLETE,
    EARLY,
    LATE,
    Scene,
    a_queue,
    a_session,
    booked,
    on_panel,
    sessions_of,
    the_panel,
)

from ehc_tui.casework import minutes, panel
from ehc_tui.casework.sessions import add_member, change_session, remove_member
from ehc_tui.casework.sitting import usual_session
from ehc_tui.store.panel import agenda, minutes_of

LATER = 3600
HELD = date(2026, 11, 19)


@pytest.fixture
def waiting(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Three cases on a session, seen by a program that does not look by itself what others do."""
    monkeypatch.setattr("ehc_tui.app.POLL_SECONDS", LATER)
    a_queue(office)
    return office


@pytest.fixture
def hughes(waiting: Office) -> Iterator[Office]:
    """A colleague at a program of their own."""
    colleague = waiting.colleague("M Hughes")
    yield colleague
    colleague.store.close()


def order(office: Office) -> list[str]:
    return [item.ref for item in agenda(office.store.read(), sessions_of(office)[0], the_panel(office))]


def item(office: Office, ref: str) -> int:
    items = agenda(office.store.read(), sessions_of(office)[0], the_panel(office))
    return next(one.id for one in items if one.ref == ref)


async def at_the_agenda(scene: Scene, row: str) -> None:
    await scene.press("s", "enter")
    await scene.goes_to(row)


@pytest.mark.parametrize(
    ("key", "left"),
    [
        ("m", [COMPLETE, LATE, EARLY]),
        ("t", [LATE, EARLY, COMPLETE]),
        ("b", [EARLY, COMPLETE, LATE]),
    ],
)
async def test_of_two_people_who_move_the_same_case_the_second_chooses_what_the_order_is(
    waiting: Office, hughes: Office, key: str, left: list[str]
) -> None:
    booked(waiting, a_session(waiting), LATE, COMPLETE, EARLY)
    async with on_panel(waiting) as scene:
        await at_the_agenda(scene, LATE)
        hughes.do(panel.reorder, item(hughes, COMPLETE), 3)
        await scene.press("J")
        await scene.sees(
            "The session on 26 Nov 2026 was changed by M Hughes",
            "Place 3 on the agenda",
            f"Theirs: {LATE}, {EARLY}, {COMPLETE}",
            f"Yours: {COMPLETE}, {LATE}, {EARLY}",
        )
        await scene.press(key)
        if key == "b":
            left = [EARLY, COMPLETE, LATE]
            await scene.sees(f"Both: {', '.join(left)}")
        await scene.press("enter")
        await scene.sees("Recorded: order" if key != "t" else "Left as M Hughes recorded it")
        assert order(waiting) == left


async def test_a_case_that_came_on_meanwhile_is_in_nobodys_way(waiting: Office, hughes: Office) -> None:
    session = a_session(waiting)
    booked(waiting, session, LATE, COMPLETE)
    async with on_panel(waiting) as scene:
        await at_the_agenda(scene, LATE)
        booked(hughes, session, EARLY)
        await scene.press("J")
        await scene.sees(f"{LATE} is item 2.", "Meanwhile M Hughes recorded “Booked on EHC panel")
        assert order(waiting) == [COMPLETE, LATE, EARLY]


async def test_the_same_step_taken_by_both_is_taken_once(waiting: Office, hughes: Office) -> None:
    booked(waiting, a_session(waiting), LATE, COMPLETE, EARLY)
    async with on_panel(waiting) as scene:
        await at_the_agenda(scene, LATE)
        hughes.do(panel.reorder, item(hughes, LATE), 2)
        await scene.press("J")
        await scene.sees("M Hughes recorded the same at 10:42")
        assert order(waiting) == [COMPLETE, LATE, EARLY]


async def test_minutes_that_both_give_a_case_are_put_together(waiting: Office, hughes: Office) -> None:
    booked(waiting, a_session(waiting), LATE)
    async with on_panel(waiting) as scene:
        await at_the_agenda(scene, LATE)
        await scene.press("t")
        hughes.do(panel.allot, item(hughes, LATE), 40)
        await scene.answer(f"Minutes for {LATE}", "20")
        await scene.sees(f"Minutes for {LATE}", "40", "20", "1 of 1")
        await scene.press("t", "enter")
        await scene.sees("Left as M Hughes recorded it")
    (shown,) = agenda(waiting.store.read(), sessions_of(waiting)[0], the_panel(waiting))
    assert shown.minutes == 40


@pytest.mark.parametrize("key", ["m", "t"])
async def test_a_case_moved_to_two_sessions_goes_where_the_second_says_knowingly(
    waiting: Office, hughes: Office, key: str
) -> None:
    first, second, third = (a_session(waiting, date(2026, 11, day)) for day in (25, 26, 27))
    booked(waiting, first, LATE)
    async with on_panel(waiting) as scene:
        await at_the_agenda(scene, LATE)
        await scene.press("m")
        await scene.is_asked(f"{LATE} to")
        hughes.do(panel.move, item(hughes, LATE), second)
        await scene.press("2")
        await scene.sees("Moved from 25 Nov 2026 to 26 Nov 2026", "on that of 27 Nov 2026")
        await scene.press(key, "enter")
        await scene.sees("Recorded" if key == "m" else "Left as M Hughes recorded it")
    there = {one.id: one.booked for one in sessions_of(waiting)}
    assert there == {first: 0, second: int(key == "t"), third: int(key == "m")}


async def test_from_the_queue_too_nobody_moves_what_was_moved_unknowingly(
    waiting: Office, hughes: Office
) -> None:
    first, second, _ = (a_session(waiting, date(2026, 11, day)) for day in (25, 26, 27))
    booked(waiting, first, LATE)
    async with on_panel(waiting) as scene:
        await scene.goes_to(LATE)
        await scene.press("a")
        await scene.is_asked(f"{LATE} on")
        hughes.do(panel.move, item(hughes, LATE), second)
        await scene.press("3")
        await scene.is_asked("all the same?")
        await scene.press("y")
        await scene.sees("changed by M Hughes at 10:42 (Moved from 25 Nov 2026 to 26 Nov 2026)")
    assert [one.booked for one in sessions_of(waiting)] == [0, 1, 0]


async def test_a_change_of_a_session_stepped_back_from_comes_back_with_the_same_questions(
    waiting: Office, hughes: Office
) -> None:
    session = a_session(waiting)
    (was,) = sessions_of(waiting)
    theirs = replace(usual_session(the_panel(waiting), was.on), starts=was.starts, chair=was.chair)
    async with on_panel(waiting) as scene:
        await scene.press("s", "e")
        await scene.answer("The panel sits on")
        await scene.answer("From")
        await scene.answer("Where", "The long room upstairs")
        hughes.do(change_session, session, replace(theirs, place="Room 9"))
        for question in ("Chair", "Places", "Papers by"):
            await scene.answer(question)
        await scene.sees("Room 9", "The long room upstairs")
        await scene.press("escape")
        await scene.sees("Left as M Hughes recorded it; what you typed comes back with the same question")
        await scene.press("e")
        await scene.answer("The panel sits on")
        await scene.answer("From")
        await scene.sees("Where The long room upstairs")
    assert sessions_of(waiting)[0].place == "Room 9"


async def test_a_member_named_by_both_with_another_part_sits_once(waiting: Office, hughes: Office) -> None:
    session = a_session(waiting)
    async with on_panel(waiting) as scene:
        await scene.press("s", "plus")
        await scene.is_asked("Member, role")
        hughes.do(add_member, session, "D Ahmed", "health")
        await scene.answer("Member, role", "D Ahmed, social care")
        await scene.sees("Part of D Ahmed", "health", "social care", "1 of 1")
        await scene.press("enter")
        await scene.sees("Recorded: part of D Ahmed social care")
    (row,) = sessions_of(waiting)
    assert [one.role for one in row.members if one.name == "D Ahmed"] == ["social care"]


async def test_a_member_whom_both_take_off_is_off_once_and_the_second_is_told(
    waiting: Office, hughes: Office
) -> None:
    a_session(waiting)
    async with on_panel(waiting) as scene:
        await scene.press("s", "minus")
        await scene.is_asked("Not sitting on")
        (row,) = sessions_of(waiting)
        hughes.do(remove_member, next(one.id for one in row.members if one.name == "S Patel"))
        await scene.press("2")
        await scene.sees("M Hughes recorded the same at 10:42")


async def test_notes_of_the_minutes_put_right_by_two_people_can_both_stand(
    waiting: Office, hughes: Office
) -> None:
    session = a_session(waiting, HELD)
    (row,) = sessions_of(waiting)
    waiting.do(minutes.hold, session, {member.id: True for member in row.members}, "Began at ten")
    async with on_panel(waiting) as scene:
        await scene.press("s")
        await scene.goes_to("19 Nov 2026")
        await scene.press("enter", "e")
        await scene.chooses("Put right", "n")
        await scene.answer("Notes", "Began at eleven")
        hughes.do(minutes.correct_notes, session, "Began at noon", "The clock was wrong")
        await scene.answer("Because", "It was later")
        await scene.sees("Theirs: Began at noon", "Yours: Began at eleven")
        await scene.press("b", "enter")
        await scene.sees("Recorded: notes Began at noon Began at eleven")
    found = minutes_of(waiting.store.read(), session, the_panel(waiting))
    assert found.notes == "Began at noon\nBegan at eleven"
