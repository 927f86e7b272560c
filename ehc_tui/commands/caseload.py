"""What can be done on the caseload."""

from __future__ import annotations

from ehc_tui.casework.roles import Power
from ehc_tui.commands.command import do, moves

CASELOAD = (
    *moves("caseload"),
    do("caseload.open", "open", "enter o", "Open the case under the cursor.", footer=2),
    do(
        "caseload.filter",
        "filter",
        "slash",
        "Show only cases that match words or terms such as cw:okafor, state:overdue, week:>16, advice:late.",
        footer=2,
    ),
    do(
        "caseload.clear",
        "clear",
        "escape ctrl+g",
        "Clear the filter; a second time, the marks.",
        palette=False,
    ),
    do("caseload.overdue", "overdue", "1", "Show only cases whose next duty is overdue; again for all."),
    do("caseload.within_5", "within 5 days", "2", "Show only cases due within 5 days; again for all."),
    do(
        "caseload.within_20", "within 20 days", "3", "Show only cases due within 6 to 20 days; again for all."
    ),
    do(
        "caseload.on_track",
        "on track",
        "4",
        "Show only cases due later than 20 days from now; again for all.",
    ),
    do("caseload.relieved", "relieved", "5", "Show only cases past a limit that an exception lifted."),
    do("caseload.no_contact", "no contact", "6", "Show only families not contacted for more than 21 days."),
    do("caseload.mine", "mine", "m", "Show only your own cases; again for everybody's.", footer=6),
    do("caseload.sort", "sort", "s", "Sort by another column.", footer=5),
    do("caseload.reverse", "reverse", "S", "Turn the order of the list round."),
    do("caseload.view", "views", "v", "Choose a saved view: a filter and an order with a name.", footer=7),
    do(
        "caseload.save_view",
        "save view",
        "V",
        "Save the filter and order you see under a name.",
        power=Power.VIEWS,
    ),
    do("caseload.mark", "mark", "space", "Mark the case under the cursor, or take its mark away.", footer=4),
    do("caseload.mark_range", "mark to here", "M", "Mark every case from the last one you marked to here."),
    do("caseload.mark_all", "mark all", "asterisk", "Mark every case in this list."),
    do("caseload.unmark", "unmark", "minus", "Take all marks away."),
    do(
        "caseload.allocate",
        "allocate",
        "a",
        "Give the marked cases, or this one, to a caseworker.",
        power=Power.WORK,
        footer=5,
    ),
    do(
        "caseload.chase",
        "chase",
        "c",
        "Record that late advice was chased, for the marked cases or this one.",
        power=Power.WORK,
        footer=5,
    ),
    do(
        "caseload.export",
        "export",
        "e",
        "Write the marked cases, or all in this list, to a CSV or XLSX file.",
    ),
    do("caseload.copy", "copy", "y", "Send the reference to your terminal's clipboard."),
    do("caseload.new", "new case", "n", "Open a new case.", power=Power.WORK, footer=6),
    do("caseload.retention", "closed cases", "R", "Review closed cases past the council's retention period."),
    do("caseload.import", "import", "i", "Import a tracker spreadsheet.", power=Power.WORK, footer=6),
)
