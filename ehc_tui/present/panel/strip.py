"""The timeline of a case as a strip: its stages, and the clocks that the panel has to mind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ehc_tui.law.model import Kind, Party
from ehc_tui.law.process import Panel, Process
from ehc_tui.present.case.timeline import ClockOn, in_order, timeline
from ehc_tui.present.case.timeline_page import stage_spans
from ehc_tui.present.runs import Line, Run, Style
from ehc_tui.store.rows import CaseFile

_MOST_LATE = 2


class StripLook(NamedTuple):
    """Under which process, for which panel, on which day and in how many cells the strip is drawn."""

    process: Process
    panel: Panel
    today: date
    warning_days: int
    width: int


def strip_lines(file: CaseFile, look: StripLook) -> tuple[Line, ...]:
    """The weeks, a line for each stage, and one for each clock that matters; nothing before the request.

    Those are the limit for a no, the other open duties of the council, and the advice that is latest.
    """
    received = file.row.received_on
    if received is None:
        return ()
    clocks = tuple(_clocks(file, look))
    stages = stage_spans(look.process, file.case, received)
    closed = None if file.row.is_open(look.today) else file.row.closes_on
    drawn = timeline(stages, clocks, received, look.today, look.width, closed)
    return (
        (Run("Timeline", Style.TITLE), *_after_title(drawn.scale_line())),
        *map(drawn.stage_line, stages),
        *map(drawn.clock_line, clocks),
    )


def _after_title(scale: Line) -> Line:
    """The scale, whose first cells are blank, without those that the title takes."""
    first, *rest = scale
    return (Run(first.text[len("Timeline") :], first.style), *rest)


def _clocks(file: CaseFile, look: StripLook) -> Iterator[ClockOn]:
    law = [clock for clock in file.clocks if clock.kind is Kind.STATUTORY]
    every = in_order(ClockOn(clock, clock.state(look.today, look.warning_days)) for clock in law)
    yield from (one for one in every if one.clock.rule == look.panel.limit)
    duties = (one for one in every if one.clock.bound is Party.COUNCIL and not one.settled)
    yield from (one for one in duties if one.clock.rule != look.panel.limit and not one.clock.window)
    late = (one for one in every if one.clock.bound is not Party.COUNCIL and one.breached)
    yield from list(late)[:_MOST_LATE]
