"""The command tree: what `ehc-tui --help` lists, in that order."""

from __future__ import annotations

from typing import Annotated

import typer

from ehc_tui import __version__
from ehc_tui.cli.caseload import LIST, SHOW
from ehc_tui.cli.common import Common
from ehc_tui.cli.declared import READ_ONLY
from ehc_tui.cli.drafts import drafts
from ehc_tui.cli.encryption import decrypt, encrypt
from ehc_tui.cli.files import import_file
from ehc_tui.cli.history import history
from ehc_tui.cli.keeping import backup, restore
from ehc_tui.cli.lawbook import clock, rules
from ehc_tui.cli.options import StoreOption, TodayOption
from ehc_tui.cli.output import say
from ehc_tui.cli.panel import panel
from ehc_tui.cli.reliefs import reliefs
from ehc_tui.cli.restrict import restrict
from ehc_tui.cli.retention import retention
from ehc_tui.cli.staff import staff
from ehc_tui.cli.stores import check, demo
from ehc_tui.cli.subject_access import subject_access
from ehc_tui.cli.typed import as_typer, option_info
from ehc_tui.confinement import Confined, is_confined

CONFINED = frozenset(
    {
        *("import", "list", "show", "clock", "rules", "reliefs", "panel", "drafts"),
        *("staff", "history", "restrict", "retention", "subject-access", "check"),
    }
)
"""What can be done from a confined login: nothing that makes, copies or replaces a whole store."""

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:
    if wanted:
        say([f"ehc-tui {__version__}"])
        raise typer.Exit


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    read_only: Annotated[bool, option_info(READ_ONLY)] = False,
    working_as: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="ACCOUNT",
            help="Work as somebody else; only the store's owner may.",
            show_default=False,
        ),
    ] = None,
    store: StoreOption = None,
    today: TodayOption = None,
    version: Annotated[
        bool, typer.Option("--version", help="Say which version this is.", is_eager=True, callback=_version)
    ] = False,
) -> None:
    """EHC needs assessments: what will be late, why, and what to do about it today.

    Without a command it opens the app. --store and --today may stand before or after a command.
    Exit codes: 0 fine, 1 refused or nothing done, 2 typed wrongly.
    """
    context.obj = Common(store, today, working_as)
    asked = context.invoked_subcommand
    if asked and asked not in CONFINED and is_confined():
        raise Confined(f"`{asked}` is for whoever looks after the store, not for a confined login.")
    if asked is None:
        from ehc_tui.cli.opening import open_app

        open_app(context.obj, read_only=read_only)


app.command()(demo)
app.command("import")(import_file)
app.command("list")(as_typer(LIST))
app.command("show")(as_typer(SHOW))
app.command()(clock)
app.command()(rules)
app.command()(reliefs)
app.command()(panel)
app.command()(drafts)
app.command()(staff)
app.command()(history)
app.command()(restrict)
app.command()(retention)
app.command("subject-access")(subject_access)
app.command()(check)
app.command()(backup)
app.command()(restore)
app.command()(encrypt)
app.command()(decrypt)
