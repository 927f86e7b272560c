"""Closed cases past the retention period, as a list to review, and what is left of those removed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ehc_tui.casework.context import Doing
from ehc_tui.casework.removing import against_words, ended_words, period_words
from ehc_tui.present.case.history import when_brief
from ehc_tui.present.page import GUTTER, Page
from ehc_tui.present.prose import brief, columns, paragraph
from ehc_tui.present.runs import Line, Style
from ehc_tui.store.mentions import Mention
from ehc_tui.store.retention import Kept, Period, Tombstone
from ehc_tui.text import british, clean

NO_PERIOD = (
    "This council has set no retention period, so no case is ever listed. A manager sets it: "
    "ehc-tui retention --years N --age N --because 'the schedule it follows'."
)
FOR_GOOD = (
    "Everything about this child goes, here and in the history, and nobody can bring it back. Its number, "
    "who removed it and why remain. Backups and files written before still hold it."
)
_REF, _DAY = 10, 10
_COMFORTABLE = 100


def period_line(kept: Period | None) -> str:
    """How long closed cases are kept, and by whose word."""
    if kept is None:
        return NO_PERIOD
    because = clean(kept.because)
    return f"Closed cases are kept {period_words(kept.years, kept.age)} ({because}; {clean(kept.by)})."


def state_words(kept: Kept) -> str:
    """Where a case is on its way out, in words."""
    if kept.against:
        return f"not yet: {against_words(kept)}"
    if kept.proposal:
        return f"proposed by {clean(kept.proposal.by)}"
    return "opening taken back" if kept.taken_back else "to be reviewed"


def left_words(found: Sequence[Mention]) -> tuple[str, ...]:
    """What to read before a removal is confirmed: where the child is named outside the case, if anywhere."""
    if not found:
        return ("Nothing outside the case has its number or the child by full name.",)
    return (
        "The child is named outside the case, and stays so unless you change it there first:",
        *(f"  {_place(one)}" for one in found),
        "The surname or the forename alone is not looked for.",
    )


def _place(one: Mention) -> str:
    where = clean(one.ref) if one.ref else f"panel of {british(one.on)}" if one.on else ""
    return f"{where}: {one.kind}" + (f" ({one.texts})" if one.texts > 1 else "")


def child(kept: Kept) -> str:
    """The name of the child, as lists have it."""
    return clean(f"{kept.surname}, {kept.forename}".strip(", "))


def retention_page(
    found: list[Kept], gone: list[Tombstone], kept: Period | None, doing: Doing, width: int
) -> Page:
    """The cases to review, then the numbers of those that were removed."""
    count = len(found)

    def row(place: int) -> Line:
        if place < count:
            return _case(found[place], doing.today, width)
        stone = gone[place - count]
        return columns(
            (clean(stone.ref), _REF, Style.STOPPED),
            (f"removed {when_brief(stone.at, doing.today)}", max(width - _REF - GUTTER - 2, 8), Style.DIM),
        )

    def detail(place: int) -> tuple[Line, ...]:
        told = _told(found[place], doing) if place < count else clean(gone[place - count].summary)
        return paragraph(" ", told, width - 1)

    said = "No closed case is past its period." if kept else NO_PERIOD
    return Page(
        head=(_headings(width),) if found else (),
        count=count + len(gone),
        row=row,
        detail=detail,
        empty=paragraph(" ", said, width - 1),
        least_detail=4,
    )


def _headings(width: int) -> Line:
    child_width, state_width = _widths(width)
    return columns(
        (" " * GUTTER + "Ref", GUTTER + _REF, Style.HEAD),
        ("Child", child_width, Style.HEAD),
        ("Closed", _DAY, Style.HEAD),
        ("Kept until", _DAY, Style.HEAD),
        ("", state_width, Style.HEAD),
    )


def _widths(width: int) -> tuple[int, int]:
    """The cells for the child and for where the case is on its way out."""
    state = 40 if width >= _COMFORTABLE else 25
    return max(width - GUTTER - _REF - 2 * _DAY - state - 5, 8), state


def _case(kept: Kept, today: date, width: int) -> Line:
    child_width, state_width = _widths(width)
    style = Style.DIM if kept.against else Style.WARN if kept.proposal else Style.PLAIN
    return columns(
        (clean(kept.ref), _REF, Style.PLAIN),
        (child(kept), child_width, Style.PLAIN),
        (brief(kept.closed_on, today), _DAY, Style.DIM),
        (brief(kept.kept_until, today), _DAY, Style.DIM),
        (state_words(kept), state_width, style),
    )


def _told(kept: Kept, doing: Doing) -> str:
    born, ended = f", born {british(kept.born)}" if kept.born else "", ended_words(kept)
    told = f"{child(kept)}{born}. {ended[:1].upper()}{ended[1:]}, kept until {british(kept.kept_until)}."
    if kept.against:
        return f"{told} It cannot be removed yet: {against_words(kept)}."
    if kept.proposal:
        one = kept.proposal
        told += f" {clean(one.by)} proposed {doing.when(one.at)} to remove it for good: {clean(one.reason)}."
        return f"{told} Somebody else confirms that. {FOR_GOOD}"
    return f"{told} One person proposes that it is removed for good, another confirms."
