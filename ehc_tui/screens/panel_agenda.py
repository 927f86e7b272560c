"""What is done with a session: its items booked and ordered, its minutes taken, its papers written."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ehc_tui.casework.together import Form
from ehc_tui.exchange.pack import Reader
from ehc_tui.present.prose import plural
from ehc_tui.screens.asking import flow
from ehc_tui.screens.panel_agenda_view import AgendaView
from ehc_tui.screens.panel_base import number
from ehc_tui.screens.together_on_session import TogetherOnAgenda, TogetherOnSession
from ehc_tui.store.panel import queue, read_pack, sessions
from ehc_tui.store.panel_rows import MemberRow, MinutesRow, Pack, SessionRow
from ehc_tui.store.verbs import EXPORT
from ehc_tui.text import british, fold

if TYPE_CHECKING:
    from sqlmodel import Session

    from ehc_tui.casework.context import Doing

_NOTES = "notes"
_WHY = "Type why: it stands in the minutes."


class AgendaScreen(AgendaView):
    """What can be done with the agenda and the minutes."""

    seen: MinutesRow | None = None
    """The session as it was on the screen when the dialogue began: what is done rests on that."""

    def flow_begins(self) -> None:
        """Keep what is on the screen now."""
        self.seen = self.minutes

    def _as_read(self, form: Form) -> TogetherOnAgenda:
        assert self.seen is not None
        return TogetherOnAgenda(self, self.seen, form, self.panel)

    # The items

    @flow
    async def action_agenda_open(self) -> None:
        """Read the pack, and walk the agenda from it."""
        from ehc_tui.screens.panel_pack import PackScreen

        if self.current:
            refs = [item.ref for item in self.items if not item.restricted]
            await self.go_to(PackScreen(self.panel, refs, self.current.ref, self.session))

    @flow
    async def action_agenda_add(self) -> None:
        """Put a case of the queue on the agenda."""
        from ehc_tui.casework import panel

        session = self.session
        if session is None:
            return
        store, today = self.desk.store, self.desk.today
        rows = await self.read(lambda: queue(store.read(), self.panel, today))
        waiting = {row.ref: row for row in rows if row.booked is None and not row.to_be_told}

        def offers(typed: str) -> list[str]:
            return [ref for ref in waiting if fold(typed) in fold(ref)]

        def parse(typed: str) -> str:
            hits = [typed.upper()] if typed.upper() in waiting else offers(typed)
            if len(hits) != 1:
                raise ValueError("Which one? Type more of it." if hits else "No such case waits unbooked.")
            return hits[0]

        ref = await self.prompt.ask(
            "Put on the agenda",
            parse=parse,
            complete=offers,
            echo=lambda ref: f"{ref} {waiting[ref].child}",
            hint="(part of) a reference",
        )
        if ref and await self.sure_to_book(row := waiting[ref], session):
            await self.do(
                lambda s, doing: panel.book(s, doing, row.case_id, session.id),
                f"{ref} is on the agenda.",
            )

    @flow
    async def action_agenda_move(self) -> None:
        """Move the item to another session."""
        from ehc_tui.casework import agenda_forms, panel

        item, today = self.current, self.desk.today
        if item is None:
            return
        store, key = self.desk.store, self.panel.key
        found = await self.read(lambda: sessions(store.read(), key, first=today))
        others = [one for one in found if one.id != self.session_id]
        session = await self.ask_session(f"{item.ref} to", others)
        if session:
            await self.do(
                lambda s, doing, _version: panel.move(s, doing, item.id, session.id, was_on=self.session_id),
                f"{item.ref} is on {british(session.on, 'weekday')}.",
                rests_on=self._as_read(agenda_forms.moved(item, session.id, session.on)),
            )

    @flow
    async def action_agenda_take_off(self) -> None:
        """Take the item off, with the reason."""
        from ehc_tui.casework import agenda_forms, panel

        item = self.current
        if item is None:
            return
        reason = await self.ask_words(f"{item.ref} off because", "Type the reason: it is kept.")
        if reason:
            await self.do(
                lambda s, doing, _version: panel.take_off(s, doing, item.id, reason, was_on=self.session_id),
                f"{item.ref} is off.",
                rests_on=self._as_read(agenda_forms.taken_off(item, reason)),
            )

    @flow
    async def action_agenda_earlier(self) -> None:
        """One place earlier."""
        await self._reorder(-1)

    @flow
    async def action_agenda_later(self) -> None:
        """One place later."""
        await self._reorder(1)

    async def _reorder(self, step: int) -> None:
        from ehc_tui.casework import agenda_forms, panel

        item, seen = self.current, self.seen
        if item is None or seen is None:
            return
        place = item.position + step
        if not 1 <= place <= len(self.items):
            self.say("It is the first item." if step < 0 else "It is the last item.")
            return
        await self.do(
            lambda s, doing, version: panel.reorder(s, doing, item.id, place, version),
            f"{item.ref} is item {place}.",
            rests_on=self._as_read(agenda_forms.reordered(seen, item.id, place)),
        )

    @flow
    async def action_agenda_allot(self) -> None:
        """Give the item more or fewer minutes."""
        from ehc_tui.casework import agenda_forms, panel

        item = self.current
        if item is None:
            return
        typed = await self.prompt.ask(
            f"Minutes for {item.ref}", initial=str(item.minutes), parse=lambda typed: number(typed, 480)
        )
        if typed:
            await self.do(
                lambda s, doing, version: panel.allot(s, doing, item.id, typed, version),
                f"{item.ref} has {typed} minutes.",
                rests_on=self._as_read(agenda_forms.allotted(item, typed)),
            )

    @flow
    async def action_agenda_interest(self) -> None:
        """A member declares a conflict of interest on the item."""
        from ehc_tui.casework import minutes

        item, session = self.current, self.session
        if item is None or session is None:
            return
        self.prompt.forms.narrow(item.ref)
        member = await self.prompt.choose(
            f"On {item.ref}, interest of", [("", one.name, one) for one in session.members]
        )
        what = await self.ask_words("Which interest", "Type what it is.") if member else None
        if not member or not what:
            return
        left = await self.prompt.choose("Left the room", [("y", "yes", True), ("n", "no", False)])
        if left is None:
            return
        why = await self.ask_words("Added late because", _WHY) if session.status == "held" else ""
        if why is not None:
            await self.do(
                lambda s, doing: minutes.declare(s, doing, item.id, member.id, what, left=left, why=why),
                f"Declared by {member.name}.",
            )

    # The minutes

    @flow
    async def action_agenda_hold(self) -> None:
        """Record who was there; what is not decided goes back to the queue."""
        from ehc_tui.casework import minutes
        from ehc_tui.casework.session_forms import untouched

        session = self.session
        if session is None:
            return
        undecided = [item.ref for item in self.items if item.decided is None and not item.restricted]
        told = [f"Not decided yet: {', '.join(undecided)}."] if undecided else []
        if not await self.sure(told, "Close the session all the same?"):
            return
        absent = await self._ask_absent("Apologies from", session.members)
        if absent is None:
            return
        draft = f"{self.about}/notes"
        notes = await self.prompt.ask("Notes for the minutes", hint="Enter if none", draft=draft, long=True)
        if notes is None:
            return
        present = {member.id: member not in absent for member in session.members}
        there = plural(sum(present.values()), "member")

        def hold(s: Session, doing: Doing, version: int) -> object:
            return minutes.hold(s, doing, session.id, present, notes, version)

        done = await self.do(
            hold,
            f"Held, {there} present. v reads the minutes.",
            TogetherOnSession(self, session, untouched(f"held, {there} present", hold)),
        )
        if done and not self.reading:
            self.action_agenda_minutes()

    @flow
    async def action_agenda_correct(self) -> None:
        """Put right who was there, or the notes; the minutes show it as a correction."""
        session = self.session
        if session is None:
            return
        options: list[tuple[str, str, MemberRow | str]] = [
            ("", f"{one.name} ({_was(one)})", one) for one in session.members
        ]
        what = await self.prompt.choose("Put right", [*options, ("n", "the notes", _NOTES)])
        if isinstance(what, MemberRow):
            await self._correct_presence(what)
        elif what == _NOTES:
            await self._correct_notes(session)

    async def _correct_presence(self, member: MemberRow) -> None:
        from ehc_tui.casework import agenda_forms, minutes

        present = not member.present
        really = "was there" if present else "was not there"
        why = await self.ask_words(f"{member.name} {really}, because", _WHY)
        if why:
            await self.do(
                lambda s, doing, version: minutes.correct_presence(
                    s, doing, member.id, present, why, version
                ),
                "Put right.",
                rests_on=self._as_read(agenda_forms.presence_corrected(member, present, why)),
            )

    async def _correct_notes(self, session: SessionRow) -> None:
        from ehc_tui.casework import agenda_forms, minutes

        was = self.seen.notes if self.seen else ""
        draft = f"{self.about}/put right"
        notes = await self.prompt.ask("Notes", initial=was, long=True, draft=draft)
        if notes is None:
            return
        if why := await self.ask_words("Because", _WHY):
            await self.do(
                lambda s, doing, version: minutes.correct_notes(s, doing, session.id, notes, why, version),
                "Put right.",
                self._as_read(agenda_forms.notes_corrected(notes, why)),
            )

    async def _ask_absent(self, question: str, members: Sequence[MemberRow]) -> list[MemberRow] | None:
        """Who was not there, typed as names apart by semicolons; Enter alone if everybody was."""

        def one(typed: str) -> MemberRow:
            hits = [member for member in members if fold(typed) in fold(member.name)]
            if len(hits) != 1:
                raise ValueError(f"{'Several members' if hits else 'No member'} of that name: {typed}.")
            return hits[0]

        def parse(typed: str) -> list[MemberRow]:
            return [one(part.strip()) for part in typed.split(";") if part.strip()]

        if not members:
            return []
        return await self.prompt.ask(
            question,
            parse=parse,
            hint="names apart by ; – Enter if all were there",
            complete=lambda typed: [member.name for member in members if fold(typed) in fold(member.name)],
            echo=lambda found: "; ".join(member.name for member in found),
        )

    # The document

    @flow
    async def action_agenda_export(self) -> None:
        """Write the agenda with every pack, or the minutes, as one document."""
        session = self.session
        if session is None:
            return
        named = await self.ask_named()
        what = "minutes" if self.reading else "agenda"
        place = (
            await self.ask_document(f"{what}-{session.on.isoformat()}.docx") if named is not None else None
        )
        if named is not None and place is not None:
            write = self._write_minutes if self.reading else self._write_agenda
            await write(*place, named)

    async def _write_minutes(self, path: Path, overwrite: bool, named: bool) -> None:
        from ehc_tui.exchange.minutes import write_minutes

        assert self.minutes is not None
        minutes, made = self.minutes, self.desk.doing().made
        self._say_written(
            await asyncio.to_thread(
                write_minutes,
                self.panel,
                minutes,
                path,
                named=named,
                made=made,
                overwrite=overwrite,
            )
        )
        self._note_written("Minutes", path)

    def _note_written(self, what: str, path: Path) -> None:
        assert self.session is not None
        session = f"{self.panel.name}, {british(self.session.on)}"
        case_ids = (item.case_id for item in self.items)
        self.note_look(EXPORT, f"{what} of {session} written to {path.name}", *case_ids)

    async def _write_agenda(self, path: Path, overwrite: bool, named: bool) -> None:
        from ehc_tui.exchange.agenda import cases_named, write_agenda

        assert self.session is not None
        session, items, made = self.session, self.items, self.desk.doing().made
        packs = await self.read(self._packs)
        found = () if named else cases_named(packs)
        told = [f"What people wrote names the child in {', '.join(found)}."] if found else []
        if await self.sure(told, "Write it all the same?"):
            reader = Reader(self.desk.today, self.desk.book, named)
            self._say_written(
                await asyncio.to_thread(
                    write_agenda,
                    self.panel,
                    session,
                    items,
                    packs,
                    reader,
                    path,
                    made=made,
                    overwrite=overwrite,
                )
            )
            self._note_written("Agenda", path)

    def _packs(self) -> list[Pack]:
        """On the reading thread: the packs of all items, in order."""
        desk, warning = self.desk, self.desk.settings.warning_days
        connection = desk.store.read()
        return [
            read_pack(connection, item.ref, self.panel, desk.today, desk.book, desk.process, warning)
            for item in self.items
            if not item.restricted
        ]

    def _say_written(self, path: Path) -> None:
        self.say(f"Written: {path}. It holds personal data; only you can read it.")


def _was(member: MemberRow) -> str:
    return "was there" if member.present else "was not there"
