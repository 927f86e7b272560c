"""Cases and clocks as JSON. The names and shapes are a contract: scripts are written against them.

Dates are ISO dates (Europe/London), instants ISO with an offset, and what is not known is null. Text leaves
as ASCII with JSON's own escapes, so that nothing a person typed can steer a terminal it is printed on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TextIO

from ehc_tui.law.ages import year_group
from ehc_tui.law.weeks import week_number

if TYPE_CHECKING:
    from ehc_tui.law.model import CaseFacts, Clock
    from ehc_tui.law.process import Process
    from ehc_tui.law.rulebook import Rule, Rulebook
    from ehc_tui.store.rows import (
        AdviceLine,
        CaseFile,
        CaseRow,
        MeetingRow,
        NextDuty,
        RecordedFact,
        RecordedRelief,
    )

Json = dict[str, Any]


def list_item(row: CaseRow, today: date) -> Json:
    """One case as `list --json` gives it on `today`; `closed_on` is null while the case is open."""
    return {
        "ref": row.ref,
        "child": row.child,
        "born": _day(row.born),
        "year_group": year_group(row.born, today) if row.born else None,
        "week": week_number(row.received_on, today) if row.received_on else None,
        "stages": row.stages.split(),
        "received_on": _day(row.received_on),
        "caseworker": row.caseworker or None,
        "officer": row.officer or None,
        "state": row.state.value,
        "next": _next(row.next, today) if row.next else None,
        "advice": {
            "asked": row.advice_asked,
            "received": row.advice_received,
            "late": row.advice_late(today),
        },
        "closed_on": None if row.is_open(today) else _day(row.closes_on),
    }


def show_item(file: CaseFile, today: date, warning_days: int, book: Rulebook, process: Process) -> Json:
    """One case as `show --json` gives it: the list item and all that is recorded and derived."""
    return {
        **list_item(file.row, today),
        "surname": file.row.surname,
        "forename": file.row.forename,
        "setting": file.row.setting or None,
        "facts": [_fact(recorded) for recorded in file.facts],
        "clocks": [clock_item(clock, file.case, today, warning_days, book, process) for clock in file.clocks],
        "advice": [_advice(line) for line in file.advice],
        "meetings": [_meeting(meeting) for meeting in file.meetings],
        "reliefs": [_relief(relief) for relief in file.reliefs],
        "restricted_to": list(file.restricted_to),
    }


def clock_item(
    clock: Clock,
    case: CaseFacts,
    today: date,
    warning_days: int,
    book: Rulebook,
    process: Process | None = None,
) -> Json:
    """One clock: its dates, its state on `today`, where it is written and why it ends when it does.

    `process` is needed for a council's local targets only.
    """
    from ehc_tui.law.explain import explain

    return {
        "rule": clock.rule,
        "subject": clock.subject or None,
        "kind": clock.kind.value,
        "trigger": clock.trigger,
        "triggered_on": _day(clock.triggered_on),
        "due": _day(clock.due),
        "act_by": _day(clock.act_by),
        "met_on": _day(clock.met_on),
        "state": clock.state(today, warning_days).value,
        "citation": clock.citation,
        "explanation": explain(clock, case, book, process).sentence,
    }


def rule_item(rule: Rule) -> Json:
    """One rule of the rule book as `rules --json` gives it."""
    return {
        "rule": rule.id,
        "name": rule.name,
        "stage": rule.stage,
        "kind": rule.kind.value,
        "bound": rule.bound.value,
        "limits": [
            {
                "from": [str(condition) for condition in limb.triggers],
                "count": limb.count,
                "number": limb.number or None,
                "unit": limb.unit if limb.count == "BEF" else None,
            }
            for limb in rule.limbs
        ],
        "met_by": [str(condition) for condition in rule.met_by],
        "stopped_by": [str(condition) for condition in rule.stopped_by],
        "window": rule.window,
        "exceptions": rule.reliefs.split("+"),
        "effective_from": _day(rule.effective_from),
        "effective_to": _day(rule.effective_to),
        "citation": rule.citation,
        "confidence": rule.confidence,
        "sentence": rule.sentence,
        "pitfalls": list(rule.pitfalls),
    }


def write_one(item: Json, stream: TextIO) -> None:
    """Writes one object, indented."""
    stream.write(json.dumps(item, indent=2) + "\n")


def write_list(items: Iterable[Json], stream: TextIO) -> int:
    """Writes a JSON list, one item to a line, as the items come; returns how many there were."""
    count = 0
    stream.write("[")
    for count, item in enumerate(items, 1):
        stream.write(("\n" if count == 1 else ",\n") + json.dumps(item))
    stream.write("\n]\n" if count else "]\n")
    return count


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _next(duty: NextDuty, today: date) -> Json:
    return {
        "rule": duty.rule,
        "subject": duty.subject or None,
        "kind": duty.kind.value,
        "due": _day(duty.due),
        "act_by": _day(duty.act_by),
        "days_left": duty.days_left(today),
        "state": duty.state.value,
    }


def _fact(recorded: RecordedFact) -> Json:
    fact = recorded.fact
    item = {
        "kind": fact.kind,
        "on": _day(fact.on),
        "outcome": fact.outcome or None,
        "subject": fact.subject or None,
        "assumed": fact.assumed,
        "recorded_by": recorded.recorded_by,
        "recorded_at": recorded.recorded_at.isoformat(),
    }
    if fact.until:  # only a period has a last day
        item["until"] = _day(fact.until)
    return item


def _advice(line: AdviceLine) -> Json:
    return {
        "kind": line.kind,
        "adviser": line.adviser or None,
        "requested_on": _day(line.requested_on),
        "due": _day(line.due),
        "received_on": _day(line.received_on),
        "state": line.state.value if line.state else None,
    }


def _meeting(meeting: MeetingRow) -> Json:
    return {
        "uid": meeting.uid,
        "kind": meeting.kind,
        "title": meeting.title,
        "decision": meeting.decision or None,
        "status": meeting.status,
        "offered_on": _day(meeting.offered_on),
        "answered_on": _day(meeting.answered_on),
        "held_on": _day(meeting.held_on),
        "on": _day(meeting.on),
        "starts": meeting.starts.isoformat("minutes") if meeting.starts else None,
        "minutes": meeting.minutes,
        "place": meeting.place or None,
        "link": meeting.link or None,
        "chair": meeting.chair or None,
        "interpreter": meeting.interpreter or None,
        "outcome": meeting.outcome or None,
        "attendees": _plain(meeting.attendees, ("role", "name", "included", "invited_on", "reply")),
        "actions": _plain(meeting.actions, ("what", "owner", "due", "done_on")),
    }


def _relief(relief: RecordedRelief) -> Json:
    return {
        "rule": relief.rule,
        "subject": relief.subject or None,
        "ground": relief.ground,
        "evidence": relief.evidence,
        "impractical_because": relief.impractical_because,
        "authorised_by": relief.authorised_by,
        "family_told_on": _day(relief.family_told_on),
        "recorded_by": relief.recorded_by,
        "recorded_at": relief.recorded_at.isoformat(),
    }


def _plain(records: Sequence[object], names: tuple[str, ...]) -> list[Json]:
    """The named fields of each record, dates as text and empty text as null."""
    return [{name: _value(getattr(record, name)) for name in names} for record in records]


def _value(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return None if value == "" else value
