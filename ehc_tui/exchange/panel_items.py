"""The panel as JSON and CSV: queue, sessions, packs, figures. Names and shapes are a contract."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TextIO

from ehc_tui.casework.forecast import Forecast, Needed, needed_session
from ehc_tui.exchange.export import as_csv
from ehc_tui.law.ages import year_group
from ehc_tui.law.weeks import week_number

if TYPE_CHECKING:
    from ehc_tui.law.rulebook import Rulebook
    from ehc_tui.store.panel_rows import (
        AgendaItem,
        ConsistencyRow,
        Decided,
        FollowUp,
        Interest,
        MinutesRow,
        Pack,
        QueueRow,
        Recommended,
        SessionRow,
    )
    from ehc_tui.store.rows import AdviceLine

Json = dict[str, Any]

QUEUE_COLUMNS = (
    "ref",
    "child",
    "year_group",
    "week",
    "no_by",
    "days_left",
    "relieved",
    "advice_missing",
    "advice_late",
    "recommended",
    "booked_on",
    "decided",
    "decided_on",
    "makes_its_date",
    "session_needed_by",
    "caseworker",
    "officer",
)
AGENDA_COLUMNS = (
    "position",
    "starts",
    "minutes",
    "ref",
    "child",
    "no_by",
    "advice_missing",
    "recommended",
    "decided",
    "decided_on",
    "told_on",
    "reasons",
)
SESSION_COLUMNS = (
    "on",
    "starts",
    "status",
    "booked",
    "capacity",
    "papers_by",
    "place",
    "chair",
    "reason",
)
FIGURE_COLUMNS = ("by", "group", "yes", "decided", "share")


def queue_item(row: QueueRow, sessions: Sequence[SessionRow] | None, today: date) -> Json:
    """One waiting case as `panel --json` gives it on `today`; `sessions` None where none are ever held."""
    needed = needed_session(row, sessions, today) if sessions is not None else None
    return {
        "ref": row.ref,
        "child": row.child,
        "born": _day(row.born),
        "year_group": year_group(row.born, today) if row.born else None,
        "week": week_number(row.received_on, today) if row.received_on else None,
        "received_on": _day(row.received_on),
        "caseworker": row.caseworker or None,
        "officer": row.officer or None,
        "need": row.need or None,
        "locality": row.locality or None,
        "no_by": _day(row.no_by),
        "days_left": row.days_left(today),
        "relieved": row.relieved,
        "advice": {
            "asked": row.advice_asked,
            "received": row.advice_received,
            "complete": row.complete,
            "missing": [
                {
                    "kind": piece.kind,
                    "adviser": piece.adviser or None,
                    "requested_on": _day(piece.asked_on),
                    "due": _day(piece.due),
                    "days_late": piece.days_late(today),
                }
                for piece in row.missing
            ],
        },
        "recommended": _recommended(row.recommended),
        "booked_on": _day(row.booked.on) if row.booked else None,
        "decided": _decided(row.decided),
        "needed": _needed(needed),
    }


def session_item(session: SessionRow) -> Json:
    """One session as `panel --json` gives it."""
    return {
        "panel": session.panel,
        "on": session.on.isoformat(),
        "starts": session.starts.isoformat("minutes") if session.starts else None,
        "place": session.place or None,
        "chair": session.chair or None,
        "members": [
            {"name": member.name, "role": member.role or None, "present": member.present}
            for member in session.members
        ],
        "capacity": session.capacity,
        "booked": session.booked,
        "papers_by": session.papers_by.isoformat(),
        "status": session.status,
        "reason": session.reason or None,
    }


def forecast_item(found: Forecast) -> Json:
    """The forecast as `panel --json` gives it."""
    return {
        "late": [
            {"ref": late.ref, "no_by": late.no_by.isoformat(), "decided_on": _day(late.on)}
            for late in found.late
        ],
        "unplaced": list(found.unplaced),
        "if_cancelled": [{"on": one.on.isoformat(), "missed": one.missed} for one in found.if_cancelled],
    }


def minutes_item(minutes: MinutesRow) -> Json:
    """The agenda of a session, or its minutes once it was held, as `panel DATE --json` gives it."""
    return {
        **session_item(minutes.session),
        "items": [_item(item) for item in minutes.items],
        "notes": minutes.notes or None,
        "corrections": [
            {
                "what": one.what,
                "was": one.was or None,
                "now": one.now,
                "why": one.why,
                "by": one.by,
                "at": one.at.isoformat(),
            }
            for one in minutes.corrections
        ],
    }


def pack_item(pack: Pack, follow: Iterable[FollowUp], book: Rulebook, today: date) -> Json:
    """The pack of one case as `panel REF --json` gives it; the family's views are `advice` of kind parent."""
    row, test = pack.file.row, book.tests.get(pack.question)
    return {
        "ref": row.ref,
        "child": row.child,
        "born": _day(row.born),
        "year_group": year_group(row.born, today) if row.born else None,
        "setting": row.setting or None,
        "need": pack.need or None,
        "locality": pack.locality or None,
        "received_on": _day(row.received_on),
        "route": pack.file.route or None,
        "caseworker": row.caseworker or None,
        "officer": row.officer or None,
        "question": pack.question,
        "test": {"sentence": test.sentence, "citation": test.citation} if test else None,
        "no_by": _day(pack.queue.no_by) if pack.queue else None,
        "booked_on": _day(pack.queue.booked.on) if pack.queue and pack.queue.booked else None,
        "advice": [_advice(line) for line in pack.file.advice],
        "recommended": _recommended(pack.recommended),
        "decisions": [_decided(decided) for decided in pack.decisions],
        "interests": [_interest(one) for one in pack.interests],
        "similar": [{**case._asdict(), "told_on": _day(case.told_on)} for case in pack.similar],
        "must_follow": [
            {
                "what": one.what,
                "due": _day(one.due),
                "states": _day(one.states),
                "done_on": _day(one.done_on),
                "citation": one.why,
            }
            for one in follow
        ],
    }


