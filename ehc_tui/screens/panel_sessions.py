"""The sessions of a panel: when it sits, where and with whom, and what the sessions to come will bring."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType

from ehc_tui.casework.forecast import Forecast, forecast, sittings_of, waiting_of
from ehc_tui.casework.sitting import NewSession, questions, usual_session
from ehc_tui.commands import Move, bindings_for
from ehc_tui.exchange.panel_words import member_words
from ehc_tui.law.process import Panel
from ehc_tui.present.panel.figures import forecast_lines
from ehc_tui.present.panel.sessions import sessions_page
from ehc_tui.present.runs import Run, Style
from ehc_tui.screens.asking import flow
from ehc_tui.screens.panel_base import PanelBase, number
from ehc_tui.screens.together_on_session import TogetherOnSession
from ehc_tui.store.panel import queue, sessions
from ehc_tui.store.panel_rows import SessionRow
from ehc_tui.text import british, parse_day
from ehc_tui.widgets.lines import LineList
from ehc_tui.widgets.literal import Literal

if TYPE_CHECKING:
    from sqlmodel import Session

    from ehc_tui.casework.context import Doing

T = TypeVar("T")

_BACK = timedelta(days=366)
_FORECAST_LINES = 5
_CHANGING = frozenset({"session.change", "session.member", "session.leave", "session.cancel"})
_TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?")


class Plan(NamedTuple):
    """The sessions to come, the next one first, then those of a year back; and what the former bring."""

    sessions: tuple[SessionRow, ...]
    forecast: Forecast


class SessionsScreen(PanelBase):
    """The sessions, the next one under the cursor at first."""

    SCOPE = "session"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("session")]

    def __init__(self, panel: Panel) -> None:
        super().__init__(panel)
        self._forecast = Literal(id="forecast")
        self._list = LineList(id="sessions")
        self._plan: Plan | None = None

    def compose_body(self) -> ComposeResult:
        """The forecast, and the sessions."""
        yield self._forecast
        yield self._list

    def on_resize(self) -> None:
        """Lay the sessions out for the new width."""
        self._draw()

    def move(self, how: Move) -> None:
        """Move through the sessions."""
        self._list.move(how)
        self.offer_commands()

    @property
    def current(self) -> SessionRow | None:
        """The session under the cursor."""
        found = self._plan.sessions if self._plan else ()
        return found[self._list.cursor] if found else None

    def why_not(self, command_id: str) -> str | None:
        """Also where there is no session, or it is over."""
        if command_id.startswith("session.") and command_id != "session.new" and self.current is None:
            moves = command_id in ("session.down", "session.up", "session.first", "session.last")
            return None if moves else "No session is planned: n plans one."
        if refusal := super().why_not(command_id):
            return refusal
        if command_id in _CHANGING and self.current and not self.current.planned:
            held = self.current.status == "held"
            return (
                "That session is held: its agenda's e puts the minutes right."
                if held
                else "It is called off."
            )
        if command_id == "session.leave" and self.current and not self.current.members:
            return "Nobody is named as a member: + names one."
        return None

    # Reading

    def store_changed(self) -> None:
        """Read the sessions and the queue again."""
        self.run_read(self._read, self._have)

    async def reread(self) -> None:
        """In a flow: read before the next key."""
        self._have(await self.read(self._read))

    def _read(self) -> Plan:
        connection, today = self.desk.store.read(), self.desk.today
        found = sessions(connection, self.panel.key, first=today - _BACK, cancelled=True)
        rows = queue(connection, self.panel, today)
        to_come = forecast(waiting_of(rows), sittings_of(found, rows), today)
        coming = tuple(one for one in found if one.on >= today)
        past = found[: len(found) - len(coming)]
        return Plan((*coming, *reversed(past)), to_come)

    def _have(self, plan: Plan) -> None:
        if plan == self._plan:
            return
        current = self.current.id if self.current else None
        places = {session.id: place for place, session in enumerate(plan.sessions)}
        self._plan = plan
        self._draw(places.get(current, 0) if current is not None else 0)
        self.offer_commands()

    def _draw(self, place: int | None = None) -> None:
        if self._plan is None or not self.size.width:
            return
        width, today = self.size.width, self.desk.today
        self.head((Run(self.panel.name, Style.TITLE), Run(" · sessions")), (Run(british(today, "weekday")),))
        lines = forecast_lines(self._plan.forecast, width)[:_FORECAST_LINES]
        self._forecast.styles.height = len(lines)
        self._forecast.show(*lines)
        page = sessions_page(self._plan.sessions, self.panel, today, width)
        self._list.show(page, self._list.cursor if place is None else place)

    # What can be done

    @flow
    async def action_session_open(self) -> None:
        """Open the agenda."""
        from ehc_tui.screens.panel_agenda import AgendaScreen

        if self.current:
            await self.go_to(AgendaScreen(self.panel, self.current.id))

    @flow
    async def action_session_new(self) -> None:
        """Plan a session: the day, then what is usual to be confirmed piece by piece."""
        from ehc_tui.casework.sessions import open_session

        day = await self.ask_day("The panel sits on", past=False)
        if day is None:
            return
        new = await self._ask_details(usual_session(self.panel, day))
        if new:
            await self.do(
                lambda s, doing: open_session(s, doing, new),
                f"Planned for {british(new.on, 'weekday')}.",
            )

    @flow
    async def action_session_change(self) -> None:
        """Move a session, or change its place, chair, places or the day for papers."""
        from ehc_tui.casework import session_forms
        from ehc_tui.casework.sessions import change_session

        was = self.current
        if was is None:
            return
        self.prompt.forms.narrow(was.id)
        day = await self.ask_day("The panel sits on", first=was.on, past=False)
        if day is None:
            return
        papers = was.papers_by + (day - was.on)
        new = NewSession(
            panel=self.panel.key,
            on=day,
            starts=was.starts,
            place=was.place,
            chair=was.chair,
            capacity=was.capacity,
            papers_by=papers,
            minutes_each=was.minutes_each,
            members=tuple((member.name, member.role) for member in was.members),
        )
        changed = await self._ask_details(new, but=was.id)
        if changed:
            await self.do(
                lambda s, doing, version: change_session(s, doing, was.id, changed, version),
                f"Changed: {british(changed.on, 'weekday')}.",
                rests_on=TogetherOnSession(self, was, session_forms.changed(changed)),
            )

    @flow
    async def action_session_member(self) -> None:
        """Name a member and as what they sit."""
        from ehc_tui.casework import session_forms
        from ehc_tui.casework.sessions import add_member

        session = self.current
        if session is None:
            return
        self.prompt.forms.narrow(session.id)
        typed = await self.ask_words("Member, role", "Type a name.", hint="S Patel, educational psychologist")
        if typed:
            name, _, role = (part.strip() for part in typed.partition(","))
            await self.do(
                lambda s, doing, version: add_member(s, doing, session.id, name, role, version),
                f"{name} is a member.",
                rests_on=TogetherOnSession(self, session, session_forms.member_added(name, role)),
            )

    @flow
    async def action_session_leave(self) -> None:
        """Take a member off the session, named before anything is written."""
        from ehc_tui.casework import session_forms
        from ehc_tui.casework.sessions import remove_member

        session = self.current
        if session is None:
            return
        options = [("", member_words(one.name, one.role), one) for one in session.members]
        member = await self.prompt.choose(f"Not sitting on {british(session.on, 'short')}:", options)
        if member:
            await self.do(
                lambda s, doing, version: remove_member(s, doing, member.id, version),
                f"{member.name} is no longer a member.",
                rests_on=TogetherOnSession(self, session, session_forms.member_left(member)),
            )

    @flow
    async def action_session_cancel(self) -> None:
        """Call a session off; its cases go back to the queue."""
        from ehc_tui.casework import session_forms

        session = self.current
        if session is None:
            return
        self.prompt.forms.narrow(session.id)
        coming = self._plan.forecast.if_cancelled if self._plan else ()
        costs = {one.session_id: one.missed for one in coming}
        reason = await self.ask_words("Called off because", "Type the reason: it is kept with the session.")
        if not reason:
            return
        extra = costs.get(session.id, 0)
        cost = f"{extra} more would be decided too late. " if extra else ""
        day = british(session.on, "weekday")
        if await self.prompt.confirm(f"{cost}Call off {day} and put {session.booked} back in the queue?"):
            call_off = partial(_call_off, session.id, reason)
            await self.do(
                call_off,
                f"{day} is called off.",
                rests_on=TogetherOnSession(self, session, session_forms.untouched("call it off", call_off)),
            )

    # The pieces of a session

    async def _ask_details(self, usual: NewSession, but: int | None = None) -> NewSession | None:
        """Time, place, chair, places and papers, each as usual with Enter; what is odd is asked."""
        starts = await self._ask_kept("From", f"{usual.starts:%H:%M}" if usual.starts else "09:30", _a_time)
        place = await self._ask_kept("Where", usual.place, str) if starts else None
        chair = await self._ask_kept("Chair", usual.chair, str) if place is not None else None
        capacity = (
            await self._ask_kept("Places", str(usual.capacity), lambda typed: number(typed, 99))
            if chair is not None
            else None
        )
        if starts is None or place is None or chair is None or capacity is None:
            return None
        papers = await self._ask_kept("Papers by", british(usual.papers_by), self._day)
        if papers is None:
            return None
        new = replace(usual, starts=starts, place=place, chair=chair, capacity=capacity, papers_by=papers)
        others = [one for one in self._plan.sessions if one.id != but] if self._plan else []
        return (
            new if await self.sure(questions(new, others, self.desk.today), "Plan it all the same?") else None
        )

    async def _ask_kept(self, question: str, usual: str, parse: Callable[[str], T]) -> T | None:
        return await self.prompt.ask(question, initial=usual, parse=parse)

    def _day(self, typed: str) -> date:
        return parse_day(typed, self.desk.today, prefer="future")


def _call_off(session_id: int, reason: str, session: Session, doing: Doing, version: int) -> object:
    from ehc_tui.casework.sessions import cancel_session

    return cancel_session(session, doing, session_id, reason, version)


def _a_time(typed: str) -> time:
    found = _TIME.fullmatch(typed)
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise ValueError("Type a time of day, such as 9:30.")
    return time(int(found[1]), int(found[2] or 0))
