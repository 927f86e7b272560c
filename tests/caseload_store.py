"""A council's caseload in a store, and lists of it, for tests."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from office import ADVISERS, TODAY, Office, imported

from ehc_tui.casework import reliefs
from ehc_tui.law.model import Fact, Ground, Relief
from ehc_tui.store.case_row import CaseRow
from ehc_tui.store.caseload import Caseload
from ehc_tui.store.filters import parse_filter
from ehc_tui.store.orders import parse_sort


def a_council(path: Path) -> Office:
    """Three hundred cases of every kind, as a council has them."""
    office = Office(path)
    dice = random.Random(2026)
    cases = []
    for number in range(300):
        received = TODAY - timedelta(days=dice.randrange(0, 320))
        decided = received + timedelta(days=dice.randrange(10, 60))
        outcome = dice.choice(["Yes", "Yes", "Yes", "No"])
        came = [
            (key, decided + timedelta(days=dice.randrange(5, 60))) for key in ADVISERS if dice.random() < 0.6
        ]
        case = imported(number, received, decided if decided <= TODAY else None, outcome)
        facts = list(case.facts)
        if outcome == "Yes" and decided <= TODAY:
            facts += [Fact("advice_received", on, subject=key) for key, on in came if on <= TODAY]
            steps = (("draft_served", 110, None), ("final_sent", 150, None))
            for kind, days, told in steps:
                on = received + timedelta(days=days + dice.randrange(-10, 40))
                if on <= TODAY and dice.random() < 0.8:
                    facts.append(Fact(kind, on, told))
        if dice.random() < 0.3:
            facts.append(Fact("contact", TODAY - timedelta(days=dice.randrange(0, 60))))
        details = {
            "facts": tuple(facts),
            "caseworker": dice.choice(["J Okafor", "A Begum", "Łucja Nowak", ""]),
            "officer": dice.choice(["T Ward", "J Okafor", ""]),
            "setting": dice.choice(["Larkrise Primary School", "Northgate Academy", "50% Club", ""]),
        }
        cases.append(imported(number, received, decided if decided <= TODAY else None, outcome, **details))
    office.bring_in(*cases)
    for case_id in dice.sample(range(1, 301), 40):
        office.do(
            reliefs.rely_on,
            case_id,
            Relief(
                "issue_final_plan", "", Ground.EXCEPTIONAL_CIRCUMSTANCES, "letter", "illness", "manager", None
            ),
        )
    return office


def multiplied(path: Path, times: int) -> None:
    """Have so many of each case in a store, the same but for their references; they have no history."""
    with closing(sqlite3.connect(path)) as store:
        columns = [row[1] for row in store.execute("PRAGMA table_info(ehc_case)") if row[1] != "id"]
        others = ", ".join(name for name in columns if name != "ref")
        store.execute(
            f"INSERT INTO ehc_case (ref, {others}) WITH RECURSIVE copy(n) AS "
            "(SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < ?) "
            f"SELECT ref || '-' || n, {others} FROM copy, ehc_case",
            (times - 1,),
        )
        store.commit()


def caseload(
    office: Office, words: str = "", sort: str = "next", today: date = TODAY, me: str = ""
) -> Caseload:
    found = Caseload(office.store.read(), today, 10, me)
    found.show(parse_filter(words), parse_sort(sort))
    return found


def rows(found: Caseload) -> list[CaseRow]:
    return [row for row in map(found.row, range(found.count())) if row is not None]
