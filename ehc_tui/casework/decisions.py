"""What happened in a case: recorded, questioned where it looks odd, corrected, removed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from ehc_tui.casework.acts import act
from ehc_tui.casework.checklist import start_checklist
from ehc_tui.casework.context import Doing
from ehc_tui.casework.derive import fact_of
from ehc_tui.casework.facts import add_fact, checked, replace_fact, told
from ehc_tui.casework.recorder import Recorder, table_of
from ehc_tui.law.model import CaseFacts, Fact, Outcome
from ehc_tui.law.record import REQUESTS
from ehc_tui.law.rulebook import Rulebook
from ehc_tui.store import tables
from ehc_tui.store.errors import NotFound, StoreError
from ehc_tui.text import british

SEQUENCE = (
    ("request_received", "became_responsible"),
    ("assess_decision",),
    ("plan_decision",),
    ("draft_served",),
    ("final_sent",),
)
"""The order in which decisions follow one another; what is told in another order is worth a question."""


def record(
    session: Session,
    doing: Doing,
    case_id: int,
    fact: Fact,
    expected_version: int | None = None,
    *,
    source: str = "",
) -> int:
    """Record that something happened, and return the id of the recorded fact.

    Raises `StoreError` for a kind or an outcome the rule book does not know and for a period that ends before
    it begins, `Conflict` and `NotFound` as every act.
    """
    fact = checked(fact, doing.book)
    with act(
        session,
        doing,
        verb=f"record {fact.kind}",
        summary=told(fact, doing.book),
        case_id=case_id,
        expected_version=expected_version,
    ) as recorder:
        _follow_up(recorder, doing, case_id, fact)
        return add_fact(recorder, case_id, fact, source=source)


def correct(
    session: Session,
    doing: Doing,
    case_id: int,
    fact_id: int,
    *,
    on: date | None = None,
    outcome: str | None = None,
    until: date | None = None,
    expected_version: int | None = None,
) -> int:
    """Put right the date, outcome or last day of a recorded fact, and return the id of the corrected one.

    What was recorded before stays in the store, out of use, and the new fact names it. A date that had been
    assumed is one that somebody gave from then on. What is left out stays as it was.
    """
    row = _fact_row(session, case_id, fact_id)
    was = fact_of(row._mapping)
    fact = checked(
        replace(
            was, on=on or was.on, outcome=outcome or was.outcome, until=until or was.until, assumed=False
        ),
        doing.book,
    )
    if fact == was:
        raise StoreError(f"{told(was, doing.book)}: it is already recorded so.")
    before = ", ".join(filter(None, (british(was.on), was.outcome)))
    summary = f"Corrected: {told(fact, doing.book)} (was {before})"
    with act(
        session,
        doing,
        verb=f"correct {fact.kind}",
        summary=summary,
        case_id=case_id,
        expected_version=expected_version,
    ) as recorder:
        _follow_up(recorder, doing, case_id, fact)
        return replace_fact(recorder, case_id, fact_id, fact)


def settle(
    session: Session,
    doing: Doing,
    case_id: int,
    facts: Sequence[tuple[Fact, int | None]],
    expected_version: int | None = None,
) -> None:
    """Record facts as two people's accounts were put together, each in place of a recorded one it may name.

    It is one act. Raises `StoreError` as `record` does, and where there is nothing to record.
    """
    wanted = [(checked(fact, doing.book), instead_of) for fact, instead_of in facts]
    if not wanted:
        raise StoreError("There was nothing left to record.")
    kinds = sorted({fact.kind for fact, _ in wanted})
    with act(
        session,
        doing,
        verb=f"record {kinds[0]}",
        summary=f"Settled: {'; '.join(told(fact, doing.book) for fact, _ in wanted)}",
        case_id=case_id,
        expected_version=expected_version,
    ) as recorder:
        for fact, instead_of in wanted:
            _follow_up(recorder, doing, case_id, fact)
            if instead_of is None:
                add_fact(recorder, case_id, fact)
            else:
                replace_fact(recorder, case_id, instead_of, fact)


def remove(
    session: Session, doing: Doing, case_id: int, fact_id: int, expected_version: int | None = None
) -> None:
    """Take a fact out of use that never happened. It stays in the history."""
    fact = fact_of(_fact_row(session, case_id, fact_id)._mapping)
    with act(
        session,
        doing,
        verb=f"remove {fact.kind}",
        summary=f"Removed: {told(fact, doing.book)}",
        case_id=case_id,
        expected_version=expected_version,
    ) as recorder:
        recorder.void(tables.FactRow, fact_id)


def questions(case: CaseFacts, fact: Fact, today: date, book: Rulebook) -> list[str]:
    """What to ask before recording `fact`: sentences about a date that is odd, none where all is in order.

    `today` is the local calendar date. The answer never forbids anything.
    """
    facts, asked = case.record.facts, []
    if fact.on > today:
        asked.append(f"{british(fact.on)} is in the future.")
    received = min((known.on for known in facts if known.kind in REQUESTS), default=None)
    if received and fact.kind not in REQUESTS and fact.on < received:
        asked.append(f"{british(fact.on)} is before the request was received on {british(received)}.")
    asked += _out_of_order(facts, fact, book)
    same = [known for known in facts if (known.kind, known.subject) == (fact.kind, fact.subject)]
    if same and fact.kind in {kind for kinds in SEQUENCE for kind in kinds}:
        asked.append(f"{told(same[-1], book)} is already recorded.")
    return asked


def _follow_up(recorder: Recorder, doing: Doing, case_id: int, fact: Fact) -> None:
    """What comes with a fact in the same act: a decision to assess puts the advisers on the checklist."""
    if (fact.kind, fact.outcome) == ("assess_decision", Outcome.YES):
        start_checklist(recorder, doing, case_id, fact.on)


def _out_of_order(facts: Iterable[Fact], fact: Fact, book: Rulebook) -> list[str]:
    place = {kind: step for step, kinds in enumerate(SEQUENCE) for kind in kinds}
    if fact.kind not in place:
        return []
    return [
        f"{told(known, book)} would then come {'after' if known.on > fact.on else 'before'} it."
        for known in facts
        if known.kind in place
        and known.kind not in REQUESTS
        and (place[known.kind] - place[fact.kind]) * (known.on - fact.on).days < 0
    ]


def _fact_row(session: Session, case_id: int, fact_id: int) -> Row[*tuple[Any, ...]]:
    fact = table_of(tables.FactRow)
    row = (
        session.connection()
        .execute(
            fact.select().where(fact.c.id == fact_id, fact.c.case_id == case_id, fact.c.voided_by.is_(None))
        )
        .one_or_none()
    )
    if row is None:
        raise NotFound("That entry is not in the case any more: somebody corrected or removed it.")
    return row
