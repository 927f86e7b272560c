"""Records what an act changes, row by row, so that the audit entry is complete and the act can be undone.

Rows are written in batches, so that an import of twenty thousand cases and a single decision take the same
path.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache, lru_cache
from itertools import count
from typing import Any, NamedTuple, TypeVar, cast

from sqlalchemy import Connection, Table, bindparam, func, select
from sqlmodel import SQLModel

from ehc_tui.casework.context import Doing
from ehc_tui.store import tables
from ehc_tui.store.alchemy import driver_of
from ehc_tui.store.bulk import insert_rows
from ehc_tui.store.chain import seal
from ehc_tui.text import clean

BATCH = 500
COUNTERS = {("panel_session", "version")}
"""Counts of changes: everybody raises them, so that nobody's change rests on another's."""
ONLY_RISING = {("meeting", "sequence"), *COUNTERS}
"""Calendars ignore an invitation whose sequence is lower than one they have had, and a version that came
back would hide a change."""

Values = dict[str, Any]
Rows = dict[str, dict[int, Values]]
"""Values of rows, by table and id."""
T = TypeVar("T")


class Change(NamedTuple):
    """What happened to one row: `before` is None for a new one, `after` then what is not the default."""

    before: Values | None
    after: Values


@dataclass(slots=True)
class _Told:
    """What an act did to the rows of one case. New rows have no `before`."""

    before: Rows = field(default_factory=dict)
    after: Rows = field(default_factory=dict)


class Recorder:
    """Inserts, updates and takes out of use the rows of one act, in the store after `flush` at the latest.

    `summary` is the audit entry's sentence and may be filled in while the act goes on. `hidden` are the ids
    of the cases that the person does not see.
    """

    def __init__(
        self,
        connection: Connection,
        doing: Doing,
        verb: str,
        summary: str,
        undoes: int | None,
        hidden: frozenset[int],
    ) -> None:
        self.connection = connection
        self.doing = doing
        self.hidden = hidden
        self.summary = summary
        self.changed = False
        self._told: dict[int | None, _Told] = defaultdict(_Told)
        self._case_of_meeting: dict[int, int] = {}
        self._waiting: dict[Table, list[Values]] = defaultdict(list)
        self._free_ids: dict[Table, Iterator[int]] = {}
        self.act_id = self._next_id(table_of(tables.Act))
        self._entry = {"verb": verb, "summary": summary, "undoes": undoes}

    def insert(self, model: type[SQLModel], **values: Any) -> int:
        """Add a row and return its id. Columns left out take their defaults; who and when are filled in."""
        table, blank, says_who = _kept_as(model)
        if says_who:
            values = {"recorded_by": self.doing.by, "recorded_at": self.doing.now, **values}
        row_id = self._next_id(table)
        row = {**blank, **values, "id": row_id}
        self.enter()
        self._waiting[table].append(row)
        self._told[self._case_of(table, row)].after.setdefault(table.name, {})[row_id] = {
            key: value for key, value in values.items() if key not in blank or blank[key] != value
        }
        return row_id

    def update(self, model: type[SQLModel], row_id: int, **values: Any) -> bool:
        """Change columns of a row; True if any of them really differed."""
        self.flush()
        table = table_of(model)
        row = self._row(table, row_id)
        values = {key: _onward(table, key, row[key], value) for key, value in values.items()}
        changed = {key: value for key, value in values.items() if row[key] != value}
        if changed:
            self.enter()
            self.connection.execute(table.update().where(table.c.id == row_id).values(changed))
            self._note(table, row, {key: row[key] for key in changed}, changed)
        return bool(changed)

    def void(self, model: type[SQLModel], *row_ids: int) -> None:
        """Take rows out of use. They stay in the store, with the act that did it."""
        if not row_ids:
            return
        self.flush()
        self.enter()
        table = table_of(model)
        for row in rows_of(self.connection, table, row_ids):
            self._note(table, row, {"voided_by": row["voided_by"]}, {"voided_by": self.act_id})
        for ids in chunks(row_ids):
            self.connection.execute(table.update().where(table.c.id.in_(ids)).values(voided_by=self.act_id))

    def leave(self, model: type[SQLModel], row_id: int, case_id: int, **values: Any) -> None:
        """Say of a row that this is all there is of it, whatever it was before: what was removed for good."""
        self.enter()
        told, name = self._told[case_id], table_of(model).name
        told.before.get(name, {}).pop(row_id, None)
        told.after.setdefault(name, {})[row_id] = values

    def flush(self) -> None:
        """Write the rows that wait to be written, parents before children."""
        for table in parents_first():
            if table in self._waiting:
                insert_rows(self.connection, table, self._waiting.pop(table))

    def waiting(self, model: type[SQLModel]) -> list[Values]:
        """The rows of a table that the next `flush` inserts, to be looked at, completed or added to."""
        return self._waiting[table_of(model)]

    def touched(self, besides: str = "") -> list[int]:
        """The ids of the cases that the act changed, in order; not for what it did to the table `besides`."""
        return sorted(
            case_id
            for case_id, told in self._told.items()
            if case_id is not None and told.after.keys() - {besides}
        )

    def touched_in(self, names: Collection[str]) -> set[int]:
        """The ids of the cases of which the act changed rows in the tables of these names."""
        return {
            case_id
            for case_id, told in self._told.items()
            if case_id is not None and not told.after.keys().isdisjoint(names)
        }

    def note_down(self) -> None:
        """Write into the audit entry what the cases changed so far were before and are after."""
        rows = [
            {
                "act_id": self.act_id,
                "case_id": case_id,
                "before": as_json(told.before),
                "after": as_json(told.after),
            }
            for case_id, told in self._told.items()
        ]
        insert_rows(self.connection, table_of(tables.ActChange), rows)
        self._told.clear()

    def close(self) -> None:
        """Complete the audit entry with the sentence of what the act came to, and seal it."""
        act, said = table_of(tables.Act), clean(self.summary)
        self.connection.execute(act.update().where(act.c.id == self.act_id).values(summary=said))
        seal(driver_of(self.connection).execute, self.act_id)

    def enter(self) -> None:
        """Open the audit entry, unless a change has opened it already, so that the rows can name it."""
        if not self.changed:
            self.changed = True
            entry = {
                "id": self.act_id,
                "at": self.doing.now,
                "by": self.doing.by,
                "account": self.doing.account,
                "at_keyboard": self.doing.at_keyboard,
                **self._entry,
                "undone_by": None,
                "hash": "",
            }
            self.connection.execute(table_of(tables.Act).insert(), [entry])

    def _note(self, table: Table, row: Mapping[Any, Any], before: Values, after: Values) -> None:
        """Remember a change; several changes of one row count as one."""
        told, row_id = self._told[self._case_of(table, row)], row["id"]
        now = told.after.setdefault(table.name, {})
        if row_id not in now or row_id in told.before.get(table.name, {}):
            was = told.before.setdefault(table.name, {})
            was[row_id] = {**before, **was.get(row_id, {})}
        now[row_id] = {**now.get(row_id, {}), **after}

    def _next_id(self, table: Table) -> int:
        """The next id. No other writer can take it: the transaction holds the only right to write."""
        if table not in self._free_ids:
            taken = self.connection.execute(select(func.max(table.c.id))).scalar() or 0
            self._free_ids[table] = count(taken + 1)
        return next(self._free_ids[table])

    def _row(self, table: Table, row_id: int) -> Mapping[Any, Any]:
        return self.connection.execute(table.select().where(table.c.id == row_id)).mappings().one()

    def _case_of(self, table: Table, row: Mapping[Any, Any]) -> int | None:
        """The case that a row belongs to; None for what belongs to a person, such as a saved view."""
        if "case_id" in row:
            if table.name == "meeting":
                self._case_of_meeting[row["id"]] = row["case_id"]
            return cast("int | None", row["case_id"])
        if table.name == "ehc_case":
            return int(row["id"])
        if "meeting_id" in row:
            meeting_id = row["meeting_id"]
            if meeting_id not in self._case_of_meeting:
                self._case_of(table_of(tables.Meeting), self._row(table_of(tables.Meeting), meeting_id))
            return self._case_of_meeting[meeting_id]
        return None


def _onward(table: Table, column: str, now: Any, value: Any) -> Any:
    """The value to write: a number that other programs have seen goes on rising, even in an undo."""
    return now + 1 if (table.name, column) in ONLY_RISING and value < now else value


def table_of(model: type[SQLModel]) -> Table:
    """The table behind a model."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


