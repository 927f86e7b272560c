"""What a person typed and did not record, as a list with each text in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ehc_tui.present.page import GUTTER, Page
from ehc_tui.present.prose import columns, paragraph
from ehc_tui.present.runs import Line, Style
from ehc_tui.text import cell_width, clean

_MOST_WHERE = 32
NOTHING = "Nothing is half-typed. What you type and step back from, or what cannot be recorded, stays here."


class HalfTyped(NamedTuple):
    """A text under the key of the question it was typed for."""

    key: str
    text: str

    @property
    def where(self) -> str:
        """The question, in words: "E26-0412 · note"."""
        return " · ".join(clean(part).replace("_", " ") for part in self.key.split("/") if part)


def half_typed(drafts: Mapping[str, str]) -> list[HalfTyped]:
    """The texts among the drafts of a person, in the order in which they were begun."""
    return [HalfTyped(key, text) for key, text in drafts.items() if text.strip()]


def half_typed_page(found: Sequence[HalfTyped], width: int) -> Page:
    """A row for each text, and under it the whole of the one under the cursor."""
    where = min(max((cell_width(one.where) for one in found), default=0), _MOST_WHERE, width // 2)

    def row(place: int) -> Line:
        one = found[place]
        words = max(width - GUTTER - where - 2, 8)
        return columns((one.where, where, Style.TITLE), (clean(one.text), words, Style.PLAIN))

    def detail(place: int) -> Sequence[Line]:
        lines = clean(found[place].text, lines=True).splitlines()
        return [wrapped for line in lines for wrapped in paragraph(" ", line, width - 1)]

    return Page(
        count=len(found),
        row=row,
        detail=detail,
        empty=paragraph(" ", NOTHING, width - 1),
        least_detail=6,
    )
