"""The chain of the history: every entry is sealed by a hash over the seal before it and all that it says.

The seal of an entry is the SHA-256, in hexadecimal, of lines that each end in a newline: first a JSON array
of the seal before and the columns of `Said`, as they are stored; then a line for each change, in order of
its id; then a line for each case that was only looked at, in order of its id. Such a line is itself a
SHA-256, of the JSON array `[case id, before, after]` or `[case id]`, so that what an act changed in one case
can be shown, and proved, without what it changed in others. JSON is written without blanks, in ASCII. The
first entry follows `NOTHING`.

A case can be removed for good. Of an entry about several cases the line of the removed one stays, as the
`digest` of its change. An entry about that case alone loses its sentence: it keeps the seal it was made with,
on which the next one rests, and a row of `redaction`, made by the entry which says that the case was removed,
holds the seal that what is left of it gives.

This is a contract: heads that people noted elsewhere are compared with it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import Any, NamedTuple

NOTHING = "0" * 64
Execute = Callable[[str, tuple[Any, ...]], Any]
"""Runs a statement and gives rows as they are stored: `execute` of a plain connection."""


class Said(NamedTuple):
    """What an entry says of itself, as stored: by whom, at what instant, and what it undoes, if anything."""

    id: int
    at: str
    by: str
    account: str
    at_keyboard: str
    verb: str
    summary: str
    undoes: int | None


class Head(NamedTuple):
    """How far a chain goes: the number of its newest entry, 0 for none, and that entry's seal."""

    number: int
    seal: str


class Entry(NamedTuple):
    """An entry as it stands: what it says, the digests of its changes and looks, and the seal it carries.

    `left` is the seal that must come of it where its sentence was removed with its case.
    """

    said: Said
    parts: tuple[str, ...]
    seal: str
    left: str | None

    def sealed(self, before: str, number: int | None = None) -> str:
        """The seal the entry should carry after the seal `before`, here or, if it was moved, as `number`."""
        return seal_of(before, self.said if number is None else self.said._replace(id=number), self.parts)

    def fits(self, before: str) -> bool:
        """Whether the entry stands unaltered after the seal `before`."""
        return self.sealed(before) == (self.left or self.seal)


SAID = ", ".join(Said._fields)
_ENTRY = f"{SAID}, hash, (SELECT seal FROM redaction WHERE entry = act.id)"
_CHANGES = "SELECT act_id, digest, case_id, before, after FROM act_change WHERE typeof(act_id) = 'integer'"
_LOOKS = "SELECT act_id, NULL, case_id FROM look WHERE typeof(act_id) = 'integer'"


def seal_of(before: str, said: Iterable[Any], parts: Iterable[str]) -> str:
    """The seal of an entry that follows the seal `before`."""
    seal = sha256(_line([before, *said]))
    for part in parts:
        seal.update(f"{part}\n".encode())
    return seal.hexdigest()


def part(*values: Any) -> str:
    """The digest of a change (case id, before, after) or of a look (case id)."""
    return sha256(_line(values)[:-1]).hexdigest()


def seal(execute: Execute, act_id: int) -> None:
    """Seal the newest entry, complete as it is now. The transaction must hold the only right to write."""
    before, entry = standing(execute, act_id)
    execute("UPDATE act SET hash = ? WHERE id = ?", (entry.sealed(before), act_id))


def standing(execute: Execute, number: int) -> tuple[str, Entry]:
    """The seal before an entry, and the entry as it stands."""
    (entry,) = _entries(execute, f"SELECT {_ENTRY} FROM act WHERE id = ?", "AND act_id = ?", (number,))
    before = execute("SELECT hash FROM act WHERE id < ? ORDER BY id DESC LIMIT 1", (number,)).fetchone()
    return before[0] if before else NOTHING, entry


def head(execute: Execute) -> Head:
    """How far the chain goes."""
    newest = execute("SELECT id, hash FROM act ORDER BY id DESC LIMIT 1", ()).fetchone()
    return Head(*newest) if newest else Head(0, NOTHING)


def entries(execute: Execute) -> Iterator[Entry]:
    """Every entry, oldest first, read as it is asked for."""
    return _entries(execute, f"SELECT {_ENTRY} FROM act ORDER BY id", "", ())


def _entries(execute: Execute, acts: str, only: str, given: tuple[Any, ...]) -> Iterator[Entry]:
    changes = _Parts(execute(f"{_CHANGES} {only} ORDER BY act_id, id", given))
    looks = _Parts(execute(f"{_LOOKS} {only} ORDER BY act_id, case_id", given))
    for *said, sealed, left in execute(acts, given):
        number = said[0]
        yield Entry(Said(*said), (*changes.of(number), *looks.of(number)), sealed, left)


class _Parts:
    """Rows in order of the entry they belong to, handed out entry by entry as digests."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self._rows = iter(rows)
        self._row = next(self._rows, None)

    def of(self, number: int) -> Iterator[str]:
        """The digests of an entry; what belongs to entries that do not exist is passed over."""
        while self._row is not None and self._row[0] <= number:
            if self._row[0] == number:
                yield self._row[1] or part(*self._row[2:])
            self._row = next(self._rows, None)


_AS_JSON = json.JSONEncoder(separators=(",", ":"), default=repr)


def _line(values: Iterable[Any]) -> bytes:
    """A JSON array in ASCII, and a newline. What somebody forced into a column is rendered, not refused."""
    return (_AS_JSON.encode(list(values)) + "\n").encode("ascii")


def proof(execute: Execute, number: int, case_id: int) -> dict[str, Any]:
    """All that is needed to reckon the seal of an entry again, of other cases no more than the digests.

    `before` is the seal before, `said` what the entry says, and of its `parts` those of this case are the
    values themselves, `[case id, before, after]` or `[case id]`.
    """
    before, entry = standing(execute, number)
    own = [
        *execute(
            "SELECT case_id, before, after FROM act_change WHERE act_id = ? AND case_id = ?",
            (number, case_id),
        ),
        *execute("SELECT case_id FROM look WHERE act_id = ? AND case_id = ?", (number, case_id)),
    ]
    shown = {part(*values): list(values) for values in own}
    return {
        "before": before,
        "said": list(entry.said),
        "parts": [shown.get(digest, digest) for digest in entry.parts],
        "seal": entry.seal,
    }
