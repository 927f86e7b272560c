"""All that a filter asks of a case, and how many cases there can be of which that is true."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from ehc_tui.store import text_index
from ehc_tui.store.conditions import Condition, Parameters, Shown
from ehc_tui.store.triage import IN_USE, OPEN, OPEN_PARTS, PARTS


class Criteria(NamedTuple):
    """What must be true of a case that is shown.

    `shown` says of which parts of the caseload it may be and what else must be true of it there; `plain` are
    conditions besides, of which those `indexed` are answered by an index. The searchable text of the case
    must be able to hold `texts`.
    """

    parameters: Parameters
    shown: Shown
    plain: tuple[str, ...] = ()
    indexed: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    @classmethod
    def of(cls, conditions: Iterable[Condition], parameters: Parameters) -> Criteria:
        """The criteria that are met by a case of which every condition is true."""
        shown: Shown = dict.fromkeys(PARTS, "")
        others = []
        for one in conditions:
            if one.shown is None:
                others.append(one)
            else:
                shown = {
                    part: " AND ".join(filter(None, (shown[part], more)))
                    for part, more in one.shown.items()
                    if part in shown
                }
        return cls(
            parameters,
            shown,
            tuple(f"({one.sql})" for one in others),
            tuple(one.sql for one in others if one.indexed),
            tuple(one.text for one in others if one.text),
        )

    @property
    def narrowed(self) -> bool:
        """True if something is asked besides being open or closed."""
        return bool(self.plain) or self._by_state

    def runs_along(self, by_date: bool) -> bool:
        """True if an order, by date or not, has the cases that are shown one after the other."""
        return not self.narrowed or (by_date and not self.plain)

    @property
    def walking(self) -> tuple[str, ...]:
        """The conditions besides those of `shown`, so written that no case is looked up by them."""
        return tuple(f"+{one}" for one in self.plain)

    def where(self) -> str:
        """The whole condition."""
        return " AND ".join((IN_USE, self._parts(), *self.plain))

    def few(self, conn: sqlite3.Connection, most: int) -> list[int] | None:
        """The ids of cases, at most `most`, among which are all that meet the criteria.

        None if no index shows that there are so few.
        """
        found = None
        for condition in self.indexed:
            found = self._some(conn, condition, most) if found is None else found
        if found is None and self.texts:
            found = text_index.candidates(conn, self.texts, most)
        if found is None and self._by_state:
            found = self._of_the_parts(conn, most)
        return found

    def gathered(self, conn: sqlite3.Connection, most: int) -> Criteria | None:
        """The same criteria, asking also to be among cases that an index tells: at most `most` of them.

        Then an order is walked through without reading the others. None if no index tells of so few.
        """
        for ids in self._told():
            number = conn.execute(
                f"SELECT count(*) FROM (SELECT 1 FROM ({ids}) LIMIT :most)",
                {**self.parameters, "most": most + 1},
            ).fetchone()[0]
            if number <= most:
                return self._replace(plain=(f"id IN ({ids})", *self.plain))
        return None

    def how_many(self, conn: sqlite3.Connection, total: Callable[[], int]) -> int:
        """How many cases meet the criteria, of `total` in all. This may read every one of them."""
        if self.indexed or self.texts:
            return self._count(conn, self.looked_up())
        if not self.narrowed and "closed" not in self.shown:
            return total() - self._count(conn, f"{IN_USE} AND {PARTS['closed']}")
        return sum(
            self._count(conn, " AND ".join((condition, *self.walking))) for condition in self._each_part()
        )

    def looked_up(self) -> str:
        """The whole condition, so written that the index of the text is used where it tells anything."""
        told = self._told_by_text()
        return f"id IN ({told}) AND {self.where()}" if told else self.where()

    def _told(self) -> Iterator[str]:
        """For each index that tells which cases can meet the criteria, the statement that gives their ids."""
        for condition in self.indexed:
            yield f"SELECT id FROM ehc_case WHERE {IN_USE} AND {condition}"
        if told := self._told_by_text():
            yield told
        if self._by_state and self.shown:
            yield " UNION ALL ".join(
                f"SELECT id FROM ehc_case WHERE {condition}" for condition in self._each_part()
            )

    def _told_by_text(self) -> str:
        question = text_index.all_of(self.texts)
        if question is None:
            return ""
        self.parameters["pieces"] = question
        return "SELECT rowid FROM ehc_case_text WHERE ehc_case_text MATCH :pieces"

    def _each_part(self) -> Iterator[str]:
        for part, more in self.shown.items():
            yield " AND ".join(filter(None, (IN_USE, PARTS[part], more)))

    @property
    def _by_state(self) -> bool:
        whole = not any(self.shown.values())
        return not (whole and set(self.shown) in (set(PARTS), set(OPEN_PARTS), {"closed"}))

    def _parts(self) -> str:
        if not any(self.shown.values()) and set(self.shown) >= set(OPEN_PARTS):
            return "1" if "closed" in self.shown else OPEN
        each = [" AND ".join(filter(None, (PARTS[part], more))) for part, more in self.shown.items()]
        return f"+({' OR '.join(each)})" if each else "0"

    def _some(self, conn: sqlite3.Connection, condition: str, most: int) -> list[int] | None:
        rows = conn.execute(
            f"SELECT id FROM ehc_case WHERE {IN_USE} AND {condition} LIMIT :most",
            {**self.parameters, "most": most + 1},
        ).fetchall()
        return None if len(rows) > most else [case_id for (case_id,) in rows]

    def _of_the_parts(self, conn: sqlite3.Connection, most: int) -> list[int] | None:
        found: list[int] = []
        for condition in self._each_part():
            some = self._some(conn, condition, most - len(found))
            if some is None:
                return None
            found += some
        return found

    def _count(self, conn: sqlite3.Connection, where: str) -> int:
        statement = f"SELECT count(*) FROM ehc_case WHERE {where}"
        number: int = conn.execute(statement, self.parameters).fetchone()[0]
        return number
