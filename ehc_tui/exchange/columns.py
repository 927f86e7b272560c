"""Which column of a sheet means what: the readings of its headings weighed against what its cells hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from statistics import mode

from ehc_tui.exchange.days import tracker_day
from ehc_tui.exchange.fields import FIELDS, IGNORE, Holds
from ehc_tui.exchange.headings import read_heading
from ehc_tui.exchange.meanings import (
    CERTAIN,
    SOME_AGREED_DAY,
    SOME_DECISION,
    SOME_DECISION_DAY,
    SOME_REFUSED_DAY,
    Reading,
    readings,
)
from ehc_tui.exchange.profile import SAMPLED_LINES, cell_at, profile_of
from ehc_tui.exchange.sheets import Line

MANY_COLUMNS_MAY_BE = frozenset({"note", IGNORE})

_PLAIN_DATE = frozenset({"DATE", "SENT", "TOLD"})
_STATUTORY_DAYS = {41, 42, 111, 112, 139, 140}
_DECISIONS = {
    "assess": ("assess_decision", "assess_outcome", "assess_panel", "assess_agreed", "assess_refused"),
    "plan": ("plan_decision", "plan_outcome", "panel_held", "plan_agreed", "plan_refused"),
}
"""For each decision the field of its day, that of its outcome, and others whose columns stand beside them."""
_SLOTS = {SOME_DECISION_DAY: 0, SOME_DECISION: 1, SOME_AGREED_DAY: 3, SOME_REFUSED_DAY: 4}


class Confidence(StrEnum):
    """How surely a column was recognised."""

    GIVEN = "given"
    SURE = "sure"
    LIKELY = "likely"
    GUESS = "guess"


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its heading, the group heading above it, and the field it was taken for.

    `label` names the column in a mapping and is unique in its sheet. `samples` are some of its cells.
    """

    index: int
    heading: str
    group: str
    label: str
    field: str = IGNORE
    confidence: Confidence = Confidence.SURE
    samples: tuple[str, ...] = ()

    @property
    def readings(self) -> tuple[Reading, ...]:
        """What the heading may mean, the surest first."""
        return readings(self.heading, self.group)

    @property
    def passed_over(self) -> str:
        """The field that the heading of an ignored column clearly names; "" if a person said to ignore it."""
        if self.field != IGNORE or self.confidence is Confidence.GIVEN or not self.readings:
            return ""
        meant = self.readings[0]
        return meant.field if meant.score > CERTAIN and meant.field in FIELDS else ""


def recognise(
    columns: Sequence[Column], lines: Sequence[Line], day_zero: date, today: date
) -> tuple[Column, ...]:
    """The columns with the fields proposed for them; those given beforehand stay as they are.

    No two columns get the same field, notes excepted. A column that fits nothing is left to be ignored.
    """
    recognition = _Recognition(columns, lines, day_zero, today)
    recognition.take_surest()
    recognition.place_general_decisions()
    recognition.date_decisions_of_a_group()
    recognition.guess_by_content()
    recognition.drop_computed()
    recognition.make_the_only_officer_the_caseworker()
    return recognition.result()


