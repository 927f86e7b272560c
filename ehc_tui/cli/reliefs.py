"""`reliefs`: how often which statutory exception is relied on, and where that looks like a policy."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ehc_tui.cli.options import CsvOption, JsonOption, StoreOption, TodayOption, common, day_option, one_form
from ehc_tui.cli.output import say, terminal_width

if TYPE_CHECKING:
    from ehc_tui.store.relief_report import ReliefReport, Use

COLUMNS = ("by", "rule", "ground", "person", "cases", "of", "share", "records", "family_not_told", "flags")
DEFAULT_WIDTH = 100


def reliefs(
    context: typer.Context,
    since: Annotated[
        date | None,
        day_option(
            "--since", "Only cases received from this day on; twelve months back if left out.", "DATE"
        ),
    ] = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    store: StoreOption = None,
    today: TodayOption = None,
) -> None:
    """Report how often which exception is relied on.

    \b
    ehc-tui reliefs
    ehc-tui reliefs --since 1/9/25 --csv > exceptions.csv
    """
    from ehc_tui.law.calendar import add_months
    from ehc_tui.settings import load_settings
    from ehc_tui.store.relief_report import relief_report

    one_form(json=as_json, csv=as_csv)
    options = common(context, store, today)
    book = load_settings().rulebook()
    with options.opened(read_only=True) as opened:
        report = relief_report(opened.read(), since or add_months(options.today, -12), options.today)
    if as_json:
        from ehc_tui.exchange.as_json import write_one

        write_one(_item(report), sys.stdout)
    elif as_csv:
        _write_csv(report)
    else:
        from ehc_tui.present.rules.reliefs import report_lines
        from ehc_tui.present.runs import plain

        say(plain(line) for line in report_lines(report, book, terminal_width() or DEFAULT_WIDTH))


def _item(report: ReliefReport) -> dict[str, Any]:
    """The report as `reliefs --json` gives it."""
    return {
        "from": report.first.isoformat(),
        "to": report.last.isoformat(),
        "cases": report.cases,
        "relying": report.relying,
        "records": report.times,
        "by_ground": [{**_ground(use), **_numbers(use)} for use in report.by_ground],
        "by_officer": [{"person": use.key[0], **_numbers(use)} for use in report.by_officer],
    }


def _ground(use: Use) -> dict[str, Any]:
    rule, ground = use.key
    return {"rule": rule, "ground": ground, "mostly_authorised_by": use.person, "by_them": use.by_person}


def _numbers(use: Use) -> dict[str, Any]:
    from ehc_tui.present.rules.reliefs import flags

    return {
        "cases": use.cases,
        "of": use.of,
        "share": round(use.share, 4),
        "records": use.times,
        "family_not_told": use.untold,
        "flags": list(flags(use)),
    }


def _write_csv(report: ReliefReport) -> None:
    from ehc_tui.exchange.export import as_csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in _rows(report):
        writer.writerow([as_csv(row.get(column)) for column in COLUMNS])


def _rows(report: ReliefReport) -> Iterator[dict[str, Any]]:
    for by, uses in (("ground", report.by_ground), ("person", report.by_officer)):
        for use in uses:
            numbers = {
                **_numbers(use),
                "share": f"{use.share:.4f}",
                "flags": "; ".join(_numbers(use)["flags"]),
            }
            named = _ground(use) if by == "ground" else {"person": use.key[0]}
            yield {"by": by, **named, **numbers}
