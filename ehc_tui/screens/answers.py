"""How typed answers are read and understood, wherever a question asks for the same kind of thing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ehc_tui.text import british


def needed(sentence: str) -> Callable[[str], str]:
    """A reader of text that refuses an empty answer, with `sentence`."""

    def read(typed: str) -> str:
        if not typed.strip():
            raise ValueError(sentence)
        return typed

    return read


def weekday_if_any(found: tuple[date | None]) -> str:
    """How a day that may be left out is understood: "Fri 27 Nov 2026", nothing where there is none.

    It comes in a tuple because None alone would mean that the person stepped back.
    """
    return british(found[0], "weekday") if found[0] else ""
