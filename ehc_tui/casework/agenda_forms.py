"""What somebody is about to do to the agenda or the minutes of a session, as forms: see `together`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from ehc_tui.casework import minutes, panel
from ehc_tui.casework.together import Form, Values
from ehc_tui.store.panel_rows import RESTRICTED, AgendaItem, MemberRow, MinutesRow
from ehc_tui.text import british

if TYPE_CHECKING:
    from sqlmodel import Session

    from ehc_tui.casework.context import Doing

_ORDER, _NOTES = "Order", "Notes"


class Placed(NamedTuple):
    """A case in the order of an agenda, as people call it."""

    item_id: int
    name: str

    def __str__(self) -> str:
        return self.name


Order = tuple[Placed, ...]


def reordered(seen: MinutesRow, item_id: int, place: int) -> Form:
    """A case about to be taken as the `place`th, counted from 1: what is in question is the whole order.

    Both orders are kept by doing to theirs what was to be done: the case goes before, or after, the same one.
    """
    was = _order(seen.items)
    moved = next(one for one in was if one.item_id == item_id)
    rest = [one for one in was if one != moved]
    mine = (*rest[: place - 1], moved, *rest[place - 1 :])
    earlier = place <= was.index(moved)
    beside = rest[place - 1] if earlier else rest[place - 2]

    def both(theirs: Order, wanted: Order) -> Order | None:
        others = [one for one in theirs if one != moved]
        index = others.index(beside) + (0 if earlier else 1)
        merged = (*others[:index], moved, *others[index:])
        return merged if merged not in (theirs, wanted) else None

    def act(session: Session, doing: Doing, values: Values, now: MinutesRow) -> None:
        order = [one.item_id for one in values[_ORDER]]
        panel.arrange(session, doing, now.session.id, order, item_id, now.session.version)

    return Form({_ORDER: mine}, lambda now: {_ORDER: _known(was, now.items)}, act, both=both)


def _order(items: Sequence[AgendaItem]) -> Order:
    return tuple(Placed(one.id, RESTRICTED if one.restricted else one.ref) for one in items)


def _known(was: Order, items: Sequence[AgendaItem]) -> Order:
    """The order now of the cases that were there: one that is off keeps its place, one that came has none."""
    there = {one.id for one in items}
    ids = [one.item_id for one in was]
    now = [was[ids.index(one.id)] for one in items if one.id in ids]
    for place, one in enumerate(was):
        if one.item_id not in there:
            now.insert(place, one)
    return tuple(now)


def allotted(item: AgendaItem, wanted: int) -> Form:
    """A case about to be given so many minutes."""
    field = f"Minutes for {item.ref}"

    def read(now: MinutesRow) -> Values:
        return {field: next((one.minutes for one in now.items if one.id == item.id), None)}

    def act(session: Session, doing: Doing, values: Values, now: MinutesRow) -> None:
        panel.allot(session, doing, item.id, values[field], now.session.version)

    return Form({field: wanted}, read, act)


def moved(item: AgendaItem, session_id: int, on: date) -> Form:
    """A case about to be moved to another session, on that day."""

    def act(session: Session, doing: Doing, _values: Values, _now: MinutesRow) -> None:
        panel.bring(session, doing, item.case_id, session_id)

    return _off(item, f"on that of {british(on)}", act)


def taken_off(item: AgendaItem, reason: str) -> Form:
    """A case about to be taken off the agenda."""

    def act(session: Session, doing: Doing, _values: Values, now: MinutesRow) -> None:
        panel.take_off(session, doing, item.id, reason, was_on=now.session.id)

    return _off(item, _OFF, act)


_OFF = "off this agenda"


def _off(item: AgendaItem, mine: str, act: Any) -> Form:
    field = f"Place of {item.ref}"

    def read(now: MinutesRow) -> Values:
        there = any(one.id == item.id for one in now.items)
        return {field: "on this agenda" if there else _OFF}

    return Form({field: mine}, read, act, both=lambda _theirs, _mine: None)


def presence_corrected(member: MemberRow, present: bool, why: str) -> Form:
    """A member about to be put down as present, or as absent, in minutes that say otherwise."""
    field = f"{member.name} was there"

    def standing(now: MinutesRow) -> MemberRow | None:
        return next((one for one in now.session.members if one.name == member.name), None)

    def read(now: MinutesRow) -> Values:
        found = standing(now)
        return {field: found.present if found else None}

    def act(session: Session, doing: Doing, values: Values, now: MinutesRow) -> None:
        found = standing(now) or member
        minutes.correct_presence(session, doing, found.id, values[field], why, now.session.version)

    return Form({field: present}, read, act)


def notes_corrected(notes: str, why: str) -> Form:
    """The notes of the minutes about to be put right."""

    def act(session: Session, doing: Doing, values: Values, now: MinutesRow) -> None:
        minutes.correct_notes(session, doing, now.session.id, values[_NOTES], why, now.session.version)

    return Form({_NOTES: notes}, lambda now: {_NOTES: now.notes}, act)
