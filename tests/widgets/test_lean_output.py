"""What goes over the line is a difference of cells, and what stands on the terminal is the same as ever."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from caseload_scene import ME, a_long_list, a_team, make_office
from emulator import Emulator
from office import NOW, TODAY, Office
from screen_text import screen_lines, wait_for, wait_for_text
from textual.pilot import Pilot
from wire import Wire, on_the_wire

import ehc_tui.app
from ehc_tui.app import EhcApp
from ehc_tui.settings import Settings
from ehc_tui.store.engine import open_store
from ehc_tui.widgets import lean_output

KEYS = [
    *("down", "up", "j", "k", "pagedown", "pageup", "home", "end", "G", "g") * 2,
    *("1", "2", "6", "m", "space", "R", "slash", "a", "i", "backspace", "left", "enter", "escape", "ctrl+g"),
    *("tab", "question_mark", "f5", "ctrl+l", "colon", "B", "comma", "4"),
]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    here = make_office(tmp_path_factory.mktemp("lean") / "caseload.db")
    a_team(here)
    a_long_list(here, 150)
    here.open("E26-0002", surname="李", forename="小龙", setting="Żłobek é\u0301")
    yield here
    here.store.close()


class Twice(EhcApp):
    """The app on two terminals: one gets what Textual would have written."""

    CSS_PATH = Path(ehc_tui.app.__file__).with_name("app.tcss")
    usual: Emulator
    longer = 0

    def _display(self, screen: Any, renderable: Any) -> None:
        if hasattr(renderable, "render_segments") and self._running and not self._closed:
            written = renderable.render_segments(self.console).encode()
            self.usual.write(written)
            self.longer += len(written)
        super()._display(screen, renderable)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
@pytest.mark.parametrize("theme", ["ansi", "dark"])
async def test_whatever_is_pressed_the_terminal_shows_what_textual_alone_would_have_shown(
    office: Office, size: tuple[int, int], theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    store = open_store(office.store.path)
    app = Twice(store, Settings(theme=theme, editor="none"), TODAY, ME, now=lambda: NOW)
    lean, app.usual = Emulator(*size), Emulator(*size)
    keys = random.Random(f"{theme}{size}").choices(KEYS, k=40)
    written = 0

    async def journey(pilot: Pilot[Any], wire: Wire) -> None:
        nonlocal written
        await wait_for_text(pilot, " of ")
        for number, key in enumerate(keys):
            if number == len(keys) // 2:
                await pilot.resize_terminal(size[0] + 20, size[1] + 6)
                for terminal in (lean, app.usual):
                    terminal.resize(size[0] + 20, size[1] + 6)
                wire.take()
                app.redraw()
            await pilot.press(key)
            data = wire.take()
            written += len(data)
            lean.write(data)
            for y in lean.touched() | app.usual.touched():
                assert lean.cells(y) == app.usual.cells(y), f"after {keys[: number + 1]}"

    await on_the_wire(app, size, journey)
    store.close()
    assert written < app.longer / 2


async def test_a_frame_of_a_kind_not_known_goes_out_as_textual_writes_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lean_output, "_lines", lambda _frame: None)
    store = open_store(office.store.path)
    app = EhcApp(store, Settings(theme="ansi"), TODAY, ME, now=lambda: NOW)
    terminal = Emulator(80, 24)

    async def journey(pilot: Pilot[Any], wire: Wire) -> None:
        await wait_for_text(pilot, " of ")
        await pilot.press("down", "pagedown")
        terminal.write(wire.take())
        assert terminal.lines == screen_lines(app)

    await on_the_wire(app, (80, 24), journey)
    store.close()


async def test_after_an_editor_had_the_terminal_everything_is_drawn_again(office: Office) -> None:
    store = open_store(office.store.path)
    app = EhcApp(store, Settings(theme="ansi"), TODAY, ME, now=lambda: NOW)
    terminal = Emulator(80, 24)

    async def journey(pilot: Pilot[Any], wire: Wire) -> None:
        await wait_for_text(pilot, " of ")
        for draw_anew in (lambda: app.app_resume_signal.publish(app), app.redraw):
            await pilot.pause()
            wire.take()
            draw_anew()
            await wait_for(pilot, lambda: bool(wire.written))
            terminal.resize(80, 24)
            terminal.write(wire.take())
            assert terminal.lines == screen_lines(app)

    await on_the_wire(app, (80, 24), journey)
    store.close()