def figure_item(row: ConsistencyRow) -> Json:
    """One group of the figures; null where a number is too small to be given."""
    share = row.share
    return {**row._asdict(), "share": None if share is None else round(share, 4)}


def write_queue_csv(
    rows: Iterable[QueueRow], sessions: Sequence[SessionRow] | None, today: date, stream: TextIO
) -> None:
    """The queue, a line per case."""
    _write(QUEUE_COLUMNS, (_queue_cells(row, sessions, today) for row in rows), stream)


def write_agenda_csv(items: Iterable[AgendaItem], stream: TextIO) -> None:
    """The agenda of a session, a line per case."""
    _write(AGENDA_COLUMNS, map(_agenda_cells, items), stream)


def write_sessions_csv(sessions: Iterable[SessionRow], stream: TextIO) -> None:
    """The sessions, a line each."""
    _write(SESSION_COLUMNS, map(session_item, sessions), stream)


def write_figures_csv(rows: Iterable[ConsistencyRow], stream: TextIO) -> None:
    """The figures, a line per group."""
    _write(FIGURE_COLUMNS, map(figure_item, rows), stream)


def _write(columns: Sequence[str], rows: Iterable[Json], stream: TextIO) -> None:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([as_csv(row[column]) for column in columns])


def _queue_cells(row: QueueRow, sessions: Sequence[SessionRow] | None, today: date) -> Json:
    item = queue_item(row, sessions, today)
    missing = item["advice"]["missing"]
    return {
        **item,
        "relieved": "yes" if row.relieved else "no",
        "advice_missing": "; ".join(piece["kind"] for piece in missing),
        "advice_late": row.late_advice(today),
        "recommended": row.recommended.outcome if row.recommended else None,
        "decided": row.decided.outcome if row.decided else None,
        "decided_on": _day(row.decided.decided_on) if row.decided else None,
        "makes_its_date": "no" if item["needed"] else "yes",
        "session_needed_by": item["needed"]["by"] if item["needed"] else None,
    }


def _agenda_cells(item: AgendaItem) -> Json:
    made = item.decided
    return {
        **_item(item),
        "recommended": item.recommended.outcome if item.recommended else None,
        "decided": made.outcome if made else None,
        "decided_on": _day(made.decided_on) if made else None,
        "told_on": _day(made.told_on) if made else None,
        "reasons": (made.defer_for if made.deferred else made.reasons) if made else None,
    }


def _item(item: AgendaItem) -> Json:
    return {
        "position": item.position,
        "starts": item.starts.isoformat("minutes") if item.starts else None,
        "minutes": item.minutes,
        "ref": item.ref,
        "child": item.child,
        "no_by": _day(item.no_by),
        "advice_missing": item.missing,
        "recommended": _recommended(item.recommended),
        "decided": _decided(item.decided),
        "interests": [_interest(one) for one in item.interests],
    }


def _interest(one: Interest) -> Json:
    return {"member": one.member, "what": one.what, "left": one.left}


def _advice(line: AdviceLine) -> Json:
    return {
        "kind": line.kind,
        "adviser": line.adviser or None,
        "requested_on": _day(line.requested_on),
        "due": _day(line.due),
        "received_on": _day(line.received_on),
        "existing_accepted_on": _day(line.existing_accepted_on),
        "not_applicable_on": _day(line.not_applicable_on),
        "summary": line.summary or None,
    }


def _recommended(recommended: Recommended | None) -> Json | None:
    if recommended is None:
        return None
    return {
        "outcome": recommended.outcome,
        "reasons": recommended.reasons,
        "by": recommended.by,
        "at": recommended.at.isoformat(),
    }


def _decided(decided: Decided | None) -> Json | None:
    if decided is None:
        return None
    deferral = {
        "for": decided.defer_for,
        "until": _day(decided.defer_until),
        "who": decided.defer_who,
    }
    return {
        "outcome": decided.outcome,
        "decided_on": decided.decided_on.isoformat(),
        "decided_by": decided.decided_by,
        "reasons": decided.reasons or None,
        "told_on": _day(decided.told_on),
        "deferred": deferral if decided.deferred else None,
        "correction": decided.correction or None,
        "recorded_by": decided.recorded_by,
        "recorded_at": decided.recorded_at.isoformat(),
    }


def _needed(needed: Needed | None) -> Json | None:
    if needed is None:
        return None
    return {
        "by": needed.by.isoformat(),
        "session": _day(needed.session.on) if needed.session else None,
        "next": _day(needed.next.on) if needed.next else None,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
