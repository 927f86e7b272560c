"""The first screen of the program as one picture: what stands on which line of the caseload. Pure.

The app draws the same from widgets. This is for the moment before it is there, and a test holds the two to
the same cells.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ehc_tui.casework.roles import Power
from ehc_tui.commands import Command, offered
from ehc_tui.present.case_list import (
    SCROLL_BAR,
    bar_cell,
    case_words,
    cells_marked,
    columns,
    header,
    settled,
    thumb,
)
from ehc_tui.present.caseload import CaseLine, state_strip, summary
from ehc_tui.present.cells import Look, Row
from ehc_tui.present.footer import footer
from ehc_tui.present.palette import row
from ehc_tui.present.runs import Line, Run, Style, head_line, wrap_line
from ehc_tui.store.case_row import CaseRow

DETAIL_FROM = 30
"""The height of a screen that has room for the case under the cursor."""
DETAIL_LINES = 9
FILTERED = "The list is filtered as you left it; Esc clears the filter."
NEED_A_CASE = frozenset(
    f"caseload.{what}"
    for what in ("open", "mark", "mark_range", "mark_all", "allocate", "chase", "export", "copy")
)
_MOST_SAID = 6

Looks = Mapping[Style, Look]


class Home(NamedTuple):
    """What the first screen shows. Counts that are not known yet are None and drawn as "…".

    `chosen` names the tile of the state strip that is in force. `rows` are the cases by their place in the
    list, at least those in sight, drawn by `draw`; `empty` is what is said where there are none. `may` says
    what the person is allowed.
    """

    heading: tuple[Line, Line]
    filter_words: str
    open_only: bool
    sort: tuple[str, bool]
    chosen: str
    tally: Sequence[int | None]
    shown: int | None
    total: int | None
    cursor: int
    rows: Mapping[int, CaseRow]
    draw: Callable[[CaseRow], CaseLine]
    empty: Sequence[Line]
    said: str
    may: Callable[[Power], bool]


def home_rows(home: Home, width: int, height: int, looks: Looks) -> tuple[Row, ...]:
    """The screen from top to bottom, cell by cell."""
    key, backwards = home.sort
    above = [
        head_line(*home.heading, width),
        state_strip(home.tally, home.chosen, width),
        summary(
            home.filter_words,
            open_only=home.open_only,
            sort=key,
            descending=backwards,
            shown=(home.shown, home.total),
            marked=(0, 0),
            width=width,
        ),
    ]
    detail: list[Line] = [()] * (DETAIL_LINES if height >= DETAIL_FROM else 0)
    below = [
        *detail,
        *_said(home.said, width),
        footer(offered("caseload"), width, lambda id_: _off(home, id_)),
    ]
    return (
        *(row(line, width, looks) for line in above),
        *_list(home, width, height - len(above) - len(below), looks),
        *(row(line, width, looks) for line in below),
    )


def _list(home: Home, width: int, height: int, looks: Looks) -> Iterator[Row]:
    """The header of the list and as many cases as there is room for."""
    page = max(height - 1, 1)
    cursor, top = settled(home.cursor, 0, sys.maxsize if home.shown is None else home.shown, page)
    filled = thumb(top, home.shown, page)
    placed = columns((one.ref for one in home.rows.values()), width)
    marked = cells_marked(placed)
    yield row(header(placed, home.sort), width, looks)
    for y in range(1, height):
        place = top + y - 1
        if place in home.rows:
            under = place == cursor
            words = case_words(home.draw(home.rows[place]), placed, under=under, marked=False)
            yield (
                *row(words, width - SCROLL_BAR, looks, cursor=under, marked=marked),
                *row(bar_cell(y in filled), SCROLL_BAR, looks),
            )
        else:
            words = home.empty[y - 1] if not home.rows and y <= len(home.empty) else ()
            yield row(words, width, looks)


def _said(text: str, width: int) -> list[Line]:
    wrapped = wrap_line((Run(text, Style.DIM),), width - 2)[:_MOST_SAID] if text else [()]
    return [(Run(" "), *words) for words in wrapped]


def _off(home: Home, command_id: str) -> bool:
    found: Command = next(one for one in offered("caseload") if one.id == command_id)
    refused = found.power is not None and not home.may(found.power)
    return refused or (not home.rows and command_id in NEED_A_CASE)
