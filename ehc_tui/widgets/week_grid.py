"""A working week as a grid: Monday to Friday across, hours down, who is busy in each cell.

The first half is pure: a `Week` and a `Shape` become lines of runs. `WeekGrid` draws them with one widget,
moves a cursor over the cells and says which cell was chosen; what a choice means is the screen's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from textwrap import wrap
from typing import NamedTuple

from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from ehc_tui.present.runs import Line, Run, Style
from ehc_tui.text import clean, fit
from ehc_tui.widgets.frames import InPlace
from ehc_tui.widgets.palette import strip

DAYS = 5
HOURS = (9 * 60, 18 * 60)
HALF_HOURS = (8 * 60 + 30, 17 * 60 + 30)
_TIME_WIDTH = 8
_NARROWEST = 9


class Busy(NamedTuple):
    """Somebody's time that is taken: `who` as the cell names them; `here` marks the meeting on screen."""

    day: date
    starts: time
    minutes: int
    who: str
    here: bool = False

    @property
    def first(self) -> int:
        """Minutes from midnight to the start."""
        return self.starts.hour * 60 + self.starts.minute

    def overlaps(self, day: date, first: int, last: int) -> bool:
        """True if it takes any of the minutes from `first` up to `last` of that day."""
        return self.day == day and self.first < last and first < self.first + self.minutes


