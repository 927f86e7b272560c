"""What an account does not see of a store: the cases restricted to others, and all that belongs to them.

A connection made for a person puts temporary views before the tables of a case, under the tables' own
names, and SQLite resolves a plain name there first: no statement that reads `ehc_case`, `fact` or `act` can
forget about restrictions, and a new one holds at once on connections that are open. `main.ehc_case` names
the table itself. Where nothing is restricted the views add one constant to a statement and change no plan.

A connection that writes, or checks the store, keeps the tables, because rules, ids and seals are reckoned
over everything; it has views to ask what is hidden.
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
    "removal",
    "look",
)
"""The tables whose rows name their case, and always do."""

OF_A_MEETING = ("attendee", "agreed_action")

_OF_AN_ACT = ("act_change", "look")
"""The tables that say which cases an act changed, or laid open."""

_ANY = "EXISTS (SELECT 1 FROM main.restriction WHERE voided_by IS NULL)"


def see_as(connection: sqlite3.Connection, account: str) -> None:
    """Hide from a reading connection what is restricted to others than `account`."""
    name_hidden(connection, account)
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
    """Say on a connection what is hidden from `account`, whether or not it sees it all the same.

    The view `hidden_case` has the ids of the cases as `case_id`, `hidden_act` those of the acts as `act_id`.
    """
    hidden = _hidden_from(account)
    connection.execute(f"CREATE TEMP VIEW hidden_case AS {hidden}")
    connection.execute(f"CREATE TEMP VIEW hidden_act AS {_acts_on_nothing_else(hidden)}")


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
    other = " AND ".join(
        f"NOT EXISTS (SELECT 1 FROM main.{table} o WHERE o.act_id = h.act_id AND o.case_id NOT IN ({hidden}))"
        for table in _OF_AN_ACT
    )
    return " UNION ALL ".join(
        f"SELECT h.act_id AS act_id FROM main.{table} h WHERE h.case_id IN ({hidden}) AND {other}"
        for table in _OF_AN_ACT
    )
