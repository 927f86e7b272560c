"""Records of the TOML files read into values, each key checked; a process's targets are read the same way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches

from ehc_tui.law.calendar import COUNTS
from ehc_tui.law.files import Table
from ehc_tui.law.model import Ground, Kind, Party
from ehc_tui.law.rules import (
    AdviceKind,
    AgeRule,
    Condition,
    FactKind,
    GroundTest,
    LegalTest,
    Limb,
    MustFollow,
    Proof,
    ReliefSet,
    Rule,
    Vocabulary,
)

CONFIDENCE = ("A", "B", "C")
PICKS = ("first", "last", "preferred")
COMBINES = ("max", "min")
ROLLS = ("none", "tribunal")
UNITS = ("weeks", "months")
SUBJECTS = ("", "advice", "setting", "meeting")


def read_rule(record: Table, words: Vocabulary, relief_sets: Iterable[str]) -> Rule:
    """One rule record, of the rule book or of a council's local targets, checked key by key."""
    limbs = (
        _limb(record, words, "trigger"),
        *(_further_limb(entry, words) for entry in record.tables("also")),
    )
    rule = Rule(
        id=record.text("id"),
        name=record.text("name"),
        label=record.text("label", record.text("name")),
        stage=record.text("stage"),
        kind=Kind(record.choice("kind", tuple(Kind))),
        bound=Party(record.choice("bound", tuple(Party))),
        triggers=limbs[0].triggers,
        count=limbs[0].count,
        number=limbs[0].number,
        limbs=limbs,
        combine=record.choice("combine", COMBINES, "max"),
        roll=record.choice("roll", ROLLS, "none"),
        met_by=read_conditions(record, "met_by", words),
        stopped_by=read_conditions(record, "stopped_by", words),
        only_if=read_conditions(record, "only_if", words),
        unless_relieved=record.text("unless_relieved", ""),
        under_age=record.number("under_age", 0),
        opens=record.number("opens", 0),
        window=record.flag("window"),
        closes_after=read_conditions(record, "closes_after", words),
        reliefs=_reliefs(record, relief_sets),
        citation=record.text("citation"),
        confidence=record.choice("confidence", CONFIDENCE),
        effective_from=record.day("effective_from"),
        effective_to=record.day_or_none("effective_to"),
        sentence=record.text("sentence"),
        pitfalls=record.texts("pitfalls"),
        subject=record.choice("subject", SUBJECTS, ""),
        trigger_kinds=frozenset(condition.kind for condition in limbs[0].triggers),
    )
    record.finish()
    if rule.effective_to and rule.effective_to < rule.effective_from:
        raise record.refuse("effective_to", "it is before effective_from")
    return rule


def read_conditions(record: Table, key: str, words: Vocabulary) -> tuple[Condition, ...]:
    """A list such as `final_sent`, `assess_decision: No` or `@ended`, each checked against the vocabulary."""
    found: list[Condition] = []
    for text in record.texts(key):
        if not text.startswith("@"):
            found.append(_condition(text, record, key, words.facts))
        elif text[1:] in words.groups:
            found.extend(words.groups[text[1:]])
        else:
            raise record.refuse(key, f'there is no group "{text}"{did_you_mean(text[1:], words.groups)}')
    return tuple(found)


def _condition(text: str, record: Table, key: str, facts: Mapping[str, FactKind]) -> Condition:
    kind, _, outcome = (part.strip() for part in text.partition(":"))
    if kind not in facts:
        raise record.refuse(key, f'"{kind}" is not a fact of the vocabulary{did_you_mean(kind, facts)}')
    if outcome and outcome not in facts[kind].outcomes:
        raise record.refuse(key, f'{kind} has no outcome "{outcome}"')
    return Condition(kind, outcome or None)


