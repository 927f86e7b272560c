"""Which later act builds on an earlier one, so that taking the earlier back would leave something hanging."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, func, select

from ehc_tui.casework.recorder import COUNTERS, Change, from_json, rows_of, table_of
from ehc_tui.store import tables

Changes = Mapping[tuple[str, int], Change]
Values = Mapping[Any, Any]

NO_CASE = 0
NAMES: dict[str, Callable[[Values], str]] = {
    "ehc_case": lambda row: f"case {row['ref']}",
    "advice_item": lambda row: f"line {row['case_id']} {row['key']}",
    "meeting": lambda row: f"line {row['case_id']} {row['uid']}",
    "follow_up": lambda row: f"follow-up {row['decision_id']} {row['key']}",
    "minute_text": lambda row: f"minutes {row['session_id']}",
    "staff": lambda row: f"account {row['account']}",
    "removal": lambda row: f"removal of {row['case_id']}",
    "retention": lambda _row: "retention",
    "restriction": lambda row: f"restriction of {row['case_id']}",
    "saved_view": lambda row: f"view {row['owner']} {row['name']}",
}
"""What a row is known by besides its id: no two rows in use may share it."""


_PARENTS = {
    "case_id": "ehc_case",
    "meeting_id": "meeting",
    "session_id": "panel_session",
    "item_id": "agenda_item",
    "decision_id": "decision",
    "fact_id": "fact",
    "restriction_id": "restriction",
}
"""The columns by which a row belongs to another, and the table of that."""


def act_in_the_way(connection: Connection, act_id: int, changes: Changes) -> Row[*tuple[Any, ...]] | None:
    """The last act in force after `act_id` that changed the same values or belongs to rows this one made."""
    claims = _claims(changes, _rows(connection, changes))
    for entry, later in _later(connection, act_id):
        if not claims.isdisjoint(_uses(later, _rows(connection, later))):
            return entry
    return None


def _claims(changes: Changes, rows: Mapping[tuple[str, int], Values]) -> set[str]:
    """What must be untouched by others if these changes are to be reversed.

    For a value that was changed: that value. For a row that was made or taken out of use: the row, and its
    name; for a decision also what the family is told of it.
    """
    claims = {_told(rows[key]) for key in changes if key[0] == "decision"}
    for key, change in changes.items():
        if change.before is None or "voided_by" in change.after:
            claims |= _whole(key, rows[key])
        else:
            claims |= {_value(key, column) for column in change.after if (key[0], column) not in COUNTERS}
    return claims


def _uses(changes: Changes, rows: Mapping[tuple[str, int], Values]) -> set[str]:
    """What these changes touch or rest on: values, rows, names, and the rows that theirs belong to."""
    uses = set()
    for key, change in changes.items():
        uses |= _whole(key, rows[key]) | _parents(rows[key])
        uses |= {_value(key, column) for column in change.after}
        uses |= {_telling(rows[key])} if key[0] == "fact" else set()
    return uses


def _whole(key: tuple[str, int], row: Values) -> set[str]:
    table, row_id = key
    return {f"{table}:{row_id}"} | ({NAMES[table](row)} if table in NAMES else set())


def _parents(row: Values) -> set[str]:
    parents = {f"{table}:{row[column]}" for column, table in _PARENTS.items() if row.get(column)}
    if row.get("subject"):
        parents.add(f"line {row['case_id']} {row['subject']}")
    return parents


def _told(decision: Values) -> str:
    """What telling the family of a decision is known by: a fact of the case, however it was recorded."""
    return f"telling {decision['case_id']} {decision['question']} {decision['outcome']}"


def _telling(fact: Values) -> str:
    return f"telling {fact['case_id']} {fact['kind']} {fact['outcome']}"


def _value(key: tuple[str, int], column: str) -> str:
    return f"{key[0]}:{key[1]}.{column}"


def _rows(connection: Connection, changes: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Values]:
    wanted = defaultdict(list)
    for table, row_id in changes:
        wanted[table].append(row_id)
    return {
        (table, row["id"]): row
        for table, ids in wanted.items()
        for row in rows_of(connection, table_of(tables.MODELS[table]), ids)
    }


def _later(connection: Connection, act_id: int) -> Iterable[tuple[Row[*tuple[Any, ...]], Changes]]:
    """The acts in force after this one on the same cases, newest first, with what they changed there."""
    entry, change, mine = table_of(tables.Act), table_of(tables.ActChange), table_of(tables.ActChange).alias()
    same_case = func.coalesce(change.c.case_id, NO_CASE).in_(
        select(func.coalesce(mine.c.case_id, NO_CASE)).where(mine.c.act_id == act_id)
    )
    statement = (
        select(entry, change.c.before, change.c.after)
        .join(change, change.c.act_id == entry.c.id)
        .where(entry.c.id > act_id, entry.c.undone_by.is_(None), entry.c.undoes.is_(None), same_case)
        .order_by(entry.c.id.desc())
    )
    return [(row, from_json(row.before, row.after)) for row in connection.execute(statement)]
