"""The main screens on the demo caseload, as a person sees them, compared with what was agreed to look right.

After a change that is meant, `python tests/golden/rewrite.py` writes the screens anew; read every one of them
before committing it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

import pytest
from office import NOW, TODAY, Office
from screen_text import screen_lines, wait_for_text
from textual.pilot import Pilot

from ehc_tui.app import EhcApp
from ehc_tui.casework.demo import make_demo_store
from ehc_tui.screens.scheduling import SchedulingScreen
from ehc_tui.settings import Settings
from ehc_tui.store.engine import open_store

ME = "J Okafor"
LATE_ADVICE, OFFERED, ARRANGED = "E26-0218", "E26-0217", "E26-0275"
"""A case that waits for advice, one whose family was offered a Way Forward meeting, one that will meet."""


class Visit:
    """The app on the demo caseload, ways to the screens of it, and what they are to show before one looks."""

    def __init__(self, app: EhcApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    async def sees(self, words: str) -> None:
        await wait_for_text(self.pilot, words)

    async def caseload(self) -> None:
        """Home."""
        await self.sees("E25-0111")
        await self.sees("180 of 250")
        await self.sees("1 Overdue 51")
        if self.app.size.height >= 30:
            await self.sees("Why:")

    async def timeline(self) -> None:
        """A case at its clocks."""
        await self.app.open_case(LATE_ADVICE)
        await self.sees("Why:")

    async def advice(self) -> None:
        """The checklist of the same case, at the piece that is late."""
        await self.timeline()
        await self.pilot.press("2", "end")
        await self.sees("of 6 in")
        await self.sees("(g) Adulthood advice")

    async def decisions(self) -> None:
        """What was recorded of the same case."""
        await self.timeline()
        await self.pilot.press("4")
        await self.sees("[4 Decisions]")

    async def meeting_offered(self) -> None:
        """A family that was offered a meeting."""
        await self._meeting(OFFERED)

    async def meeting_arranged(self) -> None:
        """A family that is to be met on Monday."""
        await self._meeting(ARRANGED)

    async def _meeting(self, ref: str) -> None:
        with Office(self.app.desk.store.path).store:
            (meeting,) = Office(self.app.desk.store.path).file(ref).meetings
        await self.app.push_screen(SchedulingScreen(ref, meeting.id))
        await self.sees("░ free")

    async def help(self) -> None:
        """The keys of the caseload."""
        await self.pilot.press("question_mark")
        await self.sees("On this screen")

    async def rules(self) -> None:
        """The rule book at the rule of a clock."""
        await self.timeline()
        await self.pilot.press("b")
        await self.sees("Running now")


SCREENS: dict[str, Callable[[Visit], Awaitable[None]]] = {
    visit.__name__: visit
    for visit in (
        Visit.caseload,
        Visit.timeline,
        Visit.advice,
        Visit.decisions,
        Visit.meeting_offered,
        Visit.meeting_arranged,
        Visit.help,
        Visit.rules,
    )
}


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo caseload of 21 November 2026."""
    doing = Office(tmp_path_factory.mktemp("office") / "none.db", ME).doing
    assert doing.today == TODAY == date(2026, 11, 21)
    return make_demo_store(tmp_path_factory.mktemp("demo") / "demo.db", doing)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids="{0[0]}x{0[1]}".format)
@pytest.mark.parametrize("name", SCREENS)
async def test_the_screen_looks_as_agreed(
    name: str, size: tuple[int, int], demo: Path, golden: Callable[[str, str], None]
) -> None:
    with open_store(demo, read_only=True) as store:
        app = EhcApp(store, Settings(theme="dark"), TODAY, ME, now=lambda: NOW)
        async with app.run_test(size=size) as pilot:
            await SCREENS[name](Visit(app, pilot))
            await pilot.pause()
            golden(f"screen_{name}_{size[0]}x{size[1]}.txt", "\n".join(screen_lines(app)) + "\n")
