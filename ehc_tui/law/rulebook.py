"""The rule book: every version of every rule, loaded from `data/law/england.toml` and checked on the way in.

Adding or changing a rule needs no Python unless it needs a counting code that `calendar` does not have.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path

from ehc_tui.law.calendar import COUNTS, DEFAULT, Convention
from ehc_tui.law.errors import LawError
from ehc_tui.law.files import FileError, Table, data_path
from ehc_tui.law.model import Fact
from ehc_tui.law.naming import subject_label
from ehc_tui.law.reading import (
    did_you_mean,
    read_advice_kind,
    read_age_rule,
    read_legal_test,
    read_must_follow,
    read_relief_set,
    read_rule,
    read_vocabulary,
)
from ehc_tui.law.rules import (
    AdviceKind,
    AgeRule,
    Condition,
    FactKind,
    GroundTest,
    LegalTest,
    Limb,
    MustFollow,
    ReliefSet,
    Rule,
    Vocabulary,
)

__all__ = [
    "AdviceKind",
    "AgeRule",
    "Condition",
    "FactKind",
    "GroundTest",
    "LegalTest",
    "Limb",
    "MustFollow",
    "ReliefSet",
    "Rule",
    "Rulebook",
    "RulebookError",
    "UnknownRuleError",
    "Vocabulary",
    "load_rulebook",
]


class RulebookError(FileError):
    """A mistake in the rule book: `file`, `key` and `reason`, and one sentence of them."""


class UnknownRuleError(LawError):
    """A rule id that the rule book does not have, or does not have in force on the day asked about."""


@dataclass(frozen=True, eq=False)
class Rulebook:
    """The whole book: every version of every rule, the relief sets, the vocabulary of facts, the advice list.

    `tests` holds what the law asks at each decision and `follow` what must follow one; `needs` names the
    primary needs by the code of the SEN2 return.

    One book is equal only to itself, so that it can be a key of caches.
    """

    name: str
    as_of: date
    rules: tuple[Rule, ...]
    vocabulary: Vocabulary
    relief_sets: Mapping[str, ReliefSet]
    advice: tuple[AdviceKind, ...]
    ages: tuple[AgeRule, ...]
    counts: Mapping[str, str]
    tests: Mapping[str, LegalTest]
    follow: tuple[MustFollow, ...]
    needs: Mapping[str, str]
    convention: Convention = DEFAULT

    def rule(self, rule_id: str, on: date | None = None) -> Rule:
        """The version of a rule in force on a day, or the newest one; `UnknownRuleError` if there is none."""
        versions = self.versions.get(rule_id, ())
        if not versions:
            raise UnknownRuleError(
                f'The rule book has no rule "{rule_id}"{did_you_mean(rule_id, self.versions)}.'
            )
        if on is None:
            return versions[-1]
        for version in versions:
            if version.in_force(on):
                return version
        raise UnknownRuleError(f'The rule "{rule_id}" was not in force on {on.isoformat()}.')

    @property
    def facts(self) -> Mapping[str, FactKind]:
        """The kinds of fact there are."""
        return self.vocabulary.facts

    @cached_property
    def versions(self) -> Mapping[str, tuple[Rule, ...]]:
        """Every version of each rule, oldest first."""
        found: dict[str, tuple[Rule, ...]] = {}
        for rule in self.rules:
            found[rule.id] = tuple(
                sorted((*found.get(rule.id, ()), rule), key=lambda version: version.effective_from)
            )
        return found

    @cached_property
    def closing(self) -> frozenset[str]:
        """The kinds of fact that close a case."""
        return frozenset(kind.kind for kind in self.facts.values() if kind.closes)

    @cached_property
    def reopening(self) -> frozenset[str]:
        """The kinds of fact that open a closed case again."""
        return frozenset(kind.kind for kind in self.facts.values() if kind.reopens)

    def under(self, convention: Convention) -> Rulebook:
        """The same book read under other conventions."""
        return replace(self, convention=convention)

    def label(self, fact: Fact) -> str:
        """What happened, in words: the label of the fact's kind, or of its outcome."""
        kind = self.facts[fact.kind]
        return kind.outcomes.get(fact.outcome or "", kind.label)

    def subject_label(self, rule: Rule, subject: str) -> str:
        """The label of a clock: the rule's name, with the adviser or setting where there is one for each."""
        return subject_label(rule, subject, self._advisers.get)

    @cached_property
    def _advisers(self) -> Mapping[str, str]:
        """The label of each kind of advice."""
        return {entry.key: entry.label for entry in self.advice}

    def grounds(self, rule: Rule) -> tuple[GroundTest, ...]:
        """The grounds of all relief sets of a rule."""
        sets = rule.reliefs.split("+")
        return tuple(test for name in sets for test in self.relief_sets[name].grounds)


def load_rulebook(path: Path | None = None) -> Rulebook:
    """The rule book of England, or of the file given, read once; `RulebookError` says where it is wrong."""
    return _load(path or data_path("law", "england.toml"))


@lru_cache(maxsize=8)
def _load(path: Path) -> Rulebook:
    table = Table.load(path, RulebookError)
    words = read_vocabulary(table)
    relief_sets = {
        name: read_relief_set(name, entry, words) for name, entry in table.table("reliefs").entries()
    }
    counts = table.pairs("counts")
    for code in COUNTS:
        if code not in counts:
            raise table.refuse("counts", f"the counting code {code} is not described")
    book = Rulebook(
        name=table.text("name"),
        as_of=table.day("as_of"),
        rules=tuple(read_rule(record, words, relief_sets) for record in table.tables("rule")),
        vocabulary=words,
        relief_sets=relief_sets,
        advice=tuple(read_advice_kind(record) for record in table.tables("advice", "key")),
        ages=tuple(read_age_rule(record) for record in table.tables("age")),
        counts=counts,
        tests={
            test.decision: test
            for test in (read_legal_test(record, words) for record in table.tables("test", "decision"))
        },
        follow=tuple(read_must_follow(record, words) for record in table.tables("follow", "key")),
        needs=table.pairs("needs"),
    )
    table.finish()
    _check_versions(book, table)
    return book


def _check_versions(book: Rulebook, table: Table) -> None:
    for rule_id, versions in book.versions.items():
        for older, newer in pairwise(versions):
            if older.effective_to is None or older.effective_to >= newer.effective_from:
                raise table.refuse(
                    f"rule[{rule_id}].effective_to",
                    f"two versions are in force on {newer.effective_from.isoformat()}; the older must end on "
                    f"{(newer.effective_from - timedelta(days=1)).isoformat()} at the latest",
                )
    for one in book.follow:
        if one.states and one.states not in book.versions:
            raise table.refuse(f"follow[{one.key}].states", f'there is no rule "{one.states}"')
    for rule in book.rules:
        if rule.unless_relieved and rule.unless_relieved not in book.versions:
            raise table.refuse(
                f"rule[{rule.id}].unless_relieved", f'there is no rule "{rule.unless_relieved}"'
            )
