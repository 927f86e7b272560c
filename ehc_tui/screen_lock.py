"""Ending the program, in order, when nobody has touched it for a while, or who did is on no list any more.

It is the only lock that can honestly be offered. A password of its own would be one more to steal, and would
guard a process whose file its owner can open anyway. Who may look is for the login to say: on a shared host
the connection ends with the program and must be opened anew, on a laptop the system's own lock stands before
the shell. What was half-typed and the place are kept, as they are whenever the program ends, so that coming
back is going on.
"""

from __future__ import annotations

import time
from typing import Any

from textual.app import App
from textual.events import Event, Key, MouseEvent, Paste

from ehc_tui.casework.roles import Role
from ehc_tui.desk import Desk

_CLOCK: int | None = getattr(time, "CLOCK_BOOTTIME", None)


def moment() -> float:
    """Seconds of a clock that nobody sets and that goes on while a laptop sleeps."""
    return time.clock_gettime(_CLOCK) if _CLOCK is not None else time.monotonic()


class ScreenLock(App[None]):
    """An app that notices when it is left alone. Nothing is written to the terminal until it ends."""

    desk: Desk

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.locked = False
        self.turned_out = False
        self.line_dropped = False
        self._touched = moment()

    async def on_event(self, event: Event) -> None:
        """Somebody is there."""
        if isinstance(event, Key | Paste | MouseEvent):
            self._touched = moment()
        await super().on_event(event)

    def lock_if_left_alone(self) -> None:
        """End if nobody did anything for as long as the settings say, and nothing is being written."""
        minutes = self.desk.settings.lock_after
        if self.desk.is_writing:
            self._touched = moment()
        elif minutes and moment() - self._touched >= 60 * minutes and not self.locked:
            self.locked = True
            self.end_in_order()

    def turn_out_if_unlisted(self) -> None:
        """End if the person was taken off the list of staff: who is not on it may not go on reading."""
        if self.desk.role is Role.UNLISTED and not self.desk.owner and not self.turned_out:
            self.turned_out = True
            self.end_in_order()

    def end_in_order(self) -> None:
        """Keep everything and leave."""
        self.exit()

    def exit(self, *given: Any, **named: Any) -> None:
        """Leave, with nothing on the screen left behind: see `wipe`."""
        self.wipe()
        super().exit(*given, **named)

    def wipe(self) -> None:
        """Leave nothing on a terminal that has no screen to go back to, or keeps what was on this one."""
        if self._driver is not None and not (self.is_headless or self.line_dropped):
            self._driver.write("\x1b[m\x1b[2J\x1b[H")
            self._driver.flush()
