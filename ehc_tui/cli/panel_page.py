"""The panel as plain text: the queue, the sessions and one of them, the forecast, a pack, the figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ehc_tui.casework.forecast import Forecast, Needed, needed_session
from ehc_tui.cli.plain import Column, entry, table
from ehc_tui.law.weeks import week_number
from ehc_tui.present.panel.pack import pack_head, pack_lines
from ehc_tui.present.prose import near, plural
from ehc_tui.present.runs import plain
from ehc_tui.text import british, enumerated

if TYPE_CHECKING:
    from ehc_tui.exchange.pack import Reader as PackReader
    from ehc_tui.law.process import Panel
    from ehc_tui.present.panel.strip import StripLook
    from ehc_tui.store.panel_rows import (
        AgendaItem,
        ConsistencyRow,
        Decided,
        FollowUp,
        MinutesRow,
        Pack,
        QueueRow,
        SessionRow,
    )

QUEUE = (
    Column("Ref"),
    Column("Child", 12),
    Column("Wk"),
    Column("No by"),
    Column("Left"),
    Column("Advice", 12),
    Column("Recommended"),
    Column("Session", 9),
    Column("Note", 12),
)
AGENDA = (
    Column("No"),
    Column("At"),
    Column("Ref"),
    Column("Child", 12),
    Column("No by"),
    Column("Recommended"),
    Column("Decided", 12),
)
SESSIONS = (
    Column("Session"),
    Column("From"),
    Column("Taken"),
    Column("Papers"),
    Column("Status"),
    Column("Chair", 8),
    Column("Place", 8),
    Column("Reason", 8),
)
FIGURES = (Column("By"), Column("Group", 12), Column("Yes"), Column("Decided"), Column("Share"))
DEFAULT_WIDTH = 100
NAMED = 8
"""So many cases a sentence names before it only counts."""
BY = {
    "all": "everything",
    "session": "session",
    "year_band": "year band",
    "need": "need",
    "locality": "locality",
    "route": "requester",
}


def queue_table(
    rows: Sequence[QueueRow], sessions: Sequence[SessionRow] | None, today: date, width: int | None
) -> Iterator[str]:
    """The queue, one case to a line; `sessions` None where there are none to be booked on."""
    cells = [_queue_cells(row, sessions, today) for row in rows]
    if cells:
        yield from table(QUEUE, cells, width)
        yield ""


def forecast_lines(found: Forecast) -> Iterator[str]:
    """What the sessions planned do, a sentence to a line."""
    if not found.if_cancelled:
        yield "No session is planned."
        return
    if found.late:
        late = enumerated([f"{one.ref} ({_when(one.on)})" for one in found.late], NAMED)
        yield f"Decided after their date with these sessions: {len(found.late):,}: {late}."
    else:
        yield "With these sessions nobody is decided after their date."
    if found.unplaced:
        yield (
            f"No place yet, but time for a further session: {len(found.unplaced):,}: "
            f"{enumerated(found.unplaced, NAMED)}."
        )
    for one in found.if_cancelled:
        if one.missed:
            yield f"If {british(one.on, 'short')} is cancelled: {one.missed} more."


def minutes_page(minutes: MinutesRow, panel: Panel, width: int | None) -> Iterator[str]:
    """The agenda of a session, and from the day it was held its minutes."""
    session, wide = minutes.session, width or DEFAULT_WIDTH
    at = f", {session.starts:%H:%M}" if session.starts else ""
    yield f"{panel.name}, {british(session.on, 'weekday')}{at}: {session.status}"
    yield from entry("Where", session.place, wide)
    yield from entry("Chair", session.chair, wide)
    yield from entry("Members", "; ".join(_member(*member[1:]) for member in session.members), wide)
    yield from entry("Papers by", british(session.papers_by, "weekday"), wide)
    yield from entry("Room", f"{session.booked} of {session.capacity} places taken", wide)
    yield ""
    if minutes.items:
        yield from table(AGENDA, map(_agenda_cells, minutes.items), width)
    for item in minutes.items:
        yield from _reasons(item, wide)
    yield from entry("Notes", minutes.notes, wide)
    for one in minutes.corrections:
        was = f"was “{one.was}”, " if one.was else "added: "
        yield from entry("Corrected", f"{one.what}: {was}now “{one.now}” ({one.why}; {one.by})", wide)


def sessions_table(sessions: Sequence[SessionRow], panel: Panel, width: int | None) -> Iterator[str]:
    """The sessions by date, one to a line, the reason under one that was called off."""
    if not sessions:
        yield f"{panel.name} has no session." if panel.sits else f"{panel.name}: it is decided case by case."
        return
    cells = [
        (
            british(one.on, "weekday"),
            f"{one.starts:%H:%M}" if one.starts else "",
            f"{one.booked} of {one.capacity}",
            british(one.papers_by, "short"),
            "called off" if one.status == "cancelled" else one.status,
            one.chair,
            one.place,
            one.reason,
        )
        for one in sessions
    ]
    yield from table(SESSIONS, cells, width)


def pack_page(pack: Pack, follow: Sequence[FollowUp], reader: PackReader, look: StripLook) -> Iterator[str]:
    """The pack of one case as the panel's screen shows it."""
    row = pack.file.row
    yield f"{row.ref} {reader.child(row)}: {look.panel.name}"
    yield from (plain(line).strip() for line in pack_head(pack, reader, look.width))
    yield ""
    lines, _ = pack_lines(pack, follow, reader, look)
    yield from map(plain, lines)


