"""Bringing a known case up to date from a file, without taking back what a person put right by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, select

from ehc_tui.casework.context import Doing
from ehc_tui.casework.derive import fact_of
from ehc_tui.casework.facts import add_fact, advice_label, replace_fact, told
from ehc_tui.casework.inputs import ImportedCase
from ehc_tui.casework.recorder import Recorder, chunks, from_json, table_of
from ehc_tui.law.model import Fact
from ehc_tui.store import tables
from ehc_tui.text import british

IDENTITY = ("surname", "forename", "setting", "route", "caseworker", "officer", "need", "locality")
REPEATABLE = frozenset(
    {"absence", "advice_chased", "contact", "missed_appointment", "panel_held", "setting_closed"}
)
"""Facts that happen more than once: a second one is another event, not a correction of the first."""

Key = tuple[Any, ...]


class StoredFact(NamedTuple):
    """A fact of the store, and where it came from: a file (`source`), or a person."""

    id: int
    fact: Fact
    source: str


@dataclass(slots=True)
class Stored:
    """A case as the store has it. `removed` are facts that a person took out of use."""

    case_id: int
    identity: Mapping[Any, Any]
    facts: dict[Key, list[StoredFact]] = field(default_factory=lambda: defaultdict(list))
    removed: set[Fact] = field(default_factory=set)
    advice_lines: dict[str, Row[*tuple[Any, ...]]] = field(default_factory=dict)
    notes: set[str] = field(default_factory=set)


def stored_cases(connection: Connection, ids: Mapping[str, int]) -> dict[str, Stored]:
    """The cases with these ids, by reference, with everything a file could say otherwise."""
    found: dict[int, Stored] = {}
    for row in _rows(connection, tables.EhcCase, "id", ids):
        found[row.id] = Stored(row.id, row._mapping)
    entry = table_of(tables.Act)
    fact = table_of(tables.FactRow)
    by_hand = select(fact, entry.c.verb).outerjoin(entry, fact.c.voided_by == entry.c.id).order_by(fact.c.id)
    for some in chunks(ids.values()):
        for row in connection.execute(by_hand.where(fact.c.case_id.in_(some))):
            _place(found[row.case_id], row)
    for row in _rows(connection, tables.AdviceItem, "case_id", ids):
        found[row.case_id].advice_lines[row.key] = row
    for row in _rows(connection, tables.Note, "case_id", ids):
        found[row.case_id].notes.add(row.text)
    return {ref: found[case_id] for ref, case_id in ids.items()}


def reconcile(
    recorder: Recorder, doing: Doing, case: ImportedCase, stored: Stored
) -> tuple[list[str], list[str]]:
    """Change what the file says otherwise. Returns a line for each change, and for each that is withheld."""
    work = _Reconciliation(recorder, doing, case, stored)
    work.identity()
    for line in case.advice_lines:
        work.advice_line(*line)
    for fact in case.facts:
        work.fact(fact)
    work.note()
    return work.changes, work.warnings


class _Reconciliation:
    """One case of the store against the same case of the file."""

    def __init__(self, recorder: Recorder, doing: Doing, case: ImportedCase, stored: Stored) -> None:
        self.recorder = recorder
        self.doing = doing
        self.case = case
        self.stored = stored
        self.changes: list[str] = []
        self.warnings: list[str] = []

    def identity(self) -> None:
        """Who the case is about and who works on it. What the file leaves empty it does not say."""
        given = {**{column: getattr(self.case, column) for column in IDENTITY}, "born": self.case.born}
        was = self.stored.identity
        differing = {column: value for column, value in given.items() if value and was[column] != value}
        if not differing:
            return
        by_hand = _columns_set_by_hand(self.recorder.connection, self.stored.case_id)
        for column, value in differing.items():
            if column in by_hand:
                self._withhold(f"{column} stays {_shown(was[column])}", _shown(value))
            else:
                self.recorder.update(tables.EhcCase, self.stored.case_id, **{column: value})
                self.changes.append(f"{column} {_shown(was[column])} → {_shown(value)}")

    def advice_line(self, key: str, kind: str, adviser: str) -> None:
        """A line of the checklist: added if it is new, named if it had no name."""
        known = self.stored.advice_lines.get(key)
        label = advice_label(key, self.doing.book)
        if known is None:
            self.recorder.insert(
                tables.AdviceItem, case_id=self.stored.case_id, key=key, kind=kind, adviser=adviser
            )
            self.changes.append(f"{label} advice added to the checklist")
        elif adviser and not known.adviser:
            self.recorder.update(tables.AdviceItem, known.id, adviser=adviser)
            self.changes.append(f"{label} advice: adviser {adviser}")

    def fact(self, fact: Fact) -> None:
        """A fact: added if it is new, a correction if the file had told it otherwise, else left to people."""
        known = self.stored.facts.get(_key(fact), [])
        if any(_same(one.fact, fact) for one in known):
            return
        if not known:
            self._new_fact(fact)
            return
        last = known[-1]
        if fact.assumed and not last.fact.assumed:
            return
        recorded = told(last.fact, self.doing.book)
        if not last.source:
            self._withhold(f"{recorded} stays", _difference(fact))
            return
        replace_fact(self.recorder, self.stored.case_id, last.id, fact, source=self.case.source)
        self.changes.append(f"{recorded} → {_difference(fact)}")

    def note(self) -> None:
        """A note, unless the case has it already."""
        if self.case.note and self.case.note not in self.stored.notes:
            self.recorder.insert(
                tables.Note,
                case_id=self.stored.case_id,
                kind="note",
                happened_on=self.doing.today,
                text=self.case.note,
            )
            self.changes.append("note added")

    def _new_fact(self, fact: Fact) -> None:
        if fact.assumed and _needless(self.stored, fact.subject):
            return
        words = told(fact, self.doing.book)
        if any(_key(removed) == _key(fact) and _same(removed, fact) for removed in self.stored.removed):
            self.warnings.append(f"{words}: the file says so, but a person removed it; it stays removed")
            return
        add_fact(self.recorder, self.stored.case_id, fact, source=self.case.source)
        self.changes.append(f"{words} (new)")

    def _withhold(self, what_stays: str, file_says: str) -> None:
        self.warnings.append(f"{what_stays}, as a person recorded; the file says {file_says}")


def _place(stored: Stored, row: Row[*tuple[Any, ...]]) -> None:
    fact = fact_of(row._mapping)
    if row.voided_by is None:
        stored.facts[_key(fact)].append(StoredFact(row.id, fact, row.source))
    elif row.verb.startswith("remove "):
        stored.removed.add(fact)


def _key(fact: Fact) -> Key:
    return (fact.kind, fact.subject, fact.on) if fact.kind in REPEATABLE else (fact.kind, fact.subject)


def _needless(stored: Stored, subject: str) -> bool:
    """True of an advice line that was settled without asking, so that an ask a file only implies is none."""
    return any(
        (kind, subject) in stored.facts for kind in ("existing_advice_accepted", "advice_not_applicable")
    )


def _same(one: Fact, other: Fact) -> bool:
    """The same event told the same way; a date that is given says more than the same one assumed."""
    told_alike = (one.on, one.outcome, one.until) == (other.on, other.outcome, other.until)
    return told_alike and (one.assumed == other.assumed or other.assumed)


def _difference(fact: Fact) -> str:
    return f"{british(fact.on)}{f' ({fact.outcome})' if fact.outcome else ''}"


def _columns_set_by_hand(connection: Connection, case_id: int) -> set[str]:
    """The columns of a case that a person, and not a file, set last."""
    entry, change = table_of(tables.Act), table_of(tables.ActChange)
    acts = connection.execute(
        select(entry.c.verb, change.c.before, change.c.after)
        .join(change, change.c.act_id == entry.c.id)
        .where(change.c.case_id == case_id, entry.c.undone_by.is_(None), entry.c.undoes.is_(None))
        .order_by(entry.c.id)
    )
    last_hand: dict[str, str] = {}
    for row in acts:
        touched = from_json(row.before, row.after).get(("ehc_case", case_id))
        last_hand |= dict.fromkeys(touched.after if touched else (), row.verb)
    return {column for column, verb in last_hand.items() if verb != "import"}


def _shown(value: str | date | None) -> str:
    return british(value) if isinstance(value, date) else value or "empty"


def _rows(
    connection: Connection, model: Any, column: str, ids: Mapping[str, int]
) -> list[Row[*tuple[Any, ...]]]:
    table = table_of(model)
    statement = table.select().where(
        table.c[column].in_(bindparam("ids", expanding=True)), table.c.voided_by.is_(None)
    )
    return [row for some in chunks(ids.values()) for row in connection.execute(statement, {"ids": some})]
