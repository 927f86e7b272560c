"""An office for tests: a store, a day, and people who do things in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from ehc_tui.casework.acts import undo
from ehc_tui.casework.context import Doing
from ehc_tui.casework.inputs import ImportedCase
from ehc_tui.casework.intake import NewCase, import_cases, open_case
from ehc_tui.law.model import Fact
from ehc_tui.law.process import load_process
from ehc_tui.law.rulebook import load_rulebook
from ehc_tui.store.casefile import read_case
from ehc_tui.store.engine import Store, open_store
from ehc_tui.store.rows import ActRow, CaseFile

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 10, 42, tzinfo=UTC)
RECEIVED = date(2026, 7, 20)
ADVISERS = ("parent", "education", "health", "psychology", "social_care")


class Office:
    """A store on a day, and somebody who works in it."""

    def __init__(self, path: Path, by: str = "J Okafor", store: Store | None = None) -> None:
        self.store = store or open_store(path)
        self.doing = Doing(by, TODAY, NOW, load_rulebook(), load_process("west-northants"))

    def colleague(self, by: str) -> Office:
        """Somebody else with the same store open on a connection of their own."""
        return Office(self.store.path, by)

    def at(self, hour: int, minute: int = 0) -> Office:
        """The same person at another time of the day."""
        office = Office(self.store.path, self.doing.by, self.store)
        office.doing = replace(self.doing, now=NOW.replace(hour=hour, minute=minute))
        return office

    def do(self, act: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """One act in a transaction of its own."""
        with self.store.session() as session:
            return act(session, self.doing, *given, **named)

    def open(self, ref: str = "E26-0412", **details: Any) -> int:
        """Open a case, Aisha Rahman's unless other details are given, and return its id."""
        new = NewCase(RECEIVED, "Rahman", "Aisha", date(2018, 2, 3), "Larkrise Primary School", ref=ref)
        case_id: int = self.do(open_case, replace(new, **details))
        return case_id

    def bring_in(self, *cases: ImportedCase, **named: Any) -> Any:
        """Import cases."""
        return self.do(import_cases, list(cases), **named)

    def file(self, ref: str = "E26-0412", today: date = TODAY) -> CaseFile:
        """A case as it is in the store now."""
        return read_case(self.store.read(), ref, today, self.doing.book, self.doing.process)

    def last_act(self) -> int:
        """The newest entry of the history."""
        return int(self.ask("SELECT max(id) FROM act")[0][0])

    def undo(self, act_id: int | None = None) -> str:
        """Take back an act, the newest if none is named."""
        return str(self.do(undo, act_id or self.last_act()))

    def history(self, ref: str = "E26-0412") -> tuple[ActRow, ...]:
        """The audit entries of a case, newest first."""
        return self.file(ref).history

    def ask(self, sql: str, *given: Any) -> list[tuple[Any, ...]]:
        """What the store says."""
        return self.store.read().execute(sql, given).fetchall()

    def picture(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything about the cases in use but their versions: what an undo must bring back."""
        cases = self.store.read().execute("SELECT * FROM ehc_case WHERE voided_by IS NULL ORDER BY id")
        names = [column[0] for column in cases.description]
        version = names.index("version")
        return {
            "cases": [row[:version] + row[version + 1 :] for row in cases],
            "facts": self.ask(
                "SELECT case_id, kind, happened_on, outcome, subject, until, assumed FROM fact "
                "WHERE voided_by IS NULL ORDER BY 1, 2, 3, 4, 5, 6, 7"
            ),
            "clocks": self.ask("SELECT * FROM clock ORDER BY case_id, position"),
            "advice": self.ask("SELECT * FROM advice_item WHERE voided_by IS NULL ORDER BY id"),
            "reliefs": self.ask("SELECT * FROM relief WHERE voided_by IS NULL ORDER BY id"),
            "notes": self.ask("SELECT * FROM note WHERE voided_by IS NULL ORDER BY id"),
        }


def imported(
    number: int = 1,
    received: date = RECEIVED,
    decided: date | None = None,
    outcome: str = "Yes",
    came: Sequence[tuple[str, date]] = (),
    **details: Any,
) -> ImportedCase:
    """A case as a tracker gives it: a request, perhaps a decision, and the advice that came in."""
    facts = [Fact("request_received", received)]
    if decided:
        facts.append(Fact("assess_decision", decided, outcome))
        facts += [Fact("advice_requested", decided, subject=key, assumed=True) for key in ADVISERS]
    facts += [Fact("advice_received", on, subject=key) for key, on in came]
    case = ImportedCase(
        ref=f"T-{number:04}",
        surname=SURNAMES[number % len(SURNAMES)],
        forename=FORENAMES[number % len(FORENAMES)],
        born=date(2008, 1, 1) + timedelta(days=37 * number),
        setting="Larkrise Primary School",
        caseworker="J Okafor",
        facts=tuple(facts),
        advice_lines=tuple((key, key, "") for key in ADVISERS) if decided else (),
        source=f"tracker.csv line {number + 1}",
    )
    return replace(case, **details)


SURNAMES = ("Rahman", "O'Connor", "Kowalczyk", "De'Ath", "Müller", "Ó'Brien", "Osei")
FORENAMES = ("Aisha", "Niamh", "Łukasz", "Zoë", "Kwame")
