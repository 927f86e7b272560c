"""Every screen, in front of somebody who may not know of a case: it says no word of it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from at_the_keys import AtTheKeys
from office import NOW, TODAY, Office
from restricted_scene import HIDDEN, MANAGER, OUTSIDER, SECRETS, SEEN, a_store, the_panel

from ehc_tui import identity, screens
from ehc_tui.app import EhcApp
from ehc_tui.casework.restricting import lift, restrict
from ehc_tui.casework.together import Clash
from ehc_tui.law.process import Panel
from ehc_tui.screens.base import BaseScreen
from ehc_tui.screens.case import CaseScreen
from ehc_tui.screens.caseload import CaseloadScreen
from ehc_tui.screens.conflict import ConflictScreen
from ehc_tui.screens.drafts import DraftsScreen
from ehc_tui.screens.help import HelpScreen
from ehc_tui.screens.history import HistoryScreen
from ehc_tui.screens.importing import ImportScreen
from ehc_tui.screens.panel import PanelScreen
from ehc_tui.screens.panel_agenda import AgendaScreen
from ehc_tui.screens.panel_figures import ConsistencyScreen
from ehc_tui.screens.panel_pack import PackScreen
from ehc_tui.screens.panel_sessions import SessionsScreen
from ehc_tui.screens.reliefs import ReliefsScreen
from ehc_tui.screens.retention import RetentionScreen
from ehc_tui.screens.rules import RulesScreen
from ehc_tui.screens.scheduling import SchedulingScreen
from ehc_tui.screens.settings import SettingsScreen
from ehc_tui.settings import Settings
from ehc_tui.store.engine import open_store


@dataclass(frozen=True)
class Visit:
    """A screen, the words that show it has been read, and the keys that go through it."""

    screen: Callable[[Panel], BaseScreen]
    words: str
    keys: tuple[str, ...] = ()


def a_conflict(_panel: Panel) -> ConflictScreen:
    """Two people's dates of one fact in the case that may be seen."""
    with TemporaryDirectory() as folder:
        office = Office(Path(folder) / "caseload.db")
        office.open(SEEN)
        file = office.file(SEEN)
        office.store.close()
    return ConflictScreen(
        file.row.ref, [Clash("On", None, TODAY, date(2026, 11, 20))], file.history, file.row.id
    )


