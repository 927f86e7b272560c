"""The line drops in the middle of any form: what was answered and what is half typed are there on return."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from datetime import date, time
from pathlib import Path
from typing import NamedTuple

import pytest
from at_the_keys import AtTheKeys
from case_scene import ME, REF, WIDE, a_case_in_its_18th_week
from closed_cases import WHY, Council
from meeting_room import KWAME, NIAMH, MeetingRoom
from office import NOW, TODAY, Office
from panel_scene import (
    COMPLETE,
    EARLY,
    LATE,
    REASONS,
    REFUSAL,
    a_queue,
    a_session,
    booked,
    sessions_of,
    the_panel,
)
from screen_text import wait_for
from textual.events import Paste

from ehc_tui.app import EhcApp
from ehc_tui.casework import advice, decisions, meetings, minutes
from ehc_tui.casework.deciding import Verdict, decide
from ehc_tui.casework.diary import Slot
from ehc_tui.casework.meetings import Agreed
from ehc_tui.casework.removing import keep_for
from ehc_tui.casework.staff import list_person
from ehc_tui.commands import COMMANDS
from ehc_tui.law.model import Fact
from ehc_tui.screens.base import BaseScreen
from ehc_tui.screens.case import CaseScreen
from ehc_tui.screens.panel import PanelScreen
from ehc_tui.screens.panel_agenda import AgendaScreen
from ehc_tui.screens.panel_pack import PackScreen
from ehc_tui.screens.panel_sessions import SessionsScreen
from ehc_tui.screens.retention import RetentionScreen
from ehc_tui.screens.scheduling import SchedulingScreen
from ehc_tui.session import SavedSession, load_session
from ehc_tui.settings import Settings
from ehc_tui.store.engine import open_store
from ehc_tui.widgets.line_input import LineInput

HALF = "The school will send it, they Ω {form}"
OFFERED, HELD = "E26-0400", "E26-0401"


class Typed(NamedTuple):
    """A question, what is typed, and what is offered when it is asked again."""

    question: str
    typed: str
    offered: str


class Pressed(NamedTuple):
    """A question, and the key of one of its choices: a choice is one key, and is made again."""

    question: str
    key: str


Form = Sequence[Typed | Pressed]


def words(question: str, text: str = HALF) -> Typed:
    return Typed(question, text, text)


def day(question: str, typed: str = "-2d", offered: str = "19 Nov 2026") -> Typed:
    """A day that was answered is offered as that day, whatever was typed for it."""
    return Typed(question, typed, offered)


class Place(NamedTuple):
    """A screen of a store, and the forms on it: the keys that lead to each, and its questions.

    The last answer of a form is only half given when the line drops.
    """

    make: Callable[[Path], Office]
    screen: Callable[[Office], BaseScreen | None]
    shows: str
    forms: dict[str, tuple[str, Form]]


def a_case(path: Path) -> Office:
    office = Office(path, ME)
    case_id = a_case_in_its_18th_week(office)
    office.do(decisions.record, case_id, Fact("exceptional_circumstances", date(2026, 9, 20)))
    office.do(advice.add_line, case_id, "other", "Occupational therapy")
    office.do(advice.add_line, case_id, "other", "Early help")
    office.do(list_person, "j.okafor", "manager", ME)
    office.do(list_person, "m.hughes", "manager", "M Hughes", owner=True)
    return office


def meetings_of(path: Path) -> MeetingRoom:
    office = MeetingRoom(path)
    office.arranged()
    office.refused(OFFERED, "Novak", "Ema")
    office.offered(OFFERED)
    office.refused(HELD, "Rahman", "Aisha")
    held = office.arranged(Slot(date(2026, 11, 20), time(9), 60), HELD)
    agreed = [Agreed("Write to the school", "SENCo")]
    office.do(meetings.hold, held, date(2026, 11, 20), "Agreed to go on.", agreed)
    return office


def meeting(office: Office, ref: str) -> int:
    """The meeting of a case."""
    (found,) = office.file(ref).meetings
    return found.id


def a_panel(path: Path) -> Office:
    office = Office(path, ME)
    a_queue(office)
    booked(office, a_session(office), COMPLETE)
    booked(office, a_session(office, TODAY), EARLY)
    held = a_session(office, date(2026, 11, 19))
    booked(office, held, LATE)
    verdict = Verdict(office.file(LATE).row.id, "plan_decision", "Issue", REASONS)
    office.do(decide, verdict)
    (row,) = [one for one in sessions_of(office) if one.id == held]
    office.do(minutes.hold, held, {member.id: True for member in row.members}, "")
    return office


def closed_cases(path: Path) -> Office:
    council = Council(path)
    council.hughes.do(keep_for, 6, None, WHY)
    council.close()
    return council.begum


def session_on(on: date) -> Callable[[Office], BaseScreen]:
    def screen(office: Office) -> BaseScreen:
        (row,) = [one for one in sessions_of(office) if one.on == on]
        return AgendaScreen(the_panel(office), row.id)

    return screen


ALLOCATE: Form = (Pressed("Allocate", "c"), words("Allocate"))
DETAILS = (words("From", "10:15"), words("Where", "Room 7"), words("Chair", HALF))
PLACES = {
    "the caseload": Place(
        a_case,
        lambda office: None,
        REF,
        {
            "caseload.allocate": ("a", ALLOCATE),
            "caseload.new": (
                "n",
                (
                    words("child", "Novak, Ema"),
                    words("born", "3/2/18"),
                    day("request received"),
                    words("setting"),
                ),
            ),
            "caseload.save_view": ("V", (words("Save"),)),
            "caseload.import": ("i", (words("Tracker file", "~/nothing/trac"),)),
        },
    ),
    "a case": Place(
        a_case,
        lambda office: CaseScreen(REF, None),
        "Why:",
        {
            "case.record": ("1 r e", (day("Exceptional personal circumstances on"), words("Until", "2/1"))),
            "case.rely": ("1 G x", (words("Evidence", "Letter of 3 May"), words("impractical because"))),
            "case.ask": ("2 G a", (words("asked on", "-3"),)),
            "case.ask_all": ("2 A", (words("Early help asked on", "fr"),)),
            "case.receive": ("2 G i", (words("came in on", "-7"),)),
            "case.chase": ("2 g down down down s", (words("chased on", "-4"),)),
            "case.chase_all": ("2 S", (words("chased on", "-5"),)),
            "case.existing": ("2 G E y", (words("existing advice accepted on", "-6"),)),
            "case.not_needed": ("2 G minus", (words("is not needed because"),)),
            "case.add_adviser": ("2 plus", (Pressed("Add", "h"), words("Who gives"))),
            "case.correct": ("4 g e", (words("really on", "19/7"),)),
            "case.note": ("n", (words("Note"),)),
            "case.restrict": ("R", (words("Who alone may see", "M Hughes"), words("Because"))),
            "case.contact": ("c", (day("Contact with the family on"), words("What was said on 19 Nov"))),
        },
    ),
    "a meeting to offer": Place(
        meetings_of,
        lambda office: SchedulingScreen(NIAMH),
        "░ free",
        {"meeting.offer": ("o", (words("offered to the family on", "-1"),))},
    ),
    "a meeting offered": Place(
        meetings_of,
        lambda office: SchedulingScreen(OFFERED, meeting(office, OFFERED)),
        "░ free",
        {
            "meeting.accept": ("a", (words("accepted on", "-1"),)),
            "meeting.decline": ("d", (words("declined on", "-2"),)),
        },
    ),
    "a meeting": Place(
        meetings_of,
        lambda office: SchedulingScreen(KWAME, meeting(office, KWAME)),
        "░ free",
        {
            "meeting.arrange": (
                "enter",
                (words("start and minutes", "9:30 45"), words("Place, link or both")),
            ),
            "meeting.hold": (
                "H",
                (
                    day("Held on", "-1d", "20 Nov 2026"),
                    Pressed("It is arranged for", "y"),
                    words("What came of it?", "They agreed on"),
                    words("Agreed action", "Send the report"),
                    words("Who does it?", "The SENCo"),
                    Typed("By when?", "14d", "5 Dec 2026"),
                    words("Agreed action"),
                ),
            ),
            "meeting.cancel": ("c", (words("Called off because"),)),
            "meeting.include": ("tab down down space", (Pressed("to be there?", "n"), words("Why not?"))),
            "meeting.invited": ("v", (Pressed("Invited:", "e"), words("Invited on", "-2"))),
            "meeting.name": ("tab n", (words("Name <e-mail>"),)),
            "meeting.add": ("plus", (words("Who else?"),)),
            "meeting.interpreter": ("i", (words("Interpreter for"),)),
        },
    ),
    "a meeting held": Place(
        meetings_of,
        lambda office: SchedulingScreen(HELD, meeting(office, HELD)),
        "Agreed to go on",
        {
            "meeting.agree": ("t", (words("Agreed action"),)),
            "meeting.done": ("tab G x", (words("Done on", "-4"),)),
        },
    ),
    "the queue of the panel": Place(
        a_panel,
        lambda office: PanelScreen(the_panel(office)),
        COMPLETE,
        {
            "panel.take_off": (f"{COMPLETE} x", (words(f"{COMPLETE} off"),)),
            "panel.recommend": (f"{COMPLETE} r", (Pressed("Recommend for", "y"), words("Reasons to issue"))),
        },
    ),
    "the sessions": Place(
        a_panel,
        lambda office: SessionsScreen(the_panel(office)),
        "26 Nov 2026",
        {
            "session.new": ("n", (day("The panel sits on", "17/12", "17 Dec 2026"), *DETAILS)),
            "session.change": ("e", (day("The panel sits on", "18/12", "18 Dec 2026"), *DETAILS)),
            "session.member": ("plus", (words("Member, role"),)),
            "session.cancel": ("c", (words("Called off because"),)),
        },
    ),
    "an agenda": Place(
        a_panel,
        session_on(date(2026, 11, 26)),
        COMPLETE,
        {
            "agenda.add": ("a", (words("Put on the agenda", "E26-04"),)),
            "agenda.take_off": ("x", (words(f"{COMPLETE} off because"),)),
            "agenda.allot": ("t", (words("Minutes for", "4"),)),
            "agenda.interest": ("i", (Pressed("interest of", "2"), words("Which interest"))),
        },
    ),
    "an agenda of today": Place(
        a_panel,
        session_on(TODAY),
        EARLY,
        {
            "agenda.hold": (
                "H",
                (
                    Pressed("Not decided yet", "y"),
                    words("Apologies", "Byrne"),
                    words("Notes for the minutes"),
                ),
            ),
        },
    ),
    "minutes": Place(
        a_panel,
        session_on(date(2026, 11, 19)),
        "held",
        {
            "agenda.correct": (
                "e",
                (Pressed("Put right", "n"), words("Notes", "Began at eleven"), words("Because")),
            )
        },
    ),
    "a pack to decide": Place(
        a_panel,
        lambda office: PackScreen(the_panel(office), [COMPLETE], COMPLETE),
        "Kwame",
        {
            "pack.decide": (
                "d",
                (
                    Pressed("Decided:", "d"),
                    words("Defer for", "The new report"),
                    Typed("Until", "2w", "5 Dec 2026"),
                    words("Who obtains it"),
                ),
            ),
            "pack.recommend": ("r", (Pressed("Recommend for", "n"), words("Reasons not to issue"))),
            "pack.summarise": ("s", (Pressed("What does it say", "1"), words("Summary"))),
            "pack.describe": ("e", (Typed("Primary need", "SLCN", "SLCN"), words("Locality"))),
        },
    ),
    "a pack that is decided": Place(
        a_panel,
        lambda office: PackScreen(the_panel(office), [LATE], LATE),
        "Aisha",
        {
            "pack.tell": ("t", (words("Family told", "-1"),)),
            "pack.tick": ("G x", (words("Done on", "-2"),)),
            "pack.correct": (
                "E",
                (Pressed("really", "n"), words("Reasons not to issue", REFUSAL), words("Put right because")),
            ),
        },
    ),
    "closed cases": Place(
        closed_cases,
        lambda office: RetentionScreen(),
        "T-0001",
        {"retention.propose": ("r", (words("Propose to remove"),))},
    ),
}
WITHOUT_WORDS = {
    "app.undo",
    "caseload.chase",
    "case.stop_relying",
    "case.remove",
    "meeting.reply",
    "import.bring_in",
    "panel.book",
    "session.leave",
    "agenda.move",
    "agenda.earlier",
    "agenda.later",
    "history.take_back",
    "retention.keep",
    "conflict.record",
}
"""What is done by keys alone."""
TYPED_ANEW = {"retention.confirm"}
"""Who removes a case for good types its reference each time."""


def test_every_command_that_asks_for_words_is_walked_through() -> None:
    walked = {command for place in PLACES.values() for command in place.forms}
    assert walked | WITHOUT_WORDS | TYPED_ANEW == {found.id for found in COMMANDS if found.changes}


@pytest.mark.parametrize("name", PLACES)
async def test_what_was_typed_when_the_line_dropped_is_there_on_return(name: str, tmp_path: Path) -> None:
    place, kept = PLACES[name], tmp_path / "session.json"
    office = place.make(tmp_path / "store.db")
    async with AsyncExitStack() as stack:
        at = await arrives(stack, place, office, SavedSession(kept))
        for command, (keys, form) in place.forms.items():
            gives_way(at)
            await opens(at, place, office, keys)
            for number, step in enumerate(named(form, command), start=1):
                await answers(at, step, last=number == len(form))
        os.kill(os.getpid(), signal.SIGHUP)
        await wait_for(at.pilot, lambda: not at.app.is_running or at.app._exit)
    async with AsyncExitStack() as stack:
        left = load_session(kept)
        left.remember(open_case="", open_pack="")
        at = await arrives(stack, place, office, left)
        for command, (keys, form) in place.forms.items():
            gives_way(at)
            await opens(at, place, office, keys)
            for number, step in enumerate(named(form, command), start=1):
                await finds(at, step, last=number == len(form))
    office.store.close()


def named(form: Form, command: str) -> list[Typed | Pressed]:
    """The steps of a form, with words that stand in no other."""
    return [type(step)(*(part.format(form=command) for part in step)) for step in form]


def gives_way(at: AtTheKeys) -> None:
    """The dialogue goes as it does when the program ends: without an answer and without stepping back."""
    at.app.workers.cancel_group(at.app.screen, "flow")


async def arrives(stack: AsyncExitStack, place: Place, office: Office, session: SavedSession) -> AtTheKeys:
    """Somebody opens the program."""
    store = stack.enter_context(open_store(office.store.path))
    settings = Settings(process="west-northants")
    app = EhcApp(store, settings, TODAY, ME, session=session, now=lambda: NOW)
    pilot = await stack.enter_async_context(app.run_test(size=WIDE))
    return AtTheKeys(app, pilot)


async def opens(at: AtTheKeys, place: Place, office: Office, keys: str) -> None:
    """Go to the screen as it is when it is opened, put the cursor there and press the keys of a form."""
    while len(at.app.screen_stack) > 1:
        await at.app.pop_screen()
    if screen := place.screen(office):
        await at.app.push_screen(screen)
    await at.sees(place.shows)
    for key in keys.split():
        if key.startswith("E26-"):
            await goes_to(at, key)
        else:
            await at.press(key)
            await at.pilot.pause()


async def goes_to(at: AtTheKeys, row: str) -> None:
    while not any("▸" in line and row in line for line in at.text.splitlines()):
        await at.press("down")
        await at.pilot.pause()


async def asks(at: AtTheKeys, step: Typed | Pressed) -> LineInput:
    """Wait for the question of a step."""
    await at.sees(step.question)
    field = at.app.screen.query_one(LineInput)
    await wait_for(at.pilot, lambda: at.asked and field.display == isinstance(step, Typed))
    return field


async def answers(at: AtTheKeys, step: Typed | Pressed, *, last: bool) -> None:
    """Answer a step; the last one of a form only half."""
    field = await asks(at, step)
    if isinstance(step, Pressed):
        await at.press(step.key)
        return
    await at.press("ctrl+u")
    field.post_message(Paste(step.typed))
    await wait_for(at.pilot, lambda: step.typed in at.app.desk.session.drafts.values())
    if not last:
        await at.press("enter")


async def finds(at: AtTheKeys, step: Typed | Pressed, *, last: bool) -> None:
    """Find what was typed in its place, and go on with it."""
    field = await asks(at, step)
    if isinstance(step, Pressed):
        await at.press(step.key)
        return
    await wait_for(at.pilot, lambda: field.value == step.offered)
    if not last:
        await at.press("enter")
