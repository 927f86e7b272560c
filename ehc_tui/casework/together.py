"""Two people at one case, or one session: whether what they did touches the same thing, and how one act is
made of both.

A form knows what it is about to record, field by field, and how to read the same fields from the case. Read
from the case as the person saw it and as it is now, that tells what somebody else made of them meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ehc_tui.law.model import Fact
from ehc_tui.store.panel_rows import MinutesRow, SessionRow
from ehc_tui.store.rows import ActRow, CaseFile, RecordedFact

if TYPE_CHECKING:
    from sqlmodel import Session

    from ehc_tui.casework.context import Doing
    from ehc_tui.law.rulebook import Rulebook

Values = Mapping[str, Any]
Choice = Literal["mine", "theirs", "both"]
_AGAIN = ("contact", "advice_chased")
"""Facts that happen again and again: another one is no other account of the same."""


def both_texts(theirs: Any, mine: Any) -> Any:
    """Two texts, one after the other; None where only one of the two can be so."""
    texts = isinstance(theirs, str) and isinstance(mine, str) and theirs and mine
    return f"{theirs}\n{mine}" if texts and (" " in theirs or " " in mine) else None


@dataclass(frozen=True, slots=True)
class Form:
    """What somebody is about to record in a case or a session: `mine`, by the label of each field.

    `read` gives the same fields as a case has them, None for what is not there. `act` records other values
    of the fields in the case as it is now, under its version. `doubts` gives what to ask before that: what is
    odd beside the rest of the case. `both` makes one value of theirs and mine where that is possible.
    """

    mine: Values
    read: Callable[[Any], Values]
    act: Callable[[Session, Doing, Values, Any], Any]
    doubts: Callable[[Any], Sequence[str]] = lambda _seen: ()
    both: Callable[[Any, Any], Any] = both_texts


class Clash(NamedTuple):
    """A field that both changed: what it `was` when the second person looked, and what each makes of it.

    `both` is the value that keeps both, None where only one of the two can be so.
    """

    field: str
    was: Any
    theirs: Any
    mine: Any
    both: Any = None

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What can be made of it."""
        return ("mine", "theirs") if self.both is None else ("mine", "theirs", "both")

    def settled(self, choice: Choice) -> Any:
        """The value of the field by that choice."""
        return {"mine": self.mine, "theirs": self.theirs, "both": self.both}[choice]


def clashes(form: Form, seen: Any, now: Any) -> tuple[Clash, ...]:
    """The fields in which two people differ; none if they did different things, or the same."""
    was, theirs = form.read(seen), form.read(now)
    return tuple(
        Clash(field, was.get(field), theirs.get(field), mine, form.both(theirs.get(field), mine))
        for field, mine in form.mine.items()
        if theirs.get(field) != was.get(field) and theirs.get(field) != mine != was.get(field)
    )


def put_together(form: Form, seen: Any, now: Any, chosen: Mapping[str, Choice]) -> Values:
    """All fields: as chosen where both changed them, else as the one has them who did change them."""
    was, theirs = form.read(seen), form.read(now)
    differing = {clash.field: clash for clash in clashes(form, seen, now)}
    return {
        field: differing[field].settled(chosen[field])
        if field in differing
        else theirs.get(field)
        if mine == was.get(field)
        else mine
        for field, mine in form.mine.items()
    }


def is_done(form: Form, values: Values, now: Any) -> bool:
    """Whether the case has these values already, so that there is nothing to record."""
    there = form.read(now)
    return all(there.get(field) == value for field, value in values.items())


def done_since(seen: CaseFile, now: CaseFile) -> tuple[ActRow, ...]:
    """The acts on a case since somebody looked, newest first: so many as its version rose by.

    With less of the history than that in `now`, only the newest of them.
    """
    return now.history[: now.row.version - seen.row.version]


