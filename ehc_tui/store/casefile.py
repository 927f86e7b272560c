"""One case whole: everything the case screen and `ehc-tui show` need, as the store was at one moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from ehc_tui.law.clocks import clocks_of
from ehc_tui.law.model import CaseFacts, Clock, Fact, Ground, Party, Relief
from ehc_tui.store.engine import Reader
from ehc_tui.store.errors import NotFound
from ehc_tui.store.rows import (
    ActRow,
    AdviceLine,
    Attendee,
    CaseFile,
    MeetingAction,
    MeetingRow,
    NoteRow,
    RecordedFact,
    RecordedRelief,
    View,
)
from ehc_tui.store.triage import COLUMNS, IN_USE, case_row, day
from ehc_tui.text import clean

if TYPE_CHECKING:
    from ehc_tui.law.process import Process
    from ehc_tui.law.rulebook import Rulebook


def read_case(
    conn: Reader,
    ref: str,
    today: date,
    book: Rulebook,
    process: Process,
    warning_days: int = 10,
    acts: int | None = None,
) -> CaseFile:
    """The case with this reference, typed in capitals or not, its clocks derived from its facts.

    Of its history the newest `acts` are read, or all. Raises `NotFound` if there is no such case.
    """
    ref = clean(ref)
    with conn.snapshot():
        found = conn.execute(
            f"SELECT {COLUMNS}, route, need, locality FROM ehc_case WHERE ref IN (?, upper(?)) AND {IN_USE}",
            (ref, ref),
        ).fetchone()
        if found is None:
            raise NotFound(f"There is no case {ref}: look it up with part of the name in the caseload.")
        row = case_row(found[:-3], today, warning_days)
        facts = _facts(conn, row.id)
        reliefs = _reliefs(conn, row.id)
        lines = conn.execute(
            f"SELECT key, kind, adviser, summary FROM advice_item WHERE case_id = ? AND {IN_USE} ORDER BY id",
            (row.id,),
        ).fetchall()
        meetings = _meetings(conn, row.id)
        notes = _notes(conn, row.id)
        history = _history(conn, row.id, acts)
        restricted_to = _restricted_to(conn, row.id)
    case = CaseFacts(
        tuple(recorded.fact for recorded in facts),
        tuple(_relied(relief) for relief in reliefs),
        row.born,
        _settings_asked(lines, row.setting, process),
    )
    clocks = clocks_of(case, book, process)
    advice = tuple(_advice_line(line, case.facts, clocks, today, warning_days) for line in lines)
    return CaseFile(
        row,
        case,
        facts,
        clocks,
        advice,
        meetings,
        reliefs,
        notes,
        history,
        found[-3],
        restricted_to,
        *found[-2:],
    )


def _settings_asked(lines: Sequence[Sequence[str]], own: str, process: Process) -> dict[str, str]:
    """The setting behind each line of education advice: the child's own at first, then those named."""
    usual = {adviser.name for adviser in process.advisers}
    named = {
        key: "" if adviser in usual else adviser for key, kind, adviser, _ in lines if kind == _EDUCATION
    }
    return {**named, _EDUCATION: own} if named else {}


_EDUCATION = "education"


def ref_of(conn: Reader, case_id: int) -> str:
    """The reference of a case. Raises `NotFound` if it is not in use."""
    found = conn.execute(f"SELECT ref FROM ehc_case WHERE id = ? AND {IN_USE}", (case_id,)).fetchone()
    if found is None:
        raise NotFound("There is no such case any more: somebody has taken back its opening.")
    return str(found[0])


def views_of(conn: Reader, owner: str) -> tuple[View, ...]:
    """The saved views of a person, by name."""
    rows = conn.execute(
        f"SELECT name, filter, sort FROM saved_view WHERE owner = ? AND {IN_USE} ORDER BY name", (owner,)
    )
    return tuple(View(*row) for row in rows)


def _facts(conn: Reader, case_id: int) -> tuple[RecordedFact, ...]:
    rows = conn.execute(
        "SELECT id, kind, happened_on, outcome, subject, until, assumed, recorded_by, recorded_at "
        f"FROM fact WHERE case_id = ? AND {IN_USE} ORDER BY happened_on, id",
        (case_id,),
    )
    return tuple(
        RecordedFact(
            fact_id,
            Fact(kind, date.fromisoformat(on), outcome, subject, day(until), bool(assumed)),
            by,
            instant(at),
        )
        for fact_id, kind, on, outcome, subject, until, assumed, by, at in rows
    )


def _reliefs(conn: Reader, case_id: int) -> tuple[RecordedRelief, ...]:
    rows = conn.execute(
        "SELECT id, rule, subject, ground, evidence, impractical_because, authorised_by, family_told_on, "
        f"recorded_by, recorded_at FROM relief WHERE case_id = ? AND {IN_USE} ORDER BY id",
        (case_id,),
    )
    return tuple(
        RecordedRelief._make((relief_id, *told, day(family_told_on), by, instant(at)))
        for relief_id, *told, family_told_on, by, at in rows
    )


