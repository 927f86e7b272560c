"""The panel's queue in lines: who waits for a decision, what is missing, and who cannot make their date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import takewhile
from typing import NamedTuple

from ehc_tui.casework.forecast import Needed
from ehc_tui.exchange.panel_words import (
    adviser_words,
    decided_words,
    missing_words,
    question_words,
    recommended_words,
)
from ehc_tui.law.model import Outcome
from ehc_tui.law.process import Panel
from ehc_tui.law.rulebook import Rulebook
from ehc_tui.law.weeks import week_number
from ehc_tui.present.caseload import due_words
from ehc_tui.present.page import GUTTER, Page
from ehc_tui.present.panel.refs import ref_cells
from ehc_tui.present.prose import near, paragraph, plural, text_line
from ehc_tui.present.runs import Line, Run, Style, fit_line
from ehc_tui.store.panel_rows import DEFER, QueueRow, SessionRow
from ehc_tui.text import british, clean

_CHILD_LEAST, _CHILD_MOST, _WORKER = 9, 26, 16
_WIDE, _SESSION, _SESSION_WIDE = 110, 8, 11
_SHORT = {
    "parent": "family",
    "education": "school",
    "psychology": "psych",
    "social_care": "care",
    "adulthood": "adult",
    "family_request": "asked",
}
_BRIEF = {
    Outcome.YES: "assess",
    Outcome.NO: "no",
    Outcome.ISSUE: "issue",
    Outcome.DO_NOT_ISSUE: "no",
    DEFER: "defer",
}


class QueueLook(NamedTuple):
    """Under which panel and law, on which day and in how many cells the queue is drawn."""

    panel: Panel
    book: Rulebook
    today: date
    width: int
    warning_days: int

    @property
    def gathers(self) -> bool:
        """True if advice is gathered before the decision; whether to assess is decided before any of it."""
        return self.panel.decision == "plan_decision"


def queue_page(rows: Sequence[QueueRow], flags: Mapping[int, Needed], look: QueueLook) -> Page:
    """A row for each case, in the queue's order; `flags` by the id of the case."""
    columns = _columns(look, ref_cells(row.ref for row in rows))
    head = [fit_line((Run(title, Style.HEAD),), cells) for title, cells in columns]
    nobody = f" Nobody waits for a decision here: {question_words(look.panel.decision).lower()}."
    return Page(
        head=((Run(" " * GUTTER), *_spaced(head)),),
        count=len(rows),
        row=lambda index: _row(rows[index], flags.get(rows[index].case_id), columns, look),
        marked=sum(cells + 1 for _, cells in takewhile(lambda column: column[0] != "Advice", columns)),
        empty=(text_line(nobody, Style.DIM),),
    )


def why_words(row: QueueRow, flag: Needed | None, look: QueueLook) -> str:
    """Everything there is to say of a case in the queue: its date, its flag, what is missing, who decided."""
    parts = [f"{row.ref}: {_date_words(row, look.today)}", _flag_words(flag, look.today), _missing(row, look)]
    if row.recommended:
        parts.append(f"Recommended: {recommended_words(row.recommended)}.")
    if row.decided:
        parts.append(decided_words(row.decided))
    return " ".join(part for part in parts if part)


def why_lines(row: QueueRow, flag: Needed | None, look: QueueLook) -> tuple[Line, ...]:
    """The same in lines for under the queue."""
    style = Style.WARN if flag else Style.PLAIN
    lines = paragraph(
        " ", f"{_date_words(row, look.today)} {_flag_words(flag, look.today)}", look.width - 1, style
    )
    lines += paragraph(" ", _missing(row, look), look.width - 1)
    if row.recommended:
        told = f"{recommended_words(row.recommended)}. {row.recommended.reasons}"
        lines += paragraph(" Recommended: ", told, look.width - 1)
    if row.decided:
        lines += paragraph(" ", decided_words(row.decided), look.width - 1, Style.ACCENT)
    return lines


def why_line(row: QueueRow, flag: Needed | None, look: QueueLook) -> Line:
    """What to know of a case where only one line has room: what stands, or whether it makes its date."""
    if row.decided:
        return fit_line((Run(f" {decided_words(row.decided)}", Style.ACCENT),), look.width)
    if flag:
        return fit_line((Run(f" {_flag_words(flag, look.today)}", Style.WARN),), look.width)
    return fit_line((Run(f" {_date_words(row, look.today)}", Style.DIM),), look.width)


def summary_line(rows: Sequence[QueueRow], flags: Mapping[int, Needed], look: QueueLook) -> Line:
    """How many wait, are past their date, incomplete, or have no session that decides them in time."""
    past = sum((left := row.days_left(look.today)) is not None and left < 0 for row in rows)
    telling, incomplete = (
        sum(row.to_be_told for row in rows),
        sum(look.gathers and not row.complete for row in rows),
    )
    counts = (
        (past, f"! {past} past date", Style.OVERDUE),
        (telling, f"{telling} to tell", Style.ACCENT),
        (incomplete, f"{incomplete} incomplete", Style.PLAIN),
        (len(flags), f"! {len(flags)} make no session in time", Style.WARN),
    )
    runs = [Run(f" {len(rows) - telling} wait", Style.HEAD)]
    for number, words, style in counts:
        runs += [Run("  "), Run(words, style)] if number else []
    return fit_line(runs, look.width)


def coming_words(coming: SessionRow | None, look: QueueLook) -> Line:
    """The next session and how full it is, for the heading."""
    if not look.panel.sits:
        return (Run("decided case by case", Style.DIM),)
    if coming is None:
        return (Run("no session planned", Style.WARN),)
    taken = f", {coming.booked} of {coming.capacity}"
    return (Run("next session ", Style.DIM), Run(f"{british(coming.on, 'short')}{taken}", Style.ACCENT))


