"""Deciding and telling: two facts with two dates. A clock is met by telling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import Session

from ehc_tui.casework.acts import act, refuse_late
from ehc_tui.casework.checklist import start_checklist
from ehc_tui.casework.context import Doing
from ehc_tui.casework.facts import add_fact, checked, replace_fact
from ehc_tui.casework.panel import panel_of, ref_in, waits
from ehc_tui.casework.reasons import not_reasons
from ehc_tui.casework.recorder import Recorder, rows_of, table_of
from ehc_tui.casework.sessions import row_of, said, session_row, touch
from ehc_tui.law.model import Fact, Outcome
from ehc_tui.law.process import Panel
from ehc_tui.store import tables
from ehc_tui.store.errors import Conflict, StoreError
from ehc_tui.store.panel_rows import DEFER
from ehc_tui.store.panel_tables import AgendaItem, DecisionRow, FollowUpDone
from ehc_tui.text import british, clean


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided on a case. `outcome` is one of the question's two, or "Defer".

    `on` is the local calendar date of the decision: that of the session if left out, else today. `decided_by`
    is who decided, the panel or the person if left out. `item_id` is the place on the agenda it was decided
    at. A deferral says what for, until when, and who obtains it. `instead_of` is the id of a decision that
    the family was told and that this one takes the place of.
    """

    case_id: int
    question: str
    outcome: str
    reasons: str = ""
    on: date | None = None
    decided_by: str = ""
    item_id: int | None = None
    defer_for: str = ""
    defer_until: date | None = None
    defer_who: str = ""
    instead_of: int | None = None


def decide(session: Session, doing: Doing, verdict: Verdict, expected_version: int | None = None) -> int:
    """Record a decision or a deferral and return its id. The family is not told by it: no clock is met.

    Raises `StoreError` for what are no reasons, a date in the future, a deferral that does not say for what,
    until when and who obtains it, and a case that does not wait; `Conflict` with who decided, what and when,
    if somebody did.
    """
    panel = panel_of(doing, verdict.question)
    if verdict.item_id is not None:
        _in_force(session.connection(), doing, AgendaItem, verdict.item_id)
    values = _values(session.connection(), doing, panel, verdict)
    with act(
        session,
        doing,
        verb="decide",
        summary=_summary(panel, values),
        case_id=verdict.case_id,
        expected_version=expected_version,
    ) as recorder:
        _require_undecided(recorder.connection, doing, panel, verdict)
        fact_id = _leave_facts(recorder, doing, panel, verdict, values)
        _touch_session(recorder, verdict.item_id)
        return recorder.insert(DecisionRow, case_id=verdict.case_id, fact_id=fact_id, **values)


def tell(
    session: Session, doing: Doing, decision_id: int, on: date, expected_version: int | None = None
) -> int:
    """Record that the family was told of a decision: the fact that meets the clock. Returns the fact's id.

    `on` is the local calendar date the notice was sent. Raises `StoreError` for a deferral, and for a day
    before the decision or after today; `Conflict` for a decision that somebody has told, or changed, already.
    """
    decision = _in_force(session.connection(), doing, DecisionRow, decision_id)
    panel = panel_of(doing, decision["question"])
    if decision["outcome"] == DEFER:
        raise StoreError("The decision was put off: there is nothing yet to tell the family.")
    fact = checked(Fact(decision["question"], on, decision["outcome"]), doing.book)
    with act(
        session,
        doing,
        verb="tell decision",
        summary=f"Family told: {decision['outcome']}, {british(on)}",
        case_id=decision["case_id"],
        expected_version=expected_version,
    ) as recorder:
        _require_tellable(recorder.connection, doing, decision, on)
        if (panel.decision, fact.outcome) == ("assess_decision", Outcome.YES):
            start_checklist(recorder, doing, decision["case_id"], on)
        return add_fact(recorder, decision["case_id"], fact)


def correct_decision(
    session: Session,
    doing: Doing,
    decision_id: int,
    verdict: Verdict,
    why: str,
    expected_version: int | None = None,
) -> int:
    """Put a recorded decision right, `why` saying what was wrong, and return the id of the corrected one.

    What stood before stays in the store and in the minutes. Raises `StoreError` where the family was told
    otherwise: that is not an error in the record but another decision.
    """
    reason = said(why, "what was wrong")
    was = _in_force(session.connection(), doing, DecisionRow, decision_id)
    panel = panel_of(doing, was["question"])
    values = _values(session.connection(), doing, panel, verdict, kept=was)
    with act(
        session,
        doing,
        verb="correct decision",
        summary=f"Corrected: {_summary(panel, values)} (was {was['outcome']}, {british(was['decided_on'])})",
        case_id=was["case_id"],
        expected_version=expected_version,
    ) as recorder:
        _require_as_told(recorder.connection, was, values)
        recorder.void(DecisionRow, decision_id)
        fact_id = _replace_decided(recorder, doing, panel, was, values)
        new_id = recorder.insert(
            DecisionRow,
            case_id=was["case_id"],
            fact_id=fact_id,
            corrects=decision_id,
            correction=reason,
            **values,
        )
        _carry_over(recorder, was, new_id, same=values["outcome"] == was["outcome"])
        _touch_session(recorder, was["item_id"])
        return new_id


