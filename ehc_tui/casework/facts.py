"""Facts as the acts handle them: checked on the way in, added, replaced, and told in words."""

from __future__ import annotations

from dataclasses import replace

from ehc_tui.casework.recorder import Recorder
from ehc_tui.law.model import Fact
from ehc_tui.law.rulebook import Rulebook
from ehc_tui.store import tables
from ehc_tui.store.errors import StoreError
from ehc_tui.text import british, clean


def checked(fact: Fact, book: Rulebook, *, outcome_needed: bool = True) -> Fact:
    """The fact with its text cleaned, if the rule book can take it; raises `StoreError` if not.

    A file may tell the day of a decision without its outcome; a person is asked for it (`outcome_needed`).
    """
    known = book.facts.get(fact.kind)
    if known is None:
        raise StoreError(f"“{clean(fact.kind)}” is not something the rule book knows: nothing was recorded.")
    outcome = clean(fact.outcome) if fact.outcome else None
    subject = clean(fact.subject) if fact.subject else ""
    if known.outcomes and outcome not in known.outcomes and (outcome or outcome_needed):
        choices = " or ".join(known.outcomes)
        raise StoreError(f"{known.label} needs an outcome, {choices}: nothing was recorded.")
    if fact.until is not None and fact.until < fact.on:
        raise StoreError(
            f"{known.label} ends on {british(fact.until)}, before it begins on {british(fact.on)}: "
            "nothing was recorded."
        )
    as_given = (outcome, subject) == (fact.outcome, fact.subject)
    return fact if as_given else replace(fact, outcome=outcome, subject=subject)


def told(fact: Fact, book: Rulebook) -> str:
    """A fact as history tells it: its label, what it is about, and the day."""
    name = subject_name(fact, book)
    about = f" ({name})" if name else ""
    until = f" to {british(fact.until)}" if fact.until else ""
    return f"{book.label(fact)}{about}, {british(fact.on)}{until}"


def add_fact(
    recorder: Recorder, case_id: int, fact: Fact, *, source: str = "", corrects: int | None = None
) -> int:
    """Add the row of a checked fact to an act under way."""
    return recorder.insert(
        tables.FactRow,
        case_id=case_id,
        kind=fact.kind,
        happened_on=fact.on,
        outcome=fact.outcome,
        subject=fact.subject,
        until=fact.until,
        assumed=fact.assumed,
        source=source,
        corrects=corrects,
    )


def replace_fact(recorder: Recorder, case_id: int, fact_id: int, fact: Fact, *, source: str = "") -> int:
    """Take a recorded fact out of use and put a checked one in its place, linked to it."""
    recorder.void(tables.FactRow, fact_id)
    return add_fact(recorder, case_id, fact, source=source, corrects=fact_id)


def subject_name(fact: Fact, book: Rulebook) -> str:
    """What a fact is about, in words: the adviser or the setting; of a meeting nothing, that is a code."""
    about = book.facts[fact.kind].subject
    if about == "meeting":
        return ""
    return advice_label(fact.subject, book) if about == "advice" else fact.subject


def advice_label(key: str, book: Rulebook) -> str:
    """A line of the advice checklist by its kind, with its number where there are several: "Psychology 2"."""
    kind, _, number = key.partition("-")
    label = next((entry.label for entry in book.advice if entry.key == kind), kind)
    return f"{label} {number}".strip()
