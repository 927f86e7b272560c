"""The history of a case: every act, newest first, and one of them in full."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ehc_tui.law.rulebook import Rulebook
from ehc_tui.present.case.changes import changes
from ehc_tui.present.page import GUTTER, Page
from ehc_tui.present.prose import columns, paragraph, text_line
from ehc_tui.present.runs import Line, Style
from ehc_tui.store.rows import ActRow
from ehc_tui.text import HALF_A_YEAR, british

LONDON = ZoneInfo("Europe/London")
_AROUND_SENTENCE = 33


def when(instant: datetime) -> str:
    """An instant in local time: "Sat 21 Nov 2026 at 10:42"."""
    local = instant.astimezone(LONDON)
    return f"{british(local.date(), 'weekday')} at {local:%H:%M}"


def when_brief(instant: datetime, today: date) -> str:
    """An instant in local time for a list: "21 Nov 10:42", or the day with its year: "9 Nov 2025"."""
    local = instant.astimezone(LONDON)
    if abs(local.date() - today) > HALF_A_YEAR:
        return british(local.date())
    return f"{british(local.date(), 'short')} {local:%H:%M}"


def history_page(history: Sequence[ActRow], book: Rulebook, today: date, width: int) -> Page:
    """The acts, newest first. Acts that were undone stay in the list and say so."""
    return Page(
        count=len(history),
        row=lambda index: _row(history[index], today, width),
        detail=lambda index: act_lines(history[index], book, width),
        empty=(text_line(" Nothing has been done to this case yet. r records what happened.", Style.DIM),),
    )


def _row(act: ActRow, today: date, width: int) -> Line:
    undone = act.undone_by is not None
    by = f"*{act.by}" if act.at_keyboard else act.by
    note = "undone" if undone else "undo" if act.undoes is not None else ""
    return columns(
        (when_brief(act.at, today), 12, Style.DIM),
        (by, 12, Style.WARN if act.at_keyboard else Style.DIM),
        (_sentence(act), max(width - GUTTER - _AROUND_SENTENCE, 8), Style.STOPPED if undone else Style.PLAIN),
        (note, 6, Style.WARN),
    )


def act_lines(act: ActRow, book: Rulebook, width: int) -> tuple[Line, ...]:
    """One act in full: who, when, and each value before and after it."""
    who = f"By {act.doer}, {when(act.at)}."
    lines = paragraph(" ", f"{_sentence(act).rstrip('.')}. {who}", width - 1)
    if act.undone_by is not None:
        lines += paragraph(" ", "It has been undone.", width - 1, Style.WARN)
    for name, change in changes(act, book):
        lines += paragraph(f" {name}: ", change, width - 1)
    return lines


def _sentence(act: ActRow) -> str:
    return act.summary[:1].upper() + act.summary[1:]
