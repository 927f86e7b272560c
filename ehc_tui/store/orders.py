"""The orders a caseload can be shown in, each as ranges that an index holds already, one after the other."""

from __future__ import annotations

from dataclasses import dataclass

from ehc_tui.store.triage import DUE, LIVE, NOT_LIVE, OPEN, OWN_NOT_OVERDUE, OWN_OVERDUE, RANK


@dataclass(frozen=True, slots=True)
class Sort:
    """A column to sort by, and whether backwards. `str` gives the form that saved views keep: "-due"."""

    key: str = "next"
    descending: bool = False

    def __str__(self) -> str:
        return f"{'-' if self.descending else ''}{self.key}"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the list: the cases in it, and their order within it."""

    condition: str
    keys: tuple[str, ...]


SORTS: dict[str, tuple[str, ...]] = {
    "next": (),
    "ref": ("ref",),
    "child": ("name_fold",),
    "year": ("born IS NULL", "born DESC"),
    "week": ("received_on IS NULL", "received_on DESC"),
    "due": (f"({DUE}) IS NULL", f"({DUE})"),
    "left": (f"({DUE}) IS NULL", f"({DUE})"),
    "stage": ("stages = ''", "stages"),
    "advice": ("advice_open = ''", "substr(advice_open, 1, 10)"),
    "caseworker": ("caseworker_fold = ''", "caseworker_fold", f"({DUE})"),
    "officer": ("officer_fold = ''", "officer_fold", f"({DUE})"),
    "setting": ("setting_fold = ''", "setting_fold", f"({DUE})"),
    "state": (RANK, f"({DUE})"),
}
"""The sort keys. `year` and `week` count up, `advice` begins with what has been late longest."""

BY_NEXT = (
    Stretch(f"{OWN_OVERDUE} AND {OPEN}", ("own_due",)),
    Stretch(f"first_due IS NOT NULL AND {OWN_NOT_OVERDUE} AND {LIVE} AND {OPEN}", ("first_due",)),
)
NOTHING_DUE = Stretch(f"{NOT_LIVE} AND {OPEN}", ("relieved_due IS NULL", "relieved_due"))
CLOSED = Stretch(f"NOT {OPEN}", ("closes_on DESC",))


def parse_sort(text: str) -> Sort:
    """The sort that `str(Sort)` gave. Raises `ValueError` with a sentence for a key that there is not."""
    descending, key = text.startswith("-"), text.removeprefix("-")
    if key not in SORTS:
        raise ValueError(f"There is no column “{key}” to sort by; there are {', '.join(SORTS)}.")
    return Sort(key, descending)


def stretches(sort: Sort, *, with_closed: bool) -> tuple[Stretch, ...]:
    """The list in this order, stretch by stretch; what is closed comes last, whichever way the order runs."""
    closed = (CLOSED,) if with_closed else ()
    if sort.key == "next":
        due = tuple(_backwards(one) for one in reversed(BY_NEXT)) if sort.descending else BY_NEXT
        return (*due, NOTHING_DUE, *closed)
    everything = Stretch(OPEN, SORTS[sort.key])
    return (_backwards(everything) if sort.descending else everything, *closed)


def order_by(stretch: Stretch) -> str:
    """The ORDER BY of a stretch; cases that compare the same stay in the order they came in."""
    return ", ".join((*stretch.keys, "id"))


def _backwards(stretch: Stretch) -> Stretch:
    """The stretch in reverse, except that cases without a value stay at the end."""
    return Stretch(stretch.condition, tuple(_reversed(key) for key in stretch.keys))


def _reversed(key: str) -> str:
    if key.endswith((" IS NULL", " = ''")):
        return key
    return key.removesuffix(" DESC") if key.endswith(" DESC") else f"{key} DESC"
