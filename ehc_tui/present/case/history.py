"""The history of a case: every act, newest first, and what one act changed from what to what."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from ehc_tui.present.page import Page
from ehc_tui.present.prose import columns, paragraph, text_line
from ehc_tui.present.runs import Line, Style
from ehc_tui.store.rows import ActRow
from ehc_tui.text import british, clean

LONDON = ZoneInfo("Europe/London")
_UNSAID = frozenset({"id", "case_id", "meeting_id", "recorded_by", "recorded_at", "source", "uid"})
_WORDS = {"happened_on": "on", "meets_on": "on", "born": "date of birth", "corrects": "in place of no."}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def when(instant: datetime, *, full: bool = False) -> str:
    """An instant in local time: "21 Nov 10:42", or with `full` "Sat 21 Nov 2026 at 10:42"."""
    local = instant.astimezone(LONDON)
    day, clock = local.date(), f"{local:%H:%M}"
    return f"{british(day, 'weekday')} at {clock}" if full else f"{british(day, 'short')} {clock}"


def history_page(history: Sequence[ActRow], width: int) -> Page:
    """The acts, newest first. Acts that were undone stay in the list and say so."""
    return Page(
        count=len(history),
        row=lambda index: _row(history[index], width),
        detail=lambda index: act_lines(history[index], width),
        empty=(text_line(" Nothing has been done to this case yet. r records what happened.", Style.DIM),),
    )


def _row(act: ActRow, width: int) -> Line:
    undone = act.undone_by is not None
    note = "undone" if undone else "undo" if act.undoes is not None else ""
    return columns(
        (when(act.at), 13, Style.DIM),
        (act.by, 12, Style.DIM),
        (_sentence(act), max(width - 37, 8), Style.STOPPED if undone else Style.PLAIN),
        (note, 6, Style.WARN),
    )


def act_lines(act: ActRow, width: int) -> tuple[Line, ...]:
    """One act in full: who, when, and each value before and after it."""
    who = f"By {act.by}, {when(act.at, full=True)}."
    lines = paragraph(" ", f"{_sentence(act).rstrip('.')}. {who}", width - 1)
    if act.undone_by is not None:
        lines += paragraph(" ", "It has been undone.", width - 1, Style.WARN)
    for name, change in changes(act):
        lines += paragraph(f" {name}: ", change, width - 1)
    return lines


def changes(act: ActRow) -> Iterator[tuple[str, str]]:
    """What an act changed, as (what, how) in words: the values of a new row, "before → after" of another."""
    before, after = _rows(act.before), _rows(act.after)
    for key, new in after.items():
        old, table = before.get(key), key[0].replace("ehc_", "").replace("_", " ")
        if old is None:
            told = (
                f"{_word(column)} {_value(value)}" for column, value in new.items() if column not in _UNSAID
            )
            yield f"New {table}", ", ".join(told)
        elif "voided_by" in new:
            yield f"{table.capitalize()} no. {key[1]}", "taken out" if new["voided_by"] else "back in use"
        else:
            told = (f"{_word(column)} {_value(old.get(column))} → {_value(new[column])}" for column in new)
            yield f"{table.capitalize()} no. {key[1]}", ", ".join(told)


def _rows(raw: str) -> dict[tuple[str, str], Mapping[str, Any]]:
    """The rows of `{table: {row id: {column: value}}}`, by (table, row id)."""
    tables: Mapping[str, Mapping[str, Mapping[str, Any]]] = json.loads(raw) if raw else {}
    return {(table, row): values for table, rows in tables.items() for row, values in rows.items()}


def _sentence(act: ActRow) -> str:
    return act.summary[:1].upper() + act.summary[1:]


def _word(column: str) -> str:
    return _WORDS.get(column, column.replace("_", " "))


def _value(value: object) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = clean(value)
    return british(date.fromisoformat(text)) if _DATE.fullmatch(text) else text
