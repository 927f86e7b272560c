"""One meeting with the family: the week of the people it needs, and every step from offer to outcome."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

from ehc_tui.casework import attendance, meetings
from ehc_tui.casework.diary import Slot, week_of
from ehc_tui.casework.meeting_act import Choice
from ehc_tui.casework.meeting_forms import answered, arranged, held, of_person, untouched
from ehc_tui.casework.meetings import Agreed, Arrangement
from ehc_tui.casework.together import Form
from ehc_tui.casework.way_forward import CHAIR, Status, bounds_of, questions, undecided
from ehc_tui.commands import Move
from ehc_tui.exchange.invitation import Invitation, file_name, invitation_of, names_shown, write_invitation
from ehc_tui.exchange.private_file import FileRefused
from ehc_tui.law.process import MeetingOffer
from ehc_tui.present.case.one_meeting import called
from ehc_tui.present.prose import plural
from ehc_tui.present.runs import Style
from ehc_tui.screens.asking import flow
from ehc_tui.screens.conflict import Together
from ehc_tui.screens.meeting_prompts import MeetingPrompts
from ehc_tui.screens.meeting_view import MeetingView
from ehc_tui.store.diary import bookings_between
from ehc_tui.store.errors import Conflict
from ehc_tui.store.rows import Attendee, MeetingRow
from ehc_tui.store.verbs import EXPORT
from ehc_tui.text import british
from ehc_tui.widgets.week_grid import WeekGrid

_RECORDED = "Recorded. u takes it back."


class SchedulingScreen(MeetingView):
    """A meeting of one case; without `meeting_id` the one to be offered: `wanted`, or the latest due."""

    def __init__(self, ref: str, meeting_id: int | None = None, wanted: MeetingOffer | None = None) -> None:
        super().__init__(ref, meeting_id, wanted)
        self._said = ""
        self.asks = MeetingPrompts(self.prompt, self.desk.today)

    # Moving about

    def move(self, how: Move) -> None:
        """Up and down move in the list of people while it has the keys, else in the week."""
        if self.among_people:
            self.people.move(how)
            self.offer_commands()
            return
        steps: dict[Move, Callable[[], None]] = {
            "up": lambda: self.grid.move(0, -1),
            "down": lambda: self.grid.move(0, 1),
            "page_up": lambda: self.grid.turn(-1),
            "page_down": lambda: self.grid.turn(1),
            "first": lambda: self.grid.edge(0),
            "last": lambda: self.grid.edge(-1),
        }
        steps[how]()

    def action_meeting_left(self) -> None:
        """The day before."""
        self.grid.move(-1, 0)

    def action_meeting_right(self) -> None:
        """The day after."""
        self.grid.move(1, 0)

    def action_meeting_its_week(self) -> None:
        """The meeting's own day and time; today if it has none."""
        meeting = self.meeting
        if meeting and meeting.on and meeting.starts:
            self.grid.go_to(meeting.on, meeting.starts)
        else:
            self.grid.go_to(self.desk.today, self.grid.cursor[1])

    def action_meeting_people(self) -> None:
        """From the week to the people and back."""
        self.set_focus(self.grid if self.among_people else self.people, scroll_visible=False)
        self.people.rest(not self.among_people)
        self.offer_commands()

    # From the offer to the outcome

    @flow
    async def action_meeting_offer(self) -> None:
        """The family was offered the meeting on a day."""
        file, offer, decision = self.file, self.offer, self.decision
        if file is None or offer is None:
            return
        told = decision.on if decision else None
        day = await self.asks.day_told(f"{offer.title} offered to the family on", after=told)
        if day is None:
            return
        done = await self._do(meetings.offer, file.row.id, offer, day, self.chair)
        if done:
            (self.meeting_id,) = done
            await self.reread()
            self.say(f"Offered on {british(day)}. Next: the family's answer (a accepted, d declined).")

    @flow
    async def action_meeting_accept(self) -> None:
        """The family accepted on a day."""
        _, meeting = self.current()
        day = await self.asks.day_told("The family accepted on", after=meeting.offered_on)
        if day and await self._record(
            meetings.accept, meeting.id, day, form=answered(meetings.accept, meeting, "accepted", day)
        ):
            self._tell("Accepted. Choose a time in the week and press Enter.")

    @flow
    async def action_meeting_decline(self) -> None:
        """The family declined on a day."""
        _, meeting = self.current()
        day = await self.asks.day_told("The family declined on", after=meeting.offered_on)
        if day and await self._record(
            meetings.decline, meeting.id, day, form=answered(meetings.decline, meeting, "declined", day)
        ):
            self._tell("Declined. The right to appeal is unaffected; the family may still accept.")

    def action_meeting_arrange(self) -> None:
        """Enter: in the week the time under the cursor, in the list the person or action under it."""
        if self.among_people:
            self.action_do(self.on_enter_in_list())
        else:
            self.grid.choose()

    @flow
    async def on_week_grid_cell_chosen(self, event: WeekGrid.CellChosen) -> None:
        """Ask what a time in the week still needs, have doubts confirmed, and arrange or move the meeting."""
        _, meeting = self.current()
        self.prompt.forms.narrow(f"{event.day} {event.starts:%H:%M}")
        arrangement = await self._arrangement(meeting, event.day, event.starts)
        if arrangement is None:
            return
        moves = meeting.status == Status.ARRANGED and not arrangement.slot.is_of(meeting)
        sentences = await self._questions(meeting, arrangement.slot)
        if moves:
            sentences = (*sentences, "Whoever was invited for another time has to be asked again.")
        question = f"{'Move it to' if moves else 'Arrange it for'} {arrangement.slot} all the same?"
        if await self.asks.sure(sentences, question) and await self._record(
            meetings.arrange, meeting.id, arrangement, form=arranged(meeting, arrangement)
        ):
            self._tell(f"Arranged for {arrangement}. e writes the invitation.")

    @flow
    async def action_meeting_hold(self) -> None:
        """The meeting was held: the day, what came of it, what was agreed."""
        _, meeting = self.current()
        passed = meeting.on if meeting.on and meeting.on <= self.desk.today else None
        day = await self.asks.day_told("Held on", first=passed, after=meeting.offered_on, arranged=meeting.on)
        if day is None:
            return
        outcome = await self.asks.words("What came of it?", "Type what came of it, in a sentence.", long=True)
        agreed = await self._all_agreed() if outcome else None
        if outcome is None or agreed is None:
            return
        form = held(meeting, day, outcome, agreed)
        if await self._record(meetings.hold, meeting.id, day, outcome, agreed, form=form):
            self._tell(f"Held, {plural(len(agreed), 'agreed action')}. t adds one, x records one as done.")

    @flow
    async def action_meeting_agree(self) -> None:
        """One more agreed action."""
        _, meeting = self.current()
        agreed = await self.asks.agreed()
        if agreed and agreed.what and await self._record(meetings.add_action, meeting.id, agreed):
            self.say("Added.")

    @flow
    async def action_meeting_done(self) -> None:
        """The agreed action under the cursor was done on a day, or was not done after all."""
        action = self.action
        if action is None:
            return
        self.prompt.forms.narrow(action.id)
        if action.done_on:
            if await self.prompt.confirm(f"Not done after all: {action.what}?"):
                await self._record(meetings.finish_action, action.id, None)
            return
        day = await self.asks.day_told("Done on")
        if day:
            await self._record(meetings.finish_action, action.id, day)

    @flow
    async def action_meeting_cancel(self) -> None:
        """The meeting is called off, with the reason."""
        _, meeting = self.current()
        reason = await self.asks.words("Called off because", "Type the reason: it is kept with the meeting.")
        if reason is None or not await self.prompt.confirm(f"Call off the {meeting.title}: {reason}?"):
            return
        if await self._record(meetings.cancel, meeting.id, reason):
            told = " e writes the withdrawal for calendars." if meeting.on else ""
            self.say(f"Called off.{told}")

    # The people

    @flow
    async def action_meeting_include(self) -> None:
        """Whether the person under the cursor is to be there."""
        person = self.person
        if person is None:
            return
        self.prompt.forms.narrow(person.id)
        choice: Choice | None = Choice(not person.included)
        if self._if_appropriate(person):
            choice = await self.asks.choice(self._called(person))
        if choice:
            await self._record(attendance.include, person.id, choice)

    @flow
    async def action_meeting_invited(self) -> None:
        """When people were invited: everybody included who was not yet, or only the one under the cursor."""
        _, meeting = self.current()
        others = [one for one in meeting.attendees if one.included and one.role != CHAIR]
        waiting = [one.id for one in others if one.invited_on is None]
        person = self.person
        options = [("e", f"everybody not invited yet ({len(waiting)})", waiting)] if waiting else []
        if person:
            options.append(("o", f"only {self._called(person)}", [person.id]))
        chosen = await self.prompt.choose("Invited:", options)
        day = await self.asks.day_told("Invited on") if chosen else None
        if chosen and day:
            await self._record(attendance.invite, chosen, day)

    @flow
    async def action_meeting_reply(self) -> None:
        """What the person under the cursor answered."""
        person = self.person
        answer = await self.asks.reply(self._called(person)) if person else None
        if person and answer is not None:
            form = of_person(person, "Reply", "reply", answer, attendance.reply)
            await self._record(attendance.reply, person.id, answer, form=form)

    @flow
    async def action_meeting_name(self) -> None:
        """The name, and the e-mail address if one is known, of the person under the cursor."""
        person = self.person
        if person is None:
            return
        self.prompt.forms.narrow(person.id)
        name = await self.asks.words("Name <e-mail>", "Type a name.", initial=person.name)
        if name:
            form = of_person(person, "Name", "name", name, attendance.rename)
            await self._record(attendance.rename, person.id, name, form=form)

    @flow
    async def action_meeting_add(self) -> None:
        """Somebody else who is to be there."""
        _, meeting = self.current()
        name = await self.asks.words("Who else? Name <e-mail>", "Type a name.")
        if name is None:
            return
        roles = {**self.labels, "professional": self.labels.get("professional", "Other professional")}
        role = await self.prompt.choose("As:", [("", label, key) for key, label in roles.items()])
        if role:
            await self._record(attendance.add_attendee, meeting.id, role, name)

    @flow
    async def action_meeting_interpreter(self) -> None:
        """Whether an interpreter is needed, and for which language."""
        _, meeting = self.current()
        language = await self.prompt.ask(
            "Interpreter for", initial=meeting.interpreter, hint="a language, or empty if none is needed"
        )
        if language is not None:
            await self._record(attendance.set_interpreter, meeting.id, language)

    # The invitation

    @flow
    async def action_meeting_export(self) -> None:
        """Write the calendar invitation, or its withdrawal, and offer to record it as sent."""
        file, meeting = self.current()
        invitation = invitation_of(meeting, file.row.ref)
        shown = names_shown(invitation, (file.row.forename, file.row.surname))
        doubts = [f"The place or the notes name the child ({', '.join(shown)}), and calendars are shared."]
        if shown and not await self.asks.sure(doubts, "Write it all the same?"):
            return
        number = sum(other.id <= meeting.id for other in file.meetings)
        path = await self.asks.path(f"./{file_name(file.row.ref, number)}")
        if path is None:
            return
        written = await self._write_invitation(invitation, path)
        self.note_look(EXPORT, f"Invitation for {file.row.ref} written to {written.name}", file.row.id)
        nobody = ", ".join(invitation.without_address)
        self.say(f"Written: {written}.{f' No e-mail address for: {nobody}.' if nobody else ''}")

    async def _write_invitation(self, invitation: Invitation, path: Path) -> Path:
        stamp, made = self.desk.now(), self.desk.doing().made
        try:
            return await self.read(lambda: write_invitation(invitation, stamp, path, made=made))
        except FileRefused as refusal:
            if not path.expanduser().exists() or not await self.prompt.confirm(f"{refusal} Replace it?"):
                raise
        return await self.read(lambda: write_invitation(invitation, stamp, path, made=made, replace=True))

    # What the steps share

    async def _record(
        self,
        act: Callable[..., Any],
        *given: Any,
        form: Form | None = None,
    ) -> bool:
        """Do one act, read the case again and say so; False if it was left as somebody else has it."""
        done = await self._do(act, *given, form=form)
        if done:
            await self.reread()
            self.say(self._said)
        return done is not None

    async def _do(
        self,
        act: Callable[..., Any],
        *given: Any,
        form: Form | None = None,
    ) -> tuple[Any] | None:
        """Do one act on the case as it was seen; what it returned, or None if somebody else was faster.

        What others did to the case meanwhile matters only where it touches this meeting.
        """
        file = self.seen or self.file
        assert file is not None
        form = form or untouched(
            self.meeting_id, lambda s, d, version: act(s, d, *given, expected_version=version)
        )
        self.writing = True
        try:
            done, self._said = await Together(self, file, form).do(
                lambda session, doing, version: act(session, doing, *given, expected_version=version),
                _RECORDED,
            )
        except Conflict as conflict:
            await self.reread()
            self.say(str(conflict), Style.WARN)
            return None
        finally:
            self.writing = False
        return (done,)

    def _tell(self, sentence: str) -> None:
        """Say what was recorded and what comes next; where others had a part in it, what came of both."""
        self.say(sentence if self._said == _RECORDED else self._said)

    async def _arrangement(self, meeting: MeetingRow, day: date, starts: time) -> Arrangement | None:
        """When, where, and whether those still undecided are to be there."""
        slot = await self.asks.slot(day, f"{starts:%H:%M}", meeting.minutes)
        where = await self.asks.place(meeting.place, meeting.link) if slot else None
        if slot is None or where is None:
            return None
        decided: dict[int, Choice] = {}
        for person in undecided(meeting.attendees):
            choice = await self.asks.choice(self._called(person))
            if choice is None:
                return None
            decided[person.id] = choice
        return Arrangement(slot, *where, decided)

    async def _questions(self, meeting: MeetingRow, slot: Slot) -> tuple[str, ...]:
        file, _ = self.current()
        first, last = week_of(slot.day)
        store = self.desk.store
        bookings = await self.read(lambda: bookings_between(store.read(), first, last))
        return questions(meeting, slot, bounds_of(file.case, meeting, file.clocks, self.desk.today), bookings)

    async def _all_agreed(self) -> list[Agreed] | None:
        """Agreed actions one after another; None if somebody stepped back."""
        found: list[Agreed] = []
        while (agreed := await self.asks.agreed()) is not None:
            if not agreed.what:
                return found
            found.append(agreed)
        return None

    def _called(self, person: Attendee) -> str:
        file, _ = self.current()
        return called(person, file, self.labels)

    def _if_appropriate(self, person: Attendee) -> bool:
        """True for people about whom the process asks for an explicit choice."""
        roles = self.offer.attendees if self.offer else ()
        return person.included is None or any(
            role.key == person.role and role.if_appropriate for role in roles
        )
