"""One case whole, as the case screen takes it."""

from __future__ import annotations

from datetime import date

import pytest
from office import TODAY, Office, imported

from ehc_tui.casework import advice, decisions, notes
from ehc_tui.law.model import Fact, State
from ehc_tui.store.casefile import read_case, ref_of
from ehc_tui.store.errors import NotFound

DECIDED = date(2026, 8, 28)


def test_a_case_is_found_in_capitals_or_not(office: Office) -> None:
    case_id = office.open(route="parent")
    assert office.file("e26-0412").row.id == case_id
    assert office.file("e26-0412").route == "parent"
    assert ref_of(office.store.read(), case_id) == "E26-0412"


def test_a_case_that_is_not_there_says_how_to_look_for_it(office: Office) -> None:
    with pytest.raises(NotFound, match="There is no case E26-0001: look it up"):
        office.file("E26-0001")
    with pytest.raises(NotFound):
        ref_of(office.store.read(), 1)


def test_the_checklist_shows_who_is_late_and_who_was_chased(office: Office) -> None:
    office.bring_in(imported(1, decided=DECIDED, came=(("health", date(2026, 9, 20)),)))
    case_id = office.file("T-0001").row.id
    office.do(advice.chase, [(case_id, "psychology")], date(2026, 10, 20))
    office.do(advice.chase, [(case_id, "psychology")], TODAY)
    lines = {line.key: line for line in office.file("T-0001").advice}
    assert lines["health"].state is State.MET
    assert (lines["psychology"].state, lines["psychology"].due) == (State.OVERDUE, date(2026, 10, 9))
    assert (lines["psychology"].chases, lines["psychology"].chased_on) == (2, TODAY)
    assert lines["psychology"].requested_assumed


def test_the_clocks_are_those_that_the_list_was_made_from(office: Office) -> None:
    office.bring_in(imported(1, decided=DECIDED))
    file = office.file("T-0001")
    stored = office.ask("SELECT rule, subject, due, act_by, met_on FROM clock ORDER BY position")
    derived = [
        (
            clock.rule,
            clock.subject,
            *(day and day.isoformat() for day in (clock.due, clock.act_by, clock.met_on)),
        )
        for clock in file.clocks
    ]
    assert stored == derived


def test_history_and_notes_begin_with_the_newest(office: Office) -> None:
    case_id = office.open()
    office.do(notes.add, case_id, "first", on=date(2026, 11, 1))
    office.do(notes.add, case_id, "second", on=date(2026, 11, 2))
    file = office.file()
    assert [note.text for note in file.notes] == ["second", "first"]
    assert [entry.verb for entry in file.history] == ["note", "note", "open case"]


def test_opening_a_case_reads_the_newest_of_its_history_in_ten_statements_at_most(office: Office) -> None:
    case_id = office.open()
    with office.store.session() as session:
        for number in range(60):
            notes.add(session, office.doing, case_id, f"Note {number}")
    reader, asked = office.store.read(), list[str]()
    reader.set_trace_callback(asked.append)
    doing = office.doing
    file = read_case(reader, "E26-0412", TODAY, doing.book, doing.process, acts=20)
    reader.set_trace_callback(None)
    assert [entry.id for entry in file.history] == [entry.id for entry in office.history()[:20]]
    statements = [statement for statement in asked if statement.startswith("SELECT")]
    assert len(statements) <= 10
    history = next(statement for statement in statements if "act_change" in statement)
    plan = " / ".join(row[-1] for row in reader.execute(f"EXPLAIN QUERY PLAN {history}"))
    assert "act_change_case" in plan
    assert "B-TREE" not in plan, "the older entries are not even sorted"


def test_a_fact_out_of_use_is_not_in_the_case(office: Office) -> None:
    case_id = office.open()
    fact_id = office.do(decisions.record, case_id, Fact("panel_held", TODAY))
    office.do(decisions.remove, case_id, fact_id)
    assert [fact.fact.kind for fact in office.file().facts] == ["request_received"]
    assert [fact.kind for fact in office.file().case.facts] == ["request_received"]
