"""The caseload as a list that draws only what is in sight, however many cases there are."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence

from textual.events import Click, MouseScrollDown, MouseScrollUp
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from ehc_tui.commands import Move
from ehc_tui.present.case_list import (
    SCROLL_BAR,
    bar_cell,
    case_words,
    cells_marked,
    columns,
    header,
    settled,
    thumb,
)
from ehc_tui.present.caseload import CaseLine, Placed
from ehc_tui.present.runs import Line
from ehc_tui.widgets.frames import InPlace
from ehc_tui.widgets.palette import strip

_WHEEL = 3
_MOST_LINES = 2048


class CaseTable(InPlace):
    """A header and as many cases as fit, with a cursor, marks and a scroll bar of its own.

    It holds the lines it was given and learns, at once or later, how many cases there are. Where a move
    needs lines it does not have it asks for them with `Wanted` and moves when `supply` brings them, so that
    it never shows a gap; a move to the end waits for the count. The screen's keys call `move`; `Moved` says
    that the cursor went elsewhere.
    """

    class Wanted(Message):
        """Lines are needed before the cursor can go where it was sent."""

        def __init__(self, first: int, last: int) -> None:
            self.first, self.last = first, last
            super().__init__()

    class Moved(Message):
        """The cursor is on another case."""

    class Opened(Message):
        """The case under the cursor was clicked on again."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._count: int | None = 0
        self._to_end = False
        self._cursor = 0
        self._top = 0
        self._target: tuple[int, int] | None = None
        self._lines: dict[int, CaseLine] = {}
        self._strips: dict[tuple[int, bool], Strip] = {}
        self._marks: frozenset[int] = frozenset()
        self._placed: tuple[Placed, ...] = ()
        self._sort = ("", False)
        self._empty: Sequence[Line] = ()

    @property
    def cursor(self) -> int:
        """The place of the cursor in the list, from 0."""
        return self._cursor

    @property
    def current(self) -> CaseLine | None:
        """The case under the cursor; None in an empty list."""
        return self._lines.get(self._cursor)

    @property
    def page(self) -> int:
        """How many cases are in sight at once."""
        return max(self.size.height - 1, 1)

    def show(
        self,
        count: int | None,
        lines: Mapping[int, CaseLine],
        *,
        cursor: int = 0,
        sort: tuple[str, bool] = ("", False),
        empty: Sequence[Line] = (),
    ) -> None:
        """Show another list with the cursor at `cursor`; `lines` holds at least what will be in sight.

        `count` may be None as long as `lines` does not reach the end; `counted` then says later how many.
        `sort` names the order for the mark in the header, and whether it is turned round. `empty` is what an
        empty list says.
        """
        before = self._picture()
        self._count, self._lines = count, dict(lines)
        self._sort, self._empty = sort, empty
        self._target = None
        self._to_end = False
        self._cursor, self._top = self._settled(cursor, self._top)
        self._lay_out()
        if self._picture() != before:
            self._redraw()

    def counted(self, count: int, empty: Sequence[Line] = ()) -> None:
        """Learn how many cases the list has, and finish a move to its end; `empty` is as for `show`."""
        said, self._empty = self._empty, empty
        filled = self._thumb()
        self._count = count
        if not count and said != empty:
            self._redraw()
        elif changed := set(filled) ^ set(self._thumb()):
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))
        if self._to_end:
            self._go(count - 1, self._top)
        elif self._target is not None:
            self._go(*self._target)
        elif self._cursor >= count:
            self._go(self._cursor, self._top)

    def supply(self, lines: Mapping[int, CaseLine], count: int | None = None) -> None:
        """Take lines that were wanted, or will be soon, and finish a move that waits for them.

        `count` is how many cases the list has, where these lines were found to reach its end.
        """
        if count is not None and self._count is None:
            self._count = count
        if len(self._lines) > _MOST_LINES:
            near = self._top if self._target is None else self._target[1]
            kept = range(near - _MOST_LINES // 4, near + _MOST_LINES // 4)
            self._lines = {place: line for place, line in self._lines.items() if place in kept}
            self._strips.clear()
        self._lines.update(lines)
        before = self._placed
        self._lay_out()
        if self._placed != before:
            self._redraw()
        if self._target is not None:
            self._go(*self._target)

    def mark(self, marks: Iterable[int]) -> None:
        """Show these cases, by their ids, as marked; only lines that change are drawn again."""
        before, self._marks = self._marks, frozenset(marks)
        changed = before ^ self._marks
        places = [place for place, line in self._lines.items() if line.id in changed]
        self._forget(*places)
        seen = self._in_sight(self._top)
        if regions := [self._region(place) for place in places if place in seen]:
            self.refresh(*regions)

    def move(self, how: Move) -> None:
        """Move the cursor as a key asks; moves that come while one waits for its lines add up."""
        cursor, top = self._target or (self._cursor, self._top)
        match how:
            case "down" | "up":
                self._go(cursor + (1 if how == "down" else -1), top)
            case "page_down" | "page_up":
                by = self.page if how == "page_down" else -self.page
                self._go(cursor + by, top + by)
            case "first" | "last":
                self._to_end = how == "last" and self._count is None
                if not self._to_end:
                    self._go(0 if how == "first" else self._end - 1, top)

    def move_to(self, place: int) -> None:
        """Put the cursor on another case."""
        self._go(place, self._top)

    def _go(self, cursor: int, top: int) -> None:
        """Put the cursor and the first place in sight there, or as near as may be, once lines are there."""
        cursor, top = self._settled(cursor, top)
        if missing := [place for place in self._in_sight(top) if place not in self._lines]:
            self._target = (cursor, top)
            self.post_message(self.Wanted(missing[0], missing[-1]))
            return
        self._target = None
        cursor_before, top_before = self._cursor, self._top
        self._cursor, self._top = cursor, top
        if top != top_before:
            self._forget(cursor_before, cursor)
            self.refresh()
        elif cursor != cursor_before:
            self._forget(cursor_before, cursor)
            self.refresh(self._region(cursor_before), self._region(cursor))
        if cursor != cursor_before:
            self.post_message(self.Moved())

    def _settled(self, cursor: int, top: int) -> tuple[int, int]:
        """The cursor within the list, and the first place in sight such that the cursor is in sight."""
        return settled(cursor, top, self._end, self.page)

    @property
    def _end(self) -> int:
        """How many cases there can be."""
        return sys.maxsize if self._count is None else self._count

    def _in_sight(self, top: int) -> range:
        return range(top, min(top + self.page, self._end))

    def on_resize(self) -> None:
        """Lay the columns out anew and keep the cursor in sight."""
        self._lay_out()
        self._redraw()
        self._go(self._cursor, self._top)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self._go(self._cursor + _WHEEL, self._top)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self._go(self._cursor - _WHEEL, self._top)

    def on_click(self, event: Click) -> None:
        """A click puts the cursor on a case; one on the case under the cursor opens it."""
        place = self._top + event.y - 1
        if event.y < 1 or place >= self._end:
            return
        if place == self._cursor:
            self.post_message(self.Opened())
        else:
            self._go(place, self._top)

    # Drawing

    def _picture(self) -> object:
        """All that the drawing depends on: reading the list again draws nothing if nothing has changed."""
        shown = [self._lines.get(place) for place in self._in_sight(self._top)]
        return shown, self._count, self._top, self._cursor, self._placed, self._sort, self._empty

    def _lay_out(self) -> None:
        self._placed = columns((line.ref for line in self._lines.values()), self.size.width)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines in sight, each from the cache if it was drawn before."""
        filled = self._thumb()
        drawn = [self._line(y, filled) for y in range(crop.y, crop.bottom)]
        span = crop.column_span
        return drawn if span == (0, self.size.width) else [line.crop(*span) for line in drawn]

    def _line(self, y: int, filled: range) -> Strip:
        width = self.size.width
        if y == 0:
            return strip(self.app, header(self._placed, self._sort), width)
        place = self._top + y - 1
        if place not in self._lines:
            words = self._empty[y - 1] if self._count == 0 and y <= len(self._empty) else ()
            return strip(self.app, words, width)
        key = (place, y in filled)
        if key not in self._strips:
            self._strips[key] = self._row(place, y in filled)
        return self._strips[key]

    def _row(self, place: int, in_thumb: bool) -> Strip:
        under = place == self._cursor
        line = self._lines[place]
        words = case_words(line, self._placed, under=under, marked=line.id in self._marks)
        width, marked = self.size.width - SCROLL_BAR, cells_marked(self._placed)
        drawn = strip(self.app, words, width, cursor=under, marked=marked)
        return Strip.join([drawn, strip(self.app, bar_cell(in_thumb), SCROLL_BAR)])

    def _thumb(self) -> range:
        """The lines of the scroll bar that are filled."""
        return thumb(self._top, self._count, self.page)

    def _redraw(self) -> None:
        self._strips.clear()
        self.refresh()

    def _region(self, place: int) -> Region:
        """Where a place in sight is drawn."""
        return Region(0, 1 + place - self._top, self.size.width, 1)

    def _forget(self, *places: int) -> None:
        for place in places:
            self._strips.pop((place, True), None)
            self._strips.pop((place, False), None)
