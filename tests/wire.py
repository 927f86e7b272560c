"""What an app writes to the terminal, counted: the app runs as on a real terminal, but nobody reads it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from screen_text import wait_for
from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver
from textual.pilot import Pilot

from ehc_tui.screens.base import BaseScreen


class Wire(HeadlessDriver):
    """A terminal that keeps what is written to it and answers nothing."""

    written: str = ""

    @property
    def is_headless(self) -> bool:
        """Textual draws only for a terminal."""
        return False

    def write(self, data: str) -> None:
        """Keep what was written."""
        self.written += data

    def take(self) -> bytes:
        """What was written since the last time, as it goes over the line: line feeds with what they get."""
        data, self.written = self.written, ""
        return data.replace("\n", "\r\n").encode()


async def on_the_wire(
    app: App[Any], size: tuple[int, int], journey: Callable[[Pilot[Any], Wire], Awaitable[None]]
) -> None:
    """Run `app` on a terminal of `size` and take it through `journey`."""
    app.driver_class = Wire

    async def drive(pilot: Pilot[Any]) -> None:
        assert isinstance(app._driver, Wire)
        await journey(pilot, app._driver)
        app.exit()

    await app.run_async(headless=False, size=size, mouse=False, auto_pilot=drive)
    if app._exception is not None:
        raise app._exception


async def settled(pilot: Pilot[Any], wire: Wire) -> None:
    """Until the app has nothing more to draw: no detail awaited, no question asked, nothing written."""
    last = -1

    def quiet() -> bool:
        nonlocal last
        before, last = last, len(wire.written)
        busy = [worker for worker in pilot.app.workers if worker.group != "flow" or not asking()]
        return before == last and not busy and pilot.app.screen.is_current

    def asking() -> bool:
        screen = pilot.app.screen
        return isinstance(screen, BaseScreen) and screen.prompt.asking

    await wait_for(pilot, quiet)


async def cost(pilot: Pilot[Any], wire: Wire, key: str) -> int:
    """How many bytes a key writes until the app rests."""
    wire.take()
    await pilot.press(key)
    await settled(pilot, wire)
    return len(wire.take())
