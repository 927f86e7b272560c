"""Invented lives of cases: what happens from the request to the end, with the delays of real councils.

A life is drawn whole, in calendar days from receipt, and then cut off at today. How long plans take follows
the published figures for 2025: 46% within 20 weeks, 44% within a year, the rest longer. What makes them long
is the psychology advice, as it is in the councils the figures come from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from random import Random
from typing import TypeVar

from ehc_tui.law.model import Fact, Outcome

T = TypeVar("T")
Days = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Ending:
    """How a case ends, or is heading to (plan, refused, no plan, withdrawn), and whether it is over today."""

    outcome: str
    over: bool


@dataclass(frozen=True, slots=True)
class Course:
    """An ending, the days from receipt to it, and the age of the case today in days."""

    ending: Ending
    days: int
    age: int


ENDINGS: Mapping[Ending, float] = {
    Ending("plan", over=True): 0.18,
    Ending("plan", over=False): 0.49,
    Ending("refused", over=True): 0.06,
    Ending("refused", over=False): 0.20,
    Ending("no plan", over=True): 0.01,
    Ending("no plan", over=False): 0.03,
    Ending("withdrawn", over=True): 0.03,
}
PLAN_DAYS: Mapping[Days, float] = {(112, 140): 0.461, (143, 364): 0.436, (367, 480): 0.103}
NO_PLAN_DAYS: Mapping[Days, float] = {(84, 112): 0.36, (115, 190): 0.64}
APPEAL_DAYS = 62
FRIDAY = 4
_ENDED_WITHIN = 150

_REPLIES: Mapping[str, tuple[int, int, int]] = {
    "parent": (5, 25, 14),
    "education": (12, 52, 30),
    "health": (15, 60, 33),
    "social_care": (6, 50, 24),
}
"""Days from being asked to replying: fewest, most and usual. The psychologist's follow from the plan's."""
_OTHER_REPLY = (15, 60, 36)


@dataclass(frozen=True, slots=True)
class Life:
    """What has happened by today, oldest first."""

    facts: tuple[Fact, ...]

    def on(self, kind: str) -> date | None:
        """The day of the first fact of a kind; None if it has not happened."""
        return next((fact.on for fact in self.facts if fact.kind == kind), None)


def quota(rng: Random, count: int, shares: Mapping[T, float]) -> list[T]:
    """`count` things in random order, of each as many as its share asks for: a small demo is typical too."""
    drawn: list[T] = []
    owed, whole = 0.0, sum(shares.values())
    for thing, share in shares.items():
        owed += share * count / whole
        drawn += [thing] * (round(owed) - len(drawn))
    rng.shuffle(drawn)
    return drawn


def courses(rng: Random, count: int) -> Iterator[Course]:
    """How `count` cases go, in random order, in the shares of endings and durations that councils publish."""
    endings = quota(rng, count, ENDINGS)
    plan_days = {over: _plan_days(rng, endings.count(Ending("plan", over))) for over in (True, False)}
    for ending in endings:
        days = next(plan_days[ending.over]) if ending.outcome == "plan" else _days(rng, ending.outcome)
        age = days + rng.randint(0, _ENDED_WITHIN) if ending.over else int(days * rng.random())
        yield Course(ending, days, age)


def life(rng: Random, course: Course, today: date, advisers: Sequence[str], settings: Sequence[str]) -> Life:
    """One life as it stands on `today`; `advisers` are kinds of advice sought, `settings` are consulted."""
    received = today - timedelta(course.age)
    facts = [Fact("request_received", received)]
    facts += _events(rng, received, course, advisers, settings)
    happened = (fact for fact in facts if fact.on <= today)
    return Life(tuple(sorted(happened, key=attrgetter("on"))))


def _plan_days(rng: Random, count: int) -> Iterator[int]:
    return iter([rng.randint(*band) for band in quota(rng, count, PLAN_DAYS)])


def _days(rng: Random, outcome: str) -> int:
    """Days from receipt until a case without a plan is closed; a refusal stays open for the appeal."""
    if outcome == "withdrawn":
        return rng.randint(9, 70)
    if outcome == "refused":
        return _assess_day(rng) + APPEAL_DAYS
    (band,) = rng.choices([*NO_PLAN_DAYS], [*NO_PLAN_DAYS.values()])
    return rng.randint(*band) + APPEAL_DAYS


def _assess_day(rng: Random) -> int:
    """The day of the decision whether to assess: most keep the six weeks, and many use all of them."""
    return round(rng.triangular(16, 42, 40)) if rng.random() < 0.85 else rng.randint(43, 66)


def weekday(day: date, earliest: date) -> date:
    """`day`, or the Friday before it if that is a weekend, but not before `earliest`."""
    beyond = day.weekday() - FRIDAY
    return max(earliest, day - timedelta(beyond)) if beyond > 0 else max(earliest, day)


def _office_day(received: date, days: int) -> date:
    """A weekday some days after receipt."""
    return weekday(received + timedelta(days), received)


def _events(
    rng: Random, received: date, course: Course, advisers: Sequence[str], settings: Sequence[str]
) -> Iterator[Fact]:
    yield Fact("considering_notice", _office_day(received, rng.randint(1, 8)))
    match course.ending.outcome:
        case "withdrawn":
            yield Fact("withdrawn", _office_day(received, course.days))
        case "refused":
            yield Fact("assess_decision", _office_day(received, course.days - APPEAL_DAYS), Outcome.NO)
        case "no plan":
            decided = course.days - APPEAL_DAYS
            yield from _assessment(rng, received, decided, advisers)
            yield Fact("plan_decision", _office_day(received, decided), Outcome.DO_NOT_ISSUE)
        case _:
            decided = course.days - rng.randint(27, 40 if course.days <= 140 else 60)
            yield from _assessment(rng, received, decided, advisers)
            yield Fact("plan_decision", _office_day(received, decided), Outcome.ISSUE)
            yield from _drafting(rng, received, decided, course.days, settings)


def _assessment(rng: Random, received: date, decided: int, advisers: Sequence[str]) -> Iterator[Fact]:
    """The yes to an assessment and all its advice. The psychologist is last; others reply in weeks."""
    told = min(_assess_day(rng), decided - 45)
    yield Fact("assess_decision", _office_day(received, told), Outcome.YES)
    asked = told + rng.choice((0, 0, 0, 1, 2, 4))
    last = decided - rng.randint(2, 9)
    for kind in advisers:
        least, most, usual = _REPLIES.get(kind, _OTHER_REPLY)
        replied = last if kind == "psychology" else asked + round(rng.triangular(least, most, usual))
        yield from _advice(rng, received, kind, asked, min(replied, last))


def _advice(rng: Random, received: date, kind: str, asked: int, replied: int) -> Iterator[Fact]:
    spared = rng.random() < 0.04
    if spared and kind == "social_care":
        reason = "Not known to social care; nil return recorded."
        yield Fact("advice_not_applicable", _office_day(received, asked), reason, kind)
        return
    if spared and kind in ("health", "education"):
        yield Fact("existing_advice_accepted", _office_day(received, asked), subject=kind)
        return
    yield Fact("advice_requested", _office_day(received, asked), subject=kind)
    chased = asked + rng.randint(43, 55)
    while chased < replied:
        yield Fact("advice_chased", _office_day(received, chased), subject=kind)
        chased += rng.randint(17, 45)
    yield Fact("advice_received", _office_day(received, replied), subject=kind)


def _drafting(
    rng: Random, received: date, decided: int, finished: int, settings: Sequence[str]
) -> Iterator[Fact]:
    """Draft, settings consulted, the family's fifteen days and the final plan."""
    served = min(decided + rng.randint(2, 20), finished - 20)
    yield Fact("draft_served", _office_day(received, served))
    for setting in settings:
        sent = served + rng.randint(0, 3)
        yield Fact("consultation_sent", _office_day(received, sent), subject=setting)
        yield Fact("consultation_returned", _office_day(received, sent + rng.randint(6, 15)), subject=setting)
    yield Fact("representations_closed", _office_day(received, served + rng.randint(14, 18)))
    yield Fact("final_sent", _office_day(received, finished))
