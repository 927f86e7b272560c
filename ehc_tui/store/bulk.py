"""Many rows by one statement, at the driver's own rate: values are made the driver's own column by column.

SQLAlchemy gives the statement and the conversions, once for a table. Doing without its handling of every
single row makes an import of twenty thousand cases several times as fast.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Table, bindparam
from sqlalchemy.sql.dml import UpdateBase

KEY = "key_of_the_row"
DISTINCT_VALUES = 4096
"""How many days, instants and answers are kept converted: a caseload has the same few again and again."""
MOST_ROWS = 250
MOST_VALUES = 32_766
"""Of one statement: as many as any SQLite takes, unless it was built to take fewer."""


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all give the same columns, as many by one statement as are well put into one.

    SQLite writes the index of the cases' text out at the end of each statement that adds to it: a statement
    for every case would make that the dearest part of an import.
    """
    if not rows:
        return
    inserting = _inserting(connection.dialect, table, tuple(rows[0]))
    width = len(inserting.columns)
    values = inserting.values(rows)
    while some := tuple(chain.from_iterable(islice(values, min(MOST_ROWS, MOST_VALUES // width)))):
        connection.exec_driver_sql(inserting.for_rows(len(some) // width), some)


def update_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Set columns of rows, each of which names the same columns and its own `id`."""
    if rows:
        updating = _updating(connection.dialect, table, tuple(rows[0]))
        connection.exec_driver_sql(updating.statement, list(updating.values(rows)))


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A statement, the columns whose values it takes in order, and how these become the driver's."""

    statement: str
    columns: tuple[str, ...]
    conversions: tuple[Callable[[Any], Any] | None, ...]

    def for_rows(self, number: int) -> str:
        """The statement, which inserts one row, for so many."""
        another = f", ({', '.join('?' * len(self.columns))})"
        return self.statement + another * (number - 1)

    def values(self, rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Any, ...]]:
        """What the statement takes of each row."""
        taken = zip(*map(itemgetter(*self.columns), rows), strict=True)
        return zip(*self._converted(taken), strict=True)

    def _converted(self, columns: Iterable[tuple[Any, ...]]) -> Iterable[Iterable[Any]]:
        for values, convert in zip(columns, self.conversions, strict=True):
            yield map(convert, values) if convert else values


@lru_cache(maxsize=64)
def _inserting(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> _Prepared:
    return _prepared(dialect, table, table.insert(), columns)


@lru_cache(maxsize=64)
def _updating(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> _Prepared:
    changed = tuple(name for name in columns if name != "id")
    return _prepared(dialect, table, table.update().where(table.c.id == bindparam(KEY)), changed)


def _prepared(dialect: Dialect, table: Table, statement: UpdateBase, columns: tuple[str, ...]) -> _Prepared:
    compiled = statement.compile(dialect=dialect, column_keys=list(columns))
    taken = tuple("id" if name == KEY else name for name in getattr(compiled, "positiontup", None) or ())
    return _Prepared(str(compiled), taken, tuple(_conversion(dialect, table, name) for name in taken))


@lru_cache(maxsize=1024)
def _conversion(dialect: Dialect, table: Table, column: str) -> Callable[[Any], Any] | None:
    convert = table.c[column].type.dialect_impl(dialect).bind_processor(dialect)
    return lru_cache(maxsize=DISTINCT_VALUES)(convert) if convert else None
