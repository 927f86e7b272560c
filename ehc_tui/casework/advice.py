"""The advice checklist: who is asked, chased and heard from. Every adviser is a line with its own key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from ehc_tui.casework.acts import act
from ehc_tui.casework.context import Doing
from ehc_tui.casework.facts import add_fact, advice_label, checked
from ehc_tui.casework.recorder import Recorder, table_of
from ehc_tui.casework.together import Form, Values
from ehc_tui.law.model import Fact
from ehc_tui.law.rulebook import Rulebook
from ehc_tui.store import tables
from ehc_tui.store.errors import NotFound, StoreError
from ehc_tui.store.rows import CaseFile
from ehc_tui.text import british, clean


def add_line(
    session: Session,
    doing: Doing,
    case_id: int,
    kind: str,
    adviser: str = "",
    expected_version: int | None = None,
) -> str:
    """Put an adviser on the checklist. Returns the key of the line: the kind, or kind-2 for a second one."""
    by = f" ({clean(adviser)})" if adviser else ""
    summary = f"Adviser added: {advice_label(kind, doing.book)}{by}"
    with act(
        session,
        doing,
        verb="advice line",
        summary=summary,
        case_id=case_id,
        expected_version=expected_version,
    ) as recorder:
        return new_line(recorder, case_id, kind, adviser, _keys(session, case_id), doing.book)


def ask(
    session: Session,
    doing: Doing,
    case_id: int,
    keys: Sequence[str],
    on: date,
    expected_version: int | None = None,
) -> None:
    """Record that advice was asked for on one day, of one line or of many."""
    _record(session, doing, case_id, "advice_requested", keys, on, "Advice asked for", expected_version)


def receive(
    session: Session, doing: Doing, case_id: int, key: str, on: date, expected_version: int | None = None
) -> None:
    """Record that advice came in."""
    _record(session, doing, case_id, "advice_received", [key], on, "Advice received", expected_version)


def accept_existing(
    session: Session, doing: Doing, case_id: int, key: str, on: date, expected_version: int | None = None
) -> None:
    """Record that advice on file is accepted instead of new advice.

    That takes the adviser, the council and the family all to be satisfied that it suffices (SEND Regulations
    2014, reg 6(4)).
    """
    summary = "Existing advice accepted"
    _record(session, doing, case_id, "existing_advice_accepted", [key], on, summary, expected_version)


def not_applicable(
    session: Session,
    doing: Doing,
    case_id: int,
    key: str,
    on: date,
    reason: str,
    expected_version: int | None = None,
) -> None:
    """Record why a line does not apply to this child. Raises `StoreError` without a reason."""
    reason = clean(reason)
    if not reason:
        raise StoreError("Say why this advice does not apply: the reason is kept with the case.")
    summary = f"Advice does not apply ({reason})"
    _record(
        session, doing, case_id, "advice_not_applicable", [key], on, summary, expected_version, outcome=reason
    )


def summarise(
    session: Session,
    doing: Doing,
    case_id: int,
    key: str,
    text: str,
    expected_version: int | None = None,
) -> None:
    """Keep what a piece of advice says in a few sentences, for the panel; an empty text takes it away."""
    kept = clean(text, lines=True)
    label = advice_label(key, doing.book)
    with act(
        session,
        doing,
        verb="summarise advice",
        summary=f"{label} advice summed up" if kept else f"Summary of {label} advice taken away",
        case_id=case_id,
        expected_version=expected_version,
    ) as recorder:
        _require(session, case_id, [key])
        item = table_of(tables.AdviceItem)
        line = select(item.c.id).where(
            item.c.case_id == case_id, item.c.key == key, item.c.voided_by.is_(None)
        )
        recorder.update(tables.AdviceItem, session.connection().execute(line).scalar_one(), summary=kept)


def summed_up(key: str, text: str) -> Form:
    """What a piece of advice says as a form, to be put together with what others wrote of it."""

    def read(file: CaseFile) -> Values:
        return {"Summary": next((line.summary for line in file.advice if line.key == key), "")}

    def record(session: Session, doing: Doing, values: Values, now: CaseFile) -> None:
        summarise(session, doing, now.row.id, key, values["Summary"], now.row.version)

    return Form({"Summary": text}, read, record)


def chase(session: Session, doing: Doing, lines: Sequence[tuple[int, str]], on: date) -> int:
    """Record as one act that advisers were chased, each a (case id, line key), and return how many."""
    by_case = defaultdict(list)
    for case_id, key in lines:
        by_case[case_id].append(key)
    cases = f" in {len(by_case)} cases" if len(by_case) > 1 else ""
    summary = f"Advice chased: {len(lines)} {'line' if len(lines) == 1 else 'lines'}{cases}, {british(on)}"
    with act(session, doing, verb="record advice_chased", summary=summary) as recorder:
        for case_id, keys in by_case.items():
            _require(session, case_id, keys)
            _add(recorder, doing.book, case_id, "advice_chased", keys, on)
    return len(lines)


def new_line(
    recorder: Recorder, case_id: int, kind: str, adviser: str, taken: Iterable[str], book: Rulebook
) -> str:
    """Add a line to an act under way and return its key, the first free one of its kind."""
    if kind not in {entry.key for entry in book.advice}:
        raise StoreError(f"“{clean(kind)}” is no kind of advice the rule book knows.")
    used = set(taken)
    number = 1
    while (key := kind if number == 1 else f"{kind}-{number}") in used:
        number += 1
    recorder.insert(tables.AdviceItem, case_id=case_id, key=key, kind=kind, adviser=clean(adviser))
    return key


def _record(
    session: Session,
    doing: Doing,
    case_id: int,
    fact_kind: str,
    keys: Sequence[str],
    on: date,
    what: str,
    expected_version: int | None,
    outcome: str | None = None,
) -> None:
    with act(
        session,
        doing,
        verb=f"record {fact_kind}",
        summary=f"{what}: {', '.join(advice_label(key, doing.book) for key in keys)}, {british(on)}",
        case_id=case_id,
        expected_version=expected_version,
    ) as recorder:
        _require(session, case_id, keys)
        _add(recorder, doing.book, case_id, fact_kind, keys, on, outcome)


def _add(
    recorder: Recorder,
    book: Rulebook,
    case_id: int,
    fact_kind: str,
    keys: Iterable[str],
    on: date,
    outcome: str | None = None,
) -> None:
    for key in keys:
        add_fact(recorder, case_id, checked(Fact(fact_kind, on, outcome, key), book))


def _require(session: Session, case_id: int, keys: Iterable[str]) -> None:
    missing = [key for key in keys if key not in _keys(session, case_id)]
    if missing:
        raise NotFound(f"The checklist has no line “{clean(missing[0])}” any more.")


def _keys(session: Session, case_id: int) -> set[str]:
    item = table_of(tables.AdviceItem)
    statement = select(item.c.key).where(item.c.case_id == case_id, item.c.voided_by.is_(None))
    return set(session.connection().execute(statement).scalars())
