"""Under which rules the stored clocks were derived: what a store remembers, and whether it still holds.

Clocks follow from facts, so they are stored; they also follow from the rule book, the council's process, the
bank holidays and the readings of what the statute leaves open. When any of those changes, what is stored no
longer follows. The readings and the process are the store's own: whoever works in it works under those it
remembers, and a person's settings say only how a new store begins.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, replace
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from ehc_tui import __version__
from ehc_tui.casework.context import Doing
from ehc_tui.casework.noted import DERIVED_WITH, as_noted, digest_of_files, process_of, remembered, shipped
from ehc_tui.law.calendar import Convention, bank_holidays
from ehc_tui.law.process import Process, available_processes, load_process
from ehc_tui.law.rulebook import Rulebook, load_rulebook
from ehc_tui.store.engine import Reader, Store

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["catch_up", "following", "following_within", "is_current", "remember", "remembered", "rules_of"]

Progress = Callable[[int, int], None]


def rules_of(doing: Doing) -> dict[str, Any]:
    """What clocks depend on besides facts, as it is remembered: two that are equal give the same clocks."""
    return {
        "program": __version__,
        "rules": _digest_of_law(doing.book),
        "process": f"{doing.process.key} {_digest(doing.process)}",
        "readings": asdict(doing.book.convention),
    }


def following(reader: Reader, doing: Doing) -> Doing:
    """The same circumstances under the readings and the process that the store remembers, if it does."""
    return _following(remembered(reader), doing)


def following_within(connection: Connection, doing: Doing) -> Doing:
    """The same as `following`, within a transaction."""
    return _following(_remembered_within(connection), doing)


def is_current(reader: Reader, doing: Doing) -> bool:
    """True if the stored clocks were derived under the law as it is now, read as the store has it read."""
    found, wanted = remembered(reader), rules_of(following(reader, doing))
    return found is not None and {key: found.get(key) for key in wanted} == wanted


def remember(connection: Connection, doing: Doing, *, unless_remembered: bool = False) -> None:
    """Note in the store under which rules its clocks were derived, by whom and when."""
    from ehc_tui.casework.recorder import table_of  # here, because whoever only asks should not wait for it
    from ehc_tui.store import tables

    found = _remembered_within(connection)
    if unless_remembered and found is not None:
        return
    by, at = doing.by, doing.now.isoformat()
    noted = {**rules_of(doing), **_files_of(doing), "by": by, "at": at, "read_by": by, "read_at": at}
    if found is not None and found["readings"] == noted["readings"]:
        noted |= {key: found[key] for key in ("read_by", "read_at") if key in found}
    meta = table_of(tables.Meta)
    connection.execute(meta.delete().where(meta.c.key == DERIVED_WITH))
    connection.execute(meta.insert().values(key=DERIVED_WITH, value=json.dumps(noted, ensure_ascii=False)))


def _files_of(doing: Doing) -> dict[str, str]:
    """The digest of the law's files, if it is they that clocks are derived with."""
    path = shipped(doing.process.key)
    if path is None or doing.process is not load_process(doing.process.key):
        return {}
    if _digest_of_law(doing.book) != _digest_of_law(load_rulebook()):
        return {}
    return {"files": digest_of_files(path)}


def catch_up(store: Store, doing: Doing, progress: Progress | None = None) -> int:
    """Derive all cases anew if the law has changed since; of how many cases it was done.

    Other readings in a person's settings are no reason: a store is read another way only by `recount`.
    `progress` is told (cases derived, cases in all).
    """
    if is_current(store.read(), doing):
        return 0
    from ehc_tui.casework.recount import recount

    with store.session() as session:
        return recount(session, following_within(session.connection(), doing), progress)


def _following(found: Mapping[str, Any] | None, doing: Doing) -> Doing:
    if found is None:
        return doing
    known = {part.name for part in fields(Convention)}
    readings = Convention(**{key: value for key, value in found["readings"].items() if key in known})
    process = _process(process_of(found), doing.process)
    return replace(doing, book=_read_as(doing.book, readings), process=process)


@lru_cache(maxsize=8)
def _read_as(book: Rulebook, readings: Convention) -> Rulebook:
    return book if book.convention == readings else book.under(readings)


def _process(key: str, own: Process) -> Process:
    """The process of this key if it ships with the program; where a council's own file lies is not known."""
    return load_process(key) if key != own.key and key in available_processes() else own


def _remembered_within(connection: Connection) -> dict[str, Any] | None:
    return as_noted(
        connection.exec_driver_sql("SELECT value FROM meta WHERE key = ?", (DERIVED_WITH,)).scalar()
    )


@lru_cache(maxsize=8)
def _digest_of_law(book: Rulebook) -> str:
    contents = [getattr(book, part.name) for part in fields(book) if part.name != "convention"]
    return _digest([contents, bank_holidays()])


def _digest(value: Any) -> str:
    """A short name for what a value holds."""
    return sha256(json.dumps(_plain(value)).encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    """Records, mappings and sets as lists, in one order whatever order they are held in."""
    if hasattr(value, "__dataclass_fields__"):
        return [_plain(getattr(value, part.name)) for part in fields(value)]
    if isinstance(value, Mapping):
        return sorted([str(key), _plain(entry)] for key, entry in value.items())
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    if isinstance(value, tuple | list):
        return [_plain(entry) for entry in value]
    return str(value)
