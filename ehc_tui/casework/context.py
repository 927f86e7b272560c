"""Who does something, when, and under which rules: handed to every function that changes a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ehc_tui.store.looks import Looker
from ehc_tui.text import british

if TYPE_CHECKING:
    from ehc_tui.law.process import Process
    from ehc_tui.law.rulebook import Rulebook

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Doing:
    """The circumstances of an act.

    `today` is the local calendar date (Europe/London) the person works on, `now` the aware UTC instant that
    the audit entry carries. `account` is the operating-system account of the person, who may do what
    their role in the store allows. `at_keyboard` names who sits there, where that is not `by`. `book` and
    `process` decide which clocks follow from the facts.
    """

    by: str
    today: date
    now: datetime
    book: Rulebook
    process: Process
    account: str = ""
    at_keyboard: str = ""

    @property
    def identity(self) -> str:
        """The operating-system account that says who may do what; the name itself where none is known."""
        return self.account or self.by

    @property
    def made(self) -> str:
        """Who makes a file now, as the file itself says it."""
        account = f" ({self.account})" if self.account and self.account != self.by else ""
        other = f", with {self.at_keyboard} at the keyboard" if self.at_keyboard else ""
        local = self.now.astimezone(LONDON)
        return f"Exported by {self.by}{account}{other}, {british(local.date())} at {local:%H:%M}"

    def when(self, instant: datetime) -> str:
        """A past instant in local time: "at 10:42" of today, else "on 9 Nov 2026 at 10:42"."""
        local = instant.astimezone(LONDON)
        day = "" if local.date() == self.today else f"on {british(local.date())} "
        return f"{day}at {local:%H:%M}"


def looker(doing: Doing) -> Looker:
    """The person as an entry names them who only looks."""
    return Looker(doing.by, doing.account, doing.at_keyboard, doing.now)
