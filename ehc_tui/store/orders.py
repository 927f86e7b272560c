"""The orders a caseload can be shown in, each as ranges that an index holds already, one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ehc_tui.store.triage import DUE, DUE_OF, LIVE, NEVER, NOT_LIVE, OPEN, OPEN_PARTS, OWN_NOT_OVERDUE, PARTS


class Sort(NamedTuple):
    """A column to sort by, and whether backwards. `str` gives the form that saved views keep: "-due"."""

    key: str = "next"
    descending: bool = False

    def __str__(self) -> str:
        return f"{'-' if self.descending else ''}{self.key}"


class Leg(NamedTuple):
    """Cases of some parts of the caseload, in the order of `keys` and then of their ids."""

    parts: tuple[str, ...]
    condition: str
    keys: tuple[str, ...]

    def where(self, shown: Mapping[str, str]) -> str | None:
        """The condition when a filter shows of each part only some cases, of some none; None if no case.

        Where it shows cases of a single part they are a range of that part's index.
        """
        kept = {part: shown[part] for part in self.parts if part in shown}
        if not kept:
            return None
        if len(kept) == len(self.parts) and not any(kept.values()):
            return self.condition
        each = [" AND ".join(filter(None, (PARTS[part], more))) for part, more in kept.items()]
        narrower = each[0] if len(each) == 1 else f"+({' OR '.join(each)})"
        return f"{self.condition} AND {narrower}"


class Stretch(NamedTuple):
    """A piece of the list: legs merged by their keys, all of it forwards or all of it backwards.

    The first of several legs is the one whose cases follow one another in its index with none between them
    that do not belong there; `least` and `most` say in SQL what the dates of them all lie between.
    """

    legs: tuple[Leg, ...]
    descending: bool = False
    least: str = "''"
    most: str = f"'{NEVER}'"

    @property
    def reckoned(self) -> bool:
        """True if a key is reckoned from what the index holds, so that the cases must be put in order."""
        return SOONEST in self.legs[0].keys


OWN, OTHERS, AHEAD, PAST, LIFTED, ENDING, ENDED = (
    Leg((part,), PARTS[part], (date,)) for part, date in DUE_OF.items()
)
LIVE_DUTY = Leg(
    ("others", "ahead"), f"first_due IS NOT NULL AND {OWN_NOT_OVERDUE} AND {LIVE} AND {OPEN}", ("first_due",)
)
ONLY_RELIEVED = Leg(
    ("past", "lifted"), f"relieved_due IS NOT NULL AND {NOT_LIVE} AND {OPEN}", ("relieved_due",)
)
NOTHING_DUE = (Stretch((ENDING,)), Stretch((Leg(("idle",), PARTS["idle"], ()),)))
CLOSED = Stretch((ENDED,), descending=True)
SOONEST = f"coalesce({DUE}, '{NEVER}')"


def _column(name: str, *then: str, backwards: bool = False, empty: str = "") -> tuple[Stretch, ...]:
    """The open cases by a column, those without a value last; `empty` is how that is said in SQL."""
    filled = f"{name} IS NOT NULL" if empty.endswith("NULL") else f"{name} > ''"
    by = Stretch((Leg(OPEN_PARTS, f"{filled} AND {OPEN}", (name, *then)),), backwards)
    return (by, Stretch((Leg(OPEN_PARTS, f"{name}{empty} AND {OPEN}", ()),))) if empty else (by,)


_TO_COME = Stretch((AHEAD, LIFTED), least=":today")
_BY_DUE = (Stretch((OWN, OTHERS, PAST), most=":today"), _TO_COME)
SORTS: dict[str, tuple[Stretch, ...]] = {
    "next": (Stretch((OWN,)), Stretch((LIVE_DUTY,)), Stretch((ONLY_RELIEVED,)), *NOTHING_DUE),
    "ref": _column("ref"),
    "child": (Stretch((Leg(OPEN_PARTS, OPEN, ("name_fold",)),)),),
    "year": _column("born", backwards=True, empty=" IS NULL"),
    "week": _column("received_on", backwards=True, empty=" IS NULL"),
    "due": (*_BY_DUE, *NOTHING_DUE),
    "left": (*_BY_DUE, *NOTHING_DUE),
    "stage": _column("stages", empty=" = ''"),
    "advice": _column("advice_open", empty=" = ''"),
    "caseworker": _column("caseworker_fold", SOONEST, empty=" = ''"),
    "officer": _column("officer_fold", SOONEST, empty=" = ''"),
    "setting": _column("setting_fold", SOONEST, empty=" = ''"),
    "state": (Stretch((OWN, OTHERS), most=":today"), _TO_COME, Stretch((PAST,)), *NOTHING_DUE),
}
"""The sort keys. `year` and `week` count up, `advice` begins with what has been late longest."""
BY_DATE = frozenset(("next", "due", "left", "state"))
"""The sort keys by which the cases of each part of the caseload follow one another as in its index."""
_STAYS_LAST = {"next": 3, "due": 2, "left": 2, "child": 0, "ref": 0, "state": 0}
"""How many stretches at the end stay there when the order is turned round: what has no value, mostly."""


def parse_sort(text: str) -> Sort:
    """The sort that `str(Sort)` gave. Raises `ValueError` with a sentence for a key that there is not."""
    descending, key = text.startswith("-"), text.removeprefix("-")
    if key not in SORTS:
        raise ValueError(f"There is no column “{key}” to sort by; there are {', '.join(SORTS)}.")
    return Sort(key, descending)


def stretches(sort: Sort) -> tuple[Stretch, ...]:
    """The list in this order, stretch by stretch; what is closed comes last, whichever way the order runs."""
    forwards = SORTS[sort.key]
    if not sort.descending:
        return (*forwards, CLOSED)
    turning = len(forwards) - _STAYS_LAST.get(sort.key, 1)
    turned = (one._replace(descending=not one.descending) for one in reversed(forwards[:turning]))
    return (*turned, *forwards[turning:], CLOSED)
