"""What happened in a case, from the dates and answers of its row: facts and advice lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ehc_tui.exchange.fields import ADVISERS, FIELDS, STANDARD_ADVISERS, Adviser
from ehc_tui.exchange.outcomes import Answer, answer_in
from ehc_tui.exchange.remarks import Remark, Remarks
from ehc_tui.law.model import Fact, Outcome

AdviceLine = tuple[str, str, str]


class Question(NamedTuple):
    """One of the two decisions: the fields that tell of it and the outcomes it can have.

    `told` is the day the family was told, `panel` stands in for it; `agreed` and `refused` are days that say
    the outcome themselves.
    """

    told: str
    answer: str
    panel: str
    agreed: str
    refused: str
    yes: Outcome
    no: Outcome
    panel_as_told: Remark


ASSESS = Question(
    "assess_decision",
    "assess_outcome",
    "assess_panel",
    "assess_agreed",
    "assess_refused",
    Outcome.YES,
    Outcome.NO,
    Remark.ASSESS_PANEL_AS_TOLD,
)
PLAN = Question(
    "plan_decision",
    "plan_outcome",
    "panel_held",
    "plan_agreed",
    "plan_refused",
    Outcome.ISSUE,
    Outcome.DO_NOT_ISSUE,
    Remark.PANEL_AS_TOLD,
)


def advisers_of(fields: Iterable[str]) -> tuple[Adviser, ...]:
    """The advisers whom the law always asks, and those for whom the tracker keeps columns."""
    with_columns = {field.partition(":")[2] for field in fields if field.startswith("advice_")}
    return tuple(ADVISERS[name] for name in ADVISERS if name in STANDARD_ADVISERS or name in with_columns)


@dataclass(frozen=True, slots=True)
class Happened:
    """The days given in one row, by field; that of an outcome field was written beside the answer.

    `place` names the row in the remarks made about it.
    """

    days: Mapping[str, date]
    place: str
    remarks: Remarks

    def plainly(self) -> list[Fact]:
        """The facts that a date alone makes."""
        return [
            Fact(FIELDS[field].fact, day, subject=FIELDS[field].subject)
            for field, day in self.days.items()
            if FIELDS[field].fact
        ]

    def decided(self, question: Question, answer: str) -> list[Fact]:
        """The decision, from its days and the text of the column that says which way it went.

        Neither is guessed from the other. A panel whose outcome nobody gives was held, and decided nothing.
        """
        by_column = [
            Fact(question.told, self.days[field], outcome)
            for field, outcome in ((question.refused, question.no), (question.agreed, question.yes))
            if field in self.days
        ]
        return by_column or self._by_answer(question, answer)

    def _by_answer(self, question: Question, text: str) -> list[Fact]:
        outcomes = {Answer.YES: question.yes, Answer.NO: question.no}
        what = FIELDS[question.answer].label
        told = self.days.get(question.told)
        answer = answer_in(text, about_plan=question is PLAN)
        if answer in outcomes or answer is Answer.WITHDRAWN:
            beside = self.days.get(question.answer)
            day = told or beside or self.days.get(question.panel)
            if day is None:
                self.remarks.add(Remark.DECISION_WITHOUT_DAY, self.place, what=what, example=text)
                return []
            if answer is Answer.WITHDRAWN:
                return [] if "withdrawn" in self.days else [Fact("withdrawn", day)]
            if beside and day != beside:
                self.remarks.add(Remark.TWO_DAYS, self.place, what=what, example=text)
            elif told is None and beside:
                self.remarks.add(Remark.DAY_BESIDE_ANSWER, self.place, what=what, example=text)
            elif told is None:
                self.remarks.add(question.panel_as_told)
            return [Fact(question.told, day, outcomes[answer])]
        if answer is Answer.NONE_YET and told:
            self.remarks.add(Remark.DAY_BEFORE_DECISION, self.place, what=what, example=text)
            return []
        if answer is Answer.UNCLEAR:
            self.remarks.add(Remark.UNCLEAR, self.place, what=what, example=text)
        elif told:
            self.remarks.add(Remark.DAY_WITHOUT_DECISION, self.place, what=what)
        return [Fact(question.told, told)] if told else []

    def advice(
        self, facts: Sequence[Fact], advisers: Sequence[Adviser]
    ) -> tuple[tuple[AdviceLine, ...], list[Fact]]:
        """The advice lines of the case and the facts of asking that no column of their own gives.

        Once the council has decided to assess, every adviser has a line. Where nobody says when one was
        asked, it is assumed to have been on the day of that decision, as advice must be sought then.
        """
        decided = next(
            (fact.on for fact in facts if fact.kind == "assess_decision" and fact.outcome == Outcome.YES),
            None,
        )
        asked_all = self.days.get("advice_requested")
        asked_on = asked_all or decided
        mentioned = {fact.subject for fact in facts if fact.subject}
        lines = tuple(adviser for adviser in advisers if asked_on or adviser.key in mentioned)
        asked = {fact.subject for fact in facts if fact.kind == "advice_requested"}
        added = [
            Fact("advice_requested", asked_on, subject=line.key, assumed=asked_all is None)
            for line in lines
            if asked_on and line.key not in asked
        ]
        return tuple((line.key, line.kind, line.adviser) for line in lines), added
