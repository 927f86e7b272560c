"""What a terminal shows, cell by cell, and the fewest bytes that make it show something else.

Over a slow line every byte is waited for. So the last picture is kept, only cells that differ are written,
the cursor goes there the shortest way, colours are named when they change, the blank end of a line is erased,
and lines that merely moved are moved by the terminal itself. Pure: it knows no screen and writes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
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

_BOLD, _DIM, _NEITHER_BOLD_NOR_DIM = "1", "2", "22"

_FEWEST_ERASED = 4
_LEAST_GAP = 5
_FEWEST_MOVED = 5
_SCROLL_BAR = 2


def cells(text: str, look: Look) -> Iterator[Cell]:
    """The cells of a text, without anything in it that a terminal would obey."""
    if not text.isascii() or not text.isprintable():
        yield from _wide_cells(drawable(text), look)
    else:
        blank = (" ", _on_blank(look))
        for character in text:
            yield blank if character == " " else (character, look)


@lru_cache(maxsize=1024)
def _on_blank(look: Look) -> Look:
    """What is seen of a look where there is no character: cells that look alike are alike."""
    return look if _SEEN_ON_BLANKS.intersection(look.attributes) else Look(ground=look.ground)


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
    yield text, _on_blank(look) if text == " " else look
    if cell_width(text) == 2:
        yield "", look


class Screenful:
    """The picture on a terminal of `width` by `height` cells, as far as it is known."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._rows: list[Row | None] = [None] * height

    @property
    def rows(self) -> Sequence[Row | None]:
        """The lines from the top; None for one of which nothing is known."""
        return self._rows

    def forget(self) -> None:
        """Take nothing on the terminal for granted any more."""
        self._rows = [None] * self.height

    def show(self, rows: Mapping[int, Row]) -> str:
        """What to write so that the terminal shows these lines, by their place; all others stay as they are.

        It begins wherever the cursor is, with no attribute set, and leaves none set.
        """
        pen = _Pen(self.width)
        wanted = {y: row[: self.width] for y, row in rows.items() if y < self.height}
        after = [wanted.get(y, row) for y, row in enumerate(self._rows)]
        if sum(row != before for row, before in zip(after, self._rows, strict=True)) > _FEWEST_MOVED:
            self._let_move(after, pen)
        for y, (row, before) in enumerate(zip(after, self._rows, strict=True)):
            if row is not None and row != before:
                _rewrite(y, before, row, pen)
        self._rows = after
        return pen.finished()

    def _let_move(self, after: Sequence[Row | None], pen: _Pen) -> None:
        """Have the terminal move the lines that are the same but for their place, if that is worth while."""
        if None in self._rows:
            return
        before = [row for row in self._rows if row is not None]
        wanted = [row for row in after if row is not None]
        stretch = _moved_stretch(
            [row[:-_SCROLL_BAR] for row in before], [row[:-_SCROLL_BAR] for row in wanted]
        )
        if stretch is None:
            return
        first, last, by = stretch
        pen.move_lines(first, last, by)
        gone: list[Row] = [(BLANK,) * self.width] * abs(by)
        kept = before[first : last + 1]
        self._rows[first : last + 1] = [*kept[by:], *gone] if by > 0 else [*gone, *kept[:by]]


def _moved_stretch(before: Sequence[Row], after: Sequence[Row]) -> tuple[int, int, int] | None:
    """First and last line of a stretch in which most lines only moved, and by how many lines up.

    None unless moving them saves drawing several lines anew.
    """
    places: dict[Row, list[int]] = {}
    for y, row in enumerate(before):
        places.setdefault(row, []).append(y)
    moves = Counter(
        was - y
        for y, row in enumerate(after)
        if row != before[y] and set(row) != {BLANK}
        for was in places.get(row, ())
    )
    if not moves:
        return None
    by, _ = moves.most_common(1)[0]
    alike = [
        y for y, row in enumerate(after) if 0 <= y + by < len(before) and row == before[y + by] != before[y]
    ]
    run = max(_runs(alike), key=len, default=[])
    if len(run) < _FEWEST_MOVED:
        return None
    return (run[0], run[-1] + by, by) if by > 0 else (run[0] + by, run[-1], by)


def _runs(places: Sequence[int]) -> Iterator[list[int]]:
    """The places in runs; one line in between does not end a run."""
    run: list[int] = []
    for y in places:
        if run and y - run[-1] > 2:
            yield run
            run = []
        run.append(y)
    yield run


