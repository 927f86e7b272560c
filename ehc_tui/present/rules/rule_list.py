"""The rules as a list: one to a row, with its limit and on how many open cases it runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ehc_tui.present.page import GUTTER, Page
from ehc_tui.present.prose import columns, text_line
from ehc_tui.present.rules.find import Entry
from ehc_tui.present.rules.words import provision, short_limit
from ehc_tui.present.runs import Line, Run, Style, count
from ehc_tui.store.under_rule import NOT_RUNNING, RuleCount

NARROW = 60
"""Cells of a list that leaves room for the rule beside it."""
_NAME, _LIMIT, _OPEN, _BINDS, _STAGE = 24, 11, 5, 8, 14
_WIDE = 72


class _Column(NamedTuple):
    heading: str
    width: int


def rule_list(found: Sequence[Entry], counts: Mapping[str, RuleCount], width: int) -> Page:
    """The rules as a page of `width` cells; where there is room with who is bound and by which provision."""
    layout = _layout(width - GUTTER)
    head = columns(*((column.heading, column.width, Style.HEAD) for column in layout))

    def row(index: int) -> Line:
        entry = found[index]
        cells = _cells(entry, counts.get(entry.id, NOT_RUNNING))
        shown = ((*cells[column.heading], column.width) for column in layout)
        return columns(*((text, cells_wide, style) for text, style, cells_wide in shown))

    return Page(
        head=((Run(" " * GUTTER), *head),),
        count=len(found),
        row=row,
        empty=(text_line(" No rule holds all of that. Esc shows all rules again.", Style.DIM),),
    )


def _layout(room: int) -> tuple[_Column, ...]:
    """The columns that fit, the last of them as wide as what is left."""
    fixed = [_Column("Rule", _NAME), _Column("Limit", _LIMIT), _Column("Open", _OPEN)]
    last = "Stage"
    if room >= _WIDE:
        fixed += [_Column("Binds", _BINDS), _Column("Stage", _STAGE)]
        last = "Law"
    used = sum(column.width + 1 for column in fixed)
    return (*fixed, _Column(last, max(room - used, 1)))


def _cells(entry: Entry, found: RuleCount) -> Mapping[str, tuple[str, Style]]:
    rule = entry.rule
    running = f"{count(found.running):>{_OPEN}}" if found.running else ""
    return {
        "Rule": (entry.name, Style.PLAIN),
        "Limit": (short_limit(rule) if rule else "–", Style.PLAIN if rule and rule.number else Style.DIM),
        "Open": (running, Style.OVERDUE if found.overdue else Style.PLAIN),
        "Binds": (rule.bound.value if rule else "", Style.PLAIN),
        "Stage": (entry.stage, Style.DIM),
        "Law": (provision(entry.citation), Style.DIM),
    }