@dataclass(frozen=True, slots=True)
class Week:
    """What is known about one week. Until it is `known`, no cell claims to be free."""

    monday: date
    today: date
    busy: tuple[Busy, ...] = ()
    holidays: Mapping[date, str] = field(default_factory=dict)
    known: bool = True

    def day(self, column: int) -> date:
        """The day of a column; column 0 is Monday."""
        return self.monday + timedelta(days=column)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a week is laid over a rectangle: minutes of the first row, minutes a row, rows, cells a column."""

    first: int
    step: int
    rows: int
    column: int

    def minute(self, row: int) -> int:
        """Minutes from midnight at which a row begins."""
        return self.first + row * self.step

    def row(self, minute: int) -> int:
        """The row a minute of the day falls in, or the nearest one."""
        return min(max((minute - self.first) // self.step, 0), self.rows - 1)


def shape_of(week: Week, width: int, height: int) -> Shape:
    """Half hours where all fit below the heading, else hours; early or late meetings widen the day."""
    column = max((width - _TIME_WIDTH) // DAYS, _NARROWEST)
    fine = _laid_out(week, 30, HALF_HOURS, column)
    return fine if fine.rows < height else _laid_out(week, 60, HOURS, column)


def _laid_out(week: Week, step: int, usual: tuple[int, int], column: int) -> Shape:
    taken = [busy for busy in week.busy if 0 <= (busy.day - week.monday).days < DAYS]
    first = min([usual[0], *(busy.first // step * step for busy in taken)])
    last = max([usual[1], *(-(-(busy.first + busy.minutes) // step) * step for busy in taken)])
    return Shape(first, step, (min(last, 24 * 60) - first) // step, column)


def heading(week: Week, shape: Shape) -> Line:
    """The line with the days; today is marked."""
    runs = [Run(fit(f" {week.monday:%b}", _TIME_WIDTH), Style.DIM)]
    for column in range(DAYS):
        day = week.day(column)
        style = Style.TODAY if day == week.today else Style.HEAD
        runs.append(Run(fit(f"  {day:%a} {day.day}", shape.column), style))
    return tuple(runs)


def row_line(week: Week, shape: Shape, row: int, cursor: date | None = None, focused: bool = True) -> Line:
    """One row of cells; `cursor` is the day under the cursor if the cursor is in this row."""
    minute = shape.minute(row)
    label = f" {_clock(minute)}" if row == 0 or minute % 60 == 0 else f"    {minute % 60:02}"
    runs = [Run(fit(label, _TIME_WIDTH), Style.DIM)]
    for column in range(DAYS):
        day = week.day(column)
        text, style = _cell(week, shape, day, row)
        here = day == cursor
        under = here and focused
        runs.append(Run("▸ " if under else "▹ " if here else "  ", Style.CURSOR if under else Style.PLAIN))
        runs.append(Run(fit(text, shape.column - 2), Style.CURSOR if under else style))
    return tuple(runs)


def _cell(week: Week, shape: Shape, day: date, row: int) -> tuple[str, Style]:
    if not week.known:
        return "·", Style.DIM
    first = shape.minute(row)
    busy = [one for one in week.busy if one.overlaps(day, first, first + shape.step)]
    if busy:
        return _busy_cell(busy, first)
    if name := week.holidays.get(day):
        words = wrap(clean(name), shape.column - 4, break_long_words=False)
        return f"× {words[row] if row < len(words) else ''}", Style.WARN
    return "░ free", Style.DIM if day < week.today else Style.PLAIN


def _busy_cell(busy: list[Busy], first: int) -> tuple[str, Style]:
    """The meeting on screen comes first, then the earliest; a start inside the cell is written out."""
    shown = min(busy, key=lambda one: (not one.here, one.first))
    starts = f" {_clock(shown.first)}" if shown.first > first else ""
    more = f" +{len(busy) - 1}" if len(busy) > 1 else ""
    if shown.here:
        return f"◆ here{starts}{more}", Style.ACCENT
    return f"▓ {clean(shown.who)}{more}{starts}", Style.DUE_SOON


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


class WeekGrid(InPlace, can_focus=True):
    """The week with a cursor. The screen binds keys to `move`, `turn`, `edge` and `choose`."""

    @dataclass
    class CellChosen(Message):
        """The cell under the cursor was chosen: its day and the time at which it begins."""

        day: date
        starts: time

    @dataclass
    class WeekTurned(Message):
        """Another week is on show; whoever knows what is in it should say so with `show`."""

        monday: date

    def __init__(self, today: date, start: date | None = None, *, id: str | None = None) -> None:  # noqa: A002
        """Start at `start`, or on the next working weekday from `today`, at ten in the morning."""
        super().__init__(id=id)
        self._day = _weekday(start or today)
        self._minute = 10 * 60
        self._top = 0
        self._week = Week(_monday(self._day), today, known=False)

    @property
    def monday(self) -> date:
        """The Monday of the week on show."""
        return self._week.monday

    @property
    def cursor(self) -> tuple[date, time]:
        """The day and the time of the cell under the cursor."""
        minute = self._shape.minute(self._shape.row(self._minute))
        return self._day, time(minute // 60, minute % 60)

    def show(self, week: Week) -> None:
        """Draw a week; one that is no longer on show is ignored, because its answer came too late."""
        if week.monday == self._week.monday and week != self._week:
            self._week = week
            self._keep_in_view()
            self.refresh()

    def go_to(self, day: date, starts: time) -> None:
        """Put the cursor on a day and time, turning to its week if need be; a weekend day goes to Monday."""
        self._place(_weekday(day), starts.hour * 60 + starts.minute)

    def render_line(self, y: int) -> Strip:
        """The heading, then as many rows as fit."""
        shape, row = self._shape, self._top + y - 1
        if y == 0:
            return strip(self.app, heading(self._week, shape), self.size.width)
        if row >= shape.rows:
            return strip(self.app, (), self.size.width)
        cursor = self._day if row == shape.row(self._minute) else None
        return strip(self.app, row_line(self._week, shape, row, cursor, self.has_focus), self.size.width)

    def on_resize(self) -> None:
        """Keep the cursor in sight when the terminal changes size."""
        top = self._top
        self._keep_in_view()
        if top != self._top:
            self.refresh()

    def on_focus(self) -> None:
        """The cursor is drawn strongly only where the keys go."""
        self.refresh(self._cell_region())

    def on_blur(self) -> None:
        """The cursor stays in sight, faintly."""
        self.refresh(self._cell_region())

    def move(self, columns: int, rows: int) -> None:
        """Move the cursor by cells; past Friday lies next Monday."""
        shape = self._shape
        minute = shape.minute(min(max(shape.row(self._minute) + rows, 0), shape.rows - 1))
        day = self._day + timedelta(days=columns)
        if day.weekday() >= DAYS:
            day += timedelta(days=2 if columns > 0 else -2)
        self._place(day, minute)

    def turn(self, weeks: int) -> None:
        """Turn to another week, the cursor on the same day and time."""
        self._place(self._day + timedelta(weeks=weeks), self._minute)

    def edge(self, row: int) -> None:
        """Go to the first or the last row."""
        self._place(self._day, self._shape.minute(row % self._shape.rows))

    def choose(self) -> None:
        """Say which cell was chosen."""
        self.post_message(self.CellChosen(*self.cursor))

    @property
    def _shape(self) -> Shape:
        return shape_of(self._week, self.size.width, self.size.height)

    def _place(self, day: date, minute: int) -> None:
        before, top = self._cell_region(), self._top
        turned = _monday(day) != self._week.monday
        self._day, self._minute = day, minute
        if turned:
            self._week = Week(_monday(day), self._week.today, known=False)
        self._keep_in_view()
        if turned or top != self._top:
            self.refresh()
        else:
            self.refresh(before, self._cell_region())
        if turned:
            self.post_message(self.WeekTurned(self._week.monday))

    def _keep_in_view(self) -> None:
        visible, row = max(self.size.height - 1, 1), self._shape.row(self._minute)
        self._top = min(max(self._top, row - visible + 1, 0), row, max(self._shape.rows - visible, 0))

    def _cell_region(self) -> Region:
        shape = self._shape
        left = _TIME_WIDTH + (self._day - self._week.monday).days * shape.column
        return Region(left, 1 + shape.row(self._minute) - self._top, shape.column, 1)


def _weekday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= DAYS else day
