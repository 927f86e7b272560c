"""What an account does not see of a store: the cases restricted to others, and all that belongs to them.

A connection made for a person puts temporary views before the tables of a case, under the tables' own
names, and SQLite resolves a plain name there first: no statement that reads `ehc_case`, `fact` or `act` can
forget about restrictions, and a new one holds at once on connections that are open. `main.ehc_case` names
the table itself. Where nothing is restricted the views add one constant to a statement and change no plan.

A connection that writes keeps the tables, because rules and ids must be reckoned over everything; it has the
view `hidden_case` to ask.
"""

from __future__ import annotations

import sqlite3

OF_A_CASE = (
    "fact",
    "advice_item",
    "clock",
    "relief",
    "meeting",
    "note",
    "agenda_item",
    "interest",
    "recommendation",
    "decision",
    "follow_up",
    "restriction",
    "restriction_staff",
)
"""The tables whose rows name their case, and always do."""

OF_A_MEETING = ("attendee", "agreed_action")

_ANY = "EXISTS (SELECT 1 FROM main.restriction WHERE voided_by IS NULL)"


def see_as(connection: sqlite3.Connection, account: str) -> None:
    """Hide from a reading connection what is restricted to others than `account`."""
    hidden = _hidden_from(account)
    connection.execute(_view("ehc_case", f"id NOT IN ({hidden})"))
    for table in OF_A_CASE:
        connection.execute(_view(table, f"case_id NOT IN ({hidden})"))
    for table in OF_A_MEETING:
        of_hidden = f"SELECT id FROM main.meeting WHERE case_id IN ({hidden})"
        connection.execute(_view(table, f"meeting_id NOT IN ({of_hidden})"))
    connection.execute(_view("act_change", f"case_id IS NULL OR case_id NOT IN ({hidden})"))
    connection.execute(_view("act", f"id NOT IN ({_acts_on_nothing_else(hidden)})"))


def name_hidden(connection: sqlite3.Connection, account: str) -> None:
    """Give a writing connection the view `hidden_case` of the ids of cases restricted to others."""
    connection.execute(f"CREATE TEMP VIEW hidden_case AS {_hidden_from(account)}")


def _view(table: str, seen: str) -> str:
    return f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} AS {table} WHERE NOT {_ANY} OR {seen}"


def _hidden_from(account: str) -> str:
    """The statement for the ids of the cases that an account does not see. A view takes no parameters."""
    quoted = account.strip().casefold().replace("'", "''")
    return (
        "SELECT case_id FROM main.restriction WHERE voided_by IS NULL AND id NOT IN "
        "(SELECT restriction_id FROM main.restriction_staff "
        f"WHERE account = '{quoted}' AND voided_by IS NULL)"
    )


def _acts_on_nothing_else(hidden: str) -> str:
    """Acts that touched no case but hidden ones. One on many cases stays: its sentence names none."""
    return (
        f"SELECT h.act_id FROM main.act_change h WHERE h.case_id IN ({hidden}) AND NOT EXISTS "
        "(SELECT 1 FROM main.act_change o WHERE o.act_id = h.act_id "
        f"AND o.case_id IS NOT NULL AND o.case_id NOT IN ({hidden}))"
    )