def tick(
    session: Session,
    doing: Doing,
    decision_id: int,
    key: str,
    on: date,
    expected_version: int | None = None,
) -> int:
    """Record that something that must follow a decision was done on a day.

    Raises `StoreError`, and `Conflict` where somebody was faster.
    """
    decision = _in_force(session.connection(), doing, DecisionRow, decision_id)
    duty = next((one for one in doing.book.follow if one.key == key), None)
    if duty is None or key == NOTICE:
        raise StoreError("That is not ticked off: it is done by recording what was done.")
    if on > doing.today:
        raise StoreError(f"{british(on)} is in the future: record it once it is done.")
    with act(
        session,
        doing,
        verb="follow up",
        summary=f"Done: {duty.what}, {british(on)}",
        case_id=decision["case_id"],
        expected_version=expected_version,
    ) as recorder:
        if done := _followed(recorder.connection, decision_id, key):
            who = f"{done['recorded_by']} {doing.when(done['recorded_at'])}"
            raise Conflict(f"That was recorded as done already, on {british(done['done_on'])}, by {who}.")
        return recorder.insert(
            FollowUpDone, decision_id=decision_id, case_id=decision["case_id"], key=key, done_on=on
        )


NOTICE = "notice"
"""The follow-up that is done by telling the family."""


