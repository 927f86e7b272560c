"""Working the advice checklist: ask, chase, receive, accept what is on file, leave out, add."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from ehc_tui.casework.together import FactForm, Form, whole
from ehc_tui.law.model import Fact
from ehc_tui.law.rulebook import AdviceKind
from ehc_tui.present.case.checklist import is_done, is_open, late, missing, not_asked, who
from ehc_tui.present.prose import plural
from ehc_tui.present.runs import Style
from ehc_tui.screens.answers import needed
from ehc_tui.screens.asking import flow
from ehc_tui.screens.case_base import CaseBase
from ehc_tui.store.rows import AdviceLine, CaseFile
from ehc_tui.text import british

_FAMILY = "parent"


class AdviceFlows(CaseBase):
    """The flows of the advice checklist. Asking for all and chasing all late is one act each."""

    @flow
    async def action_case_ask(self) -> None:
        """Record that the advice under the cursor was asked for."""
        line = self._line("asked for already", lambda line: line.requested_on is None and not is_done(line))
        if line:
            await self._ask([line])

    @flow
    async def action_case_ask_all(self) -> None:
        """Record that all advice that nobody asked for yet was asked for, on one day."""
        lines = not_asked(self.file.advice)
        if lines:
            await self._ask(lines)
        else:
            self.say(
                "Everybody on the list has been asked."
                if self.file.advice
                else "Nobody is on the list: + adds."
            )

    async def _ask(self, lines: Sequence[AdviceLine]) -> None:
        from ehc_tui.casework import advice

        on = await self.ask_day(f"{self._named(lines)} asked on")
        if on is None or not await self._sure("advice_requested", lines, on):
            return
        row, keys = self.file.row, [line.key for line in lines]
        await self.change(
            lambda session, doing, version: advice.ask(session, doing, row.id, keys, on, version),
            f"Asked for advice: {self._named(lines)}, {british(on)}.",
            form=self._form("advice_requested", lines, on),
        )

    @flow
    async def action_case_chase(self) -> None:
        """Record that the adviser under the cursor was chased."""
        line = self._line("not waiting for anything", is_open)
        if line:
            await self._chase([line])

    @flow
    async def action_case_chase_all(self) -> None:
        """Record that every late adviser was chased, on one day."""
        lines = late(self.file.advice)
        if lines:
            await self._chase(lines)
        else:
            self.say("No advice is late.")

    async def _chase(self, lines: Sequence[AdviceLine]) -> None:
        from ehc_tui.casework import advice

        on = await self.ask_day(f"{self._named(lines)} chased on")
        if on is None or not await self._sure("advice_chased", lines, on):
            return
        pairs = [(self.file.row.id, line.key) for line in lines]
        await self.change(
            lambda session, doing, _version: advice.chase(session, doing, pairs, on),
            f"Chased: {self._named(lines)}, {british(on)}.",
        )

    @flow
    async def action_case_receive(self) -> None:
        """Record that the advice under the cursor came in."""
        from ehc_tui.casework import advice

        line = self._line("in already, or not needed", lambda line: not is_done(line))
        if line:
            await self._settle(line, "advice_received", "came in", advice.receive)

    @flow
    async def action_case_existing(self) -> None:
        """Accept advice that is on file already instead of asking for new advice."""
        from ehc_tui.casework import advice

        line = self._line("in already, or not needed", lambda line: not is_done(line))
        if line is None:
            return
        if line.kind == _FAMILY:
            self.say(
                "The family's own advice is always asked for: reg 6(4) is for (b) to (h).",
                Style.WARN,
            )
            return
        question = "Are adviser, council and family all satisfied with the advice on file (reg 6(4))?"
        if await self.prompt.confirm(question):
            await self._settle(
                line, "existing_advice_accepted", "existing advice accepted", advice.accept_existing
            )

    async def _settle(self, line: AdviceLine, kind: str, words: str, act: Callable[..., Any]) -> None:
        on = await self.ask_day(f"{self._named([line])} {words} on")
        if on is None or not await self._sure(kind, [line], on):
            return
        row = self.file.row
        await self.change(
            lambda session, doing, version: act(session, doing, row.id, line.key, on, version),
            f"{self._named([line])} {words}, {british(on)}.",
            form=self._form(kind, [line], on),
        )

    @flow
    async def action_case_not_needed(self) -> None:
        """Say why the advice under the cursor does not apply to this child."""
        from ehc_tui.casework import advice

        line = self._line("in already, or not needed", lambda line: not is_done(line))
        if line is None:
            return
        reason = await self.prompt.ask(
            f"{self._named([line])} is not needed because",
            parse=needed("Say why: the reason is kept with the case."),
            draft=self.draft(f"not needed/{line.key}"),
        )
        if reason is None:
            return
        row, today = self.file.row, self.desk.today
        await self.change(
            lambda session, doing, version: advice.not_applicable(
                session, doing, row.id, line.key, today, reason, version
            ),
            f"{self._named([line])} left out: {reason}.",
            self._form("advice_not_applicable", [line], today, reason),
        )

    @flow
    async def action_case_add_adviser(self) -> None:
        """Put an adviser on the checklist: what the law asks for first, then anyone else."""
        from ehc_tui.casework import advice

        kind = await self._ask_kind()
        if kind is None:
            return
        usual = next(
            (adviser.name for adviser in self.rules.process.advisers if adviser.kind == kind.key), ""
        )
        name = await self.prompt.ask(
            f"Who gives {kind.ref} {kind.label.lower()} advice", initial=usual, hint="a name or a service"
        )
        if name is None:
            return
        row = self.file.row
        await self.change(
            lambda session, doing, version: advice.add_line(session, doing, row.id, kind.key, name, version),
            f"On the checklist: {kind.ref} {kind.label}{f', {name}' if name else ''}.",
            form=self._addition(kind, name),
        )

    async def _ask_kind(self) -> AdviceKind | None:
        kinds = self.rules.book.advice
        lacking = missing(self.file.advice, kinds, self.file.row.born, self.desk.today)
        first = [*lacking, *(kind for kind in kinds if kind not in lacking)]
        return await self.prompt.choose("Add", [(kind.ref.strip("()"), kind.label, kind) for kind in first])

    def _line(self, otherwise: str, fits: Callable[[AdviceLine], bool]) -> AdviceLine | None:
        """The line under the cursor if it fits; else None, and the person is told how it stands instead."""
        line = self.selected
        if not isinstance(line, AdviceLine):
            self.say("No adviser is on the list yet: + adds one.", Style.WARN)
            return None
        if not fits(line):
            self.say(f"{self._named([line])} is {otherwise}.", Style.WARN)
            return None
        return line

    def _named(self, lines: Sequence[AdviceLine]) -> str:
        """The advisers by name, as long as there are few."""
        kinds = {kind.key: kind for kind in self.rules.book.advice}
        if len(lines) > 2:
            return plural(len(lines), "adviser")
        return " and ".join(who(line, kinds) for line in lines)

    def _form(self, kind: str, lines: Sequence[AdviceLine], on: date, outcome: str | None = None) -> Form:
        """What is recorded of the lines, to be compared with what others recorded of them."""
        kinds = {known.key: known for known in self.rules.book.advice}
        facts = {who(line, kinds): Fact(kind, on, outcome, line.key) for line in lines}
        return FactForm(facts, self.seen or self.file, self.desk.today, self.rules.book).form()

    def _addition(self, kind: AdviceKind, name: str) -> Form:
        """A line for an adviser: the same one on the list already is the same thing done."""
        from ehc_tui.casework import advice

        def read(file: CaseFile) -> str | None:
            there = [line for line in file.advice if (line.kind, line.adviser) == (kind.key, name)]
            return kind.label if there else None

        case_id = self.file.row.id
        return whole(
            "Adviser",
            kind.label,
            read,
            lambda session, doing, version: advice.add_line(session, doing, case_id, kind.key, name, version),
        )

    async def _sure(self, kind: str, lines: Sequence[AdviceLine], on: date) -> bool:
        return await self.sure_of(*(Fact(kind, on, subject=line.key) for line in lines))
