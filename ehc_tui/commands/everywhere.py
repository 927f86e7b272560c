"""What can be done on every screen, and with what was typed on any of them in vain."""

from __future__ import annotations

from ehc_tui.casework.roles import Power
from ehc_tui.commands.command import do, moves

APP = (
    do("app.help", "help", "question_mark f1", "Show what each key does here.", footer=2),
    do(
        "app.palette",
        "go to",
        "colon ctrl+p",
        "Jump to a case by its reference, or find a command.",
        footer=6,
    ),
    do("app.undo", "undo", "u", "Take back the last thing you did, whole.", power=Power.WORK, footer=7),
    do("app.refresh", "read again", "f5 ctrl+r", "Read everything on this screen again."),
    do("app.redraw", "draw again", "ctrl+l", "Draw the screen anew after something else wrote over it."),
    do("app.panel", "panel", "p", "See who waits for a decision, the sessions and the packs."),
    do("app.rules", "rule book", "b", "Read the law and calculate with it; from a clock, its own rule."),
    do("app.history", "all history", "H", "Everything done in this store; from a case, all done to it."),
    do("app.drafts", "half-typed", "T", "What you typed and was not recorded: read it, copy it, let it go."),
    do("app.settings", "readings", "comma", "What the statute leaves open, and how you read it."),
    do("app.back", "back", "escape ctrl+g", "Step back to where you came from.", palette=False, footer=3),
    do("app.quit", "quit", "q ctrl+q", "Leave. Filter, place and half-typed text are kept.", footer=1),
)

DRAFTS = (
    *moves("drafts"),
    do("drafts.copy", "copy", "y", "Send the whole text to your terminal's clipboard.", footer=2),
    do("drafts.drop", "let go", "x", "Let the text go for good, once you have said yes.", footer=3),
)
