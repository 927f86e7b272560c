"""A meeting as an iCalendar invitation (RFC 5545 and RFC 5546) that a council's calendar takes in.

Calendars are shared, so nothing in the file names the child: the subject is the case reference and family
members appear by role. Replies do not come back through the calendar; they are recorded by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from ehc_tui.casework.way_forward import role_label
from ehc_tui.confinement import within
from ehc_tui.exchange.private_file import FileRefused, write_privately
from ehc_tui.text import clean, fold

if TYPE_CHECKING:
    from icalendar import Event, vCalAddress

    from ehc_tui.store.rows import Attendee, MeetingRow

LONDON = ZoneInfo("Europe/London")
FAMILY = ("parent", "child")
REMINDER = timedelta(days=1)
_PRODUCT = "-//ehc-tui//Casework meetings//EN"
_NAME_AND_ADDRESS = re.compile(
    r"(?P<name>[^<>]*?)\s*<?(?P<email>[^\s@<>\"(),:;\\]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+)>?"
)
_ANSWERS = {"yes": "ACCEPTED", "no": "DECLINED"}


class InvitationError(FileRefused):
    """There is nothing to make an invitation from; the message is one sentence for the person who asked."""


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody on the invitation: what calendars show, an e-mail address if known, and their answer."""

    key: str
    label: str
    email: str = ""
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the file says. `day` and `starts` are local (Europe/London); `minutes` is the length."""

    uid: str
    sequence: int
    ref: str
    title: str
    day: date
    starts: time
    minutes: int
    place: str
    link: str
    interpreter: str
    organiser: Invitee
    invitees: tuple[Invitee, ...]
    cancelled: bool = False

    @property
    def without_address(self) -> tuple[str, ...]:
        """Whose calendar cannot be reached, because no e-mail address is recorded with their name."""
        return tuple(person.label for person in (self.organiser, *self.invitees) if not person.email)


def invitation_of(meeting: MeetingRow, ref: str) -> Invitation:
    """The invitation to an arranged meeting, or its withdrawal once it is cancelled.

    Raises `InvitationError` while the meeting has no day and time.
    """
    if meeting.on is None or meeting.starts is None:
        raise InvitationError("This meeting has no day and time yet: arrange it before making an invitation.")
    chair = next((one for one in meeting.attendees if one.role == "chair"), None)
    return Invitation(
        uid=meeting.uid,
        sequence=meeting.sequence,
        ref=clean(ref),
        title=clean(meeting.title),
        day=meeting.on,
        starts=meeting.starts,
        minutes=meeting.minutes,
        place=clean(meeting.place),
        link=clean(meeting.link),
        interpreter=clean(meeting.interpreter),
        organiser=_invitee(chair) if chair else Invitee("chair", *_name_and_address(meeting.chair)),
        invitees=tuple(_invitee(one) for one in meeting.attendees if one.included and one.role != "chair"),
        cancelled=meeting.status == "cancelled",
    )


def as_ics(invitation: Invitation, stamp: datetime, made: str = "") -> bytes:
    """The bytes of the .ics file: METHOD:REQUEST, or METHOD:CANCEL for a meeting that is cancelled.

    `stamp` is the aware instant at which the file is made. Times are written as UTC, which every calendar
    converts the same way on either side of a clock change. Who `made` the file is a property that calendars
    keep and do not show.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if invitation.cancelled else "REQUEST")
    if made:
        calendar.add("x-ehc-exported", clean(made))
    calendar.add_component(_event(invitation, stamp))
    return bytes(calendar.to_ical())


def file_name(ref: str, number: int) -> str:
    """The file name offered for the `number`th meeting of a case; never a path, whatever the reference."""
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", ref).strip(".-") or "case"
    return f"{safe}-meeting-{number}.ics"


def names_shown(invitation: Invitation, names: Iterable[str]) -> tuple[str, ...]:
    """Which of these names stand in what a shared calendar shows: the subject, the place and the notes."""
    shown = fold(" ".join((invitation.title, invitation.place, invitation.link, invitation.interpreter)))
    words = set(re.split(r"\W+", shown))
    return tuple(name for name in names if name and set(re.split(r"\W+", fold(name))) <= words)


