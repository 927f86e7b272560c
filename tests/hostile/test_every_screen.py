"""Every command of every screen, done on hostile text: what it shows, asks, keeps and writes."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import get_args

import pytest
from hostile.corpus import TEXTS, assert_harmless
from hostile.files_read import assert_written_harmless
from hostile.poisoned import CASES, EVERYTHING, IN_USE, WAITING
from hostile.robot import Robot
from hostile.spoiling import texts_in
from office import NOW, TODAY
from screen_text import wait_for_text

import ehc_tui.screens
from ehc_tui.app import EhcApp
from ehc_tui.casework.together import Clash
from ehc_tui.commands import Scope
from ehc_tui.law.process import load_process
from ehc_tui.screens.base import BaseScreen
from ehc_tui.screens.case import CaseScreen
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
from ehc_tui.session import SavedSession
from ehc_tui.settings import Settings
from ehc_tui.store.engine import Store, open_store
from ehc_tui.store.panel import session_of, sessions

ME = Settings(me=TEXTS["a clipboard"]).person()
PLAN = load_process("west-northants").panel("plan")
Make = Callable[[Store], BaseScreen]


def newest_session(store: Store) -> int:
    """The id of the session to come."""
    return max(each.id for each in sessions(store.read(), PLAN.key))


def clashing(_store: Store) -> ConflictScreen:
    """Two people who changed two texts of one case."""
    fields = [Clash(EVERYTHING, EVERYTHING, f"{EVERYTHING} 1", f"{EVERYTHING} 2") for _ in range(2)]
    return ConflictScreen(CASES[1], fields, (), 1)


PLACES: dict[str, list[tuple[str, Make | None]]] = {
    "caseload": [("", None)],
    "case": [
        (f"case.{tab}", lambda _store, ref=ref: CaseScreen(ref))
        for tab, ref in (
            ("timeline", CASES[0]),
            ("advice", WAITING),
            ("decisions", CASES[0]),
            ("notes", CASES[0]),
        )
    ],
    "meeting": [("", lambda _store: SchedulingScreen(CASES[4], None))],
    "import": [("", lambda _store: ImportScreen(Path("t.csv")))],
    "help": [("", lambda _store: HelpScreen("case"))],
    "rules": [("", lambda _store: RulesScreen())],
    "reliefs": [("", lambda _store: ReliefsScreen())],
    "settings": [("", lambda _store: SettingsScreen())],
    "panel": [("", lambda _store: PanelScreen(PLAN))],
    "session": [("", lambda _store: SessionsScreen(PLAN))],
    "agenda": [
        ("", lambda store: AgendaScreen(PLAN, newest_session(store))),
        ("agenda.minutes", lambda _store: AgendaScreen(PLAN, 2)),
    ],
    "pack": [
        (
            "",
            lambda store: PackScreen(
                PLAN, [WAITING, CASES[0]], WAITING, session_of(store.read(), newest_session(store))
            ),
        ),
        ("", lambda _store: PackScreen(PLAN, CASES, CASES[0])),
    ],
    "consistency": [("", lambda _store: ConsistencyScreen(PLAN))],
    "history": [("", lambda _store: HistoryScreen())],
    "retention": [("", lambda _store: RetentionScreen())],
    "conflict": [("", clashing)],
    "drafts": [("", lambda _store: DraftsScreen())],
}
"""Where every scope's commands are tried: what is done there first, and the screen."""


@asynccontextmanager
async def at_the_keys(path: Path, size: tuple[int, int]) -> AsyncIterator[tuple[Robot, Store]]:
    """The robot at the app on that store, with the whole caseload shown."""
    with open_store(path) as store:
        session = SavedSession(path.with_name("session.json"))
        app = EhcApp(store, Settings(theme="dark"), TODAY, ME, session=session, now=lambda: NOW)
        async with app.run_test(size=size) as pilot:
            await wait_for_text(pilot, f" of {len(IN_USE)}")
            with app._context():
                yield Robot(pilot), store


@pytest.mark.parametrize("scope", PLACES)
async def test_everything_that_can_be_done_is_done_with_hostile_text(
    scope: str, spoilt: Path, spoilt_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "1/2/3/files"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    heading = TEXTS["an action to click"]
    (folder / "t.csv").write_text(
        f"Surname,Request received,{heading}\nOsei,20/07/2026,{heading}\n[/],x,x\n", "utf-8"
    )
    size = (80, 24) if list(PLACES).index(scope) % 2 else (120, 40)
    async with at_the_keys(spoilt, size) as (robot, opened):
        for first, make in PLACES[scope]:
            await robot.does_everything(make and (lambda make=make: make(opened)), first)
    (folder / "t.csv").unlink()
    assert_written_harmless(folder)
    before, after = (set(texts_in(path, derived=False)) for path in (spoilt_once, spoilt))
    assert_harmless(after - before, lines=True)


def test_every_scope_and_every_screen_is_among_them() -> None:
    assert set(PLACES) == set(get_args(Scope)) - {"app"}
    for module in pkgutil.walk_packages(ehc_tui.screens.__path__, "ehc_tui.screens."):
        importlib.import_module(module.name)
    assert {screen.SCOPE for screen in all_of(BaseScreen)} - {"app"} == set(PLACES)


def all_of(kind: type[BaseScreen]) -> Iterator[type[BaseScreen]]:
    """A class and all that are derived from it."""
    yield kind
    for derived in kind.__subclasses__():
        yield from all_of(derived)
