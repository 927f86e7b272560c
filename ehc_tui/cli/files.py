"""`import`: a tracker spreadsheet read, looked over and brought in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ehc_tui.cli.common import Common
from ehc_tui.cli.options import JsonOption, StoreOption, TodayOption, common
from ehc_tui.cli.output import say
from ehc_tui.cli.progress import progress_bar
from ehc_tui.cli.up_to_date import bring_up_to_date

if TYPE_CHECKING:
    from ehc_tui.exchange.report import Report
    from ehc_tui.exchange.tracker import TrackerReading


def import_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV or XLSX file.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--mapping", metavar="FILE", help="What the columns mean, in TOML or JSON.", show_default=False
        ),
    ] = None,
    as_json: JsonOption = False,
    store: StoreOption = None,
    today: TodayOption = None,
) -> int:
    """Bring in your team's spreadsheet, or bring it up to date.

    Nothing is half imported: all accepted rows, or none. Each rejected row is listed with its reason.

    \b
    ehc-tui import tracker.xlsx --dry-run
    ehc-tui import tracker.xlsx --mapping columns.toml
    """
    from ehc_tui.exchange import importing

    options = common(context, store, today)
    with progress_bar("Reading") as progress:
        reading = importing.dry_run(file, options.today, mapping, progress)
    report = _carried_out(options, reading, dry_run=dry_run) if reading.cases else reading.report
    if as_json:
        from ehc_tui.exchange.as_json import write_one

        write_one(report.to_json(), sys.stdout)
    else:
        say(report.as_text().split("\n"))
    return 0 if report.accepted else 1


def _carried_out(options: Common, reading: TrackerReading, *, dry_run: bool) -> Report:
    """The import, done; or tried out on the store, if there is one to try it on."""
    from ehc_tui.exchange.importing import bring_in, foresee

    if dry_run and not options.path.exists():
        return reading.report
    with options.opened(create=not dry_run) as opened, progress_bar("Importing") as progress:
        doing = options.doing(opened)
        if dry_run:
            return foresee(opened, doing, reading, progress)
        bring_up_to_date(opened, doing)
        with opened.session(who=f"{doing.by} (an import)") as session:
            return bring_in(session, doing, reading, progress)