def _values(
    connection: Connection,
    doing: Doing,
    panel: Panel,
    verdict: Verdict,
    kept: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The columns of a decision, checked. A correction keeps the place on the agenda it was taken at."""
    item_id = kept["item_id"] if kept else verdict.item_id
    sitting = _sitting(connection, panel, verdict.case_id, item_id)
    if verdict.outcome == DEFER:
        waits_for = _deferral(verdict)
    elif verdict.outcome in panel.outcomes:
        waits_for = {}
        if wrong := not_reasons(verdict.reasons):
            raise StoreError(wrong)
    else:
        raise StoreError(f"Decide {', '.join(panel.outcomes)} or {DEFER}, not “{clean(verdict.outcome)}”.")
    on = verdict.on or (kept["decided_on"] if kept else sitting["meets_on"] if sitting else doing.today)
    if on > doing.today:
        raise StoreError(f"{british(on)} is in the future: record the decision once it is taken.")
    return {
        "question": panel.decision,
        "item_id": item_id,
        "outcome": verdict.outcome,
        "decided_on": on,
        "decided_by": clean(verdict.decided_by) or (panel.name if sitting else doing.by),
        "reasons": clean(verdict.reasons, lines=True),
        **waits_for,
    }


def _deferral(verdict: Verdict) -> dict[str, Any]:
    what = said(verdict.defer_for, "what the decision waits for")
    who = said(verdict.defer_who, "who obtains it")
    if verdict.defer_until is None:
        raise StoreError("Say until when the decision is put off.")
    if verdict.on and verdict.defer_until <= verdict.on:
        raise StoreError("A decision is put off to a later day.")
    return {"defer_for": what, "defer_until": verdict.defer_until, "defer_who": who}


def _sitting(
    connection: Connection, panel: Panel, case_id: int, item_id: int | None
) -> Mapping[str, Any] | None:
    """The session of an item on the agenda, which must be this case's and this panel's."""
    if item_id is None:
        return None
    item = row_of(connection, AgendaItem, item_id)
    sitting = session_row(connection, item["session_id"])
    if item["case_id"] != case_id or sitting["panel"] != panel.key:
        raise StoreError("That place on the agenda is for another case or another decision.")
    return sitting


def _summary(panel: Panel, values: Mapping[str, Any]) -> str:
    if values["outcome"] == DEFER:
        return (
            f"{panel.name}: put off until {british(values['defer_until'])} for {values['defer_for']}, "
            f"obtained by {values['defer_who']}"
        )
    return f"{panel.name} decided: {values['outcome']}, {british(values['decided_on'])}"


def _require_undecided(connection: Connection, doing: Doing, panel: Panel, verdict: Verdict) -> None:
    ref = ref_in(connection, verdict.case_id)
    standing = _standing(connection, verdict)
    last = standing[-1] if standing else None
    if last and (last["outcome"] != DEFER or last["item_id"] == verdict.item_id is not None):
        if last["id"] != verdict.instead_of:
            raise Conflict(
                f"{ref} was decided already: {last['outcome']} on {british(last['decided_on'])} by "
                f"{last['decided_by']}, recorded by {last['recorded_by']} {doing.when(last['recorded_at'])}; "
                "nothing was recorded."
            )
        if _told_on(connection, last) is None:
            raise StoreError("The family was not told of that decision: correct it instead.")
    elif not waits(connection, doing, panel, verdict.case_id):
        raise StoreError(f"{ref} does not wait for this decision ({panel.name}).")


def _standing(connection: Connection, verdict: Verdict) -> list[Mapping[str, Any]]:
    decision = table_of(DecisionRow)
    wanted = (
        select(decision)
        .where(
            decision.c.case_id == verdict.case_id,
            decision.c.question == verdict.question,
            decision.c.voided_by.is_(None),
        )
        .order_by(decision.c.id)
    )
    return [dict(row) for row in connection.execute(wanted).mappings()]


def _in_force(connection: Connection, doing: Doing, model: type[Any], row_id: int) -> Mapping[str, Any]:
    """A row of a case. Raises `Conflict` with who changed that, if it is out of use."""
    for row in rows_of(connection, table_of(model), [row_id]):
        if row["voided_by"] is not None:
            refuse_late(connection, doing, row["case_id"])
    return row_of(connection, model, row_id)


def _told_on(connection: Connection, decision: Mapping[str, Any]) -> date | None:
    """The day the family was told of a decision."""
    told = _telling(connection, decision)
    return told["happened_on"] if told else None


def _telling(connection: Connection, decision: Mapping[str, Any]) -> Mapping[Any, Any] | None:
    """The telling of a decision: the first fact that fits it."""
    fact = table_of(tables.FactRow)
    wanted = select(fact).where(
        fact.c.case_id == decision["case_id"],
        fact.c.kind == decision["question"],
        fact.c.outcome == decision["outcome"],
        fact.c.happened_on >= decision["decided_on"],
        fact.c.voided_by.is_(None),
    )
    return connection.execute(wanted.order_by(fact.c.happened_on)).mappings().first()


def _require_tellable(connection: Connection, doing: Doing, decision: Mapping[str, Any], on: date) -> None:
    if told := _telling(connection, decision):
        raise Conflict(
            f"The family was told on {british(told['happened_on'])} already. "
            f"{told['recorded_by']} recorded it {doing.when(told['recorded_at'])}."
        )
    if on < decision["decided_on"]:
        raise StoreError(
            f"{british(on)} is before the decision was taken on {british(decision['decided_on'])}."
        )
    if on > doing.today:
        raise StoreError(f"{british(on)} is in the future: record the telling once the notice is sent.")


def _require_as_told(connection: Connection, was: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    told = _told_on(connection, was)
    if told is None:
        return
    if values["outcome"] != was["outcome"]:
        raise StoreError(
            f"The family was told “{was['outcome']}” on {british(told)}: if that was wrong, correct what "
            "they were told first; if the decision changes, record a new one in its place."
        )
    if values["decided_on"] > told:
        raise StoreError(f"The family was told on {british(told)}, before {british(values['decided_on'])}.")


def _leave_facts(
    recorder: Recorder, doing: Doing, panel: Panel, verdict: Verdict, values: Mapping[str, Any]
) -> int | None:
    """The facts a decision leaves in the case: that it was taken, and that the panel sat on it."""
    on = values["decided_on"]
    if verdict.item_id and panel.held and not _has_fact(recorder.connection, verdict.case_id, panel.held, on):
        add_fact(recorder, verdict.case_id, checked(Fact(panel.held, on), doing.book))
    if values["outcome"] == DEFER:
        return None
    return add_fact(
        recorder, verdict.case_id, checked(Fact(panel.decided, on, values["outcome"]), doing.book)
    )


def _replace_decided(
    recorder: Recorder, doing: Doing, panel: Panel, was: Mapping[str, Any], values: Mapping[str, Any]
) -> int | None:
    """The fact that a corrected decision was taken, in the place of the one before."""
    if values["outcome"] == DEFER:
        if was["fact_id"]:
            recorder.void(tables.FactRow, was["fact_id"])
        return None
    fact = checked(Fact(panel.decided, values["decided_on"], values["outcome"]), doing.book)
    if was["fact_id"]:
        return replace_fact(recorder, was["case_id"], was["fact_id"], fact)
    return add_fact(recorder, was["case_id"], fact)


def _carry_over(recorder: Recorder, was: Mapping[str, Any], new_id: int, *, same: bool) -> None:
    """What was done after a decision counts for the corrected one, unless that is another decision."""
    done = table_of(FollowUpDone)
    wanted = select(done.c.id).where(done.c.decision_id == was["id"], done.c.voided_by.is_(None))
    for row_id in recorder.connection.execute(wanted).scalars().all():
        if same:
            recorder.update(FollowUpDone, row_id, decision_id=new_id)
        else:
            recorder.void(FollowUpDone, row_id)


def _touch_session(recorder: Recorder, item_id: int | None) -> None:
    if item_id is not None:
        item = row_of(recorder.connection, AgendaItem, item_id)
        touch(recorder, session_row(recorder.connection, item["session_id"]))


def _followed(connection: Connection, decision_id: int, key: str) -> Mapping[Any, Any] | None:
    done = table_of(FollowUpDone)
    wanted = select(done).where(
        done.c.decision_id == decision_id, done.c.key == key, done.c.voided_by.is_(None)
    )
    return connection.execute(wanted).mappings().first()


def _has_fact(connection: Connection, case_id: int, kind: str, on: date) -> bool:
    fact = table_of(tables.FactRow)
    wanted = select(fact.c.id).where(
        fact.c.case_id == case_id, fact.c.kind == kind, fact.c.happened_on == on, fact.c.voided_by.is_(None)
    )
    return connection.execute(wanted).first() is not None
