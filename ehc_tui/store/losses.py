"""What going back to a backup would lose: the acts of the store that the backup does not have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from ehc_tui.store.casefile import instant
from ehc_tui.store.reader import Reader
from ehc_tui.store.visibility import name_hidden

_UP_TO = "SELECT id, at, by, verb FROM act WHERE id <= ? ORDER BY id DESC LIMIT 1"
_CHANGED = "SELECT count(DISTINCT case_id) FROM act_change WHERE act_id > ? AND case_id IS NOT NULL"
_OPENED = (
    "SELECT count(*) FROM (SELECT 1 FROM act_change WHERE case_id IS NOT NULL "
    "GROUP BY case_id HAVING min(act_id) > ?)"
)


class LostAct(NamedTuple):
    """An act that only the store has; `at` is an aware UTC instant.

    `summary` is empty for what may not be told.
    """

    id: int
    at: datetime
    by: str
    summary: str


@dataclass(frozen=True, slots=True)
class Losses:
    """What would be lost, and `regained`: how many acts the backup has that the store has not.

    `common` is the last act that both have (0: none), `last` the last of the store.
    """

    common: int
    last: int
    acts: int
    by: Mapping[str, int]
    changed: int
    opened: int
    newest: tuple[LostAct, ...]
    regained: int


def losses(store: Reader, backup: Reader, account: str, lines: int = 10) -> Losses:
    """Compare the histories of a store and of a backup of it. `newest` holds at most `lines` acts.

    Everything counts, but of acts on cases that `account` does not see the sentence is left out.
    """
    common = _common(store, backup)
    by = Counter(
        dict(store.execute("SELECT by, count(*) FROM act WHERE id > ? GROUP BY by", (common,)).fetchall())
    )
    (touched,) = store.execute(_CHANGED, (common,)).fetchone()
    (opened,) = store.execute(_OPENED, (common,)).fetchone()
    hidden = _hidden(store, account)
    newest = store.execute(
        "SELECT id, at, by, summary FROM act WHERE id > ? ORDER BY id DESC LIMIT ?", (common, lines)
    )
    (regained,) = backup.execute("SELECT count(*) FROM act WHERE id > ?", (common,)).fetchone()
    return Losses(
        common,
        last_act_id(store),
        by.total(),
        dict(by.most_common()),
        touched - opened,
        opened,
        tuple(
            LostAct(number, instant(at), doer, "" if number in hidden else summary)
            for number, at, doer, summary in newest
        ),
        regained,
    )


def _hidden(store: Reader, account: str) -> set[int]:
    """The acts of the store that say nothing to `account`; none in a version that restricted no case."""
    if not store.execute("SELECT 1 FROM sqlite_master WHERE name = 'restriction'").fetchone():
        return set()
    name_hidden(store, account)
    return {number for (number,) in store.execute("SELECT act_id FROM hidden_act")}


def _common(store: Reader, backup: Reader) -> int:
    """The last act that both have. Histories only grow, so up to it they are the same."""
    low, high = 0, min(last_act_id(store), last_act_id(backup))
    while low < high:
        middle = (low + high + 1) // 2
        if store.execute(_UP_TO, (middle,)).fetchone() == backup.execute(_UP_TO, (middle,)).fetchone():
            low = middle
        else:
            high = middle - 1
    return low


def last_act_id(reader: Reader) -> int:
    """The newest entry of the history; 0 if there is none."""
    last: int = reader.execute("SELECT coalesce(max(id), 0) FROM act").fetchone()[0]
    return last
