"""A session on the screen: its agenda or its minutes, and which steps it allows just now."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from ehc_tui.commands import Move, bindings_for
from ehc_tui.exchange.minutes import minutes_blocks
from ehc_tui.law.process import Panel
from ehc_tui.present.page import GUTTER, reading
from ehc_tui.present.panel.blocks import block_lines
from ehc_tui.present.panel.sessions import agenda_page, session_line
from ehc_tui.present.runs import Run, Style
from ehc_tui.screens.panel_base import PanelBase
from ehc_tui.store.errors import NotFound
from ehc_tui.store.panel import minutes_of
from ehc_tui.store.panel_rows import AgendaItem, MinutesRow, SessionRow
from ehc_tui.text import british
from ehc_tui.widgets.lines import LineList
from ehc_tui.widgets.literal import Literal

_ABOUT_AN_ITEM = frozenset(
    {
        "agenda.open",
        "agenda.move",
        "agenda.take_off",
        "agenda.earlier",
        "agenda.later",
        "agenda.allot",
        "agenda.interest",
    }
)
_BEFORE_IT_IS_HELD = frozenset(
    {
        "agenda.add",
        "agenda.move",
        "agenda.take_off",
        "agenda.earlier",
        "agenda.later",
        "agenda.allot",
        "agenda.hold",
    }
)


class AgendaView(PanelBase):
    """One session: its items in order, or the minutes as a text to read."""

    SCOPE = "agenda"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("agenda")]

    def __init__(self, panel: Panel, session_id: int) -> None:
        super().__init__(panel)
        self.session_id = session_id
        self._above = Literal(id="above")
        self._list = LineList(id="agenda")
        self.minutes: MinutesRow | None = None
        self.reading = False

    def compose_body(self) -> ComposeResult:
        """The session in a line, and the items."""
        yield self._above
        yield self._list

    def on_resize(self) -> None:
        """Lay the agenda out for the new width."""
        self._draw()

    def move(self, how: Move) -> None:
        """Move through the items, or through the minutes."""
        self._list.move(how)

    @on(LineList.Moved)
    def _moved(self, event: LineList.Moved) -> None:
        event.stop()

    @property
    def about(self) -> str:
        """The session."""
        return f"session/{self.session_id}"

    @property
    def session(self) -> SessionRow | None:
        """The session as it was last read."""
        return self.minutes.session if self.minutes else None

    @property
    def items(self) -> tuple[AgendaItem, ...]:
        """Its items in order."""
        return self.minutes.items if self.minutes else ()

    @property
    def current(self) -> AgendaItem | None:
        """The item under the cursor; None while the minutes are read."""
        on_item = not self.reading and self._list.cursor < len(self.items)
        return self.items[self._list.cursor] if on_item else None

    def why_not(self, command_id: str) -> str | None:
        """Also what needs an item, a session to come, or one that was held."""
        session = self.session
        if command_id.startswith("agenda.") and session is None:
            return "The session is still being read."
        if refusal := super().why_not(command_id):
            return refusal
        if command_id in _BEFORE_IT_IS_HELD and session and not session.planned:
            return "The session is over." if session.status == "held" else "The session is called off."
        if command_id in _ABOUT_AN_ITEM and self.current is None:
            return "Go back to the agenda first: v." if self.reading else "Nothing is on the agenda: a adds."
        if command_id in _ABOUT_AN_ITEM and self.current and self.current.restricted:
            return "This case is restricted: no more is shown of it than its place."
        if command_id == "agenda.interest" and session and not session.members:
            return "Nobody is named as a member: + on the sessions screen names one."
        if command_id == "agenda.hold" and session and session.on > self.desk.today:
            return f"The session is still to come, on {british(session.on, 'weekday')}."
        if command_id == "agenda.correct" and session and session.status != "held":
            return "There are no minutes yet: H records who was there."
        return None

    # Reading

    def store_changed(self) -> None:
        """Read the session again."""
        self.run_read(self._read, self._have)

    async def reread(self) -> None:
        """In a flow: read before the next key."""
        self._have(await self.read(self._read))

    def _read(self) -> MinutesRow | NotFound:
        try:
            return minutes_of(self.desk.store.read(), self.session_id, self.panel)
        except NotFound as missing:
            return missing

    def _have(self, found: MinutesRow | NotFound) -> None:
        if isinstance(found, NotFound):
            self.say(str(found), Style.WARN)
        elif found != self.minutes:
            before = self.current
            self.minutes = found
            ids = [item.id for item in self.items]
            self._draw(ids.index(before.id) if before and before.id in ids else None)
        self.offer_commands()

    def _draw(self, place: int | None = None) -> None:
        session = self.session
        if self.minutes is None or session is None or not self.size.width:
            return
        width, today = self.size.width, self.desk.today
        what = "minutes" if self.reading else "agenda"
        starts = f", {session.starts:%H:%M}" if session.starts else ""
        self.head(
            (Run(self.panel.name, Style.TITLE), Run(f" · {what}")),
            (Run(f"{british(session.on, 'weekday')}{starts}", Style.ACCENT),),
        )
        self._above.show(session_line(session, width))
        if self.reading:
            lines = block_lines(minutes_blocks(self.panel, self.minutes), width - GUTTER - 1)
            self._list.show(reading(lines), self._list.cursor)
        else:
            page = agenda_page(self.items, session, today, width)
            self._list.show(page, self._list.cursor if place is None else place)

    def action_agenda_minutes(self) -> None:
        """From the agenda to the minutes and back."""
        self.reading = not self.reading
        self._draw(0)
        self._list.move("first")
        self.offer_commands()

    def action_app_back(self) -> None:
        """From the minutes to the agenda, from the agenda to where it was opened."""
        if self.reading:
            self.action_agenda_minutes()
        else:
            super().action_app_back()
