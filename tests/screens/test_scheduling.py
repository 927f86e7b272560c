"""A caseworker arranges a Way Forward meeting by keys alone, sees every warning, can take each step back."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date, time
from pathlib import Path

import pytest
from icalendar import Calendar
from meeting_room import KWAME, NIAMH, MeetingRoom, Scene
from office import NOW, TODAY
from screen_text import screen_lines, screen_text, wait_for, wait_for_text
from textual.pilot import Pilot
from wire import Wire, on_the_wire

from ehc_tui.app import EhcApp
from ehc_tui.casework import attendance, meetings
from ehc_tui.casework.diary import Slot
from ehc_tui.casework.meetings import Arrangement
from ehc_tui.screens.scheduling import SchedulingScreen
from ehc_tui.settings import Settings
from ehc_tui.store.rows import MeetingRow

GOLDEN = Path(__file__).parents[1] / "golden"
SMALL, WIDE = (80, 24), (120, 40)
Opened = Callable[..., AbstractAsyncContextManager["MeetingScene"]]


class MeetingScene(Scene):
    """The scheduling screen of Kwame's case."""

    def __init__(self, app: EhcApp, pilot: Pilot[None], room: MeetingRoom) -> None:
        super().__init__(app, pilot, room)
        self.room = room

    @property
    def meeting(self) -> MeetingRow:
        """The meeting as it is in the store."""
        return self.room.meeting()


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Opens the scheduling screen of a case that was refused a plan on 3 November 2026."""
    monkeypatch.chdir(tmp_path)

    @asynccontextmanager
    async def open_scene(
        size: tuple[int, int] = SMALL, *, child: str = "Kwame", read_only: bool = False
    ) -> AsyncIterator[MeetingScene]:
        office = MeetingRoom(tmp_path / "casework.db", child)
        office.arranged(Slot(date(2026, 11, 24), time(9), 60), NIAMH)
        settings = Settings(process="west-northants")
        app = EhcApp(office.store, settings, TODAY, "j.okafor", read_only=read_only, now=lambda: NOW)
        with office.store:
            async with app.run_test(size=size) as pilot:
                screen = SchedulingScreen(KWAME)
                await app.push_screen(screen)
                await wait_for(pilot, lambda: "░ free" in screen_text(app))
                yield MeetingScene(app, pilot, office)

    return open_scene


async def offer_and_accept(scene: MeetingScene) -> None:
    await scene.press("o")
    await scene.answer("offered to the family on", "4/11")
    await scene.sees("Offered on 4 Nov 2026.")
    await scene.press("a")
    await scene.answer("The family accepted on", "6/11")
    await scene.sees("Accepted. Choose a time")


async def arrange(scene: MeetingScene) -> None:
    """Arranges the meeting for Wednesday at ten; the child is left out for a reason."""
    await scene.press("right", "right", "enter")
    await scene.answer("Wed 25 Nov 2026, start and minutes")
    await scene.answer("Place, link or both", "One Angel Square, room 3")
    await scene.sees("Kwame, if appropriate: to be there?")
    await scene.press("n")
    await scene.answer("Why not?", "it would upset him")
    await scene.sees("Arranged for Wed 25 Nov 2026, 10:00 to 11:00, One Angel Square, room 3.")


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_a_meeting_goes_from_offer_to_agreed_actions_by_keys_alone(
    opened: Opened, size: tuple[int, int]
) -> None:
    async with opened(size) as scene:
        await scene.sees(
            "Way Forward meeting · E26-0371 Kwame Osei",
            "Decision not to issue a plan told",
            "3 Nov 2026. Not offered yet.",
            "Appeal window runs to Mon 4 Jan 2027 (2 months, rolled past the weekend).",
            "This meeting does not change it.",
        )
        await offer_and_accept(scene)
        await arrange(scene)
        await scene.sees("◆ here", "[ ] Kwame, if appropriate", "Offered 4 Nov, accepted 6 Nov.")
        await scene.press("H")
        await scene.answer("Held on")
        await scene.sees("It is arranged for Wed 25 Nov 2026, not Sat 21 Nov 2026. Record it all the same?")
        await scene.press("y")
        await scene.answer("What came of it?", "School will support")
        await scene.answer("Agreed action", "Reading support")
        await scene.answer("Who does it?", "SENCo")
        await scene.answer("By when?", "4/12")
        await scene.answer("Agreed action")
        await scene.sees("Held, 1 agreed action.", "Outcome: School will support.")
        await scene.press("tab", "end")
        await scene.sees("Reading support (SENCo, by 4 Dec)")
        await scene.press("x")
        await scene.answer("Done on")
        await scene.sees("✓ Reading support (SENCo, done 21 Nov)")
        assert scene.meeting.status == "held"


async def test_the_weeks_other_meetings_of_the_chair_are_in_sight_before_anything_is_offered(
    opened: Opened,
) -> None:
    async with opened() as scene:
        await scene.sees("▓ J.O.")
        nine = next(line for line in screen_lines(scene.app) if line.startswith(" 09:00"))
        assert nine.split()[1:5] == ["░", "free", "▓", "J.O."]


async def test_doubts_are_confirmed_before_a_meeting_is_arranged(opened: Opened) -> None:
    async with opened() as scene:
        await scene.press("o")
        await scene.answer("offered to the family on")
        await scene.sees("Offered on")
        await scene.press("right", "up", "enter")
        await scene.answer("Tue 24 Nov 2026, start and minutes")
        await scene.answer("Place, link or both", "https://meet.example.org/1")
        await scene.sees("to be there?")
        await scene.press("y")
        await scene.sees(
            "The family has not accepted the offer yet.",
            "J Okafor is at another meeting then: Way Forward meeting, E26-0398, 09:00 to 10:00.",
            "Arrange it for Tue 24 Nov 2026, 09:00 to 10:00 all the same?",
        )
        await scene.press("n")
        await scene.is_asked_nothing()
        assert scene.meeting.status == "offered"


async def test_a_bank_holiday_and_a_day_after_the_appeal_window_are_questioned(opened: Opened) -> None:
    async with opened() as scene:
        await offer_and_accept(scene)
        await scene.press(*["pagedown"] * 4, *["right"] * 4)
        await scene.sees("× Christmas", "Fri 25")
        await scene.press("enter")
        await scene.answer("Fri 25 Dec 2026, start and minutes", "18:00 30")
        await scene.answer("Place, link or both", "Room 1")
        await scene.sees("to be there?")
        await scene.press("y")
        await scene.sees(
            "Fri 25 Dec 2026 is a bank holiday (Christmas Day).",
            "18:00 to 18:30 is outside office hours (08:30 to 17:30).",
        )
        await scene.press("y")
        await scene.sees("Arranged for Fri 25 Dec 2026")


async def test_a_meeting_is_moved_and_people_are_asked_again(opened: Opened) -> None:
    async with opened() as scene:
        await offer_and_accept(scene)
        await arrange(scene)
        await scene.press("v")
        await scene.sees("everybody not invited yet (2)")
        await scene.press("e")
        await scene.answer("Invited on")
        await scene.sees("21 Nov")
        await scene.press("right", "enter")
        await scene.answer("Thu 26 Nov 2026, start and minutes", "14:00 45")
        await scene.answer("Place, link or both")
        await scene.sees("has to be asked again.", "Move it to Thu 26 Nov 2026, 14:00 to 14:45 all the same?")
        await scene.press("y")
        await scene.sees("Arranged for Thu 26 Nov 2026, 14:00 to 14:45")
        assert all(person.invited_on is None for person in scene.meeting.attendees if person.role != "chair")


async def test_the_people_their_names_and_answers_are_kept(opened: Opened) -> None:
    async with opened() as scene:
        await offer_and_accept(scene)
        await scene.press("tab", "down", "n")
        await scene.answer("Name <e-mail>", "Mrs A Osei")
        await scene.sees("[x] Mrs A Osei, parents or carers")
        await scene.press("r")
        await scene.sees("Mrs A Osei, parents or carers:")
        await scene.press("y")
        await scene.sees("yes")
        await scene.press("down", "space")
        await scene.sees("Kwame, if appropriate: to be there?")
        await scene.press("y")
        await scene.sees("[x] Kwame, if appropriate")
        await scene.press("plus")
        await scene.answer("Who else?", "Dr L Nowak")
        await scene.sees("As:")
        await scene.press("4")
        await scene.press("i")
        await scene.answer("Interpreter for", "Twi")
        await scene.sees("Interpreter: Twi.")
        assert [person.name for person in scene.meeting.attendees][-1] == "Dr L Nowak"


async def test_every_step_is_taken_back_with_u(opened: Opened) -> None:
    async with opened() as scene:
        await offer_and_accept(scene)
        await arrange(scene)
        for before in ("accepted", "offered", "not offered"):
            await scene.press("u")
            await scene.sees("Take back")
            await scene.press("y")
            await wait_for(
                scene.pilot, lambda before=before: screen_lines(scene.app)[0].endswith(f" {before}")
            )


async def test_the_invitation_is_written_and_withdrawn(opened: Opened, tmp_path: Path) -> None:
    async with opened() as scene:
        await offer_and_accept(scene)
        await arrange(scene)
        await scene.press("e")
        await scene.answer("Write the invitation to")
        await scene.sees("Written:", "No e-mail address for: J Okafor")
        path = tmp_path / "E26-0371-meeting-1.ics"
        calendar = Calendar.from_ical(path.read_bytes())
        assert calendar["method"] == "REQUEST"
        assert calendar["x-ehc-exported"].startswith("Exported by j.okafor, 21 Nov 2026")
        await scene.press("c")
        await scene.answer("Called off because", "the family is unwell")
        await scene.sees("Call off the Way Forward meeting: the family is unwell?")
        await scene.press("y")
        await scene.sees("e writes the withdrawal")
        await scene.press("e")
        await scene.answer("Write the invitation to")
        await scene.sees("Written:")
        assert Calendar.from_ical(path.read_bytes())["method"] == "CANCEL"


async def test_another_file_in_the_way_is_asked_about(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "E26-0371-meeting-1.ics").write_text("shopping")
    async with opened() as scene:
        await offer_and_accept(scene)
        await arrange(scene)
        await scene.press("e")
        await scene.answer("Write the invitation to")
        await scene.sees("exists already", "Replace it?")
        await scene.press("n")
        await scene.is_asked_nothing()
        assert (tmp_path / "E26-0371-meeting-1.ics").read_text() == "shopping"


async def test_a_place_that_names_the_child_is_questioned_before_it_reaches_a_shared_calendar(
    opened: Opened,
) -> None:
    async with opened() as scene:
        await offer_and_accept(scene)
        await scene.press("enter")
        await scene.answer("start and minutes")
        await scene.answer("Place, link or both", "the Osei family's home")
        await scene.sees("to be there?")
        await scene.press("y")
        await scene.sees("Arranged for")
        await scene.press("e")
        await scene.sees("name the child (Osei)", "Write it all the same?")
        await scene.press("n")
        await scene.is_asked_nothing()


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("a", "The meeting has not been offered yet"),
        ("H", "The meeting has not been offered yet"),
        ("enter", "The meeting has not been offered yet"),
        ("e", "A meeting without a day has no invitation."),
    ],
)
async def test_a_step_that_cannot_be_taken_says_why(opened: Opened, key: str, reason: str) -> None:
    async with opened() as scene:
        await scene.press(key)
        await scene.sees(reason)


async def test_a_store_open_for_reading_shows_the_week_and_changes_nothing(opened: Opened) -> None:
    async with opened(read_only=True) as scene:
        await scene.press("o")
        await scene.sees("This store is open for reading only.")


async def test_a_day_of_acceptance_that_cannot_be_is_questioned(opened: Opened) -> None:
    async with opened() as scene:
        await scene.press("o")
        await scene.answer("offered to the family on")
        await scene.sees("Offered on")
        await scene.press("a")
        await scene.answer("The family accepted on", "1/11")
        await scene.sees("Sun 1 Nov 2026 is before Sat 21 Nov 2026.", "Record it all the same?")
        await scene.press("escape")
        await scene.is_asked_nothing()
        assert scene.meeting.status == "offered"


async def test_what_somebody_else_recorded_meanwhile_is_not_overwritten(opened: Opened) -> None:
    async with opened() as scene:
        await offer_and_accept(scene)
        await scene.press("d")
        await scene.sees("The family declined on")
        scene.room.do(meetings.cancel, scene.meeting.id, "office closed")
        await scene.answer("The family declined on")
        await scene.sees("was changed by")
        assert scene.meeting.status == "cancelled"


async def test_two_answers_of_the_family_are_put_together(opened: Opened) -> None:
    async with opened() as scene:
        await scene.press("o")
        await scene.answer("offered to the family on", "4/11")
        await scene.sees("Offered on 4 Nov 2026.")
        await scene.press("a")
        await scene.sees("The family accepted on")
        scene.room.do(meetings.decline, scene.meeting.id, date(2026, 11, 5))
        await scene.answer("The family accepted on", "6/11")
        await scene.sees("declined", "accepted", "5 Nov 2026", "6 Nov 2026", "1 of 2")
        await scene.press("down", "t", "enter")
        await scene.sees("Recorded: family accepted, on 5 Nov 2026.")
        assert (scene.meeting.status, scene.meeting.answered_on) == ("accepted", date(2026, 11, 5))


async def test_another_time_and_another_place_for_one_meeting_both_stand(opened: Opened) -> None:
    async with opened() as scene:
        await offer_and_accept(scene)
        await arrange(scene)
        await scene.press("right", "enter")
        await scene.sees("Thu 26 Nov 2026, start and minutes")
        elsewhere = Arrangement(Slot(date(2026, 11, 25), time(10), 60), "Room 7")
        scene.room.do(meetings.arrange, scene.meeting.id, elsewhere)
        await scene.answer("Thu 26 Nov 2026, start and minutes", "14:00 45")
        await scene.answer("Place, link or both")
        await scene.sees("Move it to Thu 26 Nov 2026, 14:00 to 14:45 all the same?")
        await scene.press("y")
        await scene.sees("Recorded: day 26 Nov 2026, time 14:00, minutes 45, place Room 7. u takes it back.")
        assert (scene.meeting.on, scene.meeting.place) == (date(2026, 11, 26), "Room 7")


async def test_two_answers_of_one_person_are_put_together(opened: Opened) -> None:
    async with opened() as scene:
        await offer_and_accept(scene)
        await scene.press("tab", "down", "r")
        await scene.sees("Parents or carers:")
        scene.room.do(attendance.reply, scene.room.attendee("parent"), "no")
        await scene.press("y")
        await scene.sees("Reply", "no", "yes", "1 of 1")
        await scene.press("t", "enter")
        await scene.sees("Left as J Okafor recorded it")


async def test_hostile_names_are_shown_as_they_are(opened: Opened) -> None:
    async with opened(child="[/]Kw[red]ame[@click=app.quit]x[/]") as scene:
        await offer_and_accept(scene)
        await scene.sees("[/]Kw[red]ame")


async def test_an_arranged_meeting_opens_in_its_own_week(opened: Opened) -> None:
    async with opened() as scene:
        screen = SchedulingScreen(NIAMH, scene.room.meeting(NIAMH).id)
        await scene.app.push_screen(screen)
        await wait_for_text(scene.pilot, "◆ here")
        assert screen.grid.cursor == (date(2026, 11, 24), time(9))


async def test_a_cursor_key_in_the_week_costs_the_line_next_to_nothing(tmp_path: Path) -> None:
    office = MeetingRoom(tmp_path / "casework.db")
    office.arranged()
    app = EhcApp(office.store, Settings(process="west-northants"), TODAY, "j.okafor", now=lambda: NOW)

    async def journey(pilot: Pilot[None], wire: Wire) -> None:
        await app.push_screen(SchedulingScreen(KWAME, office.meeting().id))
        await wait_for(pilot, lambda: "◆ here" in wire.written and "1 of 5" in wire.written)
        await wait_for(pilot, lambda: not app.workers and not wire.take())
        for key in ("down", "left", "up", "right"):
            await pilot.press(key)
            assert 0 < len(wire.take()) <= 400

    await on_the_wire(app, SMALL, journey)


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=lambda size: f"{size[0]}")
async def test_an_arranged_meeting_looks_as_it_did(opened: Opened, size: tuple[int, int]) -> None:
    async with opened(size) as scene:
        scene.room.arranged()
        await scene.app.push_screen(SchedulingScreen(KWAME, scene.meeting.id))
        await scene.sees("◆ here", "▓ J.O.", "1 of 5")
        shown = "\n".join(screen_lines(scene.app)[:-1]).rstrip() + "\n"
        kept = GOLDEN / f"meeting_{size[0]}.txt"
        if os.environ.get("GOLDEN") == "write":
            kept.write_text(shown, "utf-8")
        assert shown == kept.read_text("utf-8")
