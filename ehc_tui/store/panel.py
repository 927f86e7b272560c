"""Who waits for a decision, when the panel sits, and what is on its agenda: the read side of the panel."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from ehc_tui.law.record import SETTLES_ADVICE
from ehc_tui.store.casefile import instant, read_case
from ehc_tui.store.engine import Reader
from ehc_tui.store.errors import NotFound
from ehc_tui.store.panel_figures import similar_cases
from ehc_tui.store.panel_records import (
    corrections_of,
    decisions_of,
    decisions_where,
    interests_where,
    notes_of,
    recommendations_where,
)
from ehc_tui.store.panel_rows import (
    NO_REF,
    RESTRICTED,
    AgendaItem,
    Booked,
    Decided,
    Interest,
    MemberRow,
    MinutesRow,
    MissingAdvice,
    Pack,
    QueueRow,
    Recommended,
    SessionRow,
)
from ehc_tui.store.rows import ActRow
from ehc_tui.store.triage import day

if TYPE_CHECKING:
    from ehc_tui.law.process import Panel, Process
    from ehc_tui.law.rulebook import Rulebook

_UNFINISHED = """
    c.voided_by IS NULL AND (c.closes_on IS NULL OR c.closes_on > :today)
    AND c.plan_on IS NULL AND c.draft_on IS NULL AND c.final_on IS NULL
"""
WAITING: Mapping[str, str] = {
    "assess_decision": f"{_UNFINISHED} AND c.received_on IS NOT NULL AND c.assess_on IS NULL",
    "plan_decision": (
        f"{_UNFINISHED} AND c.assess_on IS NOT NULL AND coalesce(c.assess_outcome, 'Yes') = 'Yes'"
    ),
}
"""By decision, the cases whose family waits to be told. A file may give the day of a yes without the yes."""

_SETTLED = ", ".join(f"'{kind}'" for kind in SETTLES_ADVICE)
_MISSING = f"""
    i.voided_by IS NULL AND NOT EXISTS (SELECT 1 FROM fact f WHERE f.case_id = i.case_id
    AND f.subject = i.key AND f.kind IN ({_SETTLED}) AND f.voided_by IS NULL)
"""
_OF_THESE = "case_id IN (SELECT value FROM json_each(:cases))"
_UNDECIDED_HERE = """
    NOT EXISTS (SELECT 1 FROM decision d WHERE d.item_id = a.id AND d.voided_by IS NULL)
"""
_SESSION = """
    SELECT s.id, s.panel, s.meets_on, s.starts, s.minutes_each, s.place, s.chair, s.capacity, s.papers_by,
    s.status, s.reason, (SELECT count(*) FROM main.agenda_item a JOIN main.ehc_case c ON c.id = a.case_id
    WHERE a.session_id = s.id AND a.voided_by IS NULL AND c.voided_by IS NULL), s.version
    FROM panel_session s
