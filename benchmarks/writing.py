"""How fast cases come in and go out, beside the least that SQLite takes to write the same rows.

The floor is raw `sqlite3.executemany`: exactly the rows that the work left behind, clocks included, into an
empty store with the same schema, indexes and triggers, in one transaction and as durable. It has a statement
for each row, and SQLite writes the index of the cases' text out after each of them; the work itself inserts
many rows by one statement, which takes SQLite about a fifth less for the same rows.
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from england import TODAY
from measuring import seconds
from stores import doing

from ehc_tui.casework.checking import stale_cases
from ehc_tui.casework.demo import build_demo
from ehc_tui.casework.demo_cases import demo_cases
from ehc_tui.casework.imports import import_cases
from ehc_tui.casework.inputs import ImportedCase
from ehc_tui.casework.long_work import long_work
from ehc_tui.exchange.export import export
from ehc_tui.exchange.importing import bring_in, dry_run, foresee
from ehc_tui.store.caseload import Caseload
from ehc_tui.store.copying import copy
from ehc_tui.store.engine import Store, open_store
from ehc_tui.store.filters import parse_filter
from ehc_tui.store.orders import parse_sort
from ehc_tui.store.tables import METADATA

CASES = 20_000
DOING = doing()
TRACKER = {
    "request_received": "Request received",
    "assess_decision": "Decision to assess date",
    "plan_decision": "Panel date",
    "draft_served": "Draft issued",
    "final_sent": "Final issued",
    "contact": "Last contact",
    "parent": "Parent views received",
    "education": "School advice received",
    "health": "Health advice received",
    "psychology": "EP advice received",
    "social_care": "Social care advice received",
}
OUTCOMES = {"assess_decision": "Assess Y/N", "plan_decision": "Panel decision"}


def lines(folder: Path, number: int = CASES) -> Iterator[str]:
    """Time each kind of work on so many cases and its floor, then the ways out; a line for each."""
    invented = [one.case for one in demo_cases(TODAY, DOING.process, number)]
    tracker = folder / "tracker.csv"
    write_tracker(tracker, invented)
    yield beside_floor(folder, "tracker file to store", lambda store: bring_in_file(store, tracker))
    yield beside_floor(folder, "import_cases alone", lambda store: bring_in_cases(store, invented))
    yield beside_overwriting(folder, invented)
    yield beside_floor(folder, "demo", lambda store: build(store, number))
    with open_store(folder / "demo.db") as store:
        tracker_twice = dry_run(tracker, TODAY)
        yield alone("dry run on the filled store", lambda: foresee(store, DOING, tracker_twice))
        yield alone("check", lambda: list(stale_cases(store, DOING)))
        yield alone("backup", lambda: copy(store.path, folder / "copy.db"))
        caseload = Caseload(store.read(), TODAY)
        caseload.show(parse_filter("open:any"), parse_sort("next"))
        for ending in ("csv", "xlsx"):
            target = folder / f"cases.{ending}"
            yield alone(f"export as {ending.upper()}", lambda to=target: export(caseload.rows(), to, TODAY))


def beside_floor(folder: Path, what: str, work: Callable[[Store], object]) -> str:
    """Time the work in a new store, then the floor with the rows it left there."""
    path = folder / f"{what.split()[0]}.db"
    with open_store(path) as store:
        taken = seconds(lambda: work(store))
    floor = written_raw(path, folder / "floor.db")
    size = path.stat().st_size / 1e6
    return f"{what:28} {taken:7.2f} s {floor:7.2f} s raw {taken / floor:6.2f} x {size:8.1f} MB"


def beside_overwriting(folder: Path, invented: Sequence[ImportedCase]) -> str:
    """What it costs the import that SQLite overwrites what it deletes (`PRAGMA secure_delete`)."""
    taken = {}
    for way in ("ON", "OFF"):
        with open_store(folder / f"overwriting_{way}.db") as store, store.session() as session:
            session.connection().exec_driver_sql(f"PRAGMA secure_delete = {way}")
            taken[way] = seconds(lambda session=session: import_cases(session, DOING, invented))
    ratio = taken["ON"] / taken["OFF"]
    return f"{'with secure_delete':28} {taken['ON']:7.2f} s {taken['OFF']:7.2f} s without {ratio:5.2f} x"


def alone(what: str, work: Callable[[], object]) -> str:
    """How long one thing takes that has no floor."""
    return f"{what:28} {seconds(work):7.2f} s"


def written_raw(filled: Path, beside: Path) -> float:
    """Seconds that raw `executemany` takes to write the rows of `filled` into a new, empty store."""
    beside.unlink(missing_ok=True)
    open_store(beside).close()
    with closing(sqlite3.connect(filled)) as source, closing(sqlite3.connect(beside)) as target:
        rows = {table.name: _rows(source, table.name) for table in METADATA.sorted_tables}
        target.isolation_level = None
        target.execute("PRAGMA synchronous = FULL")
        target.execute("PRAGMA secure_delete = ON")
        target.execute("PRAGMA foreign_keys = ON")
        target.execute("DELETE FROM meta")  # what a new store says of itself; the rows have it too
        return seconds(lambda: _write(target, rows))


def _rows(source: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    return source.execute(f"SELECT * FROM {table}").fetchall()


def _write(target: sqlite3.Connection, tables: dict[str, list[tuple[object, ...]]]) -> None:
    target.execute("BEGIN IMMEDIATE")
    target.execute("PRAGMA defer_foreign_keys = ON")
    for table, rows in tables.items():
        if rows:
            target.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    target.execute("COMMIT")


def write_tracker(path: Path, cases: Sequence[ImportedCase]) -> None:
    """A tracker as councils keep them, with a line for each of the cases."""
    heads = ["Case ref", "Surname", "Forename", "DOB", "Setting", "Caseworker", *TRACKER.values()]
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.DictWriter(stream, [*heads, *OUTCOMES.values()])
        lines.writeheader()
        for case in cases:
            lines.writerow(_line(case))


def _line(case: ImportedCase) -> dict[str, str]:
    line = {
        "Case ref": case.ref or "",
        "Surname": case.surname,
        "Forename": case.forename,
        "DOB": f"{case.born:%d/%m/%Y}" if case.born else "",
        "Setting": case.setting,
        "Caseworker": case.caseworker,
    }
    for fact in case.facts:
        column = TRACKER.get(fact.subject if fact.kind == "advice_received" else fact.kind)
        if column:
            line[column] = f"{fact.on:%d/%m/%Y}"
        if fact.kind in OUTCOMES:
            line[OUTCOMES[fact.kind]] = fact.outcome or ""
    return line


def bring_in_file(store: Store, tracker: Path) -> None:
    """What `ehc-tui import` does."""
    reading = dry_run(tracker, TODAY)
    with store.session() as session:
        bring_in(session, DOING, reading)


def bring_in_cases(store: Store, cases: Sequence[ImportedCase]) -> None:
    """Cases that are read already."""
    with store.session() as session:
        import_cases(session, DOING, cases)


def build(store: Store, cases: int) -> None:
    """What `ehc-tui demo` does."""
    with store.session() as session, long_work():
        build_demo(session, DOING, cases)
