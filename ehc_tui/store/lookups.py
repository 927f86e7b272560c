"""Small questions that screens ask of the store, each answered by one indexed statement."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from ehc_tui.store.case_row import CaseRow
from ehc_tui.store.text_index import candidates
from ehc_tui.store.triage import COLUMNS, IN_USE, case_row
from ehc_tui.store.verbs import DID, FOR_GOOD
from ehc_tui.text import clean, fold

_AT_ONCE = 500
_MOST_LOOKED_THROUGH = 5000


class LastAct(NamedTuple):
    """An act that is in force, with the sentence that says what it did."""

    id: int
    summary: str


def last_act(conn: sqlite3.Connection, by: str) -> LastAct | None:
    """The newest act of a person that is neither undone nor itself an undoing; None if there is none.

    What was done to the store itself, such as a repair, is no act on a case and cannot be taken back.
    """
    row = conn.execute(
        f"SELECT id, summary FROM act WHERE by = ? AND {DID} AND undone_by IS NULL AND undoes IS NULL"
        f" AND verb NOT IN ({', '.join('?' * len(FOR_GOOD))}) ORDER BY id DESC LIMIT 1",
        (by, *FOR_GOOD),
    ).fetchone()
    return LastAct(*row) if row else None


def id_of(conn: sqlite3.Connection, ref: str) -> int | None:
    """The id of the case with this reference, written in capitals or not; None if there is none."""
    wanted = clean(ref)
    row = conn.execute(
        f"SELECT id FROM ehc_case WHERE ref IN (?, upper(?)) AND {IN_USE}", (wanted, wanted)
    ).fetchone()
    return int(row[0]) if row else None


def refs_like(conn: sqlite3.Connection, part: str, limit: int = 8) -> list[str]:
    """References that hold `part`, in order, at most `limit` of them."""
    among = candidates(conn, [fold(part)], _MOST_LOOKED_THROUGH)
    narrowed = "1" if among is None else "+id IN (SELECT value FROM json_each(:among))"
    rows = conn.execute(
        f"SELECT ref FROM ehc_case WHERE {narrowed} AND instr(upper(ref), upper(:part)) > 0 AND {IN_USE} "
        "ORDER BY ref LIMIT :limit",
        {"among": json.dumps(among), "part": clean(part), "limit": limit},
    )
    return [ref for (ref,) in rows]


def refs_of_surname(conn: sqlite3.Connection, surname: str, limit: int = 20) -> list[str]:
    """References of cases in use of children with this surname, in order, at most `limit` of them."""
    rows = conn.execute(
        f"SELECT ref FROM ehc_case WHERE name_fold >= ? AND name_fold < ? AND {IN_USE} ORDER BY ref LIMIT ?",
        (f"{fold(surname)} ", f"{fold(surname)}!", limit),
    )
    return [ref for (ref,) in rows]


def people(conn: sqlite3.Connection) -> list[str]:
    """Everybody who has a case, as caseworker or officer, in order of name."""
    return sorted({*_names(conn, "caseworker"), *_names(conn, "officer")})


def _names(conn: sqlite3.Connection, column: str) -> list[str]:
    """The different names of a column, found by stepping through its index; of spellings alike the first."""
    rows = conn.execute(
        "WITH RECURSIVE one(name) AS ("
        f"SELECT min({column}_fold) FROM ehc_case WHERE {column}_fold > '' AND {IN_USE} UNION ALL "
        f"SELECT (SELECT min({column}_fold) FROM ehc_case WHERE {column}_fold > name AND {IN_USE}) "
        "FROM one WHERE name IS NOT NULL) "
        f"SELECT (SELECT {column} FROM ehc_case WHERE {column}_fold = name AND {IN_USE} ORDER BY id LIMIT 1)"
        " FROM one WHERE name IS NOT NULL"
    )
    return [name for (name,) in rows]


def rows_of(
    conn: sqlite3.Connection, case_ids: Iterable[int], today: date, warning_days: int
) -> list[CaseRow]:
    """The rows of the caseload for these cases, in order of reference, without those taken out of use."""
    rows = [
        case_row(values, today, warning_days)
        for some in _batches(case_ids)
        for values in conn.execute(
            f"SELECT {COLUMNS} FROM ehc_case WHERE id IN ({_marks(some)}) AND {IN_USE}", some
        )
    ]
    return sorted(rows, key=lambda row: row.ref)


def late_advice(
    conn: sqlite3.Connection, case_ids: Iterable[int], rules: Sequence[str], today: date
) -> list[tuple[int, str]]:
    """The advice of these cases, as (case id, line key), that is past its date on `today` and not in.

    `rules` are the ids of the rules that bind advisers.
    """
    return [
        (case_id, key)
        for some in _batches(case_ids)
        for case_id, key in conn.execute(
            f"SELECT case_id, subject FROM clock WHERE case_id IN ({_marks(some)}) "
            f"AND rule IN ({_marks(rules)}) AND due < ? AND met_on IS NULL AND stopped_on IS NULL "
            "ORDER BY case_id, position",
            (*some, *rules, today.isoformat()),
        )
    ]


def _batches(case_ids: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(case_ids)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
