"""Cells of a terminal: what is drawn in each, and how. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from ehc_tui.text import cell_width, drawable


class Look(NamedTuple):
    """How a cell is drawn, in the codes of the terminal: attributes, foreground and background."""

    attributes: tuple[str, ...] = ()
    ink: str = "39"
    ground: str = "49"


UNADORNED = Look()
Cell: TypeAlias = tuple[str, Look]
"""What is drawn in a cell. The second half of a wide character is the empty text."""
Row: TypeAlias = tuple[Cell, ...]
BLANK: Cell = (" ", UNADORNED)
_SEEN_ON_BLANKS = frozenset({"4", "5", "6", "7", "9", "21", "53"})
"""Attributes that show where there is no character: underlined, reversed and the like."""

_STEPS = (0, 95, 135, 175, 215, 255)
_CUBE, _GREYS, _FIRST_FIXED = 16, 232, 22


def colour_code(red: int, green: int, blue: int, *, ground: bool = False) -> str:
    """The shortest code that gives exactly this colour, as ink or as ground.

    Beside the person's own 16 colours a terminal has a cube of colours and a ramp of greys that are the same
    everywhere and take half the bytes. The first six of the cube are left alone: some people's colour schemes
    keep more colours of their own there.
    """
    base = "48" if ground else "38"
    number = _fixed_colour(red, green, blue)
    return f"{base};2;{red};{green};{blue}" if number < _FIRST_FIXED else f"{base};5;{number}"


def _fixed_colour(red: int, green: int, blue: int) -> int:
    """The number of a colour in the cube or the ramp; 0 if it is in neither."""
    if red == green == blue and red % 10 == 8 and red < 240:  # 8, 18 … 238
        return _GREYS + red // 10
    if {red, green, blue} <= set(_STEPS):
        return _CUBE + 36 * _STEPS.index(red) + 6 * _STEPS.index(green) + _STEPS.index(blue)
    return 0


def cells(text: str, look: Look) -> Sequence[Cell]:
    """The cells of a text, without anything in it that a terminal would obey."""
    if not (text.isascii() and text.isprintable()):
        text = drawable(text)
        if not all(map(_takes_one_cell, text)):
            return list(_wide_cells(text, look))
    blank = (" ", on_blank(look))
    return [blank if character == " " else (character, look) for character in text]


@lru_cache(maxsize=4096)
def _takes_one_cell(character: str) -> bool:
    return cell_width(character) == 1


@lru_cache(maxsize=1024)
def on_blank(look: Look) -> Look:
    """What is seen of a look where there is no character: cells that look alike are alike."""
    return look if seen_on_blanks(look) else Look(ground=look.ground)


def seen_on_blanks(look: Look) -> bool:
    """True if a look shows more than its ground where there is no character."""
    return not _SEEN_ON_BLANKS.isdisjoint(look.attributes)


def _wide_cells(text: str, look: Look) -> Iterator[Cell]:
    pending = ""
    for character in text:
        width = cell_width(character)
        if width == 0:
            pending += character
            continue
        if pending:
            yield from _cell(pending, look)
        pending = character
    if pending:
        yield from _cell(pending, look)


def _cell(text: str, look: Look) -> Iterator[Cell]:
    yield text, on_blank(look) if text == " " else look
    if cell_width(text) == 2:
        yield "", look