"""


def queue(conn: Reader, panel: Panel, today: date) -> tuple[QueueRow, ...]:
    """Every case whose family waits for this decision, decided or not.

    In order of the day on which a no would be out of time, then by completeness of advice, then by
    reference. Cases with advice missing are among them.
    """
    waiting = WAITING[panel.decision]
    return tuple(sorted(_queue_rows(conn, panel, waiting, today=today.isoformat()), key=_in_order))


def sessions(
    conn: Reader,
    panel_key: str | None = None,
    *,
    first: date | None = None,
    last: date | None = None,
    cancelled: bool = False,
) -> tuple[SessionRow, ...]:
    """The sessions of a panel, or of all, from `first` to `last`, both included, in order of date."""
    given = {
        "panel": panel_key,
        "first": first.isoformat() if first else "",
        "last": last.isoformat() if last else "9999-12-31",
        "unwanted": "" if cancelled else "cancelled",
    }
    return _sessions(
        conn,
        "(:panel IS NULL OR s.panel = :panel) AND s.meets_on BETWEEN :first AND :last "
        "AND s.status <> :unwanted",
        **given,
    )


def session_of(conn: Reader, session_id: int) -> SessionRow:
    """A session by its id. Raises `NotFound` if its opening was taken back."""
    found = _sessions(conn, "s.id = :id", id=session_id)
    if not found:
        raise NotFound("There is no such session any more: somebody has taken it back.")
    return found[0]


def session_acts(conn: Reader, session_id: int, newest: int) -> tuple[ActRow, ...]:
    """So many of the newest acts on a session, the newest first, without what they changed."""
    rows = conn.execute(
        "SELECT act.id, act.at, act.by, act.verb, act.summary, '{}', '{}', act.undone_by, act.undoes, "
        "act.at_keyboard FROM act_change JOIN act ON act.id = act_change.act_id "
        "WHERE act_change.case_id IS NULL AND json_extract(act_change.after, ?) IS NOT NULL "
        "ORDER BY act_change.act_id DESC LIMIT ?",
        (f'$.panel_session."{session_id}"', newest),
    )
    return tuple(ActRow(row[0], instant(row[1]), *row[2:]) for row in rows)


def session_on(conn: Reader, panel_key: str, on: date) -> SessionRow | None:
    """The session of a panel on a day, a planned or held one; None if there is none."""
    return next(iter(sessions(conn, panel_key, first=on, last=on)), None)


def agenda(conn: Reader, session: SessionRow, panel: Panel) -> tuple[AgendaItem, ...]:
    """The cases of a session in the order in which they are taken, with the time each begins.

    A case restricted to others is a place with a time and no more.
    """
    rows = conn.execute(
        "SELECT a.id, a.minutes, c.id, c.ref, c.surname, c.forename, c.born, k.due, "
        f"(SELECT count(*) FROM advice_item i WHERE i.case_id = c.id AND {_MISSING}), c.version "
        "FROM main.agenda_item a JOIN main.ehc_case there ON there.id = a.case_id "
        "LEFT JOIN ehc_case c ON c.id = a.case_id "
        "LEFT JOIN clock k ON k.case_id = c.id AND k.rule = :rule "
        "WHERE a.session_id = :session AND a.voided_by IS NULL AND there.voided_by IS NULL "
        "ORDER BY a.position, a.id",
        {"session": session.id, "rule": panel.limit},
    ).fetchall()
    of_session = "SELECT id FROM agenda_item WHERE session_id = :session"
    decided = {
        one.item_id: one for one in decisions_where(conn, f"d.item_id IN ({of_session})", session=session.id)
    }
    recommended = recommendations_where(
        conn,
        "r.question = :question AND r.case_id IN "
        "(SELECT case_id FROM agenda_item WHERE session_id = :session)",
        question=panel.decision,
        session=session.id,
    )
    interests = interests_where(conn, f"n.item_id IN ({of_session})", session=session.id)
    return tuple(_items(rows, session.starts, recommended, decided, interests))


def minutes_of(conn: Reader, session_id: int, panel: Panel) -> MinutesRow:
    """The record of a session, held or not. Raises `NotFound`."""
    with conn.snapshot():
        session = session_of(conn, session_id)
        return MinutesRow(
            session,
            agenda(conn, session, panel),
            notes_of(conn, session_id),
            corrections_of(conn, session_id),
        )


def read_pack(
    conn: Reader,
    ref: str,
    panel: Panel,
    today: date,
    book: Rulebook,
    process: Process,
    warning_days: int = 10,
) -> Pack:
    """Everything the panel needs of one case. Raises `NotFound`."""
    file = read_case(conn, ref, today, book, process, warning_days, acts=0)
    case_id = file.row.id
    with conn.snapshot():
        rows = list(
            _queue_rows(
                conn,
                panel,
                f"c.id = :case AND {WAITING[panel.decision]}",
                today=today.isoformat(),
                case=case_id,
            )
        )
        need, locality = conn.execute(
            "SELECT need, locality FROM ehc_case WHERE id = ?", (case_id,)
        ).fetchone()
        recommended = recommendations_where(
            conn, "r.case_id = :case AND r.question = :question", case=case_id, question=panel.decision
        )
        interests = interests_where(conn, "n.case_id = :case", case=case_id)
        return Pack(
            question=panel.decision,
            queue=rows[0] if rows else None,
            file=file,
            need=need,
            locality=locality,
            recommended=recommended.get(case_id),
            decisions=decisions_of(conn, case_id, panel.decision),
            similar=similar_cases(conn, case_id, panel, today),
            interests=tuple(one for declared in interests.values() for one in declared),
        )


def _in_order(row: QueueRow) -> tuple[date, bool, int, str]:
    return (row.no_by or date.max, not row.complete, len(row.missing), row.ref)


def _queue_rows(conn: Reader, panel: Panel, which: str, **given: Any) -> Iterator[QueueRow]:
    """The cases that fit a condition on `c`, each with what belongs to the panel's question."""
    rows = conn.execute(
        "SELECT c.id, c.ref, c.surname, c.forename, c.born, c.setting, c.need, c.locality, c.caseworker, "
        "c.officer, c.received_on, k.due, k.relieved, c.advice_asked, c.advice_received, c.version "
        "FROM ehc_case c LEFT JOIN clock k ON k.case_id = c.id AND k.rule = :rule AND k.stopped_on IS NULL "
        f"WHERE {which}",
        {**given, "rule": panel.limit},
    ).fetchall()
    these = {"cases": json.dumps([row[0] for row in rows])}
    asked = {**these, "question": panel.decision}
    missing = _missing(conn, these)
    recommended = recommendations_where(conn, f"r.question = :question AND r.{_OF_THESE}", **asked)
    decided = {
        one.case_id: one
        for one in decisions_where(conn, f"d.question = :question AND d.{_OF_THESE}", **asked)
    }
    booked = _booked(conn, panel, these)
    for row in rows:
        yield QueueRow._make(
            (
                *row[:4],
                day(row[4]),
                *row[5:10],
                day(row[10]),
                day(row[11]),
                bool(row[12]),
                *row[13:15],
                tuple(missing[row[0]]),
                recommended.get(row[0]),
                booked.get(row[0]),
                decided.get(row[0]),
                row[15],
            )
        )


