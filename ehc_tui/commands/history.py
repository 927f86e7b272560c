"""What can be done with the history of the store."""

from __future__ import annotations

from ehc_tui.casework.roles import Power
from ehc_tui.commands.command import do, moves

HISTORY = (
    *moves("history"),
    do(
        "history.open",
        "whole",
        "enter right l",
        "Read the entry whole: every value before and after.",
        footer=2,
    ),
    do("history.find", "find", "slash", "Show only entries whose sentence holds these words.", footer=2),
    do("history.case", "case", "c", "Show only what was done to one case.", footer=3),
    do("history.person", "person", "w", "Show only what one person did.", footer=3),
    do("history.day", "day", "d", "Show only a day, or the days between two.", footer=4),
    do("history.looks", "openings", "o", "Show or hide who only opened a case or took it out.", footer=4),
    do("history.everything", "everything", "minus", "Show everything again.", footer=5),
    do(
        "history.take_back",
        "take back",
        "x",
        "Take back the entry under the cursor, whole: your own, or anybody's for a manager.",
        power=Power.WORK,
        footer=6,
    ),
)
