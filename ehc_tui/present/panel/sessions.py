"""Sessions and what they will bring: the list, the forecast, and the agenda of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ehc_tui.exchange.panel_words import interest_words, member_words, recommended_words, verdict
from ehc_tui.law.process import Panel
from ehc_tui.present.caseload import due_words
from ehc_tui.present.page import GUTTER, Page
from ehc_tui.present.panel.refs import ref_cells
from ehc_tui.present.prose import columns, paragraph, plural, text_line
from ehc_tui.present.runs import Line, Run, Style, fit_line
from ehc_tui.store.panel_rows import AgendaItem, SessionRow
from ehc_tui.text import british

_DAY, _TIME, _PLACES, _PAPERS, _STATUS = 15, 5, 8, 6, 10


def sessions_page(sessions: Sequence[SessionRow], panel: Panel, today: date, width: int) -> Page:
    """A row for each session in the order given, with who sits on the one under the cursor."""
    place = max(width - GUTTER - _DAY - _TIME - _PLACES - _PAPERS - _STATUS - 5, 8)
    head = columns(
        ("Session", _DAY, Style.HEAD),
        ("From", _TIME, Style.HEAD),
        ("Taken", _PLACES, Style.HEAD),
        ("Papers", _PAPERS, Style.HEAD),
        ("", _STATUS, Style.HEAD),
        ("Place and chair", place, Style.HEAD),
    )

    def row(index: int) -> Line:
        session = sessions[index]
        full = session.planned and not session.room
        where = ", ".join(part for part in (session.place, session.chair) if part)
        return columns(
            (british(session.on, "weekday"), _DAY, Style.PLAIN if session.planned else Style.DIM),
            (f"{session.starts:%H:%M}" if session.starts else "", _TIME, Style.PLAIN),
            (f"{session.booked} of {session.capacity}", _PLACES, Style.WARN if full else Style.PLAIN),
            (british(session.papers_by, "short"), _PAPERS, Style.PLAIN),
            _status(session, today),
            (where or "–", place, Style.PLAIN),
        )

    def detail(index: int) -> tuple[Line, ...]:
        session = sessions[index]
        members = "; ".join(member_words(member.name, member.role) for member in session.members)
        lines = paragraph(" Called off: ", session.reason, width - 1, Style.WARN)
        return lines + paragraph(" Members: ", members or "nobody named yet, + adds one.", width - 1)

    nothing = f" {panel.name} has no session planned. n plans one."
    return Page(
        head=((Run(" " * GUTTER), *head),),
        count=len(sessions),
        row=row,
        detail=detail,
        empty=(text_line(nothing, Style.PLAIN),),
        least_detail=3,
    )


def agenda_page(items: Sequence[AgendaItem], session: SessionRow, today: date, width: int) -> Page:
    """A row for each item in its order, and below what is recommended and decided on one of them."""
    ref = ref_cells(item.ref for item in items)
    child = max(width - GUTTER - 53 - ref, 9)
    head = columns(
        ("No", 2, Style.HEAD),
        ("From", 5, Style.HEAD),
        ("Min", 3, Style.HEAD),
        ("Ref", ref, Style.HEAD),
        ("Child", child, Style.HEAD),
        ("No by", 6, Style.HEAD),
        ("Missing", 7, Style.HEAD),
        ("Decision", 23, Style.HEAD),
    )

    def row(index: int) -> Line:
        item = items[index]
        out = item.no_by is not None and item.no_by < session.on
        no_by = due_words(item.no_by, today) if item.no_by else "–"
        return columns(
            (str(item.position).rjust(2), 2, Style.PLAIN),
            (f"{item.starts:%H:%M}" if item.starts else "", 5, Style.PLAIN),
            (str(item.minutes).rjust(3), 3, Style.PLAIN),
            (item.ref, ref, Style.PLAIN),
            (item.child, child, Style.PLAIN),
            (no_by.rjust(6), 6, Style.OVERDUE if out else Style.PLAIN),
            *(() if item.restricted else (_missing(item), _decision(item))),
        )

    empty = " Nothing is on this agenda yet. a puts a case on it."
    if not session.planned:
        empty = " Nothing is on this agenda."
    return Page(
        head=((Run(" " * GUTTER), *head),),
        count=len(items),
        row=row,
        detail=lambda index: _item_words(items[index], width),
        empty=(text_line(empty, Style.DIM),),
        least_detail=4,
    )


def session_line(session: SessionRow, width: int) -> Line:
    """Place, chair, places taken and the day for papers, over the agenda; of one called off, why."""
    if session.status == "cancelled":
        return fit_line((Run(f" Called off: {session.reason}", Style.WARN),), width)
    parts = [
        f"{session.booked} of {session.capacity} places",
        f"papers by {british(session.papers_by, 'short')}",
        session.place,
        f"chair {session.chair}" if session.chair else "no chair named",
    ]
    return fit_line((Run(f" {' · '.join(part for part in parts if part)}", Style.DIM),), width)


def _status(session: SessionRow, today: date) -> tuple[str, int, Style]:
    if session.status == "cancelled":
        return "called off", _STATUS, Style.STOPPED
    if session.status == "held":
        return "✓ held", _STATUS, Style.MET
    if session.on < today:
        return "! minutes", _STATUS, Style.WARN
    return (
        ("today" if session.on == today else f"in {plural((session.on - today).days, 'day')}"),
        _STATUS,
        (Style.PLAIN),
    )


def _missing(item: AgendaItem) -> tuple[str, int, Style]:
    return f"! {item.missing}" if item.missing else "✓", 7, Style.WARN if item.missing else Style.MET


def _decision(item: AgendaItem) -> tuple[str, int, Style]:
    if item.decided is None:
        word = f"recom. {verdict(item.recommended.outcome)}" if item.recommended else "–"
        return word, 23, Style.DIM
    told = item.decided.deferred or item.decided.told_on
    return f"{'✓' if told else '~'} {verdict(item.decided.outcome)}", 23, Style.MET if told else Style.ACCENT


def _item_words(item: AgendaItem, width: int) -> tuple[Line, ...]:
    lines: tuple[Line, ...] = ()
    if item.decided:
        lines += paragraph(" Decided: ", item.decided.reasons, width - 1)
        if not item.decided.deferred and item.decided.told_on is None:
            lines += paragraph(
                " ", "The family has not been told: the clock still runs.", width - 1, Style.WARN
            )
    elif item.recommended:
        words = f"{recommended_words(item.recommended)}. {item.recommended.reasons}"
        lines += paragraph(" Recommended: ", words, width - 1)
    for interest in item.interests:
        lines += paragraph(" Interest: ", interest_words(interest), width - 1, Style.WARN)
    return lines