def _columns(look: QueueLook, ref: int) -> tuple[tuple[str, int], ...]:
    """Titles and widths: what is left over goes to the child, and from 110 cells on to the caseworker."""
    fixed = (("Wk", 2), ("No by", 6), ("Left", 10), ("Advice", 19), ("Recom.", 6))
    roomy = look.width >= _WIDE
    last = (("Session", _SESSION_WIDE if roomy else _SESSION),) if look.panel.sits else ()
    if roomy:
        last = (*last, ("Caseworker", _WORKER))
    others = (("Ref", ref), *fixed, *last)
    taken = sum(cells for _, cells in others) + len(others)
    child = min(max(look.width - GUTTER - taken, _CHILD_LEAST), _CHILD_MOST)
    return (others[0], ("Child", child), *others[1:])


def _row(row: QueueRow, flag: Needed | None, columns: Sequence[tuple[str, int]], look: QueueLook) -> Line:
    today = look.today
    week = str(week_number(row.received_on, today)) if row.received_on else ""
    cells: dict[str, Line] = {
        "Ref": (Run(row.ref),),
        "Child": (Run(clean(row.child)),),
        "Wk": (Run(week.rjust(2)),),
        "No by": (Run(due_words(row.no_by, today).rjust(6) if row.no_by else "–".rjust(6)),),
        "Left": (_left(row, look),),
        "Advice": _advice(row, look),
        "Recom.": (Run(_BRIEF.get(row.recommended.outcome, "") if row.recommended else "–"),),
        "Session": (_session(row, flag, look),),
        "Caseworker": (Run(clean(row.caseworker) or "nobody yet"),),
    }
    return _spaced([fit_line(cells[title], wide) for title, wide in columns])


def _left(row: QueueRow, look: QueueLook) -> Run:
    days = row.days_left(look.today)
    if days is None:
        return Run("no limit", Style.DIM)
    if days < 0:
        return (
            Run(f"§ {-days} past", Style.RELIEVED) if row.relieved else Run(f"! {-days} late", Style.OVERDUE)
        )
    words = "today" if days == 0 else plural(days, "day")
    soon = days <= look.warning_days
    return Run(f"{'~' if soon else '·'} {words}", Style.DUE_SOON if soon else Style.ON_TRACK)


def _advice(row: QueueRow, look: QueueLook) -> Line:
    if row.decided and row.to_be_told:
        return (Run(f"tell: {_BRIEF.get(row.decided.outcome, row.decided.outcome)}", Style.ACCENT),)
    share = f"{row.advice_received}/{row.advice_asked}"
    if row.complete:
        return (Run(f"✓ {share}", Style.MET),)
    if not row.missing:
        return (Run("none asked yet" if look.gathers else "–", Style.DIM),)
    worst = max(row.missing, key=lambda piece: piece.days_late(look.today))
    late, name = worst.days_late(look.today), _SHORT.get(worst.kind, worst.kind)
    if not late:
        return (Run(f"{share} {name} to come"),)
    return (Run(f"{share} "), Run(f"{name} {late} late", Style.OVERDUE))


def _session(row: QueueRow, flag: Needed | None, look: QueueLook) -> Run:
    """The session it is booked on, or the day by which it needs one that it has not got."""
    if row.to_be_told:
        return Run("")
    style = Style.WARN if flag else Style.PLAIN
    if row.booked:
        return Run(f"{'!' if flag else ' '} {british(row.booked.on, 'short')}", style)
    if flag and flag.by >= look.today:
        return Run(f"!{' by ' if look.width >= _WIDE else '≤'}{british(flag.by, 'short')}", style)
    return Run("! none" if flag else "  –", style)


def _date_words(row: QueueRow, today: date) -> str:
    days = row.days_left(today)
    if row.no_by is None or days is None:
        return "No date runs on a no."
    left = (
        "today" if days == 0 else f"in {plural(days, 'day')}" if days > 0 else f"{plural(-days, 'day')} ago"
    )
    lifted = ", lifted by an exception" if row.relieved else ""
    return f"A no must be told by {british(row.no_by, 'weekday')}, {left}{lifted}."


def _flag_words(flag: Needed | None, today: date) -> str:
    if flag is None:
        return ""
    coming = f"{near(flag.next.on, today)} is too late" if flag.next else "No session with room comes in time"
    return f"{coming}: it {_needed_words(flag, today)}."


def _needed_words(flag: Needed, today: date) -> str:
    """The session that would do and why it does not, or the day by which there has to be one."""
    session, open_ = flag.session, flag.by >= today
    one_more = f"one by {near(flag.by, today)}"
    if session is None:
        return f"{'needs' if open_ else 'needed'} {one_more}"
    that = f"the session on {near(session.on, today)}"
    if session.on < today:
        return f"needed {that}, or {one_more}" if open_ else f"needed {that}"
    why = ", which is full" if not session.room else ", too late for its papers" * (session.papers_by < today)
    return f"needs {that}{why}"


def _missing(row: QueueRow, look: QueueLook) -> str:
    if row.complete:
        return "Every piece of advice is in."
    if not row.missing:
        return "No advice has been asked for." if look.gathers else ""
    pieces = (
        f"{adviser_words(piece.kind, '', look.book)}, {missing_words(piece, look.today)}"
        for piece in row.missing
    )
    return f"Missing: {'; '.join(pieces)}."


def _spaced(cells: Sequence[Line]) -> Line:
    runs: list[Run] = []
    for number, cell in enumerate(cells):
        runs += [Run(" "), *cell] if number else cell
    return tuple(runs)
