"""How often the screen is drawn for a key: once, with all that the key brings about."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from caseload_scene import ME, a_long_list, make_office
from office import NOW, TODAY, Office
from screen_text import screen_text, type_text, wait_for, wait_for_text
from textual.pilot import Pilot
from wire import Wire, on_the_wire, settled

import ehc_tui.app
from ehc_tui.app import EhcApp
from ehc_tui.settings import Settings
from ehc_tui.store.engine import open_store
from ehc_tui.widgets.frames import Frames

NEVER = 60.0


class Watched(EhcApp):
    """The app, and what stood on the screen after each time that something was written to the terminal."""

    CSS_PATH = Path(ehc_tui.app.__file__).with_name("app.tcss")
    frames_seen: list[str]

    def _difference(self, lines: Any) -> str:
        data = super()._difference(lines)
        if data:
            self.frames_seen.append(screen_text(self))
        return data


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    here = make_office(tmp_path_factory.mktemp("frames") / "caseload.db")
    a_long_list(here, 150)
    yield here
    here.store.close()


@pytest.fixture(autouse=True)
def in_good_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, answers are there before anybody notices."""
    wait_for_it = Frames.wait_for

    def patient(self: Frames, what: object, _seconds: float) -> None:
        wait_for_it(self, what, NEVER)

    monkeypatch.setattr(Frames, "wait_for", patient)


async def sitting(office: Office, journey: Callable[[Watched, Pilot[Any]], Awaitable[None]]) -> None:
    store = open_store(office.store.path)
    app = Watched(store, Settings(theme="ansi"), TODAY, ME, now=lambda: NOW)
    app.frames_seen = []

    async def begun(pilot: Pilot[Any], wire: Wire) -> None:
        await wait_for_text(pilot, " of 15")
        app.screen.query_one("#detail").display = False
        await settled(pilot, wire)
        await journey(app, pilot)

    await on_the_wire(app, (120, 40), begun)
    store.close()


async def first_frame(app: Watched, pilot: Pilot[Any], key: str) -> str:
    app.frames_seen.clear()
    await pilot.press(key)
    await wait_for(pilot, lambda: bool(app.frames_seen))
    return app.frames_seen[0]


async def test_an_order_is_on_the_screen_together_with_the_end_of_the_question(office: Office) -> None:
    async def journey(app: Watched, pilot: Pilot[Any]) -> None:
        assert "Sort by" in await first_frame(app, pilot, "s")
        sorted_by_ref = await first_frame(app, pilot, "r")
        assert "Sort by" not in sorted_by_ref
        assert "by reference" in sorted_by_ref
        assert "▸ T-0001" in sorted_by_ref

    await sitting(office, journey)


async def test_a_letter_is_on_the_screen_together_with_the_cases_it_finds(office: Office) -> None:
    async def journey(app: Watched, pilot: Pilot[Any]) -> None:
        await first_frame(app, pilot, "slash")
        found = await first_frame(app, pilot, "z")
        assert " Filter z" in found
        assert "z open, by next due" in found
        children = [line[13:36] for line in found.splitlines() if " T-0" in line]
        assert children and all("z" in child.lower() for child in children)

    await sitting(office, journey)


async def test_a_case_is_drawn_when_it_has_been_read_and_not_before(office: Office) -> None:
    async def journey(app: Watched, pilot: Pilot[Any]) -> None:
        opened = await first_frame(app, pilot, "enter")
        assert "[1 Timeline" in opened
        assert "Why:" in opened
        assert "all open, by next due" in await first_frame(app, pilot, "escape")

    await sitting(office, journey)


async def test_keys_typed_in_one_go_are_one_frame(office: Office) -> None:
    async def journey(app: Watched, pilot: Pilot[Any]) -> None:
        app.frames_seen.clear()
        await type_text(pilot, "jjjjj")
        await wait_for(pilot, lambda: bool(app.frames_seen))
        assert len(app.frames_seen) == 1
        await pilot.press("pagedown")
        await wait_for(pilot, lambda: len(app.frames_seen) == 2)

    await sitting(office, journey)


async def test_a_frame_waits_for_all_of_it_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    drawn: list[bool] = []
    frames = Frames(lambda: drawn.append(frames.wait))
    frames.wait_for("the key", NEVER)
    frames.wait_for("the list", NEVER)
    frames.there("the key")
    frames.there("what nobody waits for")
    assert frames.wait and not drawn
    frames.there("the list")
    assert drawn == [False]
    frames.wait_for("a slow list", 0)
    while len(drawn) < 2:
        await asyncio.sleep(0)
    assert not frames.wait
    frames.there("a slow list")
    assert len(drawn) == 2
