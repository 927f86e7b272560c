"""What a case is triaged by on a day: one rule, in SQL to find and count by, in Python for a row read.

A case has up to three candidates, stored when its facts change: the council's earliest duty (`own`), the
earliest of anybody's (`first`, a window of the family only where there is no duty), the earliest relieved
one. `first` is never later than `own`. Which of them counts is a comparison with today, so nothing is
rewritten at midnight.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from ehc_tui.law.vocabulary import Kind, State
from ehc_tui.store.case_row import CaseRow, NextDuty

IN_USE = "voided_by IS NULL"
OPEN = "(+closes_on IS NULL OR +closes_on > :today)"
LIVE = "(first_due IS NOT NULL AND (first_window = 0 OR first_due >= :today))"
NO_DUTY = "(first_due IS NULL OR first_window)"
NOT_LIVE = f"{NO_DUTY} AND (first_due IS NULL OR first_due < :today)"
OWN_NOT_OVERDUE = "(own_due IS NULL OR own_due >= :today)"
NEVER = "9999-12-31"
OUTLASTS = "(first_due IS NULL OR closes_on IS NULL OR first_due < closes_on)"
NOTHING_DUE = f"relieved_due IS NULL AND {NOT_LIVE} AND {OUTLASTS}"
DUE = (
    f"CASE WHEN NOT {OPEN} THEN NULL WHEN own_due < :today THEN own_due "
    f"WHEN {LIVE} THEN first_due ELSE relieved_due END"
)
"""The date of the next duty, or NULL."""

PARTS: Mapping[str, str] = {
    "own": f"own_due < :today AND {OPEN}",
    "others": f"first_due < :today AND first_window = 0 AND {OWN_NOT_OVERDUE} AND {OPEN}",
    "ahead": f"first_due >= :today AND {OWN_NOT_OVERDUE} AND {OPEN}",
    "past": f"relieved_due < :today AND {NOT_LIVE} AND {OPEN}",
    "lifted": f"relieved_due >= :today AND {NOT_LIVE} AND {OPEN}",
    "ending": f"{NOTHING_DUE} AND closes_on > :today",
    "idle": f"{NOTHING_DUE} AND closes_on IS NULL",
    "closed": "closes_on <= :today",
}
"""Every case is in one of these on any day, and each is a range of an index.

`own` is past a date of the council's, `others` past one of somebody else's, `ahead` has a date to come. With
no duty left, `past` and `lifted` are those whose disapplied limit is behind or ahead. Nothing is due on those
that are `ending`, with a day on which they close, and on the `idle`. (`+` keeps a column from being what a
case is looked up by, `OUTLASTS` is true of whatever is ending or idle on some day.)
"""
OPEN_PARTS = tuple(name for name in PARTS if name != "closed")
DUE_OF: Mapping[str, str] = {
    "own": "own_due",
    "others": "first_due",
    "ahead": "first_due",
    "past": "relieved_due",
    "lifted": "relieved_due",
    "ending": "closes_on",
    "closed": "closes_on",
}
"""The date that puts the cases of a part in order; the idle have none."""

COLUMNS = (
    "id, ref, surname, forename, born, setting, caseworker, officer, received_on, closes_on, stages, "
    "assess_on, assess_outcome, advice_complete_on, plan_on, plan_outcome, draft_on, final_on, "
    "advice_asked, advice_received, advice_open, contact_on, version, settled, first_window, "
    "own_rule, own_subject, own_kind, own_due, own_act_by, "
    "first_rule, first_subject, first_kind, first_due, first_act_by, "
    "relieved_rule, relieved_subject, relieved_kind, relieved_due, relieved_act_by, "
    f"id IN (SELECT case_id FROM restriction WHERE {IN_USE})"
)
PLAIN, OWN, FIRST, RELIEF, END = 22, 25, 30, 35, 40


def case_row(values: tuple[Any, ...], today: date, warning_days: int) -> CaseRow:
    """The row of the caseload that `COLUMNS` were read for."""
    version, settled, first_window = values[PLAIN:OWN]
    closes_on = day(values[9])
    state, duty = _next(values, closes_on, bool(first_window), today, warning_days)
    return CaseRow._make(
        (
            *values[:4],
            day(values[4]),
            *values[5:8],
            day(values[8]),
            closes_on,
            values[10],
            day(values[11]),
            values[12],
            day(values[13]),
            day(values[14]),
            values[15],
            *(day(value) for value in values[16:18]),
            *values[18:20],
            tuple(date.fromisoformat(due) for due in values[20].split()),
            day(values[21]),
            state or State(settled),
            duty,
            version,
            bool(values[END]),
        )
    )


def day(text: str | None) -> date | None:
    """A stored date."""
    return None if text is None else date.fromisoformat(text)


def _next(
    values: tuple[Any, ...], closes_on: date | None, first_window: bool, today: date, warning_days: int
) -> tuple[State | None, NextDuty | None]:
    """The next duty and its state; neither where nothing is open."""
    if closes_on is not None and closes_on <= today:
        return None, None
    own, first, relieved = (_candidate(values[start : start + 5]) for start in (OWN, FIRST, RELIEF))
    if own and own.due < today:
        return State.OVERDUE, own
    if first and not (first_window and first.due < today):
        return _stated(first, State.OVERDUE, today, warning_days)
    if relieved:
        return _stated(relieved, State.RELIEVED, today, warning_days)
    return None, None


def _candidate(columns: tuple[Any, ...]) -> NextDuty | None:
    rule, subject, kind, due, act_by = columns
    if due is None:
        return None
    due_on = date.fromisoformat(due)
    return NextDuty(rule, subject, Kind(kind), due_on, date.fromisoformat(act_by), State.OVERDUE)


def _stated(duty: NextDuty, past: State, today: date, warning_days: int) -> tuple[State, NextDuty]:
    if duty.due < today:
        state = past
    else:
        state = State.DUE_SOON if duty.due <= today + timedelta(days=warning_days) else State.ON_TRACK
    return state, duty._replace(state=state)
