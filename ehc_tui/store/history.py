"""The history of a store as people ask for it: by case, by person, by day; some of it, or one entry whole.

A connection made for a person shows no entry about nothing but cases restricted to others: see `visibility`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ehc_tui.store.casefile import instant
from ehc_tui.store.errors import NotFound
from ehc_tui.store.lookups import id_of
from ehc_tui.store.verbs import DID
from ehc_tui.text import clean, fold

LONDON = ZoneInfo("Europe/London")
_AT_ONCE = 500


class Asked(NamedTuple):
    """Which entries: of one case, by people whose name holds `by`, with words in their sentence.

    `since` and `until` are London days, both included. `looks` adds those by which somebody only looked.
    What is left empty is no condition.
    """

    ref: str = ""
    by: str = ""
    since: date | None = None
    until: date | None = None
    words: str = ""
    looks: bool = False


class EntryRow(NamedTuple):
    """One entry as a list shows it. `ref` is its first case, "" if it is about none, and `cases` how many."""

    id: int
    at: datetime
    by: str
    account: str
    at_keyboard: str
    verb: str
    summary: str
    undoes: int | None
    undone_by: int | None
    ref: str
    cases: int


class CaseChange(NamedTuple):
    """What an entry changed in one case, "" for none, as JSON `{table: {row id: {column: value}}}`."""

    ref: str
    before: str
    after: str


class WholeEntry(NamedTuple):
    """An entry with all that it changed, the cases it only laid open, and its seal."""

    row: EntryRow
    changes: tuple[CaseChange, ...]
    looked_at: tuple[str, ...]
    seal: str


def entry_ids(conn: sqlite3.Connection, asked: Asked) -> list[int]:
    """The numbers of the entries, newest first. Raises `NotFound` for a case that is not in the store."""
    where, given = _conditions(conn, asked)
    return [number for (number,) in conn.execute(f"SELECT id FROM act WHERE {where} ORDER BY id DESC", given)]


def entry_rows(conn: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, EntryRow]:
    """These entries as a list shows them, by number."""
    rows: dict[int, EntryRow] = {}
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        found = conn.execute(f"{_ROW} WHERE act.id IN ({', '.join('?' * len(some))})", tuple(some))
        rows |= {values[0]: _row(values) for values in found}
    return rows


def entry(conn: sqlite3.Connection, number: int) -> WholeEntry:
    """One entry whole. Raises `NotFound`."""
    found = conn.execute(f"{_ROW} WHERE act.id = ?", (number,)).fetchone()
    if found is None:
        raise NotFound(f"The history has no entry {number}.")
    changes = conn.execute(
        "SELECT coalesce(ref, ''), before, after FROM act_change LEFT JOIN ehc_case "
        "ON ehc_case.id = act_change.case_id WHERE act_id = ? AND (case_id IS NULL OR ref IS NOT NULL) "
        "ORDER BY act_change.id",
        (number,),
    )
    looked_at = conn.execute(
        "SELECT ref FROM look JOIN ehc_case ON ehc_case.id = look.case_id WHERE act_id = ? ORDER BY ref",
        (number,),
    )
    (seal,) = conn.execute("SELECT hash FROM act WHERE id = ?", (number,)).fetchone()
    return WholeEntry(
        _row(found), tuple(CaseChange(*row) for row in changes), tuple(ref for (ref,) in looked_at), seal
    )


def cases_in(conn: sqlite3.Connection, number: int) -> list[int]:
    """The ids of the cases that one entry changed or laid open, as far as they are to be seen."""
    found = conn.execute(
        f"SELECT ehc_case.id FROM act, ehc_case WHERE act.id = ? AND ehc_case.id IN ({_CASES})", (number,)
    )
    return [case_id for (case_id,) in found]


_CASES = (
    "SELECT case_id FROM act_change WHERE act_id = act.id "
    "UNION SELECT case_id FROM look WHERE act_id = act.id"
)
_ROW = (
    "SELECT act.id, at, by, account, at_keyboard, verb, summary, undoes, undone_by, "
    f"coalesce((SELECT ref FROM ehc_case WHERE id IN ({_CASES}) ORDER BY id LIMIT 1), ''), "
    f"(SELECT count(*) FROM ehc_case WHERE id IN ({_CASES})) FROM act"
)


def _conditions(conn: sqlite3.Connection, asked: Asked) -> tuple[str, list[Any]]:
    parts = ["1" if asked.looks else DID]
    given: list[Any] = []
    if asked.ref:
        case_id = id_of(conn, asked.ref)
        if case_id is None:
            raise NotFound(f"There is no case {clean(asked.ref)}: look it up with part of the name.")
        parts.append(
            "id IN (SELECT act_id FROM act_change WHERE case_id = ? UNION "
            "SELECT act_id FROM look WHERE case_id = ?)"
        )
        given += [case_id, case_id]
    if asked.by:
        names = [
            name for (name,) in conn.execute("SELECT DISTINCT by FROM act") if fold(asked.by) in fold(name)
        ]
        parts.append(f"by IN ({', '.join('?' * len(names))})")
        given += names
    for day, comparison in ((asked.since, ">="), (asked.until and asked.until + timedelta(1), "<")):
        if day:
            parts.append(f"at {comparison} ?")
            given.append(_stored(day))
    for word in asked.words.split():
        parts.append("summary LIKE ? ESCAPE '\\'")
        given.append(f"%{word.translate(_LITERALLY)}%")
    return " AND ".join(parts), given


_LITERALLY = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})


def _stored(day: date) -> str:
    """The instant at which a day begins in London, as entries have it."""
    return f"{datetime.combine(day, time(), LONDON).astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"


def _row(values: Sequence[Any]) -> EntryRow:
    return EntryRow._make((values[0], instant(values[1]), *values[2:]))


def entries_of(conn: sqlite3.Connection, asked: Asked) -> Iterator[EntryRow]:
    """The entries asked for, newest first, read some hundred at a time."""
    numbers = entry_ids(conn, asked)
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        rows = entry_rows(conn, some)
        yield from (rows[number] for number in some if number in rows)
