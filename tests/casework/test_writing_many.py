"""What many cases at once cost in statements, rows and derivations: counts, which no busy machine bends."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from office import Office, imported
from sqlalchemy import event
from sqlmodel import Session

from ehc_tui.casework import derive
from ehc_tui.casework.context import Doing
from ehc_tui.casework.derive import rederive
from ehc_tui.casework.imports import import_cases
from ehc_tui.store.alchemy import driver_of

DECIDED = date(2026, 8, 28)


def test_a_thousand_cases_come_in_by_few_statements_and_are_derived_once_each(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [imported(number, decided=DECIDED) for number in range(1000)]
    derived: Counter[int] = Counter()
    work = derive.derive
    monkeypatch.setattr(
        derive, "derive", lambda known, doing: (derived.update([known.case_id]), work(known, doing))[1]
    )
    asked: list[str] = []

    def traced(session: Session, doing: Doing) -> Any:
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", lambda *given: asked.append(given[2].split()[0]))
        return import_cases(session, doing, cases)

    office.do(traced)
    assert len(derived) == 1000
    assert set(derived.values()) == {1}
    tables = ("ehc_case", "fact", "clock", "advice_item", "act_change")
    rows = sum(office.ask(f"SELECT count(*) FROM {table}")[0][0] for table in tables)
    statements = Counter(asked)
    assert rows > 10_000
    assert statements["INSERT"] < rows / 150
    assert statements["UPDATE"] <= 2
    assert statements["SELECT"] < 40


def test_deriving_anew_what_follows_already_writes_nothing(office: Office) -> None:
    office.bring_in(*(imported(number, decided=DECIDED) for number in range(20)))

    def changes_of(session: Session, doing: Doing) -> int:
        driver = driver_of(session.connection())
        before = driver.total_changes
        rederive(session.connection(), range(1, 21), doing)
        return driver.total_changes - before

    assert office.do(changes_of) == 0
    with office.store.session() as session:
        session.connection().exec_driver_sql("UPDATE ehc_case SET stages = '9', own_due = NULL WHERE id = 7")
        session.connection().exec_driver_sql("DELETE FROM clock WHERE case_id = 8 AND position = 2")
    assert office.do(changes_of) == 1 + len(office.file("T-0007").clocks) * 2 - 1
    assert office.do(changes_of) == 0
