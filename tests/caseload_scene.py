"""The caseload on a screen and somebody at the keys, for tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from at_the_keys import AtTheKeys
from office import ADVISERS, NOW, TODAY, Office, imported
from screen_text import screen_lines, wait_for
from textual.pilot import Pilot

from ehc_tui.app import EhcApp
from ehc_tui.casework.inputs import ImportedCase
from ehc_tui.law.model import Fact
from ehc_tui.screens.caseload import CaseloadScreen
from ehc_tui.session import SavedSession
from ehc_tui.settings import Settings
from ehc_tui.store.engine import open_store

ME = "J Okafor"


class Scene(AtTheKeys):
    """The caseload screen, and what its store holds."""

    def __init__(self, app: EhcApp, pilot: Pilot[None], office: Office) -> None:
        super().__init__(app, pilot)
        self.office = office

    @property
    def screen(self) -> CaseloadScreen:
        """The caseload."""
        home = self.app.screen_stack[0]
        assert isinstance(home, CaseloadScreen)
        return home

    @property
    def refs(self) -> list[str]:
        """The references in sight, from the top."""
        words = (word.lstrip("▸●") for line in screen_lines(self.app)[4:] for word in line.split()[:2])
        return [word for word in words if _is_ref(word)]

    @property
    def cursor(self) -> str:
        """The reference under the cursor."""
        line = next(line for line in screen_lines(self.app)[4:] if line.startswith("▸"))
        return next(word.lstrip("▸●") for word in line.split() if _is_ref(word.lstrip("▸●")))

    async def is_on(self, ref: str) -> None:
        """Wait until the cursor is on a case."""
        await wait_for(self.pilot, lambda: f"▸ {ref}" in self.text or f"▸●{ref}" in self.text)


def _is_ref(word: str) -> bool:
    return word[:2] in ("E2", "T-") and word[-1].isdigit()


@asynccontextmanager
async def on_caseload(
    office: Office,
    size: tuple[int, int] = (80, 24),
    *,
    read_only: bool = False,
    theme: str = "dark",
    session: SavedSession | None = None,
    me: str = ME,
) -> AsyncIterator[Scene]:
    """Open the caseload of the office's store on a screen of that size."""
    store = open_store(office.store.path, read_only=read_only)
    app = EhcApp(
        store, Settings(theme=theme), TODAY, me, read_only=read_only, session=session, now=lambda: NOW
    )
    async with app.run_test(size=size) as pilot:
        scene = Scene(app, pilot, office)
        await wait_for(pilot, lambda: " of " in scene.text or "no cases here yet" in scene.text)
        yield scene
    store.close()


def make_office(path: Path) -> Office:
    """The office of J Okafor."""
    return Office(path, ME)


def a_team(office: Office) -> None:
    """One case overdue, one due on Monday, one with time left that nobody has yet, and a closed one."""
    came = [(key, date(2026, 9, 20)) for key in ADVISERS]
    office.bring_in(
        _case(
            "E26-0412", "Rahman", "Aisha", date(2026, 7, 20), date(2026, 8, 20), came=came[:4], caseworker=ME
        ),
        _case(
            "E26-0398",
            "O'Connor",
            "Niamh",
            date(2026, 7, 6),
            date(2026, 8, 10),
            came=came,
            plan=Fact("plan_decision", date(2026, 10, 12), "Issue"),
            caseworker="M Hughes",
        ),
        _case(
            "E26-0501",
            "Kowalczyk",
            "Łukasz",
            date(2026, 10, 26),
            None,
            setting="Northgate Academy",
            caseworker="",
        ),
        _case(
            "E26-0101",
            "Osei",
            "Kwame",
            date(2026, 3, 2),
            date(2026, 4, 10),
            came=came,
            plan=Fact("plan_decision", date(2026, 6, 10), "Issue"),
            final=Fact("final_sent", date(2026, 7, 1)),
        ),
    )


def a_long_list(office: Office, number: int = 90) -> None:
    """So many cases, one received each day, the oldest first due."""
    office.bring_in(*(imported(n, date(2026, 11, 20) - timedelta(days=n)) for n in range(1, number + 1)))


def _case(
    ref: str,
    surname: str,
    forename: str,
    received: date,
    decided: date | None,
    *,
    plan: Fact | None = None,
    final: Fact | None = None,
    **details: Any,
) -> ImportedCase:
    case = imported(1, received, decided, ref=ref, surname=surname, forename=forename, **details)
    return replace(case, facts=(*case.facts, *(fact for fact in (plan, final) if fact)))
