"""Whether a screen can take keys, or is about to show or ask something that they are meant for.

On a slow line people type ahead: `n` for a note and then the note, before the question is on the screen. Its
letters must not be taken for commands.
"""

from __future__ import annotations

import asyncio

from ehc_tui.widgets.frames import SCREEN, Frames

PATIENCE = 0.5
"""Seconds for which keys wait at the most: in the middle of a long import Escape must still be heard."""


class Attention:
    """What a screen is busy with, and whether it is asking; `given` comes back when a key can be taken."""

    def __init__(self, frames: Frames) -> None:
        self._frames = frames
        self._busy: dict[str, object] = {}
        self._asking = False
        self._given = asyncio.Event()
        self._given.set()

    def withdraw(self, group: str) -> object:
        """Let keys wait for the next question, or until `give` gets what this returns.

        Of one group only the newest counts, as with the work that goes on beside a screen.
        """
        work = self._busy[group] = object()
        self._settle()
        return work

    def give(self, group: str, work: object) -> None:
        """This work is done; keys go on waiting if there is other work."""
        if self._busy.get(group) is work:
            del self._busy[group]
            self._settle()

    def ask(self) -> None:
        """A question has the person's keys from now on."""
        self._asking = True
        self._settle()

    def answered(self) -> None:
        """What is typed next is for whatever follows the answer."""
        self._asking = False
        self._settle()

    async def given(self) -> None:
        """Come back when keys can be taken, or have waited long enough; they then go on being taken."""
        try:
            await asyncio.wait_for(self._given.wait(), PATIENCE)
        except TimeoutError:
            self._given.set()

    def _settle(self) -> None:
        if self._asking or not self._busy:
            self._given.set()
            self._frames.there(self)
        else:
            self._given.clear()
            self._frames.wait_for(self, SCREEN)
