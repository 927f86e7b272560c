"""Bringing in many cases from a file as one act: new ones whole, known ones by what has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection
from sqlmodel import Session

from ehc_tui.casework.acts import act, settle
from ehc_tui.casework.context import Doing
from ehc_tui.casework.derive import Progress
from ehc_tui.casework.duplicates import Child, Duplicate, duplicates_of
from ehc_tui.casework.facts import add_fact, checked
from ehc_tui.casework.inputs import ImportedCase
from ehc_tui.casework.long_work import long_work
from ehc_tui.casework.profile import checked_need
from ehc_tui.casework.reconcile import IDENTITY, Stored, reconcile, stored_cases
from ehc_tui.casework.recorder import Recorder
from ehc_tui.casework.refs import FreeRefs, KnownChildren, ids_by_ref
from ehc_tui.casework.restricted import hidden_cases
from ehc_tui.law.record import REQUESTS
from ehc_tui.law.rulebook import Rulebook
from ehc_tui.store import tables
from ehc_tui.store.errors import StoreError
from ehc_tui.text import clean, fold

PROGRESS_EVERY = 100
SETTLE_EVERY = 500


@dataclass(slots=True)
class ImportOutcome:
    """What an import did.

    References of the cases `created` and `unchanged`; for each case `updated` one line per change; pairs of
    cases that look like one child; and as `warnings` what the file says but a person had recorded otherwise.
    """

    created: list[str] = field(default_factory=list)
    updated: dict[str, list[str]] = field(default_factory=dict)
    unchanged: list[str] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def import_cases(
    session: Session,
    doing: Doing,
    cases: Sequence[ImportedCase],
    progress: Progress | None = None,
    *,
    source: str = "",
    compare: bool = True,
) -> ImportOutcome:
    """Bring in cases from a file: all of them, as one act, or none.

    A case that is there already is brought up to date, not doubled: a fact that the file gives otherwise is
    corrected, one that the file does not give is left alone, and what a person put right by hand stays and is
    reported. `progress` is told (cases done, cases in all). `source` names the file for the history. Unless
    they are to `compare`, the new ones are not looked through for children who are there already.

    Raises `StoreError` if a reference occurs twice or a fact is not one the rule book can take, naming the
    line.
    """
    connection = session.connection()
    tidy = _with_refs(connection, [_tidied(case, doing.book) for case in cases], doing)
    outcome = ImportOutcome()
    ids = ids_by_ref(connection, [case.ref or "" for case in tidy])
    if taken := _refs_of(hidden_cases(connection), ids):
        tidy = [case for case in tidy if case.ref not in taken]
        outcome.warnings += [f"{ref}: this reference is taken; nothing was done." for ref in sorted(taken)]
    known = stored_cases(connection, {ref: ids[ref] for ref in ids.keys() - taken})
    new = [case for case in tidy if case.ref not in known]
    if compare:
        outcome.duplicates = duplicates_of(
            connection, [Child.of(case.ref or "", case.surname, case.forename, case.born) for case in new]
        )
    report = progress or (lambda _done, _total: None)
    with long_work(), act(session, doing, verb="import", summary="") as recorder:
        for done, case in enumerate(tidy, start=1):
            _take_in(recorder, doing, case, known.get(case.ref or ""), outcome)
            if done % SETTLE_EVERY == 0:
                settle(recorder)
            if done % PROGRESS_EVERY == 0:
                report(done, len(tidy))
        recorder.summary = _told(outcome, clean(source))
    report(len(tidy), len(tidy))
    return outcome


def _refs_of(hidden: frozenset[int], ids: Mapping[str, int]) -> set[str]:
    """The references of cases that are restricted to others: of them no more is said than that."""
    return {ref for ref, case_id in ids.items() if case_id in hidden}


def _take_in(
    recorder: Recorder, doing: Doing, case: ImportedCase, stored: Stored | None, outcome: ImportOutcome
) -> None:
    ref = case.ref or ""
    if stored is None:
        _create(recorder, doing, case)
        outcome.created.append(ref)
        return
    changes, warnings = reconcile(recorder, doing, case, stored)
    outcome.warnings += [f"{ref}: {warning}" for warning in warnings]
    if changes:
        outcome.updated[ref] = changes
    else:
        outcome.unchanged.append(ref)


def _create(recorder: Recorder, doing: Doing, case: ImportedCase) -> None:
    case_id = recorder.insert(
        tables.EhcCase, ref=case.ref, born=case.born, **{column: getattr(case, column) for column in IDENTITY}
    )
    for key, kind, adviser in case.advice_lines:
        recorder.insert(tables.AdviceItem, case_id=case_id, key=key, kind=kind, adviser=adviser)
    for fact in case.facts:
        add_fact(recorder, case_id, fact, source=case.source)
    if case.note:
        recorder.insert(tables.Note, case_id=case_id, kind="note", happened_on=doing.today, text=case.note)


def _tidied(case: ImportedCase, book: Rulebook) -> ImportedCase:
    """The case with its text cleaned and its facts checked."""
    try:
        facts = tuple(checked(fact, book, outcome_needed=False) for fact in case.facts)
        need = checked_need(case.need, book)
    except StoreError as error:
        raise StoreError(f"{case.source or case.ref}: {error}") from error
    return replace(
        case,
        ref=clean(case.ref) if case.ref else None,
        surname=clean(case.surname),
        forename=clean(case.forename),
        setting=clean(case.setting),
        route=clean(case.route),
        caseworker=clean(case.caseworker),
        officer=clean(case.officer),
        need=need,
        locality=clean(case.locality),
        facts=facts,
        advice_lines=tuple((clean(key), kind, clean(adviser)) for key, kind, adviser in case.advice_lines),
        note=clean(case.note, lines=True),
        source=clean(case.source) or "import",
    )


def _with_refs(connection: Connection, cases: Sequence[ImportedCase], doing: Doing) -> list[ImportedCase]:
    """Every case with a reference: the one it has, that of the case it is about, or the next free one."""
    taken: dict[str, str] = {}
    for case in cases:
        if case.ref and case.ref in taken:
            raise StoreError(
                f"The reference {case.ref} occurs twice, at {taken[case.ref]} and at {case.source}: "
                "nothing was imported."
            )
        if case.ref:
            taken[case.ref] = case.source
    if len(taken) == len(cases):
        return list(cases)
    known, free = KnownChildren(connection), FreeRefs(connection, taken)
    named = []
    for case in cases:
        received_on = min((fact.on for fact in case.facts if fact.kind in REQUESTS), default=doing.today)
        name = fold(f"{case.surname} {case.forename}").strip()
        found = None if case.ref else known.ref_of(name, case.born, received_on)
        ref = case.ref or (found if found and found not in taken else free.next(received_on))
        taken[ref] = case.source
        named.append(replace(case, ref=ref))
    return named


def _told(outcome: ImportOutcome, source: str) -> str:
    counts = f"{len(outcome.created)} new, {len(outcome.updated)} brought up to date"
    return f"Imported {source}: {counts}" if source else f"Imported: {counts}"
