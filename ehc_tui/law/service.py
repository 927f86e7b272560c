"""Deemed service: the day on which a family is taken to have received what was posted to them.

A letter counts as served when it would arrive in the ordinary course of post (Interpretation Act 1978, s.7).
The Act names no number of days; how many working days the post takes is a reading, and confidence C. What is
handed over, or sent electronically to somebody who agreed to that, is served on the day itself. Which facts
are counted from service is in the vocabulary of the rule book.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from ehc_tui.law.calendar import ONE_DAY, is_working_day
from ehc_tui.text import parse_day

_POSTED = re.compile(
    r"(?:by\s+)?post(?:ed)?\s+(?:on\s+)?(?P<after>.+)|(?P<before>.+?)\s+(?:by\s+)?post(?:ed)?", re.I
)


class Service(NamedTuple):
    """When something was served, and the day it was posted if it went by post."""

    served_on: date
    posted_on: date | None = None


def deemed_served(posted_on: date, working_days: int) -> date:
    """The `working_days`th working day after posting; with 0 the day of posting itself.

    Raises `CalendarError` beyond the known bank holidays.
    """
    day = posted_on
    while working_days:
        day += ONE_DAY
        working_days -= is_working_day(day)
    return day


def parse_service(raw: str, today: date, working_days: int) -> Service:
    """The day that was typed, or with "by post" the day on which what was posted then counts as served.

    Understands what `text.parse_day` does, and "fri by post", "by post 12/1", "posted 3 Feb". Raises
    `DayError`, and `CalendarError` beyond the known bank holidays.
    """
    if posted := _POSTED.fullmatch(raw.strip()):
        posted_on = parse_day(posted["after"] or posted["before"], today, prefer="past")
        return Service(deemed_served(posted_on, working_days), posted_on)
    return Service(parse_day(raw, today, prefer="past"))
