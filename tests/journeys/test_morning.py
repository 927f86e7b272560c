"""A caseworker's morning, from the team's spreadsheet to an arranged meeting, by keys alone."""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from journeys.terminal import typed
from meeting_room import Scene
from office import NOW, TODAY, Office
from screen_text import screen_lines, wait_for

from ehc_tui.app import EhcApp
from ehc_tui.screens.base import BaseScreen
from ehc_tui.session import SavedSession, load_session
from ehc_tui.settings import Settings
from ehc_tui.store.engine import open_store

ME = "J Okafor"
SMALL, WIDE, TINY = (80, 24), (120, 40), (60, 20)
BOTH = pytest.mark.parametrize("size", [SMALL, WIDE], ids="{0[0]}x{0[1]}".format)
TEAM = Path(__file__).parents[1] / "exchange" / "trackers" / "team.xlsx"
NEW_REQUEST = "EHC-12039"
Opened = Callable[..., AbstractAsyncContextManager[Scene]]


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Opens the app on the one store of the test, as it was left by whoever had it open before."""
    monkeypatch.chdir(tmp_path)
    path, kept = tmp_path / "caseload.db", tmp_path / "session.json"
    minutes = count(1)

    @asynccontextmanager
    async def open_app(size: tuple[int, int] = SMALL, *, read_only: bool = False) -> AsyncIterator[Scene]:
        session = load_session(kept) if kept.exists() else SavedSession(kept)
        with open_store(path, read_only=read_only) as store:
            app = EhcApp(
                store,
                Settings(theme="dark"),
                TODAY,
                ME,
                read_only=read_only,
                session=session,
                now=lambda: NOW + timedelta(minutes=next(minutes)),
            )
            async with app.run_test(size=size) as pilot:
                scene = Scene(app, pilot, Office(path, ME))
                await wait_for(pilot, lambda: bool(scene.text.strip()))
                yield scene
                scene.office.store.close()

    return open_app


@pytest.fixture
def team(tmp_path: Path) -> Office:
    """The team's tracker has been imported."""
    office = Office(tmp_path / "caseload.db", ME)
    office.store.close()
    assert typed("import", TEAM, "--store", office.store.path).returncode == 0
    return office


def under_the_cursor(scene: Scene) -> str:
    """The line of the cursor."""
    return next((line for line in screen_lines(scene.app) if line.startswith("▸")), "")


