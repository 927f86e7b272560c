"""A rule in people's words: its limit, where it is counted from, whom it binds, how far it can be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from ehc_tui.law.model import Kind, Party
from ehc_tui.law.rulebook import Rulebook
from ehc_tui.law.rules import Condition, Limb, Rule
from ehc_tui.present.prose import plural
from ehc_tui.text import british

TRUST: Mapping[str, str] = {
    "A": "Taken from the provision itself.",
    "B": "Taken from a reliable secondary source.",
    "C": "To be confirmed against the legislation.",
}
"""What the confidence of a record means."""

_LONG: Mapping[str, str] = {
    "W": "week",
    "D": "day",
    "D1": "day",
    "M": "month",
    "P": "month",
    "WD": "working day",
    "WD1": "working day",
    "TWD": "tribunal working day",
}
SHORT_UNITS: Mapping[str, str] = {
    "W": "wk",
    "D": "d",
    "D1": "d",
    "M": "mth",
    "P": "mth",
    "WD": "wd",
    "WD1": "wd",
    "TWD": "twd",
}
"""The unit of each counting code that has one, in a few characters."""

_BEGINNING = ("D1", "P", "WD1")
_BINDING: Mapping[Party, str] = {
    Party.COUNCIL: "the council",
    Party.ADVISER: "whoever was asked for the advice",
    Party.FAMILY: "the family",
    Party.SETTING: "the setting",
    Party.HEALTH: "the health commissioner",
    Party.OTHER: "others",
}
_FORCE: Mapping[Kind, str] = {
    Kind.STATUTORY: "Statutory: missing it is a breach.",
    Kind.GUIDANCE: "Guidance: missing it is no breach of the law.",
    Kind.LOCAL: "Local: missing it is no breach of the law.",
}
_PICKED = {
    "first": "whichever came first",
    "last": "whichever came last",
    "preferred": "the first of these that there is",
}


def limit_words(limb: Limb) -> str:
    """A limit as people say it: "16 weeks", "15 days", "2 weeks before", "by 15 Feb"."""
    match limb.count:
        case "NONE":
            return "no number"
        case "IMM":
            return "at once"
        case "FIX":
            return f"by {_fixed_day(limb)}"
        case "BEF":
            return f"{plural(limb.number, limb.unit.removesuffix('s'))} before"
    return plural(limb.number, _LONG[limb.count])


def short_limit(rule: Rule) -> str:
    """The limit in a few characters, for lists: "16 wk", "15 Feb"; "+" where there is more than one count."""
    limb = rule.limbs[0]
    match limb.count:
        case "NONE":
            words = "–"
        case "IMM":
            words = "same day"
        case "FIX":
            words = _fixed_day(limb)
        case "BEF":
            words = f"{limb.number} {SHORT_UNITS['M' if limb.unit == 'months' else 'W']} before"
        case _:
            words = f"{limb.number} {SHORT_UNITS[limb.count]}"
    return f"{words} +" if rule.also else words


def limits(rule: Rule) -> str:
    """All limits of a rule: "16 weeks", "later of 2 months, 1 month"."""
    words = ", ".join(limit_words(limb) for limb in rule.limbs)
    return f"{_combined(rule)} of {words}" if rule.also else words


def counted(rule: Rule, book: Rulebook) -> str:
    """The count in a sentence: from what, how long, and what does not move it."""
    parts = [_counted_from(limb, book) for limb in rule.limbs]
    whole = f"the {_combined(rule)} of: {'; '.join(parts)}" if rule.also else parts[0]
    rolls = ", then on to the tribunal's next working day" if rule.roll == "tribunal" else ""
    moves_not = "" if rule.count == "NONE" else f" {unmoved(rule, book)}"
    return f"{whole[:1].upper()}{whole[1:]}{rolls}.{moves_not}"


def unmoved(rule: Rule, book: Rulebook) -> str:
    """What does not move the date, in a sentence."""
    return book.counts[rule.count if rule.roll == "none" else rule.roll]


def conditions(found: Iterable[Condition], book: Rulebook) -> str:
    """Facts in words, each once: "request received or council became responsible"."""
    labels = list(dict.fromkeys(label_of(condition, book) for condition in found))
    return " or ".join(", ".join(part) for part in (labels[:-1], labels[-1:]) if part)


def label_of(condition: Condition, book: Rulebook) -> str:
    """What has to have happened, in words."""
    kind = book.facts[condition.kind]
    return kind.outcomes.get(condition.outcome or "", kind.label)


def provision(citation: str) -> str:
    """The first provision of a citation without the name of its instrument: "reg 10(1)"."""
    first = citation.partition(";")[0]
    return first.partition(", ")[2] or first


def binds(rule: Rule) -> str:
    """Who is bound, and what missing it means."""
    who = _BINDING[rule.bound]
    if rule.window:
        return f"{who}: a time that must be left to run. Its end is nobody's breach."
    return f"{who}. {_FORCE[rule.kind]}"


def in_force(rule: Rule) -> str:
    """The days on which a trigger is governed by this version: "from 1 Sep 2014"."""
    if rule.effective_to:
        return f"{british(rule.effective_from)} to {british(rule.effective_to)}"
    return f"from {british(rule.effective_from)}"


def _counted_from(limb: Limb, book: Rulebook) -> str:
    event = conditions(limb.triggers, book)
    if len({condition.kind for condition in limb.triggers}) > 1:
        event += f" ({_PICKED[limb.pick]})"
    if limb.count == "NONE":
        after = f" after {event}" if event else ""
        return f"as soon as practicable{after}: the law sets no number of days"
    if limb.count == "IMM":
        return f"on the day itself: {event}"
    if limb.count == "FIX":
        before = (
            f"before {_fixed_day(limb)}, at the latest on it," if limb.strict else f"by {_fixed_day(limb)}"
        )
        return f"{before} in the year of: {event}"
    if limb.count == "BEF":
        return f"at least {limit_words(limb)}: {event}"
    return f"{limit_words(limb)} {'beginning with' if limb.count in _BEGINNING else 'after'}: {event}"


def _combined(rule: Rule) -> str:
    return "later" if rule.combine == "max" else "earlier"


def _fixed_day(limb: Limb) -> str:
    return british(date(2001, limb.number // 100, limb.number % 100), "short")
