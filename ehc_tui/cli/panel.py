"""`panel`: who waits for a decision, the sessions, one agenda or pack, and how evenly is decided."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ehc_tui.cli.common import Common, day_of
from ehc_tui.cli.errors import Mistyped, Refused
from ehc_tui.cli.on_record import read_here, taken_out
from ehc_tui.cli.options import CsvOption, JsonOption, StoreOption, TodayOption, common, one_form
from ehc_tui.cli.output import form_taken, say, terminal_width
from ehc_tui.cli.up_to_date import bring_up_to_date
from ehc_tui.exchange.passed import Passed
from ehc_tui.store.lookups import id_of
from ehc_tui.text import british

if TYPE_CHECKING:
    from ehc_tui.casework.context import Doing
    from ehc_tui.law.process import Panel, Process
    from ehc_tui.store.engine import Reader, Store
    from ehc_tui.store.panel_rows import ConsistencyRow, QueueRow, SessionRow

DEFAULT_WIDTH = 100
_BACK = timedelta(days=92)


def panel(
    context: typer.Context,
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[DATE|REF]",
            help="The day of a session: its agenda, or its minutes once it was held. A reference: the pack.",
            show_default=False,
        ),
    ] = None,
    which: Annotated[
        str, typer.Option("--panel", metavar="KEY", help="Which decision: plan or assess.")
    ] = "plan",
    plans: Annotated[
        bool, typer.Option("--sessions", help="The sessions of the last three months and to come.")
    ] = False,
    figures: Annotated[
        bool, typer.Option("--figures", help="The share of yes in the last twelve months.")
    ] = False,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    store: StoreOption = None,
    today: TodayOption = None,
) -> None:
    """Show who waits for a decision, a session, or a pack.

    The first out of time for a no comes first. Small numbers are left out of --figures in JSON and CSV.

    \b
    ehc-tui panel
    ehc-tui panel 3/12 --json
    ehc-tui panel E26-0412
    ehc-tui panel --figures --csv > consistency.csv
    """
    one_form(json=as_json, csv=as_csv)
    if sum((what is not None, figures, plans)) > 1:
        raise Mistyped("Ask for a session, a pack, --sessions or --figures, one at a time.")
    options = common(context, store, today)
    form = "json" if as_json else "csv" if as_csv else "text"
    with options.opened(read_only=True) as opened:
        doing = options.doing(opened, my_readings=True)
        bring_up_to_date(opened, doing)
        body = _body(doing.process, which)
        if figures:
            _figures(opened.read(), body, options, form, doing.book.needs)
        elif plans:
            _sessions(opened.read(), body, options.today, form)
        elif what is None:
            with _noted(options, opened, f"of the queue of {body.name}", form) as passed:
                _queue(opened.read(), doing.process, body, options.today, form, passed)
        elif id_of(opened.read(), what) is not None:
            _pack(options, opened, what, body, doing, form)
        else:
            on = day_of(what, "No case has that reference, and as a day", options.today)
            with _noted(options, opened, f"of {body.name} on {british(on)}", form) as passed:
                _session(opened.read(), body, on, form, passed)


@contextmanager
def _noted(options: Common, opened: Store, whose: str, form: str) -> Iterator[Passed]:
    """Notes the cases that went out, unless they were only read in a list."""
    how = form_taken(form == "json", form == "csv")
    if not how:
        yield Passed()
        return
    with taken_out(options, opened, f"{whose} put out {how}") as passed:
        yield passed


def _body(process: Process, key: str) -> Panel:
    known = {body.key: body for body in process.panels}
    if key not in known:
        raise Mistyped(f"--panel: {process.name} has no “{key}”; there are {', '.join(known) or 'none'}.")
    return known[key]


def _queue(reader: Reader, process: Process, body: Panel, today: date, form: str, passed: Passed) -> None:
    from ehc_tui.casework.forecast import forecast, sittings_of, waiting_of
    from ehc_tui.exchange.as_json import write_one
    from ehc_tui.exchange.panel_items import forecast_item, queue_item, session_item, write_queue_csv
    from ehc_tui.store.panel import queue, sessions

    with reader.snapshot():
        rows = queue(reader, body, today)
        sitting = sessions(reader, body.key) if body.sits else None
    for row in rows:
        passed.one(row.case_id, row.ref)
    coming = [session for session in sitting or () if session.planned and session.on >= today]
    if form == "csv":
        write_queue_csv(rows, sitting, today, sys.stdout)
        return
    found = forecast(waiting_of(rows), sittings_of(coming, rows), today)
    if form == "json":
        answer: dict[str, Any] = {
            "panel": body.key,
            "name": body.name,
            "sits": body.sits,
            "queue": [queue_item(row, sitting, today) for row in rows],
            "sessions": [session_item(session) for session in coming],
            "forecast": forecast_item(found) if body.sits else None,
        }
        write_one(answer, sys.stdout)
        return
    from ehc_tui.cli.panel_page import forecast_lines, queue_table

    say(queue_table(rows, sitting, today, terminal_width()))
    say(_summary(rows, process, body, today))
    if body.sits:
        say(forecast_lines(found))


def _summary(rows: Sequence[QueueRow], process: Process, body: Panel, today: date) -> Iterator[str]:
    late = sum(row.no_by is not None and row.no_by < today for row in rows)
    yield f"{process.name}, {body.name}: {len(rows):,} waiting, {late:,} of them out of time for a no."
    if not body.sits:
        yield "There are no sessions: it is decided case by case."


def _sessions(reader: Reader, body: Panel, today: date, form: str) -> None:
    from ehc_tui.exchange.as_json import write_list
    from ehc_tui.exchange.panel_items import session_item, write_sessions_csv
    from ehc_tui.store.panel import sessions

    rows = sessions(reader, body.key, first=today - _BACK, cancelled=True)
    if form == "json":
        write_list(map(session_item, rows), sys.stdout)
    elif form == "csv":
        write_sessions_csv(rows, sys.stdout)
    else:
        from ehc_tui.cli.panel_page import sessions_table

        say(sessions_table(rows, body, terminal_width()))


def _pack(options: Common, opened: Store, ref: str, body: Panel, doing: Doing, form: str) -> None:
    from ehc_tui.casework.after_decision import follow_ups
    from ehc_tui.exchange.as_json import write_one
    from ehc_tui.exchange.pack import Reader as PackReader
    from ehc_tui.exchange.panel_items import pack_item
    from ehc_tui.settings import load_settings
    from ehc_tui.store.panel import read_pack
    from ehc_tui.store.panel_records import done_follow_ups

    if form == "csv":
        raise Mistyped("A pack is no table: ask for it as text or with --json.")
    book, process, today = doing.book, doing.process, doing.today
    warning, reader = load_settings().warning_days, opened.read()
    pack = read_pack(reader, ref, body, today, book, process, warning)
    last = pack.decisions[-1] if pack.decisions else None
    done = done_follow_ups(reader, last.id) if last else {}
    follow = follow_ups(last, pack.file, book, process, done, today) if last else ()
    with read_here(options, opened, "Pack of {ref} shown") as shown:
        shown.append(pack.file.row)
        if form == "json":
            write_one(pack_item(pack, follow, book, today), sys.stdout)
            return
        from ehc_tui.cli.panel_page import pack_page
        from ehc_tui.present.panel.strip import StripLook

        look = StripLook(process, body, today, warning, terminal_width() or DEFAULT_WIDTH)
        say(pack_page(pack, follow, PackReader(today, book), look))


def _session(reader: Reader, body: Panel, on: date, form: str, passed: Passed) -> None:
    from ehc_tui.exchange.as_json import write_one
    from ehc_tui.exchange.panel_items import minutes_item, write_agenda_csv
    from ehc_tui.store.panel import minutes_of, session_on, sessions

    session = session_on(reader, body.key, on)
    if session is None:
        planned = _days(sessions(reader, body.key))
        raise Refused(f"There is no session on {british(on)}{planned}.")
    minutes = minutes_of(reader, session.id, body)
    for item in minutes.items:
        if not item.restricted:
            passed.one(item.case_id, item.ref)
    if form == "json":
        write_one(minutes_item(minutes), sys.stdout)
    elif form == "csv":
        write_agenda_csv(minutes.items, sys.stdout)
    else:
        from ehc_tui.cli.panel_page import minutes_page

        say(minutes_page(minutes, body, terminal_width()))


def _days(sessions: Sequence[SessionRow]) -> str:
    days = [british(session.on) for session in sessions if session.planned]
    return f"; the next are on {', '.join(days[-5:])}" if days else ""


def _figures(reader: Reader, body: Panel, options: Common, form: str, needs: dict[str, str] | Any) -> None:
    from ehc_tui.exchange.as_json import write_list
    from ehc_tui.exchange.panel_items import figure_item, write_figures_csv
    from ehc_tui.store.panel_figures import consistency, suppressed

    rows: Sequence[ConsistencyRow] = consistency(reader, body, options.today, needs)
    if form == "json":
        write_list(map(figure_item, suppressed(rows)), sys.stdout)
    elif form == "csv":
        write_figures_csv(suppressed(rows), sys.stdout)
    else:
        from ehc_tui.cli.panel_page import figures_table

        say(figures_table(rows, terminal_width()))