@BOTH
async def test_from_the_spreadsheet_to_a_meeting_with_the_family(
    opened: Opened, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with opened(size) as scene:
        await scene.sees("There are no cases here yet.", "i import the tracker")
        await scene.press("i")
        await scene.answer("Tracker file", str(TEAM))
        await scene.sees("60 rows · 60 good · 0 rejected", "Press i to import.")
        await scene.press("i")
        await scene.sees("Import 60 cases from team.xlsx?")
        await scene.press("y")
        await scene.sees("60 new", "39 of 60", "EHC-12004", "! 136 late")
        rows = [line for line in screen_lines(scene.app) if "EHC-12" in line]
        late = ["late" in line.partition("/5")[0] for line in rows]
        assert late == sorted(late, reverse=True)

        await scene.press("slash")
        await scene.answer("Filter", "mine patel")
        await scene.sees("mine patel open", "1 of 60", NEW_REQUEST)
        await scene.press("enter")
        await scene.sees("Aisha Patel", "Why: request received", "+ 6 weeks", "must be told the decision")

        await scene.press("r", "a")
        await scene.answer("Decision whether to assess told on", "fri")
        await scene.sees("Decided")
        await scene.press("y")
        await scene.sees("Recorded: decision to assess told, 20 Nov 2026.")

        await scene.press("2", "A")
        await scene.answer("5 advisers asked on")
        await scene.sees("Asked for advice: 5 advisers, 21 Nov 2026.", "2 Jan")
        await scene.press("s")
        await scene.answer("chased on")
        await scene.sees("Chased", "1×")

        await scene.press("r", "d")
        await scene.answer("Decision on a plan told on")
        await scene.sees("Decided")
        await scene.press("d")
        await scene.sees("[4 Decisions]", "offers a Way Forward meeting after this decision")
        await scene.press("o")
        await scene.sees(
            "Appeal window runs to Thu 21 Jan 2027", "This meeting does not change it.", "░ free"
        )
        await scene.press("o")
        await scene.answer("offered to the family on")
        await scene.sees("Offered on 21 Nov 2026.")
        await scene.press("a")
        await scene.answer("The family accepted on")
        await scene.sees("Accepted.")
        await scene.press("right", "enter")
        await scene.answer("start and minutes")
        await scene.answer("Place, link or both", "Room 3")
        await scene.sees("to be there?")
        await scene.press("y")
        await scene.sees("Arranged for Tue 24 Nov 2026, 10:00 to 11:00, Room 3")

        await scene.press("escape", "escape")
        await scene.sees("1 of 60", "Family: ", "61 days")
        await scene.press("e")
        await scene.answer("Write EHC-12039 to", "mine.csv")
        await scene.sees("1 case written to")
        (line,) = csv.DictReader((tmp_path / "mine.csv").read_text("utf-8-sig").splitlines())
        assert (line["Reference"], line["Plan decision"]) == (NEW_REQUEST, "Do not issue")

        await scene.press("u")
        await scene.sees("Take back", "Arranged")
        await scene.press("y")
        await scene.sees("Took back")
        assert scene.office.file(NEW_REQUEST).meetings[0].status == "accepted"


@BOTH
async def test_the_next_start_is_where_the_last_one_ended(
    opened: Opened, team: Office, size: tuple[int, int]
) -> None:
    async with opened(size) as scene:
        await scene.sees("39 of 60")
        await scene.press("slash")
        await scene.answer("Filter", "state:overdue")
        await scene.sees("state:overdue open")
        await scene.press("s", "c")
        await scene.sees("by child")
        await scene.press("down", "down")
        await wait_for(scene.pilot, lambda: bool(under_the_cursor(scene)))
        line = under_the_cursor(scene)
        ref = line.split()[1]
        await scene.press("enter")
        await scene.sees("[1 Timeline", ref)
        await scene.press("q")
    async with opened(size) as scene:
        await scene.sees("[1 Timeline", ref)
        await scene.press("escape")
        await scene.sees("state:overdue open", "by child")
        assert under_the_cursor(scene) == line


@pytest.fixture
def update(tmp_path: Path) -> Path:
    """A tracker in which one case has gone to a colleague."""
    path = tmp_path / "update.csv"
    path.write_text(
        f"ID,Surname,Forename,Request received,Caseworker\n{NEW_REQUEST},Patel,Aisha,26/10/2026,D Ferreira\n"
    )
    return path


async def test_the_case_was_changed_from_another_program_while_a_question_was_open(
    opened: Opened, team: Office, update: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ehc_tui.app.POLL_SECONDS", 3600)
    async with opened(WIDE) as scene:
        await scene.app.open_case(NEW_REQUEST)
        await scene.sees("Aisha Patel")
        await scene.press("r", "a")
        await scene.sees("Decision whether to assess told on")
        assert typed("import", update, "--store", team.store.path).returncode == 0
        await scene.answer("Decision whether to assess told on", "19/11")
        await scene.sees("Decided")
        await scene.press("y")
        await scene.sees(
            "Recorded: decision to assess told, 19 Nov 2026.",
            "Meanwhile ",
            "recorded “Imported update.csv",
            "both stand",
        )
        file = scene.office.file(NEW_REQUEST)
        assert [recorded.fact.kind for recorded in file.facts] == ["request_received", "assess_decision"]
        assert file.row.caseworker == "D Ferreira"


async def test_what_another_program_changes_appears_by_itself_and_the_cursor_stays(
    opened: Opened, team: Office, update: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ehc_tui.app.POLL_SECONDS", 0.05)
    async with opened((200, 50)) as scene:
        await scene.sees("39 of 60")
        await scene.press("down", "down")
        await scene.sees("▸ EHC-12020")
        assert typed("import", update, "--store", team.store.path).returncode == 0
        await scene.sees("D Ferreira", "▸ EHC-12020")


@BOTH
async def test_the_terminal_shrinks_in_the_middle_of_a_question_and_grows_again(
    opened: Opened, team: Office, size: tuple[int, int]
) -> None:
    async with opened(size) as scene:
        await scene.sees("39 of 60")
        await scene.press("enter")
        await scene.sees("Why:")
        await scene.press("n")
        await scene.sees("Note")
        await scene.press(*"Half")
        for width, height in (TINY, (20, 6), (200, 50), size):
            await scene.pilot.resize_terminal(width, height)
            await scene.pilot.pause()
            assert all(len(line) <= width for line in screen_lines(scene.app))
        await scene.sees("Half")
        await scene.press(*"way", "enter")
        await scene.sees("[5 Notes", "Halfway")
        for width, height in (TINY, size):
            await scene.pilot.resize_terminal(width, height)
            await scene.sees("Halfway")
        await scene.press("escape")
        await scene.sees("39 of 60")


async def do_everything(scene: Scene, *, only_changes: bool = False) -> list[str]:
    """Do every command that the screen offers, stepping back from every question; what was seen each time."""
    screen = scene.app.screen
    assert isinstance(screen, BaseScreen)
    seen = []
    for found in screen.commands:
        if found.move or found.id in ("app.quit", "app.back") or (only_changes and not found.changes):
            continue
        screen.action_do(found.id)
        await scene.pilot.pause()
        seen.append(scene.text)
        while screen.prompt.asking:
            screen.prompt.action_cancel()
            await scene.pilot.pause()
        while scene.app.screen is not screen:
            await scene.app.pop_screen()
    return seen


@pytest.mark.parametrize("read_only", [False, True])
async def test_no_command_does_harm_in_an_empty_store(opened: Opened, read_only: bool) -> None:
    async with opened():
        pass
    async with opened(read_only=read_only) as scene:
        await scene.sees("There are no cases here yet.")
        await do_everything(scene)
        await scene.sees("There are no cases here yet.")
        assert scene.office.ask("SELECT count(*) FROM act") == [(0,)]


async def test_read_only_shows_everything_and_changes_nothing(opened: Opened, team: Office) -> None:
    before = team.picture()
    async with opened(read_only=True) as scene:
        await scene.sees("read-only", "39 of 60")
        assert any("open for reading only." in seen for seen in await do_everything(scene))
        await scene.press("enter")
        await scene.sees("Why:")
        for tab in "123456":
            await scene.press(tab)
            await scene.sees(f"[{tab} ")
            said = await do_everything(scene, only_changes=True)
            assert any("open for reading only." in seen for seen in said)
    assert team.picture() == before


async def test_every_command_can_be_stepped_back_from(opened: Opened, team: Office) -> None:
    before = team.picture()
    async with opened() as scene:
        await scene.sees("39 of 60")
        await do_everything(scene)
        await scene.app.open_case("EHC-12000")
        await scene.sees("Zoë Évans")
        for tab in "123456":
            await scene.press(tab)
            await scene.sees(f"[{tab} ")
            await do_everything(scene, only_changes=True)
    assert team.picture() == before
