"""The timeline: a scale of weeks, one bar per stage of the council's process, one per clock.

Filled shapes are law (`●` starts, `◆` due), hollow ones are guidance or local; a doubled line is a period
that must be allowed to run. `✓`/`✗` met, `!` past due, `§` past due with the limit disapplied, `┆` today.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ehc_tui.law.model import Clock, Kind, Party, State
from ehc_tui.present.case.scale import TWENTY_WEEKS, Bar, Scale, scale_over
from ehc_tui.present.prose import near, plural
from ehc_tui.present.runs import GLYPH, Line, Run, Style
from ehc_tui.text import HALF_A_YEAR, cell_width, fit

LIMIT_CELLS = 8
_SETTLED = (State.MET, State.MET_LATE, State.STOPPED)


class StageSpan(NamedTuple):
    """One stage of the process on one case: the window of its weeks, the days it really began and ended.

    A stage that has not begun is `expected` unless the case is over.
    """

    number: int
    name: str
    weeks: str
    opens: date
    closes: date
    began: date | None
    ended: date | None
    expected: bool = True


class ClockOn(NamedTuple):
    """A clock with its state on the day it is looked at, and its limit in a few characters ("16 wk")."""

    clock: Clock
    state: State
    limit: str = ""

    @property
    def settled(self) -> bool:
        """True when nothing about it is still to be done."""
        return self.clock.met_on is not None or self.state in _SETTLED

    @property
    def day(self) -> date | None:
        """The day to show: when it was met or stopped, else when it is due."""
        return self.clock.met_on or self.clock.stopped_on or self.clock.due

    @property
    def breached(self) -> bool:
        """True when a statutory date is past and nothing disapplies it; other dates are no law."""
        return self.state is State.OVERDUE and self.clock.kind is Kind.STATUTORY

    @property
    def style(self) -> Style:
        """How it looks: as its state, but a date that is no law never looks like a breach."""
        overdue = self.state is State.OVERDUE
        return Style.DUE_SOON if overdue and not self.breached else Style(self.state.value)


def in_order(clocks: Iterable[ClockOn]) -> tuple[ClockOn, ...]:
    """The council's overdue duties, other law, what is no law, what is settled; each by date."""

    def key(item: ClockOn) -> tuple[bool, bool, bool, date, str, str]:
        clock = item.clock
        own = item.breached and clock.bound is Party.COUNCIL
        law = clock.kind is Kind.STATUTORY or item.settled
        return item.settled, not own, not law, clock.due or date.max, clock.rule, clock.subject

    return tuple(sorted(clocks, key=key))


@dataclass(frozen=True, slots=True)
class Timeline:
    """The drawing of one case on one day in `width` terminal cells; each method gives finished lines."""

    stages: Sequence[StageSpan]
    clocks: Sequence[ClockOn]
    today: date
    scale: Scale
    label_cells: int
    tail_cells: int
    date_cells: int
    limits: bool

    def scale_line(self) -> Line:
        """The numbers of the weeks over the bars."""
        return (Run(fit("", self.label_cells - 2) + "wk ", Style.DIM), Run(self.scale.ticks(), Style.DIM))

    def stage_line(self, stage: StageSpan) -> Line:
        """One stage: its window in prospect, what is done or under way, and how far it runs over."""
        style = Style.STAGE_DONE if stage.ended else Style.STAGE_NOW if stage.began else Style.STAGE_NEXT
        label = Run(fit(f"{stage.number} {stage.name}", self.label_cells) + " ", style)
        tail = Run(" " + fit(f"wk {stage.weeks}", self.tail_cells), Style.DIM)
        return (label, *self._stage_bar(stage), tail)

    def clock_line(self, item: ClockOn) -> Line:
        """One clock: what it is, its bar, and its date with what is left."""
        style = item.style
        label = Run(self._clock_label(item) + " ", style if item.breached else Style.PLAIN)
        tail = Run(
            " " + fit(due_words(item, self.today, self.tail_cells, self.date_cells), self.tail_cells), style
        )
        return (label, *self._clock_bar(item, style), tail)

    def _clock_label(self, item: ClockOn) -> str:
        limit = f" {item.limit:>{LIMIT_CELLS - 1}}" if self.limits else ""
        return fit(item.clock.label, self.label_cells - len(limit)) + limit

    def _stage_bar(self, stage: StageSpan) -> Line:
        bar = Bar(self.scale)
        reached = stage.ended or self.today
        began = stage.began or (stage.opens if stage.ended else None)
        if not stage.ended and stage.expected:
            bar.span(stage.opens, stage.closes, "░", Style.STAGE_NEXT)
        if began:
            glyph, style = ("█", Style.STAGE_DONE) if stage.ended else ("▓", Style.STAGE_NOW)
            bar.span(began, min(reached, max(stage.closes, began)), glyph, style)
            bar.between(max(stage.closes, began), reached, "!", Style.DUE_SOON)
        self._mark_today(bar)
        if stage.ended:
            bar.mark(stage.ended, "✓", Style.MET)
        return bar.line()

    def _clock_bar(self, item: ClockOn, style: Style) -> Line:
        clock, bar = item.clock, Bar(self.scale)
        ended = clock.met_on or clock.stopped_on
        law = clock.kind is Kind.STATUTORY
        if runs_to := min((day for day in (ended, clock.due) if day), default=None):
            bar.span(clock.triggered_on, runs_to, "═" if clock.window else "─" if law else "╌", style)
        if clock.due and not clock.window:
            glyph = "§" if clock.relieved else "!"
            bar.between(clock.due, clock.met_on or clock.stopped_on or self.today, glyph, style)
        self._mark_today(bar)
        bar.mark(clock.triggered_on, "●" if law else "○", style)
        if clock.due:
            bar.mark(clock.due, "→" if clock.due > self.scale.last else "◆" if law else "◇", style)
        if ended:
            bar.mark(ended, GLYPH[item.state], style)
        return bar.line()

    def _mark_today(self, bar: Bar) -> None:
        if self.scale.first <= self.today <= self.scale.last:
            bar.mark(self.today, "┆", Style.TODAY)


