"""Blocks of a document as lines to read on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ehc_tui.exchange.document import Block, Grid, Heading, NewPage, Points, Words
from ehc_tui.law.model import State
from ehc_tui.present.prose import text_line
from ehc_tui.present.runs import GLYPH, Line, Run, Style, wrap_line
from ehc_tui.text import clean

_LOOKS = {glyph: Style(state.value) for state, glyph in GLYPH.items() if state is not State.STOPPED}


def block_lines(blocks: Iterable[Block], width: int) -> tuple[Line, ...]:
    """The blocks in lines of at most `width` cells; what begins with the glyph of a state looks like it."""
    lines = [line for block in blocks for line in _lines(block, width)]
    while lines and not lines[0]:
        lines.pop(0)
    return tuple(lines)


def _lines(block: Block, width: int) -> Iterator[Line]:
    match block:
        case Heading(_, text):
            yield ()
            yield text_line(text, Style.TITLE)
        case Words(text, label):
            yield from _words(text, label, width)
        case Points(texts):
            for text in texts:
                yield from _point(text, width)
        case Grid(_, rows):
            for row in rows:
                yield from _point("  ".join(row), width)
        case NewPage():
            yield ()


def _words(text: str, label: str, width: int) -> Iterator[Line]:
    first, *more = clean(text, lines=True).splitlines() or [""]
    lead = (Run(f"{clean(label)} ", Style.HEAD),) if label else ()
    yield from wrap_line((*lead, Run(first, _look(first))), width)
    for part in more:
        yield from wrap_line((Run(part),), width)


def _point(text: str, width: int) -> Iterator[Line]:
    text = clean(text)
    glyph = text[:1] if text[1:2] == " " and text[:1] in _LOOKS else "·"
    rest = text[2:] if glyph == text[:1] else text
    look = _LOOKS.get(glyph, Style.PLAIN) if glyph != "·" else Style.PLAIN
    for number, line in enumerate(wrap_line((Run(rest, look),), max(width - 2, 8))):
        yield (Run(f"{glyph} " if number == 0 else "  ", look), *line)


def _look(text: str) -> Style:
    return _LOOKS.get(text[:1], Style.PLAIN) if text[1:2] == " " else Style.PLAIN