class FactForm:
    """Facts about to be recorded, by a label each, or one entry about to be put right: as a form."""

    def __init__(
        self,
        facts: Mapping[str, Fact],
        seen: CaseFile,
        today: date,
        book: Rulebook,
        correcting: int | None = None,
    ) -> None:
        self._facts, self._book, self._today, self._correcting = facts, book, today, correcting
        self._known = {entry.id for entry in seen.facts}

    def form(self) -> Form:
        """The form of them all."""
        mine = dict(self._fields(self._facts))
        return Form(mine, lambda file: self._read(file, mine), self._act, self._doubts)

    def _doubts(self, file: CaseFile) -> Sequence[str]:
        from ehc_tui.casework.decisions import questions

        return [
            doubt
            for fact in self._facts.values()
            for doubt in questions(file.case, fact, self._today, self._book)
        ]

    def _fields(self, facts: Mapping[str, Fact]) -> Iterator[tuple[str, Any]]:
        for label, fact in facts.items():
            several = len(self._facts) > 1
            yield label if several else "On", fact.on
            if self._facts[label].outcome is not None:
                yield f"{label}, outcome" if several else _outcome(fact), fact.outcome
            if self._facts[label].until is not None:
                yield f"{label}, last day" if several else "Last day", fact.until

    def _read(self, file: CaseFile, mine: Values) -> Values:
        found = {label: self._standing(file, fact) for label, fact in self._facts.items()}
        there = {label: entry.fact for label, entry in found.items() if entry}
        return dict.fromkeys(mine) | {field: value for field, value in self._fields(there) if field in mine}

    def _standing(self, file: CaseFile, fact: Fact) -> RecordedFact | None:
        """What the case has of it: the entry to be put right or what took its place, else the last such."""
        again = fact.kind in _AGAIN or self._book.facts[fact.kind].period
        same = [
            entry
            for entry in file.facts
            if (entry.fact.kind, entry.fact.subject) == (fact.kind, fact.subject)
        ]
        if self._correcting is not None:
            known = [entry for entry in same if entry.id == self._correcting]
            same = known or [entry for entry in same if entry.id not in self._known]
        elif again:
            same = [entry for entry in same if entry.fact.on == fact.on]
        return max(same, key=lambda entry: entry.id, default=None)

    def _act(self, session: Session, doing: Doing, values: Values, now: CaseFile) -> None:
        from ehc_tui.casework.decisions import settle

        facts: list[tuple[Fact, int | None]] = []
        for label, fact in self._facts.items():
            fields = iter(dict(self._fields({label: fact})))
            on = values[next(fields)]
            outcome = values[next(fields)] if fact.outcome is not None else None
            until = values[next(fields)] if fact.until is not None else None
            if on is None:
                continue
            wanted = replace(fact, on=on, outcome=outcome or fact.outcome, until=until or fact.until)
            there = self._standing(now, fact)
            replaces = there is not None and (there.id not in self._known or there.id == self._correcting)
            if there is None or not replaces:
                facts.append((wanted, None))
            elif there.fact != wanted:
                facts.append((wanted, there.id))
        settle(session, doing, now.row.id, facts, now.row.version)


def _outcome(fact: Fact) -> str:
    return "Reason" if fact.kind == "advice_not_applicable" else "Outcome"


def removal(entry_id: int, told: str, fact: Fact, seen: CaseFile) -> Form:
    """An entry about to be taken out, as a form; `told` says what it is."""
    known = {entry.id for entry in seen.facts}
    gone = "taken out"

    def standing(file: CaseFile) -> RecordedFact | None:
        there = [entry for entry in file.facts if entry.id == entry_id]
        instead = [
            entry
            for entry in file.facts
            if entry.id not in known and (entry.fact.kind, entry.fact.subject) == (fact.kind, fact.subject)
        ]
        return next(iter((*there, *instead)), None)

    def read(file: CaseFile) -> Values:
        entry = standing(file)
        if entry is None:
            return {"Entry": gone}
        return {"Entry": told if entry.id == entry_id else _dated(entry.fact)}

    def act(session: Session, doing: Doing, _values: Values, now: CaseFile) -> None:
        from ehc_tui.casework.decisions import remove

        entry = standing(now)
        if entry is not None:
            remove(session, doing, now.row.id, entry.id, now.row.version)

    return Form({"Entry": gone}, read, act)


def _dated(fact: Fact) -> Any:
    return fact.on if fact.outcome is None else f"{fact.outcome}, {fact.on:%-d %b %Y}"


def whole(field: str, mine: str, read: Callable[[Any], Any], act: Callable[..., Any]) -> Form:
    """An act that is done whole or not: one field, whose value `mine` says what it does."""
    return Form(
        {field: mine},
        lambda seen: {field: read(seen)},
        lambda session, doing, _values, now: act(session, doing, version_of(now)),
    )


def version_of(seen: CaseFile | SessionRow | MinutesRow) -> int:
    """The version of a case or a session as it was read."""
    match seen:
        case CaseFile():
            return seen.row.version
        case MinutesRow():
            return seen.session.version
    return seen.version