class _Recognition:
    """Gives out fields to columns, step by step; what is taken is not given again."""

    def __init__(self, columns: Sequence[Column], lines: Sequence[Line], day_zero: date, today: date) -> None:
        self._columns = columns
        self._lines = lines[:SAMPLED_LINES]
        self._day_zero = day_zero
        self._today = today
        self._profiles = {column.index: profile_of(lines, column.index, day_zero) for column in columns}
        self._taken: dict[int, tuple[str, Confidence]] = {
            column.index: (column.field, column.confidence)
            for column in columns
            if column.confidence is Confidence.GIVEN
        }
        self._given = {field for field, _ in self._taken.values()} - MANY_COLUMNS_MAY_BE

    def result(self) -> tuple[Column, ...]:
        """The columns with what they were taken for and some of their cells."""
        found = []
        for column in self._columns:
            field, confidence = self._taken.get(column.index, (IGNORE, Confidence.SURE))
            samples = self._profiles[column.index].samples
            found.append(replace(column, field=field, confidence=confidence, samples=samples))
        return tuple(found)

    def _take(self, index: int, field: str, confidence: Confidence) -> None:
        self._taken[index] = (field, confidence)
        if field not in MANY_COLUMNS_MAY_BE:
            self._given.add(field)

    def _column_of(self, field: str) -> int | None:
        return next((index for index, (taken, _) in self._taken.items() if taken == field), None)

    def _free(self) -> list[Column]:
        return [column for column in self._columns if column.index not in self._taken]

    def take_surest(self) -> None:
        """Gives out the fields in the order of certainty, leftmost first among equals."""
        claims: list[tuple[float, int, str]] = []
        for column in self._free():
            profile = self._profiles[column.index]
            for reading in column.readings:
                if reading.field in FIELDS and profile.fits(reading):
                    score = reading.score if profile.filled else reading.score - 0.5
                    claims.append((score, column.index, reading.field))
        for score, index, field in sorted(claims, key=lambda claim: (-claim[0], claim[1])):
            if index not in self._taken and field not in self._given:
                self._take(index, field, Confidence.SURE if score >= CERTAIN else Confidence.LIKELY)

    def place_general_decisions(self) -> None:
        """A plain "Decision" or "Date told" belongs to the decision whose columns it stands beside.

        Answers come first, for beside one of them "Date agreed" does not say that the council did agree.
        """
        general = [
            (column, reading)
            for column in self._free()
            for reading in column.readings
            if reading.field in _SLOTS and self._profiles[column.index].fits(reading)
        ]
        for column, reading in sorted(general, key=lambda pair: pair[1].field != SOME_DECISION):
            if column.index not in self._taken:
                self._place_decision(column, reading)

    def _place_decision(self, column: Column, reading: Reading) -> None:
        for decision in self._nearest_decisions(column):
            told, answer, *_ = fields = _DECISIONS[decision]
            field = fields[_SLOTS[reading.field]]
            if reading.field in {SOME_AGREED_DAY, SOME_REFUSED_DAY} and answer in self._given:
                field = told
            fits = self._profiles[column.index].fits(reading._replace(field=field))
            if field not in self._given and fits:
                self._take(column.index, field, Confidence.LIKELY)
                return

    def date_decisions_of_a_group(self) -> None:
        """A plain "Date" or "Date sent" beside the answer under one group heading is that decision's."""
        groups = {column.index: column.group for column in self._columns}
        for told, answer, *_ in _DECISIONS.values():
            answered = self._column_of(answer)
            if answered is None or told in self._given or not groups[answered]:
                continue
            for column in self._free():
                beside = abs(column.index - answered) == 1 and column.group == groups[answered]
                dated = self._profiles[column.index].fits(Reading(told, Holds.DAY, 0))
                if beside and dated and _is_plain_date(column.heading):
                    self._take(column.index, told, Confidence.LIKELY)
                    break

    def _nearest_decisions(self, column: Column) -> list[str]:
        """The two decisions, the one whose column stands nearest to the left first, then to the right."""
        left = [other for other in reversed(self._columns) if other.index < column.index]
        right = [other for other in self._columns if other.index > column.index]
        order: dict[str, None] = {}
        for other in (*left, *right):
            field = self._taken.get(other.index, (IGNORE, Confidence.SURE))[0]
            for decision, fields in _DECISIONS.items():
                if field in fields:
                    order.setdefault(decision)
        return [*(order | dict.fromkeys(_DECISIONS))]

    def guess_by_content(self) -> None:
        """What no heading told, told from the cells: names with a comma, references, dates of birth."""
        for column in self._free():
            profile = self._profiles[column.index]
            if profile.filled < 3 or read_heading(column.heading).topics:
                continue
            if not self._given & {"name", "surname"} and profile.comma_names > 0.6:
                self._take(column.index, "name", Confidence.GUESS)
            elif "ref" not in self._given and profile.references > 0.9 and profile.all_differ:
                self._take(column.index, "ref", Confidence.GUESS)
            elif "born" not in self._given and profile.are_births(self._today):
                self._take(column.index, "born", Confidence.GUESS)

    def drop_computed(self) -> None:
        """Leaves out a column that only repeats the request date plus a time limit, whatever it is called.

        It reaches into the future, as nothing that has happened can, and keeps one distance all the way down.
        """
        received = self._column_of("request_received")
        if received is None:
            return
        for index, (field, confidence) in list(self._taken.items()):
            dated = field in FIELDS and FIELDS[field].holds is Holds.DAY
            if dated and confidence is not Confidence.GIVEN and self._is_computed(received, index):
                self._taken[index] = (IGNORE, Confidence.LIKELY)

    def _is_computed(self, received: int, index: int) -> bool:
        pairs = [
            (start, day)
            for line in self._lines
            if isinstance(start := tracker_day(cell_at(line, received), self._day_zero), date)
            and isinstance(day := tracker_day(cell_at(line, index), self._day_zero), date)
        ]
        if len(pairs) < 5 or not any(day > self._today for _, day in pairs):
            return False
        distances = [(day - start).days for start, day in pairs]
        usual = mode(distances)
        return usual in _STATUTORY_DAYS and distances.count(usual) >= 0.9 * len(distances)

    def make_the_only_officer_the_caseworker(self) -> None:
        """Where a council has one word for the person on the case, it is the caseworker."""
        officer = self._column_of("officer")
        if officer is None or "caseworker" in self._given:
            return
        if self._taken[officer][1] is not Confidence.GIVEN:
            self._take(officer, "caseworker", Confidence.LIKELY)


def _is_plain_date(heading: str) -> bool:
    topics, unknown = read_heading(heading)
    return bool(topics) and topics <= _PLAIN_DATE and not unknown
