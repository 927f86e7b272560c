"""A terminal for tests: what is written to it, and what it shows, cell by cell."""

from __future__ import annotations

from typing import Any

import pyte

_DIM, _BLINK, _NEITHER_BOLD_NOR_DIM, _NO_BLINK = 2, 5, 22, 25
_LENGTHS = {5: 3, 2: 5}
"""How many numbers a colour takes, by the second: one of 256, or red, green and blue."""


class _Screen(pyte.Screen):
    """pyte knows no dim text, so it is kept as blinking, which nothing here is."""

    def select_graphic_rendition(self, *codes: int, **named: Any) -> None:
        """Set how what follows is drawn."""
        found: list[int] = []
        left = list(codes)
        while left:
            length = _LENGTHS.get(left[1], 1) if left[0] in (38, 48) and len(left) > 1 else 1
            taken, left = left[:length], left[length:]
            if taken == [_DIM]:
                taken = [_BLINK]
            elif taken == [_NEITHER_BOLD_NOR_DIM]:
                taken.append(_NO_BLINK)
            found += taken
        super().select_graphic_rendition(*found, **named)


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
