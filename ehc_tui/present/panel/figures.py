"""The figures of the panel: what the coming sessions can do, and how decisions differ between groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from ehc_tui.casework.forecast import Forecast
from ehc_tui.exchange.panel_words import verdict
from ehc_tui.law.process import Panel
from ehc_tui.present.prose import columns, paragraph, plural
from ehc_tui.present.runs import Line, Run, Style, count
from ehc_tui.store.panel_rows import ConsistencyRow
from ehc_tui.text import british

_TITLES = {
    "all": "Together",
    "session": "By session",
    "year_band": "By year band",
    "need": "By primary need",
    "locality": "By locality",
    "route": "By who asked",
}
_BAR, _NUMBER, _SHARE = 20, 12, 6
_PART = 20
"""Cells that one case or session takes in a sentence."""


def forecast_lines(forecast: Forecast, width: int) -> tuple[Line, ...]:
    """Which cases these sessions decide too late, and how many more each session called off would cost."""
    late = [f"{one.ref} ({british(one.on, 'short') if one.on else 'no place'})" for one in forecast.late]
    if late:
        told = f"{plural(len(late), 'case')} decided after the date for a no: {_some(late, width)}."
        lines = paragraph(" ! ", told, width - 1, Style.WARN)
    else:
        lines = paragraph(" ✓ ", "With these sessions every case is decided in time.", width - 1, Style.MET)
    if forecast.unplaced:
        told = f"{plural(len(forecast.unplaced), 'case')} without a place, in time for a further session."
        lines += paragraph(" ", told, width - 1)
    costs = [f"{british(one.on, 'short')} {one.missed} more" for one in forecast.if_cancelled if one.missed]
    if costs:
        lines += paragraph(" If called off: ", f"{_some(costs, width)}.", width - 1)
    elif forecast.if_cancelled:
        lines += paragraph(" ", "Calling off any one of them makes none more too late.", width - 1, Style.DIM)
    return lines


def _some(parts: Sequence[str], width: int) -> str:
    """As many as a line has room for, and how many more there are."""
    shown = max(width // _PART, 2)
    more = f" and {len(parts) - shown} others" if len(parts) > shown else ""
    return ", ".join(parts[:shown]) + more


def consistency_lines(
    rows: Sequence[ConsistencyRow], panel: Panel, first: date, last: date, width: int
) -> tuple[Line, ...]:
    """The share of yes in each group with its counts and a bar, in lines of `width` cells."""
    return tuple(_lines(rows, panel, first, last, width))


def _lines(
    rows: Sequence[ConsistencyRow], panel: Panel, first: date, last: date, width: int
) -> Iterator[Line]:
    yes = verdict(panel.outcomes[0])
    span = f"Decisions told from {british(first)} to {british(last)}: share to {yes}."
    yield from paragraph("", span, width)
    if not rows:
        yield from paragraph("", "Nothing was decided in these twelve months.", width, Style.DIM)
    group = max(min(width - _BAR - _NUMBER - _SHARE - 3, 40), 12)
    for by, some in groupby(rows, key=lambda row: row.by):
        yield ()
        yield columns(
            (_TITLES.get(by, by), group, Style.HEAD),
            ("Yes", _NUMBER, Style.HEAD),
            ("Share", _SHARE, Style.HEAD),
            ("", _BAR, Style.HEAD),
        )
        for row in some:
            yield _row(row, group)
    yield ()
    yield from paragraph(
        "",
        "A small group says little: look at the count before the share. A file of these figures leaves "
        "small numbers out.",
        width,
        Style.DIM,
    )


def _row(row: ConsistencyRow, group: int) -> Line:
    name = _name(row)
    if row.share is None:
        return columns(
            (name, group, Style.PLAIN), ("too small", _NUMBER, Style.DIM), ("", _SHARE, Style.PLAIN)
        )
    filled = round(row.share * _BAR)
    return (
        *columns(
            (name, group, Style.PLAIN),
            (f"{count(row.yes)} of {count(row.decided)}", _NUMBER, Style.PLAIN),
            (f"{row.share:4.0%}", _SHARE, Style.HEAD),
        ),
        Run(" "),
        Run("█" * filled, Style.ON_TRACK),
        Run("·" * (_BAR - filled), Style.DIM),
    )


def _name(row: ConsistencyRow) -> str:
    """What a group is called; a session by its day, which the row has as JSON gives it."""
    try:
        return british(date.fromisoformat(row.group)) if row.by == "session" else row.group
    except ValueError:
        return row.group  # decided outside a session
