"""Cells written to a terminal in few bytes: the shortest way there, and colours only as they change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ehc_tui.present.cells import UNADORNED, Cell, Look, Row, on_blank, seen_on_blanks

_TURNED_OFF = {"1": "22", "2": "22", "4": "24", "7": "27"}
"""What ends an attribute alone; the others are ended with all that is set."""
_LONGEST_GAP = 5
_ERASE = "\x1b[K"

Place = tuple[int, int]


class Piece(NamedTuple):
    """What is written in one go with one look set, from a place on; the cursor is at column `stop` then."""

    x: int
    y: int
    stop: int
    text: str
    look: Look
    blank: bool
    """True if there is nothing but blanks, of which only the ground is seen."""


def pieces(y: int, row: Row, columns: Iterable[int]) -> Iterator[Piece]:
    """These columns of a line by what looks alike, over short gaps that would look right as well."""
    start = stop = -1
    look = on_blanks = UNADORNED
    blank = True
    for x in columns:
        text, wanted = row[x]
        if x == stop and (wanted is look if blank is (text == " ") else not blank and wanted is on_blanks):
            stop += 1  # the most usual: one more of the same
            continue
        if start >= 0:
            stop = _past_wide(row, stop)
            if x < stop:
                continue
            whole = _shared(look, blank, row[x])
            if whole is not None and x - stop <= _LONGEST_GAP and _all_drawn_by(whole[0], row[stop:x]):
                (look, blank), stop = whole, x + 1
                on_blanks = on_blank(look)
                continue
            yield Piece(start, y, stop, _text(row[start:stop]), look, blank)
        start, stop, look, blank = x, x + 1, wanted, _shows_ground_only(row[x])
        on_blanks = on_blank(look)
    if start >= 0:
        stop = _past_wide(row, stop)
        yield Piece(start, y, stop, _text(row[start:stop]), look, blank)


def erased(x: int, y: int) -> Piece:
    """A line from a place to its end, erased."""
    return Piece(x, y, x, _ERASE, UNADORNED, True)


class Pen:
    """Writes pieces of lines, and knows where the cursor is and what is set.

    It begins wherever the cursor is, with nothing set. `rows` are the lines as they are to be: what lies
    between two pieces is written once more where that is shorter than to go over it.
    """

    def __init__(self, width: int, rows: Sequence[Row | None]) -> None:
        self._width = width
        self._rows = rows
        self._written: list[str] = []
        self._at: Place | None = None
        self._look = UNADORNED

    def write(self, given: Sequence[Piece]) -> None:
        """Write pieces in their order, or what looks alike together where that takes fewer bytes."""
        grouped = self._grouped(given)
        for piece in min(given, grouped, key=self._length):
            self._put(piece)

    def move_lines(self, first: int, last: int, by: int) -> None:
        """Move the lines between two so many lines up, or down if negative; blank ones take their place."""
        where, how = (first, f"{by}M") if by > 0 else (first, f"{-by}L")
        self._written.append(f"\x1b[{first + 1};{last + 1}r\x1b[{where + 1}H\x1b[{how}\x1b[r")
        self._at = None

    def finished(self) -> str:
        """All that was written, with nothing left set."""
        if self._look != UNADORNED:
            self._written.append("\x1b[m")
            self._look = UNADORNED
        return "".join(self._written)

    def _grouped(self, given: Iterable[Piece]) -> list[Piece]:
        """Pieces of one look side by side, those first that can be written with what is set."""
        groups: dict[Look, list[Piece]] = {self._look: []}
        for piece in given:
            groups.setdefault(piece.look, []).append(piece)
        return [piece for group in groups.values() for piece in group]

    def _length(self, given: Iterable[Piece]) -> int:
        """How many bytes the ways to these pieces and their looks take."""
        at, look, length = self._at, self._look, 0
        for piece in given:
            code, look = _turned(look, piece.look, piece.blank)
            length += _size(_way(at, (piece.x, piece.y), self._width)) + len(code)
            at = (piece.stop, piece.y)
        return length

    def _put(self, piece: Piece) -> None:
        code, look = _turned(self._look, piece.look, piece.blank)
        step = _way(self._at, (piece.x, piece.y), self._width) + code
        between = self._between(piece)
        if between and _size(text := _text(between)) + len(code) <= _size(step):
            if _all_drawn_by(self._look, between):
                step = text + code
            elif _all_drawn_by(look, between):
                step = code + text
        self._written += (step, piece.text)
        self._at, self._look = (piece.stop, piece.y), look

    def _between(self, piece: Piece) -> Row:
        """The few cells between the cursor and a piece further on in its line; none if there are more."""
        row = self._rows[piece.y]
        if self._at is None or row is None or self._at[1] != piece.y:
            return ()
        return row[self._at[0] : piece.x] if piece.x - self._at[0] <= _LONGEST_GAP else ()


def _shared(look: Look, blank: bool, cell: Cell) -> tuple[Look, bool] | None:
    """The look in which a piece can go on with that cell, and whether all of it is blank; None if in none."""
    if _drawn_by(look, cell):
        return look, blank and _shows_ground_only(cell)
    if blank and on_blank(cell[1]) == look:
        return cell[1], False
    return None


def _past_wide(row: Row, stop: int) -> int:
    """The column after a cell, which may be the first half of a wide character."""
    while stop < len(row) and not row[stop][0]:
        stop += 1
    return stop


def _shows_ground_only(cell: Cell) -> bool:
    return cell[0] == " " and not cell[1].attributes


def _drawn_by(set_look: Look, cell: Cell) -> bool:
    """True if a cell comes out right with what is set: a blank shows no colour and no weight."""
    return cell[1] == set_look or (cell[0] == " " and cell[1] == on_blank(set_look))


def _all_drawn_by(set_look: Look, row: Row) -> bool:
    return all(_drawn_by(set_look, cell) for cell in row)


def _text(row: Row) -> str:
    return "".join([cell[0] for cell in row])


def _size(text: str) -> int:
    """How many bytes it takes on the line, where every line feed gets a carriage return of its own."""
    return (len(text) if text.isascii() else len(text.encode())) + text.count("\n")


@lru_cache(maxsize=4096)
def _turned(before: Look, after: Look, blank: bool) -> tuple[str, Look]:
    """The code after which a cell comes out right, as short as possible, and what is set then.

    A blank shows no ink and no weight: only its ground has to be right, unless it is underlined or the like.
    """
    if before == after:
        return "", before
    if blank and not seen_on_blanks(before) and not seen_on_blanks(after):
        if before.ground == after.ground:
            return "", before
        if after != UNADORNED:
            return f"\x1b[{after.ground}m", before._replace(ground=after.ground)
    codes = min(_from_nothing(after), _from_before(before, after), key=lambda codes: len(";".join(codes)))
    return f"\x1b[{';'.join(codes)}m", after


def _from_nothing(after: Look) -> list[str]:
    """The codes of a look after all that was set before is ended."""
    if after == UNADORNED:
        return []
    ink = [after.ink] if after.ink != UNADORNED.ink else []
    ground = [after.ground] if after.ground != UNADORNED.ground else []
    return ["0", *after.attributes, *ink, *ground]


def _from_before(before: Look, after: Look) -> list[str]:
    """The codes of what differs; all of it, where an attribute cannot be ended alone."""
    gone = [code for code in before.attributes if code not in after.attributes]
    if not all(code in _TURNED_OFF for code in gone):
        return _from_nothing(after)
    ended = sorted({_TURNED_OFF[code] for code in gone})
    begun = [
        code for code in after.attributes if code not in before.attributes or _TURNED_OFF.get(code) in ended
    ]
    ink = [after.ink] if after.ink != before.ink else []
    ground = [after.ground] if after.ground != before.ground else []
    return [*ended, *begun, *ink, *ground]


@lru_cache(maxsize=16384)
def _way(at: Place | None, to: Place, width: int) -> str:
    """The shortest way for the cursor; `at` is None where it is not known.

    After the last cell of a line it stands in no cell that all terminals agree on: only a way that does not
    depend on it is taken from there.
    """
    if at == to:
        return ""
    x, y = to
    ways = [f"\x1b[{y + 1 if y else ''}{f';{x + 1}' if x else ''}H"]
    if at is not None:
        at_x, at_y = at
        if y >= at_y:
            ways.append("\r" + "\n" * (y - at_y) + _by(x, "C", "D"))
        if at_x < width:
            down = _by(y - at_y, "B", "A")
            ways.append(down + _by(x - at_x, "C", "D"))
            if x < at_x:
                ways.append(down + "\b" * (at_x - x))
    return min(ways, key=_size)


def _by(cells: int, ahead: str, back: str) -> str:
    """So many cells ahead, or back if negative."""
    if not cells:
        return ""
    return f"\x1b[{abs(cells) if abs(cells) > 1 else ''}{ahead if cells > 0 else back}"
