"""What can be done on the panel's screens: queue, sessions, agenda, pack and figures."""

from __future__ import annotations

from ehc_tui.casework.roles import Power
from ehc_tui.commands.command import do, moves

PANEL = (
    *moves("panel"),
    do("panel.open", "read", "enter right l", "Read the pack of the case under the cursor.", footer=2),
    do("panel.book", "book", "a", "Put the case on the agenda of a session.", power=Power.WORK, footer=2),
    do("panel.take_off", "take off", "x", "Take the case off its session.", power=Power.WORK, footer=6),
    do(
        "panel.recommend",
        "recommend",
        "r",
        "Recommend a decision, with reasons.",
        power=Power.RECOMMEND,
        footer=4,
    ),
    do("panel.find", "find", "slash", "Read the pack of any case, decided or not, by its reference."),
    do("panel.why", "why", "w", "Say what is missing and why it cannot make its date.", footer=3),
    do("panel.sessions", "sessions", "s", "Plan sessions and see what they will bring.", footer=3),
    do("panel.other", "other panel", "tab", "Go to the queue for the other decision.", footer=5),
    do("panel.case", "case", "o", "Open the case itself.", footer=6),
    do("panel.consistency", "figures", "c", "Compare how groups were decided in twelve months.", footer=6),
)

SESSION = (
    *moves("session"),
    do("session.open", "agenda", "enter right l", "Open the agenda of the session.", footer=2),
    do("session.new", "plan", "n", "Plan a session.", power=Power.SESSIONS, footer=3),
    do(
        "session.change",
        "change",
        "e",
        "Change its day, place, chair or places.",
        power=Power.SESSIONS,
        footer=4,
    ),
    do("session.member", "member", "plus", "Name a member of the panel.", power=Power.SESSIONS, footer=5),
    do("session.leave", "not sitting", "minus", "Take a member off.", power=Power.SESSIONS, footer=6),
    do(
        "session.cancel",
        "call off",
        "c",
        "Call the session off, with the reason.",
        power=Power.SESSIONS,
        footer=6,
    ),
)

AGENDA = (
    *moves("agenda"),
    do("agenda.open", "read", "enter right l", "Read the pack of the item under the cursor.", footer=2),
    do("agenda.add", "add", "a", "Put a case on the agenda, by its reference.", power=Power.WORK, footer=3),
    do("agenda.move", "move", "m", "Move the item to another session.", power=Power.WORK, footer=5),
    do("agenda.take_off", "take off", "x", "Take the item off the agenda.", power=Power.WORK, footer=5),
    do("agenda.earlier", "earlier", "K", "Hear the item one place earlier.", power=Power.WORK),
    do("agenda.later", "later", "J", "Hear the item one place later.", power=Power.WORK),
    do("agenda.allot", "time", "t", "Give the item more minutes, or fewer.", power=Power.WORK, footer=6),
    do(
        "agenda.interest",
        "interest",
        "i",
        "Record a declared conflict of interest.",
        power=Power.WORK,
        footer=6,
    ),
    do(
        "agenda.hold",
        "held",
        "H",
        "Record who was there: the session is minuted.",
        power=Power.SESSIONS,
        footer=4,
    ),
    do("agenda.minutes", "minutes", "v", "Read the minutes, or go back to the agenda.", footer=3),
    do("agenda.correct", "correct", "e", "Put right who was there, or the notes.", power=Power.SESSIONS),
    do("agenda.export", "document", "w", "Write it all as one document (.docx or .md).", footer=4),
)

PACK = (
    *moves("pack"),
    do("pack.next", "next", "n right_square_bracket", "Read the next pack of the agenda.", footer=2),
    do("pack.previous", "previous", "p left_square_bracket", "Read the pack before.", footer=2),
    do(
        "pack.decide",
        "decide",
        "d",
        "Record what was decided, with the reasons.",
        power=Power.DECIDE,
        footer=3,
    ),
    do("pack.tell", "tell", "t", "Record that the family was told.", power=Power.WORK, footer=3),
    do("pack.tick", "done", "x", "Record that what must follow is done.", power=Power.WORK, footer=5),
    do(
        "pack.recommend",
        "recommend",
        "r",
        "Recommend a decision, with reasons.",
        power=Power.RECOMMEND,
        footer=4,
    ),
    do("pack.summarise", "summarise", "s", "Write what a piece of advice says.", power=Power.WORK, footer=6),
    do("pack.describe", "describe", "e", "Record need and locality.", power=Power.WORK, footer=7),
    do("pack.correct", "correct", "E", "Put the decision right, saying why.", power=Power.DECIDE),
    do("pack.case", "case", "o", "Open the case itself.", footer=6),
)

CONSISTENCY = (
    *moves("consistency"),
    do("consistency.export", "export", "e", "Write the figures to a file, small numbers left out.", footer=2),
)
