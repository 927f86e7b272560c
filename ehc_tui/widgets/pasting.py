"""Pasted text is text: an escape character in it must not press keys.

Textual looks for escape sequences inside a bracketed paste too, and passes on as keys what it does not know:
Esc would leave the question that the text was meant for, and what follows would be taken for commands.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.message import Message

_ESC, _BEGIN, _END = "\x1b", "\x1b[200~", "\x1b[201~"


class Pastes:
    """What comes from a terminal, piece by piece, without the escape characters inside of what is pasted."""

    def __init__(self) -> None:
        self._inside = False
        self._last = ""

    def pass_on(self, data: str) -> str:
        """The next piece as it may be read; what may begin an end is kept back until that is known."""
        return "".join(self._within(one) if self._inside else self._outside(one) for one in data)

    def _outside(self, one: str) -> str:
        self._last = (self._last + one)[-len(_BEGIN) :]
        if self._last == _BEGIN:
            self._inside, self._last = True, ""
        return one

    def _within(self, one: str) -> str:
        self._last += one
        if self._last == _END:
            self._inside, self._last = False, ""
            return _END
        if _END.startswith(self._last):
            return ""
        text, self._last = (self._last[:-1], _ESC) if one == _ESC else (self._last, "")
        return text.replace(_ESC, "")


class PasteProofParser(XTermParser):
    """Textual's parser of what a terminal sends, fed with what may be read."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pastes = Pastes()

    def feed(self, data: str) -> Iterable[Message]:
        """The messages that the next piece holds; an empty one is the end of all."""
        passed = self._pastes.pass_on(data)
        return super().feed(passed) if passed or not data else ()
