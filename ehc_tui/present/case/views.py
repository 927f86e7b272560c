"""Each tab of a case as a page, with what stands behind each of its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import TypeAlias

from ehc_tui.casework.way_forward import open_offers
from ehc_tui.law.process import MeetingOffer
from ehc_tui.present.case.checklist import checklist_page, late
from ehc_tui.present.case.decisions import decisions_page, newest_first
from ehc_tui.present.case.history import history_page
from ehc_tui.present.case.meetings import entries, meetings_page
from ehc_tui.present.case.notes import notes_page
from ehc_tui.present.case.timeline import ClockOn
from ehc_tui.present.case.timeline_page import Fold, shown, timeline_page
from ehc_tui.present.case.why import Rules
from ehc_tui.present.page import Page
from ehc_tui.store.rows import ActRow, AdviceLine, CaseFile, MeetingRow, NoteRow, RecordedFact

Item: TypeAlias = ClockOn | Fold | AdviceLine | MeetingOffer | MeetingRow | RecordedFact | NoteRow | ActRow


class Tab(IntEnum):
    """The tabs in their order."""

    TIMELINE = 0
    ADVICE = 1
    MEETINGS = 2
    DECISIONS = 3
    NOTES = 4
    HISTORY = 5


@dataclass(frozen=True, slots=True)
class Look:
    """How a case is looked at: under which rules, on which day, in how many cells."""

    rules: Rules
    today: date
    warning_days: int
    width: int
    folded: bool = True


@dataclass(frozen=True, slots=True)
class View:
    """A page, the thing behind each of its rows, and the row to open it on."""

    page: Page
    items: Sequence[Item]
    opens_on: int = 0

    def index_of(self, item: Item | None) -> int | None:
        """The row of the same thing as it is now; None if it is gone."""
        wanted = None if item is None else _name(item)
        return next((index for index, found in enumerate(self.items) if _name(found) == wanted), None)


def view_of(tab: Tab, file: CaseFile, look: Look) -> View:
    """One tab of a case."""
    return _VIEWS[tab](file, look)


def badges(file: CaseFile, look: Look) -> tuple[str, ...]:
    """What waits on each tab, in a word or two; empty where nothing does."""
    clocks = (ClockOn(clock, clock.state(look.today, look.warning_days)) for clock in file.clocks)
    overdue, behind = sum(item.breached for item in clocks), len(late(file.advice))
    offers = len(open_offers(file.case, look.rules.process, file.meetings))
    return (
        f"!{overdue}" if overdue else "",
        f"{behind} late" if behind else "",
        f"{offers} due" if offers else "",
        "",
        "",
        "",
    )


def _timeline(file: CaseFile, look: Look) -> View:
    what = shown(file, look.rules, look.today, look.warning_days, look.folded)
    rows: tuple[Item, ...] = (*what.clocks, *((what.fold,) if what.fold else ()))
    page = timeline_page(file, what, look.rules, look.today, look.width)
    return View(page, rows, _next_duty(file, what.clocks))


def _next_duty(file: CaseFile, clocks: Sequence[ClockOn]) -> int:
    """The row of the duty the caseload lists the case for; the first where there is none."""
    duty = file.row.next
    named = [(item.clock.rule, item.clock.subject) for item in clocks]
    return named.index((duty.rule, duty.subject)) if duty and (duty.rule, duty.subject) in named else 0


def _advice(file: CaseFile, look: Look) -> View:
    born, kinds = file.row.born, look.rules.book.advice
    return View(checklist_page(file.advice, kinds, born, look.today, look.width), file.advice)


def _meetings(file: CaseFile, look: Look) -> View:
    listed = entries(file, look.rules.process)
    return View(meetings_page(file, listed, look.rules, look.today, look.width), listed)


def _decisions(file: CaseFile, look: Look) -> View:
    facts = newest_first(file.facts)
    return View(decisions_page(file, facts, look.rules, look.today, look.width), facts)


def _notes(file: CaseFile, look: Look) -> View:
    return View(notes_page(file.notes, file.row.contact_on, look.today, look.width), file.notes)


def _history(file: CaseFile, look: Look) -> View:
    return View(history_page(file.history, look.rules.book, look.today, look.width), file.history)


_VIEWS: dict[Tab, Callable[[CaseFile, Look], View]] = {
    Tab.TIMELINE: _timeline,
    Tab.ADVICE: _advice,
    Tab.MEETINGS: _meetings,
    Tab.DECISIONS: _decisions,
    Tab.NOTES: _notes,
    Tab.HISTORY: _history,
}


def _name(item: Item) -> tuple[object, ...]:
    """What a thing is known by from one reading of the case to the next."""
    match item:
        case ClockOn():
            return ("clock", item.clock.rule, item.clock.subject)
        case Fold():
            return ("fold",)
        case AdviceLine():
            return ("advice", item.key)
        case MeetingOffer():
            return ("offer", item.kind, item.decision)
        case MeetingRow():
            return ("meeting", item.uid)
        case _:
            return (type(item).__name__, item.id)
