"""The one registry of what a person can do. Keys, footer, palette, help and read-only mode all read it.

A screen takes its key bindings from `bindings_for(scope)` and has one method per command: `case.advice` is
done by `action_case_advice`. What cannot be done just now is not hidden: the screen's `why_not(command_id)`
gives the sentence that says why, and pressing the key shows it.
"""

from __future__ import annotations

from collections.abc import Iterable

from ehc_tui.command import Command, Move, Scope
from ehc_tui.command import do as _do
from ehc_tui.command import moves as _moves
from ehc_tui.keys import key_label
from ehc_tui.panel_commands import AGENDA, CONSISTENCY, PACK, PANEL, SESSION

__all__ = [
    "COMMANDS",
    "Command",
    "Move",
    "Scope",
    "bindings_for",
    "command",
    "commands_of",
    "key_label",
    "search",
]

APP = (
    _do("app.help", "help", "question_mark f1", "Show what each key does here.", footer=2),
    _do(
        "app.palette",
        "go to",
        "colon ctrl+p",
        "Jump to a case by its reference, or find a command.",
        footer=6,
    ),
    _do("app.undo", "undo", "u", "Take back the last thing you did, whole.", changes=True, footer=7),
    _do("app.refresh", "read again", "f5 ctrl+r", "Read everything on this screen again."),
    _do("app.panel", "panel", "p", "See who waits for a decision, the sessions and the packs."),
    _do("app.rules", "rule book", "b", "Read the law and calculate with it; from a clock, its own rule."),
    _do("app.settings", "readings", "comma", "What the statute leaves open, and how you read it."),
    _do("app.back", "back", "escape ctrl+g", "Step back to where you came from.", palette=False, footer=3),
    _do("app.quit", "quit", "q ctrl+q", "Leave. Filter, place and half-typed text are kept.", footer=1),
)

CASELOAD = (
    *_moves("caseload"),
    _do("caseload.open", "open", "enter o", "Open the case under the cursor.", footer=2),
    _do(
        "caseload.filter",
        "filter",
        "slash",
        "Show only cases that match words or terms such as cw:okafor, state:overdue, week:>16, advice:late.",
        footer=2,
    ),
    _do(
        "caseload.clear",
        "clear",
        "escape ctrl+g",
        "Clear the filter; a second time, the marks.",
        palette=False,
    ),
    _do("caseload.overdue", "overdue", "1", "Show only cases whose next duty is overdue; again for all."),
    _do("caseload.within_5", "within 5 days", "2", "Show only cases due within 5 days; again for all."),
    _do(
        "caseload.within_20", "within 20 days", "3", "Show only cases due within 6 to 20 days; again for all."
    ),
    _do(
        "caseload.on_track",
        "on track",
        "4",
        "Show only cases due later than 20 days from now; again for all.",
    ),
    _do("caseload.relieved", "relieved", "5", "Show only cases past a limit that an exception lifted."),
    _do("caseload.no_contact", "no contact", "6", "Show only families not contacted for more than 21 days."),
    _do("caseload.mine", "mine", "m", "Show only your own cases; again for everybody's.", footer=6),
    _do("caseload.sort", "sort", "s", "Sort by another column.", footer=5),
    _do("caseload.reverse", "reverse", "S", "Turn the order of the list round."),
    _do("caseload.view", "views", "v", "Choose a saved view: a filter and an order with a name.", footer=7),
    _do("caseload.save_view", "save view", "V", "Save the filter and order you see under a name."),
    _do("caseload.mark", "mark", "space", "Mark the case under the cursor, or take its mark away.", footer=4),
    _do("caseload.mark_range", "mark to here", "M", "Mark every case from the last one you marked to here."),
    _do("caseload.mark_all", "mark all", "asterisk", "Mark every case in this list."),
    _do("caseload.unmark", "unmark", "minus", "Take all marks away."),
    _do(
        "caseload.allocate",
        "allocate",
        "a",
        "Give the marked cases, or this one, to a caseworker.",
        changes=True,
        footer=5,
    ),
    _do(
        "caseload.chase",
        "chase",
        "c",
        "Record that late advice was chased, for the marked cases or this one.",
        changes=True,
        footer=5,
    ),
    _do(
        "caseload.export",
        "export",
        "e",
        "Write the marked cases, or all in this list, to a CSV or XLSX file.",
    ),
    _do("caseload.copy", "copy", "y", "Send the reference to your terminal's clipboard."),
    _do("caseload.new", "new case", "n", "Open a new case.", changes=True, footer=6),
    _do("caseload.import", "import", "i", "Import a tracker spreadsheet.", changes=True, footer=6),
)

