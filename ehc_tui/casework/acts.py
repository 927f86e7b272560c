"""One act: what a person does to a case, recorded with all that follows from it, or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from sqlalchemy import Connection, Row, Table, select
from sqlmodel import Session

from ehc_tui.casework.context import Doing
from ehc_tui.casework.derive import FOLLOWED_FROM, complete_new, rederive
from ehc_tui.casework.derived_with import following_within, remember
from ehc_tui.casework.permission import require, require_own
from ehc_tui.casework.recorder import Change, Recorder, chunks, from_json, table_of
from ehc_tui.casework.restricted import GONE, PLACES, hidden_cases, require_seen
from ehc_tui.casework.reversal import act_in_the_way
from ehc_tui.store import tables
from ehc_tui.store.errors import Conflict, NotFound, StoreError
from ehc_tui.store.verbs import GONE as ABOUT_REMOVED
from ehc_tui.store.verbs import LOOKS, ON_THE_STORE, REMOVED


@contextmanager
def act(
    session: Session,
    doing: Doing,
    *,
    verb: str,
    summary: str,
    case_id: int | None = None,
    expected_version: int | None = None,
    undoes: int | None = None,
    by_right: bool = False,
) -> Iterator[Recorder]:
    """Record an act on one case, or on as many as the recorder is given rows of.

    On the way out the clocks and derived columns of the cases whose facts changed are derived anew, under the
    readings of the store, the versions of all cases touched rise by one, and the audit entry is written with
    every value before and after.
    An act that changes nothing leaves no entry. `verb` is a short stable name, `summary` the sentence that
    history shows and undo repeats. `by_right` is for what the owner of the store may do, whatever
    their role in it.

    Raises `NotAllowed` if the person's role does not allow it, `NotFound` for a case that does not exist or
    is restricted to others, and `Conflict` if it is not at `expected_version` any more.
    """
    connection = session.connection()
    hidden = frozenset[int]()
    if not by_right:
        require(connection, doing, verb)
        hidden = hidden_cases(connection)
    if case_id is not None:
        require_seen(hidden, [case_id])
        _expect(connection, doing, case_id, expected_version)
    recorder = Recorder(connection, doing, verb, summary, undoes, hidden)
    yield recorder
    if recorder.changed:
        settle(recorder)
        recorder.close()


def settle(recorder: Recorder) -> None:
    """Bring the store up to what the act has recorded so far: the rows, what follows from them, the audit.

    Every act ends with it. One of many cases does it on the way as well, so that it never holds more than
    some of them, and does not come back to a case that is settled. Raises `NotFound` for a hidden case.
    """
    connection = recorder.connection
    require_seen(recorder.hidden, recorder.touched(besides=PLACES))
    counting = following_within(connection, recorder.doing)
    touched = set(recorder.touched())
    known = sorted(touched - complete_new(recorder, counting))
    bent = recorder.touched_in(FOLLOWED_FROM)
    recorder.flush()
    rederive(connection, [case_id for case_id in known if case_id in bent], counting)
    remember(connection, counting, unless_remembered=True)
    _next_version(connection, known)
    recorder.note_down()


def undo(session: Session, doing: Doing, act_id: int) -> str:
    """Take an act back, whole, by a new act, and return the new act's sentence. An undo can itself be undone.

    Raises `NotAllowed` if the person could not have done it, or somebody else did and they are no manager,
    `StoreError` if it is undone already, or if a later act builds on it; that one must be undone first.
    """
    connection = session.connection()
    entry = _entry(connection, act_id)
    if entry.verb in LOOKS:
        raise StoreError(f"Entry {act_id} changed nothing, so there is nothing to take back.")
    if entry.verb in (REMOVED, ABOUT_REMOVED):
        raise StoreError("The case was removed for good: nothing of it can be brought back.")
    if entry.verb in ON_THE_STORE:
        raise StoreError(f"“{entry.summary}” was done to the store itself and cannot be taken back.")
    changes = _changes_of(connection, act_id)
    require_seen(hidden_cases(connection), _cases_of(connection, act_id))
    require(connection, doing, _verb_behind(connection, entry))
    require_own(connection, doing, entry)
    if entry.undone_by is not None:
        by = _entry(connection, entry.undone_by)
        raise StoreError(f"“{entry.summary}” was already taken back by {by.by} {doing.when(by.at)}.")
    later = act_in_the_way(connection, act_id, changes)
    if later is not None:
        raise StoreError(
            f"“{entry.summary}” cannot be taken back while a later act builds on it: "
            f"undo the later act first, “{later.summary}” ({later.by}, {doing.when(later.at)})."
        )
    verb, summary = ("undo", f"Took back: {entry.summary}")
    if entry.undoes is not None:
        verb, summary = ("redo", f"Did again: {_entry(connection, entry.undoes).summary}")
    with act(session, doing, verb=verb, summary=summary, undoes=act_id) as recorder:
        _reverse(recorder, changes)
    _mark(connection, entry, recorder.act_id)
    return summary


def _reverse(recorder: Recorder, changes: dict[tuple[str, int], Change]) -> None:
    """What comes back into use does so last, when nothing stands in its place any more."""
    new_rows = defaultdict(list)
    changed = []
    for (table, row_id), change in changes.items():
        if change.before is None:
            new_rows[table].append(row_id)
        else:
            changed.append((tables.MODELS[table], row_id, change.before))
    for table, row_ids in new_rows.items():
        recorder.void(tables.MODELS[table], *row_ids)
    for model, row_id, before in sorted(changed, key=lambda one: one[2].get("voided_by", 0) is None):
        recorder.update(model, row_id, **before)


def _mark(connection: Connection, entry: Row[*tuple[Any, ...]], undone_by: int | None) -> None:
    """Say of an act that it is undone or in force again, and the opposite of what it undid itself."""
    table = table_of(tables.Act)
    connection.execute(table.update().where(table.c.id == entry.id).values(undone_by=undone_by))
    if entry.undoes is not None:
        _mark(connection, _entry(connection, entry.undoes), entry.id if undone_by is None else None)


def _entry(connection: Connection, act_id: int) -> Row[*tuple[Any, ...]]:
    table = table_of(tables.Act)
    entry = connection.execute(table.select().where(table.c.id == act_id)).one_or_none()
    if entry is None:
        raise NotFound(f"The history has no act {act_id}.")
    return entry


def _verb_behind(connection: Connection, entry: Row[*tuple[Any, ...]]) -> str:
    """The verb of an act, or of the one that it took back or did again."""
    while entry.undoes is not None:
        entry = _entry(connection, entry.undoes)
    return str(entry.verb)


def _changes_of(connection: Connection, act_id: int) -> dict[tuple[str, int], Change]:
    table: Table = table_of(tables.ActChange)
    rows = connection.execute(table.select().where(table.c.act_id == act_id))
    return {key: change for row in rows for key, change in from_json(row.before, row.after).items()}


def _cases_of(connection: Connection, act_id: int) -> list[int]:
    change = table_of(tables.ActChange)
    touched = change.c.act_id == act_id, change.c.case_id.is_not(None)
    return list(connection.execute(select(change.c.case_id).where(*touched)).scalars())


def _expect(connection: Connection, doing: Doing, case_id: int, version: int | None) -> None:
    case = table_of(tables.EhcCase)
    row = connection.execute(
        case.select()
        .with_only_columns(case.c.ref, case.c.version, case.c.voided_by)
        .where(case.c.id == case_id)
    ).one_or_none()
    if row is None or row.voided_by is not None:
        raise NotFound(GONE)
    if version is not None and row.version != version:
        refuse_late(connection, doing, case_id)


def refuse_late(connection: Connection, doing: Doing, case_id: int) -> NoReturn:
    """Raise `Conflict` with who changed a case last, what and when, for somebody who came too late.

    Raises `NotFound` if it is restricted to others.
    """
    require_seen(hidden_cases(connection), [case_id])
    entry, change, case = (table_of(model) for model in (tables.Act, tables.ActChange, tables.EhcCase))
    last = connection.execute(
        select(case.c.ref, entry.c.by, entry.c.at, entry.c.summary)
        .join(change, change.c.act_id == entry.c.id)
        .join(case, case.c.id == change.c.case_id)
        .where(change.c.case_id == case_id)
        .order_by(entry.c.id.desc())
        .limit(1)
    ).one()
    raise Conflict(
        f"{last.ref} was changed by {last.by} {doing.when(last.at)} ({last.summary}) while you had it open; "
        "nothing was recorded: look at it as it is now and try again."
    )


def _next_version(connection: Connection, case_ids: list[int]) -> None:
    case = table_of(tables.EhcCase)
    for some in chunks(case_ids):
        connection.execute(case.update().where(case.c.id.in_(some)).values(version=case.c.version + 1))