def _missing(conn: Reader, these: Mapping[str, str]) -> Mapping[int, Sequence[MissingAdvice]]:
    found: defaultdict[int, list[MissingAdvice]] = defaultdict(list)
    rows = conn.execute(
        "SELECT i.case_id, i.key, i.kind, i.adviser, (SELECT max(f.happened_on) FROM fact f "
        "WHERE f.case_id = i.case_id AND f.subject = i.key AND f.kind = 'advice_requested' "
        "AND f.voided_by IS NULL), k.due FROM advice_item i LEFT JOIN clock k "
        "ON k.case_id = i.case_id AND k.subject = i.key AND k.bound = 'adviser' "
        f"WHERE {_MISSING} AND i.{_OF_THESE} ORDER BY i.id",
        these,
    )
    for case_id, key, kind, adviser, asked_on, due in rows:
        found[case_id].append(MissingAdvice(key, kind, adviser, day(asked_on), day(due)))
    return found


def _booked(conn: Reader, panel: Panel, these: Mapping[str, str]) -> dict[int, Booked]:
    rows = conn.execute(
        "SELECT a.case_id, a.id, s.id, s.meets_on FROM agenda_item a "
        "JOIN panel_session s ON s.id = a.session_id WHERE a.voided_by IS NULL AND s.voided_by IS NULL "
        f"AND s.status = 'planned' AND s.panel = :panel AND a.{_OF_THESE} AND {_UNDECIDED_HERE} "
        "ORDER BY a.id",
        {**these, "panel": panel.key},
    )
    return {
        case_id: Booked(item_id, session_id, date.fromisoformat(on))
        for case_id, item_id, session_id, on in rows
    }


def _sessions(conn: Reader, condition: str, **given: Any) -> tuple[SessionRow, ...]:
    members: defaultdict[int, list[MemberRow]] = defaultdict(list)
    for row_id, session_id, name, role, present in conn.execute(
        "SELECT m.id, m.session_id, m.name, m.role, m.present FROM panel_member m "
        "JOIN panel_session s ON s.id = m.session_id "
        f"WHERE m.voided_by IS NULL AND {condition} ORDER BY coalesce(m.corrects, m.id)",
        given,
    ):
        there = None if present is None else bool(present)
        members[session_id].append(MemberRow(row_id, name, role, there))
    rows = conn.execute(
        f"{_SESSION} WHERE s.voided_by IS NULL AND {condition} ORDER BY s.meets_on, s.starts, s.id", given
    )
    return tuple(
        SessionRow._make(
            (
                *row[:2],
                date.fromisoformat(row[2]),
                time.fromisoformat(row[3]) if row[3] else None,
                *row[4:8],
                date.fromisoformat(row[8]),
                *row[9:11],
                tuple(members[row[0]]),
                *row[11:],
            )
        )
        for row in rows
    )


def _items(
    rows: Sequence[tuple[Any, ...]],
    begins: time | None,
    recommended: Mapping[int, Recommended],
    decided: Mapping[int | None, Decided],
    interests: Mapping[int, tuple[Interest, ...]],
) -> Iterator[AgendaItem]:
    """The items, with times that follow one another from the beginning of the session."""
    for place, row in enumerate(rows, start=1):
        row_id, minutes, case_id, ref, surname, forename, born, due, missing, version = row
        item = AgendaItem(
            row_id,
            place,
            minutes,
            begins,
            case_id,
            ref,
            surname,
            forename,
            day(born),
            day(due),
            missing,
            recommended.get(case_id),
            decided.get(row_id),
            interests.get(row_id, ()),
            version,
        )
        yield item if case_id else item._replace(case_id=0, ref=NO_REF, surname=RESTRICTED, version=0)
        if begins:
            begins = (datetime.combine(date.min, begins) + timedelta(minutes=minutes)).time()
