"""A screen that nobody sits at shows no case: the program ends in order, and goes on where it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from at_the_keys import AtTheKeys
from case_scene import a_case_in_its_18th_week, make_office
from journeys.terminal import Terminal
from office import NOW, TODAY

from ehc_tui import screen_lock
from ehc_tui.app import EhcApp
from ehc_tui.session import SavedSession, load_session
from ehc_tui.settings import Settings
from ehc_tui.store.engine import open_store


class Clock:
    """A clock that stands until it is moved."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.mark.parametrize("minutes", [5, 0])
async def test_left_alone_it_ends_in_order_and_keeps_the_half_typed_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, minutes: int
) -> None:
    clock = Clock()
    monkeypatch.setattr(screen_lock, "moment", clock)
    office = make_office(tmp_path / "caseload.db")
    a_case_in_its_18th_week(office)
    session = SavedSession(tmp_path / "state" / "session.json")
    settings = Settings(theme="dark", lock_after=minutes)
    app = EhcApp(open_store(office.store.path), settings, TODAY, "J Okafor", session=session, now=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        at = AtTheKeys(app, pilot)
        await at.sees("E26-0412")
        await at.press("enter")
        await at.sees("Why:")
        clock.seconds = 299
        await at.press("n")
        await at.types("Half a not")
        clock.seconds = 598
        await app.look_round()
        assert not app.locked
        clock.seconds = 599
        await app.look_round()
        assert app.locked == bool(minutes)
    kept = load_session(session.path) if session.path else session
    assert "Half a not" in kept.half_typed.values()
    assert kept.open_case == "E26-0412"
    office.store.close()


def test_on_the_way_out_the_screen_is_wiped_before_the_shell_is_back(tmp_path: Path) -> None:
    office = make_office(tmp_path / "caseload.db")
    a_case_in_its_18th_week(office)
    office.store.close()
    with Terminal(["--store", office.store.path]) as terminal:
        terminal.sees("Rahman")
        terminal.type("q")
        assert terminal.ends() == 0
        written = terminal.written
    before, _, after = written.rpartition(b"\x1b[?1049l")
    assert b"Rahman" not in after
    assert b"Rahman" not in before.rpartition(b"\x1b[2J")[2]
    assert b"Rahman" not in written.partition(b"\x1b[?1049h")[0]
