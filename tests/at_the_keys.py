"""Somebody at the keys of the app, for tests: what they see, press, type and answer."""

from __future__ import annotations

from typing import cast

from screen_text import screen_text, type_text, wait_for
from textual.pilot import Pilot

from ehc_tui.app import EhcApp
from ehc_tui.screens.base import BaseScreen


class AtTheKeys:
    """A person and the screen in front of them."""

    def __init__(self, app: EhcApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def text(self) -> str:
        """The whole screen, line by line."""
        return screen_text(self.app)

    @property
    def words(self) -> str:
        """The whole screen, a wrapped line counting as one."""
        return " ".join(self.text.split())

    @property
    def asked(self) -> bool:
        """True while a question waits for its answer."""
        return cast(BaseScreen, self.app.screen).prompt.asking

    async def press(self, *keys: str) -> None:
        """Press keys."""
        await self.pilot.press(*keys)

    async def types(self, text: str) -> None:
        """Type text."""
        await type_text(self.pilot, text)

    async def sees(self, *texts: str) -> None:
        """Wait until all of these stand on the screen."""
        for text in texts:
            await wait_for(self.pilot, lambda text=text: text in self.words)

    async def sees_no(self, *texts: str) -> None:
        """Wait until none of these stands on the screen."""
        for text in texts:
            await wait_for(self.pilot, lambda text=text: text not in self.words)

    async def answer(self, question: str, typed: str = "") -> None:
        """Wait for a question, type the answer and press Enter."""
        await self.sees(question)
        await wait_for(self.pilot, lambda: self.asked)
        await self.types(typed)
        await self.press("enter")
