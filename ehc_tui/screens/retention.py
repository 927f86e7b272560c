"""Closed cases past the retention period: reviewed here, proposed by one person, removed by another."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType

from ehc_tui.commands import Move, bindings_for
from ehc_tui.present.page import GUTTER, reading
from ehc_tui.present.prose import paragraph
from ehc_tui.present.retention import FOR_GOOD, left_words, period_line, retention_page
from ehc_tui.present.runs import Run, Style, fit_line
from ehc_tui.screens.answers import needed
from ehc_tui.screens.asking import flow
from ehc_tui.screens.base import BaseScreen
from ehc_tui.store.mentions import mentions
from ehc_tui.store.retention import Kept, Period, Tombstone, past_period, period, removed
from ehc_tui.widgets.lines import LineList
from ehc_tui.widgets.literal import Literal


class _Found(NamedTuple):
    kept: Period | None
    cases: list[Kept]
    gone: list[Tombstone]


class RetentionScreen(BaseScreen):
    """The cases to review, the longest past their period first, then the numbers of those removed."""

    SCOPE = "retention"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("retention")]

    def __init__(self) -> None:
        super().__init__()
        self._about = Literal(id="about")
        self._list = LineList(id="kept")
        self._found = _Found(None, [], [])
        self._before: tuple[str, ...] = ()

    def compose_body(self) -> ComposeResult:
        """How long cases are kept, then the cases."""
        yield self._about
        yield self._list

    def on_mount(self) -> None:
        """Read."""
        self.head((Run("Closed cases to review", Style.TITLE),))
        self.store_changed()

    def on_resize(self) -> None:
        """Lay the list out for the width."""
        self._draw()

    def move(self, how: Move) -> None:
        """Move through the cases."""
        self._list.move(how)
        self.offer_commands()

    def store_changed(self) -> None:
        """Read again."""
        today = self.desk.today

        def look() -> _Found:
            reader = self.desk.store.read()
            return _Found(period(reader), past_period(reader, today), removed(reader))

        self.run_read(look, self._have)

    def _have(self, found: _Found) -> None:
        self._found = found
        self._draw()

    def _draw(self, place: int | None = None) -> None:
        if not self.size.width:
            return
        place = self._list.cursor if place is None else place
        if self._before:
            width = self.size.width - GUTTER - 1
            told = (paragraph("", text, width) or ((),) for text in self._before)
            self._list.show(reading([line for lines in told for line in lines]), place)
            return
        found = self._found
        about = period_line(found.kept) if found.kept else ""
        self._about.show(fit_line((Run(f" {about}", Style.DIM),), self.size.width))
        page = retention_page(found.cases, found.gone, found.kept, self.desk.doing(), self.size.width)
        self._list.show(page, min(place, max(page.count - 1, 0)))
        self.offer_commands()

    @property
    def current(self) -> Kept | None:
        """The case under the cursor; None on the number of one that was removed."""
        place = self._list.cursor
        return self._found.cases[place] if place < len(self._found.cases) else None

    def why_not(self, command_id: str) -> str | None:
        """Why nothing can be done with the line under the cursor."""
        if refusal := super().why_not(command_id):
            return refusal
        if command_id.startswith("retention.") and self.current is None:
            return None if command_id.partition(".")[2] in _MOVES else "There is no case on this line."
        if command_id == "retention.open" and self.current and self.current.taken_back:
            return "Its opening was taken back: there is no case to open, only what is left of it."
        return None

    # What is done

    @flow
    async def action_retention_open(self) -> None:
        """Open the case."""
        if self.current is not None:
            await self.ehc.open_case(self.current.ref)

    @flow
    async def action_retention_propose(self) -> None:
        """Ask why, and propose it."""
        from ehc_tui.casework.removing import propose

        case = self.current
        if case is None:
            return
        because = await self.prompt.ask(
            f"Propose to remove {case.ref} for good, because",
            parse=needed("Say why: that remains when the case has gone."),
            hint="the schedule it follows; no names",
            draft=f"removal/{case.ref}",
        )
        if because is not None:
            await self.write(
                lambda session, doing: propose(session, doing, case.case_id, because, case.version)
            )
            self.say(f"Proposed. Nothing of {case.ref} goes until somebody else confirms it.")

    @flow
    async def action_retention_keep(self) -> None:
        """Withdraw the proposal."""
        from ehc_tui.casework.removing import withdraw

        case = self.current
        if case is not None and await self.prompt.confirm(f"Withdraw the proposal to remove {case.ref}?"):
            await self.write(lambda session, doing: withdraw(session, doing, case.case_id))
            self.say(f"{case.ref} stays.")

    @flow
    async def action_retention_confirm(self) -> None:
        """Say that it is for good, have the reference typed, and remove the case."""
        from ehc_tui.casework.removing import remove, scrubbed

        case = self.current
        if case is None:
            return
        if case.proposal is None:
            self.say("Nobody has proposed it yet: r proposes, and somebody else confirms.", Style.WARN)
            return

        def parse(typed: str) -> str:
            if typed.strip().upper() != case.ref.upper():
                raise ValueError(f"Type {case.ref}, or step back: nothing is removed.")
            return typed

        found = await self.read(lambda: mentions(self.desk.store.read(), case.case_id))
        place = self._list.cursor
        self._before = (FOR_GOOD, "", *left_words(found))
        self._draw(0)
        typed = await self.prompt.ask(
            f"Remove {case.ref} for good: type its reference",
            parse=parse,
            hint="it cannot be undone",
            anew=True,
            lets_through=_READING,
        )
        self._before = ()
        self._draw(place)
        if typed is None:
            return
        desk = self.desk
        await self.write(
            lambda session, doing: remove(session, doing, case.case_id, case.version, owner=desk.owner),
            "a removal",
        )
        self.desk.session.forget(case.ref)
        self.say(f"{case.ref} is removed. {await self.desk.tidy(lambda: scrubbed(desk.store, desk.me))}")


_READING = frozenset({"retention.page_down", "retention.page_up"})
_MOVES = frozenset({"down", "up", "page_down", "page_up", "first", "last"})
