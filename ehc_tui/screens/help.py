"""What each key does on a screen, and what the glyphs mean: the registry as a page to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from ehc_tui.commands import Command, Move, Scope, bindings_for, commands_of, key_label
from ehc_tui.law.model import State
from ehc_tui.present.page import reading
from ehc_tui.present.runs import GLYPH, Line, Run, Style, wrap_line
from ehc_tui.screens.base import BaseScreen
from ehc_tui.text import fit
from ehc_tui.widgets.lines import GUTTER, LineList

_KEYS, _VERB = 16, 15
_STATES = {
    State.MET: "met in time",
    State.MET_LATE: "met late",
    State.OVERDUE: "past its date and not done",
    State.DUE_SOON: "due soon",
    State.ON_TRACK: "on track",
    State.RELIEVED: "past its date, limit lifted by a recorded exception",
    State.STOPPED: "no longer applies",
}


class HelpScreen(BaseScreen):
    """The keys of one scope and of the whole program. What is switched off just now stays listed."""

    SCOPE = "help"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("help")]

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self._of = scope
        self._list = LineList()

    def compose_body(self) -> ComposeResult:
        """The page."""
        yield self._list

    def on_mount(self) -> None:
        """Write the page."""
        self.head((Run(f"Help · {self._of}", Style.TITLE),))

    def on_resize(self) -> None:
        """Lay the page out for the width."""
        self._list.show(reading(help_lines(self._of, self.size.width - GUTTER - 1)), self._list.cursor)

    def action_app_help(self) -> None:
        """The help key closes the help as well."""
        self.action_app_back()

    def action_app_back(self) -> None:
        """Back to the screen the help is about."""
        self.dismiss()

    def move(self, how: Move) -> None:
        """Move through the page."""
        self._list.move(how)


def help_lines(scope: Scope, width: int) -> list[Line]:
    """The help of a scope in lines of at most `width` cells."""
    lines: list[Line] = [(Run("On this screen", Style.HEAD),)]
    for command in commands_of(scope):
        lines += _command_lines(command, width)
    lines += [(), (Run("Everywhere", Style.HEAD),)]
    for command in commands_of("app"):
        lines += _command_lines(command, width)
    lines += [(), (Run("What the signs mean", Style.HEAD),)]
    for state, words in _STATES.items():
        lines.append((Run(fit(GLYPH[state], 3), Style(state)), Run(words)))
    return lines


def _command_lines(command: Command, width: int) -> Iterator[Line]:
    keys = fit(", ".join(map(key_label, command.keys[:2])), _KEYS)
    beside = (Run(keys, Style.KEY), Run(fit(command.verb, _VERB)))
    for number, line in enumerate(wrap_line((Run(command.help, Style.DIM),), width - _KEYS - _VERB)):
        yield (*(beside if number == 0 else (Run(" " * (_KEYS + _VERB)),)), *line)
