"""What can be done with a tracker that is to be imported."""

from __future__ import annotations

from ehc_tui.casework.roles import Power
from ehc_tui.commands.command import do, moves

IMPORT = (
    *moves("import"),
    do("import.columns", "columns", "1", "What each column of the tracker was taken for."),
    do("import.rows", "rows", "2", "Which rows are rejected or left out, and why."),
    do("import.remarks", "remarks", "3", "What to look at: warnings, likely duplicates, changes."),
    do("import.next_tab", "next tab", "tab right l", "Go to the next tab.", palette=False, footer=5),
    do("import.previous_tab", "previous tab", "shift+tab left h", "Go to the tab before.", palette=False),
    do("import.change", "change", "enter e", "Say what the column under the cursor means.", footer=3),
    do("import.file", "other file", "o", "Choose another file.", footer=4),
    do("import.save", "save mapping", "w", "Write what the columns mean to a mapping file.", footer=6),
    do(
        "import.bring_in", "import", "i", "Import the accepted rows, all or none.", power=Power.WORK, footer=2
    ),
)
