"""One row of a tracker as a case: its names, its facts and its advice lines, or why it cannot be one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from ehc_tui.casework.inputs import ImportedCase
from ehc_tui.exchange.columns import Column
from ehc_tui.exchange.days import NoDay, day_beside_words, tracker_day
from ehc_tui.exchange.events import ASSESS, PLAN, Happened, advisers_of
from ehc_tui.exchange.fields import FIELDS, Holds
from ehc_tui.exchange.names import as_name, split_name
from ehc_tui.exchange.needs import need_in
from ehc_tui.exchange.outcomes import Answer, answer_in
from ehc_tui.exchange.profile import cell_at
from ehc_tui.exchange.remarks import Remark, Remarks
from ehc_tui.exchange.sheets import Cell, Line
from ehc_tui.law.ages import year_group
from ehc_tui.law.model import Fact, Outcome
from ehc_tui.law.rulebook import load_rulebook
from ehc_tui.text import british, clean, fold

_UNTESTED_AGAINST_REQUEST = {"request_received", "contact"}
_NOTHING = re.compile(
    r"[\W_]*|n ?/? ?a|tb[acd]|none|nobody|unknown|vacant|awaiting.*|(?:un|not )(?:allocated|assigned)"
)
_CLOSED = re.compile(r"\b(?:closed?|withdr\w+|w/d|ceased?|cancel\w*|moved|left)\b")
_ENDINGS = {"final_sent", "withdrawn", "moved_away", "case_closed"}
_ANSWERS = {Answer.YES, Answer.NO, Answer.WITHDRAWN}
_REFUSALS = {Outcome.NO, Outcome.DO_NOT_ISSUE}
_YEAR_NUMBER = re.compile(r"(?:y|yr|year|nc|ncy)?[ .]*(\d{1,2})")
_YEAR_NAMES = {"n1": "N1", "n2": "N2"} | dict.fromkeys(("r", "rec", "reception", "yr", "yr r", "year r"), "R")


class RowRejectedError(ValueError):
    """The row cannot be imported: the field, its value in the file and the reason, as half a sentence."""

    def __init__(self, field: str, cell: Cell, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.value = clean(cell)
        self.reason = reason


class RowReader:
    """Reads the rows of one sheet under its columns. What is worth a warning goes to `remarks`."""

    def __init__(self, columns: Sequence[Column], day_zero: date, today: date, remarks: Remarks) -> None:
        self._columns: dict[str, list[int]] = {}
        for column in columns:
            if column.field in FIELDS:
                self._columns.setdefault(column.field, []).append(column.index)
        self._dated = [field for field in self._columns if FIELDS[field].holds is not Holds.TEXT]
        self._day_zero = day_zero
        self._today = today
        self._remarks = remarks
        self._advisers = advisers_of(self._columns)

    def has(self, field: str) -> bool:
        """Whether a column is taken for the field."""
        return field in self._columns

    def cell(self, line: Line, field: str) -> Cell:
        """The cell of a field in a row, None where no column has it."""
        return cell_at(line, self._columns[field][0]) if field in self._columns else None

    def text(self, line: Line, field: str) -> str:
        """The text of a field in a row, on one line; "" where nothing is given."""
        return clean(self.cell(line, field))

    def given(self, line: Line, field: str) -> str:
        """The text of a field, "" also where there is only a word for nothing or nobody yet."""
        text = self.text(line, field)
        return "" if _NOTHING.fullmatch(fold(text)) else text

    def read(self, line: Line, place: str, source: str) -> ImportedCase:
        """The case in a row, which `place` names in remarks and `source` in the case.

        Raises `RowRejectedError`.
        """
        surname, forename = self._name(line, place)
        days = self._days(line, place)
        self._check(line, place, days)
        happened = Happened(days, place, self._remarks)
        facts = happened.plainly()
        for question in (ASSESS, PLAN):
            facts += happened.decided(question, self.text(line, question.answer))
        advice_lines, asked = happened.advice(facts, self._advisers)
        self._check_ending(line, place, facts)
        return ImportedCase(
            ref=self.text(line, "ref") or None,
            surname=surname,
            forename=forename,
            born=days.get("born"),
            setting=self.given(line, "setting"),
            route=self.given(line, "route"),
            caseworker=self.given(line, "caseworker"),
            officer=self.given(line, "officer"),
            need=self._need(line, place),
            locality=self.given(line, "locality"),
            facts=tuple(sorted((*facts, *asked), key=lambda fact: fact.on)),
            advice_lines=advice_lines,
            note=self._note(line),
            source=source,
        )

    def _name(self, line: Line, place: str) -> tuple[str, str]:
        surname, forename = as_name(self.text(line, "surname")), as_name(self.text(line, "forename"))
        whole = self.text(line, "name")
        if whole and not surname:
            surname, forename = split_name(whole)
        if not any(character.isalpha() for character in surname):
            reason = "there is no surname" if forename else "there is no name"
            raise RowRejectedError("surname", whole or surname, reason)
        if not forename:
            self._remarks.add(Remark.ONE_NAME, place, example=surname)
        return surname, forename

    def _days(self, line: Line, place: str) -> dict[str, date]:
        """The days given in the row, by field; without the request's there is no case."""
        days: dict[str, date] = {}
        received = self.cell(line, "request_received")
        day = tracker_day(received, self._day_zero)
        if day is NoDay.NOT_GIVEN:
            missing = "there is no date on which the request was received"
            raise RowRejectedError("request_received", received, missing)
        if isinstance(day, NoDay):
            raise RowRejectedError("request_received", received, day.value)
        for field in self._dated:
            if (cell := self.cell(line, field)) is None:
                continue
            day = self._day(field, cell)
            if isinstance(day, date):
                days[field] = day
            elif day.cannot_be:
                raise RowRejectedError(field, cell, day.value)
            elif day is NoDay.WORDS:
                self._remarks.add(Remark.WORDS, place, what=FIELDS[field].label, example=clean(cell))
        return days

    def _day(self, field: str, cell: Cell) -> date | NoDay:
        """The day in a column of dates, or the one written beside the answer in a column of decisions."""
        if FIELDS[field].holds is Holds.DAY:
            day = tracker_day(cell, self._day_zero)
        elif answer_in(text := clean(cell)) in _ANSWERS:
            day = day_beside_words(text)
        else:
            return NoDay.NOT_GIVEN
        too_far = isinstance(day, date) and day.year > self._today.year + 1
        return NoDay.WRONG_YEAR if too_far else day

    def _check(self, line: Line, place: str, days: Mapping[str, date]) -> None:
        """Remarks on days that cannot well be right, and on year group and date of birth."""
        received, born = days["request_received"], days.get("born")
        for field, day in days.items():
            told = f"{FIELDS[field].label} {british(day)}"
            if day > self._today:
                self._remarks.add(Remark.FUTURE, place, example=told)
            if field == "born":
                if day >= received:
                    self._remarks.add(Remark.BORN_LATE, place, example=british(day))
            elif day < received and field not in _UNTESTED_AGAINST_REQUEST:
                self._remarks.add(Remark.BEFORE_REQUEST, place, example=told)
        if born is None:
            self._remarks.add(Remark.NO_BIRTH, place)
            return
        given, worked_out = _as_year_group(self.text(line, "year_group")), year_group(born, self._today)
        if given and given != worked_out:
            told = f"“{self.text(line, 'year_group')}” for a birth on {british(born)}, which is {worked_out}"
            self._remarks.add(Remark.YEAR_GROUP, place, example=told)

    def _check_ending(self, line: Line, place: str, facts: Sequence[Fact]) -> None:
        """Remarks on a status that speaks of an end no date tells, and on exceptions."""
        status = self.text(line, "status")
        ended = any(fact.kind in _ENDINGS or fact.outcome in _REFUSALS for fact in facts)
        if _CLOSED.search(fold(status)) and not ended:
            self._remarks.add(Remark.CLOSED_WITHOUT_DAY, place, example=status)
        if answer_in(self.text(line, "exception")) not in {Answer.NO, Answer.NOT_GIVEN, Answer.NONE_YET}:
            self._remarks.add(Remark.EXCEPTION, place)

    def _need(self, line: Line, place: str) -> str:
        """The code of the primary need; what is no need, or several, is remarked upon and left out."""
        given = self.given(line, "need")
        code = need_in(given, load_rulebook().needs) if given else ""
        if given and not code:
            self._remarks.add(Remark.NEED, place, example=given)
        return code

    def _note(self, line: Line) -> str:
        """All notes of the row, each of several columns on a line of its own."""
        notes = [clean(cell_at(line, index), lines=True) for index in self._columns.get("note", ())]
        return "\n".join(note for note in notes if note.strip(" -"))


def _as_year_group(text: str) -> str:
    """A year group as the law's year groups are called; "" for what is no plain year group."""
    words = fold(text).strip(" .")
    if words in _YEAR_NAMES:
        return _YEAR_NAMES[words]
    number = _YEAR_NUMBER.fullmatch(words)
    return str(int(number[1])) if number and 1 <= int(number[1]) <= 14 else ""
