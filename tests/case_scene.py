"""A case on the screen and somebody at the keys, for tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from at_the_keys import AtTheKeys
from office import NOW, TODAY, Office
from textual.pilot import Pilot

from ehc_tui.app import EhcApp
from ehc_tui.casework import advice, decisions, notes
from ehc_tui.law.model import Fact
from ehc_tui.screens.case import CaseScreen, Neighbour
from ehc_tui.settings import Settings
from ehc_tui.store.engine import open_store
from ehc_tui.store.rows import CaseFile

ME = "J Okafor"
SMALL, WIDE = (80, 24), (120, 40)
REF = "E26-0412"


class Scene(AtTheKeys):
    """The case screen, and what its store holds."""

    def __init__(self, app: EhcApp, pilot: Pilot[None], screen: CaseScreen, office: Office) -> None:
        super().__init__(app, pilot)
        self.screen, self.office = screen, office

    @property
    def file(self) -> CaseFile:
        """The case as it is in the store."""
        return self.office.file(self.screen.ref)

    async def goes_to(self, row: str) -> None:
        """Move down until the cursor is on a row with these words."""
        for _ in range(40):
            if any("▸" in line and row in line for line in self.text.splitlines()):
                return
            await self.press("down")
            await self.pilot.pause()
        raise AssertionError(f"No row says {row!r}:\n{self.text}")


@asynccontextmanager
async def on_case(
    office: Office,
    size: tuple[int, int] = SMALL,
    *,
    read_only: bool = False,
    neighbour: Neighbour | None = None,
    ref: str = REF,
    theme: str = "dark",
    editor: str = "",
) -> AsyncIterator[Scene]:
    """Open a case of the office's store on a screen of that size."""
    minutes = count(1)
    settings = Settings(theme=theme, editor=editor)
    store = open_store(office.store.path, read_only=read_only)
    app = EhcApp(
        store, settings, TODAY, ME, read_only=read_only, now=lambda: NOW + timedelta(minutes=next(minutes))
    )
    async with app.run_test(size=size) as pilot:
        screen = CaseScreen(ref, neighbour)
        await app.push_screen(screen)
        scene = Scene(app, pilot, screen, office)
        await scene.sees(ref)
        yield scene


def make_office(path: Path) -> Office:
    """The office of J Okafor."""
    return Office(path, ME)


def a_case_in_its_18th_week(office: Office) -> int:
    """Aisha Rahman's: assessed, psychology advice late and chased, no decision on a plan yet."""
    case_id = office.open()
    office.do(decisions.record, case_id, Fact("assess_decision", date(2026, 8, 14), "Yes"))
    keys = ["parent", "education", "health", "psychology", "social_care"]
    office.do(advice.ask, case_id, keys, date(2026, 8, 16))
    for key, on in (
        ("parent", date(2026, 9, 1)),
        ("education", date(2026, 9, 25)),
        ("health", date(2026, 10, 3)),
    ):
        office.do(advice.receive, case_id, key, on)
    office.do(advice.receive, case_id, "social_care", date(2026, 9, 20))
    office.do(advice.chase, [(case_id, "psychology")], date(2026, 10, 20))
    office.do(notes.add, case_id, "Mrs Rahman rang.", kind="contact", on=date(2026, 11, 2))
    return case_id


def colleague(office: Office, hour: int = 10, minute: int = 42) -> Office:
    """M Hughes with the same store open, at that time of today."""
    other = office.colleague("M Hughes")
    other.doing = replace(other.doing, now=NOW.replace(hour=hour, minute=minute))
    return other
