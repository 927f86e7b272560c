"""Finding rules by stage, citation or word, as a person types."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ehc_tui.law.process import Process
from ehc_tui.law.rulebook import Rulebook
from ehc_tui.law.rules import AgeRule, Rule
from ehc_tui.present.rules.words import conditions, limits
from ehc_tui.text import fold

FIELDS = ("stage", "binds", "kind", "law", "confidence")
_TERM = re.compile(
    rf'(?P<no>!?)(?:(?P<field>{"|".join(FIELDS)}):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>\S+))', re.I
)
_AGE_STAGE = "age and status"


class Entry(NamedTuple):
    """One entry of the book: a rule as it is on the day of reading, or an `age` rule that runs no clock.

    `versions` are all versions of the rule, oldest first. `fields` is what can be searched, folded.
    """

    id: str
    name: str
    stage: str
    citation: str
    confidence: str
    sentence: str
    fields: dict[str, str]
    rule: Rule | None = None
    versions: tuple[Rule, ...] = ()


def entries(book: Rulebook, today: date, process: Process | None = None) -> tuple[Entry, ...]:
    """The book in its own order: rules by stage, the process's local targets, the age rules.

    Of several versions of a rule the one in force `today` is shown, or the newest if none is.
    """
    rules = [_of_rule(versions, book, today) for versions in book.versions.values()]
    targets = [_of_rule((target,), book, today) for target in (process.targets if process else ())]
    return (*rules, *targets, *map(_of_age, book.ages))


def matching(among: Iterable[Entry], typed: str) -> tuple[Entry, ...]:
    """The entries that hold every term typed.

    A term is a word, a "phrase in quotes" or `field:word` with stage, binds, kind, law (the citation) or
    confidence; `!` before it excludes. A rule's id finds that rule alone.
    """
    found = tuple(among)
    if alone := [entry for entry in found if entry.id == typed.strip()]:
        return tuple(alone)
    terms = list(_TERM.finditer(fold(typed)))
    return tuple(entry for entry in found if all(_holds(entry, term) for term in terms))


def _holds(entry: Entry, term: re.Match[str]) -> bool:
    where = entry.fields[term["field"]] if term["field"] else "\n".join(entry.fields.values())
    return ((term["phrase"] or term["word"] or "") in where) is not bool(term["no"])


def _of_rule(versions: tuple[Rule, ...], book: Rulebook, today: date) -> Entry:
    rule = next((version for version in versions if version.in_force(today)), versions[-1])
    says = (rule.id, rule.id.replace("_", " "), rule.name, rule.label, rule.sentence, *rule.pitfalls)
    events = [conditions(limb.triggers, book) for limb in rule.limbs]
    fields = {
        "stage": rule.stage,
        "binds": rule.bound.value,
        "kind": rule.kind.value,
        "law": rule.citation,
        "confidence": rule.confidence,
        "words": "\n".join((*says, *events, limits(rule))),
    }
    return Entry(
        rule.id,
        rule.name,
        rule.stage,
        rule.citation,
        rule.confidence,
        rule.sentence,
        {name: fold(text) for name, text in fields.items()},
        rule,
        versions,
    )


def _of_age(age: AgeRule) -> Entry:
    name = age.id.replace("_", " ").capitalize()
    fields = dict.fromkeys(FIELDS, "") | {
        "stage": _AGE_STAGE,
        "confidence": fold(age.confidence),
        "words": fold(f"{age.id}\n{name}\n{age.sentence}"),
    }
    return Entry(age.id, name, _AGE_STAGE, "", age.confidence, age.sentence, fields)
