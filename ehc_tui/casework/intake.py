"""Cases come in: opened by a person, brought in from a file, and given to somebody to work on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection
from sqlmodel import Session

from ehc_tui.casework.acts import act
from ehc_tui.casework.context import Doing
from ehc_tui.casework.duplicates import Child, Duplicate, duplicates_of
from ehc_tui.casework.facts import add_fact, checked
from ehc_tui.casework.imports import ImportOutcome, import_cases
from ehc_tui.casework.inputs import ImportedCase, NewCase
from ehc_tui.casework.recorder import rows_of, table_of
from ehc_tui.casework.refs import FreeRefs, ids_by_ref
from ehc_tui.casework.restricted import require_seen
from ehc_tui.law.model import Fact
from ehc_tui.law.record import REQUESTS
from ehc_tui.store import tables
from ehc_tui.store.errors import Conflict, StoreError
from ehc_tui.text import clean, enumerated

__all__ = ["ImportOutcome", "ImportedCase", "NewCase", "allocate", "import_cases", "look_alikes", "open_case"]


def open_case(session: Session, doing: Doing, case: NewCase) -> int:
    """Open a case and return its id. Without a reference it gets the next free one, as in "E26-0413".

    Raises `StoreError` without a name, for a reference that is taken, and for a date of birth after the
    request.
    """
    surname, forename = clean(case.surname), clean(case.forename)
    if not surname and not forename:
        raise StoreError("A case needs the name of the child or young person.")
    if case.born and case.born > case.received_on:
        raise StoreError("The date of birth is after the day the request was received: check both.")
    connection = session.connection()
    ref = clean(case.ref) if case.ref else FreeRefs(connection).next(case.received_on)
    if ids_by_ref(connection, [ref]):
        raise StoreError(f"There is already a case {ref}: give another reference.")
    started_by = case.started_by if case.started_by in REQUESTS else REQUESTS[0]
    with act(session, doing, verb="open case", summary=f"Case {ref} opened") as recorder:
        case_id = recorder.insert(
            tables.EhcCase,
            ref=ref,
            surname=surname,
            forename=forename,
            born=case.born,
            setting=clean(case.setting),
            route=clean(case.route),
            caseworker=clean(case.caseworker),
            officer=clean(case.officer),
        )
        add_fact(recorder, case_id, checked(Fact(started_by, case.received_on), doing.book))
        note = clean(case.note, lines=True)
        if note:
            recorder.insert(
                tables.Note, case_id=case_id, kind="note", happened_on=case.received_on, text=note
            )
    return case_id


Holders = Mapping[int, Mapping[str, str]]
"""Whose cases are, by their ids: the caseworker and the officer by role."""


class Reallocated(Conflict):
    """Somebody else gave cases to others since they were read; `now` says whose those are."""

    def __init__(self, sentence: str, now: Holders) -> None:
        super().__init__(sentence)
        self.now = now


def allocate(
    session: Session,
    doing: Doing,
    case_ids: Sequence[int],
    caseworker: str | None,
    officer: str | None = None,
    *,
    as_read: Holders | None = None,
) -> int:
    """Give cases to a caseworker, an officer or both, as one act; how many really changed hands.

    None leaves a role as it is; an empty name takes the case from whoever has it. Raises `Reallocated` where
    a case is neither whose it was `as_read` nor whose it is to be: then nothing was recorded.
    """
    given = {"caseworker": caseworker, "officer": officer}
    wanted = {role: clean(name) for role, name in given.items() if name is not None}
    to = " and ".join(f"{role} {name or 'nobody'}" for role, name in wanted.items())
    with act(session, doing, verb="allocate", summary="") as recorder:
        if as_read is not None:
            require_seen(recorder.hidden, as_read)
            _expect_holders(recorder.connection, as_read, wanted)
        changed = sum(recorder.update(tables.EhcCase, case_id, **wanted) for case_id in case_ids)
        recorder.summary = f"Allocated {changed} {'case' if changed == 1 else 'cases'} to {to}"
    return changed


def _expect_holders(connection: Connection, as_read: Holders, wanted: Mapping[str, str]) -> None:
    """Raises `Reallocated`, naming cases and people, where others were faster."""
    now: dict[int, Mapping[str, str]] = {}
    refs: dict[str, list[str]] = defaultdict(list)
    for row in rows_of(connection, table_of(tables.EhcCase), as_read):
        for role, name in wanted.items():
            if row[role] not in (as_read[row["id"]][role], name):
                now[row["id"]] = row
                refs[row[role]].append(row["ref"])
    if now:
        told = "; ".join(f"{enumerated(some)} to {name or 'nobody'}" for name, some in refs.items())
        raise Reallocated(f"Somebody else has meanwhile given {told}.", now)


def look_alikes(session: Session, case: NewCase) -> list[Duplicate]:
    """Cases that are likely about the same child as one that is about to be opened."""
    child = Child.of(case.ref or "new", clean(case.surname), clean(case.forename), case.born)
    return duplicates_of(session.connection(), [child])
