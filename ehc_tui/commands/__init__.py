"""The one registry of what a person can do. Keys, footer, palette, help and read-only mode all read it.

A screen takes its key bindings from `bindings_for(scope)` and has one method per command: `case.advice` is
done by `action_case_advice`. What cannot be done just now is not hidden: the screen's `why_not(command_id)`
gives the sentence that says why, and pressing the key shows it.
"""

from __future__ import annotations

from collections.abc import Iterable

from ehc_tui.commands.case import CASE
from ehc_tui.commands.caseload import CASELOAD
from ehc_tui.commands.command import Command, Move, Scope
from ehc_tui.commands.conflict import CONFLICT
from ehc_tui.commands.everywhere import APP, DRAFTS
from ehc_tui.commands.history import HISTORY
from ehc_tui.commands.importing import IMPORT
from ehc_tui.commands.keys import key_label
from ehc_tui.commands.meeting import MEETING
from ehc_tui.commands.panel import AGENDA, CONSISTENCY, PACK, PANEL, SESSION
from ehc_tui.commands.reference import HELP, RELIEFS, RULES, SETTINGS
from ehc_tui.commands.retention import RETENTION

__all__ = [
    "COMMANDS",
    "Command",
    "Move",
    "Scope",
    "bindings_for",
    "command",
    "commands_of",
    "key_label",
    "offered",
    "search",
]

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
    *HISTORY,
    *DRAFTS,
    *RETENTION,
    *CONFLICT,
)

_BY_ID = {command.id: command for command in COMMANDS}


def command(command_id: str) -> Command:
    """The command with that id; KeyError if there is none."""
    return _BY_ID[command_id]


def commands_of(*scopes: Scope) -> tuple[Command, ...]:
    """The commands of the scopes, in the order they are registered."""
    return tuple(found for found in COMMANDS if found.scope in scopes)


def offered(scope: Scope) -> list[Command]:
    """What can be done in a scope: its own commands, then those of the program whose keys are free there."""
    own = commands_of(scope)
    taken = {key for found in own for key in found.keys}
    return [*own, *(found for found in commands_of("app") if taken.isdisjoint(found.keys))]


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
