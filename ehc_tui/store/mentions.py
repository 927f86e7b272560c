"""Where free text of other cases, or of a panel, names a child: what a removal of the child's case leaves.

What people took back is looked through too: it is out of use and still in the store. What the history repeats
of these texts is not looked through beside them.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ehc_tui.text import fold

_OF_A_MEETING = "(SELECT m.case_id FROM meeting m WHERE m.id = t.meeting_id)"
_TEXTS = (
    ("note", "note", "t.case_id", ("text",)),
    ("advice_item", "advice", "t.case_id", ("adviser", "summary")),
    ("relief", "exception", "t.case_id", ("evidence", "impractical_because", "authorised_by")),
    ("decision", "decision", "t.case_id", ("reasons", "defer_for", "defer_who", "correction")),
    ("recommendation", "recommendation", "t.case_id", ("reasons",)),
    ("interest", "interest declared", "t.case_id", ("what", "correction")),
    ("restriction", "restriction", "t.case_id", ("reason",)),
    ("meeting", "meeting", "t.case_id", ("title", "place", "outcome")),
    ("attendee", "meeting", _OF_A_MEETING, ("name", "reason")),
    ("agreed_action", "meeting", _OF_A_MEETING, ("what", "owner")),
)
"""The tables with text of a case: what it is called, the case, and the columns."""
_OF_A_SESSION = (
    ("minute_text", "minutes", "session_id", ("text", "correction")),
    ("panel_session", "session", "id", ("place", "reason")),
)
"""The same of a session of a panel."""


class Mention(NamedTuple):
    """Texts of one `kind` that name the child: in the case with a reference, or of the session on a day."""

    kind: str
    ref: str
    on: date | None
    texts: int


def mentions(conn: sqlite3.Connection, case_id: int) -> list[Mention]:
    """Where the reference of a case, or the child by both names, stands outside the case, in order.

    With one name on record that one is looked for. Cases restricted to others are left out. One statement
    looks the case up and one reads every text of the store.
    """
    ref, surname, forename = conn.execute(
        "SELECT ref, surname, forename FROM ehc_case WHERE id = ?", (case_id,)
    ).fetchone()
    names = _naming(ref, [name for name in (forename, surname) if fold(name).strip()])
    found = Counter(
        (kind, other or "", on or "")
        for kind, other, on, said in conn.execute(_EVERY_TEXT, {"case": case_id})
        if names(fold(said))
    )
    mentioned = [
        Mention(kind, other, date.fromisoformat(on) if on else None, count)
        for (kind, other, on), count in found.items()
    ]
    return sorted(mentioned, key=lambda one: (one.ref, one.on or date.min, one.kind))


def _naming(ref: str, names: Sequence[str]) -> Callable[[str], bool]:
    """Whether a folded text has the reference, or all of the names, as words."""
    reference, *parts = (
        re.compile(rf"(?<!\w){re.escape(fold(word).strip())}(?!\w)") for word in (ref, *names)
    )
    return lambda said: bool(reference.search(said) or (parts and all(part.search(said) for part in parts)))


def _every_text() -> Iterator[str]:
    for table, kind, case, columns in _TEXTS:
        yield (
            f"SELECT '{kind}', c.ref, NULL, {_joined(columns)} FROM {table} AS t "
            f"JOIN ehc_case c ON c.id = {case} WHERE c.id <> :case AND c.id NOT IN {_HIDDEN}"
        )
    for table, kind, session, columns in _OF_A_SESSION:
        yield (
            f"SELECT '{kind}', NULL, s.meets_on, {_joined(columns)} FROM {table} AS t "
            f"JOIN panel_session s ON s.id = t.{session}"
        )


def _joined(columns: Sequence[str]) -> str:
    return " || ' ' || ".join(f"coalesce(t.{column}, '')" for column in columns)


_HIDDEN = "(SELECT case_id FROM hidden_case)"
_EVERY_TEXT = " UNION ALL ".join(_every_text())
