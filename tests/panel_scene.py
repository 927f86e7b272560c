"""The panel on a screen and somebody at the keys, for tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from at_the_keys import AtTheKeys
from case_scene import ME, SMALL, a_case_in_its_18th_week
from office import ADVISERS, TODAY, Office
from screen_text import wait_for
from textual.pilot import Pilot

from ehc_tui.app import EhcApp
from ehc_tui.casework import advice, decisions, panel
from ehc_tui.casework.sessions import open_session
from ehc_tui.casework.sitting import usual_session
from ehc_tui.law.model import Fact
from ehc_tui.law.process import Panel
from ehc_tui.screens.base import BaseScreen
from ehc_tui.screens.panel import first_panel
from ehc_tui.session import SavedSession
from ehc_tui.settings import Settings
from ehc_tui.store.engine import open_store
from ehc_tui.store.panel import read_pack, sessions
from ehc_tui.store.panel_rows import Pack, SessionRow

SITS = date(2026, 11, 26)
LATE, COMPLETE, EARLY = "E26-0412", "E26-0430", "E26-0466"
REASONS = "Two terms of SEN support with speech therapy brought no progress in reading."
REFUSAL = "Her needs are met by small group teaching at Larkrise, as the SENCo shows."


class Scene(AtTheKeys):
    """Whatever screen is on top, what it shows and what its store holds."""

    def __init__(self, app: EhcApp, pilot: Pilot[None], office: Office) -> None:
        super().__init__(app, pilot)
        self.office = office

    @property
    def screen(self) -> BaseScreen:
        """The screen on top."""
        assert isinstance(self.app.screen, BaseScreen)
        return self.app.screen

    async def answer(self, question: str, typed: str = "") -> None:
        """Wait for a question, type the answer over what stands there and press Enter."""
        await self.is_asked(question)
        if typed:
            await self.press("ctrl+u")
        await self.types(typed)
        await self.press("enter")

    async def is_asked(self, question: str) -> None:
        """Wait for a question."""
        await self.sees(question)
        await wait_for(self.pilot, lambda: self.asked)

    async def chooses(self, question: str, key: str) -> None:
        """Wait for a question and answer with a key."""
        await self.is_asked(question)
        await self.press(key)

    async def goes_to(self, row: str) -> None:
        """Move until the cursor is on a row with these words."""
        await self.press("home")
        for _ in range(120):
            await self.pilot.pause()
            if any("▸" in line and row in line for line in self.text.splitlines()):
                return
            await self.press("down")
        raise AssertionError(f"No row says {row!r}:\n{self.text}")


@asynccontextmanager
async def on_panel(
    office: Office,
    size: tuple[int, int] = SMALL,
    *,
    today: date = TODAY,
    process: str = "west-northants",
    me: str = ME,
    account: str | None = None,
    read_only: bool = False,
    session: SavedSession | None = None,
) -> AsyncIterator[Scene]:
    """Open the caseload of the office's store and press p."""
    minutes = count(1)
    now = datetime.combine(today, time(10, 42), UTC)
    app = EhcApp(
        open_store(office.store.path, read_only=read_only, account=account),
        Settings(process=process),
        today,
        me,
        read_only=read_only,
        session=session,
        now=lambda: now + timedelta(minutes=next(minutes)),
    )
    async with app.run_test(size=size) as pilot:
        scene = Scene(app, pilot, office)
        await wait_for(pilot, lambda: " of " in scene.text)
        if session is None:
            await scene.press("p")
            await scene.sees("wait")
        yield scene


def the_panel(office: Office) -> Panel:
    """The panel that decides on plans."""
    found = first_panel(office.doing.process)
    assert found
    return found


def a_queue(office: Office) -> None:
    """Three cases for the panel: one past its date with advice missing, one complete, one with time left."""
    a_case_in_its_18th_week(office)
    _assessed(office, COMPLETE, "Osei", "Kwame", date(2026, 8, 17), ADVISERS)
    _assessed(office, EARLY, "Kowalczyk", "Łukasz", date(2026, 9, 21), ("parent",))


def a_session(office: Office, on: date = SITS, capacity: int = 12) -> int:
    """A session in Room 2 with two members, on a Thursday unless another day is named."""
    new = replace(
        usual_session(the_panel(office), on),
        starts=time(9, 30),
        place="Room 2",
        chair="R Whitcombe",
        capacity=capacity,
        papers_by=on - timedelta(days=2),
        members=(("S Patel", "psychologist"), ("A Byrne", "health")),
    )
    session_id: int = office.do(open_session, new)
    return session_id


def booked(office: Office, session_id: int, *refs: str) -> None:
    """Put cases on a session."""
    for ref in refs:
        office.do(panel.book, office.file(ref).row.id, session_id)


def pack_of(office: Office, ref: str, today: date = TODAY) -> Pack:
    """The pack of a case as the store has it."""
    doing = office.doing
    return read_pack(office.store.read(), ref, the_panel(office), today, doing.book, doing.process)


def sessions_of(office: Office) -> tuple[SessionRow, ...]:
    """Every session of the panel."""
    return sessions(office.store.read(), the_panel(office).key, cancelled=True)


def _assessed(
    office: Office, ref: str, surname: str, forename: str, received: date, came: tuple[str, ...]
) -> None:
    case_id = office.open(ref, surname=surname, forename=forename, received_on=received)
    told = received + timedelta(days=28)
    office.do(decisions.record, case_id, Fact("assess_decision", told, "Yes"))
    office.do(advice.ask, case_id, list(ADVISERS), told)
    for key in came:
        office.do(advice.receive, case_id, key, min(told + timedelta(days=30), TODAY))
