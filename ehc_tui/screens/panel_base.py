"""What the panel's screens share: which panel, what they ask, and acts somebody else may have done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar, TypeVar

from ehc_tui.casework.reasons import not_reasons
from ehc_tui.casework.sitting import booking_questions
from ehc_tui.commands import command
from ehc_tui.confinement import within
from ehc_tui.exchange.panel_words import to_verdict, verdict
from ehc_tui.law.process import Panel
from ehc_tui.present.runs import Style
from ehc_tui.screens.base import BaseScreen
from ehc_tui.screens.conflict import Together
from ehc_tui.store.errors import StoreError
from ehc_tui.store.panel_rows import DEFER, QueueRow, SessionRow
from ehc_tui.text import british, parse_day

T = TypeVar("T")


class PanelBase(BaseScreen):
    """A screen of one panel of the council's process. Subclasses read in `reread` what they show."""

    SITTING: ClassVar[frozenset[str]] = frozenset()
    """The commands that need a panel which sits."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self.panel = panel
        self.writing = False

    def on_mount(self) -> None:
        """Read what is shown."""
        self.store_changed()

    def on_screen_resume(self) -> None:
        """Back from a case: a dropped line need not come back to it."""
        self.desk.session.remember(open_case="")

    async def reread(self) -> None:
        """In a flow: read again what is shown before the next key is taken."""

    def why_not(self, command_id: str) -> str | None:
        """Also what needs a panel that sits, and while an act is written."""
        if refusal := super().why_not(command_id):
            return refusal
        if command_id in self.SITTING and not self.panel.sits:
            name = self.desk.process.name
            return f"{name} has no panel that sits: cases are decided from this queue, one by one."
        if self.writing and command(command_id).changes:
            return "The last act is still being written: a moment."
        return None

    async def go_to(self, screen: PanelBase) -> None:
        """In a flow: open a screen with what it shows already read, so that it is not drawn empty first."""
        with self.app.batch_update():
            await self.app.push_screen(screen)
            await screen.reread()

    # Asking

    async def ask_outcome(self, question: str, *, deferral: bool = False) -> str | None:
        """One of the outcomes of this panel's decision, or to defer."""
        yes, no = self.panel.outcomes
        options = [("y", f"yes, {verdict(yes)}", str(yes)), ("n", f"no, {verdict(no)}", str(no))]
        if deferral:
            options.append(("d", "defer", DEFER))
        return await self.prompt.choose(question, options)

    async def ask_reasons(self, outcome: str, draft: str, initial: str = "") -> str | None:
        """The reasons for an outcome, checked for being reasons; half-typed ones are kept."""

        def parse(typed: str) -> str:
            if refusal := not_reasons(typed):
                raise ValueError(refusal)
            return typed

        asked = f"Reasons {to_verdict(outcome)}"
        hint = "what in the evidence leads to it"
        return await self.prompt.ask(asked, parse=parse, hint=hint, draft=draft, initial=initial, long=True)

    async def ask_words(self, question: str, empty: str, *, draft: str = "", hint: str = "") -> str | None:
        """Words that cannot be left out; `empty` says so."""

        def parse(typed: str) -> str:
            if not typed:
                raise ValueError(empty)
            return typed

        return await self.prompt.ask(question, parse=parse, draft=draft, words=True, hint=hint)

    async def ask_day(self, question: str, *, first: date | None = None, past: bool = True) -> date | None:
        """A day; Enter alone is `first`, or today. One to come has to be confirmed where `past` is meant."""
        today = self.desk.today
        alone = first or today
        day = await self.prompt.ask(
            question,
            parse=lambda typed: (
                parse_day(typed, today, prefer="past" if past else "future") if typed else alone
            ),
            echo=lambda day: british(day, "weekday"),
            hint=f"Enter for {british(first) if first else 'today'}, or {'fri, -3d' if past else '2w'}, 12/1",
        )
        if day is None or not past or day <= today:
            return day
        return day if await self.sure([f"{british(day, 'weekday')} is still to come."]) else None

    async def ask_session(self, question: str, sessions: Sequence[SessionRow]) -> SessionRow | None:
        """One of the sessions to come that have room."""
        open_ones = [one for one in sessions if one.planned and one.room and one.on >= self.desk.today]
        if not open_ones:
            self.say("No session to come has room: n on the sessions screen plans one.", Style.WARN)
            return None
        options = [
            ("", f"{british(one.on, 'weekday')} ({one.booked} of {one.capacity})", one)
            for one in open_ones[:9]
        ]
        return await self.prompt.choose(question, options)

    async def sure_to_book(self, row: QueueRow, session: SessionRow) -> bool:
        """Whether a case is to be on that session, whatever speaks against it."""
        doubts = booking_questions(row, session, self.desk.today)
        return await self.sure(doubts, f"Put {row.ref} on {british(session.on, 'weekday')} all the same?")

    async def sure(self, doubts: Sequence[str], question: str = "Record it all the same?") -> bool:
        """True if there is nothing to doubt, or somebody says yes all the same."""
        return not doubts or await self.prompt.confirm(f"{' '.join(doubts)} {question}")

    async def ask_document(self, initial: str) -> tuple[Path, bool] | None:
        """Where to write a document, and whether an existing file may be replaced."""
        path = await self.prompt.ask(
            "Write to", initial=initial, parse=_document, hint="a name ending in .docx or .md"
        )
        if path is None:
            return None
        there = path.exists()
        return (path, there) if not there or await self.prompt.confirm(f"Replace {path}?") else None

    async def ask_named(self) -> bool | None:
        """Whether a document names the child or gives the reference only."""
        return await self.prompt.choose(
            "Children appear", [("r", "by reference only", False), ("n", "by name", True)]
        )

    # Doing

    async def do(
        self,
        act: Callable[..., T],
        said: str,
        rests_on: Together | None = None,
    ) -> tuple[T] | None:
        """Do an act, read again and say so; None if it was refused or somebody else was faster.

        An act that `rests_on` a case or a session as it was read is handed its version too; what others did
        to it meanwhile matters where it touches the form.
        """
        self.writing, refusal = True, None
        said = f"{said} u takes it back."
        done: tuple[T] | None = None
        try:
            if rests_on is None:
                done = (await self.write(act),)
            else:
                result, said = await rests_on.do(act, said)
                done = (result,)
        except StoreError as error:
            refusal = error
        finally:
            self.writing = False
        await self.reread()
        if refusal:
            self.refuse(refusal)
        else:
            self.say(said)
        return done

    async def recommend(self, case_id: int, ref: str) -> None:
        """In a flow: ask for an outcome and the reasons, and record them as a recommendation."""
        from ehc_tui.casework import panel

        outcome = await self.ask_outcome(f"Recommend for {ref}")
        if outcome is None:
            return
        reasons = await self.ask_reasons(outcome, f"{ref}/{self.panel.decision}/recommend")
        if reasons:
            question = self.panel.decision
            await self.do(
                lambda s, doing: panel.recommend(s, doing, case_id, question, outcome, reasons),
                f"Recommended for {ref}: {verdict(outcome)}.",
            )


def _document(typed: str) -> Path:
    path = within(Path(typed).expanduser())
    if path.suffix.lower() not in (".docx", ".md"):
        raise ValueError("The name must end in .docx or .md.")
    return path


def number(typed: str, most: int) -> int:
    """A number from 1 to `most`; raises `ValueError` with a sentence for anything else."""
    if not typed.isdecimal() or not 1 <= int(typed) <= most:
        raise ValueError(f"Type a number from 1 to {most}.")
    return int(typed)
