"""Recording what happened in a few keys: what, when, with which outcome; putting it right; taking it out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from ehc_tui.casework.roles import power_for
from ehc_tui.casework.together import FactForm, removal
from ehc_tui.law.model import CaseFacts, Fact
from ehc_tui.law.rulebook import Rulebook
from ehc_tui.present.case.decisions import REFUSALS
from ehc_tui.present.case.views import Tab
from ehc_tui.present.case.why import Rules
from ehc_tui.present.runs import Style
from ehc_tui.screens.answers import needed, weekday_if_any
from ehc_tui.screens.asking import flow
from ehc_tui.screens.case_base import CaseBase
from ehc_tui.store.rows import RecordedFact
from ehc_tui.text import british, fold, parse_day


class _Choice(NamedTuple):
    """One entry of the list of what can be recorded, under a key that is always the same."""

    key: str
    label: str
    kind: str


_RECEIVED = (
    _Choice("r", "request received", "request_received"),
    _Choice("l", "council became responsible", "became_responsible"),
)
_REQUEST = (
    _Choice("k", "notice: considering", "considering_notice"),
    _Choice("a", "decision whether to assess", "assess_decision"),
)
_PANEL = (_Choice("p", "panel held", "panel_held"),)
_ASSESSING = (_Choice("d", "decision on a plan", "plan_decision"),)
_DRAFT = (_Choice("s", "draft served", "draft_served"),)
_DRAFTED = (
    _Choice("f", "family's reply complete", "representations_closed"),
    _Choice("c", "setting consulted", "consultation_sent"),
    _Choice("b", "setting replied", "consultation_returned"),
    _Choice("v", "final plan sent", "final_sent"),
)
_CHALLENGE = (
    _Choice("m", "mediation certificate issued", "certificate_issued"),
    _Choice("g", "appeal registered", "appeal_registered"),
    _Choice("a", "appeal received from the tribunal", "appeal_received"),
)
_APPEALED = (
    *_CHALLENGE[1:],
    _Choice("r", "response sent", "appeal_response_sent"),
    _Choice("u", "tribunal order", "order_dated"),
    _Choice("d", "appeal dismissed", "appeal_dismissed"),
    _Choice("k", "appeal withdrawn", "appeal_withdrawn"),
    _Choice("n", "appeal not opposed", "concession_told"),
)
_LOST = (_Choice("x", "case closed", "case_closed"),)
_ORDERED = (_Choice("u", "order carried out", "order_carried_out"),)
_AFTER = {
    "appeal_registered": _APPEALED,
    "appeal_received": _APPEALED,
    "appeal_response_sent": _APPEALED,
    "appeal_dismissed": _LOST,
    "appeal_withdrawn": _LOST,
    "order_dated": _ORDERED,
    "concession_told": _ORDERED,
    "order_carried_out": (),
}
"""What follows where this was the last that happened in an appeal."""
_ALWAYS = (
    _Choice("w", "withdrawn", "withdrawn"),
    _Choice("t", "setting closed (its term dates)", "setting_closed"),
    _Choice("y", "family away", "absence"),
    _Choice("e", "exceptional circumstances", "exceptional_circumstances"),
)
_OTHER = _Choice("o", "something else", "")
_ELSEWHERE = (
    "advice_requested",
    "advice_chased",
    "advice_received",
    "existing_advice_accepted",
    "advice_not_applicable",
    "contact",
)
"""Facts that have keys of their own."""
_UNTIL = {"setting_closed": "Re-opens on", "absence": "Last day away"}


def _sits(rules: Rules) -> bool:
    """Whether the council has a panel whose sessions leave a fact in the cases they looked at."""
    return any(panel.held for panel in rules.process.panels)


def likely(case: CaseFacts, rules: Rules) -> Sequence[_Choice]:
    """What a few keys record: what usually follows where the case stands, then what may always happen."""
    record = case.record
    if not record.of("request_received") and not record.of("became_responsible"):
        return (*_RECEIVED, _OTHER)
    following = {
        "assess_decision": _REQUEST,
        "plan_decision": (*(_PANEL if _sits(rules) else ()), *_ASSESSING, *_DRAFT),
        "draft_served": _DRAFT,
        "final_sent": _DRAFTED,
    }
    done = [step for step in following if record.of(step)]
    appeal = next((_AFTER[fact.kind] for fact in reversed(record.facts) if fact.kind in _AFTER), ())
    if appeal in (_APPEALED, _LOST):
        return (*appeal, *_ALWAYS, _OTHER)
    if "final_sent" in done or _stands_refused(case, rules.book):
        return (*_CHALLENGE, *_ALWAYS, _OTHER)
    steps = list(following)
    reached = max((steps.index(step) + 1 for step in done), default=0)
    return (*appeal, *following[steps[reached]], *_ALWAYS, _OTHER)


def _stands_refused(case: CaseFacts, book: Rulebook) -> bool:
    """True while a refusal is the last word: no order, concession, agreement or appeal came after it."""
    told = [fact.on for fact in case.facts if (fact.kind, fact.outcome) in REFUSALS]
    return bool(told) and not any(
        book.facts[fact.kind].reopens and fact.on >= max(told) for fact in case.facts
    )


class RecordingFlows(CaseBase):
    """The flows of what happened."""

    @flow
    async def action_case_record(self) -> None:
        """Record what happened: what, when, and how it was decided."""
        options = [(choice.key, choice.label, choice.kind) for choice in likely(self.file.case, self.rules)]
        kind = await self.prompt.choose("Record", options)
        if kind == "":
            kind = await self._another_kind()
        if kind is None or self._refused("record", kind):
            return
        fact = await self._ask_fact(kind)
        if fact is not None and await self.sure_of(fact):
            await self._record(fact)

    def _refused(self, verb: str, kind: str) -> bool:
        """Whether the person's role keeps them from this with such facts, which they are told at once."""
        refusal = self.desk.why_not(power_for(f"{verb} {kind}"))
        if refusal:
            self.say(refusal, Style.WARN)
        return bool(refusal)

    async def _record(self, fact: Fact) -> None:
        from ehc_tui.casework import decisions

        case_id, told, seen = self.file.row.id, self.told(fact), self.seen or self.file
        done = await self.change(
            lambda session, doing, version: decisions.record(session, doing, case_id, fact, version),
            f"Recorded: {told}.",
            FactForm({"": fact}, seen, self.desk.today, self.rules.book).form(),
        )
        if done and (fact.kind, fact.outcome) in REFUSALS:
            self._show_fact(fact)

    def _show_fact(self, fact: Fact) -> None:
        """Go to the entry of a fact, where what its notice must hold is said."""
        entry = next((entry for entry in reversed(self.file.facts) if entry.fact == fact), None)
        self.show_tab(Tab.DECISIONS, entry)

    async def _another_kind(self) -> str | None:
        """Any other kind of fact the rule book knows, by its words."""
        kinds = {
            found.label: kind
            for kind, found in self.rules.book.facts.items()
            if found.subject != "meeting" and kind not in _ELSEWHERE and not found.derived
        }

        def offers(typed: str) -> list[str]:
            words = fold(typed).split()
            return [label for label in kinds if all(word in fold(label) for word in words)] if words else []

        def parse(typed: str) -> str:
            hits = [typed] if typed in kinds else offers(typed)
            if len(hits) != 1:
                raise ValueError("Type more of it." if hits else "The rule book knows nothing of that name.")
            return kinds[hits[0]]

        return await self.prompt.ask(
            "What happened", parse=parse, hint="words of it, Tab completes", complete=offers
        )

    async def _ask_fact(self, kind: str) -> Fact | None:
        """A fact of a kind, asked piece by piece; None if the person stepped back."""
        known = self.rules.book.facts[kind]
        subject = await self._ask_subject(kind)
        if subject is None:
            return None
        about = f" ({subject})" if subject and known.subject == "setting" else ""
        on = await self.ask_day(
            f"{known.label.capitalize()}{about} on", draft=self.draft(kind), by_post=known.served
        )
        if on is None:
            return None
        outcome = await self._ask_outcome(kind) if known.outcomes else None
        if known.outcomes and outcome is None:
            return None
        fact = Fact(kind, on, outcome, subject)
        return await self._ask_until(fact) if known.period else fact

    async def _ask_outcome(self, kind: str) -> str | None:
        outcomes = self.rules.book.facts[kind].outcomes
        return await self.prompt.choose(
            "Decided", [(*keyed, outcome) for keyed, outcome in zip(_keys(outcomes), outcomes, strict=True)]
        )

    async def _ask_until(self, fact: Fact) -> Fact | None:
        """The last day of a period. Exceptional circumstances may go on; the others have a last day."""
        question, today = _UNTIL.get(fact.kind, "Until"), self.desk.today

        def parse(typed: str) -> date | None:
            if not typed and fact.kind not in _UNTIL:
                return None
            until = parse_day(typed, today)
            if until < fact.on:
                raise ValueError(f"That is before {british(fact.on)}.")
            return until

        hint = "12/1, 3 Feb, 2w" if fact.kind in _UNTIL else "Enter if it still goes on"
        found = await self.prompt.ask(
            question, parse=lambda typed: (parse(typed),), hint=hint, echo=weekday_if_any
        )
        return None if found is None else replace(fact, until=found[0])

    async def _ask_subject(self, kind: str) -> str | None:
        """Which setting or which adviser a fact is about; "" where there is only one of its kind."""
        subject = self.rules.book.facts[kind].subject
        if subject == "advice":
            options = [("", line.adviser or line.key, line.key) for line in self.file.advice]
            if not options:
                self.say("There is no adviser on the checklist yet.", Style.WARN)
                return None
            return await self.prompt.choose("Which adviser", options)
        if subject != "setting":
            return ""
        if kind == "consultation_returned":
            return await self._consulted_setting()
        own = self.file.row.setting
        if kind == "setting_closed" and own:
            known = dict.fromkeys(filter(None, (own, *self.file.case.settings.values())))
            return await self._one_of(list(known))
        return await self.prompt.ask(
            "Which setting",
            parse=needed("Type the name of the setting."),
            words=True,
            initial="" if kind == "consultation_sent" else own,
        )

    async def _consulted_setting(self) -> str | None:
        record = self.file.case.record
        back = {fact.subject: fact.on for fact in record.of("consultation_returned")}
        sent = {fact.subject: fact.on for fact in record.of("consultation_sent")}
        waiting = [name for name, on in sent.items() if name not in back or back[name] < on]
        if not waiting:
            self.say("No setting's reply is outstanding: record first that it was consulted.", Style.WARN)
            return None
        return await self._one_of(waiting)

    async def _one_of(self, settings: Sequence[str]) -> str | None:
        if len(settings) == 1:
            return settings[0]
        return await self.prompt.choose("Which setting", [("", name, name) for name in settings])

    # Putting right

    @flow
    async def action_case_correct(self) -> None:
        """Put right the date or the outcome of the entry under the cursor."""
        from ehc_tui.casework import decisions

        entry = self._entry("correct")
        if entry is None or self._refused("correct", entry.fact.kind):
            return
        self.prompt.forms.narrow(entry.id)
        was, book = entry.fact, self.rules.book
        on = await self.ask_day(
            f"{book.label(was).capitalize()}: was {british(was.on)}, really on", first=was.on
        )
        if on is None:
            return
        outcome = was.outcome
        if book.facts[was.kind].outcomes and (outcome := await self._ask_outcome(was.kind)) is None:
            return
        fact: Fact | None = replace(was, on=on, outcome=outcome)
        if was.until and (fact := await self._ask_until(replace(was, on=on))) is None:
            return
        assert fact is not None
        others = CaseFacts(tuple(known for known in self.file.case.facts if known != was))
        if not await self.sure_of(fact, case=others):
            return
        case_id, seen = self.file.row.id, self.seen or self.file
        await self.change(
            lambda session, doing, version: decisions.correct(
                session,
                doing,
                case_id,
                entry.id,
                on=fact.on,
                outcome=fact.outcome,
                until=fact.until,
                expected_version=version,
            ),
            f"Corrected: {book.label(fact)}, {british(fact.on)}.",
            form=FactForm({"": fact}, seen, self.desk.today, book, correcting=entry.id).form(),
        )

    def _entry(self, verb: str) -> RecordedFact | None:
        """The entry under the cursor; None, and the person is told, where there is none."""
        if isinstance(self.selected, RecordedFact):
            return self.selected
        self.say(f"There is no entry here to {verb}.", Style.WARN)
        return None

    @flow
    async def action_case_remove(self) -> None:
        """Take out an entry that never happened."""
        from ehc_tui.casework import decisions

        entry = self._entry("remove")
        if entry is None or self._refused("remove", entry.fact.kind):
            return
        told = self.told(entry.fact)
        if not await self.prompt.confirm(
            f"Remove “{told}”, recorded by {entry.recorded_by}? It stays in the history."
        ):
            return
        case_id, seen = self.file.row.id, self.seen or self.file
        await self.change(
            lambda session, doing, version: decisions.remove(session, doing, case_id, entry.id, version),
            f"Removed: {told}.",
            form=removal(entry.id, told, entry.fact, seen),
        )


def _keys(outcomes: Iterable[str]) -> Iterator[tuple[str, str]]:
    """A key for each outcome, its first letter where no other begins so, with its label."""
    named = [(outcome[0].lower(), outcome) for outcome in outcomes]
    first = [letter for letter, _ in named]
    for letter, outcome in named:
        yield (letter if first.count(letter) == 1 else "", outcome)
