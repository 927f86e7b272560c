"""The invitation a caseworker sends: what calendars read out of it, and where it is written."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar, Event

from ehc_tui.exchange.invitation import (
    Invitation,
    InvitationError,
    as_ics,
    file_name,
    invitation_of,
    write_invitation,
)
from ehc_tui.exchange.private_file import FileRefused
from ehc_tui.store.rows import Attendee, MeetingRow

STAMP = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
UID = "0a6f3d0e-6a55-4c3e-9a0e-0d2f8f6f2b11"
HOSTILE = 'x\r\nATTENDEE:mailto:spy@example.org\r\n\x1b]52;c;AAAA\x07 [/] =1+1 "q"; a, b\\n'


def attendee(number: int, role: str, name: str, *, included: bool | None = True, reply: str = "") -> Attendee:
    return Attendee(number, role, name, included, None, reply)


def meeting(**changes: object) -> MeetingRow:
    """A Way Forward meeting about Kwame Osei, arranged for a winter morning."""
    row = MeetingRow(
        id=1,
        uid=UID,
        sequence=0,
        kind="way_forward",
        title="Way Forward meeting",
        decision="plan_decision",
        status="arranged",
        offered_on=date(2026, 11, 3),
        answered_on=date(2026, 11, 6),
        held_on=None,
        on=date(2026, 11, 25),
        starts=time(10, 0),
        minutes=60,
        place="One Angel Square, room 3",
        link="https://meet.example.org/abc?x=1;y=2",
        chair="J Okafor",
        interpreter="Twi",
        outcome="",
        attendees=(
            attendee(1, "chair", "J Okafor <j.okafor@example.org>", reply="yes"),
            attendee(2, "parent", "Mrs A Osei <a.osei@example.org>"),
            attendee(3, "child", "Kwame Osei", included=False),
            attendee(4, "setting", "SENCo, Northgate Academy <senco@example.org>", reply="no"),
            attendee(5, "professional", "Dr L Nowak"),
        ),
        actions=(),
        version=3,
    )
    return row._replace(**changes)


def invitation(**changes: object) -> Invitation:
    return invitation_of(meeting(**changes), "E26-0371")


def read_back(data: bytes) -> tuple[Calendar, Event]:
    calendar = Calendar.from_ical(data)
    return calendar, calendar.walk("VEVENT")[0]


def test_a_calendar_reads_the_day_time_place_and_case_reference() -> None:
    calendar, event = read_back(as_ics(invitation(), STAMP))
    assert calendar["method"] == "REQUEST"
    assert event["summary"] == "Way Forward meeting · E26-0371"
    assert event["dtstart"].dt == datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(hours=1)
    assert event["location"] == "One Angel Square, room 3"
    assert event["url"] == "https://meet.example.org/abc?x=1;y=2"
    assert "Interpreter: Twi" in event["description"]
    assert "does not affect the right to appeal" in event["description"]
    assert event["class"] == "PRIVATE"


def test_a_summer_meeting_keeps_its_local_time() -> None:
    _, event = read_back(as_ics(invitation(on=date(2027, 6, 2)), STAMP))
    assert event["dtstart"].dt == datetime(2027, 6, 2, 9, 0, tzinfo=UTC)


def test_the_childs_name_and_the_family_name_appear_nowhere() -> None:
    text = as_ics(invitation(), STAMP).decode().replace("\r\n ", "")
    without_addresses = re.sub(r"mailto:\S+", "", text)
    assert "Kwame" not in without_addresses
    assert "Osei" not in without_addresses
    assert 'CN="Parent or carer"' in text


def test_a_young_person_who_is_included_is_invited_by_role() -> None:
    people = (attendee(3, "child", "Kwame Osei <kwame@example.org>"),)
    _, event = read_back(as_ics(invitation(attendees=people), STAMP))
    assert event["attendee"].params["CN"] == "Child or young person"


def test_everyone_included_is_asked_to_reply_and_recorded_answers_are_kept() -> None:
    _, event = read_back(as_ics(invitation(), STAMP))
    assert [(str(one), one.params["CN"], one.params["PARTSTAT"]) for one in event["attendee"][:2]] == [
        ("mailto:a.osei@example.org", "Parent or carer", "NEEDS-ACTION"),
        ("mailto:senco@example.org", "SENCo, Northgate Academy", "DECLINED"),
    ]
    assert all(one.params["RSVP"] == "TRUE" for one in event["attendee"])
    assert str(event["organizer"]) == "mailto:j.okafor@example.org"


def test_somebody_without_an_address_is_named_but_no_mail_goes_astray() -> None:
    made = invitation()
    _, event = read_back(as_ics(made, STAMP))
    nowak = event["attendee"][2]
    assert nowak.params["CN"] == "Dr L Nowak"
    assert str(nowak).startswith("urn:uuid:")
    assert made.without_address == ("Dr L Nowak",)


def test_the_chair_without_an_entry_of_their_own_is_still_the_organiser() -> None:
    _, event = read_back(as_ics(invitation(attendees=()), STAMP))
    assert event["organizer"].params["CN"] == "J Okafor"


def test_a_moved_meeting_keeps_its_uid_and_raises_its_sequence() -> None:
    _, first = read_back(as_ics(invitation(), STAMP))
    _, moved = read_back(as_ics(invitation(sequence=1, starts=time(11, 0)), STAMP))
    assert first["uid"] == moved["uid"] == UID
    assert (first["sequence"], moved["sequence"]) == (0, 1)


def test_a_cancelled_meeting_is_withdrawn_from_calendars() -> None:
    calendar, event = read_back(as_ics(invitation(status="cancelled", sequence=2), STAMP))
    assert (calendar["method"], event["status"], event["sequence"]) == ("CANCEL", "CANCELLED", 2)
    assert event["uid"] == UID
    assert not event.walk("VALARM")


def test_people_are_reminded_a_day_before() -> None:
    _, event = read_back(as_ics(invitation(), STAMP))
    assert event.walk("VALARM")[0]["trigger"].dt == timedelta(days=-1)


def test_a_link_stands_in_for_a_place_and_only_web_links_can_be_clicked() -> None:
    _, online = read_back(as_ics(invitation(place=""), STAMP))
    assert online["location"] == "https://meet.example.org/abc?x=1;y=2"
    _, odd = read_back(as_ics(invitation(link="javascript:alert(1)"), STAMP))
    assert "url" not in odd


def test_a_meeting_without_a_day_has_no_invitation() -> None:
    with pytest.raises(InvitationError, match="arrange it before"):
        invitation(on=None, starts=None)


def test_lines_fold_at_75_octets_without_breaking_a_letter() -> None:
    place = "Łódź Ćwiczenia żółć " * 20
    data = as_ics(invitation(place=place), STAMP)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    data.decode("utf-8")
    _, event = read_back(data)
    assert event["location"] == place.strip()


@pytest.mark.parametrize("field", ["title", "place", "link", "interpreter"])
def test_hostile_text_stays_text(field: str) -> None:
    data = as_ics(invitation(**{field: HOSTILE}), STAMP)
    calendar, event = read_back(data)
    assert b"\x1b" not in data
    assert len(calendar.walk("VEVENT")) == 1
    assert "spy@example.org" not in " ".join(str(one) for one in event["attendee"])


def test_a_hostile_name_adds_nobody_and_breaks_nothing() -> None:
    people = (attendee(1, "chair", HOSTILE), attendee(2, "professional", HOSTILE))
    _, event = read_back(as_ics(invitation(attendees=people), STAMP))
    assert str(event["attendee"]).startswith("urn:uuid:")
    assert "=1+1" in event["attendee"].params["CN"]


def test_the_file_is_private_and_named_after_the_case(tmp_path: Path) -> None:
    path = write_invitation(invitation(), STAMP, tmp_path / file_name("E26-0371", 2))
    assert path.name == "E26-0371-meeting-2.ics"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(("ref", "name"), [("../../etc/x", "etc-x"), ("EHC/26 4", "EHC-26-4"), ("…", "case")])
def test_a_reference_never_becomes_a_path(ref: str, name: str) -> None:
    assert file_name(ref, 1) == f"{name}-meeting-1.ics"


def test_an_earlier_invitation_to_the_same_meeting_is_replaced(tmp_path: Path) -> None:
    path = write_invitation(invitation(), STAMP, tmp_path / "m.ics")
    write_invitation(invitation(sequence=1), STAMP, path)
    _, event = read_back(path.read_bytes())
    assert event["sequence"] == 1


@pytest.mark.parametrize("content", [b"my shopping list", b"", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"])
def test_another_file_is_not_overwritten_unless_that_is_confirmed(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.ics"
    path.write_bytes(content)
    with pytest.raises(FileRefused, match=r"notes\.ics exists already"):
        write_invitation(invitation(), STAMP, path)
    assert path.read_bytes() == content
    write_invitation(invitation(), STAMP, path, replace=True)
    assert b"BEGIN:VEVENT" in path.read_bytes()


def test_another_meetings_invitation_is_not_overwritten(tmp_path: Path) -> None:
    path = write_invitation(invitation(), STAMP, tmp_path / "m.ics")
    with pytest.raises(FileRefused, match="exists already"):
        write_invitation(invitation(uid="another"), STAMP, path)


def test_a_folder_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"gone/m\.ics could not be written: No such file or directory"):
        write_invitation(invitation(), STAMP, tmp_path / "gone" / "m.ics")
