"""What the scheduling screen knows and shows of one meeting, and which steps it allows just now."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from ehc_tui.casework.diary import initials, same_person, short_name, taken, week_of
from ehc_tui.casework.way_forward import (
    Step,
    chair_of,
    decision_behind,
    latest_offer,
    offer_behind,
    open_offers,
    people_of,
    why_not,
)
from ehc_tui.commands import bindings_for, command
from ehc_tui.law.calendar import bank_holidays
from ehc_tui.law.model import Fact
from ehc_tui.law.process import MeetingOffer
from ehc_tui.present.case.one_meeting import lines_above, people_page, title_line
from ehc_tui.present.runs import Run, Style
from ehc_tui.screens.base import BaseScreen
from ehc_tui.store.diary import Booking, bookings_between
from ehc_tui.store.errors import StoreError
from ehc_tui.store.rows import Attendee, CaseFile, MeetingAction, MeetingRow
from ehc_tui.widgets.lines import LineList
from ehc_tui.widgets.literal import Literal
from ehc_tui.widgets.week_grid import Busy, Week, WeekGrid

_WIDE = 104
_GRID_WIDTH = 63
_HOURS, _HALF_HOURS = 10, 19
_LEAST_PEOPLE = 7

_STEPS = {
    "meeting.accept": Step.ACCEPT,
    "meeting.decline": Step.DECLINE,
    "meeting.arrange": Step.ARRANGE,
    "meeting.include": Step.PREPARE,
    "meeting.invited": Step.PREPARE,
    "meeting.reply": Step.PREPARE,
    "meeting.name": Step.PREPARE,
    "meeting.add": Step.PREPARE,
    "meeting.interpreter": Step.PREPARE,
    "meeting.hold": Step.HOLD,
    "meeting.agree": Step.AGREE,
    "meeting.done": Step.AGREE,
    "meeting.cancel": Step.CANCEL,
}
_IN_THE_LIST = ("meeting.include", "meeting.invited", "meeting.reply", "meeting.done")
"""What is done in the list of people is offered first while the keys go there."""
_IN_THE_WEEK = ("meeting.arrange", "meeting.page_down")
_ABOUT_A_PERSON = ("meeting.include", "meeting.reply", "meeting.name")


class MeetingView(BaseScreen):
    """A meeting of one case, beside the week of the people it needs."""

    SCOPE = "meeting"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("meeting")]

    def __init__(self, ref: str, meeting_id: int | None = None, wanted: MeetingOffer | None = None) -> None:
        super().__init__()
        self.ref = ref
        self.meeting_id = meeting_id
        self._wanted = wanted
        self.file: CaseFile | None = None
        self.seen: CaseFile | None = None
        self.writing = False
        self._above = Literal(id="above")
        self.grid = WeekGrid(self.desk.today, id="week")
        self.people = LineList(id="people")
        self._both = Container(self.grid, self.people, id="week-and-people")

    def compose_body(self) -> ComposeResult:
        """What is known above, the week and the people below or beside each other."""
        yield self._above
        yield self._both

    def on_mount(self) -> None:
        """Read the case; the week follows."""
        self.set_focus(self.grid, scroll_visible=False)
        self.people.rest(True)
        self.store_changed()

    def on_resize(self) -> None:
        """Week and people stand side by side where there is room."""
        self._draw()

    @property
    def about(self) -> str:
        """The meeting, or the one to be offered, of the case."""
        return f"{self.ref}/meeting/{self.meeting.uid if self.meeting else 'to offer'}"

    @property
    def case_on_show(self) -> int | None:
        """The case it is about."""
        return self.file.row.id if self.file else None

    def store_changed(self) -> None:
        """Read the case and the week again."""
        self.run_read(lambda: self.case_file(self.ref), self._take_file)

    # What is on show

    @property
    def meeting(self) -> MeetingRow | None:
        """The meeting on show; None before it is offered."""
        found = self.file.meetings if self.file else ()
        return next((meeting for meeting in found if meeting.id == self.meeting_id), None)

    @property
    def offer(self) -> MeetingOffer | None:
        """The process's entry for this meeting, or for the one to be offered next."""
        if self.file is None:
            return None
        if self.meeting:
            return offer_behind(self.meeting, self.desk.process)
        due = open_offers(self.file.case, self.desk.process, self.file.meetings)
        latest = latest_offer(self.file.case, self.desk.process, self.file.meetings)
        return self._wanted if self._wanted in due else latest

    @property
    def _names(self) -> tuple[str, ...]:
        """Whose week it is: the people of the meeting, before it is offered whoever would chair it."""
        if self.meeting:
            return people_of(self.meeting)
        return (self.chair,) if self.chair else ()

    @property
    def chair(self) -> str:
        """Who would chair it: by the process, else whoever sits here."""
        if self.file is None or self.offer is None:
            return ""
        return chair_of(self.offer, self.file.row) or self.desk.me

    @property
    def decision(self) -> Fact | None:
        """The decision that the meeting is about, as it was told."""
        return decision_behind(self.file.case, self.offer) if self.file and self.offer else None

    @property
    def labels(self) -> dict[str, str]:
        """The process's words for the roles of the people."""
        return {role.key: role.label for role in self.offer.attendees} if self.offer else {}

    def current(self) -> tuple[CaseFile, MeetingRow]:
        """The case and the meeting; `StoreError` if somebody has taken the offer back meanwhile."""
        if self.file is None or self.meeting is None:
            raise StoreError("This meeting is not there any more: somebody has taken its offer back.")
        return self.file, self.meeting

    def flow_begins(self) -> None:
        """A dialogue rests on the case as it is on the screen when it begins."""
        self.seen = self.file

    async def reread(self) -> None:
        """In a flow: read the case before the next key is taken, so that its version is the one on show."""
        self._take_file(await self.read(lambda: self.case_file(self.ref)))

    def _take_file(self, file: CaseFile) -> None:
        first = self.file is None
        self.file = file
        if first and self.meeting and self.meeting.on and self.meeting.starts:
            self.grid.go_to(self.meeting.on, self.meeting.starts)
        self._draw()
        self.offer_commands()
        self._read_week()

    def _read_week(self) -> None:
        first, last = week_of(self.grid.monday)
        store = self.desk.store
        self.run_read(lambda: bookings_between(store.read(), first, last), self._take_week, name="week")

    def _take_week(self, bookings: tuple[Booking, ...]) -> None:
        days = bank_holidays().days
        monday, sunday = week_of(self.grid.monday)
        holidays = {day: name for day, name in days.items() if monday <= day <= sunday}
        busy = tuple(self._busy(name, booking) for name, booking in taken(self._names, bookings))
        self.grid.show(Week(monday, self.desk.today, busy, holidays))

    def _busy(self, name: str, booking: Booking) -> Busy:
        chair = self.meeting.chair if self.meeting else self.chair
        who = initials(name) if same_person(name, chair) else short_name(name)
        here = self.meeting is not None and booking.uid == self.meeting.uid
        return Busy(booking.on, booking.starts, booking.minutes, who, here)

    def _draw(self) -> None:
        if self.file is None:
            return
        meeting, offer = self.meeting, self.offer
        title = meeting.title if meeting else offer.title if offer else "No meeting to offer"
        status = meeting.status if meeting else "not offered"
        self.head(title_line(title, self.file.row), (Run(status, Style.ACCENT),))
        width, height = self.size
        above = lines_above(self.file, meeting, self.decision, self.desk.book, self.desk.today, width)
        self._above.styles.height = len(above)
        self._above.show(*above)
        people_width = self._lay_out(width, height - len(above) - 3)
        self.people.show(people_page(meeting, self.file, self.labels, people_width), self.people.cursor)

    def _lay_out(self, width: int, height: int) -> int:
        """Place the week and the people in so many lines; the width left for the people."""
        wide = width >= _WIDE
        self._both.styles.layout = "horizontal" if wide else "vertical"
        self._both.styles.height = self.people.styles.height = "1fr"
        if wide:
            self.grid.styles.width, self.grid.styles.height = _GRID_WIDTH, "1fr"
            self.people.styles.width = "1fr"
            return width - _GRID_WIDTH
        rows = _HALF_HOURS if height - _HALF_HOURS >= _LEAST_PEOPLE else min(_HOURS, height - _LEAST_PEOPLE)
        self.grid.styles.width, self.grid.styles.height = "100%", max(rows, 4)
        self.people.styles.width = "100%"
        return width

    def on_week_grid_week_turned(self) -> None:
        """Another week is on show: read who is busy in it."""
        self._read_week()

    # Commands

    def offer_commands(self) -> None:
        """Offer the steps that can be taken now; the others say in the help what they are for."""
        possible = [found for found in self.commands if not self.why_not(found.id)]
        if self.among_people:
            possible = [
                found._replace(footer=1) if found.id in _IN_THE_LIST else found
                for found in possible
                if found.id not in _IN_THE_WEEK
            ]
        self._status.offer(possible, lambda _command_id: False)

    def why_not(self, command_id: str) -> str | None:
        """Why a step cannot be taken with this meeting now."""
        if reason := super().why_not(command_id):
            return reason
        if not command_id.startswith("meeting."):
            return None
        if self.file is None:
            return "The case is still being read."
        if self.writing and command(command_id).changes:
            return "The last step is still being written: a moment."
        if command_id == "meeting.offer":
            return self._why_no_offer()
        if command_id == "meeting.export":
            return None if self.meeting and self.meeting.on else "A meeting without a day has no invitation."
        if command_id == "meeting.arrange" and self.among_people:
            return self.why_not(self.on_enter_in_list())
        return self._why_no_step(command_id)

    def _why_no_offer(self) -> str | None:
        if self.meeting:
            return f"The {self.meeting.title} was offered already."
        if self.offer is None:
            return (
                f"{self.desk.process.name} has no meeting to offer after the decisions recorded on this case."
            )
        return None

    def _why_no_step(self, command_id: str) -> str | None:
        step = _STEPS.get(command_id)
        if step is None:
            return None
        if self.meeting is None:
            return "The meeting has not been offered yet: o records the offer."
        if reason := why_not(step, self.meeting.status):
            return reason
        if command_id in _ABOUT_A_PERSON and self.person is None:
            return "Put the cursor on a person in the list first (Tab)."
        if command_id == "meeting.done" and self.action is None:
            return "Put the cursor on an agreed action in the list first (Tab)."
        return None

    @property
    def among_people(self) -> bool:
        """True while the keys go to the list of people. The widgets learn of it a moment later."""
        return self.focused is self.people

    @property
    def person(self) -> Attendee | None:
        """The attendee under the cursor of the list."""
        people = self.meeting.attendees if self.meeting else ()
        return people[self.people.cursor] if self.people.cursor < len(people) else None

    @property
    def action(self) -> MeetingAction | None:
        """The agreed action under the cursor of the list."""
        if self.meeting is None:
            return None
        number = self.people.cursor - len(self.meeting.attendees)
        return self.meeting.actions[number] if 0 <= number < len(self.meeting.actions) else None

    def on_enter_in_list(self) -> str:
        """The command that Enter stands for in the list of people."""
        return "meeting.done" if self.action else "meeting.reply"
