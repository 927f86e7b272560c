"""What a person sees on the screen of a running app, as text, and ways to wait for it and to type."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual.app import App
from textual.events import Key
from textual.keys import _character_to_key
from textual.pilot import Pilot


def screen_lines(app: App[object]) -> list[str]:
    """The lines of the screen, without blanks at their ends. Textual has no public way to ask for them."""
    width, height = app.size
    strips = app.screen._compositor.render_strips(app.size)
    lines = ["".join(segment.text for segment in strip).ljust(width).rstrip() for strip in strips]
    return lines[:height]


def screen_text(app: App[object]) -> str:
    """The whole screen as one text."""
    return "\n".join(screen_lines(app))


async def wait_for(pilot: Pilot[object], condition: Callable[[], bool], seconds: float = 10.0) -> None:
    """Let the app work until `condition` holds; fail with what the screen shows if it never does."""
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    while not condition():
        if loop.time() > until:
            raise AssertionError(f"It did not come to that; the screen shows:\n{screen_text(pilot.app)}")
        await pilot.pause(0.001)


async def wait_for_text(pilot: Pilot[object], text: str) -> None:
    """Let the app work until the screen shows `text`."""
    await wait_for(pilot, lambda: text in screen_text(pilot.app))


async def type_text(pilot: Pilot[object], text: str) -> None:
    """Type a text as fast as a terminal that sends it in one piece; come back when the last key was taken."""
    driver = pilot.app._driver
    assert driver is not None
    for character in text[:-1]:
        key = Key(_character_to_key(character), character)
        key.set_sender(pilot.app)
        driver.send_message(key)
    await pilot.press(*(_character_to_key(character) for character in text[-1:]))
