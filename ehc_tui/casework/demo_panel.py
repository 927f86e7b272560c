"""The invented panel, stored: sessions held and to come, decisions with reasons, recommendations, summaries.

It tells how the decisions came about that families were told of in the last twelve months, and what the
panel has before it now. All of it is one act, so that a large caseload is not kept waiting.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from random import Random
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from ehc_tui.casework import minutes
from ehc_tui.casework.acts import act
from ehc_tui.casework.context import Doing
from ehc_tui.casework.deciding import NOTICE
from ehc_tui.casework.demo_cases import DemoCase, words
from ehc_tui.casework.facts import add_fact
from ehc_tui.casework.panel import GAP
from ehc_tui.casework.recorder import Recorder, chunks, table_of
from ehc_tui.law.calendar import add_months, is_known, is_working_day
from ehc_tui.law.model import Fact, Outcome
from ehc_tui.law.process import Panel
from ehc_tui.law.record import SETTLES_ADVICE
from ehc_tui.law.rulebook import Condition
from ehc_tui.store import panel_tables, tables
from ehc_tui.store.panel_rows import DEFER

_WEEK = timedelta(days=7)
_THURSDAY, _STARTS = 3, time(9, 30)
_AHEAD, _BOOKED = 6, (9, 6, 3)
_NONE_ASKED = 9
_MOST_DECIDED, _MOST_PLACES = 400, 40
_TELLING = timedelta(days=6)
_ENDINGS = frozenset({"withdrawn", "draft_served", "final_sent"})
_ASKED = {"assess_decision": "request_received", "plan_decision": "assess_decision"}
"""By decision, the fact from which on a case waits for it."""


@dataclass(frozen=True, eq=False)
class _Case:
    """What the panel knows of an invented case."""

    id: int
    need: str
    facts: tuple[Fact, ...]
    caseworker: str
    officer: str

    def first(self, kind: str) -> Fact | None:
        return next((fact for fact in self.facts if fact.kind == kind), None)

    @cached_property
    def missing(self) -> int:
        """How many pieces of advice are not in; as if many were while none has been asked for."""
        asked = {fact.subject for fact in self.facts if fact.kind == "advice_requested"}
        settled = {fact.subject for fact in self.facts if fact.kind in SETTLES_ADVICE}
        return len(asked - settled) if asked or settled else _NONE_ASKED

    @cached_property
    def complete_on(self) -> date:
        """The day of the last advice so far, or of the request."""
        return max(fact.on for fact in self.facts if fact.kind in (*SETTLES_ADVICE, "request_received"))


def add_panel(
    session: Session, doing: Doing, invented: Sequence[DemoCase], ids: Mapping[str, int], seed: int
) -> None:
    """Give the invented cases, stored under `ids`, the panels of the process at work on them."""
    everybody = words("words")["officers"]
    cases = [
        _Case(
            ids[one.case.ref or ""],
            one.case.need,
            one.case.facts,
            one.case.caseworker or everybody[0],
            one.case.officer or everybody[0],
        )
        for one in invented
    ]
    held: list[int] = []
    summary = "The invented panel: sessions, decisions, recommendations"
    with act(session, replace(doing, by="Demo"), verb="import", summary=summary) as recorder:
        for panel in doing.process.panels:
            office = _Office(recorder, doing, Random(f"{seed} {panel.key}"), panel)
            office.look_back(cases)
            office.look_ahead([one for one in cases if _waits(one, panel)])
            held += office.held
    if held:
        note = words("panel")["sittings"]["corrected"]
        minutes.correct_notes(session, replace(doing, by=everybody[0]), held[-1], note["notes"], note["why"])


def _waits(one: _Case, panel: Panel) -> bool:
    asked = one.first(_ASKED[panel.decision])
    kinds = {fact.kind for fact in one.facts}
    return bool(asked and asked.outcome in (None, Outcome.YES) and not kinds & {panel.decision, *_ENDINGS})


class _Office:
    """One panel of the process, recording what it did and what it has before it."""

    def __init__(self, recorder: Recorder, doing: Doing, rng: Random, panel: Panel) -> None:
        self._recorder, self._doing, self._rng, self._panel = recorder, doing, rng, panel
        self._words = words("panel")
        self._sessions: dict[date, int] = {}
        self._taken: Counter[int] = Counter()
        self._capacity = panel.capacity

    @property
    def held(self) -> list[int]:
        """The ids of the sessions held, the last one last."""
        return [self._sessions[day] for day in sorted(self._sessions) if day < self._doing.today]

    # What was

    def look_back(self, cases: Sequence[_Case]) -> None:
        """How the decisions were taken that families were told of in the last twelve months."""
        since, kind = add_months(self._doing.today, -12), self._panel.decision
        told = [
            (fact, one) for one in cases if (fact := one.first(kind)) and fact.on > since and fact.outcome
        ]
        for fact, one in sorted(told, key=lambda pair: (pair[0].on, pair[1].id))[-_MOST_DECIDED:]:
            sat = self._sat_before(fact.on, one.complete_on)
            decision = self._decide(one, str(fact.outcome), sat or fact.on, at_session=sat is not None)
            self._follow(one, decision, fact)

    def _sat_before(self, told_on: date, complete_on: date) -> date | None:
        """The session that decided a case told on a day: the last before it, if the advice was in by then."""
        day = _last_sitting(told_on)
        fits = self._panel.sits and complete_on <= day < self._doing.today and told_on - day <= _TELLING
        return day if fits and self._taken[self._session(day)] < self._capacity else None

    def _follow(self, one: _Case, decision: int, told: Fact) -> None:
        """What must follow a decision was done when the family was told."""
        answer = Condition(self._panel.decision, str(told.outcome))
        for duty in self._doing.book.follow:
            if answer in duty.decisions and duty.key != NOTICE:
                self._recorder.insert(
                    panel_tables.FollowUpDone,
                    decision_id=decision,
                    case_id=one.id,
                    key=duty.key,
                    done_on=told.on,
                    **_said(one.caseworker, told.on),
                )

    # What is to come

    def look_ahead(self, waiting: Sequence[_Case]) -> None:
        """What the last session left to be told, and what those to come have before them."""
        self._capacity = min(max(self._panel.capacity, -(-len(waiting) // 7)), _MOST_PLACES)
        in_order = sorted(waiting, key=lambda one: (self._lacks(one), one.facts[0].on, one.id))
        last = _last_sitting(self._doing.today - timedelta(days=1))
        ready = [one for one in in_order if one.complete_on <= last and self._lacks(one) <= 1]
        decided = [one for one in ready if not self._lacks(one)][:3]
        for one, yes in zip(decided, (True, False, True), strict=False):
            self._decide(one, self._panel.outcomes[not yes], last, at_session=self._panel.sits)
        put_off = [one for one in ready if self._lacks(one) == 1][:1]
        for one in put_off:
            self._defer(one, last)
        rest = [one for one in in_order if one not in decided]
        booked = self._plan([one for one in rest if one not in put_off]) if self._panel.sits else rest[:6]
        for one in (*decided, *booked):
            self._recommend(one)
        if self._panel.decision == "plan_decision":
            self._summarise([*decided, *put_off, *booked])
        if self._panel.sits:
            self._call_off(last)

    def _lacks(self, one: _Case) -> int:
        """How many pieces of advice the decision waits for: whether to assess is decided before any."""
        return one.missing if self._panel.decision == "plan_decision" else 0

    def _plan(self, waiting: Sequence[_Case]) -> list[_Case]:
        """Sessions ahead, the first of them with cases whose advice is in or nearly so, those first."""
        coming = _sittings_from(self._doing.today, _AHEAD)
        booked: list[_Case] = []
        for day, places in zip(coming, (*_BOOKED, *([0] * _AHEAD)), strict=False):
            session_id = self._session(day)
            some = [one for one in waiting if self._lacks(one) <= 1 and one not in booked][:places]
            for one in some:
                self._book(one, session_id)
            booked += some
        return booked

    def _call_off(self, last: date) -> None:
        """One of the Thursdays of the last weeks on which the panel did not sit."""
        weeks = (last - number * _WEEK for number in range(2, 12))
        free = next((day for day in weeks if day not in self._sessions and _sits_on(day)), None)
        if free:
            session_id = self._session(free)
            reason = self._words["sittings"]["cancelled"]
            self._recorder.update(panel_tables.PanelSession, session_id, status="cancelled", reason=reason)

    # Sessions

    def _session(self, day: date) -> int:
        """The id of the session on a day, arranged at the first asking; one that is past was held."""
        if day not in self._sessions:
            self._sessions[day] = self._arrange(day)
        return self._sessions[day]

    def _arrange(self, day: date) -> int:
        sittings, held = self._words["sittings"], day < self._doing.today
        people = sittings["members"]
        session_id = self._recorder.insert(
            panel_tables.PanelSession,
            panel=self._panel.key,
            meets_on=day,
            starts=_STARTS,
            place=sittings["place"],
            chair=people[0][0],
            capacity=self._capacity,
            papers_by=day - timedelta(days=self._panel.papers_days),
            minutes_each=self._panel.minutes,
            status="held" if held else "planned",
        )
        said = _said(people[0][0], day if held else self._doing.today)
        for number, (name, role) in enumerate(people):
            there = (number == 0 or self._rng.random() < 0.85) if held else None
            self._recorder.insert(
                panel_tables.PanelMember, session_id=session_id, name=name, role=role, present=there, **said
            )
        if held:
            text = self._rng.choice(sittings["notes"])
            self._recorder.insert(panel_tables.MinuteText, session_id=session_id, text=text, **said)
        return session_id

    def _book(self, one: _Case, session_id: int) -> int:
        self._taken[session_id] += 1
        return self._recorder.insert(
            panel_tables.AgendaItem,
            session_id=session_id,
            case_id=one.id,
            position=self._taken[session_id] * GAP,
            minutes=self._panel.minutes,
        )

    # Cases

    def _decide(self, one: _Case, outcome: str, on: date, *, at_session: bool) -> int:
        """A decision with its reasons, and the facts it leaves in the case."""
        item = self._book(one, self._session(on)) if at_session else None
        self._leave_fact(one, self._panel.held if item else "", on)
        fact_id = self._leave_fact(one, self._panel.decided, on, outcome)
        if item and self._rng.random() < 0.1:
            self._declare(one, item, on)
        return self._recorder.insert(
            panel_tables.DecisionRow,
            case_id=one.id,
            question=self._panel.decision,
            item_id=item,
            outcome=outcome,
            decided_on=on,
            decided_by=self._panel.name if item else one.officer,
            reasons=self._reasons(one, outcome),
            fact_id=fact_id,
            **_said(one.officer, on),
        )

    def _defer(self, one: _Case, on: date) -> None:
        item = self._book(one, self._session(on)) if self._panel.sits else None
        self._leave_fact(one, self._panel.held if item else "", on)
        why = self._words["deferral"]
        self._recorder.insert(
            panel_tables.DecisionRow,
            case_id=one.id,
            question=self._panel.decision,
            item_id=item,
            outcome=DEFER,
            decided_on=on,
            decided_by=self._panel.name if item else one.officer,
            reasons="",
            defer_for=why["for"],
            defer_until=_last_sitting(on + 2 * _WEEK),
            defer_who=why["who"],
            **_said(one.officer, on),
        )

    def _declare(self, one: _Case, item: int, on: date) -> None:
        sittings = self._words["sittings"]
        self._recorder.insert(
            panel_tables.Interest,
            item_id=item,
            case_id=one.id,
            member=self._rng.choice(sittings["members"])[0],
            what=self._rng.choice(sittings["interests"]),
            left=self._rng.random() < 0.7,
            **_said(one.officer, on),
        )

    def _leave_fact(self, one: _Case, kind: str, on: date, outcome: str | None = None) -> int | None:
        return (
            add_fact(self._recorder, one.id, Fact(kind, on, outcome), source="the invented panel")
            if kind
            else None
        )

    def _recommend(self, one: _Case) -> None:
        outcome = self._panel.outcomes[self._rng.random() < 0.15]
        on = max(one.complete_on, min(self._doing.today, one.complete_on + timedelta(days=2)))
        self._recorder.insert(
            panel_tables.Recommendation,
            case_id=one.id,
            question=self._panel.decision,
            outcome=outcome,
            reasons=self._reasons(one, outcome),
            **_said(one.caseworker, on),
        )

    def _summarise(self, cases: Sequence[_Case]) -> None:
        """What the advice says that is in."""
        self._recorder.flush()
        item, said = table_of(tables.AdviceItem), self._words["summaries"]
        came = {
            (one.id, fact.subject) for one in cases for fact in one.facts if fact.kind == "advice_received"
        }
        for some in chunks([one.id for one in cases]):
            lines = select(item.c.id, item.c.case_id, item.c.key, item.c.kind).where(item.c.case_id.in_(some))
            for line in self._recorder.connection.execute(lines.order_by(item.c.id)).all():
                if (line.case_id, line.key) in came:
                    summary = self._rng.choice(said.get(line.kind, said["other"]))
                    self._recorder.update(tables.AdviceItem, line.id, summary=summary)

    def _reasons(self, one: _Case, outcome: str) -> str:
        evidence = self._words["evidence"]
        follows = self._words["outcomes"]["yes" if outcome == self._panel.outcomes[0] else "no"]
        return f"{self._rng.choice(evidence.get(one.need, evidence['other']))} {self._rng.choice(follows)}"


def _said(who: str, on: date) -> dict[str, Any]:
    """By whom and when something was recorded."""
    return {"recorded_by": who, "recorded_at": datetime.combine(on, time(15), UTC)}


def _last_sitting(day: date) -> date:
    """The last day up to `day` on which the panel sits: Thursdays, but those of the Christmas weeks."""
    day -= timedelta(days=(day.weekday() - _THURSDAY) % 7)
    while not _sits_on(day):
        day -= _WEEK
    return day


def _sittings_from(day: date, number: int) -> list[date]:
    """The next so many days on which the panel sits, `day` included."""
    day += timedelta(days=(_THURSDAY - day.weekday()) % 7)
    found: list[date] = []
    while len(found) < number:
        found += [day] if _sits_on(day) else []
        day += _WEEK
    return found


def _sits_on(day: date) -> bool:
    works = not is_known(day) or is_working_day(day)
    return works and (1, 2) < (day.month, day.day) <= (12, 20)
