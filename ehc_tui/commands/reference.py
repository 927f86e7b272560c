"""What can be done where things are looked up: help, the rule book, the exceptions report, the readings."""

from __future__ import annotations

from ehc_tui.commands.command import do, moves

HELP = moves("help")

RULES = (
    *moves("rules"),
    do("rules.open", "read", "enter right l", "Read the rule; on a case under it, open the case.", footer=2),
    do("rules.list", "list", "left h", "Go back from the rule to the list.", palette=False),
    do("rules.find", "find", "slash", "Show only rules that hold words, a citation or a stage.", footer=2),
    do("rules.calculate", "calculate", "c", "Type dates and see when it is due, and why.", footer=3),
    do("rules.copy", "copy", "y", "Send it to your terminal's clipboard, worded for a letter.", footer=4),
    do("rules.reliefs", "exceptions", "r", "Report how often which exception is relied on.", footer=5),
)

RELIEFS = (
    *moves("reliefs"),
    do("reliefs.since", "since", "s", "Choose the day from which on cases were received.", footer=2),
)

SETTINGS = (
    *moves("settings"),
    do("settings.change", "change", "enter e", "Choose another reading, or another number.", footer=2),
)
