"""What follows from the facts of a case: its clocks, and the columns that lists sort and filter by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, CursorResult, bindparam, select
from sqlmodel import SQLModel

from ehc_tui.casework.context import Doing
from ehc_tui.casework.recorder import Recorder, chunks, table_of
from ehc_tui.law.clocks import clocks_of, closes_on, duties
from ehc_tui.law.model import CaseFacts, Clock, Fact, Ground, Kind, Party, Relief, State
from ehc_tui.law.record import REQUESTS
from ehc_tui.store import tables
from ehc_tui.store.bulk import insert_rows, update_rows
from ehc_tui.text import fold, fold_person

ADVICE_IN = ("advice_received", "existing_advice_accepted")
ADVICE_ASKED = ("advice_requested", "existing_advice_accepted")
FAMILY_CONTACT = ("contact", "meeting_held")
FOLLOWED_FROM = frozenset({"ehc_case", "fact", "relief"})
"""The tables that clocks and derived columns follow from."""
TOLD = ("kind", "happened_on", "outcome", "subject", "until", "assumed")
"""The columns of a fact that the law takes, in its order."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Known:
    """What the store holds of a case that anything can follow from."""

    case_id: int
    identity: Mapping[Any, Any]
    case: CaseFacts


def rederive(
    connection: Connection, case_ids: Iterable[int], doing: Doing, progress: Progress | None = None
) -> None:
    """Derive cases from the facts the store holds now, and write the clocks and columns that differ."""
    done, everything = 0, list(case_ids)
    case, clock = table_of(tables.EhcCase), table_of(tables.ClockRow)
    for some in chunks(everything):
        found = list(derived_cases(connection, some, doing))
        as_before = {one.known.case_id for one in found if one.clocks is None}
        outdated = [case_id for case_id in some if case_id not in as_before]
        connection.execute(clock.delete().where(clock.c.case_id.in_(outdated)))
        insert_rows(connection, clock, [row for one in found for row in one.clocks or ()])
        by_columns = defaultdict(list)
        for one in found:
            if one.columns:
                by_columns[tuple(one.columns)].append({"id": one.known.case_id, **one.columns})
        for rows in by_columns.values():
            update_rows(connection, case, rows)
        done += len(some)
        if progress:
            progress(done, len(everything))


class Derived(NamedTuple):
    """What follows from the facts of a case and is stored otherwise: its clocks, unless None, and columns."""

    known: Known
    clocks: list[dict[str, Any]] | None
    columns: dict[str, Any]


def derived_cases(connection: Connection, case_ids: Sequence[int], doing: Doing) -> Iterator[Derived]:
    """The cases with these ids that are in use, derived, with what of it the store does not say."""
    clock = table_of(tables.ClockRow)
    wanted = select(clock).where(clock.c.case_id.in_(case_ids)).order_by(clock.c.case_id, clock.c.position)
    stored = defaultdict(list)
    for row in connection.execute(wanted).all():
        stored[row[0]].append(tuple(row))
    for known in known_cases(connection, case_ids):
        clocks, columns = derive(known, doing)
        as_stored = [tuple(one.values()) for one in clocks] == stored[known.case_id]
        differing = {name: value for name, value in columns.items() if known.identity[name] != value}
        yield Derived(known, None if as_stored else clocks, differing)


def complete_new(recorder: Recorder, doing: Doing) -> set[int]:
    """Give the cases that an act is about to insert their clocks and derived columns; returns their ids.

    All of a case then goes in at once. Where the case itself still waits, so do all its facts and reliefs.
    """
    facts, reliefs = defaultdict(list), defaultdict(list)
    for row in recorder.waiting(tables.FactRow):
        facts[row["case_id"]].append(fact_of(row))
    for row in recorder.waiting(tables.ReliefRow):
        reliefs[row["case_id"]].append(relief_of(row))
    new = recorder.waiting(tables.EhcCase)
    for row in new:
        known = Known(
            row["id"], row, CaseFacts(tuple(facts[row["id"]]), tuple(reliefs[row["id"]]), row["born"])
        )
        clock_rows, columns = derive(known, doing)
        recorder.waiting(tables.ClockRow).extend(clock_rows)
        row.update(columns, version=row["version"] + 1)
    return {row["id"] for row in new}


def derive(known: Known, doing: Doing) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """What follows from the facts of a case: the rows of its clocks, and its derived columns."""
    clocks = clocks_of(known.case, doing.book, doing.process)
    return clock_values(known.case_id, clocks), summary(known, clocks, doing)


def known_cases(connection: Connection, case_ids: Sequence[int]) -> Iterator[Known]:
    """The cases with these ids that are in use, with their facts and the reliefs relied on."""
    facts, reliefs = defaultdict(list), defaultdict(list)
    for told in _in_use(connection, tables.FactRow, "case_id", case_ids, TOLD).all():
        facts[told[0]].append(_fact(*told[1:]))
    for row in _in_use(connection, tables.ReliefRow, "case_id", case_ids).mappings().all():
        reliefs[row["case_id"]].append(relief_of(row))
    for row in _in_use(connection, tables.EhcCase, "id", case_ids).mappings().all():
        case = CaseFacts(tuple(facts[row["id"]]), tuple(reliefs[row["id"]]), row["born"])
        yield Known(row["id"], row, case)


def fact_of(row: Mapping[Any, Any]) -> Fact:
    """A fact as the law takes it."""
    return _fact(*map(row.__getitem__, TOLD))


_fact = lru_cache(maxsize=4096)(Fact)
"""A caseload has the same few thousand facts again and again."""


def relief_of(row: Mapping[Any, Any]) -> Relief:
    """A relief as the law takes it."""
    return Relief(
        row["rule"],
        row["subject"],
        Ground(row["ground"]),
        row["evidence"],
        row["impractical_because"],
        row["authorised_by"],
        row["family_told_on"],
    )


