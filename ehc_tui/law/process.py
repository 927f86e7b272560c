"""A council's stage model over the same facts: stages, names, local targets, advisers, meeting offers.

It is data (`data/process/*.toml`). Nothing in it can change a statutory clock; its targets are local clocks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from ehc_tui.law.ages import in_year_9_or_beyond
from ehc_tui.law.files import FileError, Table, data_path
from ehc_tui.law.model import CaseFacts, Kind, Outcome
from ehc_tui.law.reading import read_conditions, read_rule
from ehc_tui.law.record import Record
from ehc_tui.law.rulebook import Rulebook, load_rulebook
from ehc_tui.law.rules import Condition, Rule

INCLUDES = ("yes", "if_appropriate", "optional")
DECIDED = {"assess_decision": "assess_decided", "plan_decision": "plan_decided"}
"""By the fact that tells a decision, the fact that it was taken."""
LIMITS = {"assess_decision": "decide_whether_to_assess", "plan_decision": "decide_not_to_issue_plan"}
"""By decision, the rule under which a no would be out of time."""
OUTCOMES = {
    "assess_decision": (Outcome.YES, Outcome.NO),
    "plan_decision": (Outcome.ISSUE, Outcome.DO_NOT_ISSUE),
}


class ProcessError(FileError):
    """A mistake in a process file: `file`, `key` and `reason`, and one sentence of them."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its window in weeks since receipt, and the facts that begin and end it in a case.

    The windows say what is usual and may overlap; where a case is follows from its facts alone.
    """

    key: str
    name: str
    from_week: int
    to_week: int
    starts_on: tuple[Condition, ...]
    ends_on: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class StageSpan:
    """A stage as a case went through it; `ended_on` is None while it lasts."""

    stage: Stage
    began_on: date
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class AdviserDefault:
    """Who is asked for a kind of advice unless the caseworker says otherwise."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class AttendeeRole:
    """Somebody a meeting is for. `include` is yes, if_appropriate (an explicit choice) or optional."""

    key: str
    label: str
    include: str

    @property
    def if_appropriate(self) -> bool:
        """True if somebody must decide whether this person should be there."""
        return self.include == "if_appropriate"

    @property
    def optional(self) -> bool:
        """True if the meeting is complete without them."""
        return self.include != "yes"


@dataclass(frozen=True, slots=True)
class MeetingOffer:
    """A meeting the family is offered after a decision (`decision` fact with `outcome`)."""

    kind: str
    title: str
    decision: str
    outcome: str
    chair_role: str
    minutes: int
    attendees: tuple[AttendeeRole, ...]

    def after(self, case: CaseFacts) -> date | None:
        """The day of the decision that the meeting is offered after, if it stands in this case."""
        told = case.record.matching(Condition(self.decision, self.outcome))
        return told[0].on if told else None


@dataclass(frozen=True, slots=True)
class Panel:
    """Who takes one of the two decisions, and how (`decision` is the kind of fact that tells it).

    A panel that `sits` meets in sessions; one that does not is a queue, decided case by case. `held` is the
    fact that a session leaves in the cases it looked at, if any. A session has by default room for `capacity`
    cases of `minutes` each, with papers due `papers_days` calendar days before.
    """

    key: str
    name: str
    decision: str
    sits: bool
    held: str
    minutes: int
    capacity: int
    papers_days: int

    @property
    def decided(self) -> str:
        """The kind of fact that says the decision was taken, whether or not anybody was told."""
        return DECIDED[self.decision]

    @property
    def limit(self) -> str:
        """The rule under which a no would be out of time."""
        return LIMITS[self.decision]

    @property
    def outcomes(self) -> tuple[Outcome, Outcome]:
        """The outcomes of the decision: yes, then no."""
        return OUTCOMES[self.decision]


@dataclass(frozen=True, slots=True, eq=False)
class Process:
    """A council's process. One is equal only to itself, so that it can be a key of caches."""

    key: str
    name: str
    source: str
    names: Mapping[str, str]
    stages: tuple[Stage, ...]
    targets: tuple[Rule, ...]
    advisers: tuple[AdviserDefault, ...]
    meetings: tuple[MeetingOffer, ...]
    panels: tuple[Panel, ...]

    def panel(self, key: str) -> Panel:
        """The panel with this key. Raises `ProcessError` naming those there are."""
        for panel in self.panels:
            if panel.key == key:
                return panel
        known = ", ".join(panel.key for panel in self.panels) or "none"
        raise ProcessError(self.key, "panel", f'there is no panel "{key}"; there are {known}')

    def panel_for(self, decision: str) -> Panel | None:
        """The panel that takes a decision (a kind of fact), if the council's process names one."""
        return next((panel for panel in self.panels if panel.decision == decision), None)

    def stages_of(self, case: CaseFacts) -> tuple[str, ...]:
        """The keys of the stages a case is in, in order; several where they overlap, none once it is over."""
        record = case.record
        return tuple(
            stage.key
            for stage in self.stages
            if record.any(stage.starts_on) and not record.any(stage.ends_on)
        )

    def spans_of(self, case: CaseFacts) -> tuple[StageSpan, ...]:
        """The stages a case has entered, each from the day it began to the day it ended."""
        record = case.record
        spans = (_span(stage, record) for stage in self.stages)
        return tuple(span for span in spans if span)

    def advisers_for(self, born: date | None, day: date) -> tuple[AdviserDefault, ...]:
        """The advice lines of a new case: adulthood only from Year 9 on."""
        adulthood = born is not None and in_year_9_or_beyond(born, day)
        return tuple(adviser for adviser in self.advisers if adulthood or adviser.kind != "adulthood")


