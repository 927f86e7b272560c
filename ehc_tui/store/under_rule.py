"""Which cases a rule is running on now: the rule book's view of the caseload.

A rule runs on a case while a clock of it is neither met nor stopped, and is not a window that has ended.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from sqlite3 import Connection
from typing import NamedTuple

from ehc_tui.law.model import Clock, Kind, Party, State
from ehc_tui.store.triage import day

_RUNNING = """
    clock k JOIN ehc_case c ON c.id = k.case_id
    WHERE c.voided_by IS NULL AND k.met_on IS NULL AND k.stopped_on IS NULL
    AND NOT (k."window" AND k.due < :today)
"""
_OPEN = "(c.closes_on IS NULL OR c.closes_on > :today)"
_LATE = 'k.due < :today AND NOT k.relieved AND NOT k."window"'
_COUNTS = f"""
    SELECT k.rule, count(*) FILTER (WHERE {_OPEN}), count(*) FILTER (WHERE {_OPEN} AND {_LATE}),
        count(*) FILTER (WHERE NOT {_OPEN})
    FROM {_RUNNING} GROUP BY k.rule
"""
_CASES = f"""
    SELECT c.ref, c.surname, c.forename, c.caseworker, k.subject, k.kind, k.bound, k.trigger, k.triggered_on,
        k.due, k.act_by, k.relieved, k."window"
    FROM {_RUNNING} AND k.rule = :rule AND {_OPEN}
    ORDER BY k.due, c.id, k.position LIMIT :limit OFFSET :offset
"""


class RuleCount(NamedTuple):
    """On how much a rule is running. A clock counts, so a case with three late advisers counts three times.

    `overdue` of `running` are past their date with nothing to excuse them. `closed` are clocks on cases that
    are closed: what goes on for a plan after it was sent.
    """

    running: int = 0
    overdue: int = 0
    closed: int = 0


NOT_RUNNING = RuleCount()


class CaseUnderRule(NamedTuple):
    """A clock of the rule on an open case, with its state on the day asked about."""

    ref: str
    child: str
    caseworker: str
    subject: str
    due: date | None
    act_by: date | None
    state: State

    def days_left(self, today: date) -> int:
        """Calendar days from `today` to `due`, negative once it is past; 0 where there is no date."""
        return (self.due - today).days if self.due else 0


def rule_counts(conn: Connection, today: date) -> Mapping[str, RuleCount]:
    """On how much each rule is running on `today`; rules that run on nothing are left out."""
    return {rule: RuleCount(*counts) for rule, *counts in conn.execute(_COUNTS, {"today": today.isoformat()})}


def cases_under(
    conn: Connection, rule: str, today: date, warning_days: int, *, limit: int, offset: int = 0
) -> tuple[CaseUnderRule, ...]:
    """The open cases under a rule, earliest due first: at most `limit`, the first `offset` left out."""
    asked = {"rule": rule, "today": today.isoformat(), "limit": limit, "offset": offset}
    return tuple(_case(rule, row, today, warning_days) for row in conn.execute(_CASES, asked))


def _case(rule: str, row: tuple[str, ...], today: date, warning_days: int) -> CaseUnderRule:
    (
        ref,
        surname,
        forename,
        caseworker,
        subject,
        kind,
        bound,
        trigger,
        triggered_on,
        due,
        act_by,
        relieved,
        window,
    ) = row
    clock = Clock(
        rule,
        subject,
        Kind(kind),
        Party(bound),
        "",
        trigger,
        date.fromisoformat(triggered_on),
        day(due),
        day(act_by),
        relieved=bool(relieved),
        window=bool(window),
    )
    child = ", ".join(part for part in (surname, forename) if part)
    return CaseUnderRule(
        ref, child, caseworker, subject, clock.due, clock.act_by, clock.state(today, warning_days)
    )
