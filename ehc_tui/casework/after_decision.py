"""What follows a decision: the checklist with its dates, and what putting it off does to the clocks. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from ehc_tui.casework.way_forward import Status
from ehc_tui.law.clocks import clock_for
from ehc_tui.law.errors import LawError
from ehc_tui.law.model import Clock, Kind, Party
from ehc_tui.law.process import Panel, Process
from ehc_tui.law.rulebook import Condition, Rulebook
from ehc_tui.law.rules import MustFollow
from ehc_tui.store.panel_rows import Decided, FollowUp
from ehc_tui.store.rows import CaseFile
from ehc_tui.text import british

NOTICE = "notice"
"""The follow-up that is done by telling the family."""


def follow_ups(
    decided: Decided,
    file: CaseFile,
    book: Rulebook,
    process: Process,
    done: Mapping[str, tuple[date, str]],
    today: date,
) -> tuple[FollowUp, ...]:
    """What must follow a decision, in the order of the notice; nothing where it was put off.

    Everything goes with the notice to the family, so its date is the last day for a no, and the day of
    telling once they were told. The dates that the notice states are counted from that day, or as if they
    were told `today`. The meetings that the process offers after such a decision come last.
    """
    if decided.deferred:
        return ()
    answer = Condition(decided.question, decided.outcome)
    due = decided.told_on or _limit(decided, file.clocks, process)
    told = (decided.told_on, decided.recorded_by) if decided.told_on else None
    law = (
        _with_notice(one, due, told if one.key == NOTICE else done.get(one.key), decided, book, today)
        for one in book.follow
        if answer in one.decisions
    )
    return (*law, *_meetings(answer, file, process))


def deferral_effect(clocks: Iterable[Clock], panel: Panel, until: date, today: date) -> tuple[str, ...]:
    """What putting the decision off until a day does to the council's statutory dates, a sentence each.

    The limit for a no comes first. The last sentence says what a deferral does not do.
    """
    running = [
        clock
        for clock in clocks
        if clock.open and clock.kind is Kind.STATUTORY and clock.bound is Party.COUNCIL and clock.due
    ]
    ordered = sorted(running, key=lambda clock: (clock.rule != panel.limit, clock.due))
    return (*(_effect(clock, until) for clock in ordered), "Waiting moves none of these dates.")


def _with_notice(
    duty: MustFollow,
    due: date | None,
    done: tuple[date, str] | None,
    decided: Decided,
    book: Rulebook,
    today: date,
) -> FollowUp:
    on, by = done or (None, "")
    states = _stated(duty.states, decided.question, decided.told_on or today, book) if duty.states else None
    return FollowUp(duty.key, duty.what, due, states, on, by, duty.citation)


def _stated(rule: str, question: str, told_on: date, book: Rulebook) -> date | None:
    """The date a notice has to give if the family is told on a day; None beyond the known bank holidays."""
    try:
        return clock_for(rule, {question: told_on}, book).due
    except LawError:
        return None


def _meetings(answer: Condition, file: CaseFile, process: Process) -> Iterator[FollowUp]:
    for offer in process.meetings:
        if Condition(offer.decision, offer.outcome) == answer:
            made = next(
                (
                    meeting.offered_on
                    for meeting in file.meetings
                    if (meeting.kind, meeting.decision) == (offer.kind, offer.decision)
                    and meeting.status != Status.CANCELLED
                ),
                None,
            )
            what = f"Offer the family: {offer.title}"
            yield FollowUp(f"meeting {offer.kind}", what, None, None, made, "", process.source)


def _limit(decided: Decided, clocks: Iterable[Clock], process: Process) -> date | None:
    panel = process.panel_for(decided.question)
    return next((clock.due for clock in clocks if panel and clock.rule == panel.limit), None)


def _effect(clock: Clock, until: date) -> str:
    assert clock.due is not None
    days = (clock.due - until).days
    name = f"{clock.label} (due {british(clock.due)})"
    if days < 0:
        relieved = ", the limit being disapplied" if clock.relieved else ""
        return f"{name}: {_days(-days)} late on {british(until)}{relieved}."
    return f"{name}: {_days(days)} left on {british(until)}."


def _days(number: int) -> str:
    return f"{number} day{'s' if number != 1 else ''}"
