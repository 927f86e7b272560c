"""A store as large as one wishes, for benchmarks: an invented caseload multiplied row by row.

Every copy of a case has a reference, names, a setting and people of its own; its facts and
dates, and so all that follows from them, are those of the original.
Copies carry no history. A caseworker has 500 cases, a SEN officer 5,000.
"""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from ehc_tui.casework.context import Doing
from ehc_tui.casework.demo import make_demo_store
from ehc_tui.casework.derive import searchable
from ehc_tui.law.process import load_process
from ehc_tui.law.rulebook import load_rulebook

TODAY = date(2026, 11, 21)
BASE = 4_000
CASES_OF_A_CASEWORKER, CASES_OF_AN_OFFICER, CASES_OF_A_SETTING = 500, 5_000, 35
PARTS = ("fact", "clock", "advice_item", "relief", "meeting", "attendee", "agreed_action", "note")
OWNERS = {"case_id": "ehc_case", "meeting_id": "meeting"}


def make(path: Path, cases: int, today: date = TODAY) -> Path:
    """Make a demo store of `cases` cases at `path`, replacing the demo store there, and return its path."""
    now = datetime.combine(today, time(), UTC)
    doing = Doing("Bench", today, now, load_rulebook(), load_process("west-northants"))
    make_demo_store(path, doing, min(cases, BASE))
    if cases > BASE:
        with closing(sqlite3.connect(path, isolation_level=None)) as store:
            _multiply(store, cases)
    return path


def _multiply(store: sqlite3.Connection, cases: int) -> None:
    store.row_factory = sqlite3.Row
    for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -200000"):
        store.execute(f"PRAGMA {setting}")
    store.execute("BEGIN")
    indexes = store.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
        f"AND tbl_name IN ({', '.join('?' * (len(PARTS) + 1))})",
        ("ehc_case", *PARTS),
    ).fetchall()
    for name, _ in indexes:
        store.execute(f"DROP INDEX {name}")
    steps = {table: _last_id(store, table) for table in ("ehc_case", *PARTS) if table != "clock"}
    originals = [
        dict(row) for row in store.execute("SELECT * FROM ehc_case WHERE voided_by IS NULL ORDER BY id")
    ]
    people = _People(originals, cases)
    copies = -(-cases // len(originals))
    for copy in range(1, copies):
        some = originals[: cases - copy * len(originals)]
        rows = [_case(row, row["id"] + copy * steps["ehc_case"], people) for row in some]
        marks = ", ".join(f":{name}" for name in rows[0])
        store.executemany(f"INSERT INTO ehc_case ({', '.join(rows[0])}) VALUES ({marks})", rows)
        for table in PARTS:
            _copy(store, table, copy, steps, some[-1]["id"])
    for _, sql in indexes:
        store.execute(sql)
    store.execute("COMMIT")
    store.execute("PRAGMA journal_mode = WAL")


class _People:
    """Names for children, colleagues and settings, drawn anew for every copy but always the same."""

    def __init__(self, rows: list[dict[str, Any]], cases: int) -> None:
        self._dice = random.Random("England")
        self._forenames = sorted({row["forename"] for row in rows})
        surnames = sorted({row["surname"] for row in rows})
        self._surnames = surnames + [
            f"{one}{other}"
            for one in surnames
            for other in ("", "s", "son", "ley", "well", "worth", "-Smith")
        ]
        settings = sorted({row["setting"] for row in rows if row["setting"]})
        towns = [f"{surname}{ending}" for surname in surnames for ending in ("ton", "ham", "ford", "by")]
        self._settings = [
            f"{self._dice.choice(towns)} {self._dice.choice(settings)}"
            for _ in range(max(cases // CASES_OF_A_SETTING, 1))
        ]
        self._colleagues = [
            f"{letter} {self._dice.choice(self._surnames)}"
            for letter in "ABCDEFGHIJKLMNOPRSTW"
            for _ in range(max(cases // CASES_OF_A_CASEWORKER // 20, 1))
        ]
        self._officers = self._colleagues[:: max(CASES_OF_AN_OFFICER // CASES_OF_A_CASEWORKER, 1)]

    def details(self, row: dict[str, Any]) -> dict[str, str]:
        """Who a copy is about and who works on it; what was left empty stays so."""
        pick = self._dice.choice
        found = {
            "surname": pick(self._surnames),
            "forename": pick(self._forenames),
            "setting": pick(self._settings),
            "caseworker": pick(self._colleagues),
            "officer": pick(self._officers),
        }
        return {name: value if row[name] else "" for name, value in found.items()}


def _case(row: dict[str, Any], number: int, people: _People) -> dict[str, Any]:
    copied = {**row, **people.details(row), "id": number, "ref": f"{row['ref'][:4]}{number:07}"}
    return {**copied, **searchable(copied)}


def _copy(store: sqlite3.Connection, table: str, copy: int, steps: dict[str, int], last: int) -> None:
    """Copy the rows in use of a table that belongs to cases, as far as the case with id `last`."""
    values = {row["name"]: row["name"] for row in store.execute(f"PRAGMA table_info({table})")}
    for name in values.keys() & {"id", "corrects"}:
        values[name] = f"{name} + {copy * steps[table]}"
    for name in values.keys() & OWNERS.keys():
        values[name] = f"{name} + {copy * steps[OWNERS[name]]}"
    if "uid" in values:
        values["uid"] = f"uid || '-{copy}'"
    belongs = f"case_id <= {last} AND case_id <= {steps['ehc_case']}"
    if "meeting_id" in values:
        belongs = f"meeting_id IN (SELECT id FROM meeting WHERE {belongs})"
    originals = f" AND id <= {steps[table]} AND voided_by IS NULL" if "id" in values else ""
    store.execute(
        f"INSERT INTO {table} ({', '.join(values)}) SELECT {', '.join(values.values())} FROM {table} "
        f"WHERE {belongs}{originals}"
    )


def _last_id(store: sqlite3.Connection, table: str) -> int:
    return int(store.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])
