"""What happens to a case of the poisoned caseload: every field that takes text is given the hostile text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, time
from typing import Any

from office import Office
from panel_room import PLAN, WANTED
from sqlmodel import Session

from ehc_tui.casework import advice, attendance, decisions, meetings, minutes, notes, panel, reliefs, views
from ehc_tui.casework.deciding import Verdict, correct_decision, decide, tell, tick
from ehc_tui.casework.diary import Slot
from ehc_tui.casework.meeting_act import Choice
from ehc_tui.casework.meetings import Agreed, Arrangement
from ehc_tui.casework.profile import describe
from ehc_tui.casework.sessions import cancel_session, open_session
from ehc_tui.casework.sitting import usual_session
from ehc_tui.law.model import Fact, Ground, Relief
from ehc_tui.store.rows import View


class Hurried(Office):
    """An office that keeps what it does all at once, each act building on those before."""

    _session: Session | None = None

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """What is done meanwhile is one transaction."""
        with self.store.session() as self._session:
            yield
        self._session = None

    def do(self, act: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """One act of it."""
        assert self._session
        return act(self._session, self.doing, *given, **named)

    def ask(self, sql: str, *given: Any) -> list[tuple[Any, ...]]:
        """What the store says, with what has been done so far."""
        assert self._session
        rows = self._session.connection().exec_driver_sql(sql, given).fetchall()
        return [tuple(row) for row in rows]


REFUSED = date(2026, 11, 3)
MOST_WORDS = 2000
"""Longer texts about a meeting, or as reasons, are refused."""


def live_through(office: Office, ref: str, text: str, number: int) -> None:
    """The case's life: the families are refused on one day, and met one after the other."""
    case_id = until_the_panel(office, ref, text)
    short = text[:MOST_WORDS]
    _refused_by_the_panel(office, case_id, short)
    _meet(office, case_id, short, number)
    office.do(views.save, View(f"{text} {number}", "", "next"))


def until_the_panel(office: Office, ref: str, text: str) -> int:
    """A case that was assessed and waits for a decision on a plan; its id."""
    case_id = office.open(
        ref, surname=text, forename=text, setting=text, route=text, caseworker=text, officer=text, note=text
    )
    office.do(decisions.record, case_id, Fact("assess_decision", date(2026, 8, 14), "Yes"))
    office.do(describe, case_id, "SLCN", text)
    keys = [office.do(advice.add_line, case_id, kind, text) for kind in ("other", "family_request")]
    office.do(advice.ask, case_id, keys, date(2026, 8, 16))
    office.do(advice.receive, case_id, keys[1], date(2026, 8, 30))
    office.do(advice.summarise, case_id, keys[1], text[:MOST_WORDS])
    office.do(advice.not_applicable, case_id, keys[0], date(2026, 9, 1), text)
    office.do(notes.add, case_id, text)
    office.do(notes.add, case_id, text, kind="contact", on=date(2026, 10, 1))
    relief = Relief(
        "decide_not_to_issue_plan", "", Ground.EXCEPTIONAL_CIRCUMSTANCES, text, text, text, date(2026, 10, 2)
    )
    office.do(reliefs.rely_on, case_id, relief)
    office.do(panel.recommend, case_id, PLAN, "Do not issue", f"{text[:MOST_WORDS]} {WANTED}")
    return case_id


def a_session(office: Office, on: date, text: str) -> int:
    """A session of the plan panel with one member besides its chair; its id."""
    usual = usual_session(office.doing.process.panel("plan"), on)
    new = replace(usual, starts=time(9, 30), place=text, chair=f"{text} 1", members=((text, text),))
    session_id: int = office.do(open_session, new)
    return session_id


def _refused_by_the_panel(office: Office, case_id: int, text: str) -> None:
    """Put off at one session that is called off later, refused at another: minuted, put right, told."""
    office.do(cancel_session, a_session(office, REFUSED, text), text)
    session_id = a_session(office, REFUSED, text)
    item = office.do(panel.book, case_id, session_id)
    people = [row[0] for row in office.ask("SELECT id FROM panel_member WHERE session_id = ?", session_id)]
    office.do(minutes.declare, item, people[0], text, left=True)
    put_off = Verdict(
        case_id, PLAN, "Defer", defer_for=text, defer_until=date(2026, 11, 20), defer_who=text, item_id=item
    )
    first = office.do(decide, put_off)
    refusal = Verdict(case_id, PLAN, "Do not issue", f"{text} {WANTED}", decided_by=text)
    decision = office.do(correct_decision, first, refusal, text)
    office.do(minutes.hold, session_id, dict.fromkeys(people, True), text)
    office.do(minutes.correct_presence, people[1], False, text)
    office.do(minutes.correct_notes, session_id, text, text)
    office.do(minutes.declare, item, people[0], text, left=False, why=text)
    office.do(tick, decision, "mediation", REFUSED)
    office.do(tell, decision, REFUSED)


def _meet(office: Office, case_id: int, text: str, number: int) -> None:
    offer = next(offer for offer in office.doing.process.meetings if offer.kind == "way_forward")
    meeting_id = office.do(meetings.offer, case_id, offer, date(2026, 11, 4), text)
    office.do(meetings.accept, meeting_id, date(2026, 11, 6))
    people = dict(office.ask("SELECT role, id FROM attendee WHERE meeting_id = ?", meeting_id))
    office.do(attendance.rename, people["parent"], text)
    office.do(attendance.set_interpreter, meeting_id, text)
    slot = Slot(date(2026, 11, 23), time(9 + number % 8, 30), 30)
    decided = {people["child"]: Choice(False, text)}
    office.do(meetings.arrange, meeting_id, Arrangement(slot, text, text, decided=decided))
    office.do(meetings.hold, meeting_id, date(2026, 11, 23), text, [Agreed(text, text, date(2026, 12, 4))])
