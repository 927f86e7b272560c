"""A store with a panel at work, for the command line to be typed at."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from office import ADVISERS
from panel_room import PLAN, REASONS, TODAY, PanelRoom

from ehc_tui.casework.panel import recommend

RECEIVED = date(2026, 8, 24)


def filled(path: Path) -> None:
    """Two cases that wait, one decided today and not told, a session today and one in two weeks."""
    room = PanelRoom(path)
    decided = room.waiting("E26-0001", RECEIVED - timedelta(days=30))
    booked = room.waiting("E26-0002", RECEIVED, came=tuple(key for key in ADVISERS if key != "psychology"))
    free = room.waiting("E26-0003", RECEIVED + timedelta(days=7))
    today, coming = room.sitting(TODAY, papers_by=TODAY, capacity=1), room.sitting(papers_by=TODAY)
    room.decide(decided, "Issue", item_id=room.book(decided, today))
    room.book(booked, coming)
    room.do(recommend, free, PLAN, "Do not issue", REASONS)
    room.store.close()
