"""An office in which two children were refused a plan, and what people do about meeting their families."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

from at_the_keys import AtTheKeys
from office import Office
from screen_text import wait_for
from textual.events import Paste
from textual.pilot import Pilot

from ehc_tui.app import EhcApp
from ehc_tui.casework import meetings
from ehc_tui.casework.decisions import record
from ehc_tui.casework.diary import Slot
from ehc_tui.casework.meeting_act import Choice
from ehc_tui.casework.meetings import Arrangement
from ehc_tui.law.model import Fact
from ehc_tui.law.process import MeetingOffer
from ehc_tui.store.rows import MeetingRow

KWAME, NIAMH = "E26-0371", "E26-0398"
ASSESS, REFUSED = date(2026, 8, 28), date(2026, 11, 3)
OFFERED, ACCEPTED = date(2026, 11, 4), date(2026, 11, 6)
WEDNESDAY = Slot(date(2026, 11, 25), time(10), 60)
THURSDAY = Slot(date(2026, 11, 26), time(14), 60)
ROOM = "One Angel Square, room 3"


class MeetingRoom(Office):
    """Kwame Osei and Niamh O'Connor were refused a plan on 3 November 2026 in West Northamptonshire."""

    def __init__(self, path: Path, forename: str = "Kwame") -> None:
        super().__init__(path)
        self.refused(KWAME, "Osei", forename)
        self.refused(NIAMH, "O'Connor", "Niamh")

    def refused(self, ref: str, surname: str, forename: str) -> None:
        """Open a case, decide to assess, and tell the family that there will be no plan."""
        case_id = self.open(
            ref, surname=surname, forename=forename, setting="Northgate Academy", caseworker="J Okafor"
        )
        self.do(record, case_id, Fact("assess_decision", ASSESS, "Yes"))
        self.do(record, case_id, Fact("plan_decision", REFUSED, "Do not issue"))

    @property
    def way_forward(self) -> MeetingOffer:
        """What the process says about the meeting after a refusal to issue a plan."""
        return next(offer for offer in self.doing.process.meetings if offer.kind == "way_forward")

    def meeting(self, ref: str = KWAME) -> MeetingRow:
        """The meeting of a case that was offered last."""
        return max(self.file(ref).meetings, key=lambda meeting: meeting.id)

    def attendee(self, role: str, ref: str = KWAME) -> int:
        """The id of the first person with that role."""
        return next(person.id for person in self.meeting(ref).attendees if person.role == role)

    def offered(self, ref: str = KWAME) -> int:
        """A meeting offered the day after the decision; its id."""
        case_id = self.file(ref).row.id
        meeting_id: int = self.do(meetings.offer, case_id, self.way_forward, OFFERED, "J Okafor")
        return meeting_id

    def arranged(self, slot: Slot = WEDNESDAY, ref: str = KWAME) -> int:
        """A meeting offered, accepted and arranged, the child left out for a reason; its id."""
        meeting_id = self.offered(ref)
        self.do(meetings.accept, meeting_id, ACCEPTED)
        left_out = {self.attendee("child", ref): Choice(False, "would be upset by it")}
        self.do(meetings.arrange, meeting_id, Arrangement(slot, ROOM, decided=left_out))
        return meeting_id

    def law(self) -> list[tuple[Any, ...]]:
        """Everything the store holds of clocks that are law or guidance."""
        return self.ask(
            "SELECT case_id, rule, subject, kind, bound, trigger, triggered_on, due, act_by, met_on, "
            "stopped_on, stopped_by, relieved, window FROM clock WHERE kind <> 'local' "
            "ORDER BY case_id, rule, subject, due"
        )

    def take_back(self) -> str:
        """Take back the last act that is still in force."""
        return self.undo(self.ask("SELECT max(id) FROM act WHERE undone_by IS NULL AND undoes IS NULL")[0][0])


class Scene(AtTheKeys):
    """The app with somebody at the keys who puts answers in place of what is offered."""

    def __init__(self, app: EhcApp, pilot: Pilot[None], office: Office) -> None:
        super().__init__(app, pilot)
        self.office = office

    async def answer(self, question: str, typed: str = "") -> None:
        """Wait for a question, put something in place of what is offered, and press Enter."""
        await self.sees(question)
        if typed:
            await self.press("ctrl+u")
            self.app.post_message(Paste(typed))
            await self.sees(typed)
        await self.press("enter")

    async def is_asked_nothing(self) -> None:
        """Wait until no question is open any more."""
        await wait_for(self.pilot, lambda: not self.asked)
