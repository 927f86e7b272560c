"""The history of the store: everything done in it, newest first, by case, by person and by day."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from ehc_tui.commands import Move, bindings_for
from ehc_tui.present.history import asked_words, entries_page, entry_lines, sentence
from ehc_tui.present.page import GUTTER, Page, reading
from ehc_tui.present.runs import Line, Run, Style
from ehc_tui.screens.asking import flow
from ehc_tui.screens.base import BaseScreen
from ehc_tui.store.errors import NotFound
from ehc_tui.store.history import Asked, EntryRow, WholeEntry, entry, entry_ids, entry_rows
from ehc_tui.store.lookups import id_of, refs_like
from ehc_tui.text import parse_day
from ehc_tui.widgets.lines import LineList
from ehc_tui.widgets.literal import Literal

_WINDOW = 200
_NEAR = 50


class _Found(NamedTuple):
    """The numbers of the entries asked for, and the rows around one place."""

    asked: Asked
    numbers: list[int]
    rows: dict[int, EntryRow]
    cursor: int


class HistoryScreen(BaseScreen):
    """The entries that were asked for, as a window over their numbers; one of them whole on Enter."""

    SCOPE = "history"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("history")]

    def __init__(self, asked: Asked = Asked()) -> None:  # noqa: B008 - it cannot change
        super().__init__()
        self.asked = asked
        self._list = LineList(id="entries")
        self._about = Literal(id="about")
        self._found = _Found(asked, [], {}, 0)
        self._text: Page | None = None

    def compose_body(self) -> ComposeResult:
        """What is shown, in words, then the entries."""
        yield self._about
        yield self._list

    def on_mount(self) -> None:
        """Read."""
        self.head((Run("History", Style.TITLE),))
        self.store_changed()

    def on_resize(self) -> None:
        """Lay the entries out for the width."""
        self._draw()

    def move(self, how: Move) -> None:
        """Move through the entries, or through the one that is being read."""
        self._list.move(how)

    # Reading

    @property
    def current(self) -> EntryRow | None:
        """The entry under the cursor, if it has been read."""
        return self._row(self._list.cursor) if self._text is None else None

    def store_changed(self) -> None:
        """Read again with the cursor on the same entry."""
        asked, on_number = self.asked, self._number(self._found.cursor)

        def look() -> _Found:
            reader = self.desk.store.read()
            numbers = entry_ids(reader, asked)
            cursor = numbers.index(on_number) if on_number in numbers else 0
            return _Found(asked, numbers, entry_rows(reader, _around(numbers, cursor)), cursor)

        self.run_read(look, self._have, name="list")

    def _have(self, found: _Found) -> None:
        self._found = found
        self._draw()

    @on(LineList.Moved)
    def _moved(self, event: LineList.Moved) -> None:
        """Read on before the cursor comes to the end of what has been read."""
        if self._text is not None:
            return
        self._found = self._found._replace(cursor=event.index)
        numbers, rows = self._found.numbers, self._found.rows
        near = numbers[max(event.index - _NEAR, 0) : event.index + _NEAR]
        if all(number in rows for number in near):
            return
        wanted = [number for number in _around(numbers, event.index) if number not in rows]
        self.run_read(lambda: entry_rows(self.desk.store.read(), wanted), self._have_rows, name="window")

    def _have_rows(self, rows: dict[int, EntryRow]) -> None:
        self._found.rows.update(rows)
        self._draw()

    def _number(self, place: int) -> int | None:
        numbers = self._found.numbers
        return numbers[place] if place < len(numbers) else None

    def _row(self, place: int) -> EntryRow | None:
        return self._found.rows.get(self._number(place) or 0)

    def _draw(self) -> None:
        width, found = self.size.width, self._found
        if not width:
            return
        self._about.show((Run(f" {asked_words(found.asked)}", Style.DIM),))
        if self._text is None:
            page = entries_page(len(found.numbers), self._row, found.asked, self.desk.today, width)
            self._list.show(page, found.cursor)
        self.offer_commands()

    # One entry whole

    @flow
    async def action_history_open(self) -> None:
        """Read the entry under the cursor whole."""
        row = self.current
        if row is not None:
            whole = await self.read(lambda: entry(self.desk.store.read(), row.id))
            self._read_through(self._lines(whole))

    def _lines(self, whole: WholeEntry) -> tuple[Line, ...]:
        return entry_lines(whole, self.desk.book, self.size.width - GUTTER - 1)

    def _read_through(self, lines: tuple[Line, ...]) -> None:
        self._text = reading(lines)
        self._list.show(self._text)
        self.offer_commands()

    def action_app_back(self) -> None:
        """From the entry to the list, from the list to where it was opened."""
        if self._text is None:
            super().action_app_back()
            return
        self._text = None
        self._draw()

    # Which entries

    def _ask_for(self, asked: Asked) -> None:
        self.asked, self._text = asked, None
        self.store_changed()

    @flow
    async def action_history_find(self) -> None:
        """Ask for words of the sentence."""
        words = await self.prompt.ask("Find", initial=self.asked.words, hint="Enter alone for all")
        if words is not None:
            self._ask_for(self.asked._replace(words=words))

    @flow
    async def action_history_case(self) -> None:
        """Ask for a case."""
        row = self.current
        initial = self.asked.ref or (row.ref if row is not None and row.cases == 1 else "")
        typed = await self.prompt.ask("Case", initial=initial, hint="a reference; Enter alone for all")
        if typed is None:
            return
        ref = await self.read(lambda: self._reference(typed)) if typed else ""
        self._ask_for(self.asked._replace(ref=ref))

    def _reference(self, typed: str) -> str:
        """On the reading thread: the one reference that was meant."""
        reader = self.desk.store.read()
        if id_of(reader, typed) is not None:
            return typed.upper()
        refs = refs_like(reader, typed)
        if len(refs) != 1:
            among = f"Which one: {', '.join(refs)}?" if refs else f"No case has the reference {typed}."
            raise NotFound(among)
        return refs[0]

    @flow
    async def action_history_person(self) -> None:
        """Ask for a person."""
        row = self.current
        initial = self.asked.by or (row.by if row is not None else "")
        name = await self.prompt.ask("By", initial=initial, hint="part of a name; Enter alone for all")
        if name is not None:
            self._ask_for(self.asked._replace(by=name))

    @flow
    async def action_history_day(self) -> None:
        """Ask for a day, or for two."""
        today = self.desk.today

        def parse(typed: str) -> tuple[date | None, date | None]:
            first, _, last = typed.partition(" to ")
            since = parse_day(first, today, prefer="past") if first.strip() else None
            return since, parse_day(last, today, prefer="past") if last.strip() else since

        days = await self.prompt.ask(
            "Day", parse=parse, hint="fri, 2/11, or 2/11 to 6/11; Enter alone for all"
        )
        if days is not None:
            self._ask_for(self.asked._replace(since=days[0], until=days[1]))

    def action_history_looks(self) -> None:
        """Show or hide the entries by which somebody only looked."""
        self._ask_for(self.asked._replace(looks=not self.asked.looks))

    def action_history_everything(self) -> None:
        """Show everything that changed something."""
        self._ask_for(Asked())

    # Taking back

    def why_not(self, command_id: str) -> str | None:
        """Why the entry under the cursor cannot be taken back."""
        if refusal := super().why_not(command_id):
            return refusal
        if command_id in ("history.take_back", "history.open") and self.current is None:
            return "Go back to the list first: Esc." if self._text else "There is no entry here."
        return None

    @flow
    async def action_history_take_back(self) -> None:
        """Name the entry under the cursor, ask, and take it back whole."""
        from ehc_tui.casework.acts import undo

        row = self.current
        if row is None:
            return
        if await self.prompt.confirm(f"Take back “{sentence(row)}” ({row.by})?"):
            self.say(await self.write(lambda session, doing: undo(session, doing, row.id)))


def _around(numbers: list[int], place: int) -> list[int]:
    return numbers[max(place - _WINDOW, 0) : place + _WINDOW]