def clock_values(case_id: int, clocks: Sequence[Clock]) -> list[dict[str, Any]]:
    """The rows of the clock table for one case."""
    return [
        {
            "case_id": case_id,
            "position": position,
            "rule": clock.rule,
            "subject": clock.subject,
            "kind": clock.kind.value,
            "bound": clock.bound.value,
            "trigger": clock.trigger,
            "triggered_on": clock.triggered_on,
            "due": clock.due,
            "act_by": clock.act_by,
            "met_on": clock.met_on,
            "stopped_on": clock.stopped_on,
            "stopped_by": clock.stopped_by,
            "relieved": clock.relieved,
            "window": clock.window,
        }
        for position, clock in enumerate(clocks)
    ]


def summary(known: Known, clocks: Sequence[Clock], doing: Doing) -> dict[str, Any]:
    """The derived columns of a case: nothing in them depends on today."""
    facts = known.case.record.facts
    running = [clock for clock in clocks if clock.open]
    return {
        **_milestones(facts),
        **_advice(facts, running),
        **_duties(running),
        **searchable(known.identity),
        "closes_on": closes_on(known.case, running, doing.book),
        "stages": " ".join(doing.process.stages_of(known.case)),
        "settled": _settled(clocks).value,
    }


def _milestones(facts: Sequence[Fact]) -> dict[str, Any]:
    """The days of the latest request; `facts` are in order of date."""
    latest = {fact.kind: fact for fact in facts}
    received = [fact.on for fact in facts if fact.kind in REQUESTS]
    contacts = [fact.on for fact in facts if fact.kind in FAMILY_CONTACT]
    assess, plan = latest.get("assess_decision"), latest.get("plan_decision")
    return {
        "received_on": min(received, default=None),
        "assess_on": assess and assess.on,
        "assess_outcome": assess and assess.outcome,
        "plan_on": plan and plan.on,
        "plan_outcome": plan and plan.outcome,
        "draft_on": _day(latest.get("draft_served")),
        "final_on": _day(latest.get("final_sent")),
        "contact_on": max(contacts, default=None),
        "silent_since": max(contacts, default=min(received, default=None)),
    }


def _day(fact: Fact | None) -> date | None:
    return fact.on if fact else None


def _advice(facts: Sequence[Fact], running: Sequence[Clock]) -> dict[str, Any]:
    """How much advice was asked for and is in. A line that does not apply counts as neither."""
    left_out = {fact.subject for fact in facts if fact.kind == "advice_not_applicable"}
    asked = {fact.subject for fact in facts if fact.kind in ADVICE_ASKED} - left_out
    came = {fact.subject: fact.on for fact in facts if fact.kind in ADVICE_IN and fact.subject in asked}
    open_until = sorted(clock.due for clock in running if clock.bound is Party.ADVISER and clock.due)
    return {
        "advice_asked": len(asked),
        "advice_received": len(came),
        "advice_open": " ".join(due.isoformat() for due in open_until),
        "advice_complete_on": max(came.values()) if asked and len(came) == len(asked) else None,
    }


def _duties(running: Sequence[Clock]) -> dict[str, Any]:
    """The candidates for the next duty, among which a list chooses by today."""
    found = duties(running)
    return {
        **_columns("own", found.own),
        **_columns("first", found.first),
        "first_window": found.first is not None and found.first.window,
        **_columns("relieved", found.relieved),
    }


def _columns(prefix: str, clock: Clock | None) -> dict[str, Any]:
    return {
        f"{prefix}_due": clock and clock.due,
        f"{prefix}_rule": clock and clock.rule,
        f"{prefix}_subject": clock and clock.subject,
        f"{prefix}_kind": clock and clock.kind.value,
        f"{prefix}_act_by": clock and (clock.act_by or clock.due),
    }


def _settled(clocks: Sequence[Clock]) -> State:
    """What became of a case on which nothing is open: the worst of the council's statutory clocks."""
    own = [
        clock
        for clock in clocks
        if clock.kind is Kind.STATUTORY and clock.bound is Party.COUNCIL and clock.met_on
    ]
    states = {clock.state(clock.met_on) for clock in own if clock.met_on}
    return next(
        (state for state in (State.MET_LATE, State.RELIEVED, State.MET) if state in states), State.STOPPED
    )


def searchable(identity: Mapping[Any, Any]) -> dict[str, str]:
    """Folded text: what words of a filter are looked for in, and what names are sorted by.

    What is searched ends in two line breaks, so that even its last character begins a piece of three.
    """
    ref, surname, forename = fold(identity["ref"]), fold(identity["surname"]), fold(identity["forename"])
    setting = fold(identity["setting"])
    return {
        "search": "\n".join((ref, f"{forename} {surname}", f"{surname} {forename}", setting, "", "")),
        "name_fold": f"{surname} {forename}".strip(),
        "setting_fold": setting,
        "caseworker_fold": fold_person(identity["caseworker"]),
        "officer_fold": fold_person(identity["officer"]),
    }


def _in_use(
    connection: Connection,
    model: type[SQLModel],
    about: str,
    ids: Sequence[int],
    columns: Sequence[str] = (),
) -> CursorResult[Any]:
    """The rows in use that are `about` one of the ids; with `columns`, that id and no more than these."""
    table = table_of(model)
    wanted = [table.c[name] for name in (about, *columns)] if columns else [table]
    statement = (
        select(*wanted)
        .where(table.c[about].in_(bindparam("ids", expanding=True)), table.c.voided_by.is_(None))
        .order_by(table.c.id)
    )
    return connection.execute(statement, {"ids": list(ids)})