def _limb(record: Table, words: Vocabulary, trigger_key: str) -> Limb:
    count = record.choice("count", COUNTS)
    numbered = count not in ("NONE", "IMM")
    number = record.number("number", None if numbered else 0)
    if numbered and number == 0:
        raise record.refuse("number", f"a limit counted {count} needs a number above zero")
    if count == "FIX":
        _check_month_day(record, number)
    record.texts(trigger_key, required=True)
    return Limb(
        triggers=read_conditions(record, trigger_key, words),
        count=count,
        number=number,
        unit=record.choice("unit", UNITS, "weeks"),
        pick=record.choice("pick", PICKS, "first"),
        before=record.flag("before"),
        strict=record.flag("strict"),
    )


def _further_limb(record: Table, words: Vocabulary) -> Limb:
    limb = _limb(record, words, "from")
    record.finish()
    return limb


def _check_month_day(record: Table, number: int) -> None:
    try:
        date(2001, number // 100, number % 100)
    except ValueError as problem:
        raise record.refuse(
            "number", f"{number} is not month * 100 + day of a day in every year"
        ) from problem


def _reliefs(record: Table, relief_sets: Iterable[str]) -> str:
    named = record.text("reliefs")
    for name in named.split("+"):
        if name not in relief_sets:
            raise record.refuse("reliefs", f'there is no relief set "{name}"')
    return named


def read_vocabulary(table: Table) -> Vocabulary:
    facts = {kind: _fact_kind(kind, entry) for kind, entry in table.table("facts").entries()}
    groups = table.table("groups")
    bare = Vocabulary(facts, {})
    return Vocabulary(facts, {name: read_conditions(groups, name, bare) for name in groups.names()})


def _fact_kind(kind: str, entry: Table) -> FactKind:
    found = FactKind(
        kind=kind,
        label=entry.text("label"),
        outcomes=entry.pairs("outcomes"),
        subject=entry.choice("subject", SUBJECTS, ""),
        period=entry.flag("period"),
        closes=entry.flag("closes"),
        reopens=entry.flag("reopens"),
        served=entry.flag("served"),
        derived=entry.flag("derived"),
    )
    entry.finish()
    return found


def read_relief_set(name: str, entry: Table, words: Vocabulary) -> ReliefSet:
    found = ReliefSet(
        id=name,
        sentence=entry.text("sentence"),
        grounds=tuple(_ground(record, words) for record in entry.tables("grounds", "ground")),
    )
    entry.finish()
    return found


def _ground(record: Table, words: Vocabulary) -> GroundTest:
    found = GroundTest(
        ground=Ground(record.choice("ground", tuple(Ground))),
        proof=Proof(record.choice("shown_by", tuple(Proof))),
        facts=tuple(condition.kind for condition in read_conditions(record, "facts", words)),
        asked=record.text("asked", ""),
        days=record.number("days", 0),
        label=record.text("label"),
        citation=record.text("citation"),
        confidence=record.choice("confidence", CONFIDENCE),
    )
    record.finish()
    return found


def read_advice_kind(record: Table) -> AdviceKind:
    found = AdviceKind(
        key=record.text("key"),
        ref=record.text("ref"),
        label=record.text("label"),
        source=record.text("source"),
        from_year_9=record.flag("from_year_9"),
        always=record.flag("always"),
    )
    record.finish()
    return found


def read_age_rule(record: Table) -> AgeRule:
    found = AgeRule(record.text("id"), record.text("sentence"), record.choice("confidence", CONFIDENCE))
    record.finish()
    return found


def read_legal_test(record: Table, words: Vocabulary) -> LegalTest:
    found = LegalTest(
        record.choice("decision", words.facts), record.text("sentence"), record.text("citation")
    )
    record.finish()
    return found


def read_must_follow(record: Table, words: Vocabulary) -> MustFollow:
    found = MustFollow(
        key=record.text("key"),
        decisions=read_conditions(record, "decision", words),
        what=record.text("what"),
        states=record.text("states", ""),
        citation=record.text("citation"),
    )
    record.finish()
    return found


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of an error sentence: the nearest known word, or nothing."""
    near = get_close_matches(word, list(known), n=1)
    return f'; did you mean "{near[0]}"' if near else ""
