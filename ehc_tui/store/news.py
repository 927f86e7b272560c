"""What was done since somebody last looked: which cases, by whom, when. Openings of cases are no news."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from ehc_tui.store.engine import Reader, Store

MOST = 500


class Done(NamedTuple):
    """An act that changed something. `case_id` is None for what belongs to no case, as a session does."""

    act_id: int
    case_id: int | None
    ref: str
    at: datetime
    by: str
    summary: str


@dataclass(frozen=True, slots=True)
class News:
    """The acts since the last look, oldest first; `cases` are those changed, None for all of them.

    All of them may have changed where the acts touched many, or where something was changed without an act.
    """

    done: tuple[Done, ...] = ()
    cases: frozenset[int] | None = None

    def concerns(self, case_id: int) -> bool:
        """Whether that case may have changed."""
        return self.cases is None or case_id in self.cases


EVERYTHING = News()


class Mark(NamedTuple):
    """How far somebody has looked: the last act that changed something, and how the dates are counted.

    `hidden` are the cases that are restricted to others: what was done to those is no news, and that one has
    become hidden is told by nothing else.
    """

    act_id: int
    counted: str
    hidden: str


class Watch:
    """Notices what others do to a store. To be asked on one thread, whose connection it uses.

    `remark` is the key under which the store notes how its dates are counted: when that changes all may have.
    Looking costs one statement while nobody writes at all, and two where what was written is no news: an
    opening of a case, or somebody's saved view.
    """

    def __init__(self, store: Store, remark: str) -> None:
        self._store = store
        self._remark = remark
        self._version: int | None = None
        self._mark = Mark(0, "", "")

    def look(self) -> News | None:
        """What is new since the last look; None for nothing, and at the first look."""
        version = self._store.data_version()
        if version == self._version:
            return None
        conn = self._store.read()
        before, first = self._mark, self._version is None
        self._version, self._mark = version, _mark(conn, self._remark)
        if first or self._mark == before:
            return None
        if self._mark[1:] != before[1:] or self._mark.act_id < before.act_id:
            return EVERYTHING
        return _since(conn, before.act_id)


def _mark(conn: Reader, remark: str) -> Mark:
    """How far the store is now, looked up at the end of an index."""
    act_id, counted, hidden = conn.execute(
        "SELECT (SELECT max(act_id) FROM act_change), (SELECT value FROM meta WHERE key = ?), "
        "(SELECT group_concat(case_id) FROM (SELECT case_id FROM hidden_case ORDER BY case_id))",
        (remark,),
    ).fetchone()
    return Mark(act_id or 0, counted or "", hidden or "")


def _since(conn: Reader, act_id: int) -> News:
    """What was done after that act, read from there on in an index; `EVERYTHING` where it was too much."""
    rows = conn.execute(
        "SELECT act.id, act_change.case_id, ehc_case.ref, act.at, act.by, act.summary "
        "FROM act_change JOIN act ON act.id = act_change.act_id "
        "LEFT JOIN ehc_case ON ehc_case.id = act_change.case_id "
        "WHERE act_change.act_id > ? ORDER BY act_change.act_id LIMIT ?",
        (act_id, MOST + 1),
    ).fetchall()
    if len(rows) > MOST:
        return EVERYTHING
    done = tuple(
        Done(number, case_id, ref or "", datetime.fromisoformat(at).replace(tzinfo=UTC), by, summary)
        for number, case_id, ref, at, by, summary in rows
    )
    return News(done, frozenset(one.case_id for one in done if one.case_id is not None))
