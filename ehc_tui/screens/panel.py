"""The panel's queue: every case that waits for a decision, by the day on which a no would be out of time."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from ehc_tui.casework.forecast import Needed, needed_sessions
from ehc_tui.commands import Move, bindings_for
from ehc_tui.exchange.panel_words import question_words
from ehc_tui.law.process import Panel, Process
from ehc_tui.present.panel.queue import (
    QueueLook,
    coming_words,
    queue_page,
    summary_line,
    why_line,
    why_lines,
    why_words,
)
from ehc_tui.present.runs import Run, Style
from ehc_tui.screens.asking import flow
from ehc_tui.screens.panel_base import PanelBase
from ehc_tui.store.lookups import refs_like
from ehc_tui.store.panel import queue, sessions
from ehc_tui.store.panel_rows import QueueRow, SessionRow
from ehc_tui.text import british
from ehc_tui.widgets.lines import LineList
from ehc_tui.widgets.literal import Literal

_WHY_FROM, _WHY_LINES = 30, 7
_BACK = timedelta(days=183)
"""How far back the session is looked for that a case would have needed."""
_ABOUT_A_CASE = frozenset(
    {
        "panel.open",
        "panel.book",
        "panel.take_off",
        "panel.recommend",
        "panel.why",
        "panel.case",
    }
)


class Queue(NamedTuple):
    """What the store says of one panel's work to come."""

    rows: tuple[QueueRow, ...]
    sessions: tuple[SessionRow, ...]


def first_panel(process: Process) -> Panel | None:
    """The panel to begin with: the one that decides on plans, else any; None where the process names none."""
    return process.panel_for("plan_decision") or next(iter(process.panels), None)


