"""What the sessions planned can do: who is decided too late, and what each session cancelled would cost.

Pure. Cases keep the session they are booked on; the others are taken in the order of the queue into the first
session that still takes papers and has room. That is what happens if nobody intervenes, not the best that
could be arranged.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, repeat

from ehc_tui.law.calendar import act_by, is_known
from ehc_tui.store.panel_rows import QueueRow, SessionRow


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that waits: a no is out of time after `no_by`; `booked` is the id of its session."""

    case_id: int
    ref: str
    no_by: date | None
    booked: int | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """A planned session, as far as a forecast needs it."""

    id: int
    on: date
    capacity: int
    papers_by: date


@dataclass(frozen=True, slots=True)
class Late:
    """A case that these sessions decide after its date, on `on`; None if they have no place for it at all."""

    case_id: int
    ref: str
    no_by: date
    on: date | None


@dataclass(frozen=True, slots=True)
class Cancelled:
    """What cancelling one session would do: how many cases in time would be late, or without a place."""

    session_id: int
    on: date
    missed: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """What follows from the sessions planned.

    `placed` gives the day each case is decided on, by its id. `late` are those decided after their date, or
    without a place while sessions go on past it; `unplaced` those without a place whose date lies beyond
    the last session, so that a further session can still save them.
    """

    placed: Mapping[int, date]
    late: tuple[Late, ...]
    unplaced: tuple[str, ...]
    if_cancelled: tuple[Cancelled, ...]


@dataclass(frozen=True, slots=True)
class Needed:
    """Why a case cannot make its date: what it would need, or would have needed.

    `next` is the session it can be decided at, None if none planned has room for it. `by` is the last working
    day on which a session decides it in time. `session` is the last one up to then, if there is one: it was
    held without the case, is full, or takes no papers any more.
    """

    next: SessionRow | None
    by: date
    session: SessionRow | None


def forecast(waiting: Sequence[Waiting], sittings: Iterable[Sitting], today: date) -> Forecast:
    """What these sessions do to these cases, given in order of the queue, and what a cancelled one costs."""
    coming = sorted((one for one in sittings if one.on >= today), key=lambda one: (one.on, one.id))
    horizon = coming[-1].on if coming else today
    placed = _placed(waiting, coming, today)
    in_time = _in_time(waiting, placed)

    def missed_without(cancelled: Sitting) -> int:
        rest = [one for one in coming if one.id != cancelled.id]
        return len(in_time - _in_time(waiting, _placed(waiting, rest, today)))

    return Forecast(
        placed=placed,
        late=_late(waiting, placed, horizon),
        unplaced=tuple(
            case.ref
            for case in waiting
            if case.case_id not in placed and (case.no_by is None or case.no_by > horizon)
        ),
        if_cancelled=tuple(Cancelled(one.id, one.on, missed_without(one)) for one in coming),
    )


def waiting_of(rows: Iterable[QueueRow]) -> tuple[Waiting, ...]:
    """The cases of a queue that are not decided yet, as a forecast takes them."""
    return tuple(
        Waiting(row.case_id, row.ref, row.no_by, row.booked.session_id if row.booked else None)
        for row in rows
        if not row.to_be_told
    )


def sittings_of(sessions: Iterable[SessionRow], rows: Iterable[QueueRow]) -> tuple[Sitting, ...]:
    """The planned ones of these sessions, as a forecast takes them.

    Places taken by cases that are decided already are gone; those of the cases in the queue are theirs.
    """
    waiting = Counter(case.booked for case in waiting_of(rows))
    return tuple(
        Sitting(
            session.id,
            session.on,
            session.capacity - (session.booked - waiting[session.id]),
            session.papers_by,
        )
        for session in sessions
        if session.planned
    )


def needed_session(row: QueueRow, sessions: Iterable[SessionRow], today: date) -> Needed | None:
    """What a case needs to make its date, or would have needed; None if it makes it, has none, or is decided.

    A case due after the last session planned needs one too, if no session before then has room for it.
    """
    return needed_sessions([row], sessions, today).get(row.case_id)


def needed_sessions(
    rows: Iterable[QueueRow], sessions: Iterable[SessionRow], today: date
) -> dict[int, Needed]:
    """The same of many cases, by the id of each that needs one."""
    known = sorted((one for one in sessions if one.status != "cancelled"), key=lambda one: one.on)
    days = [one.on for one in known]
    coming = {one.id: one for one in known if one.planned and one.on >= today}
    free = next((one for one in coming.values() if one.room > 0 and one.papers_by >= today), None)
    found = {}
    for row in rows:
        takes = coming.get(row.booked.session_id) if row.booked else free
        if row.no_by is None or row.to_be_told or (takes and takes.on <= row.no_by):
            continue
        before = bisect_right(days, row.no_by)
        found[row.case_id] = Needed(takes, _last_day(row.no_by), known[before - 1] if before else None)
    return found


def _last_day(day: date) -> date:
    return act_by(day) if is_known(day) else day


def _placed(waiting: Sequence[Waiting], sittings: Sequence[Sitting], today: date) -> dict[int, date]:
    """By case, the day on which it is decided."""
    room = {one.id: one.capacity for one in sittings}
    day_of = {one.id: one.on for one in sittings}
    placed: dict[int, date] = {}
    for case in waiting:
        if case.booked in day_of:
            room[case.booked] -= 1
            placed[case.case_id] = day_of[case.booked]
    places = (repeat(one.on, max(room[one.id], 0)) for one in sittings if one.papers_by >= today)
    others = [case.case_id for case in waiting if case.case_id not in placed]
    return placed | dict(zip(others, chain.from_iterable(places), strict=False))


def _late(waiting: Iterable[Waiting], placed: Mapping[int, date], horizon: date) -> tuple[Late, ...]:
    """The cases decided after their date, and those without a place and due by `horizon`."""
    return tuple(
        Late(case.case_id, case.ref, case.no_by, on)
        for case in waiting
        if case.no_by is not None
        for on in [placed.get(case.case_id)]
        if (on > case.no_by if on else case.no_by <= horizon)
    )


def _in_time(waiting: Iterable[Waiting], placed: Mapping[int, date]) -> set[int]:
    """The cases that are decided by their date."""
    return {
        case.case_id
        for case in waiting
        if case.no_by is not None and case.case_id in placed and placed[case.case_id] <= case.no_by
    }
