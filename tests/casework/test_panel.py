"""The panel: who waits, on which session, what is decided, and what the decision leaves in the case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from panel_room import IN_TWO_WEEKS, PLAN, REASONS, TODAY, WANTED, PanelRoom

from ehc_tui.casework.after_decision import deferral_effect, follow_ups
from ehc_tui.casework.deciding import Verdict, correct_decision, decide, tell, tick
from ehc_tui.casework.decisions import record
from ehc_tui.casework.meetings import offer
from ehc_tui.casework.panel import allot, book, move, recommend, reorder, take_off
from ehc_tui.casework.sessions import add_member, cancel_session, change_session, open_session, remove_member
from ehc_tui.casework.sitting import NewSession, booking_questions, questions, usual_session
from ehc_tui.law.model import Clock, Fact, State
from ehc_tui.store.errors import Conflict, NotFound, StoreError
from ehc_tui.store.panel import agenda
from ehc_tui.store.panel_records import decisions_of, done_follow_ups

RECEIVED = date(2026, 8, 24)
NO_BY = date(2026, 12, 14)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[PanelRoom]:
    here = PanelRoom(tmp_path / "caseload.db")
    yield here
    here.store.close()


def refusal(act: Callable[..., Any], *given: Any, **named: Any) -> str:
    with pytest.raises(StoreError) as refused:
        act(*given, **named)
    return str(refused.value)


def clock(room: PanelRoom, rule: str, ref: str = "E26-0412") -> Clock:
    return next(one for one in room.file(ref).clocks if one.rule == rule)


def facts(room: PanelRoom, ref: str = "E26-0412") -> list[tuple[str, date, str | None]]:
    kinds = ("panel_held", "plan_decided", "plan_decision", "assess_decided", "assess_decision")
    return [
        (known.fact.kind, known.fact.on, known.fact.outcome)
        for known in room.file(ref).facts
        if known.fact.kind in kinds and known.fact.outcome != "Yes"
    ]


# Sessions


def test_a_session_is_as_the_process_has_it_unless_somebody_says_otherwise(room: PanelRoom) -> None:
    usual = usual_session(room.plan, date(2026, 12, 8))
    assert (usual.capacity, usual.minutes_each, usual.papers_by) == (12, 15, date(2026, 12, 1))
    session = room.sitting(date(2026, 12, 8), members=(("M Hughes", "psychologist"),))
    assert (session.on, session.chair, session.place, session.room) == (
        date(2026, 12, 8),
        "R Whitcombe",
        "Room 2",
        12,
    )
    assert [(member.name, member.role) for member in session.members] == [
        ("R Whitcombe", "chair"),
        ("M Hughes", "psychologist"),
    ]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 12, 25), "Fri 25 Dec 2026 is a bank holiday."),
        (date(2026, 12, 28), "Mon 28 Dec 2026 is a bank holiday."),
        (date(2026, 12, 6), "Sun 6 Dec 2026 is a weekend."),
        (date(2026, 11, 13), "13 Nov 2026 is in the past."),
        (date(2027, 1, 4), "Mon 28 Dec 2026, when papers are due, is a bank holiday."),
        (date(2026, 11, 25), "Papers would have been due on 18 Nov 2026 already."),
    ],
)
def test_an_odd_day_for_a_session_is_asked_about(room: PanelRoom, day: date, said: str) -> None:
    assert said in questions(usual_session(room.plan, day), (), TODAY)


def test_a_good_day_asks_nothing_and_a_second_session_on_it_is_asked_about(room: PanelRoom) -> None:
    new = usual_session(room.plan, date(2026, 12, 8))
    assert questions(new, room.sessions(), TODAY) == ()
    room.sitting(date(2026, 12, 8))
    assert questions(new, room.sessions(), TODAY) == ("There is a session on 8 Dec 2026 already.",)


def test_a_session_can_be_changed_and_says_what_it_was(room: PanelRoom) -> None:
    session = room.sitting()
    new = replace(usual_session(room.plan, date(2026, 12, 10)), chair="A Begum", capacity=6)
    room.do(change_session, session.id, new, session.version)
    changed = room.session(session.id)
    assert (changed.on, changed.chair, changed.capacity) == (date(2026, 12, 10), "A Begum", 6)
    assert [member.name for member in changed.members] == ["A Begum"]
    assert room.ask("SELECT summary FROM act ORDER BY id DESC LIMIT 1") == [
        ("Session changed: EHC panel, Thu 10 Dec 2026 (was 5 Dec 2026)",)
    ]


def test_two_people_do_not_change_a_session_unknowingly(room: PanelRoom) -> None:
    session = room.sitting()
    room.do(add_member, session.id, "M Hughes")
    said = refusal(
        room.do, change_session, session.id, usual_session(room.plan, IN_TWO_WEEKS), session.version
    )
    assert "was changed by somebody else while you had it open" in said


def test_members_come_and_go_until_the_session_is_over(room: PanelRoom) -> None:
    session = room.sitting()
    member = room.do(add_member, session.id, " M  Hughes ", "health")
    assert room.session(session.id).members[-1][1:] == ("M Hughes", "health", None)
    room.do(remove_member, member)
    assert len(room.session(session.id).members) == 1
    room.do(cancel_session, session.id, "No quorum")
    assert "was cancelled" in refusal(room.do, add_member, session.id, "M Hughes")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"capacity": 0}, "A session has room for 1 to 100 cases, not 0."),
        ({"minutes_each": 0}, "A case is given 1 to 480 minutes, not 0."),
        ({"papers_by": date(2026, 12, 20)}, "Papers due on 20 Dec 2026 would come after the session"),
        ({"panel": "assess"}, "West Northamptonshire has no sessions for “Decision whether to assess”"),
    ],
)
def test_a_session_that_cannot_be_is_refused(room: PanelRoom, changes: dict[str, Any], said: str) -> None:
    new = replace(usual_session(room.plan, date(2026, 12, 8)), **changes)
    assert said in refusal(room.do, open_session, new)


def test_cancelling_a_session_sends_its_cases_back_to_the_queue(room: PanelRoom) -> None:
    session = room.sitting()
    case = room.waiting("E26-0412", RECEIVED)
    room.book(case, session)
    assert room.row("E26-0412").booked is not None
    assert room.do(cancel_session, session.id, "Chair is ill") == ("E26-0412",)
    assert room.row("E26-0412").booked is None
    assert (room.session(session.id).status, room.session(session.id).reason) == ("cancelled", "Chair is ill")
    room.undo()
    assert room.session(session.id).planned
    assert room.row("E26-0412").booked is not None


# Booking


def test_a_case_is_booked_moved_and_taken_off(room: PanelRoom) -> None:
    first, second = room.sitting(), room.sitting(IN_TWO_WEEKS + timedelta(days=7))
    case = room.waiting("E26-0412", RECEIVED)
    item = room.book(case, first)
    booked = room.row("E26-0412").booked
    assert booked and (booked.session_id, booked.on) == (first.id, first.on)
    room.do(move, item, second.id)
    booked = room.row("E26-0412").booked
    assert booked and (booked.item_id, booked.on) == (item, second.on)
    room.do(take_off, item, "advice is late")
    assert room.row("E26-0412").booked is None
    assert [entry.summary for entry in room.history()[:3]] == [
        "Taken off the agenda of 12 Dec 2026 (advice is late)",
        "Moved from 5 Dec 2026 to 12 Dec 2026",
        "Booked on EHC panel, 5 Dec 2026",
    ]


def test_every_step_of_booking_can_be_taken_back_in_any_order_that_makes_sense(room: PanelRoom) -> None:
    session = room.sitting()
    opened = room.last_act()
    one, two = room.waiting("E26-0001", RECEIVED), room.waiting("E26-0002", RECEIVED)
    room.book(one, session)
    first = room.last_act()
    room.book(two, session)
    assert "undo the later act first" in refusal(room.undo, opened)
    room.undo(first)
    assert [item.ref for item in agenda(room.store.read(), session, room.plan)] == ["E26-0002"]
    room.undo(room.last_act() - 1)
    assert room.session(session.id).booked == 0
    room.undo(opened)
    assert room.sessions() == ()


def test_a_full_session_takes_nobody_and_a_case_is_booked_once(room: PanelRoom) -> None:
    session, other = room.sitting(capacity=1), room.sitting(IN_TWO_WEEKS + timedelta(days=7))
    one, two = room.waiting("E26-0001", RECEIVED), room.waiting("E26-0002", RECEIVED)
    room.book(one, session)
    assert "is full (1 cases)" in refusal(room.book, two, session)
    assert "E26-0001 is booked on 5 Dec 2026: move it instead." in refusal(room.book, one, other)
    smaller = replace(usual_session(room.plan, other.on), capacity=1)
    room.book(two, other)
    room.do(change_session, other.id, smaller)
    three = room.waiting("E26-0003", RECEIVED)
    assert "is full" in refusal(room.book, three, other)


def test_what_does_not_wait_is_not_booked(room: PanelRoom) -> None:
    session = room.sitting()
    case = room.open()
    assert "does not wait for this decision (EHC panel)" in refusal(room.book, case, session)


def test_booking_late_or_without_papers_is_asked_about(room: PanelRoom) -> None:
    room.waiting("E26-0412", date(2026, 8, 10), came=("parent",))
    session = room.sitting(date(2026, 12, 3), papers_by=date(2026, 11, 20))
    assert booking_questions(room.row("E26-0412"), session, TODAY) == (
        "Papers for 3 Dec 2026 were due on 20 Nov 2026.",
        "On 3 Dec 2026 a no would be 3 days out of time: it is due 30 Nov 2026.",
        "4 of the pieces of advice are not in.",
    )


def test_the_agenda_has_times_and_can_be_put_in_order(room: PanelRoom) -> None:
    session = room.sitting()
    items = {}
    for number in (1, 2, 3):
        items[number] = room.book(room.waiting(f"E26-000{number}", RECEIVED), session)
    room.do(allot, items[1], 30)
    room.do(reorder, items[3], 1)
    shown = agenda(room.store.read(), session, room.plan)
    assert [(item.position, item.ref, item.starts, item.minutes) for item in shown] == [
        (1, "E26-0003", time(9, 30), 15),
        (2, "E26-0001", time(9, 45), 30),
        (3, "E26-0002", time(10, 15), 15),
    ]
    room.do(reorder, items[3], 99)
    assert [item.ref for item in agenda(room.store.read(), session, room.plan)] == [
        "E26-0001",
        "E26-0002",
        "E26-0003",
    ]


def test_an_agenda_can_be_reordered_as_often_as_one_likes(room: PanelRoom) -> None:
    session = room.sitting()
    items = [room.book(room.waiting(f"E26-000{number}", RECEIVED), session) for number in (1, 2, 3)]
    for _ in range(15):
        room.do(reorder, agenda(room.store.read(), session, room.plan)[2].id, 2)
    shown = agenda(room.store.read(), session, room.plan)
    assert shown[0].id == items[0]
    assert {item.ref for item in shown} == {"E26-0001", "E26-0002", "E26-0003"}


# Recommending


def test_a_recommendation_is_shown_with_who_made_it_and_the_last_one_counts(room: PanelRoom) -> None:
    case = room.waiting("E26-0412", RECEIVED)
    room.do(recommend, case, PLAN, "Do not issue", REASONS)
    room.do(recommend, case, PLAN, "Issue", WANTED)
    said = room.row("E26-0412").recommended
    assert said and (said.outcome, said.by, said.reasons) == ("Issue", "J Okafor", WANTED)
    assert "Recommend Issue or Do not issue" in refusal(room.do, recommend, case, PLAN, "Defer", REASONS)
    assert "say in a sentence or two" in refusal(room.do, recommend, case, PLAN, "Issue", "Needs more help")


# Deciding and telling


def test_a_decision_not_to_issue_leaves_the_clock_running_until_the_family_is_told(room: PanelRoom) -> None:
    session = room.sitting(date(2026, 11, 20), papers_by=date(2026, 11, 13))
    case = room.waiting("E26-0412", RECEIVED)
    item = room.book(case, session)
    decision = room.decide(case, "Do not issue", item_id=item)
    assert facts(room) == [
        ("panel_held", date(2026, 11, 20), None),
        ("plan_decided", date(2026, 11, 20), "Do not issue"),
    ]
    assert clock(room, "decide_not_to_issue_plan").state(TODAY) is State.ON_TRACK
    assert room.row("E26-0412").to_be_told
    made = room.decided(case)
    assert made and (made.decided_on, made.decided_by, made.told_on) == (
        date(2026, 11, 20),
        "EHC panel",
        None,
    )
    room.tell(decision, TODAY)
    assert facts(room)[-1] == ("plan_decision", TODAY, "Do not issue")
    met = clock(room, "decide_not_to_issue_plan")
    assert (met.met_on, met.state(TODAY)) == (TODAY, State.MET)
    assert clock(room, "appeal_deadline").due == date(2027, 1, 21)
    assert room.queue() == ()
    made = room.decided(case)
    assert made and made.told_on == TODAY


def test_a_no_in_time_that_is_told_late_is_late(room: PanelRoom) -> None:
    case = room.waiting("E26-0412", RECEIVED)
    decision = room.on(NO_BY).decide(case, "Do not issue")
    late = NO_BY + timedelta(days=3)
    room.on(late).tell(decision)
    assert clock(room, "decide_not_to_issue_plan").state(late) is State.MET_LATE


def test_a_decision_to_issue_starts_stage_4(room: PanelRoom) -> None:
    case = room.waiting("E26-0412", RECEIVED)
    decision = room.decide(case, "Issue")
    assert room.file().row.stages == "3 4"
    assert clock(room, "decide_not_to_issue_plan").state(TODAY) is State.ON_TRACK
    room.tell(decision)
    assert clock(room, "decide_not_to_issue_plan").state(TODAY) is State.STOPPED
    assert clock(room, "issue_final_plan").open
    assert room.file().row.plan_outcome == "Issue"


def test_a_deferral_says_for_what_until_when_and_who_and_moves_no_clock(room: PanelRoom) -> None:
    session = room.sitting(date(2026, 11, 20), papers_by=date(2026, 11, 13))
    case = room.waiting("E26-0412", RECEIVED, came=("parent", "education"))
    before = room.file().clocks
    item = room.book(case, session)
    until = date(2026, 12, 18)
    waits = {"defer_for": "psychology advice", "defer_until": until, "defer_who": "M Hughes"}
    room.decide(case, "Defer", item_id=item, reasons="", **waits)
    row = room.row("E26-0412")
    assert row.booked is None
    assert not row.to_be_told
    assert row.decided and (row.decided.defer_for, row.decided.defer_until, row.decided.defer_who) == (
        "psychology advice",
        until,
        "M Hughes",
    )
    assert facts(room) == [("panel_held", date(2026, 11, 20), None)]
    assert [(one.rule, one.due) for one in room.file().clocks] == [(one.rule, one.due) for one in before]
    assert deferral_effect(room.file().clocks, room.plan, until, TODAY) == (
        "Decide: no plan (due 14 Dec 2026): 4 days late on 18 Dec 2026.",
        "Send final plan (due 11 Jan 2027): 24 days left on 18 Dec 2026.",
        "Waiting moves none of these dates.",
    )
    later = room.sitting(date(2026, 12, 10))
    again = room.book(case, later)
    assert room.on(date(2026, 12, 10)).decide(case, "Issue", item_id=again)


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ({"defer_for": " "}, "Say what the decision waits for"),
        ({"defer_who": ""}, "Say who obtains it"),
        ({"defer_until": None}, "Say until when the decision is put off."),
        ({"defer_until": TODAY}, "A decision is put off to a later day."),
    ],
)
def test_a_deferral_into_the_blue_is_refused(room: PanelRoom, missing: dict[str, Any], said: str) -> None:
    case = room.waiting("E26-0412", RECEIVED)
    waits = {"defer_for": "advice", "defer_until": NO_BY, "defer_who": "M Hughes", **missing}
    assert said in refusal(room.decide, case, "Defer", on=TODAY, **waits)


@pytest.mark.parametrize("reasons", ["", "no", "Panel decided that the criteria are not met for this child."])
def test_a_decision_without_reasons_is_refused(room: PanelRoom, reasons: str) -> None:
    case = room.waiting("E26-0412", RECEIVED)
    refusal(room.decide, case, "Do not issue", reasons=reasons)
    assert room.decided(case) is None


def test_a_decision_is_not_taken_or_told_in_the_future_or_told_before_it_was_taken(room: PanelRoom) -> None:
    case = room.waiting("E26-0412", RECEIVED)
    tomorrow = TODAY + timedelta(days=1)
    assert "is in the future" in refusal(room.decide, case, "Issue", on=tomorrow)
    decision = room.decide(case, "Issue")
    assert "is in the future" in refusal(room.tell, decision, tomorrow)
    assert "is before the decision was taken on 21 Nov 2026" in refusal(
        room.tell, decision, TODAY - timedelta(days=1)
    )
    room.tell(decision)
    assert "The family was told on 21 Nov 2026 already." in refusal(room.tell, decision)


def test_an_outcome_of_another_question_is_refused(room: PanelRoom) -> None:
    case = room.waiting("E26-0412", RECEIVED)
    assert "Decide Issue, Do not issue or Defer, not “Yes”." in refusal(room.decide, case, "Yes")


def test_the_second_to_decide_sees_who_decided_what_and_when(room: PanelRoom) -> None:
    case = room.waiting("E26-0412", RECEIVED)
    version = room.file().row.version
    colleague = room.colleague("M Hughes")
    colleague.do(decide, Verdict(case, PLAN, "Issue", WANTED))
    said = refusal(room.decide, case, "Do not issue")
    assert said.startswith("E26-0412 was decided already: Issue on 21 Nov 2026 by M Hughes")
    assert "recorded by M Hughes at 10:42" in said
    verdict = Verdict(case, PLAN, "Do not issue", REASONS)
    with pytest.raises(Conflict) as conflict:
        room.do(decide, verdict, version)
    assert "was changed by M Hughes" in str(conflict.value)
    assert "EHC panel decided: Issue" in str(conflict.value)


def test_two_people_do_not_put_off_and_decide_the_same_item_unknowingly(room: PanelRoom) -> None:
    session = room.sitting(TODAY - timedelta(days=1), papers_by=TODAY - timedelta(days=8))
    case = room.waiting("E26-0412", RECEIVED)
    item = room.book(case, session)
    waits = {"defer_for": "advice", "defer_until": NO_BY, "defer_who": "M Hughes"}
    room.decide(case, "Defer", item_id=item, **waits)
    assert "was decided already: Defer" in refusal(room.decide, case, "Issue", item_id=item)


def test_a_decision_told_can_be_followed_by_another_that_names_it(room: PanelRoom) -> None:
    case = room.waiting("E26-0412", RECEIVED)
    first = room.decide(case, "Do not issue")
    assert "correct it instead" in refusal(room.decide, case, "Issue", instead_of=first)
    room.tell(first)
    refusal(room.decide, case, "Issue")
    day = TODAY + timedelta(days=10)
    second = room.on(day).decide(case, "Issue", instead_of=first)
    room.tell(second, day)
    assert [one.told_on for one in decisions_of(room.store.read(), case, PLAN)] == [TODAY, day]
    assert room.file().row.plan_outcome == "Issue"


def test_a_deferral_is_not_told(room: PanelRoom) -> None:
    case = room.waiting("E26-0412", RECEIVED)
    waits = {"defer_for": "advice", "defer_until": NO_BY, "defer_who": "M Hughes"}
    deferral = room.decide(case, "Defer", **waits)
    assert "there is nothing yet to tell the family" in refusal(room.tell, deferral)


def test_deciding_and_telling_are_taken_back_whole_and_in_order(room: PanelRoom) -> None:
    case = room.waiting("E26-0412", RECEIVED)
    before = room.picture()
    decision = room.decide(case, "Do not issue")
    decided = room.last_act()
    between = room.picture()
    room.tell(decision)
    room.undo()
    assert room.picture() == between
    room.undo(decided)
    assert room.picture() == before
    assert room.decided(case) is None


def test_a_decision_that_a_colleague_told_the_family_is_not_taken_back_under_them(room: PanelRoom) -> None:
    case = room.waiting("E26-0412", RECEIVED)
    decision = room.decide(case, "Do not issue")
    decided = room.last_act()
    hughes = room.as_person("M Hughes")
    hughes.tell(decision)
    said = refusal(room.undo, decided)
    assert "undo the later act first, “Family told: Do not issue, 21 Nov 2026” (M Hughes, at 10:42)" in said
    hughes.undo()
    room.undo(decided)
    assert room.decided(case) is None
    hughes.store.close()


def test_who_told_ticked_or_corrected_first_is_named_to_the_second(room: PanelRoom) -> None:
    case = room.waiting("E26-0412", RECEIVED)
    decision = room.decide(case, "Do not issue")
    hughes = room.as_person("M Hughes")
    hughes.tell(decision)
    assert "told on 21 Nov 2026 already. M Hughes recorded it at 10:42." in refusal(room.tell, decision)
    hughes.do(tick, decision, "setting", TODAY)
    assert "on 21 Nov 2026, by M Hughes at 10:42" in refusal(room.do, tick, decision, "setting", TODAY)
    verdict = Verdict(case, PLAN, "Do not issue", REASONS)
    hughes.do(correct_decision, decision, verdict, "The reasons were another child's")
    said = refusal(room.do, correct_decision, decision, verdict, "A slip")
    assert "E26-0412 was changed by M Hughes at 10:42 (Corrected: EHC panel decided: Do not issue" in said
    hughes.store.close()


def test_what_a_caseworker_recorded_as_told_counts_for_the_decision(room: PanelRoom) -> None:
    case = room.waiting("E26-0412", RECEIVED)
    room.decide(case, "Issue")
    room.do(record, case, Fact("plan_decision", TODAY, "Issue"))
    made = room.decided(case)
    assert made and made.told_on == TODAY


# Corrections


def test_a_correction_keeps_what_stood_before_and_says_why(room: PanelRoom) -> None:
    case = room.waiting("E26-0412", RECEIVED)
    decision = room.decide(case, "Issue")
    verdict = Verdict(case, PLAN, "Do not issue", REASONS, on=TODAY - timedelta(days=1))
    room.do(correct_decision, decision, verdict, "Entered under the wrong case")
    (made,) = decisions_of(room.store.read(), case, PLAN)
    assert (made.outcome, made.corrects, made.correction) == (
        "Do not issue",
        decision,
        "Entered under the wrong case",
    )
    assert facts(room) == [("plan_decided", TODAY - timedelta(days=1), "Do not issue")]
    room.undo()
    made_before = room.decided(case)
    assert made_before and made_before.id == decision
    assert facts(room) == [("plan_decided", TODAY, "Issue")]


def test_a_correction_needs_a_reason_and_cannot_unsay_what_the_family_was_told(room: PanelRoom) -> None:
    case = room.waiting("E26-0412", RECEIVED)
    decision = room.decide(case, "Issue")
    other = Verdict(case, PLAN, "Do not issue", REASONS)
    assert "Say what was wrong" in refusal(room.do, correct_decision, decision, other, " ")
    room.tell(decision)
    assert "The family was told “Issue” on 21 Nov 2026" in refusal(
        room.do, correct_decision, decision, other, "Mixed up"
    )
    better = Verdict(case, PLAN, "Issue", WANTED + " The school agrees.")
    room.do(correct_decision, decision, better, "A sentence was missing")
    made = room.decided(case)
    assert made and made.reasons.endswith("The school agrees.")
    assert made.told_on == TODAY


def test_a_deferral_entered_by_mistake_becomes_a_decision_and_the_other_way_round(room: PanelRoom) -> None:
    case = room.waiting("E26-0412", RECEIVED)
    waits = {"defer_for": "advice", "defer_until": NO_BY, "defer_who": "M Hughes"}
    put_off = room.decide(case, "Defer", **waits)
    decided = room.do(correct_decision, put_off, Verdict(case, PLAN, "Issue", WANTED), "Wrong key")
    assert facts(room) == [("plan_decided", TODAY, "Issue")]
    room.do(correct_decision, decided, Verdict(case, PLAN, "Defer", **waits), "Right the first time")
    assert facts(room) == []


# What must follow


def test_a_refusal_lays_out_what_must_follow_with_dates(room: PanelRoom) -> None:
    case = room.waiting("E26-0412", RECEIVED)
    decision = room.decide(case, "Do not issue")

    def checklist() -> list[tuple[str, date | None, date | None, date | None]]:
        made = room.decided(case)
        assert made
        done = done_follow_ups(room.store.read(), made.id)
        found = follow_ups(made, room.file(), room.doing.book, room.doing.process, done, TODAY)
        return [(one.key, one.due, one.states, one.done_on) for one in found]

    assert checklist() == [
        ("notice", NO_BY, None, None),
        ("appeal", NO_BY, date(2027, 1, 21), None),
        ("mediation", NO_BY, date(2027, 1, 21), None),
        ("disagreement", NO_BY, None, None),
        ("sendias", NO_BY, None, None),
        ("commissioner", NO_BY, None, None),
        ("setting", NO_BY, None, None),
        ("meeting way_forward", None, None, None),
    ]
    told = date(2026, 11, 20)
    room.do(correct_decision, decision, Verdict(case, PLAN, "Do not issue", REASONS, on=told), "Day before")
    made = room.decided(case)
    assert made
    room.tell(made.id, told)
    room.do(tick, made.id, "commissioner", TODAY)
    (way_forward,) = (one for one in room.doing.process.meetings if one.kind == "way_forward")
    room.do(offer, case, way_forward, TODAY, "J Okafor")
    assert checklist() == [
        ("notice", told, None, told),
        ("appeal", told, date(2027, 1, 20), None),
        ("mediation", told, date(2027, 1, 20), None),
        ("disagreement", told, None, None),
        ("sendias", told, None, None),
        ("commissioner", told, None, TODAY),
        ("setting", told, None, None),
        ("meeting way_forward", None, None, TODAY),
    ]


def test_a_thing_done_is_ticked_once_and_not_ahead_of_time(room: PanelRoom) -> None:
    case = room.waiting("E26-0412", RECEIVED)
    decision = room.decide(case, "Do not issue")
    assert "in the future" in refusal(room.do, tick, decision, "setting", TODAY + timedelta(days=1))
    assert "is not ticked off" in refusal(room.do, tick, decision, "notice", TODAY)
    assert "is not ticked off" in refusal(room.do, tick, decision, "cake", TODAY)
    room.do(tick, decision, "setting", TODAY)
    assert "as done already" in refusal(room.do, tick, decision, "setting", TODAY)
    other = Verdict(case, PLAN, "Do not issue", REASONS + " Again.")
    corrected = room.do(correct_decision, decision, other, "A word was missing")
    assert done_follow_ups(room.store.read(), corrected) == {"setting": (TODAY, "J Okafor")}


def test_a_decision_to_issue_asks_only_for_the_telling(room: PanelRoom) -> None:
    case = room.waiting("E26-0412", RECEIVED)
    room.decide(case, "Issue")
    made = room.decided(case)
    assert made
    found = follow_ups(made, room.file(), room.doing.book, room.doing.process, {}, TODAY)
    assert [one.key for one in found] == ["notice"]


# Other processes


def test_the_first_decision_is_a_queue_of_its_own(room: PanelRoom) -> None:
    received = date(2026, 10, 19)
    case = room.open("E26-0500", received_on=received)
    (row,) = room.queue(room.assess)
    assert (row.ref, row.no_by) == ("E26-0500", date(2026, 11, 30))
    verdict = Verdict(case, "assess_decision", "No", REASONS)
    decision = room.do(decide, verdict)
    assert facts(room, "E26-0500") == [("assess_decided", TODAY, "No")]
    room.do(tell, decision, TODAY)
    assert clock(room, "decide_whether_to_assess", "E26-0500").state(TODAY) is State.MET
    assert clock(room, "decide_not_to_assess_initial", "E26-0500").met_on == TODAY
    made = room.decided(case, "assess_decision")
    assert made
    found = follow_ups(made, room.file("E26-0500"), room.doing.book, room.doing.process, {}, TODAY)
    assert "meeting sen_officer" in [one.key for one in found]


def test_telling_a_yes_to_assess_puts_the_advisers_on_the_checklist(room: PanelRoom) -> None:
    case = room.open("E26-0500", received_on=date(2026, 10, 19))
    decision = room.do(decide, Verdict(case, "assess_decision", "Yes", WANTED))
    assert room.file("E26-0500").advice == ()
    room.do(tell, decision, TODAY)
    assert [line.key for line in room.file("E26-0500").advice] == [
        "parent",
        "education",
        "health",
        "psychology",
        "social_care",
    ]
    assert [row.ref for row in room.queue()] == ["E26-0500"]


def test_a_first_panel_sits_where_the_process_file_says_so(tmp_path: Path) -> None:
    from ehc_tui.law.files import data_path
    from ehc_tui.law.process import load_process

    ours = data_path("process", "west-northants.toml").read_text("utf-8")
    path = tmp_path / "council.toml"
    path.write_text(
        ours.replace('decision = "assess_decision"\n\n', 'decision = "assess_decision"\nsits = true\n\n', 1)
    )
    room = PanelRoom(tmp_path / "caseload.db")
    room.doing = replace(room.doing, process=load_process(path))
    case = room.open("E26-0500", received_on=date(2026, 10, 19))
    yesterday = TODAY - timedelta(days=1)
    new = NewSession("assess", yesterday, 5, yesterday, 10)
    item = room.do(book, case, room.do(open_session, new))
    room.do(decide, Verdict(case, "assess_decision", "Yes", WANTED, item_id=item))
    made = room.decided(case, "assess_decision")
    assert made and (made.decided_on, made.decided_by) == (yesterday, "Decision whether to assess")
    assert "panel_held" not in {known.fact.kind for known in room.file("E26-0500").facts}
    room.store.close()


def test_north_somerset_decides_from_the_queue_without_a_panel(tmp_path: Path) -> None:
    room = PanelRoom(tmp_path / "caseload.db", process="north-somerset")
    case = room.waiting("E26-0412", RECEIVED)
    assert not room.plan.sits
    said = refusal(room.do, open_session, usual_session(room.plan, IN_TWO_WEEKS))
    assert (
        said == "North Somerset has no sessions for “Decision on a plan”: decide case by case from the queue."
    )
    decision = room.decide(case, "Issue")
    made = room.decided(case)
    assert made and made.decided_by == "J Okafor"
    assert facts(room) == [("plan_decided", TODAY, "Issue")]
    assert room.row("E26-0412").to_be_told
    assert room.file().row.stages == "3"
    room.tell(decision)
    assert room.queue() == ()
    room.store.close()


def test_what_is_not_there_is_not_found(room: PanelRoom) -> None:
    with pytest.raises(NotFound):
        room.session(99)
    with pytest.raises(NotFound):
        room.do(tell, 99, TODAY)
