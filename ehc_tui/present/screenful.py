"""What a terminal shows, cell by cell, and the fewest bytes that make it show something else.

Over a slow line every byte is waited for. So the last picture is kept, only cells that differ are written,
what looks alike is written together, the blank end of a line is erased, and lines that merely moved are moved
by the terminal itself. Pure: it knows no screen and writes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ehc_tui.present.cells import BLANK, Row
from ehc_tui.present.pen import Pen, Piece, erased, pieces

_FEWEST_ERASED = 4
_FEWEST_MOVED = 5
_SCROLL_BAR = 2
_TOGETHER = 8
"""Lines that are written together, one look after another; few, for who watches them come on a slow line."""


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
        wanted = {y: row[: self.width] for y, row in rows.items() if y < self.height}
        after = [wanted.get(y, row) for y, row in enumerate(self._rows)]
        pen = Pen(self.width, after)
        if sum(row != before for row, before in zip(after, self._rows, strict=True)) > _FEWEST_MOVED:
            self._let_move(after, pen)
        changed = [
            _changes(y, before, row)
            for y, (row, before) in enumerate(zip(after, self._rows, strict=True))
            if row is not None and row != before
        ]
        for first in range(0, len(changed), _TOGETHER):
            pen.write([piece for line in changed[first : first + _TOGETHER] for piece in line])
        self._rows = after
        return pen.finished()

    def _let_move(self, after: Sequence[Row | None], pen: Pen) -> None:
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


def _changes(y: int, before: Row | None, after: Row) -> list[Piece]:
    """What differs of a line; its blank end is erased where that is shorter."""
    end = _end(after)
    shorter = before is None or _end(before) - end >= _FEWEST_ERASED
    columns = range(end if shorter else len(after))
    changed = columns if before is None else [x for x in columns if before[x] != after[x]]
    found = list(pieces(y, after, changed))
    return [*found, erased(end, y)] if shorter and end < len(after) else found


def _end(row: Row) -> int:
    """Where the blank end of a line begins."""
    end = len(row)
    while end and row[end - 1] == BLANK:
        end -= 1
    return end
