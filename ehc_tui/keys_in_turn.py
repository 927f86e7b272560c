"""Keys take effect in the order in which they were pressed, each after what the one before brought about."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

from textual.app import App
from textual.dom import DOMNode
from textual.events import Event, Key, Paste

from ehc_tui.screens.base import BaseScreen
from ehc_tui.widgets.attention import PATIENCE
from ehc_tui.widgets.frames import KEYS, Frames


class KeysInTurn(App[None]):
    """An app in which a key waits for its turn.

    Textual hands a key to whatever has the focus at that moment, so that letters typed ahead of a question
    would be taken for commands. Here a key is handed on when the one before has been dealt with and the
    screen attends.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.frames = Frames(self._draw)
        self._typed: deque[Key | Paste] = deque()
        self._handing_on = False

    async def on_event(self, event: Event) -> None:
        """Keep what is typed until its turn; everything else is dealt with at once."""
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            self._typed.append(_as_meant(event))
            if not self._handing_on:
                self._handing_on = True
                self.run_worker(self._hand_on())
        else:
            await super().on_event(event)

    def _draw(self) -> None:
        for screen in self.screen_stack[-1:]:
            screen.check_idle()

    async def takes_keys(self) -> None:
        """Come back when the app can take keys at all."""

    async def _hand_on(self) -> None:
        try:
            await self.takes_keys()
            while self._typed:
                if isinstance(self.screen, BaseScreen):
                    await self.screen.attention.given()
                taker = self.focused or self.screen
                self.frames.wait_for(self, KEYS)
                await super().on_event(self._typed.popleft())
                await _dealt_with(taker)
        finally:
            self._handing_on = False
            self.frames.there(self)


def _as_meant(event: Key | Paste) -> Key | Paste:
    """Enter for ctrl+j, as in a shell: that is how Enter arrives when it was pressed before all else."""
    return Key("enter", "\r") if isinstance(event, Key) and event.key == "ctrl+j" else event


async def _dealt_with(taker: DOMNode) -> None:
    """Come back when a key given to `taker` has been dealt with, by it or by what it belongs to.

    A key goes from queue to queue up to the app, and so does what it brings about. A call put at the end of
    each of those queues in turn comes after it; where the key arrives it may have put a message of its own
    behind that call, so there it takes two.
    """
    for pump in (taker, *taker.ancestors_with_self):
        reached = asyncio.Event()
        if pump.call_later(reached.set):
            try:
                await asyncio.wait_for(reached.wait(), PATIENCE)
            except TimeoutError:  # the screen was left meanwhile, and its queue with it
                return
