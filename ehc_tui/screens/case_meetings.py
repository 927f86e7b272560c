"""From the case to the scheduling of a meeting, where it is offered, arranged and written up."""

from __future__ import annotations

from ehc_tui.casework.way_forward import open_offers
from ehc_tui.law.process import MeetingOffer
from ehc_tui.present.runs import Style
from ehc_tui.screens.case_base import CaseBase
from ehc_tui.store.rows import MeetingRow


class MeetingFlows(CaseBase):
    """The way to the scheduling screen."""

    def action_case_meet(self) -> None:
        """Go to the meeting under the cursor, or to the one that is due, or to the latest."""
        file, here = self.file, self.selected
        if isinstance(here, MeetingRow):
            self._schedule(here.id)
        elif isinstance(here, MeetingOffer) or open_offers(file.case, self.rules.process, file.meetings):
            self._schedule(None)
        elif file.meetings:
            self._schedule(file.meetings[-1].id)
        else:
            self.say("No meeting is due: the process offers one after a refusal.", Style.WARN)

    def _schedule(self, meeting_id: int | None) -> None:
        from ehc_tui.screens.scheduling import SchedulingScreen

        self.app.push_screen(SchedulingScreen(self.ref, meeting_id))
