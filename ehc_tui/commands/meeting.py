"""What can be done on a meeting with the family."""

from __future__ import annotations

from ehc_tui.casework.roles import Power
from ehc_tui.commands.command import do

MEETING = (
    do("meeting.down", "later", "down j", "Move to a later time, or down the list.", palette=False),
    do("meeting.up", "earlier", "up k", "Move to an earlier time, or up the list.", palette=False),
    do("meeting.left", "day before", "left h", "Move to the day before.", palette=False),
    do("meeting.right", "day after", "right l", "Move to the day after.", palette=False),
    do("meeting.page_down", "next week", "pagedown right_square_bracket", "Show the week after.", footer=6),
    do("meeting.page_up", "week before", "pageup left_square_bracket", "Show the week before."),
    do("meeting.first", "first", "home g", "Move to the first time of the day, or line.", palette=False),
    do("meeting.last", "last", "end G", "Move to the last time of the day, or line.", palette=False),
    do("meeting.its_week", "its week", "w", "Go to the meeting's own day and time, or to today."),
    do("meeting.people", "people", "tab shift+tab", "Go to the people, or back to the week.", footer=4),
    do(
        "meeting.arrange",
        "arrange",
        "enter",
        "Arrange it at this time, or move it.",
        power=Power.WORK,
        footer=2,
    ),
    do("meeting.offer", "offer", "o", "Record the offer to the family.", power=Power.WORK, footer=2),
    do("meeting.accept", "accepted", "a", "Record that the family accepted.", power=Power.WORK, footer=4),
    do("meeting.decline", "declined", "d", "Record that the family declined.", power=Power.WORK, footer=5),
    do("meeting.include", "include", "space", "Include this person, or not.", power=Power.WORK, footer=5),
    do("meeting.invited", "invited", "v", "Record when people were invited.", power=Power.WORK, footer=6),
    do("meeting.reply", "reply", "r", "Record what this person answered.", power=Power.WORK, footer=6),
    do("meeting.name", "name", "n", "Write the person's name, with <e-mail> if known.", power=Power.WORK),
    do("meeting.add", "add", "plus", "Add somebody to the meeting.", power=Power.WORK),
    do("meeting.interpreter", "interpreter", "i", "Record if an interpreter is needed.", power=Power.WORK),
    do("meeting.hold", "held", "H", "Record its outcome and agreed actions.", power=Power.WORK, footer=3),
    do("meeting.agree", "action", "t", "Add an action that was agreed.", power=Power.WORK, footer=4),
    do("meeting.done", "done", "x", "Record that this agreed action is done.", power=Power.WORK, footer=5),
    do(
        "meeting.cancel",
        "call off",
        "c",
        "Call the meeting off, with the reason.",
        power=Power.WORK,
        footer=7,
    ),
    do("meeting.export", "invitation", "e", "Write the calendar invitation (.ics) to a file.", footer=4),
)
