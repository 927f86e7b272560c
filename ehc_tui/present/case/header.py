"""The two lines that stay over every tab: whose case this is and how far it is, and the tabs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ehc_tui.law.ages import is_young_person, year_group
from ehc_tui.law.weeks import day_number, week_number
from ehc_tui.present.runs import Line, Run, Style, line_width
from ehc_tui.store.case_row import CaseRow
from ehc_tui.text import british

TABS = ("Timeline", "Advice", "Meetings", "Decisions", "Notes", "History")
WEEKS = 20
_AROUND = 3
_RIGHTS = ", holds the rights"


def header_parts(row: CaseRow, today: date, width: int) -> tuple[Line, Line]:
    """The case in one line of `width` cells: who it is for the left end, how far it has come for the right.

    A young person is named as one, because the rights are theirs and no longer the parent's. What does not
    fit goes in this order: that explanation, the date of birth, the word "version", the end of the setting.
    """
    name = " ".join(part for part in (row.forename, row.surname) if part)
    far, number = _progress(row, today), f"version {row.version}"
    layouts = (
        (_RIGHTS, True, number),
        ("", True, number),
        ("", False, number),
        ("", False, f"v{row.version}"),
    )
    for rights, born, version in layouts:
        left = (
            Run(f"{row.ref}  ", Style.ACCENT),
            Run(f"{name}  ", Style.TITLE),
            Run(_about(row, today, rights, born)),
        )
        right = (Run(f"  {far} · {version}", Style.DIM),)
        if line_width(left) + line_width(right) + _AROUND <= width:
            break
    return left, right


def _about(row: CaseRow, today: date, rights: str, born: bool) -> str:
    year = _year(row.born, today)
    if row.born and is_young_person(row.born, today):
        year += f" young person{rights}"
    birth = f"born {british(row.born)}" if born and row.born else ""
    return ", ".join(part for part in (year, birth, row.setting) if part)


def _year(born: date | None, today: date) -> str:
    if born is None:
        return "date of birth not known"
    group = year_group(born, today)
    return f"Y{group}" if group.isdigit() else group


def _progress(row: CaseRow, today: date) -> str:
    if row.received_on is None:
        return "not yet received"
    if not row.is_open(today) and row.closes_on:
        return f"closed {british(row.closes_on)}"
    if row.received_on > today:
        return f"begins {british(row.received_on)}"
    week = week_number(row.received_on, today)
    weeks = f"week {week} of {WEEKS}" if week <= WEEKS else f"week {week}, past {WEEKS}"
    return f"day {day_number(row.received_on, today)} · {weeks}"


def tabs_line(current: int, badges: Sequence[str], width: int) -> Line:
    """The tabs with their digits, the current one in brackets; `badges` say what waits on each ("1 late").

    Where `width` cells do not hold all of it the badges go first, then all but the beginnings of the names.
    """
    bare = [""] * len(TABS)
    short = [name if number == current else name[:4] for number, name in enumerate(TABS)]
    layouts = (_tabs(current, TABS, badges), _tabs(current, TABS, bare), _tabs(current, short, bare))
    return next((line for line in layouts if line_width(line) <= width), layouts[-1])


def _tabs(current: int, names: Sequence[str], badges: Sequence[str]) -> Line:
    runs: list[Run] = []
    for number, (name, badge) in enumerate(zip(names, badges, strict=True)):
        here = number == current
        before, after = (" [", "]") if here else ("  ", " ")
        style = Style.TITLE if here else Style.DIM
        runs.append(Run(f"{before}{number + 1} {name}", style))
        if badge:
            runs.append(Run(f" {badge}", Style.WARN))
        runs.append(Run(after, style))
    return tuple(runs)
