"""What the panel costs on a slow line, in bytes; 16 colours, as over SSH at 80x24."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from case_scene import ME, SMALL
from office import ADVISERS, NOW, TODAY, Office, imported
from panel_scene import SITS, a_session, booked, the_panel
from screen_text import wait_for, wait_for_text
from textual.pilot import Pilot
from wire import Wire, cost, on_the_wire, settled

from ehc_tui.app import EhcApp
from ehc_tui.session import SavedSession, load_session
from ehc_tui.settings import Settings
from ehc_tui.store.engine import Store, open_store
from ehc_tui.store.panel import queue

CURSOR, PACK = 360, 8_000
Journey = Callable[[Pilot[Any], Wire], Awaitable[None]]


def the_app(office: Office, session: SavedSession | None = None) -> EhcApp:
    """The program on the office's store, in 16 colours."""
    settings = Settings(theme="ansi")
    store = open_store(office.store.path)
    return EhcApp(store, settings, TODAY, ME, session=session, now=lambda: NOW)


async def on_a_full_queue(
    office: Office, journey: Journey, *, sessions: int = 0, session: SavedSession | None = None
) -> None:
    """Go to the queue of 60 cases, each with advice missing, and take the journey from there.

    There are `sessions` to come, a week apart, with five cases on the first.
    """
    for number in range(1, 61):
        received = date(2026, 7, 1) + timedelta(days=number)
        told = received + timedelta(days=30)
        came = [(key, told + timedelta(days=20)) for key in ADVISERS[: number % 6]]
        office.bring_in(imported(number, received, told, came=came))
    planned = [a_session(office, SITS + timedelta(weeks=week)) for week in range(sessions)]
    if planned:
        first = queue(office.store.read(), the_panel(office), TODAY)[:5]
        booked(office, planned[0], *(row.ref for row in first))

    async def go(pilot: Pilot[Any], wire: Wire) -> None:
        await wait_for_text(pilot, " of ")
        await pilot.press("p")
        await wait_for_text(pilot, "wait")
        await settled(pilot, wire)
        await journey(pilot, wire)

    await on_the_wire(the_app(office, session), SMALL, go)


async def test_a_cursor_key_in_the_queue_stays_within_360_bytes(office: Office) -> None:
    costs: list[int] = []

    async def journey(pilot: Pilot[Any], wire: Wire) -> None:
        costs.extend([await cost(pilot, wire, key) for key in ("down", "j", "down", "down", "up", "k")])

    await on_a_full_queue(office, journey)
    assert min(costs) > 0
    assert max(costs) <= CURSOR, costs


async def test_opening_a_pack_and_walking_on_stays_within_8_kilobytes(office: Office) -> None:
    costs: list[int] = []

    async def journey(pilot: Pilot[Any], wire: Wire) -> None:
        costs.extend([await cost(pilot, wire, key) for key in ("enter", "n", "n", "p", "pagedown", "G")])
        await wait_for_text(pilot, "The test in law")

    await on_a_full_queue(office, journey)
    assert max(costs) <= PACK, costs


async def test_an_idle_panel_writes_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    polls = 0
    version = Store.data_version

    def counted(self: Store) -> int:
        nonlocal polls
        polls += 1
        return version(self)

    monkeypatch.setattr(Store, "data_version", counted)
    monkeypatch.setattr("ehc_tui.app.POLL_SECONDS", 0.005)

    async def journey(pilot: Pilot[Any], wire: Wire) -> None:
        for opening in ("enter", "escape"):
            await cost(pilot, wire, opening)
            so_far = polls
            await wait_for(pilot, lambda so_far=so_far: polls > so_far + 20)
            assert wire.take() == b""

    await on_a_full_queue(office, journey)


async def test_cursor_keys_in_sessions_agenda_and_pack_stay_within_360_bytes(office: Office) -> None:
    costs: dict[str, list[int]] = {}

    async def journey(pilot: Pilot[Any], wire: Wire) -> None:
        for screen, opening in (("sessions", "s"), ("agenda", "enter"), ("pack", "enter")):
            await cost(pilot, wire, opening)
            costs[screen] = [await cost(pilot, wire, key) for key in ("down", "j", "up", "k")]

    await on_a_full_queue(office, journey, sessions=4)
    assert min(min(keys) for keys in costs.values()) > 0, costs
    assert max(max(keys) for keys in costs.values()) <= CURSOR, costs


async def test_coming_back_to_a_pack_stays_within_the_budget_of_opening_it(
    office: Office, tmp_path: Path
) -> None:
    kept, resumed = tmp_path / "session.json", 0

    async def reading(pilot: Pilot[Any], wire: Wire) -> None:
        await cost(pilot, wire, "enter")

    async def back(pilot: Pilot[Any], wire: Wire) -> None:
        nonlocal resumed
        await wait_for_text(pilot, "The child")
        await settled(pilot, wire)
        resumed = len(wire.take())

    await on_a_full_queue(office, reading, session=SavedSession(kept))
    await on_the_wire(the_app(office, load_session(kept)), SMALL, back)
    assert 0 < resumed <= PACK
