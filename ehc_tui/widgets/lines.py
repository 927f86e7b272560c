"""A list of literal lines under a cursor, with fixed lines above it and words about the row below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, takewhile, zip_longest
from typing import ClassVar, NamedTuple

from textual.events import Resize
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer

from ehc_tui.commands import Move
from ehc_tui.present.page import GUTTER, Page
from ehc_tui.present.runs import Line, Run, Style, line_width
from ehc_tui.widgets.frames import InPlace
from ehc_tui.widgets.palette import strip

__all__ = ["GUTTER", "LineList"]

REST = 0.12
"""Seconds after which the cursor is taken to rest on a row."""


class _Shown(NamedTuple):
    """One line as it stands on the screen."""

    line: Line = ()
    cursor: bool = False


class LineList(InPlace, can_focus=True):
    """Draws a `Page`: only rows in sight are asked for, and only lines that differ are drawn again.

    Text is drawn literally. The rule under the rows says "n of m". The screen's keys call `move`; the words
    about a row follow when the cursor rests on it.
    """

    DEFAULT_CSS: ClassVar[str] = "LineList { height: 1fr; }"

    class Moved(Message):
        """The cursor is on another row."""

        def __init__(self, index: int) -> None:
            self.index = index
            super().__init__()

    class Rested(Message):
        """The cursor has come to rest on a row."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own parameter name
        super().__init__(id=id)
        self._page = Page()
        self._cursor = 0
        self._top = 0
        self._resting = False
        self._detail: Sequence[Line] = ()
        self._shown: list[_Shown] = []
        self._waiting: Timer | None = None

    @property
    def cursor(self) -> int:
        """The row under the cursor, of a text the first line in sight; 0 when there are none."""
        return self._cursor

    @property
    def page(self) -> Page:
        """What is shown now."""
        return self._page

    def show(self, page: Page, cursor: int = 0) -> None:
        """Show another page with the cursor on row `cursor`, or on the last row if there are fewer."""
        self._page = page
        self._cursor = self._within(cursor)
        self._settle()

    def move(self, how: Move) -> None:
        """Move the cursor as a key asks; a text is scrolled."""
        page = max(self._rows_in_sight() - 1, 1)
        by = {"down": 1, "up": -1, "page_down": page, "page_up": -page}
        ends = {"first": 0, "last": self._page.count - 1}
        if how in ("page_down", "page_up"):
            self._top = max(self._top + by[how], 0)
        self.move_to(ends[how] if how in ends else self._cursor + by[how])

    def move_to(self, index: int) -> None:
        """Put the cursor on another row; a text is scrolled to begin there."""
        index = self._within(index)
        if index != self._cursor:
            self._cursor = index
            self._draw()
            self._tell_at_rest()
            self.post_message(self.Moved(index))

    def rest(self, resting: bool) -> None:
        """Draw the cursor faintly, as "▹", while the keys go to another part of the screen."""
        self._resting = resting
        self._settle()

    def on_resize(self, _event: Resize) -> None:
        """Lay the page out for the new height."""
        self._settle()

    def render_line(self, y: int) -> Strip:
        """One line of the widget."""
        line, cursor = self._shown[y] if y < len(self._shown) else _Shown()
        marked = self._page.marked and GUTTER + self._page.marked
        return strip(self.app, line, self.size.width, cursor=cursor, marked=marked)

    def _tell_at_rest(self) -> None:
        """Who goes through ten rows on a slow line waits for the words about the last alone."""
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = None if self._page.text else self.set_timer(REST, self._rested)

    def _rested(self) -> None:
        self._settle()
        self.post_message(self.Rested())

    def _settle(self) -> None:
        """Read the words about the row under the cursor and draw what differs."""
        self._detail = self._page.detail(self._cursor) if self._page.count else ()
        self._draw()

    def _draw(self) -> None:
        """Scroll the row under the cursor into sight and draw what differs by that."""
        rows = max(self._rows_in_sight(), 1)
        least = self._cursor if self._page.text else self._cursor - rows + 1
        self._top = min(max(self._top, least, 0), self._cursor)
        self._top = min(self._top, max(self._page.count - rows, 0))
        if self._page.text:
            self._cursor = self._top
        width, height = self.size
        before, self._shown = self._shown, list(islice(self._lay_out(), height))
        pairs = zip_longest(before, self._shown, fillvalue=_Shown())
        if changed := [_region(y, was, now, width) for y, (was, now) in enumerate(pairs) if was != now]:
            self.refresh(*changed)

    def _lay_out(self) -> Iterator[_Shown]:
        """The lines from top to bottom: head, rows, rule, detail; or what is said when there are no rows."""
        yield from map(_Shown, self._page.head)
        if not self._page.count:
            yield from map(_Shown, self._page.empty)
            return
        rows = self._rows_in_sight()
        yield from map(self._row, range(self._top, self._top + rows))
        yield _Shown(self._rule())
        room = self.size.height - len(self._page.head) - rows - 1
        if len(self._detail) <= room:
            yield from map(_Shown, self._detail)
        else:
            yield from map(_Shown, self._detail[: room - 1])
            yield _Shown((Run(" …", Style.DIM),))

    def _row(self, index: int) -> _Shown:
        here = index == self._cursor and not self._page.text
        under = here and not self._resting
        gutter = Run(" ▸ " if under else " ▹ " if here else "   ", Style.KEY if under else Style.PLAIN)
        return _Shown((gutter, *self._page.row(index)), under)

    def _rule(self) -> Line:
        """A thin line that says where in the list the cursor is, or which lines of a text are in sight."""
        count, rows = self._page.count, self._rows_in_sight()
        place = f"─ {self._cursor + 1} of {count} "
        if self._page.text:
            place = f"─ {self._top + 1}–{self._top + rows} of {count} " if rows < count else ""
        return (Run(place, Style.DIM), Run("─" * max(self.size.width - len(place), 0), Style.DIM))

    def _rows_in_sight(self) -> int:
        """How many rows have room; the detail keeps the least it was promised."""
        body = max(self.size.height - len(self._page.head), 0)
        least = min(self._page.least_detail + 1, body // 2) if self._detail else 1
        return min(self._page.count, max(body - least, 0))

    def _within(self, index: int) -> int:
        return min(max(index, 0), max(self._page.count - 1, 0))


def _region(y: int, was: _Shown, now: _Shown, width: int) -> Region:
    """What has to be drawn of a line: all of it, or only to the last run that is another.

    Textual writes a line from its beginning to the end of the region, so only an equal end is saved.
    """
    same = 0
    if was.cursor == now.cursor and line_width(was.line) == line_width(now.line):
        ends = zip(reversed(was.line), reversed(now.line), strict=False)
        same = line_width(run for run, _ in takewhile(lambda pair: pair[0] == pair[1], ends))
    return Region(0, y, max(width - same, 1), 1)