CASE = (
    *_moves("case"),
    _do("case.timeline", "timeline", "1", "Stages, clocks and why each date is what it is."),
    _do("case.advice", "advice", "2", "Who was asked for advice, when it is due and what is in."),
    _do("case.meetings", "meetings", "3", "Meetings with the family, from offer to outcome."),
    _do("case.decisions", "decisions", "4", "The facts of the case and the decisions taken."),
    _do("case.notes", "notes", "5", "Notes and contacts with the family."),
    _do("case.history", "history", "6", "Everything done to this case, by whom and when."),
    _do("case.next_tab", "next tab", "tab right l", "Go to the next tab.", palette=False, footer=6),
    _do("case.previous_tab", "previous tab", "shift+tab left h", "Go to the tab before.", palette=False),
    _do("case.next_case", "next case", "right_square_bracket", "Open the next case of the caseload."),
    _do("case.previous_case", "previous case", "left_square_bracket", "Open the case before this one."),
    _do(
        "case.record",
        "record",
        "r",
        "Record what happened: a decision, a draft, a closure.",
        changes=True,
        footer=1,
    ),
    _do(
        "case.why", "why", "w", "Show why this date is what it is, step by step, and what bends it.", footer=2
    ),
    _do(
        "case.open",
        "open",
        "enter",
        "Show the line under the cursor in full, or go to where it is worked on.",
        footer=5,
    ),
    _do("case.fold", "fold", "f", "Show or hide the clocks that need nothing more.", footer=6),
    _do(
        "case.rely",
        "exception",
        "x",
        "Rely on a statutory exception for this clock. The date stays as it is.",
        changes=True,
        footer=3,
    ),
    _do(
        "case.stop_relying",
        "drop exception",
        "X",
        "No longer rely on an exception for this clock.",
        changes=True,
    ),
    _do("case.ask", "ask", "a", "Record that this advice was asked for.", changes=True, footer=3),
    _do(
        "case.ask_all",
        "ask all",
        "A",
        "Record that all advice not asked yet was asked for.",
        changes=True,
        footer=3,
    ),
    _do("case.receive", "came in", "i", "Record that this advice came in.", changes=True, footer=3),
    _do("case.chase", "chase", "s", "Record that this adviser was chased.", changes=True, footer=4),
    _do(
        "case.chase_all",
        "chase late",
        "S",
        "Record that every late adviser was chased.",
        changes=True,
        footer=4,
    ),
    _do(
        "case.existing", "existing", "E", "Accept advice on file instead (reg 6(4)).", changes=True, footer=6
    ),
    _do(
        "case.not_needed",
        "not needed",
        "minus",
        "Say why this advice does not apply.",
        changes=True,
        footer=6,
    ),
    _do("case.add_adviser", "add", "plus", "Put an adviser on the checklist.", changes=True, footer=5),
    _do(
        "case.meet",
        "meet",
        "o",
        "Go to the meeting with the family: offer it, find a time, write it up.",
        footer=4,
    ),
    _do(
        "case.correct", "correct", "e", "Put right the date or outcome of this entry.", changes=True, footer=3
    ),
    _do(
        "case.remove", "remove", "delete D", "Take out an entry that never happened.", changes=True, footer=4
    ),
    _do("case.note", "note", "n", "Write a note.", changes=True, footer=5),
    _do("case.contact", "contact", "c", "Log a contact with the family.", changes=True, footer=5),
)

MEETING = (
    _do("meeting.down", "later", "down j", "Move to a later time, or down the list.", palette=False),
    _do("meeting.up", "earlier", "up k", "Move to an earlier time, or up the list.", palette=False),
    _do("meeting.left", "day before", "left h", "Move to the day before.", palette=False),
    _do("meeting.right", "day after", "right l", "Move to the day after.", palette=False),
    _do("meeting.page_down", "next week", "pagedown right_square_bracket", "Show the week after.", footer=6),
    _do("meeting.page_up", "week before", "pageup left_square_bracket", "Show the week before."),
    _do("meeting.first", "first", "home g", "Move to the first time of the day, or line.", palette=False),
    _do("meeting.last", "last", "end G", "Move to the last time of the day, or line.", palette=False),
    _do("meeting.its_week", "its week", "w", "Go to the meeting's own day and time, or to today."),
    _do("meeting.people", "people", "tab shift+tab", "Go to the people, or back to the week.", footer=4),
    _do(
        "meeting.arrange", "arrange", "enter", "Arrange it at this time, or move it.", changes=True, footer=2
    ),
    _do("meeting.offer", "offer", "o", "Record the offer to the family.", changes=True, footer=2),
    _do("meeting.accept", "accepted", "a", "Record that the family accepted.", changes=True, footer=4),
    _do("meeting.decline", "declined", "d", "Record that the family declined.", changes=True, footer=5),
    _do("meeting.include", "include", "space", "Include this person, or not.", changes=True, footer=5),
    _do("meeting.invited", "invited", "v", "Record when people were invited.", changes=True, footer=6),
    _do("meeting.reply", "reply", "r", "Record what this person answered.", changes=True, footer=6),
    _do("meeting.name", "name", "n", "Write the person's name, with <e-mail> if known.", changes=True),
    _do("meeting.add", "add", "plus", "Add somebody to the meeting.", changes=True),
    _do("meeting.interpreter", "interpreter", "i", "Record if an interpreter is needed.", changes=True),
    _do("meeting.hold", "held", "H", "Record its outcome and agreed actions.", changes=True, footer=3),
    _do("meeting.agree", "action", "t", "Add an action that was agreed.", changes=True, footer=4),
    _do("meeting.done", "done", "x", "Record that this agreed action is done.", changes=True, footer=5),
    _do("meeting.cancel", "call off", "c", "Call the meeting off, with the reason.", changes=True, footer=7),
    _do("meeting.export", "invitation", "e", "Write the calendar invitation (.ics) to a file.", footer=4),
)

