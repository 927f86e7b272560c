"""The last line of the screen: the keys that matter here, or the hint of the question being asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ehc_tui.commands import Command
from ehc_tui.present.footer import footer
from ehc_tui.present.runs import Line, Run
from ehc_tui.widgets.literal import Literal


class StatusLine(Literal):
    """Offers as many commands as fit, the most wanted last to go; `whisper` speaks in their place."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._commands: Sequence[Command] = ()
        self._off: Callable[[str], bool] = lambda _command_id: False
        self._whisper: Line | None = None

    def offer(self, commands: Sequence[Command], off: Callable[[str], bool]) -> None:
        """Offer these commands; those for whose id `off` is true are dimmed."""
        self._commands, self._off = commands, off
        self._redraw()

    def whisper(self, line: Line | None) -> None:
        """Show `line` instead of the commands; None brings the commands back."""
        self._whisper = line
        self._redraw()

    def on_resize(self) -> None:
        """Offer what fits the new width."""
        self._redraw()

    def _redraw(self) -> None:
        if self._whisper is not None:
            self.show((Run(" "), *self._whisper))
        else:
            self.show(footer(self._commands, self.size.width, self._off))
