"""The invented caseload: children, settings, people and the lives of their cases, as plain records.

Pure: the same seed, size and day give the same caseload. The words come from `data/demo`; nobody is real.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from operator import attrgetter
from random import Random
from typing import TYPE_CHECKING, Any

from ehc_tui.casework.demo_lives import Course, Life, courses, life, weekday
from ehc_tui.casework.inputs import ImportedCase
from ehc_tui.law.ages import age_on, school_year
from ehc_tui.law.calendar import is_working_day
from ehc_tui.law.files import data_path
from ehc_tui.law.model import Fact, Ground, Outcome, Relief

if TYPE_CHECKING:
    from ehc_tui.law.process import Process

DEMO_CASES = 250
DEMO_SEED = 2014


class _Lots:
    """Things that are drawn as often as their shares say."""

    def __init__(self, shares: Mapping[Any, float]) -> None:
        self._things, self._up_to = [*shares], [*accumulate(shares.values())]

    def draw(self, rng: Random) -> Any:
        return rng.choices(self._things, cum_weights=self._up_to)[0]


_CASES_PER_CASEWORKER = 42
_CASES_PER_OFFICER = 90
_ROUTES = _Lots({"Parent": 52, "School": 38, "Young person": 2, "Health": 5, "Social care": 3})
_AGES = _Lots({
    2: 3, 3: 8, 4: 11, 5: 11, 6: 10, 7: 9, 8: 8, 9: 8, 10: 8, 11: 6,
    12: 5, 13: 5, 14: 4, 15: 4, 16: 2, 17: 1, 18: 1,
})  # fmt: skip
_FATES = _Lots({"declined": 30, "accepted": 15, "arranged": 55})
_REFUSALS = (Outcome.NO, Outcome.DO_NOT_ISSUE)
_CROSSED_NAMES = 0.12
_FRESH_DAYS = 7
_SILENT = 0.2
_NOTED = 0.3
_NEED_KNOWN = 0.94
_RELIED_ON = 0.12
_MEETING_OFFERED = 0.65
_FINAL_PLAN_DAYS = 140


@dataclass(frozen=True, slots=True)
class DemoMeeting:
    """Where a Way Forward meeting stands after a refusal: offered, declined, accepted, arranged or held.

    `decision` is the kind of the fact that refused; `meets_on` is the day of a meeting arranged or held.
    """

    decision: str
    status: str
    offered_on: date
    answered_on: date | None = None
    meets_on: date | None = None


@dataclass(frozen=True, slots=True)
class DemoCase:
    """A case as an import would bring it, and what no spreadsheet holds: reliefs relied on and a meeting."""

    case: ImportedCase
    reliefs: tuple[Relief, ...] = ()
    meeting: DemoMeeting | None = None

    @property
    def received_on(self) -> date:
        """The day the request was received."""
        return next(fact.on for fact in self.case.facts if fact.kind == "request_received")


def demo_cases(
    today: date, process: Process, cases: int = DEMO_CASES, seed: int = DEMO_SEED
) -> list[DemoCase]:
    """`cases` invented cases as they stand on `today`, oldest request first, with the advisers of `process`.

    They are spread as a council's are: some long overdue, some of today, about a quarter closed lately.
    """
    rng = Random(f"{seed}")
    people = _people(cases)
    invented = [_case(rng, today, process, people, course) for course in courses(rng, cases)]
    invented.sort(key=lambda one: one.received_on)
    rng = Random(f"{seed} profile")
    return [_finished(rng, one, number) for number, one in enumerate(invented, 101)]


@cache
def words(name: str) -> dict[str, Any]:
    """One of the word lists of `data/demo`."""
    return tomllib.loads(data_path("demo", f"{name}.toml").read_text(encoding="utf-8"))


def _finished(rng: Random, one: DemoCase, number: int) -> DemoCase:
    """With its reference, and what it is compared by; now and then nobody has recorded the need yet."""
    need = _needs().draw(rng) if rng.random() < _NEED_KNOWN else ""
    locality = rng.choice(words("panel")["localities"]["names"])
    ref = f"E{one.received_on:%y}-{number:04}"
    case = replace(one.case, ref=ref, need=need, locality=locality)
    return DemoCase(case, one.reliefs, one.meeting)


@dataclass(frozen=True, slots=True)
class _People:
    caseworkers: Sequence[str]
    officers: Sequence[str]


def _people(cases: int) -> _People:
    """As many caseworkers and officers as a caseload of this size has."""
    everyone = words("words")
    return _People(
        everyone["caseworkers"][: max(3, -(-cases // _CASES_PER_CASEWORKER))],
        everyone["officers"][: max(2, -(-cases // _CASES_PER_OFFICER))],
    )


def _case(rng: Random, today: date, process: Process, people: _People, course: Course) -> DemoCase:
    received = today - timedelta(course.age)
    forename, surname = _name(rng)
    born = _born(rng, received)
    near = _settings(born, received)
    setting = rng.choice(near)
    advisers = tuple((one.kind, one.kind, one.name) for one in process.advisers_for(born, received))
    choices = rng.sample(near, min(len(near), rng.choice((1, 1, 2))))
    lived = life(rng, course, today, [kind for kind, _, _ in advisers], choices)
    lived = _with_contacts(rng, lived, today, over=course.ending.over)
    lived, reliefs = _with_relief(rng, lived, today, setting, people)
    caseworker = _caseworker(rng, people, course.age)
    case = ImportedCase(
        ref=None,
        surname=surname,
        forename=forename,
        born=born,
        setting=setting,
        route=_ROUTES.draw(rng),
        caseworker=caseworker,
        officer=rng.choice(people.officers) if caseworker else "",
        facts=lived.facts,
        advice_lines=advisers if lived.on("advice_requested") else (),
        note=rng.choice(words("words")["notes"]) if rng.random() < _NOTED else "",
    )
    return DemoCase(case, reliefs, _meeting(rng, lived, today))


@cache
def _needs() -> _Lots:
    return _Lots(words("panel")["needs"])


@cache
def _traditions() -> _Lots:
    return _Lots({name: tradition["share"] for name, tradition in words("children").items()})


def _name(rng: Random) -> tuple[str, str]:
    """Forename and surname of one tradition, or now and then of two."""
    traditions, lots = words("children"), _traditions()
    first = lots.draw(rng)
    last = lots.draw(rng) if rng.random() < _CROSSED_NAMES else first
    return rng.choice(traditions[first]["forenames"]), rng.choice(traditions[last]["surnames"])


def _born(rng: Random, received: date) -> date:
    return received - timedelta(int((_AGES.draw(rng) + rng.random()) * 365.25))


def _settings(born: date, day: date) -> list[str]:
    """The settings a child of this age may attend; age is counted on the 31 August before the school year."""
    return _settings_at(age_on(born, date(school_year(day), 8, 31)))


@cache
def _settings_at(age: int) -> list[str]:
    return [
        name
        for group in words("settings")["setting"]
        if group["from"] <= age <= group["to"]
        for name in group["names"]
    ]


def _caseworker(rng: Random, people: _People, age: int) -> str:
    """Most cases have one; a request of this week may still be waiting to be allocated."""
    unallocated = rng.random() < (0.5 if age < _FRESH_DAYS else 0.02)
    return "" if unallocated else rng.choice(people.caseworkers)


def _with_contacts(rng: Random, lived: Life, today: date, *, over: bool) -> Life:
    """Contacts with the family about every three weeks; one family in five has heard nothing for longer."""
    ended = lived.facts[-1].on if over else today
    gap = rng.randint(22, 75) if rng.random() < _SILENT else rng.randint(0, 20)
    received = lived.facts[0].on
    contacts = []
    day = ended - timedelta(gap)
    while day > received:
        contacts.append(Fact("contact", weekday(day, received)))
        day -= timedelta(rng.randint(12, 26))
    return Life(tuple(sorted((*lived.facts, *contacts), key=attrgetter("on"))))


def _with_relief(
    rng: Random, lived: Life, today: date, setting: str, people: _People
) -> tuple[Life, tuple[Relief, ...]]:
    """On some cases that will not or did not keep the twenty weeks, an exception that is really available."""
    received = lived.facts[0].on
    due = received + timedelta(_FINAL_PLAN_DAYS)
    assessed = lived.on("advice_requested") is not None and _refusal(lived) is None
    late = (lived.on("final_sent") or today) > due
    if not (assessed and late and rng.random() < _RELIED_ON):
        return lived, ()
    ground, evidence = _ground(rng, lived, received, due, setting)
    said = words("words")["reliefs"][ground.value]
    relief = Relief(
        rule="issue_final_plan",
        subject="",
        ground=ground,
        evidence=said["evidence"],
        impractical_because=said["impractical"],
        authorised_by=rng.choice(people.officers),
        family_told_on=due - timedelta(rng.randint(3, 20)),
    )
    facts = sorted((*lived.facts, evidence), key=attrgetter("on"))
    return Life(tuple(facts)), (relief,)


def _ground(rng: Random, lived: Life, received: date, due: date, setting: str) -> tuple[Ground, Fact]:
    """The closure where the school was asked inside its window, else an absence or a grave family event."""
    if closure := _closure(lived, received, setting):
        return Ground.SCHOOL_CLOSED, closure
    began = received + timedelta(rng.randint(20, 90))
    if rng.random() < 0.5:
        away = Fact("absence", began, until=began + timedelta(rng.randint(28, 40)))
        return Ground.ABSENCE, away
    grave = Fact("exceptional_circumstances", began, until=min(due, began + timedelta(rng.randint(14, 42))))
    return Ground.EXCEPTIONAL_CIRCUMSTANCES, grave


def _closure(lived: Life, received: date, setting: str) -> Fact | None:
    """The school's summer closure (first day closed to re-opening) if it was asked inside its window."""
    year = received.year + (received.month > 8)
    first, opens = date(year, 7, 22), date(year, 9, 2)
    asked = [
        fact.on for fact in lived.facts if (fact.kind, fact.subject) == ("advice_requested", "education")
    ]
    schools = [name for group in words("settings")["setting"] if group["closes"] for name in group["names"]]
    week = timedelta(7)
    if setting in schools and asked and first - week <= asked[0] <= opens - week:
        return Fact("setting_closed", first, subject=setting, until=opens)
    return None


def _meeting(rng: Random, lived: Life, today: date) -> DemoMeeting | None:
    """A meeting is offered after most refusals; what becomes of it takes its time."""
    refused = _refusal(lived)
    if refused is None or rng.random() >= _MEETING_OFFERED:
        return None
    offered = refused.on
    answered = offered + timedelta(rng.randint(2, 16))
    meets = _next_working_day(answered + timedelta(rng.randint(5, 18)))
    if answered >= today:
        return DemoMeeting(refused.kind, "offered", offered)
    fate = _FATES.draw(rng)
    if fate != "arranged":
        return DemoMeeting(refused.kind, fate, offered, answered)
    return DemoMeeting(refused.kind, "held" if meets < today else "arranged", offered, answered, meets)


def _refusal(lived: Life) -> Fact | None:
    return next((fact for fact in lived.facts if fact.outcome in _REFUSALS), None)


def _next_working_day(day: date) -> date:
    while not is_working_day(day):
        day += timedelta(1)
    return day
