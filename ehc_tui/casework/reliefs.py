"""Relying on a statutory exception. It disapplies one limit; it moves no date."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import Session

from ehc_tui.casework.acts import act
from ehc_tui.casework.context import Doing
from ehc_tui.casework.recorder import Recorder, table_of
from ehc_tui.law.model import Relief
from ehc_tui.store import tables
from ehc_tui.store.errors import NotFound, StoreError
from ehc_tui.text import clean


def rely_on(
    session: Session,
    doing: Doing,
    case_id: int,
    relief: Relief,
    expected_version: int | None = None,
    *,
    instead_of: int | None = None,
) -> int:
    """Record that the council relies on an exception for one clock, and return the id of the record.

    `instead_of` names a record of the same that this one takes the place of.

    Evidence, why the limit is impractical because of it, and who authorised it are required (Code of
    Practice 9.42 to 9.43 for telling the family). Raises `StoreError` where one is missing or the rule has
    no such ground.
    """
    rule = doing.book.rule(relief.rule)
    texts = _texts(relief)
    for column, asked in _REQUIRED.items():
        if not texts[column]:
            raise StoreError(f"To rely on an exception, say {asked}.")
    allowed = {test.ground: test.label for test in doing.book.grounds(rule)}
    if relief.ground not in allowed:
        raise StoreError(f"{rule.name} has no exception on that ground: nothing was recorded.")
    with act(
        session,
        doing,
        verb="rely on exception",
        summary=f"Exception relied on for {rule.name}: {allowed[relief.ground]}",
        case_id=case_id,
        expected_version=expected_version,
    ) as recorder:
        if instead_of is not None:
            recorder.void(tables.ReliefRow, instead_of)
        return add_relief(recorder, case_id, relief)


def add_relief(recorder: Recorder, case_id: int, relief: Relief) -> int:
    """Add the row of an exception relied on, one that the rule has, to an act under way."""
    return recorder.insert(
        tables.ReliefRow,
        case_id=case_id,
        rule=relief.rule,
        subject=clean(relief.subject),
        ground=relief.ground.value,
        family_told_on=relief.family_told_on,
        **_texts(relief),
    )


def withdraw(
    session: Session, doing: Doing, case_id: int, relief_id: int, expected_version: int | None = None
) -> None:
    """Stop relying on an exception; the limit applies as if it had never been recorded."""
    table = table_of(tables.ReliefRow)
    rule = session.connection().scalar(
        select(table.c.rule).where(
            table.c.id == relief_id, table.c.case_id == case_id, table.c.voided_by.is_(None)
        )
    )
    if rule is None:
        raise NotFound("That exception is not relied on any more.")
    with act(
        session,
        doing,
        verb="withdraw exception",
        summary=f"Exception no longer relied on for {doing.book.rule(rule).name}",
        case_id=case_id,
        expected_version=expected_version,
    ) as recorder:
        recorder.void(tables.ReliefRow, relief_id)


def _texts(relief: Relief) -> dict[str, str]:
    return {
        "evidence": clean(relief.evidence, lines=True),
        "impractical_because": clean(relief.impractical_because, lines=True),
        "authorised_by": clean(relief.authorised_by),
    }


_REQUIRED = {
    "evidence": "what shows it",
    "impractical_because": "why keeping to the limit is impractical because of it",
    "authorised_by": "who authorised it",
}
