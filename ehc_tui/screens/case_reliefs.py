"""Relying on a statutory exception for one clock, and no longer relying on it. The due date never moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from ehc_tui.casework.together import Form, Values
from ehc_tui.law.model import Clock, Ground, Relief
from ehc_tui.law.reliefs import Availability
from ehc_tui.present.case.timeline import ClockOn
from ehc_tui.present.case.why import exceptions, relied_on
from ehc_tui.present.runs import Style
from ehc_tui.screens.answers import needed, weekday_if_any
from ehc_tui.screens.asking import flow
from ehc_tui.screens.case_base import CaseBase
from ehc_tui.store.rows import CaseFile, RecordedRelief
from ehc_tui.text import british, parse_day

if TYPE_CHECKING:
    from sqlmodel import Session

    from ehc_tui.casework.context import Doing


class ReliefFlows(CaseBase):
    """The flows of statutory exceptions."""

    @flow
    async def action_case_rely(self) -> None:
        """Record reliance on an exception that the facts make available for the clock under the cursor."""
        from ehc_tui.casework import reliefs

        clock = self._clock()
        ground = await self._ask_ground(clock) if clock else None
        if clock is None or ground is None:
            return
        relief = await self._ask_relief(clock, ground)
        due = f" It stays due on {british(clock.due)}." if clock.due else ""
        if relief is None or not await self.prompt.confirm(
            f"Rely on an exception for “{clock.label}” ({ground.label})?{due}"
        ):
            return
        row = self.file.row
        await self.change(
            lambda session, doing, version: reliefs.rely_on(session, doing, row.id, relief, version),
            f"Exception relied on for “{clock.label}”.{due}",
            _reliance(relief, self.seen or self.file),
        )

    @flow
    async def action_case_stop_relying(self) -> None:
        """No longer rely on an exception recorded for the clock under the cursor."""
        from ehc_tui.casework import reliefs

        clock = self._clock()
        if clock is None:
            return
        recorded = relied_on(clock, self.file.reliefs)
        if not recorded:
            self.say(f"No exception is relied on for “{clock.label}”.", Style.WARN)
            return
        labels = {
            found.ground.value: found.label for found in exceptions(clock, self.file.case, self.rules.book)
        }
        relief = recorded[-1]
        ground = labels.get(relief.ground, relief.ground)
        if not await self.prompt.confirm(
            f"No longer rely on “{ground}” for “{clock.label}”? The limit then applies."
        ):
            return
        row = self.file.row
        await self.change(
            lambda session, doing, version: reliefs.withdraw(session, doing, row.id, relief.id, version),
            f"The exception for “{clock.label}” is no longer relied on.",
            form=_withdrawal(relief.id),
        )

    def _clock(self) -> Clock | None:
        if isinstance(self.selected, ClockOn):
            return self.selected.clock
        self.say("Put the cursor on a clock first.", Style.WARN)
        return None

    async def _ask_ground(self, clock: Clock) -> Availability | None:
        """The ground to rely on; only what the recorded facts make available is offered."""
        grounds = exceptions(clock, self.file.case, self.rules.book)
        if not grounds:
            self.say(f"The law knows no exception to “{clock.label}”.", Style.WARN)
            return None
        available = [found for found in grounds if found.available]
        if not available:
            self.say(
                "No exception is available: Enter says what each takes, r records closure or absence.",
                Style.WARN,
            )
            return None
        if len(available) == 1:
            return available[0]
        return await self.prompt.choose("On which ground", [("", found.label, found) for found in available])

    async def _ask_relief(self, clock: Clock, ground: Availability) -> Relief | None:
        """What has to be on record for an exception, asked one by one."""
        self.prompt.forms.narrow(f"{clock.rule}/{clock.subject}")
        texts = []
        for question in ("Evidence", "Keeping the date is impractical because", "Authorised by"):
            text = await self.prompt.ask(
                question,
                parse=needed("This has to be on record: type it, or step back."),
                words=True,
                hint=ground.label,
            )
            if text is None:
                return None
            texts.append(text)
        evidence, because, by = texts
        told = await self.prompt.ask(
            "Family told on", parse=self._told_on, hint="Enter if not yet, else a day", echo=weekday_if_any
        )
        return (
            None
            if told is None
            else Relief(clock.rule, clock.subject, ground.ground, evidence, because, by, told[0])
        )

    def _told_on(self, typed: str) -> tuple[date | None]:
        return (parse_day(typed, self.desk.today, prefer="past") if typed else None,)


_FIELDS = {
    "Ground": "ground",
    "Evidence": "evidence",
    "Impractical because": "impractical_because",
    "Authorised by": "authorised_by",
    "Family told on": "family_told_on",
}


def _reliance(relief: Relief, seen: CaseFile) -> Form:
    """An exception about to be relied on, beside one that somebody else recorded for the same clock."""
    from ehc_tui.casework import reliefs

    known = {recorded.id for recorded in seen.reliefs}

    def theirs(file: CaseFile) -> RecordedRelief | None:
        same = (
            found for found in file.reliefs if (found.rule, found.subject) == (relief.rule, relief.subject)
        )
        return next((found for found in same if found.id not in known), None)

    def read(file: CaseFile) -> dict[str, Any]:
        found = theirs(file)
        return {label: getattr(found, name) if found else None for label, name in _FIELDS.items()}

    def act(session: Session, doing: Doing, values: Values, now: CaseFile) -> int:
        wanted = {name: values[label] for label, name in _FIELDS.items()}
        settled = replace(relief, **(wanted | {"ground": Ground(wanted["ground"])}))
        found = theirs(now)
        instead_of = found.id if found else None
        return reliefs.rely_on(session, doing, now.row.id, settled, now.row.version, instead_of=instead_of)

    mine = {label: getattr(relief, name) for label, name in _FIELDS.items()} | {"Ground": relief.ground.value}
    return Form(mine, read, act)


def _withdrawal(relief_id: int) -> Form:
    """An exception no longer to be relied on."""
    from ehc_tui.casework import reliefs

    def read(file: CaseFile) -> str:
        return "relied on" if any(found.id == relief_id for found in file.reliefs) else "no longer relied on"

    def act(session: Session, doing: Doing, _values: Values, now: CaseFile) -> None:
        reliefs.withdraw(session, doing, now.row.id, relief_id, now.row.version)

    return Form({"Exception": "no longer relied on"}, lambda file: {"Exception": read(file)}, act)
