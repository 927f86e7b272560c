"""A meeting from its offer to what was agreed: every step can be taken back, and none moves the law."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from meeting_room import ASSESS, KWAME, NIAMH, REFUSED, ROOM, THURSDAY, WEDNESDAY, MeetingRoom
from office import RECEIVED, TODAY

from ehc_tui.casework import attendance, meetings
from ehc_tui.casework.decisions import correct, record
from ehc_tui.casework.meeting_act import Choice
from ehc_tui.casework.meetings import Agreed, Arrangement
from ehc_tui.casework.way_forward import (
    appeal_sentence,
    appeal_window,
    bounds_of,
    latest_offer,
    open_offers,
    questions,
)
from ehc_tui.law.model import CaseFacts, Fact
from ehc_tui.law.process import load_process
from ehc_tui.store.diary import bookings_between
from ehc_tui.store.errors import Conflict, NotFound, StoreError
from ehc_tui.store.rows import MeetingRow


@pytest.fixture
def room(tmp_path: Path) -> Iterator[MeetingRoom]:
    office = MeetingRoom(tmp_path / "casework.db")
    with office.store:
        yield office


def facts(*told: Fact) -> CaseFacts:
    return CaseFacts((Fact("request_received", RECEIVED), *told), (), date(2018, 2, 3))


NO_ASSESSMENT = Fact("assess_decision", ASSESS, "No")
NO_PLAN = Fact("plan_decision", REFUSED, "Do not issue")


@pytest.mark.parametrize(
    ("process", "told", "offered"),
    [
        ("north-somerset", NO_ASSESSMENT, ["Way Forward meeting"]),
        ("north-somerset", NO_PLAN, []),
        ("west-northants", NO_ASSESSMENT, ["Meeting with the SEN Officer"]),
        ("west-northants", NO_PLAN, ["Way Forward meeting"]),
        ("west-northants", Fact("assess_decision", ASSESS, "Yes"), []),
    ],
)
def test_each_council_offers_its_own_meetings(process: str, told: Fact, offered: list[str]) -> None:
    assert [offer.title for offer in open_offers(facts(told), load_process(process), ())] == offered


def test_of_two_meetings_that_are_due_the_one_after_the_latest_decision_comes_first() -> None:
    twice_refused = facts(NO_ASSESSMENT, NO_PLAN)
    latest = latest_offer(twice_refused, load_process("west-northants"), ())
    assert latest is not None
    assert latest.title == "Way Forward meeting"
    assert latest_offer(facts(), load_process("west-northants"), ()) is None


def test_a_meeting_that_was_offered_is_not_offered_twice_unless_it_was_called_off(room: MeetingRoom) -> None:
    meeting_id = room.offered()
    assert open_offers(room.file(KWAME).case, room.doing.process, room.file(KWAME).meetings) == ()
    room.do(meetings.cancel, meeting_id, "family moved it to the summer")
    assert len(open_offers(room.file(KWAME).case, room.doing.process, room.file(KWAME).meetings)) == 1


def test_an_offer_lists_everybody_of_the_guide_and_leaves_the_child_to_be_decided(
    room: MeetingRoom,
) -> None:
    room.offered()
    meeting = room.meeting()
    assert (meeting.status, meeting.offered_on, meeting.chair) == ("offered", date(2026, 11, 4), "J Okafor")
    assert [(person.role, person.included) for person in meeting.attendees] == [
        ("chair", True),
        ("parent", True),
        ("child", None),
        ("setting", True),
        ("professional", False),
    ]
    assert any(fact.fact.kind == "meeting_offered" for fact in room.file(KWAME).facts)


def test_the_family_may_accept_after_declining(room: MeetingRoom) -> None:
    meeting_id = room.offered()
    room.do(meetings.decline, meeting_id, date(2026, 11, 6))
    assert room.meeting().status == "declined"
    room.do(meetings.accept, meeting_id, date(2026, 11, 9))
    assert (room.meeting().status, room.meeting().answered_on) == ("accepted", date(2026, 11, 9))
    assert room.history(KWAME)[0].summary == "The family accepted the Way Forward meeting on 9 Nov 2026"


def test_a_meeting_is_not_arranged_before_somebody_decides_about_the_child(room: MeetingRoom) -> None:
    meeting_id = room.offered()
    with pytest.raises(StoreError, match="Decide first whether to include: Child or young person"):
        room.do(meetings.arrange, meeting_id, Arrangement(WEDNESDAY, ROOM))
    assert room.meeting().status == "offered"


def test_arranging_records_day_place_and_why_the_child_is_left_out_in_one_act(
    room: MeetingRoom,
) -> None:
    room.arranged()
    meeting = room.meeting()
    assert (meeting.status, meeting.on, meeting.starts, meeting.minutes) == (
        "arranged",
        date(2026, 11, 25),
        time(10),
        60,
    )
    assert meeting.place == ROOM
    child = next(person for person in meeting.attendees if person.role == "child")
    assert (child.included, child.reason) == (False, "would be upset by it")
    assert room.history(KWAME)[0].summary == (
        "Arranged the Way Forward meeting for Wed 25 Nov 2026, 10:00 to 11:00, One Angel Square, room 3"
    )
    room.undo()
    child = next(person for person in room.meeting().attendees if person.role == "child")
    assert (room.meeting().status, room.meeting().on, child.included) == ("accepted", None, None)


def test_a_meeting_needs_a_place_or_a_link(room: MeetingRoom) -> None:
    meeting_id = room.arranged()
    with pytest.raises(StoreError, match="needs a place or a link"):
        room.do(meetings.arrange, meeting_id, Arrangement(THURSDAY, " "))
    room.do(meetings.arrange, meeting_id, Arrangement(THURSDAY, "", "https://meet.example.org/1"))
    assert room.meeting().link == "https://meet.example.org/1"


def test_moving_asks_everybody_again_but_a_change_of_room_does_not(room: MeetingRoom) -> None:
    meeting_id = room.arranged()
    parent = room.attendee("parent")
    room.do(attendance.invite, [parent], TODAY)
    room.do(attendance.reply, parent, "yes")
    room.do(meetings.arrange, meeting_id, Arrangement(WEDNESDAY, "Room 4"))
    answered = next(person for person in room.meeting().attendees if person.id == parent)
    assert (answered.invited_on, answered.reply) == (TODAY, "yes")
    room.do(meetings.arrange, meeting_id, Arrangement(THURSDAY, "Room 4"))
    asked_again = next(person for person in room.meeting().attendees if person.id == parent)
    assert (asked_again.invited_on, asked_again.reply) == (None, "")
    assert room.history(KWAME)[0].summary.startswith(
        "Moved the Way Forward meeting from Wed 25 Nov 2026, 10:00 to 11:00 to Thu 26"
    )


def test_arranging_it_exactly_as_it_is_records_nothing(room: MeetingRoom) -> None:
    meeting_id = room.arranged()
    with pytest.raises(StoreError, match="exactly that already"):
        room.do(meetings.arrange, meeting_id, Arrangement(WEDNESDAY, ROOM))


def test_the_invitation_keeps_its_uid_and_its_sequence_only_ever_rises(room: MeetingRoom) -> None:
    meeting_id = room.arranged()
    first = room.meeting()
    room.do(meetings.arrange, meeting_id, Arrangement(THURSDAY, ROOM))
    moved = room.meeting()
    room.undo()
    back = room.meeting()
    assert first.uid == moved.uid == back.uid
    assert (back.on, back.place) == (first.on, first.place)
    assert first.sequence < moved.sequence < back.sequence


@pytest.mark.parametrize(
    "change",
    [
        lambda room, key: room.do(attendance.include, room.attendee("professional"), Choice(True)),
        lambda room, key: room.do(attendance.add_attendee, key, "professional", "Dr L Nowak"),
        lambda room, key: room.do(attendance.set_interpreter, key, "Twi"),
        lambda room, key: room.do(attendance.rename, room.attendee("parent"), "Mrs A Osei <a@example.org>"),
        lambda room, key: room.do(meetings.cancel, key, "the family is unwell"),
    ],
)
def test_every_change_of_what_the_invitation_says_raises_its_sequence(
    room: MeetingRoom, change: Callable[[MeetingRoom, int], Any]
) -> None:
    meeting_id = room.arranged()
    before = room.meeting().sequence
    change(room, meeting_id)
    assert room.meeting().sequence == before + 1


def test_people_are_invited_and_answer_by_hand(room: MeetingRoom) -> None:
    room.offered()
    parent, setting = room.attendee("parent"), room.attendee("setting")
    room.do(attendance.invite, [parent, setting], date(2026, 11, 10))
    room.do(attendance.reply, setting, "no")
    people = {person.role: (person.invited_on, person.reply) for person in room.meeting().attendees}
    assert people["parent"] == (date(2026, 11, 10), "")
    assert people["setting"] == (date(2026, 11, 10), "no")
    with pytest.raises(StoreError, match="An answer is one of: asked, yes, no"):
        room.do(attendance.reply, setting, "perhaps")


def test_another_chair_is_the_chair_of_the_meeting_and_of_the_diary(room: MeetingRoom) -> None:
    room.arranged()
    room.do(attendance.rename, room.attendee("chair"), "M Hughes")
    assert room.meeting().chair == "M Hughes"
    week = bookings_between(room.store.read(), date(2026, 11, 23), date(2026, 11, 29))
    assert [(booking.chair, booking.ref, booking.starts) for booking in week] == [
        ("M Hughes", "E26-0371", time(10))
    ]


def test_holding_records_the_outcome_and_who_does_what_by_when(room: MeetingRoom) -> None:
    meeting_id = room.arranged()
    agreed = [
        Agreed("Reading support twice a week", "SENCo", date(2026, 12, 4)),
        Agreed("Refer to speech therapy"),
    ]
    room.do(meetings.hold, meeting_id, date(2026, 11, 25), "School will support; review in March", agreed)
    meeting = room.meeting()
    assert (meeting.status, meeting.held_on) == ("held", date(2026, 11, 25))
    assert [(action.what, action.owner, action.due) for action in meeting.actions] == [
        ("Reading support twice a week", "SENCo", date(2026, 12, 4)),
        ("Refer to speech therapy", "", None),
    ]
    assert room.file(KWAME).row.contact_on == date(2026, 11, 25)
    room.do(meetings.finish_action, meeting.actions[0].id, date(2026, 12, 1))
    room.do(meetings.add_action, meeting_id, Agreed("Send the minutes", "J Okafor"))
    assert [action.done_on for action in room.meeting().actions] == [date(2026, 12, 1), None, None]


def test_a_step_that_does_not_fit_is_refused_with_a_sentence(room: MeetingRoom) -> None:
    meeting_id = room.offered()
    with pytest.raises(StoreError, match="offered but not answered cannot be recorded as held"):
        room.do(meetings.hold, meeting_id, TODAY, "came to nothing")
    with pytest.raises(StoreError, match="cannot be given agreed actions"):
        room.do(meetings.add_action, meeting_id, Agreed("Something"))
    room.do(meetings.cancel, meeting_id, "not wanted")
    with pytest.raises(StoreError, match="was called off cannot be accepted"):
        room.do(meetings.accept, meeting_id, TODAY)
    with pytest.raises(StoreError, match="was called off cannot be prepared any further"):
        room.do(attendance.set_interpreter, meeting_id, "Twi")


def test_words_that_matter_cannot_be_empty_or_endless(room: MeetingRoom) -> None:
    meeting_id = room.arranged()
    with pytest.raises(StoreError, match="Say the outcome"):
        room.do(meetings.hold, meeting_id, TODAY, " \x1b ")
    with pytest.raises(StoreError, match="Shorten the reason"):
        room.do(meetings.cancel, meeting_id, "x" * 5000)


def test_a_meeting_changed_by_somebody_else_meanwhile_is_not_overwritten(room: MeetingRoom) -> None:
    meeting_id = room.offered()
    version = room.file(KWAME).row.version
    room.do(meetings.accept, meeting_id, TODAY)
    with pytest.raises(Conflict, match="was changed by"):
        room.do(meetings.decline, meeting_id, TODAY, expected_version=version)
    assert room.meeting().status == "accepted"


def test_a_meeting_whose_offer_was_taken_back_is_gone(room: MeetingRoom) -> None:
    meeting_id = room.offered()
    room.undo()
    assert room.file(KWAME).meetings == ()
    with pytest.raises(NotFound, match="not there any more"):
        room.do(meetings.accept, meeting_id, TODAY)


STEPS: tuple[Callable[[MeetingRoom], Any], ...] = (
    lambda room: room.offered(),
    lambda room: room.do(meetings.decline, room.meeting().id, date(2026, 11, 5)),
    lambda room: room.do(meetings.accept, room.meeting().id, date(2026, 11, 6)),
    lambda room: room.do(attendance.include, room.attendee("child"), Choice(True)),
    lambda room: room.do(attendance.rename, room.attendee("parent"), "Mrs A Osei"),
    lambda room: room.do(attendance.add_attendee, room.meeting().id, "professional", "Dr L Nowak"),
    lambda room: room.do(attendance.set_interpreter, room.meeting().id, "Twi"),
    lambda room: room.do(meetings.arrange, room.meeting().id, Arrangement(WEDNESDAY, ROOM)),
    lambda room: room.do(attendance.invite, [room.attendee("parent")], TODAY),
    lambda room: room.do(attendance.reply, room.attendee("parent"), "yes"),
    lambda room: room.do(meetings.arrange, room.meeting().id, Arrangement(THURSDAY, ROOM)),
    lambda room: room.do(meetings.hold, room.meeting().id, TODAY, "Agreed", [Agreed("Minutes", "J Okafor")]),
    lambda room: room.do(meetings.add_action, room.meeting().id, Agreed("Call the school")),
    lambda room: room.do(meetings.finish_action, room.meeting().actions[0].id, TODAY),
)


def without_sequence(found: tuple[MeetingRow, ...]) -> tuple[MeetingRow, ...]:
    return tuple(meeting._replace(sequence=0) for meeting in found)


def test_every_step_of_a_meeting_can_be_taken_back_one_by_one(room: MeetingRoom) -> None:
    seen = []
    for step in STEPS:
        seen.append((without_sequence(room.file(KWAME).meetings), room.file(KWAME).case, room.law()))
        step(room)
    for before in reversed(seen):
        room.take_back()
        assert (without_sequence(room.file(KWAME).meetings), room.file(KWAME).case, room.law()) == before


def test_no_step_of_a_meeting_changes_a_statutory_clock_or_the_appeal_window(room: MeetingRoom) -> None:
    law = room.law()
    window = appeal_window(room.file(KWAME).clocks, "plan_decision")
    assert law
    assert window is not None
    for step in STEPS:
        step(room)
        assert room.law() == law
        assert appeal_window(room.file(KWAME).clocks, "plan_decision") == window
    room.do(meetings.offer, room.file(KWAME).row.id, room.way_forward, TODAY, "J Okafor")
    room.do(meetings.cancel, room.meeting().id, "not wanted")
    assert room.law() == law


@pytest.mark.parametrize(
    ("decided", "certificate", "sentence"),
    [
        (
            date(2026, 11, 3),
            None,
            "Appeal window runs to Mon 4 Jan 2027 (2 months, rolled past the weekend).",
        ),
        (date(2026, 10, 27), None, "Appeal window runs to Mon 4 Jan 2027 (2 months, rolled past Christmas)."),
        (date(2026, 6, 30), None, "Appeal window ran to Tue 1 Sep 2026 (2 months, rolled past August)."),
        (date(2026, 11, 4), None, "Appeal window runs to Mon 4 Jan 2027 (2 months)."),
        (
            date(2026, 10, 1),
            date(2026, 11, 29),
            "Appeal window runs to Mon 4 Jan 2027 "
            "(1 month from the mediation certificate, rolled past Christmas).",
        ),
    ],
)
def test_the_appeal_window_says_when_it_ends_and_how_that_comes_about(
    room: MeetingRoom, decided: date, certificate: date | None, sentence: str
) -> None:
    told = next(fact for fact in room.file(KWAME).facts if fact.fact.kind == "plan_decision")
    if decided != REFUSED:
        room.do(correct, room.file(KWAME).row.id, told.id, on=decided)
    if certificate:
        room.do(record, room.file(KWAME).row.id, Fact("certificate_issued", certificate))
    file = room.file(KWAME)
    window = appeal_window(file.clocks, "plan_decision")
    assert appeal_sentence(file.case, window, room.doing.book, TODAY) == sentence


def test_without_a_refusal_no_appeal_window_is_claimed(room: MeetingRoom) -> None:
    case = facts()
    assert appeal_sentence(case, None, room.doing.book, TODAY) == "No appeal window is running on this case."


def test_the_chairs_other_meeting_an_unanswered_offer_and_the_window_are_questioned(
    room: MeetingRoom,
) -> None:
    room.arranged(WEDNESDAY, NIAMH)
    room.offered()
    file = room.file(KWAME)
    bookings = bookings_between(room.store.read(), date(2026, 11, 23), date(2026, 11, 29))
    bounds = bounds_of(file.case, room.meeting(), file.clocks, TODAY)
    assert questions(room.meeting(), WEDNESDAY, bounds, bookings) == (
        "The family has not accepted the offer yet.",
        "J Okafor is at another meeting then: Way Forward meeting, E26-0398, 10:00 to 11:00.",
    )
    late = replace(WEDNESDAY, day=date(2027, 1, 6))
    assert "The family's appeal window ends before it, on Mon 4 Jan 2027." in questions(
        room.meeting(), late, bounds, bookings
    )


def test_declined_and_called_off_meetings_take_nobodys_time(room: MeetingRoom) -> None:
    meeting_id = room.arranged()
    room.do(meetings.cancel, meeting_id, "the family is unwell")
    assert bookings_between(room.store.read(), date(2026, 11, 23), date(2026, 11, 29)) == ()


def test_whoever_is_left_out_of_a_meeting_is_free_at_that_time(room: MeetingRoom) -> None:
    meeting_id = room.arranged()
    room.do(attendance.add_attendee, meeting_id, "professional", "Dr L Nowak")
    room.do(attendance.rename, room.attendee("child"), "Kwame")
    (booked,) = bookings_between(room.store.read(), WEDNESDAY.day, WEDNESDAY.day)
    assert booked.people == ("J Okafor", "Dr L Nowak")
    assert (booked.on, booked.starts, booked.minutes) == (WEDNESDAY.day, time(10), 60)


def test_the_diary_of_a_week_does_not_read_every_meeting_there_is(room: MeetingRoom) -> None:
    plan = room.ask(
        "EXPLAIN QUERY PLAN SELECT id FROM meeting WHERE voided_by IS NULL AND meets_on BETWEEN ? AND ?",
        "2026-11-23",
        "2026-11-29",
    )
    assert "meeting_day" in str(plan)


def test_hostile_words_are_stored_clean(room: MeetingRoom) -> None:
    meeting_id = room.arranged()
    room.do(attendance.add_attendee, meeting_id, "professional", "Dr\x1b]52;c;QQ\x07 [/]\u202e X")
    room.do(attendance.set_interpreter, meeting_id, "\x1b[31mTwi")
    room.do(meetings.hold, meeting_id, TODAY, "fine\x9b31m", [Agreed("do\x00 it", "me\x1b")])
    meeting = room.meeting()
    stored = [meeting.interpreter, meeting.outcome, *(person.name for person in meeting.attendees)]
    stored += [part for action in meeting.actions for part in (action.what, action.owner)]
    assert all(text.isprintable() for text in stored)
