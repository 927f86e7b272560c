"""The facts of a case, sorted once and ready to be asked; the order they were given in never matters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from ehc_tui.law.model import Fact
from ehc_tui.law.rules import Condition, Limb

Standing = frozenset[tuple[str, str | None]]
"""The kinds of fact a case has, each with the outcome that stands."""

ADVICE_COMPLETE = "advice_complete"
REQUESTS = ("request_received", "became_responsible")
"""The facts that start the clocks of an assessment."""
ENDS_REQUEST = ("withdrawn", "moved_away", "case_closed", "plan_ceased")
"""The facts after which a request is a new one, with clocks of its own."""
SETTLES_ADVICE = ("advice_received", "existing_advice_accepted", "advice_not_applicable")


def by_date(fact: Fact) -> tuple[date, str, str, date]:
    """The one order of facts: by day, then by everything else that tells two apart."""
    return (fact.on, fact.outcome or "", fact.subject, fact.until or date.max)


def of_latest_request(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts that count, in order of date: none that was over before the latest request of its own came.

    Nothing restarts the clocks of a request that is under way. A request after one that was withdrawn, or
    that ended otherwise, is another request.
    """
    ordered = tuple(sorted(facts, key=by_date))
    requests = [fact.on for fact in ordered if fact.kind in REQUESTS]
    ended = [
        fact.on for fact in ordered if fact.kind in ENDS_REQUEST and fact.on < max(requests, default=fact.on)
    ]
    if not ended:
        return ordered
    begun = min(on for on in requests if on > ended[-1])
    return tuple(fact for fact in ordered if (fact.until or fact.on) >= begun)


class Record:
    """Facts by kind, in order of date, and the one that follows from others: that the advice is complete.

    Only the facts of the latest request are in it (`of_latest_request`).
    """

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.facts = of_latest_request(facts)
        self._by_kind: dict[str, list[Fact]] = {}
        for fact in self.facts:
            self._by_kind.setdefault(fact.kind, []).append(fact)
        complete = self._advice_complete_on()
        if complete:
            self._by_kind[ADVICE_COMPLETE] = [Fact(ADVICE_COMPLETE, complete)]

    @cached_property
    def standing(self) -> Standing:
        """The kinds of fact the case has, each with the outcome of the last: all that a condition asks."""
        return frozenset((kind, facts[-1].outcome) for kind, facts in self._by_kind.items())

    def of(self, kind: str) -> Sequence[Fact]:
        """All facts of a kind, earliest first."""
        return self._by_kind.get(kind, ())

    def matching(self, condition: Condition) -> Sequence[Fact]:
        """The facts a condition speaks of, earliest first.

        A condition with an outcome asks for the decision that stands: a later decision the other way replaces
        an earlier one, and the same decision told again leaves the first telling in its place.
        """
        facts = self._by_kind.get(condition.kind, ())
        if condition.outcome is None:
            return facts
        standing = len(facts)
        while standing and facts[standing - 1].outcome == condition.outcome:
            standing -= 1
        return facts[standing:]

    def any(self, conditions: Iterable[Condition]) -> bool:
        """True if a fact matches any of the conditions."""
        return any(map(self.matching, conditions))

    def first(
        self, conditions: Iterable[Condition], *, subject: str = "", since: date | None = None
    ) -> Fact | None:
        """The earliest fact that matches any condition, has no other subject, and is not before `since`."""
        earliest = None
        for condition in conditions:
            for fact in self.matching(condition):
                if (subject and fact.subject not in ("", subject)) or (since and fact.on < since):
                    continue
                if earliest is None or by_date(fact) < by_date(earliest):
                    earliest = fact
                break
        return earliest

    def choose(self, limb: Limb, *, subject: str | None = None, before: date | None = None) -> Fact | None:
        """The fact a limb is counted from; `subject` None takes any, `before` excludes that day and later."""
        found = [
            fact
            for condition in limb.triggers
            for fact in self.matching(condition)
            if (subject is None or fact.subject == subject) and (before is None or fact.on < before)
        ]
        if len(found) < 2 or limb.pick == "preferred":
            return found[0] if found else None
        return max(found, key=by_date) if limb.pick == "last" else min(found, key=by_date)

    def _advice_complete_on(self) -> date | None:
        """The day on which the last piece of advice asked for was in or settled; None while any is owed."""
        settled: dict[str, date] = {}
        for kind in SETTLES_ADVICE:
            for fact in self.of(kind):
                settled[fact.subject] = min(fact.on, settled.get(fact.subject, fact.on))
        if not settled or any(fact.subject not in settled for fact in self.of("advice_requested")):
            return None
        return max(settled.values())
