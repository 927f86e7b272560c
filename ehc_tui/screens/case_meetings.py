"""From the case to the scheduling of a meeting, where it is offered, arranged and written up."""

from __future__ import annotations

from ehc_tui.casework.way_forward import open_offers
from ehc_tui.law.process import MeetingOffer
from ehc_tui.present.runs import Style
from ehc_tui.screens.asking import flow
from ehc_tui.screens.case_base import CaseBase
from ehc_tui.store.rows import CaseFile, MeetingRow
from ehc_tui.text import british


class MeetingFlows(CaseBase):
    """The way to the scheduling screen."""

    @flow
    async def action_case_meet(self) -> None:
        """Go to the meeting under the cursor, or to the one that is due, or to the latest.

        Where a case was refused twice two meetings may be due: which one is meant is asked.
        """
        file, here = self.file, self.selected
        due = open_offers(file.case, self.rules.process, file.meetings)
        if isinstance(here, MeetingRow):
            self._schedule(here.id)
        elif isinstance(here, MeetingOffer):
            self._schedule(None, here)
        elif due:
            if offer := due[0] if len(due) == 1 else await self._which(file, due):
                self._schedule(None, offer)
        elif file.meetings:
            self._schedule(file.meetings[-1].id)
        else:
            self.say("No meeting is due: the process offers one after a refusal.", Style.WARN)

    async def _which(self, file: CaseFile, due: tuple[MeetingOffer, ...]) -> MeetingOffer | None:
        """The meeting meant, each named with the day of its refusal."""
        options = [
            ("", f"{offer.title}, refused {british(told)}" if told else offer.title, offer)
            for offer in due
            for told in [offer.after(file.case)]
        ]
        return await self.prompt.choose("Which meeting:", options)

    def _schedule(self, meeting_id: int | None, offer: MeetingOffer | None = None) -> None:
        from ehc_tui.screens.scheduling import SchedulingScreen

        self.app.push_screen(SchedulingScreen(self.ref, meeting_id, offer))
