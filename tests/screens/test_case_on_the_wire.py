"""What a key on the case costs on a slow line, in bytes; 16 colours, as over SSH."""

from __future__ import annotations

from typing import Any

import pytest
from case_scene import ME, REF, SMALL, WIDE, a_case_in_its_18th_week
from office import NOW, TODAY, Office
from screen_text import wait_for_text
from textual.pilot import Pilot
from wire import Wire, cost, on_the_wire

from ehc_tui.app import EhcApp
from ehc_tui.casework import notes
from ehc_tui.settings import Settings
from ehc_tui.store.engine import open_store


@pytest.mark.parametrize(("size", "why", "tab"), [(SMALL, 430, 1_500), (WIDE, 450, 3_000)])
async def test_every_key_on_the_case_is_cheap(
    office: Office, size: tuple[int, int], why: int, tab: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the timeline another clock's reason, two or three lines of words, follows at rest: with it `why`."""
    monkeypatch.setattr("ehc_tui.widgets.lines.REST", 60)
    case_id = a_case_in_its_18th_week(office)
    with office.store.session() as session:
        for number in range(60):
            notes.add(session, office.doing, case_id, f"Note {number}")
    store = open_store(office.store.path)
    app = EhcApp(store, Settings(theme="ansi"), TODAY, ME, now=lambda: NOW)
    costs: dict[str, list[int]] = {}

    async def journey(pilot: Pilot[Any], wire: Wire) -> None:
        await wait_for_text(pilot, REF)
        costs["open"] = [await cost(pilot, wire, "enter")]
        await wait_for_text(pilot, "Why:")
        await cost(pilot, wire, "f5")
        for what, keys in (
            ("read again", ["f5"]),
            ("cursor", ["down", "down", "up"]),
            ("tab", ["2", "3", "4", "5", "6"]),
            ("cursor in a long list", ["down", "j", "k"]),
            ("page", ["pagedown", "pageup", "G", "g"]),
        ):
            costs[what] = [await cost(pilot, wire, key) for key in keys]
        monkeypatch.setattr("ehc_tui.widgets.lines.REST", 0.001)
        await cost(pilot, wire, "1")
        for clock in ("reg 13(2)", "reg 8(1)"):
            await pilot.press("down" if clock == "reg 13(2)" else "up")
            await wait_for_text(pilot, clock)
            costs.setdefault("reason", []).append(len(wire.take()))

    await on_the_wire(app, size, journey)
    assert costs["read again"] == [0]  # nothing has changed, and the message stands there already
    assert max(costs["open"]) <= 8_000
    assert max(costs["cursor"] + costs["cursor in a long list"]) <= 360
    assert max(costs["reason"]) <= why
    assert max(costs["tab"] + costs["page"]) <= tab