def available_processes() -> tuple[str, ...]:
    """The keys of the processes that ship with the program."""
    return tuple(sorted(path.stem for path in data_path("process").glob("*.toml")))


def load_process(name_or_path: str | Path, book: Rulebook | None = None) -> Process:
    """A process by key or from a file; facts in it are checked against the book's vocabulary.

    Raises `ProcessError` naming file, key and reason.
    """
    path = Path(name_or_path)
    if path.suffix != ".toml":
        path = data_path("process", f"{name_or_path}.toml")
        if str(name_or_path) not in available_processes():
            raise ProcessError(
                path.name, "file", f"there is no such process; there are {', '.join(available_processes())}"
            )
    return _load(path, book or load_rulebook())


@lru_cache(maxsize=8)
def _load(path: Path, book: Rulebook) -> Process:
    table = Table.load(path, ProcessError)
    process = Process(
        key=table.text("key"),
        name=table.text("name"),
        source=table.text("source"),
        names=table.pairs("names"),
        stages=tuple(_stage(record, book) for record in table.tables("stage", "key")),
        targets=tuple(_target(record, book) for record in table.tables("target")),
        advisers=tuple(_adviser(record, book) for record in table.tables("adviser", "kind")),
        meetings=tuple(_meeting(record, book) for record in table.tables("meeting", "kind")),
        panels=tuple(_panel(record, book) for record in table.tables("panel", "key")),
    )
    table.finish()
    if not process.stages:
        raise table.refuse("stage", "a process needs at least one stage")
    return process


def _span(stage: Stage, record: Record) -> StageSpan | None:
    began = record.first(stage.starts_on)
    if began is None:
        return None
    ended = record.first(stage.ends_on)
    return StageSpan(stage, began.on, ended.on if ended else None)


def _stage(record: Table, book: Rulebook) -> Stage:
    stage = Stage(
        key=record.text("key"),
        name=record.text("name"),
        from_week=record.number("from_week"),
        to_week=record.number("to_week"),
        starts_on=read_conditions(record, "starts_on", book.vocabulary),
        ends_on=read_conditions(record, "ends_on", book.vocabulary),
    )
    record.finish()
    if stage.to_week < stage.from_week:
        raise record.refuse("to_week", "it is before from_week")
    if not stage.starts_on:
        raise record.refuse("starts_on", "it must name at least one fact")
    return stage


def _target(record: Table, book: Rulebook) -> Rule:
    target = read_rule(record, book.vocabulary, book.relief_sets)
    if target.kind is not Kind.LOCAL:
        raise record.refuse("kind", "a council's own target is local and never statutory")
    if target.id in book.versions:
        raise record.refuse("id", "the rule book already has a rule of this id")
    return target


def _adviser(record: Table, book: Rulebook) -> AdviserDefault:
    adviser = AdviserDefault(record.choice("kind", [entry.key for entry in book.advice]), record.text("name"))
    record.finish()
    return adviser


def _meeting(record: Table, book: Rulebook) -> MeetingOffer:
    offer = MeetingOffer(
        kind=record.text("kind"),
        title=record.text("title"),
        decision=record.choice("decision", book.facts),
        outcome=record.choice("outcome", tuple(Outcome)),
        chair_role=record.text("chair_role"),
        minutes=record.number("minutes"),
        attendees=tuple(_attendee(entry) for entry in record.tables("attendee", "key")),
    )
    record.finish()
    return offer


def _panel(record: Table, book: Rulebook) -> Panel:
    panel = Panel(
        key=record.text("key"),
        name=record.text("name"),
        decision=record.choice("decision", tuple(LIMITS)),
        sits=record.flag("sits"),
        held=record.choice("held", ("", *book.facts), ""),
        minutes=record.number("minutes", 15),
        capacity=record.number("capacity", 12),
        papers_days=record.number("papers_days", 7),
    )
    record.finish()
    return panel


def _attendee(record: Table) -> AttendeeRole:
    attendee = AttendeeRole(record.text("key"), record.text("label"), record.choice("include", INCLUDES))
    record.finish()
    return attendee
