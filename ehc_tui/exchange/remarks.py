"""What was noticed in a tracker and a person should know: gathered row by row, told once for the file."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

SHOWN_PLACES = 5


class Remark(StrEnum):
    """A thing worth a warning: a sentence with the rows it is about, an example and, for some, a field."""

    WORDS = (
        "{rows} {give} words instead of a date for “{what}”, such as “{example}”;"
        " no date was imported ({places})."
    )
    DECISION_WITHOUT_DAY = (
        "{rows} {give} an answer for “{what}” but no clear date, such as “{example}”;"
        " it was not imported ({places})."
    )
    DAY_WITHOUT_DECISION = (
        "{rows} {give} a date for “{what}” but no answer; the date was imported alone ({places})."
    )
    DAY_BEFORE_DECISION = (
        "{rows} {give} a date for “{what}” but as the answer that there is none yet, such as “{example}”;"
        " the date was not imported ({places})."
    )
    DAY_BESIDE_ANSWER = (
        "{rows} {give} the date of “{what}” beside the answer, such as “{example}”;"
        " it was taken as the day on which the family was told ({places})."
    )
    TWO_DAYS = (
        "{rows} {give} one date of “{what}” beside the answer, such as “{example}”,"
        " and another in a column of its own, which counts ({places})."
    )
    UNCLEAR = (
        "{rows} {give} an answer for “{what}” that is not clear, such as “{example}”;"
        " no answer was imported ({places})."
    )
    ASSESS_PANEL_AS_TOLD = (
        "The date of the panel was taken as the day on which the family was told whether we assess;"
        " where they were told later, correct it in the case."
    )
    PANEL_AS_TOLD = (
        "The date of the panel was taken as the day on which the family was told of the decision on a plan;"
        " where they were told later, correct it in the case."
    )
    YEAR_GROUP = (
        "{rows} {give} another year group than the date of birth does, such as {example};"
        " the date of birth counts ({places})."
    )
    NEED = (
        "{rows} {give} a primary need that is not one of the SEN2 return's, or several, such as “{example}”;"
        " it was not imported ({places})."
    )
    FUTURE = "{rows} {give} a date after today, such as {example}; it was imported as it stands ({places})."
    BEFORE_REQUEST = (
        "{rows} {give} a date before the request was received, such as {example};"
        " it was imported as it stands ({places})."
    )
    BORN_LATE = (
        "{rows} {give} a date of birth that is not before the request, {example};"
        " it was imported as it stands ({places})."
    )
    NO_BIRTH = (
        "{rows} {give} no date of birth, so that year group and rights at 16 cannot be worked out ({places})."
    )
    ONE_NAME = "{rows} {give} a single name, such as “{example}”; it was taken as the surname ({places})."
    CLOSED_WITHOUT_DAY = (
        "{rows} {give} a status such as “{example}” but no date of it;"
        " the cases were imported as open ({places})."
    )
    EXCEPTION = (
        "{rows} {give} an exception; none was imported, because one needs a ground, evidence and a person"
        " who authorised it ({places})."
    )
    COLUMN_NOT_READ = (
        "The column “{what}” was not imported, though by its heading it is {example}:"
        " its cells, or another column that is surer, speak against it."
    )
    SAME_CHILD = "{rows} {look} like a second case of one child: {example} ({places})."
    NO_REFERENCES = (
        "There is no column with case references; cases are given new ones,"
        " and found again by name and date of birth."
    )


class _Noticed(NamedTuple):
    places: list[str]
    example: str


class Remarks:
    """Collects remarks; `sentences` tells each once, in the order in which the first of its kind was made."""

    def __init__(self) -> None:
        self._noticed: dict[tuple[Remark, str], _Noticed] = {}

    def add(self, remark: Remark, place: str = "", *, what: str = "", example: str = "") -> None:
        """Notes a remark about a row; `what` tells remarks of one kind apart."""
        noticed = self._noticed.setdefault((remark, what), _Noticed([], example))
        noticed.places.append(place)

    def sentences(self) -> list[str]:
        """One sentence for each kind of remark, with the first few places."""
        return [_sentence(remark, what, noticed) for (remark, what), noticed in self._noticed.items()]


def _sentence(remark: Remark, what: str, noticed: _Noticed) -> str:
    count = len(noticed.places)
    places = ", ".join(noticed.places[:SHOWN_PLACES])
    if count > SHOWN_PLACES:
        places += f" and {count - SHOWN_PLACES:,} more"
    return remark.value.format(
        rows="1 row" if count == 1 else f"{count:,} rows",
        give="gives" if count == 1 else "give",
        look="looks" if count == 1 else "look",
        what=what,
        example=noticed.example,
        places=places,
    )
