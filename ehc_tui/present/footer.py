"""The last line of a screen: the keys that matter here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ehc_tui.commands import Command
from ehc_tui.present.runs import Line, Run, Style
from ehc_tui.text import cell_width

_GAP = "  "


def footer(commands: Sequence[Command], width: int, off: Callable[[str], bool]) -> Line:
    """The commands with a place in the footer, in their order, without the least wanted that do not fit."""
    kept = [command for command in commands if command.footer]
    while kept and _width(kept) > width:
        kept.remove(max(reversed(kept), key=lambda command: command.footer))
    runs: list[Run] = []
    for command in kept:
        style = Style.DIM if off(command.id) else Style.KEY
        runs += (
            Run(" " if not runs else _GAP),
            Run(command.key_label, style),
            Run(f" {command.verb}", Style.DIM),
        )
    return tuple(runs)


def _width(commands: Sequence[Command]) -> int:
    words = sum(cell_width(f"{command.key_label} {command.verb}") for command in commands)
    return 1 + words + len(_GAP) * (len(commands) - 1)
