"""Two stores alike but for one case that is restricted, and somebody who may not know of it, for tests."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from panel_room import PanelRoom

from ehc_tui.casework import notes
from ehc_tui.casework.reliefs import rely_on
from ehc_tui.casework.restricting import restrict
from ehc_tui.casework.staff import list_person
from ehc_tui.law.model import Ground, Relief
from ehc_tui.law.process import Panel

MANAGER, OUTSIDER = "m.hughes", "a.begum"
SEEN, HIDDEN = "E26-0001", "E26-0777"
SECRETS = (HIDDEN, "0777", "Quillfeather", "Zephyrine", "Hollowmere", "court order")
BORN = date(2017, 5, 6)


def a_store(path: Path, *, hidden: bool = True, on_the_agenda: bool = False) -> None:
    """Two cases that wait for the panel, and perhaps a third, of which the outsider may not know."""
    room = PanelRoom(path)
    received = date(2026, 8, 10)
    room.do(list_person, MANAGER, "manager", "M Hughes")
    manager = room.as_person(MANAGER)
    manager.do(list_person, OUTSIDER, "sen-officer", "A Begum")
    first = manager.waiting(SEEN, received)
    manager.waiting("E26-0002", received + timedelta(days=14), surname="Osei", forename="Kwame")
    coming = manager.sitting()
    manager.book(first, coming)
    if hidden:
        secret = manager.waiting(
            HIDDEN,
            received - timedelta(days=60),
            surname="Quillfeather",
            forename="Zephyrine",
            born=BORN,
            setting="Hollowmere Academy",
            caseworker="Ombra Nightjar",
        )
        manager.do(notes.add, secret, "There is a court order.", kind="contact", on=date(2026, 11, 2))
        relief = Relief(
            "issue_final_plan",
            "",
            Ground.EXCEPTIONAL_CIRCUMSTANCES,
            "court order",
            "abroad",
            "M Hughes",
            None,
        )
        manager.do(rely_on, secret, relief)
        if on_the_agenda:
            manager.book(secret, coming)
        manager.do(restrict, secret, [MANAGER], "court order")
    room.store.close()
    manager.store.close()


def the_panel(path: Path) -> Panel:
    """The panel that decides on plans."""
    room = PanelRoom(path)
    room.store.close()
    return room.plan
