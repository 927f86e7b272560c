"""How long the caseload takes to answer, as multiples of the barest SQLite statement on the same store.

The floor is one window of 64 rows by an index, with nothing made of them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from england import TODAY
from measuring import medians

from ehc_tui.store.caseload import WINDOW, Caseload
from ehc_tui.store.engine import Store, open_store
from ehc_tui.store.filters import parse_filter
from ehc_tui.store.orders import SORTS, parse_sort

ROUNDS = 15
FLOOR = "floor: one window, raw"
BAREST = "SELECT * FROM ehc_case WHERE first_due IS NOT NULL AND voided_by IS NULL ORDER BY first_due LIMIT ?"


def times(path: Path) -> dict[str, float]:
    """Seconds per question to the store at `path`, the floor first."""
    with open_store(path, read_only=True) as store, closing(sqlite3.connect(path)) as raw:
        found = Caseload(store.read(), TODAY, 10, _somebody(store))
        questions: dict[str, Callable[[], object]] = {
            FLOOR: lambda: raw.execute(BAREST, (WINDOW,)).fetchall(),
            "first window": _first(found),
            "next window": lambda: _next(found),
            **{f"filter {words}": _first(found, words) for words in _words(found)},
            **{f"sort {way}{key}": _first(found, "", way + key) for key in SORTS for way in ("", "-")},
            "n of m": lambda: _counted(found),
            "strip": lambda: _tallied(found),
        }
        return medians(questions, ROUNDS)


def _somebody(store: Store) -> str:
    rows = store.read().execute("SELECT caseworker FROM ehc_case WHERE caseworker <> '' LIMIT 1").fetchall()
    return str(rows[0][0])


def _words(found: Caseload) -> list[str]:
    """Filters as they are typed: a name letter by letter, and the common fields."""
    name = _any_surname(found)
    typed = [name[:length] for length in range(1, min(len(name), 6) + 1)]
    fields = ["mine", "stage:2", "state:overdue", "due:0..5", "week:<6", "week:>16", "open:any"]
    return [*typed, "zq", "primary school", *fields]


def _any_surname(found: Caseload) -> str:
    found.show(parse_filter(""), parse_sort("child"))
    row = found.row(WINDOW)
    return row.surname.casefold() if row else "ahmed"


def _first(found: Caseload, words: str = "", sort: str = "next") -> Callable[[], object]:
    """What the screen needs before it can be read."""

    def ask() -> object:
        found.show(parse_filter(words), parse_sort(sort))
        return found.row(0)

    return ask


def _next(found: Caseload) -> object:
    """A page further than what was read; the first window is read with it."""
    _first(found)()
    return found.row(WINDOW)


def _counted(found: Caseload) -> int:
    found.refresh()
    found.show(parse_filter(""), parse_sort("next"))
    return found.count()


def _tallied(found: Caseload) -> object:
    found.refresh()
    found.show(parse_filter(""), parse_sort("next"))
    return found.tally()
