"""What can be done on a case, whichever tab of it is open."""

from __future__ import annotations

from ehc_tui.casework.roles import Power
from ehc_tui.commands.command import do, moves

CASE = (
    *moves("case"),
    do("case.timeline", "timeline", "1", "Stages, clocks and why each date is what it is."),
    do("case.advice", "advice", "2", "Who was asked for advice, when it is due and what is in."),
    do("case.meetings", "meetings", "3", "Meetings with the family, from offer to outcome."),
    do("case.decisions", "decisions", "4", "The facts of the case and the decisions taken."),
    do("case.notes", "notes", "5", "Notes and contacts with the family."),
    do("case.history", "history", "6", "Everything done to this case, by whom and when."),
    do("case.next_tab", "next tab", "tab right l", "Go to the next tab.", palette=False, footer=6),
    do("case.previous_tab", "previous tab", "shift+tab left h", "Go to the tab before.", palette=False),
    do("case.next_case", "next case", "right_square_bracket", "Open the next case of the caseload."),
    do("case.previous_case", "previous case", "left_square_bracket", "Open the case before this one."),
    do(
        "case.record",
        "record",
        "r",
        "Record what happened: a decision, a draft, a closure.",
        power=Power.WORK,
        footer=1,
    ),
    do(
        "case.why", "why", "w", "Show why this date is what it is, step by step, and what bends it.", footer=2
    ),
    do(
        "case.open",
        "open",
        "enter",
        "Show the line under the cursor in full, or go to where it is worked on.",
        footer=5,
    ),
    do("case.fold", "fold", "f", "Show or hide the clocks that need nothing more.", footer=6),
    do(
        "case.rely",
        "exception",
        "x",
        "Rely on a statutory exception for this clock. The date stays as it is.",
        power=Power.WORK,
        footer=3,
    ),
    do(
        "case.stop_relying",
        "drop exception",
        "X",
        "No longer rely on an exception for this clock.",
        power=Power.WORK,
    ),
    do("case.ask", "ask", "a", "Record that this advice was asked for.", power=Power.WORK, footer=3),
    do(
        "case.ask_all",
        "ask all",
        "A",
        "Record that all advice not asked yet was asked for.",
        power=Power.WORK,
        footer=3,
    ),
    do("case.receive", "came in", "i", "Record that this advice came in.", power=Power.WORK, footer=3),
    do("case.chase", "chase", "s", "Record that this adviser was chased.", power=Power.WORK, footer=4),
    do(
        "case.chase_all",
        "chase late",
        "S",
        "Record that every late adviser was chased.",
        power=Power.WORK,
        footer=4,
    ),
    do(
        "case.existing",
        "existing",
        "E",
        "Accept advice on file instead (reg 6(4)).",
        power=Power.WORK,
        footer=6,
    ),
    do(
        "case.not_needed",
        "not needed",
        "minus",
        "Say why this advice does not apply.",
        power=Power.WORK,
        footer=6,
    ),
    do("case.add_adviser", "add", "plus", "Put an adviser on the checklist.", power=Power.WORK, footer=5),
    do(
        "case.meet",
        "meet",
        "o",
        "Go to the meeting with the family: offer it, find a time, write it up.",
        footer=4,
    ),
    do(
        "case.correct",
        "correct",
        "e",
        "Put right the date or outcome of this entry.",
        power=Power.WORK,
        footer=3,
    ),
    do(
        "case.remove",
        "remove",
        "delete D",
        "Take out an entry that never happened.",
        power=Power.WORK,
        footer=4,
    ),
    do("case.note", "note", "n", "Write a note.", power=Power.WORK, footer=5),
    do("case.bundle", "bundle", "B", "Write all about this case, history and proof, for the ombudsman."),
    do(
        "case.subject_access",
        "subject access",
        "Z",
        "Write all that is held about this child, for their family.",
    ),
    do(
        "case.restrict", "restrict", "R", "Keep this case to named staff, or lift that.", power=Power.RESTRICT
    ),
    do("case.contact", "contact", "c", "Log a contact with the family.", power=Power.WORK, footer=5),
)
