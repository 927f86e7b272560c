"""The list of the caseload: what it shows, in which order, and where the cursor is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.timer import Timer

from ehc_tui.commands import Move, bindings_for, commands_of
from ehc_tui.present.caseload import (
    STATE_TILES,
    CaseLine,
    case_line,
    empty_lines,
    heading,
    state_strip,
    summary,
)
from ehc_tui.present.caseload_detail import detail_lines
from ehc_tui.present.home import DETAIL_FROM, DETAIL_LINES, FILTERED, NEED_A_CASE
from ehc_tui.present.runs import Line, Style
from ehc_tui.screens.base import BaseScreen
from ehc_tui.screens.listing import Listing
from ehc_tui.store.caseload import WINDOW, Caseload, Standing
from ehc_tui.store.errors import NotFound
from ehc_tui.store.filters import TALLY_TERMS, Filter, FilterError, parse_filter
from ehc_tui.store.lookups import id_of
from ehc_tui.store.orders import Sort
from ehc_tui.widgets.case_table import CaseTable
from ehc_tui.widgets.literal import Literal

_DETAIL_AFTER = 0.12
_NUMBERS_AFTER = 0.03
"""So that what is counted never holds up the drawing of what was read, nor of the letter typed next."""

MOVES = frozenset(command.id for command in commands_of("caseload") if command.move)


UNCOUNTED = (None,) * len(STATE_TILES)


class Answer(NamedTuple):
    """What the store said of a list: enough to draw it once. `shown` is None while nobody has counted."""

    shown: int | None
    cursor: int
    lines: dict[int, CaseLine]


class Numbers(NamedTuple):
    """How many cases there are, of which kind, after so many changes; what is None is still being counted."""

    shown: int | None = None
    total: int | None = None
    tally: tuple[int | None, ...] = UNCOUNTED
    hidden: int = 0
    changes: int = -1


class CaseloadList(BaseScreen):
    """Keeps the list on the screen in step with its filter, its order and the store."""

    SCOPE = "caseload"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("caseload")]

    def __init__(self) -> None:
        super().__init__()
        self.table = CaseTable(id="cases")
        self._states = Literal(id="states")
        self._summary = Literal(id="summary")
        self._detail = Literal(id="detail")
        self._listing, self._counting = Listing(self.desk), Listing(self.desk)
        self._changes = 0
        self._numbers: Numbers | None = None
        self._waiting: Timer | None = None
        self.filter = Filter()
        self.sort = Sort()
        self.marks: set[int] = set()
        self.mark_from = 0
        self.attention.withdraw("read/lines")  # until there are lines that a key can be meant for

    def compose_body(self) -> ComposeResult:
        """States, summary, the list, and the case under the cursor where there is room for it."""
        yield self._states
        yield self._summary
        yield self.table
        yield self._detail

    def on_mount(self) -> None:
        """Begin where the person left off."""
        session = self.desk.session
        self._draw_head()
        self.filter, self.sort = session.list_left()
        if self.filter.terms:
            self.say(FILTERED, Style.DIM)
        self.ask_list(lambda: id_of(self.desk.store.read(), session.cursor))

    def on_resize(self) -> None:
        """Give the detail its room, and lay out what depends on the width."""
        self._detail.display = self.size.height >= DETAIL_FROM
        self.draw_strips()
        self._detail_soon()

    def on_screen_resume(self) -> None:
        """Back from a case, or at the start: a case to be opened again was read from the session before."""
        self.desk.session.remember(open_case="", open_pack="")

    def store_changed(self) -> None:
        """Read the list again, with the cursor on the case it is on."""
        self._changes += 1
        self._draw_head()
        self.again()

    def _draw_head(self) -> None:
        desk = self.desk
        self.head(*heading(desk.process.name, desk.today, desk.me, desk.read_only))

    # What the list shows

    def show_list(self, shown: Filter, sort: Sort | None = None) -> None:
        """Show other cases, or the same in another order, from the top; what was said before goes."""
        self.say("")
        self._uncount(shown)
        self.filter, self.sort = shown, sort or self.sort
        self.desk.session.remember(filter=str(self.filter), sort=str(self.sort))
        self.drop("list")
        self.drop("numbers")
        self._ask_lines(None, 0, self.table.current)

    def again(self) -> None:
        """Read the list again with the cursor on the same case, or on its place if the case has gone."""
        current = self.table.current
        self.ask_list(lambda: current.id if current else None, place=self.table.cursor)

    def ask_list(self, cursor_on: Callable[[], int | None], place: int = 0) -> None:
        """Ask for the list; the cursor goes on the case that `cursor_on` names, else on `place`.

        Where a case stands in a long list has to be counted, which nothing else waits for.
        """
        shown, sort, changes, on = self.filter, self.sort, self._changes, self.table.current

        def look() -> Standing | None:
            case_id = cursor_on()
            return None if case_id is None else self._counting.shown(shown, sort, changes).find(case_id)

        self.run_read(look, lambda found: self._ask_lines(found, place, on), name="list", counting=True)

    def _ask_lines(self, standing: Standing | None, place: int, on: CaseLine | None) -> None:
        page = self.table.page

        def look() -> Answer:
            found = self.caseload()
            cursor = place if standing is None else standing.ahead
            if standing is not None:
                found.stand(standing)
            elif place and found.row(place) is None:
                cursor = max(found.count() - 1, 0)
            lines = self._lines(found, cursor - page, cursor + page)
            return Answer(found.known_count, cursor, lines)

        self.run_read(look, lambda answer: self._have_list(answer, on), name="lines")

    def caseload(self) -> Caseload:
        """On the reading thread: the list as the store has it."""
        found, numbers = self._listing.shown(self.filter, self.sort, self._changes), self._numbers
        if numbers and numbers.shown is not None and numbers.changes == self._changes:
            found.learn(numbers.shown)
        return found

    def counted(self) -> Caseload:
        """On the counting thread: the list as the store has it, for what may take its time."""
        return self._counting.shown(self.filter, self.sort, self._changes)

    def _lines(self, found: Caseload, first: int, last: int) -> dict[int, CaseLine]:
        """The lines of whole windows of rows around those asked for."""
        first = max(first, 0) // WINDOW * WINDOW
        rows = ((place, found.row(place)) for place in range(first, (last // WINDOW + 1) * WINDOW))
        return {place: case_line(row, self.desk.today, self._duty_name) for place, row in rows if row}

    def _duty_name(self, rule: str, subject: str) -> str:
        return self.desk.book.subject_label(self.desk.book.rule(rule), subject)

    def _have_list(self, answer: Answer, asked_on: CaseLine | None) -> None:
        """Show the answer, unless the cursor has gone on since: then the question is where it is now."""
        if self.table.current is not asked_on and self.table.current is not None:
            self.again()
            return
        numbers = self._numbers or Numbers()
        shown = numbers.shown if answer.shown is None else answer.shown
        self._numbers = numbers._replace(shown=shown)
        self.table.show(
            shown,
            answer.lines,
            cursor=answer.cursor,
            sort=(self.sort.key, self.sort.descending),
            empty=self._empty(numbers.total),
        )
        self.draw_strips()
        self.offer_commands()
        self._cursor_moved()
        if answer.lines:
            self.call_after_refresh(self.ehc.come_forward)
        self.ask_numbers()

    def ask_numbers(self) -> None:
        """Have the list counted, behind whatever is read to be shown."""
        marks, changes = frozenset(self.marks), self._changes

        def look() -> Numbers:
            found = self.counted()
            hidden = found.hidden(marks) if marks else 0
            return Numbers(found.count(), found.total(), found.tally(), hidden, changes)

        self.run_read(
            look, self._have_numbers, name="numbers", counting=True, keys_wait=False, after=_NUMBERS_AFTER
        )

    def _have_numbers(self, numbers: Numbers) -> None:
        before, self._numbers = self._numbers, numbers
        if before is None or numbers[:-1] != before[:-1]:
            self.table.counted(numbers.shown or 0, self._empty(numbers.total))
            self.draw_strips()
        self.call_after_refresh(self.ehc.come_forward)

    def _uncount(self, shown: Filter) -> None:
        """Forget the numbers that will be others when these cases are shown."""
        if self._numbers is not None:
            same_states = shown.without_state() == self.filter.without_state()
            same = shown == self.filter
            self._numbers = self._numbers._replace(
                shown=self._numbers.shown if same else None,
                tally=self._numbers.tally if same_states else UNCOUNTED,
            )

    def _empty(self, total: int | None) -> Sequence[Line]:
        """What an empty list says, once it is known whether the store is empty as well."""
        if total is None:
            return ()
        return empty_lines(total, self.desk.me if parse_filter("mine").terms[0] in self.filter.terms else "")

    def draw_strips(self) -> None:
        """The counts by state, and what is shown: "mine open, by next due … 312 of 4,108"."""
        numbers, width = self._numbers, self.size.width
        if numbers is None or not width:
            return
        chosen = next((tile.name for tile in STATE_TILES if self._has(tile.name)), "")
        self._states.show(state_strip(numbers.tally, chosen, width))
        self._summary.show(
            summary(
                str(self.filter),
                open_only=not self.filter.shows_closed,
                sort=self.sort.key,
                descending=self.sort.descending,
                shown=(numbers.shown, numbers.total),
                marked=(len(self.marks), numbers.hidden),
                width=width,
            )
        )

    def _has(self, tile: str) -> bool:
        return set(parse_filter(TALLY_TERMS[tile]).terms) <= set(self.filter.terms)

    # The cursor

    def move(self, how: Move) -> None:
        """Move the cursor."""
        self.table.move(how)

    @on(CaseTable.Wanted)
    def _wanted(self, event: CaseTable.Wanted) -> None:
        first, last = event.first, event.last

        def look() -> tuple[dict[int, CaseLine], int | None]:
            found = self.caseload()
            return self._lines(found, first, last), found.known_count

        self.run_read(look, lambda answer: self.table.supply(*answer), name="window")

    @on(CaseTable.Moved)
    def _cursor_moved(self) -> None:
        current = self.table.current
        self.desk.session.remember(cursor=current.ref if current else "")
        self._detail_soon()

    def _detail_soon(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
        if self._detail.display:
            self._waiting = self.set_timer(_DETAIL_AFTER, self._ask_detail)

    @on(CaseTable.Opened)
    def _opened(self) -> None:
        self.action_do("caseload.open")

    def _ask_detail(self) -> None:
        """Read the case under the cursor once it rests; while it moves nothing is drawn below the list."""
        current, desk, width = self.table.current, self.desk, self.size.width
        if current is None:
            self._detail.show()
            return
        ref = current.ref

        def look() -> tuple[Line, ...]:
            try:
                file = self.case_file(ref)
            except NotFound:
                return ()
            warning = desk.settings.warning_days
            return detail_lines(file, desk.today, warning, desk.book, desk.process, width, DETAIL_LINES)

        self.run_read(look, lambda lines: self._detail.show(*lines), name="detail")

    async def neighbour(self, step: int) -> str | None:
        """In a flow: move the cursor by `step` and return that case's reference, if there is one."""
        place = self.table.cursor + step
        row = await self.read(lambda: self.caseload().row(place))
        if row is None:
            return None
        self.table.move_to(place)
        return row.ref

    def filter_from(self, typed: str) -> Filter | None:
        """The filter being typed; None, with the reason in the status line, while it makes no sense."""
        try:
            return parse_filter(typed)
        except FilterError as reason:
            self.prompt.refuse(str(reason))
            return None

    def why_not(self, command_id: str) -> str | None:
        """A reason of the list's own, besides those of every screen."""
        if command_id in NEED_A_CASE and self.table.current is None and not self.marks:
            return "There is no case in this list to do that with."
        return super().why_not(command_id)
