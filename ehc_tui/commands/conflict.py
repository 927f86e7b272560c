"""What can be done where two people changed the same thing."""

from __future__ import annotations

from ehc_tui.casework.roles import Power
from ehc_tui.commands.command import do, moves

CONFLICT = (
    *moves("conflict"),
    do("conflict.mine", "mine", "m", "Take yours for the field under the cursor.", footer=2),
    do("conflict.theirs", "theirs", "t", "Leave the field as the other person has it.", footer=2),
    do(
        "conflict.both",
        "both",
        "b",
        "Keep both: two texts one after the other, two changes of one order.",
        footer=3,
    ),
    do("conflict.turn", "turn", "space", "Go through what can be made of the field.", palette=False),
    do(
        "conflict.record", "record", "enter", "Record what you have put together.", power=Power.WORK, footer=1
    ),
)
