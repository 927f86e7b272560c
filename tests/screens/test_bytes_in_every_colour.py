"""What the day's keys cost on a slow line, in bytes: the invented caseload, in all the colours there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pytest
from caseload_scene import ME, make_office
from office import NOW, TODAY, Office
from screen_text import wait_for_text
from textual.pilot import Pilot
from wire import Wire, cost, on_the_wire, settled

from ehc_tui.app import EhcApp
from ehc_tui.casework.demo import build_demo
from ehc_tui.settings import Settings
from ehc_tui.store.engine import open_store

Costs = dict[str, list[int]]


class Terminal(NamedTuple):
    """A terminal of so many columns and lines, and its colours as it tells of them."""

    size: tuple[int, int]
    theme: str
    term: str
    colours: str = ""


ROOMY = Terminal((120, 40), "dark", "xterm-256color", "truecolor")
FEWER = ROOMY._replace(colours="")
SMALL = Terminal((80, 24), "ansi", "xterm-16color")

JOURNEY = (
    ("cursor", ("down", "j", "up", "k")),
    ("page", ("pagedown", "pagedown", "pagedown", "pageup", "G", "g", "end", "home")),
    ("open", ("enter",)),
    ("timeline", ("down", "down", "up")),
    ("tab", ("2", "3", "4", "6", "1")),
    ("back", ("escape",)),
    ("queue opened", ("p",)),
    ("queue", ("down", "down", "up")),
    ("pack", ("enter", "n")),
)
IN_COLOUR = {
    "cursor": 270,
    "page": 4_400,
    "open": 8_000,
    "timeline": 180,
    "tab": 4_200,
    "back": 6_800,
    "queue opened": 9_600,
    "queue": 270,
    "pack": 5_400,
}
IN_SIXTEEN = {
    "cursor": 210,
    "page": 1_700,
    "open": 2_100,
    "timeline": 110,
    "tab": 1_700,
    "back": 2_500,
    "queue opened": 3_000,
    "queue": 150,
    "pack": 2_100,
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    here = make_office(tmp_path_factory.mktemp("bytes") / "caseload.db")
    with here.store.session() as session:
        build_demo(session, here.doing)
    yield here
    here.store.close()


async def costs_of(office: Office, terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Costs:
    """What each key of the journey costs; a cursor key without the words about where it rests."""
    monkeypatch.setattr("ehc_tui.widgets.lines.REST", 60)
    monkeypatch.setenv("TERM", terminal.term)
    monkeypatch.setenv("COLORTERM", terminal.colours)
    store = open_store(office.store.path)
    app = EhcApp(store, Settings(theme=terminal.theme), TODAY, ME, now=lambda: NOW)
    costs: Costs = defaultdict(list)

    async def journey(pilot: Pilot[Any], wire: Wire) -> None:
        await wait_for_text(pilot, " of 250")
        for what, keys in JOURNEY:
            if what in ("cursor", "page"):
                pilot.app.screen.query_one("#detail").display = what == "page" and terminal is not SMALL
            await settled(pilot, wire)
            costs[what] += [await cost(pilot, wire, key) for key in keys]

    await on_the_wire(app, terminal.size, journey)
    store.close()
    return costs


@pytest.mark.parametrize(
    ("terminal", "at_most"),
    [(ROOMY, IN_COLOUR), (FEWER, IN_COLOUR), (SMALL, IN_SIXTEEN)],
    ids=["true colour", "256 colours", "16 colours"],
)
async def test_no_key_costs_more_than_it_may(
    office: Office, terminal: Terminal, at_most: Mapping[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    costs = await costs_of(office, terminal, monkeypatch)
    assert all(min(each) > 0 for each in costs.values()), costs
    assert {what: each for what, each in costs.items() if max(each) > at_most[what]} == {}
