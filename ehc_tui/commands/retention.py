"""What can be done with closed cases past the council's retention period."""

from __future__ import annotations

from ehc_tui.casework.roles import Power
from ehc_tui.commands.command import do, moves

RETENTION = (
    *moves("retention"),
    do("retention.open", "open", "enter right l", "Open the case itself, to review it.", footer=2),
    do(
        "retention.propose",
        "propose",
        "r",
        "Propose that this case is removed for good, with the reason.",
        power=Power.WORK,
        footer=2,
    ),
    do(
        "retention.confirm",
        "confirm",
        "c",
        "Remove the case for good that somebody else proposed; its reference must be typed.",
        power=Power.REMOVE,
        footer=3,
    ),
    do(
        "retention.keep",
        "keep",
        "x",
        "Withdraw the proposal: the case stays.",
        power=Power.WORK,
        footer=4,
    ),
)
