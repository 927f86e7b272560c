"""How long the caseload takes to answer, as multiples of the barest SQLite statement on the same store.

Run it as `python benchmarks/caseload.py [--cases N] [--store PATH]`; a store that is there is used as it
is. The floor is one window of 64 rows by an index, with nothing made of them. Nothing is asserted: times are
reported; statements, rows and query plans are tests.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter

from england import TODAY, make

from ehc_tui.store.caseload import WINDOW, Caseload
from ehc_tui.store.engine import Store, open_store
from ehc_tui.store.filters import parse_filter
from ehc_tui.store.orders import SORTS, parse_sort

ROUNDS = 15
BAREST = "SELECT * FROM ehc_case WHERE first_due IS NOT NULL AND voided_by IS NULL ORDER BY first_due LIMIT ?"


def main() -> None:
    """Find or make a store and print a line per question."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--cases", type=int, default=5000)
    options.add_argument("--store", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.store or Path(folder) / "demo.db"
        if not path.exists():
            make(path, given.cases)
        with open_store(path, read_only=True) as store:
            report(times(store))


def times(store: Store) -> dict[str, list[float]]:
    """Seconds per question; all are asked in turn, so that a busy machine bends every line alike."""
    found = Caseload(store.read(), TODAY, 10, _somebody(store))
    with closing(sqlite3.connect(store.path)) as raw:
        questions: dict[str, Callable[[], object]] = {
            "floor: one window, raw": lambda: raw.execute(BAREST, (WINDOW,)).fetchall(),
            "first window": _first(found),
            "next window": lambda: _next(found),
            **{f"filter {words}": _first(found, words) for words in _words(found)},
            **{f"sort {way}{key}": _first(found, "", way + key) for key in SORTS for way in ("", "-")},
            "n of m": lambda: _counted(found),
            "strip": lambda: _tallied(found),
        }
        taken: dict[str, list[float]] = {name: [] for name in questions}
        for _ in range(ROUNDS):
            for name, question in questions.items():
                began = perf_counter()
                question()
                taken[name].append(perf_counter() - began)
    return taken


def report(taken: dict[str, list[float]]) -> None:
    """A line per question: milliseconds, and how many times the floor that is."""
    floor = median(next(iter(taken.values())))
    for name, each in taken.items():
        print(f"{name:32} {median(each) * 1000:8.2f} ms {median(each) / floor:8.1f} x")


def _somebody(store: Store) -> str:
    rows = store.read().execute("SELECT caseworker FROM ehc_case WHERE caseworker <> '' LIMIT 1").fetchall()
    return str(rows[0][0])


def _words(found: Caseload) -> list[str]:
    """Filters as they are typed: a name letter by letter, and the common fields."""
    name = _any_surname(found)
    typed = [name[:length] for length in range(1, min(len(name), 6) + 1)]
    return [*typed, "zq", "primary school", "mine", "stage:2", "state:overdue", "due:0..5", "open:any"]


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


if __name__ == "__main__":
    main()
