"""`history`: everything done in the store, by case, person and day; and a case bundled for the ombudsman."""

from __future__ import annotations

import sys
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ehc_tui.cli.common import Common
from ehc_tui.cli.errors import Mistyped
from ehc_tui.cli.on_record import taken_out
from ehc_tui.cli.options import CsvOption, JsonOption, StoreOption, TodayOption, common, day_option, one_form
from ehc_tui.cli.output import say, terminal_width
from ehc_tui.cli.plain import Column, table
from ehc_tui.exchange.passed import Passed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ehc_tui.store.engine import Reader, Store
    from ehc_tui.store.history import Asked, EntryRow

COLUMNS = (Column("Entry"), Column("When"), Column("By", 10), Column("Case"), Column("What", 20), Column(""))


def history(
    context: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORD]...", help="Words that the sentence must hold.")
    ] = None,
    case: Annotated[str, typer.Option("--case", metavar="REF", help="Only what was done to this case.")] = "",
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Only what people of this name did.")] = "",
    since: Annotated[
        date | None,
        day_option("--since", "From this day on."),
    ] = None,
    until: Annotated[
        date | None,
        day_option("--until", "Up to and with this day."),
    ] = None,
    openings: Annotated[
        bool, typer.Option("--openings", help="Also who only opened a case, or took it out in a file.")
    ] = False,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=0, help="At most so many entries.")
    ] = None,
    bundle: Annotated[
        Path | None,
        typer.Option(
            "--bundle",
            metavar="DEST",
            help="Write all about the --case into a new folder or a .zip file.",
            show_default=False,
        ),
    ] = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    store: StoreOption = None,
    today: TodayOption = None,
) -> None:
    """Show what was done in this store, by whom and when.

    With --bundle everything about one case is written for the ombudsman: facts, dates with their reasons,
    decisions, who did what and who looked, and the proof that no entry was altered.

    \b
    ehc-tui history --by okafor --since mon
    ehc-tui history --case E26-0412 --openings
    ehc-tui history --case E26-0412 --bundle complaint.zip
    """
    from ehc_tui.store.history import Asked
    from ehc_tui.text import clean

    one_form(json=as_json, csv=as_csv, bundle=bundle is not None)
    if bundle is not None and not case:
        raise Mistyped("--bundle writes one case: say which with --case REF.")
    options = common(context, store, today)
    asked = Asked(clean(case), clean(by), since, until, clean(" ".join(words or ())), openings)
    with options.opened(read_only=True) as opened:
        if bundle is not None:
            _bundle(opened, options, case, bundle)
        else:
            _entries(opened, options, asked, limit, "json" if as_json else "csv" if as_csv else "")


def _entries(opened: Store, options: Common, asked: Asked, limit: int | None, form: str) -> None:
    from ehc_tui.exchange.as_json import write_list
    from ehc_tui.exchange.history_items import entry_item, write_history_csv
    from ehc_tui.store.history import entries_of, entry

    reader = opened.read()
    rows: Iterator[EntryRow] = islice(entries_of(reader, asked), limit)
    if form:
        with taken_out(options, opened, f"in the history put out as {form.upper()}") as passed:
            rows = _passing(reader, rows, passed)
            if form == "json":
                write_list((entry_item(entry(reader, row.id)) for row in rows), sys.stdout)
            else:
                write_history_csv(rows, sys.stdout)
        return
    from ehc_tui.present.case.history import when_brief
    from ehc_tui.present.history import about, asked_words, by_words, note_of, sentence
    from ehc_tui.text import clean

    shown = list(rows)
    cells = [
        (
            str(row.id),
            when_brief(row.at, options.today),
            by_words(row),
            about(row),
            sentence(row),
            note_of(row),
        )
        for row in shown
    ]
    if cells:
        say(table(COLUMNS, cells, terminal_width()))
        others = dict.fromkeys(clean(row.at_keyboard) for row in shown if row.at_keyboard)
        say(["", *(f"* with {other} at the keyboard" for other in others)])
    say([f"{len(cells):,} {'entry' if len(cells) == 1 else 'entries'}, {asked_words(asked)}"])


def _passing(reader: Reader, rows: Iterator[EntryRow], passed: Passed) -> Iterator[EntryRow]:
    """Gives the entries on, and says of which cases they are."""
    from ehc_tui.store.history import cases_in

    for row in rows:
        for case_id in cases_in(reader, row.id):
            passed.one(case_id, row.ref)
        yield row


def _bundle(opened: Store, options: Common, ref: str, destination: Path) -> None:
    from ehc_tui.cli.up_to_date import bring_up_to_date
    from ehc_tui.present.bundle import write_case_bundle
    from ehc_tui.settings import load_settings

    doing = options.doing(opened)
    bring_up_to_date(opened, doing)
    written = write_case_bundle(opened, doing, ref, load_settings().warning_days, destination)
    say([f"Everything about {ref} written to {written}: it holds personal data, only you can read it."])
