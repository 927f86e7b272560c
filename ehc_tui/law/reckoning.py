"""From trigger to last compliant day, limb by limb: the one calculation that dates and explanations share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ehc_tui.law.calendar import ONE_DAY, Convention, act_by, count_due, tribunal_roll
from ehc_tui.law.model import Fact
from ehc_tui.law.record import Record
from ehc_tui.law.rules import Limb, Rule


class Counted(NamedTuple):
    """One limb counted from one fact."""

    limb: Limb
    since: Fact
    due: date


class Reckoning(NamedTuple):
    """How a date came about: the limbs counted, the one that binds, and the date after any roll.

    `safe` is the day that `act_by` is taken from: the day before `due` where the law says "before".
    """

    counted: tuple[Counted, ...]
    binding: Counted
    due: date
    safe: date

    @property
    def act_by(self) -> date:
        """The last working day on or before the safe day; `CalendarError` beyond the known bank holidays."""
        return act_by(self.safe)


def reckon(rule: Rule, trigger: Fact, record: Record, convention: Convention) -> Reckoning | None:
    """Count a rule from its triggering fact; None where the law sets no number.

    Raises `CalendarError` if working days beyond the known bank holidays would decide the date.
    """
    main = _count(rule.limbs[0], trigger, convention)
    if main is None:
        return None
    counted: tuple[Counted, ...] = (main,)
    binding = main
    if rule.also:
        counted = (main, *_further(rule, trigger, record, convention))
        choose = max if rule.combine == "max" else min
        binding = choose(counted, key=lambda one: one.due)
    due = tribunal_roll(binding.due) if rule.roll == "tribunal" else binding.due
    safe = due - ONE_DAY if binding.limb.strict else due
    return Reckoning(counted, binding, due, safe)


def _further(rule: Rule, trigger: Fact, record: Record, convention: Convention) -> Iterator[Counted]:
    """The limbs beyond the first that have a fact to be counted from."""
    for limb in rule.also:
        since = record.choose(limb, before=trigger.on if limb.before else None)
        if since and (counted := _count(limb, since, convention)):
            yield counted


def _count(limb: Limb, since: Fact, convention: Convention) -> Counted | None:
    due = count_due(limb.count, limb.number, since.on, limb.unit, convention)
    return None if due is None else Counted(limb, since, due)
