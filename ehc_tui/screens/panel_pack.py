"""One pack after the other: decide with reasons, tell the family, and tick off what must follow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from ehc_tui.casework.after_decision import deferral_effect
from ehc_tui.casework.together import whole
from ehc_tui.exchange.needs import need_in
from ehc_tui.exchange.panel_words import adviser_words, decided_words, missing_of, to_verdict, verdict
from ehc_tui.present.prose import plural
from ehc_tui.screens.asking import flow
from ehc_tui.screens.conflict import Together
from ehc_tui.screens.panel_pack_view import PackView
from ehc_tui.store.panel_rows import DEFER, Pack
from ehc_tui.store.rows import CaseFile
from ehc_tui.text import british, fold, parse_day

if TYPE_CHECKING:
    from sqlmodel import Session

    from ehc_tui.casework.context import Doing
    from ehc_tui.casework.deciding import Verdict


class PackScreen(PackView):
    """What can be done from a pack."""

    # Deciding and telling

    @flow
    async def action_pack_decide(self) -> None:
        """Record the decision on the pack as it was when the question was asked."""
        pack = self.pack
        if pack is None:
            return
        if not await self._sure_to_replace():
            return
        outcome = await self.ask_outcome("Decided:", deferral=True)
        if outcome == DEFER:
            await self._defer(pack)
        elif outcome and await self._sure_without_advice(pack, outcome):
            reasons = await self.ask_reasons(outcome, self.draft("reasons"))
            if reasons:
                await self._decide(pack, outcome, reasons)

    async def _decide(self, pack: Pack, outcome: str, reasons: str) -> None:
        from ehc_tui.casework import deciding

        taken = deciding.Verdict(
            pack.file.row.id,
            self.panel.decision,
            outcome,
            reasons,
            item_id=self.item(pack),
            instead_of=self._told(),
        )
        done = await self.do(
            lambda s, doing, version: deciding.decide(s, doing, taken, version),
            f"Decided: {verdict(outcome)}. The clock is met by telling: t records it.",
            self._as_read(pack, verdict(outcome), partial(_decide, taken)),
        )
        if done:
            self.show_follow()

    def _as_read(self, pack: Pack, verdict: str, act: Callable[..., Any]) -> Together:
        """A decision rests on the advice as it was read; notes and allocation do not touch it."""
        return Together(self, pack.file, whole("On this reading", verdict, _on_record, act))

    async def _defer(self, pack: Pack) -> None:
        """What for, until when, who obtains it; what that does to the clocks is said before it counts."""
        from ehc_tui.casework import deciding

        what = await self.ask_words(
            "Defer for", "Type what it waits for.", draft=self.draft("defer"), hint="what has to come"
        )
        until = await self._ask_until() if what else None
        who = await self.ask_words("Who obtains it", "Type who obtains it.") if what and until else None
        if not (what and until and who):
            return
        effect = deferral_effect(pack.file.clocks, self.panel, until, self.desk.today)
        if not await self.prompt.confirm(f"{' '.join(effect)} Defer until {british(until, 'weekday')}?"):
            return
        taken = deciding.Verdict(
            pack.file.row.id,
            self.panel.decision,
            DEFER,
            item_id=self.item(pack),
            defer_for=what,
            defer_until=until,
            defer_who=who,
        )
        await self.do(
            lambda s, doing, version: deciding.decide(s, doing, taken, version),
            f"Deferred until {british(until)}: no clock stops.",
            self._as_read(pack, f"defer until {british(until)}", partial(_decide, taken)),
        )

    async def _sure_to_replace(self) -> bool:
        """A decision that the family was told stands until another one takes its place: that is asked."""
        if self._told() is None or self.standing is None:
            return True
        told = decided_words(self.standing)
        return await self.prompt.confirm(f"{told} Record another decision in its place?")

    def _told(self) -> int | None:
        """The id of the decision that the family was told, if one stands."""
        last = self.standing
        return last.id if last and last.told_on else None

    async def _ask_until(self) -> date | None:
        today = self.desk.today

        def parse(typed: str) -> date:
            day = parse_day(typed, today)
            if day <= today:
                raise ValueError("A deferral ends on a day to come.")
            return day

        return await self.prompt.ask(
            "Until", parse=parse, hint="2w, fri, 12/1", echo=lambda day: british(day, "weekday")
        )

    async def _sure_without_advice(self, pack: Pack, outcome: str) -> bool:
        missing = missing_of(pack.file.advice)
        if not missing:
            return True
        names = ", ".join(adviser_words(piece.kind, "", self.desk.book) for piece in missing)
        told = f"{plural(len(missing), 'piece')} of advice missing: {names}."
        return await self.sure([told], f"Decide {to_verdict(outcome)} all the same?")

    @flow
    async def action_pack_tell(self) -> None:
        """Record the day on which the family was told: that meets the clock."""
        from ehc_tui.casework import deciding

        pack, last = self.pack, self.standing
        if pack is None or last is None:
            return
        day = await self.ask_day(f"Family told ({verdict(last.outcome)}) on")
        if day is None:
            return
        done = await self.do(
            lambda s, doing: deciding.tell(s, doing, last.id, day),
            f"Told on {british(day)}.",
        )
        if done:
            self.show_follow()

    @flow
    async def action_pack_tick(self) -> None:
        """Record that the line of what must follow under the cursor is done."""
        from ehc_tui.casework import deciding

        last, one = self.standing, self.follow
        if last is None or one is None:
            return
        day = await self.ask_day(f"Done on: {one.what}")
        if day:
            await self.do(lambda s, doing: deciding.tick(s, doing, last.id, one.key, day), "Done.")

    @flow
    async def action_pack_correct(self) -> None:
        """Put a decision right: what it was stays in the minutes, with the correction and why."""
        from ehc_tui.casework import deciding

        pack, last = self.pack, self.standing
        if pack is None or last is None:
            return
        outcome = await self.ask_outcome(f"Recorded as {verdict(last.outcome)}, really")
        if outcome is None:
            return
        reasons = await self.ask_reasons(outcome, self.draft("corrected"), initial=last.reasons)
        why = (
            await self.ask_words("Put right because", "Type why: it stands in the minutes.")
            if reasons
            else None
        )
        if not (reasons and why):
            return
        taken = deciding.Verdict(
            pack.file.row.id,
            self.panel.decision,
            outcome,
            reasons,
            on=last.decided_on,
            decided_by=last.decided_by,
            item_id=last.item_id,
        )
        await self.do(
            lambda s, doing: deciding.correct_decision(s, doing, last.id, taken, why),
            f"Put right: {verdict(outcome)}.",
        )

    # What the pack lacks

    @flow
    async def action_pack_recommend(self) -> None:
        """Recommend an outcome, with reasons."""
        if pack := self.pack:
            await self.recommend(pack.file.row.id, self.ref)

    @flow
    async def action_pack_summarise(self) -> None:
        """Write what a piece of advice says, for this pack and all who read it."""
        from ehc_tui.casework import advice

        pack = self.pack
        if pack is None:
            return
        options = [
            ("", adviser_words(line.kind, line.adviser, self.desk.book), line) for line in pack.file.advice
        ]
        line = await self.prompt.choose("What does it say:", options)
        if line is None:
            return
        draft = self.draft(f"summary/{line.key}")
        text = await self.prompt.ask("Summary", initial=line.summary, draft=draft, long=True)
        if text is not None:
            case_id = pack.file.row.id
            await self.do(
                lambda s, doing, version: advice.summarise(s, doing, case_id, line.key, text, version),
                "Summary kept.",
                rests_on=Together(self, pack.file, advice.summed_up(line.key, text)),
            )

    @flow
    async def action_pack_describe(self) -> None:
        """Record the primary need and the locality: similar cases and the figures go by them."""
        from ehc_tui.casework import profile

        pack, needs = self.pack, self.desk.book.needs
        if pack is None:
            return

        def offers(typed: str) -> list[str]:
            return [label for label in needs.values() if typed and fold(typed) in fold(label)]

        def parse(typed: str) -> str:
            if code := need_in(typed, needs):
                return code
            raise ValueError(
                "Type more of it." if offers(typed) else f"One of {', '.join(needs)}, or words of it."
            )

        need = await self.prompt.ask(
            "Primary need", parse=parse, initial=pack.need, complete=offers, echo=needs.__getitem__
        )
        locality = await self.prompt.ask("Locality", initial=pack.locality) if need else None
        if need and locality is not None:
            case_id, form = pack.file.row.id, profile.described(need, locality, needs)
            await self.do(
                lambda s, doing, version: profile.describe(s, doing, case_id, need, locality, version),
                f"{needs[need]}.",
                rests_on=Together(self, pack.file, form),
            )


def _decide(taken: Verdict, session: Session, doing: Doing, version: int) -> int:
    from ehc_tui.casework import deciding

    return deciding.decide(session, doing, taken, version)


def _on_record(file: CaseFile) -> str:
    """What a decision rests on, in words that differ once it does."""
    rested_on = [entry.id for entry in file.facts if entry.fact.kind in _RESTED_ON]
    entries = plural(len(rested_on), "entry", "entries")
    return f"{entries} on the advice, the newest no. {max(rested_on, default=0)}"


_RESTED_ON = ("advice_received", "existing_advice_accepted", "advice_not_applicable", "withdrawn")
