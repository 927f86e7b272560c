"""Whether a day and time for a meeting is a good one: what clashes, and what should be confirmed first.

Pure: the bookings are read beforehand. Nothing here refuses. A caseworker may have every reason to meet a
family at half past six; each doubt is one sentence to be confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from ehc_tui.law.calendar import bank_holidays, is_known
from ehc_tui.store.diary import Booking
from ehc_tui.store.rows import MeetingRow
from ehc_tui.text import british, fold_person

OFFICE_OPENS, OFFICE_CLOSES = time(8, 30), time(17, 30)
SHORTEST, LONGEST = 5, 10 * 60


@dataclass(frozen=True, slots=True)
class Slot:
    """A day and a time of so many minutes, local (Europe/London), within one day."""

    day: date
    starts: time
    minutes: int

    @property
    def first(self) -> int:
        """Minutes from midnight to the start."""
        return self.starts.hour * 60 + self.starts.minute

    @property
    def last(self) -> int:
        """Minutes from midnight to the end."""
        return self.first + self.minutes

    @property
    def hours(self) -> str:
        """The times as people say them: "10:00 to 11:15"."""
        return f"{self.starts:%H:%M} to {self.last // 60:02}:{self.last % 60:02}"

    def is_of(self, meeting: MeetingRow) -> bool:
        """True if the meeting is on that day at that time."""
        return (self.day, self.starts, self.minutes) == (meeting.on, meeting.starts, meeting.minutes)

    def __str__(self) -> str:
        return f"{british(self.day, 'weekday')}, {self.hours}"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The days a meeting is measured against: today, the decision told, the end of the appeal window."""

    today: date
    decided_on: date | None = None
    appeal_until: date | None = None


def parse_slot(typed: str, day: date, minutes: int) -> Slot:
    """The slot somebody typed: "10", "10:30", "2pm", each with or without a length in minutes ("10:30 45").

    `minutes` is the length when none is typed. Raises `ValueError` with a sentence.
    """
    found = re.fullmatch(
        r"\s*(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>am|pm)?"
        r"(?:\s*(?:,|for|\s)\s*(?P<length>\d{1,3})\s*(?:m|min|mins|minutes)?)?\s*",
        typed,
        re.IGNORECASE,
    )
    if found is None:
        raise ValueError("Type a time and how many minutes, for example 10:30 45.")
    hour = _hour(int(found["hour"]), (found["half"] or "").lower())
    minute, length = int(found["minute"] or 0), int(found["length"] or minutes)
    if hour > 23 or minute > 59:
        raise ValueError(f"There is no such time as “{typed.strip()}”; type for example 10:30 or 2pm.")
    if not SHORTEST <= length <= LONGEST:
        raise ValueError(f"A meeting takes from {SHORTEST} to {LONGEST} minutes, not {length}.")
    slot = Slot(day, time(hour, minute), length)
    if slot.last > 24 * 60:
        raise ValueError("The meeting would go on past midnight: type an earlier time or fewer minutes.")
    return slot


def clashes(slot: Slot, people: Iterable[str], bookings: Iterable[Booking], uid: str) -> tuple[str, ...]:
    """Who of `people` is at another meeting then, a sentence each. `uid` is the meeting being arranged."""
    return tuple(
        f"{name} is at another meeting then: {booking.title}, {booking.ref}, {_slot(booking).hours}."
        for booking in bookings
        if booking.uid != uid and _overlap(slot, _slot(booking))
        for name in sorted({name for name in people if is_at(name, booking)})
    )


def doubts(slot: Slot, bounds: Bounds) -> tuple[str, ...]:
    """What should be confirmed about a day and time whoever is invited, a sentence each; empty if nothing."""
    return (*_about_the_day(slot.day), *_about_the_hours(slot), *_about_the_case(slot.day, bounds))


def is_at(name: str, booking: Booking) -> bool:
    """True if somebody of that name chairs the booked meeting or is expected at it."""
    return same_person(name, booking.chair) or any(same_person(name, other) for other in booking.people)


def same_person(one: str, other: str) -> bool:
    """True if two names as people typed them mean one person; an e-mail address does not count."""
    return bool(_words(one)) and _words(one) == _words(other)


def short_name(name: str) -> str:
    """The name as a narrow cell shows it: the part before a comma, without an e-mail address."""
    return _bare(name).split(",")[0].strip()


def initials(name: str) -> str:
    """ "J Okafor" and "j.okafor" both give "J.O."; a name of one word is kept."""
    parts = [part for part in re.split(r"[\s.]+", short_name(name)) if part]
    return "".join(f"{part[0].upper()}." for part in parts) if len(parts) > 1 else short_name(name)


def _about_the_day(day: date) -> Iterable[str]:
    if day.weekday() >= 5:
        yield f"{british(day, 'weekday')} is at the weekend."
    if holiday := bank_holidays().days.get(day):
        yield f"{british(day, 'weekday')} is a bank holiday ({holiday})."
    elif not is_known(day):
        yield f"The bank holidays of {day.year} are not known yet."


def _about_the_hours(slot: Slot) -> Iterable[str]:
    opens, closes = (at.hour * 60 + at.minute for at in (OFFICE_OPENS, OFFICE_CLOSES))
    if slot.first < opens or slot.last > closes:
        yield f"{slot.hours} is outside office hours ({OFFICE_OPENS:%H:%M} to {OFFICE_CLOSES:%H:%M})."


def _about_the_case(day: date, bounds: Bounds) -> Iterable[str]:
    if day < bounds.today:
        yield f"{british(day, 'weekday')} is in the past."
    if bounds.decided_on and day < bounds.decided_on:
        yield f"The decision was told later, on {british(bounds.decided_on, 'weekday')}."
    if bounds.appeal_until and day > bounds.appeal_until:
        yield f"The family's appeal window ends before it, on {british(bounds.appeal_until, 'weekday')}."


def _hour(hour: int, half: str) -> int:
    if half and 1 <= hour <= 12:
        return hour % 12 + (12 if half == "pm" else 0)
    return hour if not half else 24


def _words(name: str) -> list[str]:
    """What a name is compared by: "M. Hughes" and "m.hughes" have the same words."""
    return fold_person(_bare(name)).split()


def _bare(name: str) -> str:
    return re.sub(r"\s*<[^>]*>", "", name).strip()


def _slot(booking: Booking) -> Slot:
    return Slot(booking.on, booking.starts, booking.minutes)


def _overlap(one: Slot, other: Slot) -> bool:
    return one.day == other.day and one.first < other.last and other.first < one.last


def week_of(day: date) -> tuple[date, date]:
    """The Monday and the Sunday around a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def taken(people: Sequence[str], bookings: Iterable[Booking]) -> tuple[tuple[str, Booking], ...]:
    """The bookings that take somebody's time, with who it is; of several people the first listed."""
    return tuple(
        (name, booking)
        for booking in bookings
        for name in [next((one for one in people if is_at(one, booking)), "")]
        if name
    )
