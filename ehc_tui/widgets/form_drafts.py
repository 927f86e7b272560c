"""What is typed in a dialogue, kept question by question until the act it leads to is done."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from ehc_tui.text import british

_WITH_ITS_YEAR = re.compile(r"\w+\W+\w+\W+\d+")
"""A day that means the same whenever it is read: "3/2/18", "3 Feb 2018"."""


class FormDrafts:
    """The drafts of the dialogue under way, in `drafts`, where they outlive the program.

    Every answer stays there until the act is done: when the line drops before that, the same dialogue offers
    it again. When the person steps back only words stay (see `keep`): a day, or what stood in the field
    already, would be taken for what is so now. Without a dialogue a question is its own.
    """

    def __init__(self, drafts: MutableMapping[str, str]) -> None:
        self._drafts = drafts
        self._form: str | None = None
        self._asked: Counter[str] = Counter()
        self._keys: set[str] = set()
        self._passing: set[str] = set()
        self._refused = False

    @contextmanager
    def dialogue(self, form: str) -> Iterator[None]:
        """Lasts as long as a dialogue; `form` tells it from every other, and names the case it is about.

        What is no words is let go at its end, unless an act was refused or the program ends meanwhile.
        """
        self._form, self._refused = form, False
        self._asked.clear()
        self._keys.clear()
        self._passing.clear()
        yield
        if not self._refused:
            self._let_go(self._passing)

    @contextmanager
    def acting(self) -> Iterator[None]:
        """Lasts as long as an act: what was typed for it is let go once it is done, and stays otherwise."""
        typed = frozenset(self._keys)
        self._refused = True
        yield
        self._refused = False
        self._let_go(typed)

    def narrow(self, what: object) -> None:
        """What is asked from here on is about this one of several: an entry, a person, a time."""
        self._form = f"{self._form or ''}/{what}"

    @property
    def any_kept(self) -> bool:
        """Whether anything of this dialogue would come back with the same questions."""
        return any(key in self._drafts for key in self._keys)

    def key_of(self, question: str, named: str = "") -> str:
        """The key of a question about to be asked; one that is asked again in a dialogue has another."""
        key = named
        if not named and self._form is not None:
            self._asked[question] += 1
            again = self._asked[question]
            key = f"{self._form}/{question}" + (f"/{again}" if again > 1 else "")
        if key:
            self._keys.add(key)
        return key

    def text(self, key: str, initial: str) -> str:
        """What was typed under the key, or what stands in the field at first."""
        return self._drafts.get(key, initial) if key else initial

    def keep(self, key: str, text: str, initial: str, *, words: bool) -> None:
        """Keep what is typed so far; only `words` stay when the person steps back."""
        if not key:
            return
        if text == initial:
            self._drafts.pop(key, None)
        else:
            self._drafts[key] = text
        (self._passing.discard if words else self._passing.add)(key)

    def answered(self, key: str, text: str, value: Any) -> None:
        """Keep an answer; one that is a day as that day, whenever it is offered again."""
        if not key:
            return
        if self._form is None:
            self._drafts.pop(key, None)
            return
        (first,) = value if isinstance(value, tuple) and len(value) == 1 else (value,)
        if isinstance(first, date):
            text = text if _WITH_ITS_YEAR.fullmatch(text) else british(first)
            self._passing.add(key)
        if text or key in self._drafts:
            self._drafts[key] = text

    def _let_go(self, keys: set[str] | frozenset[str]) -> None:
        for key in keys:
            self._drafts.pop(key, None)