def figures_table(rows: Sequence[ConsistencyRow], width: int | None) -> Iterator[str]:
    """The share of yes, group by group."""
    cells = [
        (
            BY[row.by],
            row.group,
            str(row.yes),
            str(row.decided),
            "" if row.share is None else f"{row.share:.0%}",
        )
        for row in rows
    ]
    yield from table(FIGURES, cells, width)
    if not cells:
        yield "Nothing was decided in the last twelve months."


def _when(on: date | None) -> str:
    return british(on, "short") if on else "no place"


def _queue_cells(row: QueueRow, sessions: Sequence[SessionRow] | None, today: date) -> tuple[str, ...]:
    left = row.days_left(today)
    needed = needed_session(row, sessions, today) if sessions is not None else None
    return (
        row.ref,
        row.child,
        str(week_number(row.received_on, today)) if row.received_on else "",
        near(row.no_by, today) if row.no_by else "",
        _left(left, relieved=row.relieved),
        _advice(row, today),
        row.recommended.outcome if row.recommended else "",
        british(row.booked.on, "short") if row.booked else "",
        _note(row, needed, today),
    )


def _left(days: int | None, *, relieved: bool) -> str:
    if days is None:
        return ""
    if days < 0:
        return f"{-days} past, relieved" if relieved else f"{-days} late"
    return "today" if days == 0 else plural(days, "day")


def _advice(row: QueueRow, today: date) -> str:
    if row.complete:
        return "complete"
    if not row.missing:
        return "none asked"
    return ", ".join(
        f"{piece.key.replace('_', ' ')} {late} late" if (late := piece.days_late(today)) else piece.key
        for piece in row.missing
    )


def _note(row: QueueRow, needed: Needed | None, today: date) -> str:
    if row.to_be_told and row.decided:
        return f"{row.decided.outcome}, family not told"
    if row.decided and row.decided.defer_until:
        return f"put off until {british(row.decided.defer_until, 'short')}"
    if needed:
        return f"{'needs' if needed.by >= today else 'needed'} a session by {british(needed.by, 'short')}"
    return ""


def _agenda_cells(item: AgendaItem) -> tuple[str, ...]:
    return (
        str(item.position),
        f"{item.starts:%H:%M}" if item.starts else "",
        item.ref,
        item.child,
        british(item.no_by, "short") if item.no_by else "",
        item.recommended.outcome if item.recommended else "",
        _decision(item.decided),
    )


def _decision(decided: Decided | None) -> str:
    if decided is None:
        return ""
    if decided.deferred:
        return f"Put off until {british(decided.defer_until)}" if decided.defer_until else "Put off"
    told = f", told {british(decided.told_on, 'short')}" if decided.told_on else ", not told"
    return f"{decided.outcome}{told}"


def _reasons(item: AgendaItem, width: int) -> Iterator[str]:
    if item.decided:
        waits = f"{item.decided.defer_for} ({item.decided.defer_who})"
        yield from entry(item.ref, waits if item.decided.deferred else item.decided.reasons, width)
    for one in item.interests:
        left = "left the room" if one.left else "stayed in the room"
        yield from entry("Interest", f"{item.ref}: {one.member}, {one.what}; {left}", width)


def _member(name: str, role: str, present: bool | None) -> str:
    said = {None: "", True: ", present", False: ", absent"}[present]
    return f"{name}{f' ({role})' if role else ''}{said}"
