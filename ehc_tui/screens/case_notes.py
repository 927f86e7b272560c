"""Writing notes and logging contacts with the family."""

from __future__ import annotations

from datetime import date

from ehc_tui.law.model import Fact
from ehc_tui.present.case.views import Tab
from ehc_tui.screens.answers import needed
from ehc_tui.screens.asking import flow
from ehc_tui.screens.case_base import CaseBase
from ehc_tui.text import british


class NoteFlows(CaseBase):
    """The flows of what people write down. A note never clashes with what others do to the case."""

    @flow
    async def action_case_note(self) -> None:
        """Write a note."""
        await self._write_down("note", self.desk.today, "Note")

    @flow
    async def action_case_contact(self) -> None:
        """Log a contact with the family: when, and what was said."""
        on = await self.ask_day("Contact with the family on")
        if on is not None and await self.sure_of(Fact("contact", on)):
            await self._write_down("contact", on, f"What was said on {british(on, 'short')}")

    async def _write_down(self, kind: str, on: date, question: str) -> None:
        from ehc_tui.casework import notes

        text = await self.prompt.ask(
            question,
            parse=needed("Type what is to be kept, or step back."),
            draft=self.draft(kind),
            long=True,
        )
        if text is None:
            return
        case_id = self.file.row.id
        done = await self.change(
            lambda session, doing, _version: notes.add(session, doing, case_id, text, kind=kind, on=on),
            "Noted." if kind == "note" else f"Contact with the family logged, {british(on)}.",
        )
        if done:
            self.show_tab(Tab.NOTES, next(iter(self.file.notes), None))