VISITS: dict[type[BaseScreen], tuple[Visit, ...]] = {
    CaseloadScreen: (Visit(lambda panel: CaseloadScreen(), "2 of 2", ("6", "6", "m", "m", "end")),),
    CaseScreen: (
        Visit(lambda panel: CaseScreen(SEEN), "E26-0001", ("2", "3", "4", "5", "6", "enter")),
        Visit(lambda panel: CaseScreen(HIDDEN), f"There is no case {HIDDEN}", ("2", "6", "r", "n")),
    ),
    SchedulingScreen: (Visit(lambda panel: SchedulingScreen(SEEN), "Mon 23", ("down", "pagedown")),),
    PanelScreen: (Visit(PanelScreen, "2 wait", ("end", "f")),),
    SessionsScreen: (Visit(SessionsScreen, "R Whitcombe", ("end", "f")),),
    AgendaScreen: (Visit(lambda panel: AgendaScreen(panel, 1), "restricted case", ("end", "enter", "v")),),
    PackScreen: (Visit(lambda panel: PackScreen(panel, [SEEN], SEEN), "Rahman", ("end", "2", "3")),),
    ConsistencyScreen: (Visit(ConsistencyScreen, "figures", ("2", "3")),),
    RulesScreen: (Visit(lambda panel: RulesScreen("issue_final_plan"), "Running now", ("2", "3", "end")),),
    ConflictScreen: (Visit(a_conflict, "was changed while you had it open", ("t", "m", "space")),),
    RetentionScreen: (Visit(lambda panel: RetentionScreen(), "has set no retention period", ("r", "c")),),
    ReliefsScreen: (Visit(lambda panel: ReliefsScreen(), "No exception is relied on", ("2", "end")),),
    ImportScreen: (Visit(lambda panel: ImportScreen(), "Import"),),
    HistoryScreen: (Visit(lambda panel: HistoryScreen(), "openings hidden", ("o", "end", "enter")),),
    DraftsScreen: (Visit(lambda panel: DraftsScreen(), "Nothing is half-typed", ("y", "x", "end")),),
    HelpScreen: (Visit(lambda panel: HelpScreen("case"), "On this screen"),),
    SettingsScreen: (Visit(lambda panel: SettingsScreen(), "What is left open", ("end",)),),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a case that the outsider may not know of, booked on the agenda of a session."""
    path = tmp_path_factory.mktemp("restricted") / "caseload.db"
    a_store(path, on_the_agenda=True)
    return path


@asynccontextmanager
async def sitting(path: Path, account: str, name: str) -> AsyncIterator[AtTheKeys]:
    """Somebody at the keys of the app."""
    with open_store(path, account=account) as opened:
        app = EhcApp(opened, Settings(theme="dark"), TODAY, name, now=lambda: NOW)
        async with app.run_test(size=(120, 40)) as pilot:
            person = AtTheKeys(app, pilot)
            await person.sees(" of ")
            yield person


def all_screens(kind: type[BaseScreen] = BaseScreen) -> Iterator[type[BaseScreen]]:
    """Every screen of the program."""
    below = kind.__subclasses__()
    for one in below:
        yield from all_screens(one)
    if not below:
        yield kind


def test_every_screen_is_visited_here() -> None:
    """But the one that lies over a case the person has open, and shows that case alone."""
    for module in pkgutil.iter_modules(screens.__path__):
        importlib.import_module(f"{screens.__name__}.{module.name}")
    ours = {screen for screen in all_screens() if screen.__module__.startswith("ehc_tui.")}
    assert ours == {*VISITS, ConflictScreen}


@pytest.mark.parametrize("screen", VISITS, ids=lambda screen: screen.__name__)
async def test_a_screen_says_no_word_of_a_hidden_case(screen: type[BaseScreen], store: Path) -> None:
    panel = the_panel(store)
    async with sitting(store, OUTSIDER, "A Begum") as person:
        for visit in VISITS[screen]:
            if screen is not CaseloadScreen:
                await person.app.push_screen(visit.screen(panel))
            await person.sees(visit.words)
            for key in ("", *visit.keys):
                if key:
                    await person.press(key)
                    await person.pilot.pause()
                shown = person.text.replace(f"There is no case {HIDDEN}", "")
                assert [word for word in SECRETS if word in shown] == [], person.text
            if screen is not CaseloadScreen:
                person.app.pop_screen()


async def test_neither_a_search_nor_a_jump_finds_it(store: Path) -> None:
    async with sitting(store, OUTSIDER, "A Begum") as person:
        await person.press("slash")
        await person.types("hollowmere")
        await person.sees("0 of 2")
        await person.press("escape", "escape", "colon")
        await person.types("0777")
        await person.press("enter")
        await person.sees("No case has the reference 0777")


async def test_an_open_case_goes_from_the_screen_when_it_is_restricted(tmp_path: Path) -> None:
    path = tmp_path / "caseload.db"
    a_store(path)
    manager = Office(path, "M Hughes", open_store(path, account=MANAGER))
    manager.do(lift, 3, owner=True)
    async with sitting(path, OUTSIDER, "A Begum") as person:
        await person.app.push_screen(CaseScreen(HIDDEN))
        await person.sees("Quillfeather", "Hollowmere")
        manager.do(restrict, 3, [MANAGER], "court order", owner=True)
        await person.app.announce_change()
        await person.sees(f"There is no case {HIDDEN}")
        assert "Quillfeather" not in person.text and "Hollowmere" not in person.text
    manager.store.close()


async def test_a_manager_restricts_and_lifts_at_the_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "caseload.db"
    a_store(path, hidden=False)
    monkeypatch.setattr(identity, "owns", lambda path: False)
    async with sitting(path, MANAGER, "M Hughes") as person:
        await person.app.push_screen(CaseScreen(SEEN))
        await person.sees("Aisha Rahman")
        await person.press("R")
        await person.answer("Who alone may see this case", "M Hughes")
        await person.answer("Because", "A colleague is her aunt")
        await person.sees("For everybody else this case is not there", "restricted E26-0001")
        with open_store(path, account=OUTSIDER) as theirs:
            assert theirs.read().execute("SELECT count(*) FROM ehc_case").fetchone() == (1,)
        await person.press("escape")
        await person.sees("restricted Rahman")
        await person.press("enter", "R")
        await person.sees("Only M Hughes see this case")
        await person.press("l")
        await person.answer("Lifted because", "She has left")
        await person.sees("Everybody in the store sees the case.")
    async with sitting(path, OUTSIDER, "A Begum") as person:
        await person.app.push_screen(CaseScreen(SEEN))
        await person.sees("Aisha Rahman")
        await person.press("R")
        await person.sees("may not say who may see a case: ask a manager")


async def test_who_works_as_somebody_else_sees_it_on_every_screen(store: Path) -> None:
    with open_store(store, account=OUTSIDER) as opened:
        app = EhcApp(
            opened,
            Settings(theme="dark"),
            date(2026, 11, 21),
            "A Begum",
            at_keyboard="S Vane (ehc-store, owner)",
            now=lambda: NOW,
        )
        async with app.run_test(size=(80, 24)) as pilot:
            person = AtTheKeys(app, pilot)
            await person.sees("as A Begum EHC casework", " of 2")
            await app.push_screen(CaseScreen(SEEN))
            await person.sees("as A Begum E26-0001")
            await person.press("n")
            await person.answer("Note", "Rang the school.")
            await person.sees("Noted.")
            await person.press("6", "enter")
            await person.sees("By A Begum, by S Vane (ehc-store, owner)")
