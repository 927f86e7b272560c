"""`list` and `show`: the caseload and single cases, as the screens show them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ehc_tui.cli.common import Common, one_form
from ehc_tui.cli.declared import AS_CSV, AS_JSON, STORE, TODAY, Declared, Kind, Option, Words
from ehc_tui.cli.errors import Mistyped
from ehc_tui.cli.output import form_taken, say, terminal_width
from ehc_tui.cli.up_to_date import bring_up_to_date, keep_up_to_date

if TYPE_CHECKING:
    from pathlib import Path

    from ehc_tui.store.caseload import Caseload
    from ehc_tui.store.engine import Reader, Store
    from ehc_tui.store.rows import CaseFile, CaseRow

DEFAULT_WIDTH = 100


def list_cases(
    options: Common,
    words: Sequence[str],
    sort: str,
    limit: int | None,
    output: Path | None,
    force: bool,
    as_json: bool,
    as_csv: bool,
) -> None:
    """List cases, the next breach first.

    Words are looked for in reference, name and setting, and ! before one excludes. Fields: cw, officer,
    stage, state, due, week, advice, setting, year, contact and open:yes|no|any (yes if left out).
    The word mine stands for your own cases.

    \b
    ehc-tui list state:overdue cw:okafor
    ehc-tui list 'due:<10' advice:late --csv > this-week.csv
    """
    one_form(json=as_json, csv=as_csv, output=output is not None)
    form = form_taken(as_json, as_csv)
    with options.opened(read_only=True) as opened:
        keep_up_to_date(opened, options)
        caseload = _caseload(opened.read(), options.today, options.person(opened), " ".join(words), sort)
        rows = caseload.rows(limit)
        if output:
            written = _write(options, opened, rows, output, force)
            say([f"{written:,} of {caseload.total():,} cases written to {output}."])
        elif form:
            from ehc_tui.cli.on_record import taken_out

            with taken_out(options, opened, f"listed {form}") as passed:
                _print(caseload, passed.each(rows), options.today, as_json, as_csv)
        else:
            _print(caseload, rows, options.today, as_json, as_csv)


def show(options: Common, refs: Sequence[str], as_json: bool) -> None:
    """Show cases in full, with the reason for every date.

    \b
    ehc-tui show E26-0412
    """
    from ehc_tui.cli.on_record import read_here
    from ehc_tui.settings import load_settings
    from ehc_tui.store.casefile import read_case

    settings = load_settings()
    with (
        options.opened(read_only=True) as opened,
        read_here(options, opened, "Case {ref} shown") as shown,
    ):
        doing = options.doing(opened)
        book, process = doing.book, doing.process
        bring_up_to_date(opened, doing)

        def read(ref: str) -> CaseFile:
            file = read_case(opened.read(), ref, options.today, book, process, settings.warning_days, acts=0)
            shown.append(file.row)
            return file

        files = map(read, refs)
        if as_json:
            from ehc_tui.exchange.as_json import show_item, write_list, write_one

            items = (show_item(file, options.today, settings.warning_days, book, process) for file in files)
            if len(refs) == 1:
                write_one(next(items), sys.stdout)
            else:
                write_list(items, sys.stdout)
        else:
            from ehc_tui.cli.case_page import case_page
            from ehc_tui.present.case.why import Rules

            width = terminal_width() or DEFAULT_WIDTH
            for number, file in enumerate(files):
                say(["", ""] if number else [])
                say(case_page(file, options.today, settings.warning_days, Rules(book, process), width))


def _print(caseload: Caseload, rows: Iterator[CaseRow], today: date, as_json: bool, as_csv: bool) -> None:
    if as_json:
        from ehc_tui.exchange.as_json import list_item, write_list

        write_list((list_item(row, today) for row in rows), sys.stdout)
    elif as_csv:
        from ehc_tui.exchange.export import write_csv

        write_csv(rows, sys.stdout, today)
    else:
        say(_table(caseload, rows, today))


def _write(options: Common, opened: Store, rows: Iterable[CaseRow], output: Path, force: bool) -> int:
    """Write the cases to a file as they are read, all of one moment, and note it; how many they were."""
    from ehc_tui.cli.on_record import note_taken
    from ehc_tui.exchange.export import export
    from ehc_tui.exchange.passed import Passed

    made, passed = options.doing(opened).made, Passed()
    with opened.read().snapshot():
        written = export(passed.each(rows), output, options.today, made=made, overwrite=force)
    note_taken(options, opened, passed, f"written to {output.name}")
    return written


def _caseload(reader: Reader, today: date, me: str, words: str, sort: str) -> Caseload:
    """The cases that fit the filter, in the order asked for."""
    from ehc_tui.settings import load_settings
    from ehc_tui.store.caseload import Caseload
    from ehc_tui.store.filters import FilterError, parse_filter
    from ehc_tui.store.orders import parse_sort

    caseload = Caseload(reader, today, load_settings().warning_days, me)
    try:
        caseload.show(parse_filter(words), parse_sort(sort))
    except (FilterError, ValueError) as error:
        raise Mistyped(str(error)) from error
    return caseload


def _table(caseload: Caseload, rows: Iterator[CaseRow], today: date) -> Iterator[str]:
    from ehc_tui.cli.case_cells import CASE_COLUMNS, case_cells
    from ehc_tui.cli.plain import table
    from ehc_tui.law.naming import duty_names

    names = duty_names()
    cells = [case_cells(row, today, names) for row in rows]
    if cells:
        yield from table(CASE_COLUMNS, cells, terminal_width())
        yield ""
    shown, fitting, total = len(cells), caseload.count(), caseload.total()
    yield (
        f"{shown:,} of {fitting:,} cases, {total:,} in all"
        if shown < fitting
        else f"{shown:,} of {total:,} cases"
    )


LIST = Declared(
    list_cases,
    Words("words", "FILTER", "Words and field:value, all of which must fit."),
    (
        Option("sort", ("--sort",), "What to sort by; -KEY turns it round.", Kind.TEXT, "KEY", "next"),
        Option("limit", ("--limit",), "At most so many cases.", Kind.NUMBER, "N"),
        Option("output", ("--output", "-o"), "Write a .csv or .xlsx file.", Kind.FILE, "FILE"),
        Option("force", ("--force",), "Let --output replace a file."),
        AS_JSON,
        AS_CSV,
        STORE,
        TODAY,
    ),
)
SHOW = Declared(
    show,
    Words("refs", "REF", "The reference of a case.", needed=True),
    (AS_JSON, STORE, TODAY),
)