_DEFAULTS: dict[str, Values] = {
    name: {column: field.default for column, field in model.model_fields.items() if not field.is_required()}
    for name, model in tables.MODELS.items()
}
_RECORDED = frozenset(name for name, model in tables.MODELS.items() if "recorded_by" in model.model_fields)
"""The tables whose rows say who recorded them and when."""


class _KeptAs(NamedTuple):
    """How rows of a model are kept: their table, what is not said of them, and if they say who and when."""

    table: Table
    blank: Values
    says_who: bool


@cache
def _kept_as(model: type[SQLModel]) -> _KeptAs:
    table = table_of(model)
    return _KeptAs(table, defaults_of(table), table.name in _RECORDED)


@cache
def parents_first() -> tuple[Table, ...]:
    """All tables, none before one that its rows name."""
    return tuple(SQLModel.metadata.sorted_tables)


def defaults_of(table: Table) -> Values:
    """The values that columns of a new row take when nothing is said."""
    return _DEFAULTS[table.name]


def rows_of(connection: Connection, table: Table, ids: Iterable[int]) -> list[Mapping[Any, Any]]:
    """The rows with these ids, as mappings."""
    statement = table.select().where(table.c.id.in_(bindparam("ids", expanding=True)))
    return [row for some in chunks(ids) for row in connection.execute(statement, {"ids": some}).mappings()]


def chunks(ids: Iterable[T]) -> Iterable[list[T]]:
    """Ids, or other keys, in lists short enough for one statement."""
    everything = list(ids)
    return (everything[start : start + BATCH] for start in range(0, len(everything), BATCH))


def as_json(rows: Rows) -> str:
    """Rows as `{table: {row id: {column: value}}}`, dates in ISO form."""
    return _AS_JSON.encode(rows) if rows else "{}"


@lru_cache(maxsize=4096)
def _iso(value: date | time) -> str:
    return value.isoformat()


_AS_JSON = json.JSONEncoder(
    ensure_ascii=False,
    check_circular=False,  # rows hold plain values
    separators=(",", ":"),
    default=_iso,
)


def from_json(before: str, after: str) -> dict[tuple[str, int], Change]:
    """The changes of an audit entry, typed as the tables have them."""
    earlier = json.loads(before)
    return {
        (table, int(row_id)): Change(
            _typed(table, earlier[table][row_id]) if row_id in earlier.get(table, {}) else None,
            _typed(table, values),
        )
        for table, rows in json.loads(after).items()
        for row_id, values in rows.items()
    }


_FROM_ISO: dict[type, Callable[[str], Any]] = {
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    time: time.fromisoformat,
}


def _typed(table: str, values: Values) -> Values:
    """Values as the columns have them: what JSON holds as text is a date again where the column is one."""
    columns = SQLModel.metadata.tables[table].c
    read = {key: _FROM_ISO.get(columns[key].type.python_type) for key in values}
    return {
        key: parse(value) if (parse := read[key]) and value is not None else value
        for key, value in values.items()
    }
