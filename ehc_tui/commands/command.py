"""What a command is: an id, its words and keys, and the scope in which it can be done."""

from __future__ import annotations

from typing import Literal, NamedTuple

from ehc_tui.casework.roles import Power
from ehc_tui.commands.keys import key_label

Scope = Literal[
    "app",
    "caseload",
    "case",
    "meeting",
    "import",
    "help",
    "rules",
    "reliefs",
    "settings",
    "panel",
    "session",
    "agenda",
    "pack",
    "consistency",
    "history",
    "drafts",
    "retention",
    "conflict",
]

Move = Literal["down", "up", "page_down", "page_up", "first", "last"]
"""The ways through a list; every scope has a command for each."""


class Command(NamedTuple):
    """One thing a person can do.

    `keys` are terminal key names, the one to be shown first ("slash", "ctrl+d", "J" for shift and j). `verb`
    is the word in the footer, `help` the sentence in the help. `power` is what a person's role must allow for
    it; None if whoever may look may do it. `palette` lists it in the command palette (movement is not).
    `footer` gives it a place in the footer, where the smaller number stays longer as the terminal narrows; 0
    gives none.
    """

    id: str
    verb: str
    help: str
    keys: tuple[str, ...]
    scope: Scope
    power: Power | None = None
    palette: bool = True
    footer: int = 0

    @property
    def changes(self) -> bool:
        """Whether it alters the store: it is off in read-only mode."""
        return self.power is not None

    @property
    def method(self) -> str:
        """The name of the screen's method that does it."""
        return "action_" + self.id.replace(".", "_")

    @property
    def move(self) -> Move | None:
        """Which way it moves through a list; None for what is no movement."""
        name = self.id.partition(".")[2]
        return next((move for move, *_ in _MOVES if move == name), None)

    @property
    def key_label(self) -> str:
        """The first key as people read it: "/", "Enter", "ctrl+d"."""
        return key_label(self.keys[0])


def do(
    command_id: str,
    verb: str,
    keys: str,
    help_sentence: str,
    *,
    power: Power | None = None,
    palette: bool = True,
    footer: int = 0,
) -> Command:
    """A command of the scope that its id begins with; `keys` apart by blanks."""
    scope: Scope = command_id.split(".")[0]  # type: ignore[assignment]
    return Command(command_id, verb, help_sentence, tuple(keys.split()), scope, power, palette, footer)


_MOVES: tuple[tuple[Move, str, str, str], ...] = (
    ("down", "down", "down j", "Move down one line."),
    ("up", "up", "up k", "Move up one line."),
    ("page_down", "page down", "pagedown ctrl+d ctrl+f", "Move down one page."),
    ("page_up", "page up", "pageup ctrl+u ctrl+b", "Move up one page."),
    ("first", "first", "home g", "Move to the first line."),
    ("last", "last", "end G", "Move to the last line."),
)


def moves(scope: Scope) -> tuple[Command, ...]:
    """The ways through the list of a scope."""
    return tuple(
        do(f"{scope}.{name}", verb, keys, sentence, palette=False) for name, verb, keys, sentence in _MOVES
    )
