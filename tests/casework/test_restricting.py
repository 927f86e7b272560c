"""Restricted cases: seen by the staff named for them, and for everybody else not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from office import TODAY, Office, imported
from plans import plan_of

from ehc_tui.casework import notes
from ehc_tui.casework.acts import undo
from ehc_tui.casework.checking import stale_cases
from ehc_tui.casework.intake import NewCase, allocate, look_alikes
from ehc_tui.casework.recount import recount
from ehc_tui.casework.restricting import case_of, lift, restrict
from ehc_tui.casework.roles import NotAllowed
from ehc_tui.casework.staff import list_person
from ehc_tui.store.caseload import Caseload
from ehc_tui.store.engine import open_store
from ehc_tui.store.errors import NotFound, StoreError
from ehc_tui.store.lookups import last_act, refs_like
from ehc_tui.store.tables import METADATA
from ehc_tui.store.visibility import OF_A_CASE

HIDDEN, OTHER = "E26-0412", "E26-0413"
AUNT = "A colleague is her aunt"
MANAGER, CASEWORKER, COLLEAGUE = "m.hughes", "j.okafor", "a.begum"


def person(path: Path, account: str) -> Office:
    """Somebody at the store, under their own account."""
    office = Office(path, account, open_store(path, account=account))
    office.doing = replace(office.doing, account=account)
    return office


@pytest.fixture
def people(tmp_path: Path) -> Iterator[dict[str, Office]]:
    """A manager, a caseworker and a colleague at one store with two cases."""
    path = tmp_path / "caseload.db"
    first = Office(path)
    first.do(list_person, MANAGER, "manager", "M Hughes")
    here = {account: person(path, account) for account in (MANAGER, CASEWORKER, COLLEAGUE)}
    for account in (CASEWORKER, COLLEAGUE):
        here[MANAGER].do(list_person, account, "caseworker")
    here[CASEWORKER].open(HIDDEN)
    here[CASEWORKER].open(OTHER, surname="Osei", forename="Kwame")
    yield here
    for office in (first, *here.values()):
        office.store.close()


def found(office: Office, ref: str = HIDDEN, *, everything: bool = False) -> int:
    """The id of a case, as somebody finds it who is about to restrict it."""
    with office.store.session() as session:
        return case_of(session, ref, everything=everything)


def keep_from_colleague(people: dict[str, Office]) -> int:
    """Restrict the first case to the manager and the caseworker; its id."""
    case_id = found(people[MANAGER])
    said = people[MANAGER].do(restrict, case_id, ["m hughes", CASEWORKER], AUNT)
    assert said == f"Restricted to M Hughes, j.okafor: {AUNT}"
    return case_id


def caseload(office: Office) -> tuple[int, int]:
    """How many cases a list shows, and of how many."""
    shown = Caseload(office.store.read(), TODAY)
    return shown.count(), shown.total()


def test_a_restricted_case_is_there_for_those_named_and_at_once_gone_for_others(
    people: dict[str, Office],
) -> None:
    colleague = people[COLLEAGUE]
    assert caseload(colleague) == (2, 2)
    case_id = keep_from_colleague(people)
    assert caseload(colleague) == (1, 1)
    assert refs_like(colleague.store.read(), "E26") == [OTHER]
    with pytest.raises(NotFound, match=f"There is no case {HIDDEN}: look it up"):
        colleague.file(HIDDEN)
    assert caseload(people[CASEWORKER]) == (2, 2)
    assert people[CASEWORKER].file(HIDDEN).restricted_to == ("j.okafor", "M Hughes")
    people[MANAGER].do(lift, case_id, "She has left")
    assert caseload(colleague) == (2, 2)
    assert colleague.history(HIDDEN)[0].summary == "Restriction lifted: She has left"


def test_every_table_that_belongs_to_a_case_is_kept_from_others(people: dict[str, Office]) -> None:
    with_a_case = {table.name for table in METADATA.sorted_tables if "case_id" in table.c}
    assert with_a_case == {*OF_A_CASE, "act_change"}
    case_id = keep_from_colleague(people)
    people[MANAGER].do(notes.add, case_id, "The court has ordered that nobody is told.")
    for table in sorted(with_a_case):
        kept = people[COLLEAGUE].ask(f"SELECT * FROM {table} WHERE case_id = {case_id}")
        assert kept == [], table
        assert people[CASEWORKER].ask(f"SELECT count(*) FROM {table} WHERE case_id = {case_id}")
    colleague = people[COLLEAGUE]
    assert HIDDEN not in str(colleague.ask("SELECT summary FROM act"))
    assert AUNT not in str(colleague.ask("SELECT summary FROM act"))
    assert last_act(colleague.store.read(), CASEWORKER) is not None
    assert OTHER in last_act(colleague.store.read(), CASEWORKER).summary  # type: ignore[union-attr]


ON_THE_HIDDEN: dict[str, Callable[[Office, int], Any]] = {
    "a note": lambda office, case_id: office.do(notes.add, case_id, "I know her"),
    "a bulk act": lambda office, case_id: office.do(allocate, [case_id, case_id + 1], "A Begum"),
    "one asked again": lambda office, case_id: office.do(
        allocate, [case_id], "A Begum", as_read={case_id: {"caseworker": "Nobody of that name"}}
    ),
    "an undo": lambda office, case_id: office.do(undo, 4),
    "a lift": lambda office, case_id: found(office),
}


@pytest.mark.parametrize("act", ON_THE_HIDDEN)
def test_nothing_can_be_done_to_a_case_that_is_hidden(people: dict[str, Office], act: str) -> None:
    case_id = keep_from_colleague(people)
    before = people[MANAGER].picture()
    assert HIDDEN in people[MANAGER].ask("SELECT summary FROM act WHERE id = 4")[0][0]
    with pytest.raises(NotFound) as refused:
        ON_THE_HIDDEN[act](people[COLLEAGUE], case_id)
    assert "restrict" not in str(refused.value) and "Rahman" not in str(refused.value)
    assert people[MANAGER].picture() == before


def test_what_was_done_to_many_cases_at_once_is_told_without_naming_one(people: dict[str, Office]) -> None:
    manager, colleague = people[MANAGER], people[COLLEAGUE]
    both = [found(manager), found(manager, OTHER)]
    manager.do(allocate, both, "S Pryce")
    manager.bring_in(*(imported(1, ref=ref, need="ASD") for ref in (HIDDEN, OTHER)), source="july.csv")
    keep_from_colleague(people)
    told = [summary for (summary,) in colleague.ask("SELECT summary FROM act WHERE by = ?", MANAGER)]
    assert told[-2:] == [
        "Allocated 2 cases to caseworker S Pryce",
        "Imported july.csv: 0 new, 2 brought up to date",
    ]


def test_an_import_says_that_a_reference_is_taken_and_no_more(people: dict[str, Office]) -> None:
    keep_from_colleague(people)
    before = people[MANAGER].file(HIDDEN)
    outcome = people[COLLEAGUE].bring_in(
        imported(1, ref=HIDDEN, surname="Rahman", forename="Aisha", born=date(2018, 2, 3)),
        imported(2, ref="E26-0500", surname="Rahman", forename="Aisha", born=date(2018, 2, 3)),
        imported(3, ref=None, surname="Rahman", forename="Aisha", born=date(2018, 2, 3)),
    )
    assert outcome.warnings == [f"{HIDDEN}: this reference is taken; nothing was done."]
    assert [pair.other_ref for pair in outcome.duplicates if HIDDEN in pair] == []
    assert len(outcome.created) == 2 and not outcome.updated
    assert people[MANAGER].file(HIDDEN) == before
    with pytest.raises(StoreError, match=f"There is already a case {HIDDEN}: give another reference"):
        people[COLLEAGUE].open(HIDDEN)


def test_a_child_about_to_be_entered_is_not_recognised_in_a_hidden_case(people: dict[str, Office]) -> None:
    keep_from_colleague(people)
    with people[COLLEAGUE].store.session() as session:
        assert look_alikes(session, NewCase(TODAY, "Rahman", "Aisha", date(2018, 2, 3))) == []
    with people[CASEWORKER].store.session() as session:
        assert len(look_alikes(session, NewCase(TODAY, "Rahman", "Aisha", date(2018, 2, 3)))) == 1


def test_a_check_and_a_recount_look_after_what_they_do_not_tell(people: dict[str, Office]) -> None:
    keep_from_colleague(people)
    colleague = people[COLLEAGUE]
    with people[MANAGER].store.session() as session:
        session.connection().exec_driver_sql("UPDATE ehc_case SET stages = 'spoilt'")
    spoilt = list(stale_cases(colleague.store, colleague.doing))
    assert [sentence.split(":")[0] for sentence in spoilt] == [OTHER]
    assert colleague.do(recount) == 1
    assert list(stale_cases(people[MANAGER].store, colleague.doing)) == []


REFUSED: dict[str, tuple[list[str], str, str]] = {
    "no reason": ([MANAGER], " ", "Say why the case is restricted."),
    "nobody listed": (["stranger"], AUNT, "stranger is not listed in this store: name some of"),
    "no manager": ([CASEWORKER], AUNT, "Name a manager among them (m.hughes), so that somebody can lift it"),
    "nobody": ([""], AUNT, "Name a manager among them"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_restriction_nobody_could_explain_or_lift_is_refused(people: dict[str, Office], case: str) -> None:
    who, because, said = REFUSED[case]
    with pytest.raises(StoreError) as refused:
        people[MANAGER].do(restrict, 1, who, because)
    assert said in str(refused.value)


def test_managers_restrict_and_the_owner_lifts_whatever_they_see(people: dict[str, Office]) -> None:
    with pytest.raises(NotAllowed, match="may not say who may see a case: ask a manager or the owner"):
        people[CASEWORKER].do(restrict, 1, [MANAGER], AUNT)
    case_id = keep_from_colleague(people)
    owner = people[COLLEAGUE]
    with pytest.raises(NotFound):
        found(owner)
    assert found(owner, HIDDEN.lower(), everything=True) == case_id
    owner.do(lift, case_id, owner=True)
    assert caseload(owner) == (2, 2)
    with pytest.raises(StoreError, match="not restricted: everybody"):
        people[MANAGER].do(lift, case_id)


def test_a_restriction_can_be_taken_back_and_done_again(people: dict[str, Office]) -> None:
    keep_from_colleague(people)
    assert people[MANAGER].undo().startswith("Took back: Restricted to M Hughes")
    assert caseload(people[COLLEAGUE]) == (2, 2)
    people[MANAGER].undo()
    assert caseload(people[COLLEAGUE]) == (1, 1)


def test_a_list_is_still_read_from_its_index(people: dict[str, Office]) -> None:
    statement = (
        "SELECT id FROM ehc_case WHERE voided_by IS NULL AND own_due < '2026-11-21' ORDER BY own_due, id"
    )
    searched = ["SEARCH ehc_case USING INDEX ehc_case_own (own_due<?)"]
    assert plan_of(people[COLLEAGUE].store.read(), statement) == searched
    keep_from_colleague(people)
    assert plan_of(people[COLLEAGUE].store.read(), statement) == searched
