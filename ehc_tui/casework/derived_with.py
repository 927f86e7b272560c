"""Under which rules the stored clocks were derived: what a store remembers, and whether it still holds.

Clocks follow from facts, so they are stored; they also follow from the rule book, the council's process, the
bank holidays and the readings a person set. When any of those changes, what is stored no longer follows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from ehc_tui import __version__
from ehc_tui.casework.context import Doing
from ehc_tui.law.calendar import bank_holidays
from ehc_tui.law.rulebook import Rulebook
from ehc_tui.store.care import remark
from ehc_tui.store.engine import Reader, Store

if TYPE_CHECKING:
    from sqlalchemy import Connection

Progress = Callable[[int, int], None]
DERIVED_WITH = "derived_with"
"""The key of the store's remark."""


def rules_of(doing: Doing) -> dict[str, Any]:
    """What clocks depend on besides facts, as it is remembered: two that are equal give the same clocks."""
    return {
        "program": __version__,
        "rules": _digest_of_law(doing.book),
        "process": f"{doing.process.key} {_digest(doing.process)}",
        "readings": asdict(doing.book.convention),
    }


def remembered(reader: Reader) -> dict[str, Any] | None:
    """What the store's clocks were derived with, `by` whom and `at` what time; None if it was never noted."""
    text = remark(reader, DERIVED_WITH)
    found: dict[str, Any] | None = None if text is None else json.loads(text)
    return found


def is_current(reader: Reader, doing: Doing) -> bool:
    """True if the stored clocks were derived under the rules of `doing`."""
    found, wanted = remembered(reader), rules_of(doing)
    return found is not None and {key: found.get(key) for key in wanted} == wanted


def remember(connection: Connection, doing: Doing, *, unless_remembered: bool = False) -> None:
    """Note in the store under which rules its clocks were derived, by whom and when."""
    from sqlalchemy import select  # here, because whoever only asks should not wait for it

    from ehc_tui.casework.recorder import table_of
    from ehc_tui.store import tables

    meta = table_of(tables.Meta)
    is_noted = select(meta.c.key).where(meta.c.key == DERIVED_WITH)
    if unless_remembered and connection.execute(is_noted).first() is not None:
        return
    noted = {**rules_of(doing), "by": doing.by, "at": doing.now.isoformat()}
    connection.execute(meta.delete().where(meta.c.key == DERIVED_WITH))
    connection.execute(meta.insert().values(key=DERIVED_WITH, value=json.dumps(noted, ensure_ascii=False)))


def catch_up(store: Store, doing: Doing, progress: Progress | None = None) -> int:
    """Derive all cases anew if what is stored was derived under other rules; of how many cases it was done.

    `progress` is told (cases derived, cases in all).
    """
    if is_current(store.read(), doing):
        return 0
    from ehc_tui.casework.recount import recount

    with store.session() as session:
        return recount(session, doing, progress)


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