def write_invitation(
    invitation: Invitation, stamp: datetime, path: Path, *, made: str = "", replace: bool = False
) -> Path:
    """Write the file whole or not at all, readable by its owner only, and returns its absolute path.

    An earlier invitation to the same meeting is replaced; any other file is left alone unless `replace` is
    true. Raises `FileRefused` saying which file and why.
    """
    content = as_ics(invitation, stamp, made)
    ours = replace or _is_for(path.expanduser(), invitation.uid)
    return write_privately(path, lambda stream: stream.write(content), overwrite=ours)


def _event(invitation: Invitation, stamp: datetime) -> Event:
    from icalendar import Event

    starts = datetime.combine(invitation.day, invitation.starts, LONDON)
    event = Event()
    event.add("uid", invitation.uid)
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", starts.astimezone(UTC))
    event.add("dtend", starts.astimezone(UTC) + timedelta(minutes=invitation.minutes))
    event.add("summary", f"{invitation.title} · {invitation.ref}")
    event.add("location", invitation.place or invitation.link)
    event.add("description", _description(invitation))
    event.add("status", "CANCELLED" if invitation.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    if _is_web_link(invitation.link):
        event.add("url", invitation.link)
    event.add("organizer", _address(invitation.organiser, invitation.uid))
    for person in invitation.invitees:
        event.add("attendee", _attendee(person, invitation.uid))
    if not invitation.cancelled:
        _add_reminder(event)
    return event


def _add_reminder(event: Event) -> None:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", event["summary"])
    alarm.add("trigger", -REMINDER)
    event.add_component(alarm)


def _description(invitation: Invitation) -> str:
    said = [
        f"{invitation.title}, case {invitation.ref}.",
        f"Place: {invitation.place}" if invitation.place else "",
        f"Join: {invitation.link}" if invitation.link else "",
        f"Interpreter: {invitation.interpreter}" if invitation.interpreter else "",
        "This meeting does not affect the right to appeal or its time limit.",
    ]
    return "\n".join(line for line in said if line)


def _attendee(person: Invitee, uid: str) -> vCalAddress:
    address = _address(person, uid)
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = _ANSWERS.get(person.reply, "NEEDS-ACTION")
    address.params["RSVP"] = "TRUE"
    return address


def _address(person: Invitee, uid: str) -> vCalAddress:
    """A calendar address. Somebody without e-mail gets a name of their own, so that no mail goes astray."""
    from icalendar import vCalAddress

    value = (
        f"mailto:{person.email}"
        if person.email
        else f"urn:uuid:{uuid5(NAMESPACE_URL, f'{uid}/{person.key}')}"
    )
    address = vCalAddress(value)
    address.params["CN"] = person.label
    return address


def _invitee(person: Attendee) -> Invitee:
    name, email = _name_and_address(person.name)
    label = role_label(person.role) if person.role in FAMILY or not name else name
    return Invitee(str(person.id), label, email, person.reply)


def _name_and_address(typed: str) -> tuple[str, str]:
    """Split "J Okafor <j.okafor@example.org>"; what is not plainly an address stays part of the name."""
    text = clean(typed)
    found = _NAME_AND_ADDRESS.fullmatch(text)
    return (found["name"] or found["email"], found["email"]) if found else (text, "")


def _is_web_link(link: str) -> bool:
    """Only web addresses become links to click; anything else stays words."""
    return re.fullmatch(r"https?://[^\s<>\"]+", link, re.IGNORECASE) is not None


def _is_for(path: Path, uid: str) -> bool:
    """True if the file is an invitation to the meeting with this UID."""
    from icalendar import Calendar

    try:
        calendar = Calendar.from_ical(within(path).read_bytes())
    except (OSError, ValueError):
        return False
    return any(str(event.get("uid")) == uid for event in calendar.walk("VEVENT"))
