"""The history as JSON and as CSV. The names are a contract, as those of cases are."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from typing import Any, TextIO

from ehc_tui.exchange.export import as_csv
from ehc_tui.store.history import EntryRow, WholeEntry

COLUMNS = (
    "entry",
    "at",
    "by",
    "account",
    "at_keyboard",
    "verb",
    "summary",
    "case",
    "cases",
    "undoes",
    "undone_by",
)


def row_item(row: EntryRow) -> dict[str, Any]:
    """One entry of a list; `case` is its first case and `cases` how many it is about."""
    return {
        "entry": row.id,
        "at": row.at.isoformat(),
        "by": row.by,
        "account": row.account or None,
        "at_keyboard": row.at_keyboard or None,
        "verb": row.verb,
        "summary": row.summary,
        "case": row.ref or None,
        "cases": row.cases,
        "undoes": row.undoes,
        "undone_by": row.undone_by,
    }


def entry_item(entry: WholeEntry) -> dict[str, Any]:
    """One entry whole: its seal, the cases `opened`, and `changes[]{case, before, after}` by table, row."""
    return {
        **row_item(entry.row),
        "changes": [
            {
                "case": change.ref or None,
                "before": json.loads(change.before),
                "after": json.loads(change.after),
            }
            for change in entry.changes
        ],
        "opened": list(entry.looked_at),
        "seal": entry.seal,
    }


def write_history_csv(rows: Iterable[EntryRow], stream: TextIO) -> None:
    """A heading and a line for each entry, as they come."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([as_csv(value) for value in row_item(row).values()])
