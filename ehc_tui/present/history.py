"""The history of a store on a page: which entries are shown, one line for each, and one of them whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ehc_tui.law.rulebook import Rulebook
from ehc_tui.present.case.changes import changes
from ehc_tui.present.case.history import when, when_brief
from ehc_tui.present.page import GUTTER, Page
from ehc_tui.present.prose import columns, paragraph, plural, text_line
from ehc_tui.present.runs import Line, Run, Style
from ehc_tui.store.history import Asked, EntryRow, WholeEntry
from ehc_tui.store.verbs import EXPORT, READ
from ehc_tui.text import british, clean, enumerated

_WHEN, _BY, _CASE, _NOTE = 12, 12, 10, 6
_AROUND = GUTTER + _WHEN + _BY + _CASE + _NOTE + 5
_MOST_CASES = 30


def asked_words(asked: Asked) -> str:
    """Which entries are shown, in words: "of E26-0412, by okafor, since 1 Nov 2026, openings too"."""
    parts = [
        f"of {clean(asked.ref)}" if asked.ref else "",
        f"by {clean(asked.by)}" if asked.by else "",
        _days(asked),
        f"with “{clean(asked.words)}”" if asked.words else "",
        "openings too" if asked.looks else "openings hidden",
    ]
    return ", ".join(part for part in parts if part)


def _days(asked: Asked) -> str:
    if asked.since and asked.since == asked.until:
        return f"on {british(asked.since)}"
    since = f"since {british(asked.since)}" if asked.since else ""
    until = f"until {british(asked.until)}" if asked.until else ""
    return " ".join(part for part in (since, until) if part)


def entries_page(
    count: int, row_of: Callable[[int], EntryRow | None], asked: Asked, today: date, width: int
) -> Page:
    """The entries, newest first; `row_of` gives that of a place, or None while it is being read."""
    shown = asked_words(asked)
    return Page(
        count=count,
        row=lambda place: _line(row_of(place), today, width),
        detail=lambda place: _detail(row_of(place), width),
        empty=(text_line(f" Nothing is in the history {shown}.", Style.DIM),),
        least_detail=3,
    )


def about(row: EntryRow) -> str:
    """The cases of an entry in a word: its reference, "12 cases", or nothing."""
    return row.ref if row.cases < 2 else plural(row.cases, "case")


def note_of(row: EntryRow) -> str:
    """What an entry is besides an act in force: undone, an undo, or only a look."""
    if row.undone_by is not None:
        return "undone"
    if row.undoes is not None:
        return "undo"
    return {READ: "opened", EXPORT: "export"}.get(row.verb, "")


def who(row: EntryRow) -> str:
    """Who made an entry, from which account, and who sat at the keyboard where that was somebody else."""
    account = f" (account {clean(row.account)})" if row.account else ""
    other = f", with {clean(row.at_keyboard)} at the keyboard" if row.at_keyboard else ""
    return f"{clean(row.by)}{account}{other}"


def by_words(row: EntryRow) -> str:
    """Who made an entry, in a list: with a star where somebody else sat at the keyboard."""
    return f"*{clean(row.by)}" if row.at_keyboard else clean(row.by)


def sentence(row: EntryRow) -> str:
    """What an entry says, as a sentence without its full stop."""
    said = clean(row.summary).rstrip(".")
    return said[:1].upper() + said[1:]


def _line(row: EntryRow | None, today: date, width: int) -> Line:
    if row is None:
        return text_line("…", Style.DIM)
    style = Style.STOPPED if row.undone_by is not None else Style.PLAIN
    return columns(
        (when_brief(row.at, today), _WHEN, Style.DIM),
        (by_words(row), _BY, Style.WARN if row.at_keyboard else Style.DIM),
        (about(row), _CASE, Style.PLAIN),
        (sentence(row), max(width - _AROUND, 8), style),
        (note_of(row), _NOTE, Style.WARN),
    )


def _detail(row: EntryRow | None, width: int) -> tuple[Line, ...]:
    if row is None:
        return ()
    cases = f" {about(row)}." if row.ref else ""
    told = f"{sentence(row)}.{cases} By {who(row)}, {when(row.at)}."
    return paragraph(f" {row.id}  ", told, width - 1)


def entry_lines(entry: WholeEntry, book: Rulebook, width: int) -> tuple[Line, ...]:
    """One entry whole: who, when, every value before and after it by case, its number and its seal."""
    row = entry.row
    lines: list[Line] = [text_line(f"Entry {row.id}: {sentence(row)}", Style.TITLE)]
    lines += paragraph("", f"By {who(row)}, {when(row.at)}.", width)
    if row.undoes is not None:
        lines += paragraph("", f"It takes back entry {row.undoes}.", width)
    if row.undone_by is not None:
        lines += paragraph("", f"It was taken back by entry {row.undone_by}.", width, Style.WARN)
    if entry.looked_at:
        lines += paragraph("Opened: ", enumerated(entry.looked_at, _MOST_CASES), width)
    for change in entry.changes[:_MOST_CASES]:
        if change.ref:
            lines.append((Run(change.ref, Style.HEAD),))
        for name, how in changes(change, book):
            lines += paragraph(f"  {name}: ", how, width)
    if len(entry.changes) > _MOST_CASES:
        left = enumerated([change.ref for change in entry.changes[_MOST_CASES:] if change.ref], _MOST_CASES)
        lines += paragraph("And in: ", left, width)
    lines += paragraph("Seal: ", entry.seal, width, Style.DIM)
    return tuple(lines)
