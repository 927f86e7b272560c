"""The weeks and days of a case, as everybody who works on it counts them."""

from __future__ import annotations

from datetime import date


def week_number(received_on: date, day: date) -> int:
    """The week of the case: receipt is week 0, days 1 to 7 are week 1, day 140 is the last of week 20."""
    return -(-day_number(received_on, day) // 7)


def day_number(received_on: date, day: date) -> int:
    """Days elapsed since receipt; 0 on the day itself."""
    return (day - received_on).days
