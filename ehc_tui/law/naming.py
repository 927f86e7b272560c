"""The words for duties, and for a process, read without the rest of the files they stand in.

A list needs no more of the rule book than these words, and nobody should wait for the rest to be checked
before they see their list. A test holds them to what the whole book says.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from ehc_tui.law.files import data_path

_HEADINGS = re.compile(r"^(?:\[.*\]|(?:id|name|label|subject|key|effective_from) *=.*)$", re.MULTILINE)
_FIRST_TABLE = re.compile(r"^\[", re.MULTILINE)


class Worded(Protocol):
    """What of a rule goes into the label of its clocks. `subject` says what each clock is about."""

    @property
    def name(self) -> str:
        """The rule in short."""

    @property
    def label(self) -> str:
        """The clock in words, with {subject} where its subject goes."""

    @property
    def subject(self) -> str:
        """The kind of subject; empty where there is one clock only."""


class RuleWords(NamedTuple):
    """The words of the newest version of a rule."""

    name: str
    label: str
    subject: str


def subject_label(rule: Worded, subject: str, adviser: Callable[[str], str]) -> str:
    """The label of a clock: the rule's name, with the adviser or setting where there is one for each."""
    if not subject:
        return rule.name
    if rule.subject != "advice":
        return rule.label.replace("{subject}", subject)
    kind, _, number = subject.partition("-")
    return f"{rule.label.replace('{subject}', adviser(kind) or subject)} {number}".rstrip()


class DutyNames:
    """Called with a rule and the subject of its clock: the words `Rulebook.subject_label` has for it."""

    def __init__(self, rules: Mapping[str, RuleWords], advisers: Mapping[str, str]) -> None:
        self._rules = rules
        self._advisers = advisers

    def __call__(self, rule: str, subject: str) -> str:
        """Raises `rulebook.UnknownRuleError` for a rule that there is not."""
        if rule not in self._rules:
            from ehc_tui.law.rulebook import load_rulebook

            load_rulebook().rule(rule)
        return subject_label(self._rules[rule], subject, lambda kind: self._advisers.get(kind, ""))


@lru_cache(maxsize=1)
def duty_names() -> DutyNames:
    """The words of the rule book of England."""
    text = data_path("law", "england.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads("\n".join(_HEADINGS.findall(text)))
    newest = sorted(found["rule"], key=lambda rule: rule["effective_from"])
    rules = {
        rule["id"]: RuleWords(rule["name"], rule.get("label", rule["name"]), rule.get("subject", ""))
        for rule in newest
    }
    return DutyNames(rules, {entry["key"]: entry["label"] for entry in found["advice"]})


def process_name(path: Path) -> str:
    """The name of the process in a file, which stands before its first table."""
    text = path.read_text(encoding="utf-8")
    first = _FIRST_TABLE.search(text)
    name: str = tomllib.loads(text[: first.start()] if first else text)["name"]
    return name
