"""Looking up by their text the cases that a filter may show: every piece of three characters is indexed.

What is found here only may match; whoever asks compares the text itself. So any substring can be looked up,
with no part of it read as a command of SQLite's search language.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import zip_longest

_PIECE = 3
REBUILD = "INSERT INTO ehc_case_text (ehc_case_text) VALUES ('rebuild')"
"""The statement that makes the index anew from the cases, on a connection that may write."""

_MOST_PIECES = 24
"""More would hardly narrow down further."""


def candidates(conn: sqlite3.Connection, texts: Sequence[str], most: int) -> list[int] | None:
    """The ids of all cases whose searchable text can hold every one of `texts`, which are folded.

    None if they are more than `most`, or if nothing in `texts` tells. Cases that are not in use, or that this
    connection does not show, may be among them.
    """
    question = all_of(texts)
    found = _found(conn, question, most) if question else None
    for text in texts:
        if found is None and 0 < len(text) < _PIECE:
            pieces = _pieces(conn, text, most)
            if pieces is not None:
                found = _found(conn, " OR ".join(map(_quoted, pieces)), most) if pieces else []
    return found


def all_of(texts: Sequence[str]) -> str | None:
    """The question for `MATCH` that finds the cases that can hold all `texts`; None if none of them tells."""
    pieces = dict.fromkeys(piece for text in texts for piece in _side_by_side(text))
    return " ".join(map(_quoted, list(pieces)[:_MOST_PIECES])) or None


def _side_by_side(text: str) -> Iterator[str]:
    """Pieces that cover the whole text; those between them would narrow down little and cost as much."""
    last = len(text) - _PIECE
    if last >= 0:
        yield from (text[at : at + _PIECE] for at in (*range(0, last, _PIECE), last))


def _found(conn: sqlite3.Connection, question: str, most: int) -> list[int] | None:
    rows = conn.execute(
        "SELECT rowid FROM ehc_case_text WHERE ehc_case_text MATCH ? LIMIT ?", (question, most + 1)
    ).fetchall()
    return None if len(rows) > most else [case_id for (case_id,) in rows]


def _pieces(conn: sqlite3.Connection, text: str, most: int) -> list[str] | None:
    """The pieces that begin with a text too short to be one; None if more than `most` cases have them."""
    pieces, cases = [], 0
    for piece, having in conn.execute(
        "SELECT term, doc FROM ehc_case_pieces WHERE term >= ? AND term < ?", (text, _beyond(text))
    ):
        pieces.append(piece)
        cases += having
        if cases > most:
            return None
    return pieces


def _beyond(text: str) -> str:
    """The first text, in the order of code points, that comes after all those which begin with `text`."""
    follower = ord(text[-1]) + 1
    return text[:-1] + chr(0xE000 if follower == 0xD800 else min(follower, sys.maxunicode))


def _quoted(piece: str) -> str:
    return '"' + piece.replace('"', '""') + '"'


def in_step(conn: sqlite3.Connection) -> bool:
    """True if the index says rightly how many cases hold each piece. Every case is read for that."""
    with closing(sqlite3.connect(":memory:")) as afresh:
        afresh.execute(
            "CREATE VIRTUAL TABLE again USING fts5(search, content='', "
            "tokenize='trigram case_sensitive 1', detail=none, columnsize=0)"
        )
        afresh.execute("CREATE VIRTUAL TABLE pieces USING fts5vocab(again, row)")
        afresh.executemany(
            "INSERT INTO again (rowid, search) VALUES (?, ?)",
            conn.execute("SELECT id, search FROM main.ehc_case ORDER BY id"),
        )
        said, held = (
            counts.execute(f"SELECT term, doc FROM {pieces} WHERE doc > 0 ORDER BY term")
            for counts, pieces in ((conn, "ehc_case_pieces"), (afresh, "pieces"))
        )
        return all(one == other for one, other in zip_longest(said, held))
