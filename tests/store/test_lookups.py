"""Small questions that screens ask of the store."""

from __future__ import annotations

from datetime import date

import pytest
from office import TODAY, Office, imported

from ehc_tui.casework import intake, notes
from ehc_tui.store import lookups

DECIDED = date(2026, 8, 28)


@pytest.fixture
def two(office: Office) -> Office:
    office.open("E26-0412", caseworker="J Okafor", officer="T Ward")
    office.open("Ehc-7/a", caseworker="A Begum")
    return office


@pytest.mark.parametrize("typed", ["E26-0412", "e26-0412", " e26-0412\x1b"])
def test_a_reference_may_be_typed_in_any_case(two: Office, typed: str) -> None:
    assert lookups.id_of(two.store.read(), typed) == 1


def test_a_reference_in_small_letters_is_found_as_it_is_written(two: Office) -> None:
    assert lookups.id_of(two.store.read(), "Ehc-7/a") == 2
    assert lookups.refs_like(two.store.read(), "EHC-7") == ["Ehc-7/a"]
    assert lookups.refs_like(two.store.read(), "26-") == ["E26-0412"]
    assert lookups.id_of(two.store.read(), "%") is None


def test_the_people_are_everybody_who_has_a_case(two: Office) -> None:
    assert lookups.people(two.store.read()) == ["A Begum", "J Okafor", "T Ward"]


def test_the_last_act_of_a_person_is_the_one_that_undo_takes_back(two: Office) -> None:
    two.do(intake.allocate, [1, 2], "M Hughes")
    two.colleague("M Hughes").do(notes.add, 1, "a note")
    last = lookups.last_act(two.store.read(), "J Okafor")
    assert last is not None
    assert last.summary == "Allocated 2 cases to caseworker M Hughes"
    two.undo(last.id)
    again = lookups.last_act(two.store.read(), "J Okafor")
    assert again is not None
    assert again.summary == "Case Ehc-7/a opened"
    assert lookups.last_act(two.store.read(), "nobody") is None


def test_marked_cases_are_read_by_reference_and_those_taken_back_are_left_out(two: Office) -> None:
    two.open("A-1")
    rows = lookups.rows_of(two.store.read(), [3, 1, 2, 99], TODAY, 10)
    assert [row.ref for row in rows] == ["A-1", "E26-0412", "Ehc-7/a"]
    two.undo()
    assert [row.id for row in lookups.rows_of(two.store.read(), [3, 1], TODAY, 10)] == [1]


def test_late_advice_is_what_a_bulk_chase_asks_about(office: Office) -> None:
    office.bring_in(imported(1, decided=DECIDED, came=(("health", date(2026, 9, 20)),)))
    late = lookups.late_advice(office.store.read(), [1], ["advice_response"], TODAY)
    assert sorted(late) == [(1, "education"), (1, "parent"), (1, "psychology"), (1, "social_care")]
    assert lookups.late_advice(office.store.read(), [1], ["advice_response"], DECIDED) == []
