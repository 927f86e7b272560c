"""Whether the chain of the history is whole; where it is not, the first bad entry and what happened to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from ehc_tui.casework.context import Doing
from ehc_tui.store.casefile import instant
from ehc_tui.store.chain import NOTHING, Entry, Execute, Head, Said, entries
from ehc_tui.store.verbs import REMOVED
from ehc_tui.text import clean

_MOST_REMOVED = 100


def broken_chain(execute: Execute, doing: Doing) -> str | None:
    """A sentence that names the first entry which was altered, removed, put in or moved; None if all stand.

    Entries are read one by one; only where one is bad are the seals of the others looked at.
    """
    before = [Head(-1, ""), Head(0, NOTHING)]
    undoing = _Undoing()
    for entry in entries(execute):
        number, last = entry.said.id, before[-1].number
        if number != last + 1:
            return _missing(last + 1, number - 1, f"before {_named(execute, entry.said, doing)}")
        if not entry.fits(before[-1].seal):
            return _what_happened(execute, doing, entry, before)
        before = [before[-1], Head(number, entry.seal)]
        undoing.follow(entry.said)
    return _wrongly_marked(execute, undoing.undone) or _taken_out(execute)


def fate_of(execute: Execute, noted: Head) -> str | None:
    """What has become of a head that was noted elsewhere; None if it stands."""
    found = execute("SELECT hash FROM act WHERE id = ?", (noted.number,)).fetchone()
    seal = found[0] if found else NOTHING if noted.number == 0 else None
    if seal is None:
        return (
            f"Entry {noted.number}, whose seal was noted, is not in the history any more: it was cut short."
        )
    if seal != noted.seal:
        return (
            f"Entry {noted.number} does not carry the seal that was noted: "
            "it, or an entry before it, was written anew."
        )
    return None


def _what_happened(execute: Execute, doing: Doing, entry: Entry, before: Sequence[Head]) -> str:
    """The first explanation of a seal that does not fit, from what the entries around it say."""
    earlier, last = before
    name, number = _named(execute, entry.said, doing), entry.said.id
    if earlier.number >= 0 and entry.sealed(earlier.seal, last.number) == entry.seal:
        return f"Entry {last.number} was put in by hand: {name} was made as entry {last.number}."
    after = next(islice(entries(execute), number, None), None)
    if after is None:
        return f"{name} was altered after it was made, or put in by hand."
    if after.fits(entry.seal):
        return f"{name} was altered after it was made."
    if after.fits(entry.sealed(last.seal)):
        return f"The seal of {name} was altered; what it says was not."
    if place := _place_of(execute, entry):
        return f"{name} was moved: it was made as entry {place}."
    if gone := _renumbered(entry, after):
        which = f"Entry {number} is" if gone == 1 else f"Entries {number} to {number + gone - 1} are"
        return f"{which} missing from the history and the rest was renumbered: {name} now has the number."
    return f"{name} does not follow from entry {last.number}: entries were removed, put in or written anew."


def _renumbered(entry: Entry, after: Entry) -> int | None:
    """By how many numbers an entry and the one after it were moved up; None if they were not."""
    shifts = range(1, _MOST_REMOVED + 1)
    return next((by for by in shifts if after.sealed(entry.seal, after.said.id + by) == after.seal), None)


def _place_of(execute: Execute, entry: Entry) -> int | None:
    """The number under which an entry's seal fits, after whichever other entry; None if under none."""
    places: Iterator[tuple[int, str]] = execute("SELECT id, hash FROM act", ())
    return next(
        (
            place
            for number, seal in places
            for place in (number, number + 1)
            if place != entry.said.id and entry.sealed(seal, place) == entry.seal
        ),
        None,
    )


def _missing(first: int, last: int, where: str) -> str:
    if last < first:
        return f"Entries are numbered from 1, and there is one numbered lower {where}."
    which = f"Entry {first} is" if first == last else f"Entries {first} to {last} are"
    return f"{which} missing from the history, {where}."


class _Undoing:
    """Which entry is undone by which, all through the history. An undo that is undone puts it in force."""

    def __init__(self) -> None:
        self.undone: dict[int, int] = {}
        self._undoes: dict[int, int] = {}

    def follow(self, said: Said) -> None:
        """Take in the next entry."""
        if said.undoes is not None:
            self._undoes[said.id] = said.undoes
            self._mark(said.undoes, said.id)

    def _mark(self, number: int, by: int | None) -> None:
        if by is None:
            self.undone.pop(number, None)
        else:
            self.undone[number] = by
        if number in self._undoes:
            self._mark(self._undoes[number], number if by is None else None)


def _taken_out(execute: Execute) -> str | None:
    """The first entry that lacks what it changed in a case which nobody removed for good."""
    found = execute(
        "SELECT min(act_id) FROM act_change WHERE digest IS NOT NULL AND case_id NOT IN "
        "(SELECT ehc_case.id FROM ehc_case JOIN act ON act.id = ehc_case.voided_by WHERE verb = ?)",
        (REMOVED,),
    ).fetchone()
    if found[0] is None:
        return None
    return f"What entry {found[0]} changed was taken out of it by hand: its case was not removed for good."


def _wrongly_marked(execute: Execute, undone: Mapping[int, int]) -> str | None:
    """The first entry whose mark of being undone is not what the later entries say."""
    marked = dict(execute("SELECT id, undone_by FROM act WHERE undone_by IS NOT NULL", ()))
    wrong = sorted(number for number, by in (undone.items() ^ marked.items()))
    if not wrong:
        return None
    by = undone.get(wrong[0])
    truth = f"undone by entry {by}" if by else "in force"
    return f"Entry {wrong[0]} is marked otherwise than the entries after it say: it is {truth}."


def _named(execute: Execute, said: Said, doing: Doing) -> str:
    """An entry by its number, who made it, when, and its sentence; not that of one on a restricted case."""
    hidden = execute("SELECT 1 FROM hidden_act WHERE act_id = ?", (said.id,)).fetchone()
    what = "on a restricted case" if hidden else f"“{clean(said.summary)}”"
    return f"Entry {said.id} ({clean(said.by)}, {doing.when(instant(said.at))}, {what})"
