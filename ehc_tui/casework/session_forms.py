"""What somebody is about to record of a session, as forms to be put together with what others recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ehc_tui.casework.sessions import add_member, change_session, remove_member
from ehc_tui.casework.sitting import NewSession
from ehc_tui.casework.together import Form, Values, whole
from ehc_tui.store.panel_rows import MemberRow, SessionRow
from ehc_tui.text import clean, fold

if TYPE_CHECKING:
    from sqlmodel import Session

    from ehc_tui.casework.context import Doing

_FIELDS = {
    "Day": "on",
    "From": "starts",
    "Where": "place",
    "Chair": "chair",
    "Places": "capacity",
    "Papers by": "papers_by",
}


def changed(wanted: NewSession) -> Form:
    """The day, time, place, chair, places and papers of a session."""

    def read(one: SessionRow | NewSession) -> Values:
        return {label: getattr(one, name) for label, name in _FIELDS.items()}

    def record(session: Session, doing: Doing, values: Values, now: SessionRow) -> None:
        new = replace(wanted, **{name: values[label] for label, name in _FIELDS.items()})
        change_session(session, doing, now.id, new, now.version)

    return Form(read(wanted), read, record)


def member_added(name: str, role: str) -> Form:
    """Somebody about to sit on a session, `role` saying as what."""
    field = _of(name)

    def act(session: Session, doing: Doing, _values: Values, now: SessionRow) -> None:
        add_member(session, doing, now.id, name, role, now.version)

    return Form({field: role or _MEMBER}, lambda now: {field: _part(now, name)}, act, both=_one_of_them)


def member_left(member: MemberRow) -> Form:
    """A member about to be taken off a session."""
    field = _of(member.name)

    def act(session: Session, doing: Doing, _values: Values, now: SessionRow) -> None:
        found = _named(now, member.name) or member
        remove_member(session, doing, found.id, now.version)

    return Form({field: None}, lambda now: {field: _part(now, member.name)}, act, both=_one_of_them)


_MEMBER = "member"


def _of(name: str) -> str:
    return f"Part of {clean(name)}"


def _part(now: SessionRow, name: str) -> str | None:
    """As what somebody sits on a session; None if they do not."""
    found = _named(now, name)
    return (found.role or _MEMBER) if found else None


def _named(now: SessionRow, name: str) -> MemberRow | None:
    return next((one for one in now.members if fold(one.name) == fold(clean(name))), None)


def _one_of_them(_theirs: Any, _mine: Any) -> None:
    """Only one of two parts can be so."""


def untouched(mine: str, act: Callable[[Session, Doing, int], Any]) -> Form:
    """An act that rests on all there is of a session: in question as soon as anybody touched it."""
    return whole("Session", mine, _summed_up, act)


def _summed_up(one: SessionRow) -> str:
    """A session in words in which every change of it shows."""
    members = ", ".join(f"{member.name} ({member.role})" for member in one.members) or "nobody named"
    return (
        f"{one.status}, {one.on} {one.starts or ''} {one.place}. {one.booked} of {one.capacity} cases, "
        f"papers by {one.papers_by}. {members}. Version {one.version}"
    )
