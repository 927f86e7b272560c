"""Meetings with the family: those the process says to offer, those that were, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ehc_tui.casework.way_forward import Status, appeal_sentence, appeal_window, decision_behind, open_offers
from ehc_tui.law.process import MeetingOffer, Process
from ehc_tui.law.rulebook import Rulebook
from ehc_tui.present.case.why import Rules
from ehc_tui.present.page import GUTTER, Page
from ehc_tui.present.prose import columns, near, paragraph, plural, text_line
from ehc_tui.present.runs import Line, Style
from ehc_tui.store.rows import CaseFile, MeetingRow
from ehc_tui.text import british

Entry = MeetingOffer | MeetingRow
_STYLES = {
    Status.OFFERED: Style.DUE_SOON,
    Status.ACCEPTED: Style.DUE_SOON,
    Status.ARRANGED: Style.ON_TRACK,
    Status.HELD: Style.MET,
    Status.DECLINED: Style.STOPPED,
    Status.CANCELLED: Style.STOPPED,
}


def entries(file: CaseFile, process: Process) -> tuple[Entry, ...]:
    """What the tab lists: the offers that are due, then the meetings, the newest first."""
    return (*open_offers(file.case, process, file.meetings), *reversed(file.meetings))


def meetings_page(file: CaseFile, listed: Sequence[Entry], rules: Rules, today: date, width: int) -> Page:
    """The meetings of a case; below, one of them in words, with the appeal window it cannot change."""
    return Page(
        count=len(listed),
        least_detail=8,
        row=lambda index: _row(listed[index], today, width),
        detail=lambda index: _words(listed[index], file, rules.book, today, width),
        empty=_nothing(rules.process, rules.book, width),
    )


def _nothing(process: Process, book: Rulebook, width: int) -> tuple[Line, ...]:
    offers = [f"{offer.title}, after the {_decision(offer, book)}" for offer in process.meetings]
    told = f"{process.name} offers: {'; '.join(offers)}." if offers else f"{process.name} offers none."
    listed = " Once the decision is recorded the offer is listed here." if offers else ""
    return (
        text_line(" No meeting yet."),
        *paragraph(" ", f"{told}{listed}", width - 1, Style.DIM),
    )


def _decision(offer: MeetingOffer, book: Rulebook) -> str:
    return book.facts[offer.decision].outcomes.get(offer.outcome, offer.outcome).removesuffix(" told")


def _row(entry: Entry, today: date, width: int) -> Line:
    title_cells = 30 if width >= 100 else 24
    rest = max(width - GUTTER - title_cells - 14, 8)
    if isinstance(entry, MeetingOffer):
        return columns(
            (entry.title, title_cells, Style.PLAIN),
            ("! offer due", 12, Style.WARN),
            ("o goes on to offer it", rest, Style.DIM),
        )
    status = Status(entry.status)
    return columns(
        (entry.title, title_cells, Style.PLAIN),
        (status.value, 12, _STYLES[status]),
        (next_step(entry, today), rest, Style.PLAIN),
    )


def next_step(meeting: MeetingRow, today: date) -> str:
    """What is to be done next about a meeting, or how it stands."""
    match Status(meeting.status):
        case Status.OFFERED:
            offered = f" on {near(meeting.offered_on, today)}" if meeting.offered_on else ""
            return f"offered{offered}; record the family's answer"
        case Status.ACCEPTED:
            return "find a day and a time"
        case Status.ARRANGED:
            past = meeting.on is not None and meeting.on < today
            return f"{_at(meeting)}{'; record what came of it' if past else ''}"
        case Status.HELD:
            left = sum(action.done_on is None for action in meeting.actions)
            held = f"held {near(meeting.held_on, today)}" if meeting.held_on else "held"
            return f"{held}; {plural(left, 'agreed action')} to do" if left else held
        case Status.DECLINED:
            return "declined; the family may still accept"
        case Status.CANCELLED:
            return meeting.outcome or "cancelled"


def _at(meeting: MeetingRow) -> str:
    day = british(meeting.on, "weekday") if meeting.on else ""
    starts = f"{meeting.starts:%H:%M}" if meeting.starts else ""
    return " ".join(part for part in (day, starts, meeting.place or meeting.link) if part)


def _words(entry: Entry, file: CaseFile, book: Rulebook, today: date, width: int) -> tuple[Line, ...]:
    window = appeal_sentence(file.case, appeal_window(file.clocks, entry.decision), book, today)
    appeal = paragraph(" ", f"{window} A meeting does not change it.", width - 1, Style.DIM)
    if isinstance(entry, MeetingOffer):
        decision = decision_behind(file.case, entry)
        told = (
            f"{book.label(decision).capitalize()} on {british(decision.on, 'weekday')}." if decision else ""
        )
        people = ", ".join(role.label for role in entry.attendees)
        return paragraph(" ", f"{told} For: {people}.", width - 1) + appeal
    chair = f"Chair: {entry.chair}. " if entry.chair else ""
    interpreter = f"Interpreter: {entry.interpreter}. " if entry.interpreter else ""
    came = entry.outcome and f"Outcome: {entry.outcome}"
    return (
        paragraph(" ", f"{chair}{interpreter}{came}".strip(), width - 1)
        + _actions(entry, today, width)
        + appeal
    )


def _actions(meeting: MeetingRow, today: date, width: int) -> tuple[Line, ...]:
    lines: tuple[Line, ...] = ()
    for action in meeting.actions:
        done = (
            f"done {near(action.done_on, today)}"
            if action.done_on
            else f"by {near(action.due, today)}"
            if action.due
            else "no date"
        )
        glyph = "✓" if action.done_on else "·"
        lines += paragraph(
            f" {glyph} ", f"{action.what} ({action.owner or 'nobody named'}, {done})", width - 1
        )
    return lines
