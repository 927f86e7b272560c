"""Lines of text that are drawn as they are: headings, the state strip, the words of a prompt."""

from __future__ import annotations

from collections.abc import Iterable

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from ehc_tui.present.runs import Line
from ehc_tui.widgets.palette import strip


class Literal(Widget):
    """Shows lines of runs, cut at the widget's edge. Only lines that differ are drawn again."""

    def __init__(self, lines: Iterable[Line] = (), *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._lines = tuple(lines)

    def show(self, *lines: Line) -> None:
        """Show these lines instead."""
        before, self._lines = self._lines, lines
        width, height = self.size
        changed = (y for y in range(height) if _line(before, y) != _line(lines, y))
        if regions := [Region(0, y, width, 1) for y in changed]:
            self.refresh(*regions)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines in sight; drawn here because text from people must not meet any markup on its way."""
        drawn = [strip(self.app, _line(self._lines, y), self.size.width) for y in range(crop.y, crop.bottom)]
        return (
            drawn
            if crop.column_span == (0, self.size.width)
            else [one.crop(*crop.column_span) for one in drawn]
        )


def _line(lines: tuple[Line, ...], y: int) -> Line:
    return lines[y] if y < len(lines) else ()
