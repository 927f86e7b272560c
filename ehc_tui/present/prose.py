"""Paragraphs and columns made of runs, broken by terminal cells."""

from __future__ import annotations

import re
from datetime import date

from ehc_tui.present.runs import Line, Run, Style, wrap_line
from ehc_tui.text import HALF_A_YEAR, british, cell_width, fit

_DEEPEST, _SHALLOW = 12, 2
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_TOGETHER = re.compile(
    rf"(?<=\b\d) (?={_MONTH})|(?<=\b\d\d) (?={_MONTH})|(?<=\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)) (?=\d)"
    rf"|(?<={_MONTH}) (?=\d{{4}}\b)|(?<=\breg) (?=\d)"
)
"""The blanks within a date or a provision, at which no line is broken."""


def paragraph(label: str, text: str, width: int, style: Style = Style.PLAIN) -> tuple[Line, ...]:
    """`text` wrapped to `width` cells after a label, later lines set in under it. No lines for no text."""
    if not text:
        return ()
    text = _TOGETHER.sub("\u00a0", text)
    inset = cell_width(label)
    if inset <= _DEEPEST:
        first, *more = wrap_line((Run(text, style),), max(width - inset, 8))
        first = (Run(label, Style.KEY), *first)
    else:
        inset = len(label) - len(label.lstrip()) + _SHALLOW
        first, *more = wrap_line((Run(label, Style.KEY), Run(text, style)), max(width - inset, 8))
    return (first, *((Run(" " * inset), *line) for line in more))


def text_line(text: str, style: Style = Style.PLAIN) -> Line:
    """One line of one style."""
    return (Run(text, style),)


def columns(*parts: tuple[str, int, Style]) -> Line:
    """Columns of (text, width in cells, style), cut or padded, one blank between them."""
    last = len(parts) - 1
    return tuple(
        Run(fit(text, width) + (" " if number < last else ""), style)
        for number, (text, width, style) in enumerate(parts)
    )


def near(day: date, today: date) -> str:
    """A date as short as is without doubt: "9 Nov" within half a year of `today`, else "9 Nov 2025"."""
    return british(day, "short" if abs(day - today) <= HALF_A_YEAR else "medium")


def brief(day: date, today: date) -> str:
    """A date for a narrow column, its year in two figures where it would be in doubt: "9 Nov", "9 Nov 25"."""
    year = "" if abs(day - today) <= HALF_A_YEAR else f" {day:%y}"
    return f"{british(day, 'short')}{year}"


def plural(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 day", "12 days"."""
    return f"{number} {one if number == 1 else many or one + 's'}"
