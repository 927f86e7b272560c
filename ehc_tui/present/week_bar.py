"""A case as a bar of weeks: how far it has come, where its next date lies, and whether that has passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from ehc_tui.law.vocabulary import Outcome, State
from ehc_tui.law.weeks import week_number
from ehc_tui.present.runs import GLYPH, Line, Run, Style
from ehc_tui.store.case_row import CaseRow

BAR_WEEKS = 24
_WHOLE_PROCESS = 20
_TICKS = 4


def bar_title(weeks: int = BAR_WEEKS) -> str:
    """The numbers of the weeks, to stand over the bars."""
    return "".join(str(week).ljust(_TICKS) for week in range(0, weeks, _TICKS))


def week_bar(row: CaseRow, today: date, weeks: int = BAR_WEEKS) -> Line:
    """One cell for each week from the request on, the first for days 0 to 7.

    █ stands for deciding whether to assess, ▓ for gathering advice, ▒ for deciding and drafting, - for the
    time after a refusal or the final plan; ! for weeks past the date (§ where an exception lifted the limit),
    ┆ for this week, ◆ for the date ahead, · for what is left of the 20 weeks. An older case ends in ».
    """
    if row.received_on is None:
        return (Run(" " * weeks),)
    cells = _cells(row, row.received_on, today, weeks)
    return tuple(
        Run("".join(glyph for glyph, _ in some), style)
        for style, some in groupby(cells, lambda cell: cell[1])
    )


def _cells(row: CaseRow, began: date, today: date, weeks: int) -> Iterator[tuple[str, Style]]:
    over = None if row.is_open(today) else row.closes_on
    now = _cell(began, over or today)
    due = _cell(began, row.next.due) if row.next and not over else None
    state = Style(row.state)
    past = row.state in (State.OVERDUE, State.RELIEVED)
    for week in range(weeks):
        if week < now or (over and week == now):
            if over is None and week == weeks - 1:
                yield "»", state if past else Style.TODAY
            elif past and due is not None and week > due:
                yield GLYPH[row.state], state
            else:
                yield _stage(row, began + timedelta(days=7 * week + 1)), state if over else Style.STAGE_DONE
        elif over:
            yield " ", Style.PLAIN
        elif week == now:
            yield "┆", Style.TODAY
        elif week == due:
            yield "◆", state
        else:
            yield "·" if week < _WHOLE_PROCESS else " ", Style.STAGE_NEXT


def _cell(began: date, day: date) -> int:
    return max(week_number(began, day) - 1, 0)


def _stage(row: CaseRow, day: date) -> str:
    """Which part of the process the case was in during the week that begins on `day`."""
    if row.assess_on is None or day <= row.assess_on:
        return "█"
    ended = row.plan_on if row.plan_outcome == Outcome.DO_NOT_ISSUE else row.final_on
    if row.assess_outcome == Outcome.NO or (ended is not None and day > ended):
        return "-"
    gathered = row.advice_complete_on or row.plan_on or row.draft_on
    return "▓" if gathered is None or day <= gathered else "▒"
