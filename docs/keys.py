"""Writes the key table of README.md from the command registry; tests/test_readme.py holds the two in step."""

from __future__ import annotations

from pathlib import Path

from ehc_tui.commands import COMMANDS, Command, key_label

README = Path(__file__).parents[1] / "README.md"
BEGIN = "<!-- keys: written by docs/keys.py from the command registry -->"
END = "<!-- /keys -->"

SCOPES = {
    "app": "Everywhere",
    "caseload": "Caseload",
    "case": "Case",
    "meeting": "Meeting",
    "import": "Import",
    "rules": "Rule book",
    "reliefs": "Exceptions report",
    "settings": "Settings",
    "panel": "Panel queue",
    "session": "Panel sessions",
    "agenda": "Agenda and minutes",
    "pack": "Pack",
    "consistency": "Panel figures",
    "history": "History",
    "drafts": "Typed and not recorded",
    "retention": "Closed cases to review",
    "conflict": "Two people at one case",
    "help": "Help",
}


def key_table() -> str:
    """A Markdown table a scope, without the movement keys that are the same on every list."""
    parts = ["On every list: ↑ ↓ or `j` `k`, PgUp PgDn, Home End or `g` `G`.\n"]
    for scope, title in SCOPES.items():
        rows = [_row(found) for found in COMMANDS if found.scope == scope and not _moves(found)]
        if rows:
            parts.append("\n".join([f"**{title}**\n", "| key | does |", "|---|---|", *rows, ""]))
    return "\n".join(parts)


def with_table(readme: str) -> str:
    """The README with the table between its marks replaced by the registry's."""
    before, rest = readme.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}\n\n{key_table()}\n{END}{after}"


def _row(found: Command) -> str:
    keys = " ".join(f"`{key_label(key)}`" for key in found.keys).replace("|", "\\|")
    return f"| {keys} | {found.help} |"


def _moves(found: Command) -> bool:
    return found.id.split(".")[1] in {"down", "up", "page_down", "page_up", "first", "last"}


if __name__ == "__main__":
    README.write_text(with_table(README.read_text("utf-8")), "utf-8")
