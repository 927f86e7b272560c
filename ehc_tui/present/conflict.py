"""Two accounts of the same thing side by side: what somebody else recorded, and what is about to be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time

from ehc_tui.casework.together import Choice, Clash
from ehc_tui.law.rulebook import Rulebook
from ehc_tui.present.case.changes import changes
from ehc_tui.present.page import GUTTER, Page
from ehc_tui.present.prose import columns, paragraph, text_line
from ehc_tui.present.runs import Line, Style
from ehc_tui.store.rows import ActRow
from ehc_tui.text import british, clean

_MOST_ACTS = 3
_FIELD, _WIDEST_FIELD, _CHOSEN = 10, 26, 6


def conflict_page(
    fields: Sequence[Clash],
    chosen: Mapping[str, Choice],
    acts: Sequence[ActRow],
    book: Rulebook,
    when: Callable[[datetime], str],
    width: int,
) -> Page:
    """What others did since, then a row for each field that both changed, and under it both in full."""
    label = min(max(_FIELD, *(len(field.field) for field in fields)), min(_WIDEST_FIELD, width // 4))
    side = max((width - GUTTER - label - _CHOSEN - 4) // 2, 8)

    def row(index: int) -> Line:
        field = fields[index]
        choice = chosen[field.field]
        return columns(
            (field.field, label, Style.PLAIN),
            (in_words(field.theirs), side, Style.TITLE if choice != "mine" else Style.STOPPED),
            (in_words(field.mine), side, Style.TITLE if choice != "theirs" else Style.STOPPED),
            (choice, _CHOSEN, Style.ACCENT),
        )

    def detail(index: int) -> tuple[Line, ...]:
        field = fields[index]
        choice = chosen[field.field]
        return (
            *paragraph(" It was: ", in_words(field.was), width - 1, Style.DIM),
            *paragraph(" Theirs: ", in_words(field.theirs), width - 1),
            *paragraph(" Yours: ", in_words(field.mine), width - 1),
            *(paragraph(" Both: ", in_words(field.both), width - 1) if choice == "both" else ()),
        )

    head = (
        *done_lines(acts, book, when, width),
        text_line(""),
        (
            *text_line(" " * GUTTER),
            *columns(
                ("Field", label, Style.HEAD),
                (clean(acts[0].by) if acts else "Now", side, Style.HEAD),
                ("You", side, Style.HEAD),
                ("Take", _CHOSEN, Style.HEAD),
            ),
        ),
    )
    return Page(head=head, count=len(fields), row=row, detail=detail, least_detail=4)


def done_lines(
    acts: Sequence[ActRow], book: Rulebook, when: Callable[[datetime], str], width: int
) -> tuple[Line, ...]:
    """What others did to the case since, newest first, with what each changed."""
    lines: list[Line] = []
    for act in acts[:_MOST_ACTS]:
        what = "; ".join(f"{name}: {change}" for name, change in changes(act, book))
        sentence = f"{clean(act.by)} {when(act.at)}: {clean(act.summary)}"
        lines += paragraph(" ", f"{sentence} ({what})" if what else sentence, width - 1)[:_MOST_ACTS]
    if len(acts) > _MOST_ACTS:
        lines.append(text_line(f" and {len(acts) - _MOST_ACTS} more", Style.DIM))
    return tuple(lines)


def meanwhile(acts: Sequence[ActRow], when: Callable[[datetime], str]) -> str:
    """One sentence of what others did since that does not touch what was recorded; empty for nothing."""
    if not acts:
        return ""
    last = acts[0]
    more = f" and {len(acts) - 1} more" if len(acts) > 1 else ""
    return f"Meanwhile {clean(last.by)} recorded “{clean(last.summary)}” {when(last.at)}{more}; both stand."


def settled(values: Mapping[str, object]) -> str:
    """What was put together, field by field but for what is empty: "on 24 Aug 2026, outcome Yes"."""
    return ", ".join(
        f"{field[:1].lower()}{field[1:]} {in_words(value)}"
        for field, value in values.items()
        if value not in (None, "")
    )


def in_words(value: object) -> str:
    """A value of a field as people read it."""
    match value:
        case None | "":
            return "–"
        case bool():
            return "yes" if value else "no"
        case date():
            return british(value)
        case time():
            return f"{value:%H:%M}"
        case tuple():
            return ", ".join(clean(str(one)) for one in value)
    return clean(value)
