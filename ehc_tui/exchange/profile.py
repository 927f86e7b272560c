"""What the cells of a column hold, looked at in the first rows of a sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ehc_tui.exchange.days import NoDay, holds_day, tracker_day
from ehc_tui.exchange.fields import Holds
from ehc_tui.exchange.meanings import CERTAIN, Reading
from ehc_tui.exchange.outcomes import Answer, answer_in
from ehc_tui.exchange.sheets import Cell, Line
from ehc_tui.text import british, clean

SAMPLED_LINES = 400

_REFERENCE = re.compile(r"(?=.*\d)[A-Za-z]{0,6}[-/ ]?\d[\w/-]*")


def cell_at(line: Line, index: int) -> Cell:
    """The cell of a column, None where the line is shorter."""
    return line.cells[index] if index < len(line.cells) else None


@dataclass(frozen=True, slots=True)
class Profile:
    """The cells of a column that are not blank, and as shares of those that say something what they hold."""

    cells: tuple[Cell, ...]
    dates: tuple[date, ...]
    filled: int
    days: float
    numbered_days: float
    assess_answers: float
    plan_answers: float
    comma_names: float
    references: float

    def fits(self, reading: Reading) -> bool:
        """Whether the cells can be what the heading is read as; empty ones can be anything.

        Under a heading that is clear about it a few dates are enough to make a column of dates.
        """
        if not self.filled:
            return True
        match reading.holds:
            case Holds.DAY:
                days = self.days + self.numbered_days
                return days >= 0.3 or (days > 0 and reading.score > CERTAIN)
            case Holds.OUTCOME:
                return self.answers(reading.field) >= 0.5 and self.days < 0.5
            case Holds.TEXT:
                return self.days < 0.5

    def answers(self, field: str) -> float:
        """The share of answers to the question of an outcome field, to either for a general heading."""
        of_field = {"assess_outcome": self.assess_answers, "plan_outcome": self.plan_answers}
        return of_field.get(field, max(of_field.values()))

    @property
    def all_differ(self) -> bool:
        """Whether no value occurs twice."""
        return len(set(self.cells)) == len(self.cells)

    def are_births(self, today: date) -> bool:
        """Dates of children and young people: nearly all of them 2 to 25 years ago."""
        likely = sum(2 * 365 < (today - day).days < 26 * 365 for day in self.dates)
        return len(self.dates) >= 3 and likely > 0.95 * len(self.dates)

    @property
    def samples(self) -> tuple[str, ...]:
        """Up to three different values, as text."""
        texts = (british(cell) if isinstance(cell, date) else clean(cell) for cell in self.cells)
        return tuple(dict.fromkeys(text for text in texts if text))[:3]


def profile_of(lines: Sequence[Line], index: int, day_zero: date) -> Profile:
    """What a column holds in the first `SAMPLED_LINES` lines."""
    cells = tuple(cell for line in lines[:SAMPLED_LINES] if (cell := cell_at(line, index)) is not None)
    dates: list[date] = []
    filled = days = numbered = assess = plan = commas = references = 0
    for cell in cells:
        day = tracker_day(cell, day_zero)
        if day is NoDay.NOT_GIVEN and answer_in(str(cell)) not in {Answer.YES, Answer.NO}:
            continue
        filled += 1
        if isinstance(day, date):
            dates.append(day)
        if holds_day(cell, day_zero) or (isinstance(day, NoDay) and day.cannot_be and isinstance(cell, str)):
            days += 1
            continue
        text = str(cell)
        numbered += isinstance(day, date)
        assess += answer_in(text, about_plan=False) is not Answer.UNCLEAR
        plan += answer_in(text, about_plan=True) is not Answer.UNCLEAR
        commas += text.count(",") == 1
        references += _REFERENCE.fullmatch(text) is not None
    counts = (days, numbered, assess, plan, commas, references)
    return Profile(cells, tuple(dates), filled, *(count / max(filled, 1) for count in counts))
