"""Whether a time for a meeting is questioned, and how a time is typed."""

from __future__ import annotations

from datetime import date, time

import pytest

from ehc_tui.casework.diary import (
    Bounds,
    Slot,
    clashes,
    doubts,
    initials,
    parse_slot,
    same_person,
    short_name,
    taken,
)
from ehc_tui.store.diary import Booking

TODAY = date(2026, 11, 21)
WEDNESDAY = date(2026, 11, 25)
BOUNDS = Bounds(TODAY, decided_on=date(2026, 11, 3), appeal_until=date(2027, 1, 4))
PANEL = Booking(
    "other", "E26-0398", "Way Forward meeting", "J Okafor", ("Dr L Nowak",), WEDNESDAY, time(10), 60
)


def slot(day: date = WEDNESDAY, starts: time = time(10), minutes: int = 60) -> Slot:
    return Slot(day, starts, minutes)


@pytest.mark.parametrize(
    ("typed", "starts", "minutes"),
    [
        ("10", time(10), 60),
        ("10:30", time(10, 30), 60),
        ("9.15 45", time(9, 15), 45),
        ("2pm", time(14), 60),
        ("12am 30 min", time(0), 30),
        ("12pm", time(12), 60),
        ("14:00 for 90 minutes", time(14), 90),
        ("10:00, 20", time(10), 20),
    ],
)
def test_a_time_can_be_typed_as_people_write_it(typed: str, starts: time, minutes: int) -> None:
    assert parse_slot(typed, WEDNESDAY, 60) == Slot(WEDNESDAY, starts, minutes)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("soon", "Type a time and how many minutes"),
        ("", "Type a time"),
        ("25:00", "no such time"),
        ("13pm", "no such time"),
        ("10:75", "no such time"),
        ("10:00 0", "from 5 to 600 minutes, not 0"),
        ("23:30 60", "past midnight"),
    ],
)
def test_a_time_that_cannot_be_is_refused_with_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        parse_slot(typed, WEDNESDAY, 60)


def test_a_good_time_raises_no_doubt() -> None:
    assert doubts(slot(), BOUNDS) == ()
    assert clashes(slot(), ["J Okafor"], [], "mine") == ()


@pytest.mark.parametrize(
    ("questioned", "sentence"),
    [
        (slot(date(2026, 11, 28)), "Sat 28 Nov 2026 is at the weekend."),
        (slot(date(2026, 12, 25)), "Fri 25 Dec 2026 is a bank holiday (Christmas Day)."),
        (slot(starts=time(8, 0)), "08:00 to 09:00 is outside office hours (08:30 to 17:30)."),
        (slot(starts=time(17), minutes=45), "17:00 to 17:45 is outside office hours (08:30 to 17:30)."),
        (slot(date(2026, 11, 18)), "Wed 18 Nov 2026 is in the past."),
        (slot(date(2026, 11, 2)), "The decision was told later, on Tue 3 Nov 2026."),
        (slot(date(2027, 1, 5)), "The family's appeal window ends before it, on Mon 4 Jan 2027."),
        (slot(date(2060, 1, 5)), "The bank holidays of 2060 are not known yet."),
    ],
)
def test_an_unusual_time_is_questioned(questioned: Slot, sentence: str) -> None:
    assert sentence in doubts(questioned, BOUNDS)


def test_the_edges_of_office_hours_and_of_the_appeal_window_are_not_questioned() -> None:
    assert doubts(slot(starts=time(8, 30)), BOUNDS) == ()
    assert doubts(slot(starts=time(16, 30)), BOUNDS) == ()
    assert doubts(slot(date(2027, 1, 4)), BOUNDS) == ()


def test_the_chair_and_professionals_at_another_meeting_are_named_with_its_case_and_time() -> None:
    assert clashes(slot(starts=time(10, 30)), ["J Okafor", "Dr L Nowak"], [PANEL], "mine") == (
        "Dr L Nowak is at another meeting then: Way Forward meeting, E26-0398, 10:00 to 11:00.",
        "J Okafor is at another meeting then: Way Forward meeting, E26-0398, 10:00 to 11:00.",
    )


@pytest.mark.parametrize("free", [slot(starts=time(11)), slot(starts=time(9)), slot(date(2026, 11, 26))])
def test_a_meeting_before_after_or_on_another_day_is_no_clash(free: Slot) -> None:
    assert clashes(free, ["J Okafor"], [PANEL], "mine") == ()


def test_a_meeting_does_not_clash_with_itself_when_it_is_moved() -> None:
    assert clashes(slot(starts=time(10, 30)), ["J Okafor"], [PANEL], "other") == ()


@pytest.mark.parametrize("name", ["j okafor", "J. Okafor", "j.okafor", "J Okafor <j.okafor@example.org>"])
def test_one_person_written_in_several_ways_is_one_person(name: str) -> None:
    assert same_person(name, "J Okafor")


def test_nobody_named_is_nobody_in_particular() -> None:
    assert not same_person("", "")


def test_cells_show_short_names() -> None:
    assert initials("J Okafor") == initials("j.okafor") == "J.O."
    assert initials("Okafor") == "Okafor"
    assert short_name("SENCo, Northgate Academy <s@example.org>") == "SENCo"


def test_busy_time_says_whose_it_is() -> None:
    assert taken(["J Okafor", "Dr L Nowak"], [PANEL]) == (("J Okafor", PANEL),)
    assert taken(["Dr L Nowak"], [PANEL]) == (("Dr L Nowak", PANEL),)
    assert taken(["M Hughes"], [PANEL]) == ()
