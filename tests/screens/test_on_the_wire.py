"""What each key costs on a slow line, in bytes and in questions to the store; 16 colours, as over SSH."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from caseload_scene import ME, a_long_list, make_office
from office import NOW, TODAY, Office
from screen_text import wait_for, wait_for_text
from textual.pilot import Pilot
from wire import Wire, cost, on_the_wire, settled

from ehc_tui.app import EhcApp
from ehc_tui.session import SavedSession, load_session
from ehc_tui.settings import Settings
from ehc_tui.store.engine import Reader, Store, open_store

SMALL, WIDE = (80, 24), (120, 40)
Journey = Callable[[EhcApp, Pilot[Any], Wire], Awaitable[None]]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    here = make_office(tmp_path / "caseload.db")
    a_long_list(here, 200)
    yield here
    here.store.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement about cases that the app asks the store."""
    statements: list[str] = []
    execute = Reader.execute

    def counted(self: Reader, sql: str, *given: Any) -> Any:
        if "ehc_case" in sql:
            statements.append(sql)
        return execute(self, sql, *given)

    monkeypatch.setattr(Reader, "execute", counted)
    return statements


async def run(office: Office, journey: Journey, size: tuple[int, int] = SMALL, **given: Any) -> EhcApp:
    store = open_store(office.store.path)
    app = EhcApp(store, Settings(theme="ansi"), TODAY, ME, now=lambda: NOW, **given)

    async def drive(pilot: Pilot[Any], wire: Wire) -> None:
        await wait_for_text(pilot, "T-02")
        await settled(pilot, wire)
        wire.take()
        await journey(app, pilot, wire)

    await on_the_wire(app, size, drive)
    store.close()
    return app


@pytest.mark.parametrize(("size", "line", "page"), [(SMALL, 233, 3_000), (WIDE, 360, 4_600)])
async def test_moving_through_the_list_is_cheap(
    office: Office, size: tuple[int, int], line: int, page: int
) -> None:
    async def journey(app: EhcApp, pilot: Pilot[Any], wire: Wire) -> None:
        app.screen.query_one("#detail").display = False
        await settled(pilot, wire)
        wire.take()
        assert all([0 < await cost(pilot, wire, key) <= line for key in ("down", "j", "up", "k", "down")])
        assert all([0 < await cost(pilot, wire, key) <= page for key in ("pagedown", "pageup", "G", "g")])

    await run(office, journey, size)


async def test_a_question_opens_and_closes_within_a_kilobyte(office: Office) -> None:
    async def journey(app: EhcApp, pilot: Pilot[Any], wire: Wire) -> None:
        for opening in ("slash", "colon"):
            assert 0 < await cost(pilot, wire, opening) <= 1_000
            assert 0 < await cost(pilot, wire, "ctrl+g") <= 1_000

    await run(office, journey)


async def test_typing_a_letter_into_a_question_costs_next_to_nothing(office: Office) -> None:
    async def journey(app: EhcApp, pilot: Pilot[Any], wire: Wire) -> None:
        await cost(pilot, wire, "n")
        assert await cost(pilot, wire, "N") <= 400
        assert await cost(pilot, wire, "o") <= 400

    await run(office, journey)


async def test_an_idle_program_writes_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    polls = 0
    version = Store.data_version

    def counted(self: Store) -> int:
        nonlocal polls
        polls += 1
        return version(self)

    monkeypatch.setattr(Store, "data_version", counted)
    monkeypatch.setattr("ehc_tui.app.POLL_SECONDS", 0.005)

    async def journey(app: EhcApp, pilot: Pilot[Any], wire: Wire) -> None:
        so_far = polls
        await wait_for(pilot, lambda: polls > so_far + 20)
        assert wire.take() == b""

    await run(office, journey)


async def test_the_store_is_asked_once_for_a_window_and_not_for_a_line(
    office: Office, asked: list[str]
) -> None:
    async def journey(app: EhcApp, pilot: Pilot[Any], wire: Wire) -> None:
        asked.clear()
        for key in ("down", "down", "up"):
            await cost(pilot, wire, key)
        assert asked == []
        await cost(pilot, wire, "pagedown")
        assert len(asked) <= 2
        asked.clear()
        await cost(pilot, wire, "s")
        await cost(pilot, wire, "c")
        assert len(asked) <= 12

    await run(office, journey)


async def test_a_letter_typed_in_the_filter_lays_nothing_out_and_asks_for_one_window(
    office: Office, asked: list[str]
) -> None:
    async def journey(app: EhcApp, pilot: Pilot[Any], wire: Wire) -> None:
        await cost(pilot, wire, "slash")
        laid_out: list[object] = []
        app.screen.screen_layout_refresh_signal.subscribe(app.screen, laid_out.append)
        asked.clear()
        assert 0 < await cost(pilot, wire, "t") <= 3_500
        assert laid_out == []
        assert len([one for one in asked if "surname" in one]) == 1

    await run(office, journey)


COLOUR = re.compile(rb"\x1b\[[0-9;]*\b(3[0-8]|4[0-8]|9[0-7]|10[0-7])\b[0-9;]*m")


async def test_no_color_means_none(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def journey(app: EhcApp, pilot: Pilot[Any], wire: Wire) -> None:
        for key in ("down", "slash", "x", "ctrl+g", "question_mark", "escape", "space"):
            await pilot.press(key)
        await settled(pilot, wire)
        written = wire.take()
        assert b"\x1b[" in written
        assert COLOUR.search(written) is None

    await run(office, journey)


async def test_hostile_text_reaches_no_terminal(office: Office) -> None:
    office.open("E26-0001", surname="Osei\x1b]52;c;aGk=\x07", setting="\x1b[2J\x9b31m", caseworker="x\x1b[5m")

    async def journey(app: EhcApp, pilot: Pilot[Any], wire: Wire) -> None:
        await pilot.press("slash", *"osei", "enter")
        await wait_for_text(pilot, "Osei]52;c;aGk=")
        await settled(pilot, wire)
        written = wire.take()
        assert not any(code in written for code in (b"\x1b]", b"\x07", b"\x1b[2J", b"\x1b[5m", b"\xc2\x9b"))

    await run(office, journey, WIDE)


@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM"])
async def test_a_dropped_line_ends_the_program_in_order_and_nothing_is_lost(
    office: Office, tmp_path: Path, name: str
) -> None:
    kept = tmp_path / "session.json"

    async def journey(app: EhcApp, pilot: Pilot[Any], wire: Wire) -> None:
        await pilot.press("slash", *"ais", "enter", "n", *"Novak, E")
        await wait_for_text(pilot, "Novak, E")
        os.kill(os.getpid(), getattr(signal, name))
        await wait_for(pilot, lambda: not app.is_running or app._exit)

    app = await run(office, journey, session=SavedSession(kept))
    assert app.return_code == 0
    again = load_session(kept)
    assert again.filter == "ais"
    assert again.drafts["new case/name"] == "Novak, E"
