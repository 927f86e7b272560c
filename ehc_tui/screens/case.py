"""The case: its timeline, advice, meetings, decisions, notes and history, one key from one to the next."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from ehc_tui.casework.context import Doing
from ehc_tui.law.process import MeetingOffer
from ehc_tui.present.case.history import act_lines
from ehc_tui.present.case.notes import note_lines
from ehc_tui.present.case.timeline import ClockOn
from ehc_tui.present.case.timeline_page import Fold
from ehc_tui.present.case.views import Item, Tab
from ehc_tui.present.case.why import why_page_lines
from ehc_tui.present.page import GUTTER
from ehc_tui.present.runs import Line, Style
from ehc_tui.screens.asking import flow
from ehc_tui.screens.case_access import AccessFlows
from ehc_tui.screens.case_advice import AdviceFlows
from ehc_tui.screens.case_meetings import MeetingFlows
from ehc_tui.screens.case_notes import NoteFlows
from ehc_tui.screens.case_recording import RecordingFlows
from ehc_tui.screens.case_reliefs import ReliefFlows
from ehc_tui.store.engine import Store
from ehc_tui.store.rows import ActRow, AdviceLine, MeetingRow, NoteRow

Neighbour = Callable[[int], Awaitable[str | None]]
"""Goes so many places on in the caseload and gives the reference found there; None past its ends."""


class CaseScreen(RecordingFlows, AdviceFlows, ReliefFlows, MeetingFlows, NoteFlows, AccessFlows):
    """One case. With `neighbour` the brackets go through the caseload without going back to it."""

    def __init__(self, ref: str, neighbour: Neighbour | None = None) -> None:
        super().__init__(ref)
        self._neighbour = neighbour

    def on_mount(self) -> None:
        """Remember which case is open, so that a dropped line comes back to it."""
        self.desk.session.remember(open_case=self.ref)

    # Tabs

    def action_case_timeline(self) -> None:
        """Show stages and clocks."""
        self.show_tab(Tab.TIMELINE)

    def action_case_advice(self) -> None:
        """Show the advice checklist."""
        self.show_tab(Tab.ADVICE)

    def action_case_meetings(self) -> None:
        """Show the meetings."""
        self.show_tab(Tab.MEETINGS)

    def action_case_decisions(self) -> None:
        """Show what is on record."""
        self.show_tab(Tab.DECISIONS)

    def action_case_notes(self) -> None:
        """Show the notes."""
        self.show_tab(Tab.NOTES)

    def action_case_history(self) -> None:
        """Show what was done to the case."""
        self.show_tab(Tab.HISTORY)

    def action_case_next_tab(self) -> None:
        """Show the tab to the right, after the last the first."""
        self.show_tab(Tab((self.tab + 1) % len(Tab)))

    def action_case_previous_tab(self) -> None:
        """Show the tab to the left, before the first the last."""
        self.show_tab(Tab((self.tab - 1) % len(Tab)))

    def action_case_fold(self) -> None:
        """Show or hide the clocks that need nothing more."""
        self._folded = not self.folded
        self.show_tab()

    def action_app_back(self) -> None:
        """Step back from a text to its tab, from the case to the caseload."""
        if not self.stop_reading():
            self.desk.session.remember(open_case="")
            super().action_app_back()

    # The row under the cursor

    def rule_here(self) -> str | None:
        """The rule of the clock under the cursor."""
        return self.selected.clock.rule if isinstance(self.selected, ClockOn) else None

    def action_case_why(self) -> None:
        """Show why the date under the cursor is what it is."""
        self.action_case_open()

    def action_case_open(self) -> None:
        """Show what is under the cursor in full, or go to where it is worked on."""
        match self.selected:
            case Fold():
                self.action_case_fold()
            case MeetingRow() | MeetingOffer():
                self.action_case_meet()
            case None:
                if not self.stop_reading():
                    self.say("There is nothing on this tab to open.", Style.WARN)
            case item:
                self.read_through(self._in_full(item))

    def _in_full(self, item: Item) -> tuple[Line, ...]:
        width = self.size.width - GUTTER - 1
        match item:
            case ClockOn():
                return why_page_lines(item, self.file, self.rules, self.desk.today, width)
            case AdviceLine():
                clock = next((clock for clock in self.file.clocks if clock.subject == item.key), None)
                if clock is None:
                    return tuple(self._view.page.detail(self.pane.cursor))
                on = ClockOn(clock, clock.state(self.desk.today, self.desk.settings.warning_days))
                return why_page_lines(on, self.file, self.rules, self.desk.today, width)
            case NoteRow():
                return note_lines(item, width)
            case ActRow():
                return act_lines(item, self.rules.book, width)
            case _:
                return tuple(self._view.page.detail(self.pane.cursor))

    # The caseload around it

    @flow
    async def action_case_next_case(self) -> None:
        """Open the next case of the caseload."""
        await self._go(1)

    @flow
    async def action_case_previous_case(self) -> None:
        """Open the case before this one."""
        await self._go(-1)

    async def _go(self, step: int) -> None:
        found = await self._neighbour(step) if self._neighbour else None
        if found is None:
            self.say(
                "This is the last case of the list." if step > 0 else "This is the first case of the list."
            )
            return
        self.desk.session.remember(open_case=found)
        self.turn_to(found)

    # Taking it out

    @flow
    async def action_case_bundle(self) -> None:
        """Write everything about the case, with the proof of its history, into a folder or a .zip file."""
        from ehc_tui.present.bundle import write_case_bundle

        if path := await self._ask_where("Write all about this case to", self.ref):
            written = await self._write_out(write_case_bundle, path)
            self.say(f"Written: {written}. It holds personal data: only you can read it.")

    @flow
    async def action_case_subject_access(self) -> None:
        """Write everything held about the child into a folder or a .zip file."""
        from ehc_tui.present.subject_access import write_subject_access

        if path := await self._ask_where("Write all about this child to", f"{self.ref}-subject-access"):
            written = await self._write_out(write_subject_access, path)
            self.say(f"Written: {written}. Read before-sending.md in it before anything is sent.")

    async def _ask_where(self, question: str, name: str) -> Path | None:
        return await self.prompt.ask(
            question,
            initial=f"{name}-{self.desk.today.isoformat()}.zip",
            parse=lambda typed: Path(typed).expanduser(),
            hint="a name ending in .zip, or a new folder",
        )

    async def _write_out(self, write: Callable[[Store, Doing, str, int, Path], Path], path: Path) -> Path:
        desk, warning = self.desk, self.desk.settings.warning_days
        return await self.read(lambda: write(desk.store, desk.doing(), self.ref, warning, path))

    # Undo

    @flow
    async def action_app_undo(self) -> None:
        """Take back a whole act: on the History tab the one under the cursor, else your last on this case."""
        from ehc_tui.casework import acts

        entry = self.selected if isinstance(self.selected, ActRow) else self._last_of_mine()
        if entry is None and self.more_history:
            await self.read_whole_history()
            entry = self._last_of_mine()
        if entry is None:
            self.say(
                "There is nothing of yours on this case to undo: 6 History lists what others did.", Style.WARN
            )
            return
        if entry.undone_by is not None:
            self.say("That has been taken back already.", Style.WARN)
            return
        if not await self.prompt.confirm(f"Take back “{entry.summary}” ({entry.by})?"):
            return
        await self.change(
            lambda session, doing, _version: acts.undo(session, doing, entry.id),
            f"Took back: {entry.summary}.",
        )

    def _last_of_mine(self) -> ActRow | None:
        mine = (act for act in self.file.history if act.by == self.desk.me)
        return next((act for act in mine if act.undone_by is None and act.undoes is None), None)
