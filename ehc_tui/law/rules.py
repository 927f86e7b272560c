"""The records of the law as values: conditions, rules and their limbs, relief sets, vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehc_tui.law.model import Ground, Kind, Party


class Proof(StrEnum):
    """How the facts of a case are held against a ground for relief."""

    CLOSURE = "closure"
    ABSENCE = "absence"
    DURING = "during"
    RECORDED = "recorded"


@dataclass(frozen=True, slots=True)
class Condition:
    """A kind of fact, and the outcome it must have where that matters: `assess_decision: No`."""

    kind: str
    outcome: str | None = None

    def __str__(self) -> str:
        return f"{self.kind}: {self.outcome}" if self.outcome else self.kind


@dataclass(frozen=True, slots=True)
class FactKind:
    """One word of the vocabulary. `outcomes` maps each outcome it may have to its own label.

    `subject` says what several facts of the kind are told apart by. `closes` facts end the case on their day,
    `reopens` facts later than that open it again; a `period` has a last day too. A `served` fact happens when
    the family is told or served, and not when something is sent. A `derived` fact is never recorded: it
    follows from others.
    """

    kind: str
    label: str
    outcomes: Mapping[str, str]
    subject: str
    period: bool
    closes: bool
    reopens: bool
    served: bool
    derived: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What facts there are, and named groups of conditions that records refer to as `@name`."""

    facts: Mapping[str, FactKind]
    groups: Mapping[str, tuple[Condition, ...]]


@dataclass(frozen=True, slots=True)
class Limb:
    """One count from one of several trigger facts. A rule has one, and may have more `also`.

    `pick` chooses among the facts: the earliest, the latest, or the earliest of the alternative named first.
    A `before` limb looks only at facts earlier than the rule's own trigger. `strict` is for fixed dates where
    the text says "before": the day itself is still no breach, but the last safe working day precedes it.
    """

    triggers: tuple[Condition, ...]
    count: str
    number: int
    unit: str = "weeks"
    pick: str = "first"
    before: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One time limit in force for a while.

    `count` and `number` are the first limb's; `also` holds further limbs, of which the later (`combine` max)
    or the earlier (min) date counts, rolled to the tribunal's next working day where `roll` says so.
    `only_if` are facts without which there is no clock, and `unless_relieved` the rule whose relief puts this
    one aside. `under_age` limits it to children younger than that on the trigger day. `opens` is the month
    from which the thing is worth doing. `window` and `closes_after` are explained at `Clock`. `reliefs` names
    the relief sets that apply, joined by "+".
    """

    id: str
    name: str
    label: str
    stage: str
    kind: Kind
    bound: Party
    triggers: tuple[Condition, ...]
    count: str
    number: int
    limbs: tuple[Limb, ...]
    combine: str
    roll: str
    met_by: tuple[Condition, ...]
    stopped_by: tuple[Condition, ...]
    only_if: tuple[Condition, ...]
    unless_relieved: str
    under_age: int
    opens: int
    window: bool
    closes_after: tuple[Condition, ...]
    reliefs: str
    citation: str
    confidence: str
    effective_from: date
    effective_to: date | None
    sentence: str
    pitfalls: tuple[str, ...]
    subject: str
    trigger_kinds: frozenset[str]

    @property
    def also(self) -> tuple[Limb, ...]:
        """The limbs beyond the first."""
        return self.limbs[1:]

    @property
    def pick(self) -> str:
        """Which of several triggering facts starts the clock: first, last or preferred."""
        return self.limbs[0].pick

    @property
    def looks_back(self) -> bool:
        """True if the limit is kept before the trigger: notice of a meeting, a plan ahead of a transfer."""
        return self.count in ("BEF", "FIX")

    def in_force(self, day: date) -> bool:
        """True if a trigger on `day` is governed by this version of the rule."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


@dataclass(frozen=True, slots=True)
class GroundTest:
    """One ground of a relief set: what must be shown, by which facts, and where it is written."""

    ground: Ground
    proof: Proof
    facts: tuple[str, ...]
    asked: str
    days: int
    label: str
    citation: str
    confidence: str


@dataclass(frozen=True, slots=True)
class ReliefSet:
    """The grounds on which a limit may be disapplied. X0 has none."""

    id: str
    sentence: str
    grounds: tuple[GroundTest, ...]


@dataclass(frozen=True, slots=True)
class AdviceKind:
    """One entry of the statutory advice list, reg 6(1)(a) to (h)."""

    key: str
    ref: str
    label: str
    source: str
    from_year_9: bool
    always: bool


@dataclass(frozen=True, slots=True)
class LegalTest:
    """What the law asks at one decision (`decision` is the kind of fact that tells it)."""

    decision: str
    sentence: str
    citation: str


@dataclass(frozen=True, slots=True)
class MustFollow:
    """Something the law wants done with the notice of a decision; `states` is a rule whose date it gives."""

    key: str
    decisions: tuple[Condition, ...]
    what: str
    states: str
    citation: str


@dataclass(frozen=True, slots=True)
class AgeRule:
    """A rule about age or status that runs no clock: to be read."""

    id: str
    sentence: str
    confidence: str
