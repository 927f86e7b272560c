"""Whether the rows of the store are what the history says was done to them, row by row.

The history holds every value before and after each act, so what was changed behind its back shows: a row that
is not as the last entry left it, one that no entry made, one that is gone, or an entry which found something
else than the one before it had left. What follows from facts is not in the history and is checked elsewhere.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import Any

from sqlalchemy import TypeDecorator
from sqlalchemy.types import TypeEngine

from ehc_tui.casework.context import Doing
from ehc_tui.casework.recorder import chunks, defaults_of, table_of
from ehc_tui.store import tables
from ehc_tui.store.casefile import instant
from ehc_tui.store.chain import Execute
from ehc_tui.text import british, clean

Values = dict[str, Any]
Key = tuple[str, int]
Rows = Mapping[str, Mapping[str, Values]]
_CASES_AT_ONCE = 200
_MOST_SHOWN = 60
_NOT_REPLAYED = {"act", "act_change", "look", "clock", "meta"}
_REPLAYED = [name for name in tables.MODELS if name not in _NOT_REPLAYED]


class _Told:
    """What the history says of a row: its case, its values and, for each, the entry that it is from."""

    __slots__ = ("case_id", "entry", "values")

    def __init__(self, case_id: int | None) -> None:
        self.case_id = case_id
        self.values: Values = {}
        self.entry: dict[str, int] = {}

    def set(self, number: int, values: Values) -> None:
        self.values |= values
        self.entry |= dict.fromkeys(values, number)


def changed_behind(execute: Execute, doing: Doing) -> Iterator[str]:
    """A sentence for each row that is not as the history left it, some cases at a time.

    It presupposes a history whose chain is whole.
    """
    replay = _Replay(execute, doing)
    made: Counter[str] = Counter()
    history = execute(
        "SELECT case_id, act_id, before, after FROM act_change ORDER BY case_id, act_id, id", ()
    )
    by_case = (list(changes) for _, changes in groupby(history, key=itemgetter(0)))
    for changes in _batches(by_case):
        told: dict[Key, _Told] = {}
        for case_id, number, before, after in changes:
            yield from replay.follow(told, case_id, number, json.loads(before), json.loads(after))
        made.update(table for table, _ in told)
        yield from replay.compare(told)
    for table in _REPLAYED:
        yield from replay.made_by_nobody(table, made[table])


def _batches(cases: Iterable[list[Any]]) -> Iterator[list[Any]]:
    """The changes of some cases at once: together they cost as many statements as one."""
    rest = iter(cases)
    while some := list(islice(rest, _CASES_AT_ONCE)):
        yield list(chain.from_iterable(some))


class _Replay:
    """Does the history again, beside the rows there are."""

    def __init__(self, execute: Execute, doing: Doing) -> None:
        self._execute = execute
        self._doing = doing
        self._hidden = {case_id for (case_id,) in execute("SELECT case_id FROM hidden_case", ())}

    def follow(
        self, told: dict[Key, _Told], case_id: int | None, number: int, before: Rows, after: Rows
    ) -> Iterator[str]:
        """Do what an entry did, and say where it found something else than the entries before it left."""
        for key, values in _rows(after):
            new, found = _stored(key[0], values), before.get(key[0], {}).get(str(key[1]))
            row = told.setdefault(key, _Told(case_id))
            if found is None:
                row.set(number, {**_BLANK[key[0]], "id": key[1]})
            else:
                yield from self._found(key, row, number, _stored(key[0], found))
            row.set(number, new)

    def _found(self, key: Key, row: _Told, number: int, found: Values) -> Iterator[str]:
        for column, value in found.items():
            if column in row.values and row.values[column] != value:
                yield (
                    f"{self._which(key, row)} was changed by hand before {self._entry(number)}: that found "
                    f"{self._shown(row, value)} as {_word(column)}, where entry {row.entry[column]} had left "
                    f"{self._shown(row, row.values[column])}."
                )

    def compare(self, told: Mapping[Key, _Told]) -> Iterator[str]:
        """Where the rows of the store differ from what the history says of them."""
        ids: dict[str, list[int]] = {}
        for table, row_id in told:
            ids.setdefault(table, []).append(row_id)
        live = {key: values for table, some in ids.items() for key, values in self._live(table, some)}
        for key, row in told.items():
            if key not in live:
                made = self._entry(min(row.entry.values()))
                yield f"{self._which(key, row)}, made by {made}, was removed by hand."
                continue
            for column, value in row.values.items():
                if live[key].get(column) != value:
                    yield (
                        f"{self._which(key, row)} was changed by hand: {_word(column)} is "
                        f"{self._shown(row, live[key].get(column))}, where "
                        f"{self._entry(row.entry[column])} left {self._shown(row, value)}."
                    )

    def made_by_nobody(self, table: str, made: int) -> Iterator[str]:
        """The rows of a table that no entry made; `made` is how many the entries did."""
        (there,) = self._execute(f"SELECT count(*) FROM {table}", ()).fetchone()
        if there <= made:
            return
        rows = self._execute(
            f"SELECT id FROM {table} WHERE id NOT IN (SELECT CAST(made.key AS INTEGER) FROM act_change, "
            f"json_each(act_change.after, '$.{table}') AS made) ORDER BY id",
            (),
        )
        for (row_id,) in rows:
            yield f"{_thing(table)} no. {row_id} was put in by hand: no entry of the history made it."

    def _live(self, table: str, row_ids: Iterable[int]) -> Iterator[tuple[Key, Values]]:
        for some in chunks(row_ids):
            rows = self._execute(
                f"SELECT * FROM {table} WHERE id IN ({', '.join('?' * len(some))})", tuple(some)
            )
            columns = [column[0] for column in rows.description]
            for values in rows:
                row = dict(zip(columns, values, strict=True))
                yield (table, row["id"]), row

    def _which(self, key: Key, row: _Told) -> str:
        """A row by its case and number."""
        thing = f"{_thing(key[0])} no. {key[1]}"
        if row.case_id is None:
            return thing
        if row.case_id in self._hidden:
            return f"A restricted case: {thing[0].lower()}{thing[1:]}"
        case = self._execute("SELECT ref FROM ehc_case WHERE id = ?", (row.case_id,)).fetchone()
        return f"{clean(case[0]) if case else 'A case that is gone'}: {thing[0].lower()}{thing[1:]}"

    def _shown(self, row: _Told, value: object) -> str:
        """A value in a sentence; what a restricted case holds is not told."""
        return "something" if row.case_id in self._hidden else _shown(value)

    def _entry(self, number: int) -> str:
        """An entry by its number, who made it and when."""
        by, at = self._execute("SELECT by, at FROM act WHERE id = ?", (number,)).fetchone()
        return f"entry {number} ({clean(by)}, {self._doing.when(instant(at))})"


def _rows(rows: Rows) -> Iterator[tuple[Key, Values]]:
    return (((table, int(row_id)), values) for table, some in rows.items() for row_id, values in some.items())


def _stored(table: str, values: Mapping[str, Any]) -> Values:
    """Values of an entry in the form in which the columns keep them."""
    return {column: _FORM.get((table, column), _as_it_is)(value) for column, value in values.items()}


def _as_it_is(value: Any) -> Any:
    return value


def _instant(value: str | None) -> str | None:
    return value and f"{datetime.fromisoformat(value).astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"


def _hour(value: str | None) -> str | None:
    return value and f"{time.fromisoformat(value):%H:%M:%S.%f}"


def _flag(value: bool | None) -> int | None:
    return None if value is None else int(value)


def _python_type(kind: TypeEngine[Any]) -> type:
    return _python_type(kind.impl_instance) if isinstance(kind, TypeDecorator) else kind.python_type


_FORMS: Mapping[type, Callable[[Any], Any]] = {datetime: _instant, time: _hour, bool: _flag}
_FORM = {
    (table, column.name): _FORMS[_python_type(column.type)]
    for table in _REPLAYED
    for column in table_of(tables.MODELS[table]).c
    if _python_type(column.type) in _FORMS
}
_FIELDS_OF_A_CASE = list(tables.EhcCase.model_fields)
_DERIVED = {"version", *_FIELDS_OF_A_CASE[_FIELDS_OF_A_CASE.index("received_on") :]}
_BLANK = {
    table: _stored(
        table,
        {
            column: value
            for column, value in defaults_of(table_of(tables.MODELS[table])).items()
            if table != "ehc_case" or column not in _DERIVED
        },
    )
    for table in _REPLAYED
}
"""The values of a new row of which nothing was said. What follows from facts is not the history's to say."""


def _thing(table: str) -> str:
    return table.removeprefix("ehc_").replace("_", " ").capitalize()


def _word(column: str) -> str:
    return column.replace("_", " ")


def _shown(value: object) -> str:
    """A value in a sentence: a day as people write it, text in quotes and cut."""
    if value is None or value == "":
        return "nothing"
    text = clean(value)
    try:
        return british(date.fromisoformat(text))
    except ValueError:
        return f"“{text[:_MOST_SHOWN]}{'…' if len(text) > _MOST_SHOWN else ''}”"
