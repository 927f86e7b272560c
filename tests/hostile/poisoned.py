"""A caseload in which every field that takes text from people holds one of the hostile texts."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date, time
from pathlib import Path

from hostile.corpus import TEXTS
from office import Office

from ehc_tui.casework import advice, attendance, decisions, meetings, notes, reliefs, views
from ehc_tui.casework.diary import Slot
from ehc_tui.casework.meeting_act import Choice
from ehc_tui.casework.meetings import Agreed, Arrangement
from ehc_tui.law.model import Fact, Ground, Relief
from ehc_tui.settings import Settings
from ehc_tui.store.rows import View

REFUSED = date(2026, 11, 3)
MEETING_WORDS = 2000
"""Longer texts about a meeting are refused."""
FREE_TEXT = {
    "ehc_case": ("surname", "forename", "setting", "route", "caseworker", "officer"),
    "fact": ("source", "recorded_by"),
    "advice_item": ("adviser",),
    "relief": ("evidence", "impractical_because", "authorised_by", "recorded_by"),
    "meeting": ("title", "place", "link", "chair", "interpreter", "outcome"),
    "attendee": ("name", "reason"),
    "agreed_action": ("what", "owner"),
    "note": ("text", "recorded_by"),
    "act": ("by", "summary"),
    "saved_view": ("name",),
}
"""The columns that hold what people wrote."""


def reference(number: int) -> str:
    """The reference of the case poisoned with the text of that number."""
    return f"P-{number:03}"


def a_poisoned_caseload(path: Path) -> Office:
    """For each hostile text a case with it in every field, worked on from request to Way Forward meeting."""
    office = Office(path)
    for number, text in enumerate(TEXTS.values(), 1):
        _live_through(office.colleague(text), reference(number), text, number)
    return office


def spoil(path: Path) -> None:
    """Put the texts into the store's file past every door, as another program might have done."""
    with sqlite3.connect(path) as connection:
        texts = [text.encode("utf-8", "replace").decode() for text in TEXTS.values()]
        for table, columns in FREE_TEXT.items():
            for column in columns:
                for number, text in enumerate(texts):
                    connection.execute(
                        f"UPDATE {table} SET {column} = ? WHERE id % ? = ?", (text, len(texts), number)
                    )
    connection.close()


def _live_through(office: Office, ref: str, text: str, number: int) -> None:
    """The case's life: the families are refused on one day, and met one after the other."""
    office.doing = replace(office.doing, by=Settings(me=text).person())
    case_id = office.open(
        ref, surname=text, forename=text, setting=text, route=text, caseworker=text, officer=text, note=text
    )
    office.do(decisions.record, case_id, Fact("assess_decision", date(2026, 8, 14), "Yes"))
    keys = [office.do(advice.add_line, case_id, kind, text) for kind in ("other", "family_request")]
    office.do(advice.ask, case_id, keys, date(2026, 8, 16))
    office.do(advice.not_applicable, case_id, keys[0], date(2026, 9, 1), text)
    office.do(notes.add, case_id, text)
    office.do(notes.add, case_id, text, kind="contact", on=date(2026, 10, 1))
    relief = Relief(
        "decide_not_to_issue_plan", "", Ground.EXCEPTIONAL_CIRCUMSTANCES, text, text, text, date(2026, 10, 2)
    )
    office.do(reliefs.rely_on, case_id, relief)
    office.do(decisions.record, case_id, Fact("plan_decision", REFUSED, "Do not issue"))
    _meet(office, ref, case_id, text[:MEETING_WORDS], number)
    office.do(views.save, View(f"{text} {number}", "", "next"))
    office.store.close()


def _meet(office: Office, ref: str, case_id: int, text: str, number: int) -> None:
    offer = next(offer for offer in office.doing.process.meetings if offer.kind == "way_forward")
    meeting_id = office.do(meetings.offer, case_id, offer, date(2026, 11, 4), text)
    office.do(meetings.accept, meeting_id, date(2026, 11, 6))
    parent, child = (
        next(person.id for person in office.file(ref).meetings[0].attendees if person.role == role)
        for role in ("parent", "child")
    )
    office.do(attendance.rename, parent, text)
    office.do(attendance.set_interpreter, meeting_id, text)
    slot = Slot(date(2026, 11, 23), time(9 + number % 8, 30), 30)
    decided = {child: Choice(False, text)}
    office.do(meetings.arrange, meeting_id, Arrangement(slot, text, text, decided=decided))
    office.do(meetings.hold, meeting_id, date(2026, 11, 23), text, [Agreed(text, text, date(2026, 12, 4))])
