"""Case references: finding cases by them, and giving the next free one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, select

from ehc_tui.casework.recorder import chunks, table_of
from ehc_tui.casework.restricted import not_hidden
from ehc_tui.store import tables


def ids_by_ref(connection: Connection, refs: Iterable[str]) -> dict[str, int]:
    """The ids of the cases in use that have these references."""
    case = table_of(tables.EhcCase)
    return {
        row.ref: row.id
        for some in chunks(refs)
        for row in connection.execute(
            select(case.c.ref, case.c.id).where(case.c.ref.in_(some), case.c.voided_by.is_(None))
        )
    }


class FreeRefs:
    """Gives out free references, as in "E26-0413": the year a request was received, and the next number.

    One that a case had whose opening was taken back is not given again.
    """

    def __init__(self, connection: Connection, taken: Iterable[str] = ()) -> None:
        self._connection = connection
        self._taken = list(taken)
        self._last: dict[str, int] = {}

    def next(self, received_on: date) -> str:
        """The next free reference of the year."""
        prefix = f"E{received_on:%y}-"
        if prefix not in self._last:
            self._last[prefix] = self._highest(prefix)
        self._last[prefix] += 1
        return f"{prefix}{self._last[prefix]:04}"

    def _highest(self, prefix: str) -> int:
        case = table_of(tables.EhcCase)
        stored = self._connection.execute(
            select(case.c.ref).where(case.c.ref.startswith(prefix, autoescape=True))
        ).scalars()
        tails = [ref.removeprefix(prefix) for ref in (*stored, *self._taken) if ref.startswith(prefix)]
        return max((int(tail) for tail in tails if tail.isdecimal()), default=0)


class KnownChildren:
    """Recognises the case that a line without a reference is about: the same name, and born on the same day.

    Where neither has a date of birth, the request must have been received on the same day.
    """

    def __init__(self, connection: Connection) -> None:
        case = table_of(tables.EhcCase)
        self._refs: dict[_Child, list[str]] = defaultdict(list)
        for ref, name, born, received_on in connection.execute(
            select(case.c.ref, case.c.name_fold, case.c.born, case.c.received_on).where(
                case.c.voided_by.is_(None), not_hidden(case.c.id)
            )
        ):
            self._refs[_child(name, born, received_on)].append(ref)

    def ref_of(self, name: str, born: date | None, received_on: date) -> str | None:
        """The reference of the one case that fits, or None; `name` is folded."""
        fitting = self._refs.get(_child(name, born, received_on), [])
        return fitting[0] if len(fitting) == 1 else None


_Child = tuple[str, date | None, date | None]


def _child(name: str, born: date | None, received_on: date | None) -> _Child:
    return (name, born, None if born else received_on)