class PanelScreen(PanelBase):
    """The queue of a panel. A process whose panel does not sit uses it as the officer's list of decisions."""

    SCOPE = "panel"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("panel")]
    SITTING = frozenset({"panel.book", "panel.take_off", "panel.sessions"})

    def __init__(self, panel: Panel, ref: str = "") -> None:
        super().__init__(panel)
        self._summary = Literal(id="summary")
        self._list = LineList(id="queue")
        self._why = Literal(id="why")
        self._queue: Queue | None = None
        self._wanted = ref

    def compose_body(self) -> ComposeResult:
        """How many wait, the queue, and the case under the cursor in words, as many as there is room for."""
        yield self._summary
        yield self._list
        yield self._why

    def on_resize(self) -> None:
        """Lay the queue out for the new size."""
        self._why.styles.height = _WHY_LINES if self.size.height >= _WHY_FROM else 1
        self._draw()

    def move(self, how: Move) -> None:
        """Move through the queue."""
        self._list.move(how)

    @property
    def current(self) -> QueueRow | None:
        """The case under the cursor."""
        rows = self._queue.rows if self._queue else ()
        return rows[self._list.cursor] if rows else None

    def why_not(self, command_id: str) -> str | None:
        """Also where there is no case, it is on no session, or there is no other panel."""
        if command_id in _ABOUT_A_CASE and self.current is None:
            return "No case waits for a decision here."
        if refusal := super().why_not(command_id):
            return refusal
        row = self.current
        if command_id == "panel.take_off" and row and row.booked is None:
            return f"{row.ref} is on no session's agenda."
        if command_id in ("panel.book", "panel.recommend") and row and row.to_be_told:
            return f"{row.ref} is decided: what is left is to tell the family, in its pack."
        if command_id == "panel.other" and len(self.desk.process.panels) < 2:
            return f"{self.desk.process.name} takes only this decision so."
        return None

    # Reading

    def store_changed(self) -> None:
        """Read the queue again."""
        self.run_read(self._read, self._have)

    async def reread(self) -> None:
        """In a flow: read the queue before the next key."""
        self._have(await self.read(self._read))

    def _read(self) -> Queue:
        connection, today = self.desk.store.read(), self.desk.today
        found = sessions(connection, self.panel.key, first=today - _BACK) if self.panel.sits else ()
        return Queue(queue(connection, self.panel, today), found)

    def _have(self, found: Queue) -> None:
        if found == self._queue:
            return
        ref = self._wanted or (self.current.ref if self.current else "")
        self._queue, self._wanted = found, ""
        place = next((index for index, row in enumerate(found.rows) if row.ref == ref), self._list.cursor)
        self._draw(place)
        self.offer_commands()

    def _draw(self, place: int | None = None) -> None:
        if self._queue is None or not self.size.width:
            return
        rows, look, flags = self._queue.rows, self._look(), self._flags(self._queue)
        title = f" · {question_words(self.panel.decision).lower()}"
        to_come = (one for one in self._queue.sessions if one.planned and one.on >= self.desk.today)
        coming = next(to_come, None)
        self.head((Run(self.panel.name, Style.TITLE), Run(title)), coming_words(coming, look))
        self._summary.show(summary_line(rows, flags, look))
        self._list.show(queue_page(rows, flags, look), self._list.cursor if place is None else place)
        self._explain()

    def _look(self) -> QueueLook:
        desk = self.desk
        return QueueLook(self.panel, desk.book, desk.today, self.size.width, desk.settings.warning_days)

    def _flags(self, found: Queue) -> dict[int, Needed]:
        """The cases that no session decides in time as things stand, with what they need."""
        if not self.panel.sits:
            return {}
        return needed_sessions(found.rows, found.sessions, self.desk.today)

    @on(LineList.Rested)
    def _rested(self, event: LineList.Rested) -> None:
        event.stop()
        self._explain()

    def _explain(self) -> None:
        """The case under the cursor in words, below the queue."""
        row = self.current
        if self._queue is None or row is None:
            self._why.show()
            return
        flag = self._flags(self._queue._replace(rows=(row,))).get(row.case_id)
        if self.size.height >= _WHY_FROM:
            self._why.show(*why_lines(row, flag, self._look())[:_WHY_LINES])
        else:
            self._why.show(why_line(row, flag, self._look()))

    # What can be done

    @flow
    async def action_panel_open(self) -> None:
        """Read the pack, and walk on through the queue from it."""
        from ehc_tui.screens.panel_pack import PackScreen

        if self._queue and self.current:
            refs = [row.ref for row in self._queue.rows]
            await self.go_to(PackScreen(self.panel, refs, self.current.ref))

    @flow
    async def action_panel_find(self) -> None:
        """Read the pack of any case: those whose family was told wait no more, and are not in the queue."""
        from ehc_tui.screens.panel_pack import PackScreen

        typed = await self.prompt.ask("Pack of", hint="(part of) a reference")
        if not typed:
            return
        refs = await self.read(lambda: refs_like(self.desk.store.read(), typed))
        if typed.upper() in refs:
            refs = [typed.upper()]
        if len(refs) == 1:
            rows = self._queue.rows if self._queue else ()
            await self.go_to(PackScreen(self.panel, [row.ref for row in rows], refs[0]))
        else:
            several = f"Which one: {', '.join(refs)}?" if refs else f"No case has the reference {typed}."
            self.say(several, Style.WARN)

    def action_panel_why(self) -> None:
        """Say of the case under the cursor what is missing and whether it makes its date."""
        if self._queue and (row := self.current):
            flag = self._flags(self._queue._replace(rows=(row,))).get(row.case_id)
            self.say(why_words(row, flag, self._look()))

    @flow
    async def action_panel_book(self) -> None:
        """Put the case on a session, or on another one."""
        from ehc_tui.casework import panel

        row = self.current
        if row is None or self._queue is None:
            return
        session = await self.ask_session(f"{row.ref} on", self._queue.sessions)
        if session is None or not await self.sure_to_book(row, session):
            return
        on_it = f"{row.ref} is on {british(session.on, 'weekday')}."
        if booked := row.booked:
            was_on = booked.session_id
            await self.do(
                lambda s, doing: panel.move(s, doing, booked.item_id, session.id, was_on=was_on), on_it
            )
        else:
            await self.do(lambda s, doing: panel.book(s, doing, row.case_id, session.id), on_it)

    @flow
    async def action_panel_take_off(self) -> None:
        """Take the case off its session, with the reason."""
        from ehc_tui.casework import panel

        row = self.current
        if row is None or (booked := row.booked) is None:
            return
        reason = await self.ask_words(
            f"{row.ref} off {british(booked.on, 'short')} because", "Type the reason: it is kept."
        )
        if reason:
            await self.do(
                lambda s, doing: panel.take_off(s, doing, booked.item_id, reason, was_on=booked.session_id),
                f"{row.ref} waits for another session.",
            )

    @flow
    async def action_panel_recommend(self) -> None:
        """Recommend an outcome for the case, with reasons."""
        if row := self.current:
            await self.recommend(row.case_id, row.ref)

    @flow
    async def action_panel_sessions(self) -> None:
        """Go to the sessions."""
        from ehc_tui.screens.panel_sessions import SessionsScreen

        await self.go_to(SessionsScreen(self.panel))

    def action_panel_other(self) -> None:
        """Show the queue of the next panel of the process."""
        panels = self.desk.process.panels
        self.panel = panels[(panels.index(self.panel) + 1) % len(panels)]
        self._queue = None
        self.store_changed()
        self.say(f"{self.panel.name}: {question_words(self.panel.decision).lower()}.")

    @flow
    async def action_panel_case(self) -> None:
        """Open the case."""
        if self.current:
            await self.ehc.open_case(self.current.ref)

    @flow
    async def action_panel_consistency(self) -> None:
        """Compare how groups were decided."""
        from ehc_tui.screens.panel_figures import ConsistencyScreen

        await self.go_to(ConsistencyScreen(self.panel))
