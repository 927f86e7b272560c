"""What forms and files hand in. Whoever takes these cleans the text and refuses what cannot be right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ehc_tui.law.model import Fact


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case as a person opens it. `ref` None lets the store give the next free reference of the year.

    `started_by` is the fact that starts the clocks: `request_received`, or `became_responsible` where nobody
    made a request but the child came to the council's attention.
    """

    received_on: date
    surname: str
    forename: str = ""
    born: date | None = None
    setting: str = ""
    route: str = ""
    caseworker: str = ""
    officer: str = ""
    ref: str | None = None
    note: str = ""
    started_by: str = "request_received"


@dataclass(frozen=True, slots=True)
class ImportedCase:
    """A case as a file gives it. `source` names the place, as in "north.csv line 12".

    `advice_lines` are (key, kind, adviser); `key` is the subject of the line's facts. `need` is the primary
    need by the code of the SEN2 return. An empty text is nothing said, so it changes nothing in a case that
    is there already.
    """

    ref: str | None
    surname: str
    forename: str = ""
    born: date | None = None
    setting: str = ""
    route: str = ""
    caseworker: str = ""
    officer: str = ""
    need: str = ""
    locality: str = ""
    facts: tuple[Fact, ...] = ()
    advice_lines: tuple[tuple[str, str, str], ...] = ()
    note: str = ""
    source: str = ""
