"""`clock` and `rules`: the deadline calculator and the rule book, for which no store is needed."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ehc_tui.cli.errors import Mistyped, Refused
from ehc_tui.cli.options import CsvOption, JsonOption, StoreOption, TodayOption, common, one_form
from ehc_tui.cli.output import say, terminal_width
from ehc_tui.confinement import within

if TYPE_CHECKING:
    from ehc_tui.law.model import Clock
    from ehc_tui.law.rulebook import Rule, Rulebook


def clock(
    context: typer.Context,
    rule: Annotated[str | None, typer.Argument(metavar="RULE", help="A rule, as `rules` lists them.")] = None,
    facts: Annotated[
        list[str] | None, typer.Argument(metavar="FACT=DATE", help="What happened, and when.")
    ] = None,
    batch: Annotated[
        str | None,
        typer.Option(
            "--batch", metavar="FILE", help="Calculate a CSV with columns rule and facts (- for stdin)."
        ),
    ] = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    store: StoreOption = None,
    today: TodayOption = None,
) -> int:
    """Work out one deadline, or a file of them.

    A batch keeps its columns and gains due and act_by, and error if a line cannot be calculated.

    \b
    ehc-tui clock issue_final_plan request_received=2026-01-05
    ehc-tui clock --batch cases.csv --csv
    """
    one_form(json=as_json, csv=as_csv)
    day = common(context, store, today).today
    if batch is not None:
        if rule:
            raise Mistyped("Give either a rule and its facts or --batch FILE.")
        return _batch(batch, day, as_json=as_json, as_csv=as_csv)
    if rule is None:
        raise Mistyped("Give a rule and its facts, such as issue_final_plan request_received=2026-01-05.")
    if as_csv:
        raise Mistyped("--csv goes with --batch FILE.")
    _single(rule, _facts_of(facts or (), day), day, as_json=as_json)
    return 0


def rules(
    context: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="RULE", help="A rule, or words to look for.")
    ] = None,
    as_json: JsonOption = False,
    store: StoreOption = None,
    today: TodayOption = None,
) -> int:
    """Read the rule book: each limit, whom it binds, its source.

    \b
    ehc-tui rules
    ehc-tui rules issue_final_plan
    ehc-tui rules final plan
    """
    from ehc_tui.cli.law_pages import rule_list, rule_page
    from ehc_tui.exchange.as_json import rule_item, write_list, write_one
    from ehc_tui.law.rulebook import load_rulebook

    book = load_rulebook()
    asked = " ".join(words or ())
    found = _matching(book, asked, common(context, store, today).today)
    if not found:
        raise Refused(f"No rule mentions “{asked}”: `ehc-tui rules` lists them all.")
    one = found[0] if asked and len(found) == 1 else None
    if as_json and one:
        write_one(rule_item(one), sys.stdout)
    elif as_json:
        write_list(map(rule_item, found), sys.stdout)
    elif one:
        say(rule_page(one, book, terminal_width() or 100))
    else:
        say(rule_list(found, book, asked, terminal_width()))
    return 0


def _matching(book: Rulebook, asked: str, today: date) -> list[Rule]:
    """Every rule as it is today, or those that hold what was asked for."""
    from ehc_tui.present.rules.find import entries, matching

    return [entry.rule for entry in matching(entries(book, today), asked) if entry.rule]


def _facts_of(written: Iterable[str], today: date) -> dict[str, date]:
    """Facts as people write them, `request_received=2026-01-05`; refused with a sentence if one is not."""
    from ehc_tui.text import DayError, parse_day

    facts: dict[str, date] = {}
    for pair in written:
        name, equals, day = pair.partition("=")
        kind = name.strip()
        if not equals:
            raise Mistyped(f"“{pair}” is not FACT=DATE, such as request_received=2026-01-05.")
        if kind in facts:
            raise Mistyped(f"{kind} is given twice: a deadline follows from one date of each fact.")
        try:
            facts[kind] = parse_day(day, today)
        except DayError as error:
            raise Mistyped(f"{kind}: {error}") from error
    return facts


def _single(rule: str, facts: Mapping[str, date], today: date, *, as_json: bool) -> None:
    from ehc_tui.exchange.as_json import clock_item, write_one
    from ehc_tui.law.clocks import FactsError, calculator_case, clock_for
    from ehc_tui.law.rulebook import UnknownRuleError
    from ehc_tui.settings import load_settings

    settings = load_settings()
    book, warning_days = settings.rulebook(), settings.warning_days
    try:
        found = clock_for(rule, facts, book)
    except (UnknownRuleError, FactsError) as error:
        raise Mistyped(str(error)) from error
    case = calculator_case(rule, facts, book)
    if as_json:
        write_one(clock_item(found, case, today, warning_days, book), sys.stdout)
    else:
        from ehc_tui.cli.law_pages import clock_page

        say(clock_page(found, case, today, warning_days, book, terminal_width() or 100))


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a batch: what was asked, and the two dates or the reason why there are none."""

    asked: Mapping[str, str]
    due: str = ""
    act_by: str = ""
    error: str = ""

    def cells(self) -> dict[str, str]:
        """The line as it was asked with what was found; dates that the file gave itself are not repeated."""
        return {**self.asked, "due": self.due, "act_by": self.act_by, "error": self.error}