IMPORT = (
    *_moves("import"),
    _do("import.columns", "columns", "1", "What each column of the tracker was taken for."),
    _do("import.rows", "rows", "2", "Which rows are rejected or left out, and why."),
    _do("import.remarks", "remarks", "3", "What to look at: warnings, likely duplicates, changes."),
    _do("import.next_tab", "next tab", "tab right l", "Go to the next tab.", palette=False, footer=5),
    _do("import.previous_tab", "previous tab", "shift+tab left h", "Go to the tab before.", palette=False),
    _do("import.change", "change", "enter e", "Say what the column under the cursor means.", footer=3),
    _do("import.file", "other file", "o", "Choose another file.", footer=4),
    _do("import.save", "save mapping", "w", "Write what the columns mean to a mapping file.", footer=6),
    _do("import.bring_in", "import", "i", "Import the accepted rows, all or none.", changes=True, footer=2),
)

HELP = _moves("help")

RULES = (
    *_moves("rules"),
    _do("rules.open", "read", "enter right l", "Read the rule; on a case under it, open the case.", footer=2),
    _do("rules.list", "list", "left h", "Go back from the rule to the list.", palette=False),
    _do("rules.find", "find", "slash", "Show only rules that hold words, a citation or a stage.", footer=2),
    _do("rules.calculate", "calculate", "c", "Type dates and see when it is due, and why.", footer=3),
    _do("rules.copy", "copy", "y", "Send it to your terminal's clipboard, worded for a letter.", footer=4),
    _do("rules.reliefs", "exceptions", "r", "Report how often which exception is relied on.", footer=5),
)

RELIEFS = (
    *_moves("reliefs"),
    _do("reliefs.since", "since", "s", "Choose the day from which on cases were received.", footer=2),
)

SETTINGS = (
    *_moves("settings"),
    _do("settings.change", "change", "enter e", "Choose another reading, or another number.", footer=2),
)

COMMANDS: tuple[Command, ...] = (
    *APP,
    *CASELOAD,
    *CASE,
    *MEETING,
    *IMPORT,
    *HELP,
    *RULES,
    *RELIEFS,
    *SETTINGS,
    *PANEL,
    *SESSION,
    *AGENDA,
    *PACK,
    *CONSISTENCY,
)

_BY_ID = {command.id: command for command in COMMANDS}


def command(command_id: str) -> Command:
    """The command with that id; KeyError if there is none."""
    return _BY_ID[command_id]


def commands_of(*scopes: Scope) -> tuple[Command, ...]:
    """The commands of the scopes, in the order they are registered."""
    return tuple(found for found in COMMANDS if found.scope in scopes)


def bindings_for(*scopes: Scope) -> list[tuple[str, str, str]]:
    """Key bindings (keys, action, verb) of the scopes, in the form Textual takes them.

    They all name the one action `do` of the base screen, which asks `why_not` before it calls the method.
    """
    return [(",".join(found.keys), f"do('{found.id}')", found.verb) for found in commands_of(*scopes)]


def search(typed: str, among: Iterable[Command]) -> list[Command]:
    """The commands whose verb or help holds every word typed; those whose verb begins so come first."""
    words = typed.casefold().split()
    hits = [
        found
        for found in among
        if found.palette and all(word in f"{found.verb} {found.help}".casefold() for word in words)
    ]
    return sorted(hits, key=lambda found: not found.verb.casefold().startswith(typed.casefold().strip()))
