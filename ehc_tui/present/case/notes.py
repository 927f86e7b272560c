"""Notes and contacts with the family."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ehc_tui.present.case.history import when
from ehc_tui.present.page import Page
from ehc_tui.present.prose import columns, near, paragraph, plural, text_line
from ehc_tui.present.runs import Line, Style
from ehc_tui.store.rows import NoteRow
from ehc_tui.text import british

_SILENCE_DAYS = 21


def notes_page(notes: Sequence[NoteRow], contact_on: date | None, today: date, width: int) -> Page:
    """Everything written down about the case, newest first, and how long the family has heard nothing."""
    return Page(
        head=(_contact_line(contact_on, today),),
        count=len(notes),
        least_detail=8,
        row=lambda index: _row(notes[index], today, width),
        detail=lambda index: note_lines(notes[index], width),
        empty=(
            text_line(" Nothing is written down yet.", Style.DIM),
            text_line(" n adds a note, c logs a contact with the family.", Style.DIM),
        ),
    )


def _contact_line(contact_on: date | None, today: date) -> Line:
    if contact_on is None:
        return text_line(" No contact with the family is recorded. c logs one.", Style.WARN)
    days = (today - contact_on).days
    ago = "today" if days == 0 else f"{plural(days, 'day')} ago"
    silent = days > _SILENCE_DAYS
    return text_line(
        f" Last contact with the family: {british(contact_on, 'weekday')}, {ago}.",
        Style.WARN if silent else Style.DIM,
    )


def _row(note: NoteRow, today: date, width: int) -> Line:
    contact = note.kind == "contact"
    return columns(
        (near(note.on, today), 11, Style.PLAIN),
        ("contact" if contact else "note", 8, Style.ACCENT if contact else Style.DIM),
        (note.recorded_by, 12, Style.DIM),
        (note.text.partition("\n")[0], max(width - 37, 8), Style.PLAIN),
    )


def note_lines(note: NoteRow, width: int) -> tuple[Line, ...]:
    """A note in full, its own line breaks kept, and who wrote it when."""
    lines: list[Line] = []
    for part in note.text.split("\n"):
        lines += paragraph(" ", part, width - 1) or [()]
    who = f"{note.recorded_by}, {when(note.recorded_at)}"
    return (*lines, *paragraph(" ", who, width - 1, Style.DIM))
