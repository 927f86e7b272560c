"""Roles: who may decide, who may only recommend, and a sentence for what a role may not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from panel_room import ASSESS, PLAN, REASONS, TODAY, PanelRoom

from ehc_tui.casework import notes
from ehc_tui.casework.deciding import Verdict, correct_decision, decide, tell
from ehc_tui.casework.decisions import record
from ehc_tui.casework.minutes import hold
from ehc_tui.casework.panel import book, recommend
from ehc_tui.casework.roles import NotAllowed, Power, Role, role_of, why_not
from ehc_tui.casework.sessions import cancel_session, open_session
from ehc_tui.casework.sitting import usual_session
from ehc_tui.casework.staff import list_person, remove_person
from ehc_tui.casework.views import save
from ehc_tui.identity import owns
from ehc_tui.law.model import Fact
from ehc_tui.store.errors import StoreError
from ehc_tui.store.rows import View
from ehc_tui.store.staff_list import staff

RECEIVED = date(2026, 8, 24)
MANAGER, OFFICER, CASEWORKER, READER = "m.hughes", "r.whitcombe", "j.okafor", "auditor"


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[PanelRoom]:
    here = PanelRoom(tmp_path / "caseload.db")
    yield here
    here.store.close()


@pytest.fixture
def room(bare: PanelRoom) -> PanelRoom:
    """An office with one person of each role, a case that waits and a session."""
    bare.waiting("E26-0412", RECEIVED)
    bare.sitting(TODAY, papers_by=TODAY)
    bare.do(list_person, MANAGER, "manager", "M Hughes")
    manager = bare.as_person(MANAGER)
    manager.do(list_person, OFFICER, "SEN officer", "R Whitcombe")
    manager.do(list_person, CASEWORKER, "caseworker", "J Okafor")
    manager.do(list_person, READER, "read-only")
    return bare


def refusal(act: Callable[..., Any], *given: Any, **named: Any) -> str:
    with pytest.raises(StoreError) as refused:
        act(*given, **named)
    return str(refused.value)


def test_a_store_that_lists_nobody_restricts_nobody(bare: PanelRoom) -> None:
    case = bare.waiting("E26-0412", RECEIVED)
    somebody = bare.as_person("anybody")
    somebody.do(tell, somebody.decide(case, "Issue"), TODAY)
    assert all(why_not(role_of((), "anybody"), power) is None for power in Power)


def test_people_are_listed_by_account_whatever_the_capitals(room: PanelRoom) -> None:
    people = staff(room.store.read())
    assert [(one.account, one.name, one.role) for one in people] == [
        ("auditor", "", "read-only"),
        ("j.okafor", "J Okafor", "caseworker"),
        ("m.hughes", "M Hughes", "manager"),
        ("r.whitcombe", "R Whitcombe", "sen-officer"),
    ]
    assert role_of(people, " R.Whitcombe") is Role.SEN_OFFICER
    assert role_of(people, "stranger") is Role.UNLISTED


ACTS: dict[str, Callable[[PanelRoom], Any]] = {
    "keep a view": lambda room: room.do(save, View("Mine", "mine", "next")),
    "note": lambda room: room.do(notes.add, 1, "Rang the school"),
    "book": lambda room: room.do(book, 1, 1),
    "recommend": lambda room: room.do(recommend, 1, PLAN, "Do not issue", REASONS),
    "decide": lambda room: room.do(decide, Verdict(1, PLAN, "Do not issue", REASONS)),
    "record a plan decision": lambda room: room.do(record, 1, Fact(PLAN, TODAY, "Issue")),
    "record an assess decision": lambda room: room.do(record, 1, Fact(ASSESS, TODAY, "Yes")),
    "open a session": lambda room: room.do(open_session, usual_session(room.plan, date(2026, 12, 8))),
    "cancel a session": lambda room: room.do(cancel_session, 1, "No quorum"),
    "hold a session": lambda room: room.do(hold, 1, {1: True}),
    "list somebody": lambda room: room.do(list_person, "new", "caseworker"),
}
READ = {"keep a view"}
WORK = {*READ, "note", "book", "recommend"}
DECIDE = set(ACTS) - {"list somebody"}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    ("account", "allowed"),
    [(MANAGER, set(ACTS)), (OFFICER, DECIDE), (CASEWORKER, WORK), (READER, READ), ("stranger", set())],
)
def test_each_role_may_do_what_it_may_and_is_told_why_not(
    room: PanelRoom, account: str, allowed: set[str], act: str
) -> None:
    person = room.as_person(account)
    before = room.ask("SELECT count(*) FROM act")
    if act in allowed:
        ACTS[act](person)
        assert room.ask("SELECT count(*) FROM act") > before
    else:
        with pytest.raises(NotAllowed) as refused:
            ACTS[act](person)
        assert "may not" in str(refused.value)
        assert room.ask("SELECT count(*) FROM act") == before


def test_a_refusal_says_what_can_be_done_instead(room: PanelRoom) -> None:
    verdict = Verdict(1, PLAN, "Do not issue", REASONS)
    assert refusal(room.as_person(CASEWORKER).do, decide, verdict) == (
        "You are listed as caseworker and may not record a decision: you can recommend one, "
        "and record from the queue that the family was told."
    )
    assert refusal(room.as_person(READER).do, decide, verdict) == (
        "You are listed as read-only, so you may not record a decision: you can read everything."
    )
    assert refusal(room.as_person("stranger").do, decide, verdict) == (
        "You are not listed in this store, so you may not record a decision: ask its owner to list you."
    )


def test_a_caseworker_tells_the_family_what_the_officer_decided(room: PanelRoom) -> None:
    decision = room.as_person(OFFICER).decide(1, "Issue")
    room.as_person(CASEWORKER).do(tell, decision, TODAY)
    assert room.file().row.plan_outcome == "Issue"
    other = Verdict(1, PLAN, "Issue", REASONS)
    assert "may not" in refusal(room.as_person(CASEWORKER).do, correct_decision, decision, other, "Why")


def test_nobody_takes_back_or_does_again_what_they_could_not_have_done(room: PanelRoom) -> None:
    officer, caseworker = room.as_person(OFFICER), room.as_person(CASEWORKER)
    officer.decide(1, "Issue")
    assert "may not record a decision" in refusal(caseworker.undo)
    officer.undo()
    assert "may not record a decision" in refusal(caseworker.undo)
    officer.undo()
    assert room.decided(1) is not None


def test_a_list_needs_a_manager_as_long_as_it_lists_anybody(bare: PanelRoom) -> None:
    assert "needs a manager" in refusal(bare.do, list_person, OFFICER, "sen-officer")
    bare.do(list_person, MANAGER, "manager")
    manager = bare.as_person(MANAGER)
    manager.do(list_person, OFFICER, "sen-officer")
    assert "needs a manager" in refusal(manager.do, list_person, MANAGER, "caseworker")
    assert "needs a manager" in refusal(manager.do, remove_person, MANAGER)
    manager.do(remove_person, OFFICER)
    manager.do(remove_person, MANAGER)
    assert staff(bare.store.read()) == ()


def test_the_owner_of_the_store_may_always_change_who_is_listed(room: PanelRoom) -> None:
    owner = room.as_person("root")
    assert "may not change who is listed" in refusal(owner.do, list_person, "root", "manager")
    owner.do(list_person, "root", "manager", owner=True)
    owner.do(remove_person, MANAGER, owner=True)
    assert role_of(staff(room.store.read()), "root") is Role.MANAGER
    assert owns(room.store.path)
    assert not owns(room.store.path.with_name("nothing.db"))


def test_a_change_of_role_keeps_the_name_and_can_be_taken_back(room: PanelRoom) -> None:
    manager = room.as_person(MANAGER)
    manager.do(list_person, CASEWORKER, "sen officer")
    assert [(one.name, one.role) for one in staff(room.store.read()) if one.account == CASEWORKER] == [
        ("J Okafor", "sen-officer")
    ]
    manager.undo()
    assert role_of(staff(room.store.read()), CASEWORKER) is Role.CASEWORKER


@pytest.mark.parametrize(
    ("account", "role", "said"),
    [
        (" ", "manager", "Give the account by which the person logs in"),
        ("new", "boss", "“boss” is not a role: there are caseworker, sen-officer, manager, read-only."),
        ("new", "unlisted", "is not a role"),
    ],
)
def test_what_cannot_be_listed_is_refused(bare: PanelRoom, account: str, role: str, said: str) -> None:
    assert said in refusal(bare.do, list_person, account, role)
    assert "nobody is not listed" in refusal(bare.do, remove_person, "nobody")


def test_the_account_counts_and_not_the_name_somebody_works_under(room: PanelRoom) -> None:
    disguised = room.as_person(CASEWORKER)
    disguised.doing = type(disguised.doing)(
        MANAGER, TODAY, disguised.doing.now, disguised.doing.book, disguised.doing.process, CASEWORKER
    )
    assert "may not record a decision" in refusal(disguised.decide, 1, "Issue")


def test_days_pass_without_anybody_being_asked_twice(room: PanelRoom) -> None:
    """The role is looked up when something is done, so that a change of role counts at once."""
    caseworker = room.as_person(CASEWORKER)
    refusal(caseworker.decide, 1, "Issue")
    room.as_person(MANAGER).do(list_person, CASEWORKER, "sen-officer")
    assert caseworker.on(TODAY + timedelta(days=1)).decide(1, "Issue")
