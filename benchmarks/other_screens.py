"""Other screens at a terminal: a case and its tabs, 500 entries of history, the panel's queue, a pack."""

from __future__ import annotations

from pathlib import Path

from programs import ours
from sittings import BEFORE_DETAIL, ROOMY, Figures, move_in
from terminal import Terminal

OPEN, CURSOR, PAGE = "opening", "cursor key", "page down"
_AT_REST, _REST = 1.2, 0.25
_WALK = (("down", CURSOR),) * 4
_PAGES = (("page down", PAGE),) * 3
_STEPS = (
    ("", (("enter", ""), ("escape", ""))),
    ("the timeline", (("enter", OPEN), *_WALK)),
    ("the checklist", (("2", OPEN), *_WALK)),
    ("a history of 500 entries", (("6", OPEN), *_WALK, *_PAGES)),
    ("", (("escape", ""), ("p", ""), ("escape", ""))),
    ("a queue of 2,000", (("p", OPEN), *_WALK, *_PAGES)),
    ("", (("enter", ""), ("escape", ""))),
    ("a pack", (("enter", OPEN), *_WALK)),
)
"""On which screen which key is pressed for what; without a name it leads there, or warms what is warm."""
SCREENS: dict[str, tuple[str, ...]] = {
    screen: tuple(dict.fromkeys(what for _, what in keys)) for screen, keys in _STEPS if screen
}
"""What is measured on each screen."""


def sit(store: Path, home: Path, runs: int) -> Figures:
    """The times and bytes of `SCREENS`, each named "screen: what", over so many sittings on a busy store."""
    found, program = Figures(), ours(store, home)
    for _ in range(runs):
        move_in(home)
        with Terminal(program.command, ROOMY, program.environment) as terminal:
            terminal.shows(program.ready)
            terminal.settle(_AT_REST)
            for screen, keys in _STEPS:
                for key, what in keys:
                    step = terminal.press(key, quiet=BEFORE_DETAIL if what in (CURSOR, PAGE) else _REST)
                    terminal.settle(_REST)
                    if what:
                        found.step(f"{screen}: {what}", step)
    return found
