"""The words for duties, and for a process, read without the rest of the files they stand in.

A list needs no more of the rule book than these words, and nobody should wait for the rest to be checked
before they see their list. A test holds them to what the whole book says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol

from ehc_tui.law.files import data_path

_WORDS = re.compile(
    r'^(key|name|label|subject|effective_from) *= *("(?:[^"\\\n]|\\["\\])*"|[\d-]+) *$', re.MULTILINE
)
_NEXT_TABLE = "\n["


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


def subject_label(rule: Worded, subject: str, adviser: Callable[[str], str | None]) -> str:
    """The label of a clock: the rule's name, with the adviser or setting where there is one for each."""
    if not subject:
        return rule.name
    if rule.subject != "advice":
        return rule.label.replace("{subject}", subject)
    kind, _, number = subject.partition("-")
    return f"{rule.label.replace('{subject}', adviser(kind) or subject)} {number}".rstrip()


class DutyNames:
    """Called with a rule and the subject of its clock: the words `Rulebook.subject_label` has for it."""

    def __init__(self, text: str) -> None:
        """`text` is that of a rule book; a rule is looked for in it when somebody asks for its words."""
        self._text = text
        self._rules: dict[str, RuleWords | None] = {}
        self._advisers: dict[str, str] = {}

    def __call__(self, rule: str, subject: str) -> str:
        """Raises `rulebook.UnknownRuleError` for a rule that there is not."""
        if rule not in self._rules:
            self._rules[rule] = self._found(rule)
        words = self._rules[rule]
        if words is not None:
            return subject_label(words, subject, self._adviser)
        from ehc_tui.law.rulebook import load_rulebook  # which knows it however it is written

        book = load_rulebook()
        return book.subject_label(book.rule(rule), subject)

    def _found(self, rule: str) -> RuleWords | None:
        versions = self._tables(f'[[rule]]\nid = "{rule}"\n')
        if not versions or not all({"name", "effective_from"} <= version.keys() for version in versions):
            return None
        newest = max(versions, key=lambda version: version["effective_from"])
        return RuleWords(newest["name"], newest.get("label", newest["name"]), newest.get("subject", ""))

    def _adviser(self, kind: str) -> str:
        if kind not in self._advisers:
            found = self._tables(f'[[advice]]\nkey = "{kind}"\n')
            self._advisers[kind] = found[0]["label"] if found else ""
        return self._advisers[kind]

    def _tables(self, opening: str) -> list[dict[str, str]]:
        """The words of the tables that begin so."""
        pieces = self._text.split(opening)[1:]
        return [_words(piece.partition(_NEXT_TABLE)[0]) for piece in pieces]


def _words(text: str) -> dict[str, str]:
    """The plain texts and days of a table; what is written in another way is not found."""
    return {key: json.loads(value) if value[0] == '"' else value for key, value in _WORDS.findall(text)}


@lru_cache(maxsize=1)
def duty_names() -> DutyNames:
    """The words of the rule book of England."""
    return DutyNames(data_path("law", "england.toml").read_text(encoding="utf-8"))


def process_head(path: Path) -> Mapping[str, str]:
    """The `key` and the `name` that stand before the first table of a process file."""
    found = _words(path.read_text(encoding="utf-8").partition(_NEXT_TABLE)[0])
    if {"key", "name"} <= found.keys():
        return found
    from ehc_tui.law.process import load_process  # which knows them however they are written

    process = load_process(path)
    return {"key": process.key, "name": process.name}