def timeline(
    stages: Sequence[StageSpan],
    clocks: Sequence[ClockOn],
    received_on: date,
    today: date,
    width: int,
    closed_on: date | None = None,
) -> Timeline:
    """Lay a case out in `width` cells: labels, a scale that reaches the dates shown, and room for the dates.

    A closed case is drawn to the day it closed. What is due more than half a year later is off the scale.
    """
    labels_cap, words_cap = (34, 34) if width >= 105 else (25, 24) if width >= 76 else (18, 10)
    limits = LIMIT_CELLS if width >= 105 else 0
    names = [*(cell_width(item.clock.label) + limits for item in clocks), *(len(s.name) + 2 for s in stages)]
    date_cells = max((len(near(day, today)) for item in clocks if (day := item.day)), default=0)
    words = [len(due_words(item, today, words_cap, date_cells)) for item in clocks]
    label_cells = min(max([*names, 10]), labels_cap)
    tail_cells = min(max([*words, 10]), words_cap)
    seen_until = min(today, closed_on) if closed_on else today
    days = [seen_until, *(stage.closes for stage in stages)]
    for item in clocks:
        clock = item.clock
        days += (day for day in (clock.due, clock.met_on, clock.triggered_on) if day)
    horizon = max(seen_until, received_on + TWENTY_WEEKS) + HALF_A_YEAR
    days = [day for day in days if day <= horizon]
    scale = scale_over(received_on, days, width - label_cells - tail_cells - 2)
    return Timeline(stages, clocks, today, scale, label_cells, tail_cells, date_cells, limits > 0)


def due_words(item: ClockOn, today: date, cells: int, date_cells: int = 0) -> str:
    """The date of a clock, `date_cells` wide, and what is left of it, in the fullest wording for `cells`."""
    if cells >= 25:
        return f"{GLYPH[item.state]} {_sentence(item, today)}"
    day = item.day
    word = f"{GLYPH[item.state]} {_word(item, today)}"
    return f"{near(day, today):<{date_cells}} {word}" if day and cells > 12 else word


def _word(item: ClockOn, today: date) -> str:
    clock, due = item.clock, item.clock.due
    match item.state:
        case State.MET:
            return "met"
        case State.MET_LATE if due and clock.met_on:
            return f"{(clock.met_on - due).days} {_past(item)}"
        case State.RELIEVED:
            return "relieved"
        case State.STOPPED:
            return "ran out" if clock.window and not clock.stopped_on else "stopped"
        case State.OVERDUE if due:
            return f"{(today - due).days} {_past(item)}"
    if due is None:
        return "no limit"
    return plural((due - today).days, "day") if due > today else "today"


def _sentence(item: ClockOn, today: date) -> str:
    clock, due = item.clock, item.clock.due
    if clock.met_on:
        return f"met {near(clock.met_on, today)}{_how_met(item)}"
    if clock.stopped_on:
        return f"stopped {near(clock.stopped_on, today)}"
    if due is None:
        return "no fixed limit"
    if item.state is State.STOPPED:
        return f"ran to {near(due, today)}"
    if item.state is State.RELIEVED:
        return f"due {near(due, today)}, relieved"
    days = (due - today).days
    left = "today" if days == 0 else f"{plural(abs(days), 'day')} {'left' if days > 0 else _past(item)}"
    return f"{'runs to' if clock.window else 'due'} {near(due, today)}, {left}"


def _how_met(item: ClockOn) -> str:
    clock = item.clock
    if item.state is State.MET_LATE and clock.met_on and clock.due:
        return f", {plural((clock.met_on - clock.due).days, 'day')} {_past(item)}"
    return ", relieved" if item.state is State.RELIEVED else ""


def _past(item: ClockOn) -> str:
    """The word for a date that has gone by: only a statutory one is called late."""
    return "late" if item.clock.kind is Kind.STATUTORY else "past"
