"""When a frame is drawn: at once, and one for all that a key brings about.

Textual lets up to a thirtieth of a second pass between two frames: a key that closes a question and sorts the
list would be seen to close the question first. Here a frame waits for what belongs to it, so long as nobody
notices, and for nothing else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Protocol, cast

from textual.geometry import Size
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

KEYS = 1 / 60
"""Seconds for which keys that were typed in one go are dealt with before the screen is drawn again."""
ANSWER = 1 / 30
"""Seconds for which a letter waits to be drawn with the list that answers it."""
SCREEN = 0.1
"""Seconds for which neither a screen is drawn without its content nor an answer without its outcome."""


class Frames:
    """What the next frame waits for; `draw` is called when all that is there, or was waited for long."""

    def __init__(self, draw: Callable[[], None]) -> None:
        self._draw = draw
        self._awaited: set[object] = set()
        self._since = self._until = 0.0
        self._alarm: asyncio.TimerHandle | None = None

    @property
    def wait(self) -> bool:
        """Whether what there is to draw has to wait."""
        return bool(self._awaited)

    def wait_for(self, what: object, seconds: float) -> None:
        """Let the next frame wait until `what` is `there`, at the most so long since it began to wait."""
        loop = asyncio.get_running_loop()
        if not self._awaited:
            self._since, self._until = loop.time(), 0.0
        self._awaited.add(what)
        if (until := self._since + seconds) > self._until:
            self._until = until
            self._set_alarm()

    def there(self, what: object) -> None:
        """This has come, or will not come any more."""
        if what in self._awaited:
            self._awaited.remove(what)
            if not self._awaited:
                self._set_alarm()
                self._draw()

    def _set_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if self._awaited:
            self._alarm = asyncio.get_running_loop().call_at(self._until, self._enough)

    def _enough(self) -> None:
        self._alarm = None
        self._awaited.clear()
        self._draw()


class Framed(Protocol):
    """An app whose frames wait."""

    frames: Frames


class InPlace(Widget):
    """A widget that never scrolls: its new size is no reason to lay the screen out once more."""

    virtual_size = Reactive(Size(0, 0), layout=False)


class OneFrame(Screen[None]):
    """A screen that is drawn when its app's frames have nothing to wait for.

    Textual draws a screen when a timer of its own allows; here what stands in the timer's place allows it. A
    Textual that has no such timer draws as it thinks best.
    """

    virtual_size = Reactive(Size(0, 0), layout=False)

    @property
    def frames(self) -> Frames:
        """What the frames of the app wait for."""
        return cast(Framed, self.app).frames

    @property
    def _update_timer(self) -> Any:
        return _AtOnce(self)

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        """Have the screen drawn only when its widgets have heard how large they are now."""
        laid_out = object()
        self.frames.wait_for(laid_out, KEYS)
        super()._refresh_layout(size, scroll)
        _after_turns(_HEARD, lambda: self.frames.there(laid_out))

    async def _invoke_and_clear_callbacks(self) -> None:
        """What is to be done after a frame is done after it, even if the frame has to wait."""
        if not self.frames.wait:
            await super()._invoke_and_clear_callbacks()

    def _compositor_refresh(self) -> None:
        if self.frames.wait:
            asyncio.get_running_loop().call_soon(self._dirty_widgets.add, self)
        else:
            super()._compositor_refresh()


_HEARD = 3
"""Turns of the event loop in which a widget hears of its size, and a part of it of what that means."""


def _after_turns(turns: int, call: Callable[[], None]) -> None:
    if turns:
        asyncio.get_running_loop().call_soon(_after_turns, turns - 1, call)
    else:
        call()


class _AtOnce:
    """What a screen has in place of a timer."""

    def __init__(self, screen: OneFrame) -> None:
        self._screen = screen

    def resume(self) -> None:
        """There is something to draw, and the screen has dealt with all it was told.

        What is behind another screen is drawn when it is in front again.
        """
        if not self._screen.frames.wait and self._screen is self._screen.app.screen:
            self._screen.call_next(self._screen._on_timer_update)

    def pause(self) -> None:
        """It has been drawn."""
