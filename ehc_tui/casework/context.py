"""Who does something, when, and under which rules: handed to every function that changes a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ehc_tui.text import british

if TYPE_CHECKING:
    from ehc_tui.law.process import Process
    from ehc_tui.law.rulebook import Rulebook

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Doing:
    """The circumstances of an act.

    `today` is the local calendar date (Europe/London) the person works on, `now` the aware UTC instant that
    the audit entry carries. `book` and `process` decide which clocks follow from the facts.
    """

    by: str
    today: date
    now: datetime
    book: Rulebook
    process: Process

    def when(self, instant: datetime) -> str:
        """A past instant in local time: "at 10:42" of today, else "on 9 Nov 2026 at 10:42"."""
        local = instant.astimezone(LONDON)
        day = "" if local.date() == self.today else f"on {british(local.date())} "
        return f"{day}at {local:%H:%M}"
