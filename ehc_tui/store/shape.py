"""Whether a store has the tables, indexes and triggers that the migrations make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from sqlite3 import Connection

_PARTS = r"""
    SELECT type, name, sql FROM sqlite_master
    WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
    AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')
"""
Shape = Mapping[tuple[str, str], str]


def misshapen(connection: Connection) -> Iterator[str]:
    """A sentence for each part that is missing, different, or not the program's."""
    found, wanted = _shape(connection), _as_migrated()
    for kind, name in sorted(found.keys() | wanted.keys()):
        if (kind, name) not in found:
            yield f"The {kind} {name} is missing."
        elif (kind, name) not in wanted:
            yield f"The {kind} {name} was not made by this program."
        elif found[kind, name] != wanted[kind, name]:
            yield f"The {kind} {name} is not as this program makes it."


def _shape(connection: Connection) -> Shape:
    """The parts by kind and name; versions of SQLite differ in how they space and quote what is renamed."""
    rows = connection.execute(_PARTS)
    return {(kind, name): re.sub(r"[\s\"'`\[\]]+", "", sql).casefold() for kind, name, sql in rows}


@lru_cache(maxsize=1)
def _as_migrated() -> Shape:
    from ehc_tui.store.upgrade import newly_made

    with newly_made() as connection:
        return _shape(connection)
