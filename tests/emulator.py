"""A terminal for tests: what is written to it, and what it shows, cell by cell."""

from __future__ import annotations

from typing import Any

import pyte


class _Screen(pyte.Screen):
    """pyte knows no dim text, so it is kept as blinking, which nothing here is."""

    def select_graphic_rendition(self, *codes: int, **named: Any) -> None:
        """Set how what follows is drawn."""
        if 38 in codes or 48 in codes:  # a 2 among these is part of a colour
            dim = codes[:1] == (2,)
            codes = ((5, *codes[1:]) if dim else codes) or codes
        else:
            codes = tuple(5 if code == 2 else code for code in codes)
        super().select_graphic_rendition(*codes, **named)


class Emulator:
    """A terminal of so many cells."""

    def __init__(self, width: int, height: int) -> None:
        self.screen = _Screen(width, height)
        self._stream = pyte.ByteStream(self.screen)

    def write(self, data: bytes) -> None:
        """Take what a program writes."""
        self._stream.feed(data.replace(b"\x1b[<u", b""))

    def resize(self, width: int, height: int) -> None:
        """Become larger or smaller; what was shown is gone, as it well may be."""
        self.screen.resize(height, width)
        self.screen.reset()

    @property
    def lines(self) -> list[str]:
        """The lines shown, without blanks at their ends."""
        return [line.rstrip() for line in self.screen.display]

    def touched(self) -> set[int]:
        """The lines that were written to since the last time."""
        found = set(self.screen.dirty)
        self.screen.dirty.clear()
        return found

    def cells(self, y: int) -> list[Any]:
        """Every cell of a line, with its colours and attributes as far as they can be seen."""
        return [_seen(self.screen.buffer[y][x]) for x in range(self.screen.columns)]


def _seen(cell: Any) -> Any:
    """A blank shows neither its colour nor its weight."""
    if cell.data != " " or cell.reverse or cell.underscore or cell.strikethrough:
        return cell
    return cell._replace(fg="default", bold=False, italics=False, blink=False)
