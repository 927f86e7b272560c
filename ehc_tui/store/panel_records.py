"""What was recommended, decided, declared and minuted, each with who said it and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from sqlite3 import Connection
from typing import Any

from ehc_tui.store.casefile import instant
from ehc_tui.store.panel_rows import Correction, Decided, Interest, Recommended
from ehc_tui.store.triage import IN_USE, day
from ehc_tui.text import british

_DECISION = """
    SELECT d.id, d.case_id, d.question, d.item_id, d.outcome, d.decided_on, d.decided_by, d.reasons,
    d.defer_for, d.defer_until, d.defer_who,
    (SELECT min(f.happened_on) FROM fact f WHERE f.case_id = d.case_id AND f.kind = d.question
     AND f.outcome = d.outcome AND f.happened_on >= d.decided_on AND f.voided_by IS NULL),
    d.corrects, d.correction, d.recorded_by, d.recorded_at FROM decision d
"""
"""The telling is a fact of the case, however it was recorded: the first that fits the decision."""
_NOT_UNDONE = "NOT EXISTS (SELECT 1 FROM act u WHERE u.id = {}.voided_by AND u.undoes IS NOT NULL)"
"""True of a correction unless it was taken back; being corrected in turn does not hide it."""


def decisions_of(conn: Connection, case_id: int, question: str) -> tuple[Decided, ...]:
    """The decisions and deferrals of a case on one question that stand, in the order they were recorded."""
    return decisions_where(
        conn, "d.case_id = :case AND d.question = :question", case=case_id, question=question
    )


def decision_of(conn: Connection, case_id: int, question: str) -> Decided | None:
    """The last of them; None if nothing was decided or put off yet."""
    return next(reversed(decisions_of(conn, case_id, question)), None)


def decision_with(conn: Connection, decision_id: int) -> Decided | None:
    """The decision with this id, whether it stands or was corrected; None if there is none."""
    row = conn.execute(f"{_DECISION} WHERE d.id = ?", (decision_id,)).fetchone()
    return _decided(row) if row else None


def decisions_where(conn: Connection, condition: str, **given: Any) -> tuple[Decided, ...]:
    """The decisions that stand and fit an SQL condition on `d`."""
    rows = conn.execute(f"{_DECISION} WHERE d.voided_by IS NULL AND {condition} ORDER BY d.id", given)
    return tuple(_decided(row) for row in rows)


def recommendations_where(conn: Connection, condition: str, **given: Any) -> dict[int, Recommended]:
    """By case, the last recommendation that fits an SQL condition on `r`."""
    rows = conn.execute(
        "SELECT r.case_id, r.id, r.outcome, r.reasons, r.recorded_by, r.recorded_at FROM recommendation r "
        f"WHERE r.voided_by IS NULL AND {condition} ORDER BY r.id",
        given,
    )
    return {
        case_id: Recommended(row_id, outcome, reasons, by, instant(at))
        for case_id, row_id, outcome, reasons, by, at in rows
    }


def recommendations_of(conn: Connection, case_id: int) -> tuple[tuple[str, Recommended], ...]:
    """Every recommendation on a case that stands, with its question, in the order they were made."""
    rows = conn.execute(
        "SELECT question, id, outcome, reasons, recorded_by, recorded_at FROM recommendation "
        f"WHERE case_id = ? AND {IN_USE} ORDER BY id",
        (case_id,),
    )
    return tuple((row[0], Recommended._make((*row[1:5], instant(row[5])))) for row in rows)


def interests_where(conn: Connection, condition: str, **given: Any) -> dict[int, tuple[Interest, ...]]:
    """By agenda item, the conflicts of interest declared that fit an SQL condition on `n`."""
    found: defaultdict[int, tuple[Interest, ...]] = defaultdict(tuple)
    for row_id, item_id, member, what, left in conn.execute(
        "SELECT n.id, n.item_id, n.member, n.what, n.left FROM interest n "
        f"WHERE n.voided_by IS NULL AND {condition} ORDER BY n.id",
        given,
    ):
        found[item_id] += (Interest(row_id, item_id, member, what, bool(left)),)
    return found


def done_follow_ups(conn: Connection, decision_id: int) -> dict[str, tuple[date, str]]:
    """What was done of what must follow a decision: by key, the day and who said so."""
    rows = conn.execute(
        f"SELECT key, done_on, recorded_by FROM follow_up WHERE decision_id = ? AND {IN_USE}", (decision_id,)
    )
    return {key: (date.fromisoformat(on), by) for key, on, by in rows}


def notes_of(conn: Connection, session_id: int) -> str:
    """What the minutes of a session say besides its items; empty if there are none yet."""
    row = conn.execute(
        f"SELECT text FROM minute_text WHERE session_id = ? AND {IN_USE}", (session_id,)
    ).fetchone()
    return str(row[0]) if row else ""


def corrections_of(conn: Connection, session_id: int) -> tuple[Correction, ...]:
    """Everything in the minutes of a session that was put right or added later, in order of time."""
    found = [
        *_presence_corrected(conn, session_id),
        *_text_corrected(conn, session_id),
        *_declared_late(conn, session_id),
        *_decisions_corrected(conn, session_id),
    ]
    return tuple(sorted(found, key=lambda correction: correction.at))


def _presence_corrected(conn: Connection, session_id: int) -> Iterable[Correction]:
    rows = conn.execute(
        "SELECT m.name, was.present, m.present, m.correction, m.recorded_by, m.recorded_at "
        "FROM panel_member m JOIN panel_member was ON was.id = m.corrects WHERE m.session_id = ? "
        f"AND {_NOT_UNDONE.format('m')}",
        (session_id,),
    )
    for name, was, now, why, by, at in rows:
        yield Correction(name, _presence(was), _presence(now), why, by, instant(at))


def _text_corrected(conn: Connection, session_id: int) -> Iterable[Correction]:
    rows = conn.execute(
        "SELECT was.text, m.text, m.correction, m.recorded_by, m.recorded_at "
        "FROM minute_text m JOIN minute_text was ON was.id = m.corrects WHERE m.session_id = ? "
        f"AND {_NOT_UNDONE.format('m')}",
        (session_id,),
    )
    for was, now, why, by, at in rows:
        yield Correction("Notes", was, now, why, by, instant(at))


def _declared_late(conn: Connection, session_id: int) -> Iterable[Correction]:
    rows = conn.execute(
        "SELECT c.ref, n.member, n.what, n.correction, n.recorded_by, n.recorded_at FROM interest n "
        "JOIN agenda_item a ON a.id = n.item_id JOIN ehc_case c ON c.id = n.case_id "
        "WHERE a.session_id = ? AND n.correction <> '' AND n.voided_by IS NULL",
        (session_id,),
    )
    for ref, member, what, why, by, at in rows:
        yield Correction(f"{ref}: interest of {member}", "", what, why, by, instant(at))


def _decisions_corrected(conn: Connection, session_id: int) -> Iterable[Correction]:
    rows = conn.execute(
        "SELECT c.ref, was.outcome, was.decided_on, was.reasons, d.outcome, d.decided_on, d.reasons, "
        "d.correction, d.recorded_by, d.recorded_at "
        "FROM decision d JOIN decision was ON was.id = d.corrects JOIN agenda_item a ON a.id = d.item_id "
        "JOIN ehc_case c ON c.id = d.case_id WHERE a.session_id = ? "
        f"AND {_NOT_UNDONE.format('d')}",
        (session_id,),
    )
    for ref, was, was_on, was_reasons, now, now_on, now_reasons, why, by, at in rows:
        yield Correction(
            ref, _told(was, was_on, was_reasons), _told(now, now_on, now_reasons), why, by, instant(at)
        )


def _presence(present: int | None) -> str:
    return "not recorded" if present is None else "present" if present else "absent"


def _told(outcome: str, on: str, reasons: str) -> str:
    return f"{outcome}, {british(date.fromisoformat(on))}: {reasons}"


def _decided(row: tuple[Any, ...]) -> Decided:
    return Decided._make(
        (
            *row[:5],
            date.fromisoformat(row[5]),
            *row[6:9],
            day(row[9]),
            row[10],
            day(row[11]),
            *row[12:15],
            instant(row[15]),
        )
    )
