"""What the panel's outcomes, advice and decisions are called, on the screen and on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from ehc_tui.casework.context import LONDON
from ehc_tui.law.model import Outcome
from ehc_tui.law.rulebook import Rulebook
from ehc_tui.store.panel_rows import DEFER, Decided, Interest, MissingAdvice, Recommended, SessionRow
from ehc_tui.store.rows import AdviceLine
from ehc_tui.text import british, fold

FAMILY = "parent"
"""The kind of advice that holds the family's views."""

_VERDICTS: Mapping[str, str] = {
    Outcome.YES: "assess",
    Outcome.NO: "do not assess",
    Outcome.ISSUE: "issue a plan",
    Outcome.DO_NOT_ISSUE: "do not issue a plan",
    DEFER: "defer",
}
_QUESTIONS = {"assess_decision": "Whether to assess", "plan_decision": "Whether to issue a plan"}


def verdict(outcome: str) -> str:
    """An outcome as somebody says it: "do not issue a plan"."""
    return _VERDICTS.get(outcome, outcome)


def to_verdict(outcome: str) -> str:
    """An outcome after "reasons" or "decide": "not to issue a plan"."""
    words = verdict(outcome)
    return f"not to {words.removeprefix('do not ')}" if words.startswith("do not ") else f"to {words}"


def question_words(question: str) -> str:
    """What is decided: "Whether to issue a plan"."""
    return _QUESTIONS[question]


def adviser_words(kind: str, adviser: str, book: Rulebook) -> str:
    """Who advises: the kind of advice or the name, or both where the name does not say the kind."""
    label = next((entry.label for entry in book.advice if entry.key == kind), kind)
    if not adviser or kind == FAMILY or fold(label) in fold(adviser):
        return adviser or label
    return f"{label}: {adviser}"


def missing_of(lines: Iterable[AdviceLine]) -> tuple[MissingAdvice, ...]:
    """The pieces of advice that are neither in nor settled, the longest due first."""
    open_lines = (
        line
        for line in lines
        if not (line.received_on or line.existing_accepted_on or line.not_applicable_on)
    )
    pieces = [
        MissingAdvice(line.key, line.kind, line.adviser, line.requested_on, line.due) for line in open_lines
    ]
    return tuple(sorted(pieces, key=lambda piece: (piece.due or date.max, piece.key)))


def missing_words(piece: MissingAdvice, today: date) -> str:
    """What is known of a missing piece: "asked 16 Aug 2026, due 27 Sep 2026, 55 days late"."""
    if piece.asked_on is None or piece.due is None:
        return "not asked for yet"
    late = piece.days_late(today)
    words = f"asked {british(piece.asked_on)}, due {british(piece.due)}"
    return f"{words}, {late} {'day' if late == 1 else 'days'} late" if late else words


def recommended_words(recommended: Recommended) -> str:
    """Who recommends what: "issue a plan, J Okafor, 18 Nov 2026"."""
    return f"{verdict(recommended.outcome)}, {recommended.by}, {british(recommended.at.date())}"


def decided_words(decided: Decided) -> str:
    """A decision in a sentence: what, by whom, when, and whether the family knows."""
    by = f" by {decided.decided_by}" if decided.decided_by else ""
    if decided.deferred:
        until = f" until {british(decided.defer_until)}" if decided.defer_until else ""
        who = f"; {decided.defer_who} obtains it" if decided.defer_who else ""
        return f"Deferred{by} on {british(decided.decided_on)}{until} for {decided.defer_for}{who}."
    told = f"told {british(decided.told_on)}" if decided.told_on else "family not told yet"
    taken = verdict(decided.outcome)
    return f"{taken[:1].upper()}{taken[1:]}: decided{by} on {british(decided.decided_on)}, {told}."


def recorded_words(by: str, at: datetime) -> str:
    """Who recorded something, and when: "Recorded by A Begum on 21 Nov 2026 at 10:42."."""
    local = at.astimezone(LONDON)
    return f"Recorded by {by} on {british(local.date())} at {local:%H:%M}."


def interest_words(interest: Interest) -> str:
    """A declared conflict of interest: "S Patel: governor of the school; left the room"."""
    return f"{interest.member}: {interest.what}; {'left the room' if interest.left else 'stayed in the room'}"


def session_lines(session: SessionRow) -> Iterator[tuple[str, str]]:
    """When, where and who: labels with their words, those that are known."""
    starts = f", {session.starts:%H:%M}" if session.starts else ""
    yield "When", f"{british(session.on, 'weekday')}{starts}, {session.minutes_each} minutes an item"
    if session.place:
        yield "Where", session.place
    if session.chair:
        yield "Chair", session.chair
    if session.members:
        yield "Members", "; ".join(member_words(member.name, member.role) for member in session.members)
    yield "Papers by", british(session.papers_by, "weekday")


def member_words(name: str, role: str) -> str:
    """A member with what they are there as."""
    return f"{name}, {role}" if role else name
