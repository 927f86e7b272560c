"""A panel for tests: an office with cases that wait for a decision, and sessions to decide them at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from office import ADVISERS, TODAY, Office

from ehc_tui.casework.deciding import Verdict, decide, tell
from ehc_tui.casework.decisions import record
from ehc_tui.casework.panel import book
from ehc_tui.casework.sessions import open_session
from ehc_tui.casework.sitting import NewSession, usual_session
from ehc_tui.law.model import Fact
from ehc_tui.law.process import Panel, load_process
from ehc_tui.store.panel import queue, read_pack, session_of, sessions
from ehc_tui.store.panel_records import decision_of
from ehc_tui.store.panel_rows import Decided, Pack, QueueRow, SessionRow

REASONS = (
    "Aisha's speech and language needs are met by weekly group work at school; the psychologist "
    "saw good progress since Easter and asked for nothing beyond the ordinary offer."
)
WANTED = (
    "Despite two years of support her reading stays below the first percentile and the school cannot "
    "provide the daily specialist teaching that the psychologist advises."
)
PLAN, ASSESS = "plan_decision", "assess_decision"
IN_TWO_WEEKS = TODAY + timedelta(days=14)


class PanelRoom(Office):
    """An office whose cases go to a panel."""

    def __init__(self, path: Path, by: str = "J Okafor", process: str = "west-northants") -> None:
        super().__init__(path, by)
        self.doing = replace(self.doing, process=load_process(process))

    @property
    def plan(self) -> Panel:
        """Who decides on a plan."""
        return self.doing.process.panel("plan")

    @property
    def assess(self) -> Panel:
        """Who decides whether to assess."""
        return self.doing.process.panel("assess")

    def as_person(self, account: str) -> PanelRoom:
        """Somebody else at the same store, logged in under an account."""
        other = PanelRoom(self.store.path, account, self.doing.process.key)
        other.doing = replace(self.doing, by=account, account=account)
        return other

    def on(self, day: date) -> PanelRoom:
        """The same person on another day."""
        self.doing = replace(self.doing, today=day)
        return self

    def waiting(self, ref: str, received: date, came: tuple[str, ...] = ADVISERS, **details: Any) -> int:
        """A case that waits for a decision on a plan, with this advice in."""
        case_id = self.open(ref, received_on=received, **details)
        decided = received + timedelta(days=35)
        self.do(record, case_id, Fact("assess_decision", decided, "Yes"))
        for key in ADVISERS:
            self.do(record, case_id, Fact("advice_requested", decided, subject=key))
        for key in came:
            self.do(record, case_id, Fact("advice_received", decided + timedelta(days=20), subject=key))
        return case_id

    def sitting(self, on: date = IN_TWO_WEEKS, **details: Any) -> SessionRow:
        """A session of the plan panel."""
        usual = replace(usual_session(self.plan, on), starts=time(9, 30), chair="R Whitcombe", place="Room 2")
        return self.session(self.do(open_session, replace(usual, **details)))

    def session(self, session_id: int) -> SessionRow:
        """A session as it is now."""
        return session_of(self.store.read(), session_id)

    def sessions(self) -> tuple[SessionRow, ...]:
        """All sessions, cancelled ones too."""
        return sessions(self.store.read(), cancelled=True)

    def queue(self, panel: Panel | None = None) -> tuple[QueueRow, ...]:
        """Who waits, in order."""
        return queue(self.store.read(), panel or self.plan, self.doing.today)

    def row(self, ref: str) -> QueueRow:
        """One of those who wait."""
        return next(row for row in self.queue() if row.ref == ref)

    def pack(self, ref: str) -> Pack:
        """What the panel reads about a case."""
        return read_pack(
            self.store.read(), ref, self.plan, self.doing.today, self.doing.book, self.doing.process
        )

    def decided(self, case_id: int, question: str = PLAN) -> Decided | None:
        """What was decided last."""
        return decision_of(self.store.read(), case_id, question)

    def book(self, case_id: int, session: SessionRow) -> int:
        """Put a case on a session."""
        item: int = self.do(book, case_id, session.id)
        return item

    def decide(self, case_id: int, outcome: str, **details: Any) -> int:
        """Decide on a plan."""
        verdict = Verdict(case_id, PLAN, outcome, WANTED if outcome == "Issue" else REASONS)
        decision: int = self.do(decide, replace(verdict, **details))
        return decision

    def tell(self, decision_id: int, on: date | None = None) -> int:
        """Tell the family."""
        fact: int = self.do(tell, decision_id, on or self.doing.today)
        return fact


__all__ = ["ASSESS", "IN_TWO_WEEKS", "PLAN", "REASONS", "TODAY", "WANTED", "NewSession", "PanelRoom"]