def _relied(relief: RecordedRelief) -> Relief:
    return Relief(
        relief.rule,
        relief.subject,
        Ground(relief.ground),
        relief.evidence,
        relief.impractical_because,
        relief.authorised_by,
        relief.family_told_on,
    )


def _advice_line(
    line: tuple[str, str, str, str],
    facts: Sequence[Fact],
    clocks: Sequence[Clock],
    today: date,
    warning_days: int,
) -> AdviceLine:
    key, kind, adviser, summary = line
    told: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.subject == key:
            told[fact.kind].append(fact)
    clock = next((clock for clock in clocks if clock.bound is Party.ADVISER and clock.subject == key), None)
    requested, left_out = told["advice_requested"], told["advice_not_applicable"]
    return AdviceLine(
        key=key,
        kind=kind,
        adviser=adviser,
        requested_on=_last(requested),
        requested_assumed=bool(requested) and requested[-1].assumed,
        due=clock.due if clock else None,
        chased_on=_last(told["advice_chased"]),
        chases=len(told["advice_chased"]),
        received_on=_last(told["advice_received"]),
        existing_accepted_on=_last(told["existing_advice_accepted"]),
        not_applicable_on=_last(left_out),
        not_applicable_reason=(left_out[-1].outcome or "") if left_out else "",
        state=clock.state(today, warning_days) if clock else None,
        summary=summary,
    )


def _last(facts: Sequence[Fact]) -> date | None:
    return facts[-1].on if facts else None


def _meetings(conn: Reader, case_id: int) -> tuple[MeetingRow, ...]:
    attendees = _belonging(
        conn, case_id, "attendee", "id, role, name, included, invited_on, reply, reason", _attendee
    )
    actions = _belonging(conn, case_id, "agreed_action", "id, what, owner, due, done_on", _action)
    rows = conn.execute(
        "SELECT id, uid, sequence, kind, title, decision, status, offered_on, answered_on, held_on, "
        "meets_on, starts, minutes, place, link, chair, interpreter, outcome, version "
        f"FROM meeting WHERE case_id = ? AND {IN_USE} ORDER BY coalesce(meets_on, offered_on), id",
        (case_id,),
    )
    return tuple(
        MeetingRow._make(
            (
                *row[:7],
                *(day(value) for value in row[7:11]),
                None if row[11] is None else time.fromisoformat(row[11]),
                *row[12:18],
                tuple(attendees[row[0]]),
                tuple(actions[row[0]]),
                row[18],
            )
        )
        for row in rows
    )


def _belonging(conn: Reader, case_id: int, table: str, columns: str, make: Any) -> Any:
    """The rows of a table that belong to the meetings of a case, by meeting."""
    found = defaultdict(list)
    for meeting_id, *values in conn.execute(
        f"SELECT meeting_id, {columns} FROM {table} WHERE {IN_USE} AND meeting_id IN "
        f"(SELECT id FROM meeting WHERE case_id = ? AND {IN_USE}) ORDER BY id",
        (case_id,),
    ):
        found[meeting_id].append(make(*values))
    return found


def _attendee(
    row_id: int, role: str, name: str, included: int | None, invited_on: str | None, reply: str, reason: str
) -> Attendee:
    decided = None if included is None else bool(included)
    return Attendee(row_id, role, name, decided, day(invited_on), reply, reason)


def _action(row_id: int, what: str, owner: str, due: str | None, done_on: str | None) -> MeetingAction:
    return MeetingAction(row_id, what, owner, day(due), day(done_on))


def _notes(conn: Reader, case_id: int) -> tuple[NoteRow, ...]:
    rows = conn.execute(
        "SELECT id, kind, happened_on, text, recorded_by, recorded_at "
        f"FROM note WHERE case_id = ? AND {IN_USE} ORDER BY happened_on DESC, id DESC",
        (case_id,),
    )
    return tuple(
        NoteRow(note_id, kind, date.fromisoformat(on), text, by, instant(at))
        for note_id, kind, on, text, by, at in rows
    )


def _history(conn: Reader, case_id: int, acts: int | None) -> tuple[ActRow, ...]:
    """The acts on a case, newest first, all or so many, with what each changed in this case."""
    rows = conn.execute(
        "SELECT act.id, act.at, act.by, act.verb, act.summary, act_change.before, act_change.after, "
        "act.undone_by, act.undoes, act.at_keyboard FROM act_change JOIN act ON act.id = act_change.act_id "
        "WHERE act_change.case_id = ? ORDER BY act_change.act_id DESC LIMIT ?",
        (case_id, -1 if acts is None else acts),
    )
    return tuple(ActRow(row[0], instant(row[1]), *row[2:]) for row in rows)


def _restricted_to(conn: Reader, case_id: int) -> tuple[str, ...]:
    rows = conn.execute(
        "SELECT coalesce(nullif(staff.name, ''), seen.account) FROM restriction_staff seen LEFT JOIN staff "
        f"ON staff.account = seen.account AND staff.{IN_USE} WHERE seen.case_id = ? AND seen.{IN_USE} "
        "ORDER BY seen.account",
        (case_id,),
    )
    return tuple(name for (name,) in rows)


def instant(text: str) -> datetime:
    """A stored instant, aware of being UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