def _rewrite(y: int, before: Row | None, after: Row, pen: _Pen) -> None:
    """Write what differs of a line, and erase its blank end where that is shorter."""
    end = _end(after)
    if before is None:
        pen.write(0, y, after[:end])
        if end < len(after):
            pen.erase(end, y)
        return
    erased = _end(before) - end >= _FEWEST_ERASED
    for start, stop in _differences(before, after, end if erased else len(after)):
        pen.write(start, y, after[start:stop])
    if erased:
        pen.erase(end, y)


def _end(row: Row) -> int:
    """Where the blank end of a line begins."""
    end = len(row)
    while end and row[end - 1] == BLANK:
        end -= 1
    return end


def _differences(before: Row, after: Row, stop: int) -> Iterator[tuple[int, int]]:
    """Where a line differs; short stretches that do not are written with the rest rather than jumped over."""
    start = end = -1
    for x in range(stop):
        if before[x] == after[x]:
            continue
        if (start >= 0 and x - end >= _LEAST_GAP) or (start >= 0 and _adorned_anew(after, end, x)):
            yield start, end
            start = x
        elif start < 0:
            start = x
        end = x + 1
    if start >= 0:
        yield start, end


def _adorned_anew(row: Row, start: int, stop: int) -> bool:
    """True if crossing these cells would need another look than that of the cell before them."""
    return not all(_drawn_by(row[start - 1][1], row[x]) for x in range(start, stop))


def _drawn_by(set_look: Look, cell: Cell) -> bool:
    """True if a cell comes out right with what is set: a blank shows no colour and no weight."""
    text, look = cell
    if look == set_look:
        return True
    return text == " " and look == _on_blank(set_look)


class _Pen:
    """Writes cells, and knows where the cursor is and what is set."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._written: list[str] = []
        self._at: tuple[int, int] | None = None
        self._look = UNADORNED

    def write(self, x: int, y: int, row: Iterable[Cell]) -> None:
        """Write cells from a place on."""
        self._go(x, y)
        for cell in row:
            if not _drawn_by(self._look, cell):
                self._written.append(_turned(self._look, cell[1]))
                self._look = cell[1]
            self._written.append(cell[0])
            x += 1
        self._at = (x, y)

    def erase(self, x: int, y: int) -> None:
        """Erase a line from a place to its end."""
        self._go(x, y)
        self._plainly()
        self._written.append("\x1b[K")

    def move_lines(self, first: int, last: int, by: int) -> None:
        """Move the lines between two so many lines up, or down if negative; blank ones take their place."""
        where, how = (first, f"{by}M") if by > 0 else (first, f"{-by}L")
        self._written.append(f"\x1b[{first + 1};{last + 1}r\x1b[{where + 1}H\x1b[{how}\x1b[r")
        self._at = None

    def finished(self) -> str:
        """All that was written, with nothing left set."""
        self._plainly()
        return "".join(self._written)

    def _plainly(self) -> None:
        if self._look != UNADORNED:
            self._written.append("\x1b[m")
            self._look = UNADORNED

    def _go(self, x: int, y: int) -> None:
        if self._at is None or self._at[0] >= self._width:
            at_x, at_y = self._width, self._at[1] if self._at else -2
        else:
            at_x, at_y = self._at
        if (at_x, at_y) == (x, y):
            return
        if y == at_y and x > at_x:
            self._written.append(f"\x1b[{x - at_x if x > at_x + 1 else ''}C")
        elif x == 0 and y in (at_y, at_y + 1):
            self._written.append("\r" if y == at_y else "\r\n")
        else:
            self._written.append(f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H")
        self._at = (x, y)


def _turned(before: Look, after: Look) -> str:
    """The code that turns one look into another, with as little as possible."""
    if after == UNADORNED:
        return "\x1b[m"
    gone = set(before.attributes) - set(after.attributes)
    if not gone or (gone == {_BOLD} and _DIM not in before.attributes):
        codes = [_NEITHER_BOLD_NOR_DIM] if gone else []
        codes += [code for code in after.attributes if code not in before.attributes]
        codes += [after.ink] if after.ink != before.ink else []
        codes += [after.ground] if after.ground != before.ground else []
    else:
        codes = ["0", *after.attributes]
        codes += [after.ink] if after.ink != UNADORNED.ink else []
        codes += [after.ground] if after.ground != UNADORNED.ground else []
    return f"\x1b[{';'.join(codes)}m"
