"""Whether the history is whole, the rows are as it says, and what was derived follows from the facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from ehc_tui.casework.audit import broken_chain, fate_of
from ehc_tui.casework.context import Doing
from ehc_tui.casework.derive import Known, derived_cases
from ehc_tui.casework.recorder import BATCH, table_of
from ehc_tui.casework.replay import changed_behind
from ehc_tui.store import tables
from ehc_tui.store.alchemy import driver_of
from ehc_tui.store.care import DAMAGE, faults
from ehc_tui.store.chain import Head, head
from ehc_tui.store.engine import Store
from ehc_tui.store.text_index import in_step


def unsound(store: Store, doing: Doing, noted: Head | None = None) -> list[str]:
    """What is wrong with the file, the history and the rows, a sentence each; of a copy as of a store.

    The history cannot be read from a damaged file, so it is not looked at there.
    """
    found = list(faults(store.read()))
    if any(fault.startswith(DAMAGE) for fault in found):
        return found
    return [*done_by_hand(store, doing, noted), *found]


def done_by_hand(store: Store, doing: Doing, noted: Head | None = None) -> Iterator[str]:
    """A sentence for what somebody did to the history by hand, or else to the rows behind its back.

    `noted` is a head that was noted earlier and must still stand.
    """
    with store.reading(everything=True) as connection:
        execute = driver_of(connection).execute
        fate = noted and fate_of(execute, noted)
        broken = broken_chain(execute, doing)
        yield from filter(None, (broken, fate))
        if not broken:
            yield from changed_behind(execute, doing)


def head_of(store: Store) -> Head:
    """How far the history of a store goes: its newest entry and that entry's seal."""
    with store.reading(everything=True) as connection:
        return head(driver_of(connection).execute)


def stale_cases(store: Store, doing: Doing) -> Iterator[str]:
    """A sentence for each case whose stored clocks or list columns differ from what its facts give now.

    There is another if the index of the text that filters search does not follow from the cases.

    Nothing is changed, and a store that may only be read can be checked. `doing` says under which rules.
    """
    with store.reading() as connection:
        for known, differs in stale(connection, doing):
            yield f"{known.identity['ref']}: {differs} do not follow from its facts."
        if not in_step(driver_of(connection)):
            yield "The index in which filters look words up does not follow from the cases."


def stale(connection: Connection, doing: Doing) -> Iterator[tuple[Known, str]]:
    """Each case whose stored clocks or list columns differ from what its facts give, and which they are."""
    for case_ids in _case_ids(connection):
        for derived in derived_cases(connection, case_ids, doing):
            differing = [*derived.columns, *(["clocks"] if derived.clocks is not None else [])]
            if differing:
                yield derived.known, ", ".join(name.replace("_", " ") for name in differing)


def _case_ids(connection: Connection) -> Iterator[Sequence[int]]:
    """The ids of all cases, some at a time, so that a check of many takes no more memory than one of few."""
    case = table_of(tables.EhcCase)
    in_order = select(case.c.id).where(case.c.voided_by.is_(None)).order_by(case.c.id).limit(BATCH)
    some = connection.execute(in_order).scalars().all()
    while some:
        yield some
        some = connection.execute(in_order.where(case.c.id > some[-1])).scalars().all()
