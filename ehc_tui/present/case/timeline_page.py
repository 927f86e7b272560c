"""The timeline tab: a case file under its council's process, drawn as of one day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from ehc_tui.law.model import CaseFacts, State
from ehc_tui.law.process import Process
from ehc_tui.present.case.timeline import ClockOn, StageSpan, in_order, timeline
from ehc_tui.present.case.why import Rules, why_lines
from ehc_tui.present.page import GUTTER, Page
from ehc_tui.present.prose import plural, text_line
from ehc_tui.present.rules.words import SHORT_UNITS
from ehc_tui.present.runs import Line, Run, Style
from ehc_tui.store.rows import CaseFile


class Fold(NamedTuple):
    """The clocks that need nothing more, folded into one row."""

    clocks: tuple[ClockOn, ...]


class Shown(NamedTuple):
    """The rows of a timeline: the clocks that have one each, and the fold if there is one."""

    clocks: tuple[ClockOn, ...]
    fold: Fold | None

    @property
    def all(self) -> tuple[ClockOn, ...]:
        """Every clock, in a row or folded."""
        return (*self.clocks, *(self.fold.clocks if self.fold else ()))


def shown(file: CaseFile, rules: Rules, today: date, warning_days: int, folded: bool) -> Shown:
    """The clocks of a case in the order of their rows; with `folded` settled ones share one."""
    every_rule = (*rules.book.rules, *rules.process.targets)
    limits = {
        rule.id: f"{rule.number} {SHORT_UNITS[rule.count]}"
        for rule in every_rule
        if rule.count in SHORT_UNITS
    }
    clocks = in_order(
        ClockOn(clock, clock.state(today, warning_days), limits.get(clock.rule, "")) for clock in file.clocks
    )
    settled = tuple(item for item in clocks if item.settled)
    if not folded or not settled or len(settled) == len(clocks):
        return Shown(clocks, None)
    return Shown(tuple(item for item in clocks if not item.settled), Fold(settled))


def timeline_page(file: CaseFile, what: Shown, rules: Rules, today: date, width: int) -> Page:
    """Scale and stages above, a row per clock, and below why the clock under the cursor ends when it does."""
    received = file.row.received_on or min((item.clock.triggered_on for item in what.all), default=today)
    stages = stage_spans(rules.process, file.case, received)
    closed = file.row.closes_on if not file.row.is_open(today) else None
    drawn = timeline(stages, what.all, received, today, width - GUTTER, closed)
    fold = _fold_line(what.fold.clocks if what.fold else ())
    indent = Run(" " * GUTTER)
    head = [(indent, *line) for line in (drawn.scale_line(), *map(drawn.stage_line, stages))]

    def row(index: int) -> Line:
        return drawn.clock_line(what.clocks[index]) if index < len(what.clocks) else fold

    def detail(index: int) -> Sequence[Line]:
        if index < len(what.clocks):
            return why_lines(what.clocks[index], file, rules, width)
        return (text_line(" These need nothing more. f or Enter shows them.", Style.DIM),)

    return Page(
        head=head,
        count=len(what.clocks) + bool(what.fold),
        row=row,
        detail=detail,
        marked=drawn.label_cells,
        empty=(
            text_line(" No clock runs on this case yet. r records when the request was received.", Style.DIM),
        ),
    )


def stage_spans(process: Process, case: CaseFacts, received_on: date) -> tuple[StageSpan, ...]:
    """The stages of a process on a case: the days of their weeks, and the days on which they began and ended.

    Week 1 begins the day after receipt and ends seven days after it; week 0 is the day of receipt.
    """
    entered = {span.stage.key: span for span in process.spans_of(case)}
    over = bool(entered) and not process.stages_of(case)
    spans = []
    for number, stage in enumerate(process.stages, 1):
        span = entered.get(stage.key)
        opens = received_on + timedelta(weeks=max(stage.from_week - 1, 0), days=stage.from_week > 0)
        closes = received_on + timedelta(weeks=stage.to_week)
        weeks = f"{stage.from_week}–{stage.to_week}"
        began, ended = (span.began_on, span.ended_on) if span else (None, None)
        spans.append(StageSpan(number, stage.name, weeks, opens, closes, began, ended, not over))
    return tuple(spans)


def _fold_line(folded: Sequence[ClockOn]) -> Line:
    late = sum(item.state is State.MET_LATE for item in folded)
    stopped = sum(item.state is State.STOPPED for item in folded)
    met = len(folded) - late - stopped
    parts = [
        f"{number} {word}"
        for number, word in ((met, "met"), (late, "met late"), (stopped, "stopped"))
        if number
    ]
    return (Run(f"+ {plural(len(folded), 'clock')} settled: {', '.join(parts)}", Style.DIM),)