def _batch(source: str, today: date, *, as_json: bool, as_csv: bool) -> int:
    from ehc_tui.settings import load_settings

    book = load_settings().rulebook()
    given, asked = _asked(source)
    lines = [_calculated(one, today, book).cells() for one in asked]
    failed = any(line["error"] for line in lines)
    found = ("due", "act_by", "error") if failed else ("due", "act_by")
    kept = [name for name in given if name != "error"]  # that of an earlier run says nothing of this one
    columns = [*kept, *(name for name in found if name not in kept)]
    if as_json:
        from ehc_tui.exchange.as_json import write_list

        write_list(lines, sys.stdout)
    elif as_csv:
        _write_csv(columns, lines)
    else:
        from ehc_tui.cli.plain import Column, table

        widths = [Column(name, 0 if name in found else 8) for name in columns]
        say(table(widths, [[line[name] for name in columns] for line in lines], terminal_width()))
    return 1 if failed else 0


def _asked(source: str) -> tuple[list[str], list[dict[str, str]]]:
    """The columns and lines of the batch file; refused with a sentence if it is no CSV with those needed."""
    with (
        nullcontext(sys.stdin)
        if source == "-"
        else within(Path(source)).open(encoding="utf-8-sig", newline="") as stream
    ):
        reader = csv.DictReader(stream)
        try:
            given = list(reader.fieldnames or ())
            missing = [column for column in ("rule", "facts") if column not in given]
            if missing:
                raise Refused(f"{source} has no column called {' or '.join(missing)} in its first line.")
            return given, [{column: line[column] or "" for column in given} for line in reader]
        except (UnicodeDecodeError, csv.Error) as error:
            raise Refused(f"{source}, after line {reader.line_num}, is not CSV in UTF-8: {error}.") from error


def _calculated(asked: Mapping[str, str], today: date, book: Rulebook) -> _Line:
    from ehc_tui.law.clocks import clock_for
    from ehc_tui.law.errors import LawError

    try:
        facts = _facts_of((pair for pair in asked["facts"].split(";") if pair.strip()), today)
        found: Clock = clock_for(asked["rule"].strip(), facts, book)
    except LawError as error:
        return _Line(asked, error=str(error))
    except Mistyped as error:
        return _Line(asked, error=str(error))
    return _Line(asked, _iso(found.due), _iso(found.act_by))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _write_csv(columns: Sequence[str], lines: Iterable[Mapping[str, str]]) -> None:
    from ehc_tui.exchange.export import as_csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(map(as_csv, columns))
    writer.writerows([as_csv(line[column]) for column in columns] for line in lines)
