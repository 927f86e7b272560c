"""The caseload on the screen before the program behind it is loaded.

Textual takes a few tenths of a second to load, the first window of the list a few milliseconds to read. So it
is read and drawn first, with the presenters and colours of the app, which then takes the terminal over as it
stands. What is typed meanwhile waits in the terminal, unseen, and reaches the app.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

from ehc_tui.casework.noted import process_of, remembered, shipped
from ehc_tui.casework.roles import role_of, why_not
from ehc_tui.held_terminal import HeldTerminal
from ehc_tui.law.naming import duty_names, process_head
from ehc_tui.present.caseload import STATE_TILES, case_line, empty_lines, heading
from ehc_tui.present.home import FILTERED, Home, home_rows
from ehc_tui.present.palette import ANSI, choose_theme, looks
from ehc_tui.session import SavedSession
from ehc_tui.settings import Settings
from ehc_tui.store.case_row import CaseRow
from ehc_tui.store.caseload import WINDOW, Caseload
from ehc_tui.store.engine import Reader, Store
from ehc_tui.store.filters import TALLY_TERMS, Filter, parse_filter
from ehc_tui.store.lookups import id_of
from ehc_tui.store.staff_list import staff

_SMALLEST = (40, 10)


def show_first(
    held: HeldTerminal, store: Store, settings: Settings, today: date, me: str, session: SavedSession
) -> None:
    """Put the caseload on the terminal, if the app will begin with it and the terminal is known."""
    size = _size()
    theme = choose_theme(settings.theme, os.environ)
    elsewhere = session.open_case or session.open_pack
    if held.attributes is None or size is None or elsewhere or not _has_colours_of(theme):
        return
    home = look(store, settings, today, me, session)
    held.show(home_rows(home, *size, looks(theme, "NO_COLOR" in os.environ)))


def look(store: Store, settings: Settings, today: date, me: str, session: SavedSession) -> Home:
    """The first screen by a few indexed statements: what would have to be counted is left for later."""
    reader = store.read()
    shown, sort = session.list_left()
    found = Caseload(reader, today, settings.warning_days, me)
    found.show(shown, sort)
    cursor, rows = _left_at(found, id_of(reader, session.cursor) if session.cursor else None)
    names = duty_names()
    total = None if rows else found.total()
    role = role_of(staff(reader), store.account)
    return Home(
        heading=heading(_process_name(reader, settings), today, me, store.read_only),
        filter_words=str(shown),
        open_only=not shown.shows_closed,
        sort=(sort.key, sort.descending),
        chosen=_chosen(shown),
        tally=found.tally() if not rows and not total else [None] * len(STATE_TILES),
        shown=found.known_count if rows else 0,
        total=total,
        cursor=cursor,
        rows=rows,
        draw=lambda row: case_line(row, today, names),
        empty=() if total is None else empty_lines(total, me if _of_mine(shown) else ""),
        said=FILTERED if shown.terms else "",
        may=lambda power: not (store.read_only or why_not(role, power)),
    )


def _left_at(found: Caseload, case_id: int | None) -> tuple[int, dict[int, CaseRow]]:
    """The place of the cursor, which is on that case or at the top, and by their places the cases about it.

    They are whole windows, because the columns are laid out for all that are read, in the app as well.
    """
    height = (_size() or _SMALLEST)[1]
    number = (height // WINDOW + 1) * WINDOW
    around = found.around(case_id, number) if case_id is not None else None
    if around is not None:
        return around.at, dict(enumerate(around.rows, around.first))
    in_sight = ((place, found.row(place)) for place in range(number))
    return 0, {place: row for place, row in in_sight if row is not None}


def _chosen(shown: Filter) -> str:
    """The name of the tile whose cases the filter shows; empty if of none."""
    if not shown.terms:
        return ""
    return next(
        (
            tile.name
            for tile in STATE_TILES
            if set(parse_filter(TALLY_TERMS[tile.name]).terms) <= set(shown.terms)
        ),
        "",
    )


def _of_mine(shown: Filter) -> bool:
    return parse_filter("mine").terms[0] in shown.terms


def _process_name(reader: Reader, settings: Settings) -> str:
    """The name of the process the store is counted under, or of the person's own."""
    own = Path(settings.process) if settings.process.endswith(".toml") else shipped(settings.process)
    own_head = process_head(own) if own else {}
    noted = remembered(reader)
    other = shipped(process_of(noted)) if noted and process_of(noted) != own_head.get("key") else None
    head = process_head(other) if other else own_head
    return str(head.get("name", ""))


def _size() -> tuple[int, int] | None:
    """Width and height of the terminal, as the app will have them; None where they are not beyond doubt."""
    if not sys.__stderr__ or not sys.__stderr__.isatty() or {"COLUMNS", "LINES"} & os.environ.keys():
        return None
    try:
        size = os.get_terminal_size(1)
    except OSError:
        return None
    return (size.columns, size.lines) if size.columns >= _SMALLEST[0] and size.lines >= _SMALLEST[1] else None


def _has_colours_of(theme: str) -> bool:
    """Whether the terminal has the colours of a theme exactly: those of ours are among its 256."""
    term = os.environ.get("TERM", "")
    if term in ("", "dumb", "unknown") or "TEXTUAL_COLOR_SYSTEM" in os.environ:
        return False
    return (
        theme == ANSI or os.environ.get("COLORTERM") in ("truecolor", "24bit") or term.endswith("-256color")
    )
