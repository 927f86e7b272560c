"""How long the caseload takes to answer, as multiples of the barest SQLite statement on the same store.

Run it as `python benchmarks/caseload.py [--cases N]`. The floor is one window of 64 rows by an index, with
nothing made of them. Nothing is asserted: times are reported; statements, rows and query plans are tests.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from ehc_tui.casework.context import Doing
from ehc_tui.casework.demo import build_demo
from ehc_tui.law.process import load_process
from ehc_tui.law.rulebook import load_rulebook
from ehc_tui.store.caseload import WINDOW, Caseload
from ehc_tui.store.engine import Store, open_store
from ehc_tui.store.filters import parse_filter
from ehc_tui.store.orders import parse_sort

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ROUNDS = 30
BAREST = "SELECT * FROM ehc_case WHERE first_due IS NOT NULL AND voided_by IS NULL ORDER BY first_due LIMIT ?"


def main() -> None:
    """Build a store and print a line per question."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--cases", type=int, default=5000)
    cases = options.parse_args().cases
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "demo.db") as store:
        began = perf_counter()
        with store.session() as session:
            build_demo(
                session, Doing("Bench", TODAY, NOW, load_rulebook(), load_process("west-northants")), cases
            )
        print(f"{cases:,} cases with clocks, audit and meetings: {perf_counter() - began:.1f} s")
        compare(store)


def compare(store: Store) -> None:
    """Ask the floor and each question in turn, so that a busy machine bends every line alike."""
    raw = sqlite3.connect(store.path)
    found = Caseload(store.read(), TODAY, 10, "J Okafor")
    questions: dict[str, Callable[[], object]] = {
        "floor: one window, raw": lambda: raw.execute(BAREST, (WINDOW,)).fetchall(),
        "first window": lambda: first_window(found, "", "next"),
        "first window of mine": lambda: first_window(found, "mine", "next"),
        "a word of a name": lambda: first_window(found, "ahmed", "next"),
        "overdue, by child": lambda: first_window(found, "state:overdue", "child"),
        "everything, by setting": lambda: first_window(found, "open:any", "setting"),
        "how many": lambda: counted(found),
        "the strip": lambda: strip(found),
    }
    times: dict[str, list[float]] = {name: [] for name in questions}
    for _ in range(ROUNDS):
        for name, question in questions.items():
            began = perf_counter()
            question()
            times[name].append(perf_counter() - began)
    raw.close()
    floor = median(times["floor: one window, raw"])
    for name, taken in times.items():
        print(f"{name:26} {median(taken) * 1000:8.2f} ms {median(taken) / floor:8.1f} x")


def first_window(found: Caseload, shown: str, sort: str) -> object:
    """What the screen needs before it can be read."""
    found.show(parse_filter(shown), parse_sort(sort))
    return found.row(0)


def counted(found: Caseload) -> int:
    """The n of "n of m"."""
    found.show(parse_filter(""), parse_sort("next"))
    return found.count()


def strip(found: Caseload) -> object:
    """The counts by state."""
    found.show(parse_filter(""), parse_sort("next"))
    return found.tally()


if __name__ == "__main__":
    main()
