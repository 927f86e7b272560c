"""The case under the cursor in a few lines: where it stands, its open clocks, why the next is due then."""

from __future__ import annotations

from datetime import date

from ehc_tui.law.explain import explain
from ehc_tui.law.model import Kind, State
from ehc_tui.law.process import Process
from ehc_tui.law.rulebook import Rulebook
from ehc_tui.present.case.header import header_parts
from ehc_tui.present.case.timeline import ClockOn
from ehc_tui.present.prose import near
from ehc_tui.present.runs import GLYPH, Line, Run, Style, fit_line, line_width, wrap_line
from ehc_tui.store.rows import AdviceLine, CaseFile
from ehc_tui.text import clean

_OUTSTANDING = frozenset({State.OVERDUE, State.DUE_SOON, State.ON_TRACK})

_LEAST_STAGES = 24


def detail_lines(
    file: CaseFile,
    today: date,
    warning_days: int,
    book: Rulebook,
    process: Process,
    width: int,
    height: int,
) -> tuple[Line, ...]:
    """The case in `height` lines of `width` cells, the least important left out."""
    room = width - 2
    lines: list[Line] = [
        (Run("─" * width, Style.DIM),),
        (Run(" "), *_who(file, today, process, room)),
    ]
    clocks = [ClockOn(clock, clock.state(today, warning_days)) for clock in file.clocks if clock.open]
    why = _why(file, clocks, book, process)
    for body in (_clocks(clocks, today), _advice(file, book), why):
        if body:
            lines += [(Run(" "), *line) for line in wrap_line(body, room)]
    return tuple(lines[:height])


def _who(file: CaseFile, today: date, process: Process, width: int) -> Line:
    """Who the case is about, who works on it and, where there is room, in which stages it is."""
    row = file.row
    child, _ = header_parts(row, today, width)
    line = (*child, Run(f"   {clean(row.caseworker) or 'nobody yet'}", Style.DIM))
    names = {stage.key: stage.name for stage in process.stages}
    stages = " and ".join(names.get(key, key) for key in row.stages.split())
    whole = (*line, Run(f"   in {stages}", Style.DIM)) if stages else line
    return fit_line(whole if line_width(line) + _LEAST_STAGES <= width else line, width)


def _clocks(clocks: list[ClockOn], today: date) -> Line:
    """All open clocks by due date: the law's first, then the council's own targets."""
    runs: list[Run] = []
    for item in sorted(
        clocks, key=lambda item: (item.clock.kind is not Kind.STATUTORY, item.clock.due or date.max)
    ):
        clock = item.clock
        if clock.due is None or item.settled:
            continue
        kind = "" if clock.kind is Kind.STATUTORY else f" ({clock.kind.value})"
        words = f"{GLYPH[item.state]} {clock.label}{kind} {near(clock.due, today)}".replace(" ", "\u00a0")
        runs += [Run(words, item.style), Run("   ")]
    return tuple(runs[:-1])


def _advice(file: CaseFile, book: Rulebook) -> Line:
    """Advice that is asked for and not in, by name."""
    open_lines = [line for line in file.advice if line.state in _OUTSTANDING and line.requested_on]
    if not open_lines:
        return ()
    runs = [Run("Advice outstanding: ", Style.DIM)]
    for line in open_lines:
        late = line.state is State.OVERDUE
        runs += [
            Run(_named(line, book).replace(" ", "\u00a0"), Style.OVERDUE if late else Style.PLAIN),
            Run("   "),
        ]
    return tuple(runs[:-1])


def _named(line: AdviceLine, book: Rulebook) -> str:
    label = next((entry.label for entry in book.advice if entry.key == line.kind), line.kind)
    words = clean(f"{label}, {line.adviser}" if line.adviser else label)
    return f"{words} (late)" if line.state is State.OVERDUE else words


def _why(file: CaseFile, clocks: list[ClockOn], book: Rulebook, process: Process) -> Line:
    """Why the next duty has its date."""
    duty = file.row.next
    if duty is None:
        return ()
    wanted = (duty.rule, duty.subject)
    clock = next((item.clock for item in clocks if (item.clock.rule, item.clock.subject) == wanted), None)
    if clock is None:
        return ()
    told = explain(clock, file.case, book, process)
    return (Run("Why: ", Style.KEY), Run(told.why), Run(f" {told.citation}.", Style.DIM))
