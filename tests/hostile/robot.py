"""Somebody who does everything that can be done on a screen, and answers every question with hostile text.

They follow the registry of commands: what is added there is done here without being named.
"""

from __future__ import annotations

from asyncio import Event
from collections.abc import Callable
from itertools import cycle
from typing import Any, cast

from hostile.corpus import TEXTS, assert_harmless
from hostile.poisoned import EVERYTHING
from panel_room import WANTED
from screen_text import screen_lines, screen_text, wait_for
from textual.events import Key, Paste
from textual.pilot import Pilot

from ehc_tui.screens.base import BaseScreen

ENDS = {"app.quit", "app.back", "app.redraw"}
"""What leaves the screen, or is seen on the wire alone."""
STEPS = 12
"""The longest dialogues have so many questions."""
SENSIBLE = (
    "",
    "today",
    WANTED,
    "14",
    "P-001",
    "10:30",
    "m.hughes",
    "out.docx",
    "out.csv",
    "out.zip",
    "out.toml",
    "out",
)
"""What is answered where hostile text is refused, until one is taken; the first is what stands there."""
_TEXTS = cycle(text[:1500] for text in TEXTS.values())


def widths(pilot: Pilot[Any]) -> set[int]:
    """How many cells the lines on the screen take."""
    return {strip.cell_length for strip in pilot.app.screen._compositor.render_strips(pilot.app.size)}


def assert_plain(pilot: Pilot[Any]) -> None:
    """Nothing on the screen is a control character, a link, or something to click; every line fits."""
    app = pilot.app
    assert_harmless(screen_lines(app))
    assert_harmless([app.title, app.sub_title, app.clipboard], lines=True)
    strips = app.screen._compositor.render_strips(app.size)
    assert widths(pilot) == {app.size.width}, screen_text(app)
    for segment in (segment for strip in strips for segment in strip):
        assert segment.control is None
        assert segment.style is None or (segment.style.link is None and "@click" not in segment.style.meta)


class Robot:
    """At the keys of an app."""

    def __init__(self, pilot: Pilot[Any]) -> None:
        self.pilot = pilot

    @property
    def screen(self) -> BaseScreen:
        """The screen on top."""
        return cast(BaseScreen, self.pilot.app.screen)

    async def look(self) -> None:
        """Wait until nothing goes on or a question is asked, and look at the screen."""
        before = self.screen
        await self._passed_on()
        workers = self.pilot.app.workers
        await wait_for(
            self.pilot,
            lambda: (
                self.screen is not before
                or self.screen.prompt.asking
                or all(worker.is_finished for worker in workers)
            ),
        )
        await self._passed_on()
        await wait_for(self.pilot, lambda: widths(self.pilot) == {self.pilot.app.size.width})
        assert_plain(self.pilot)

    async def _passed_on(self) -> None:
        """Wait until what was sent has gone all the way from the app to the field, and its answer back."""
        prompt = self.screen.prompt
        for node in (self.pilot.app, self.screen, prompt._input, prompt, self.screen):
            passed = Event()
            node.call_later(passed.set)
            await wait_for(
                self.pilot, lambda node=node, passed=passed: passed.is_set() or not node.is_running
            )

    async def does_everything(self, make: Callable[[], BaseScreen] | None, first: str = "") -> None:
        """Open the screen, do all that its commands do, one after the other, and go home."""
        app = self.pilot.app
        home = app.screen_stack[0]
        here = await self.opens(make, first)
        for command in here.commands:
            if command.id in ENDS:
                continue
            here.call_later(here.action_do, command.id)
            await self.look()
            await self.answers()
            while self.screen not in (here, home):
                app.pop_screen()
                await self.look()
                await self.answers()
            if self.screen is not here:
                here = await self.opens(make, first)
        while self.screen is not home:
            app.pop_screen()

    async def opens(self, make: Callable[[], BaseScreen] | None, first: str) -> BaseScreen:
        """The screen, opened, after what is to be done there first; home if there is none to make."""
        if make:
            await self.pilot.app.push_screen(make())
        await self.look()
        await self.answers()
        here = self.screen
        if first:
            here.call_later(here.action_do, first)
            await self.look()
        return here

    async def answers(self) -> None:
        """Answer what is asked, and what is asked then, with hostile text wherever text is taken."""
        for _ in range(STEPS):
            if not self.screen.prompt.asking:
                return
            await self.answers_once()
        while self.screen.prompt.asking:
            self.screen.prompt.action_cancel()
            await self.look()

    async def answers_once(self) -> None:
        """Answer one question: hostile, else sensibly, else step back."""
        prompt = self.screen.prompt
        question = prompt._typed
        if question is None:
            key = next(iter(prompt._keys))
            prompt.post_message(Key(key, key))
            return await self.look()
        for text in (EVERYTHING, next(_TEXTS), *SENSIBLE):
            await self.types(text)
            if prompt._typed is not question:
                return None
        prompt.action_cancel()
        return await self.look()

    async def types(self, text: str) -> None:
        """Paste a text over what stands in the field, if there is one, and press Enter."""
        field = self.screen.prompt._input
        if text:
            field.value = ""
            field.post_message(Paste(text))
            await self._passed_on()
            assert_plain(self.pilot)
        field.call_later(field.action_submit)
        await self.look()
