"""What somebody is about to record of a session, as forms to be put together with what others recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ehc_tui.casework.sessions import change_session
from ehc_tui.casework.sitting import NewSession
from ehc_tui.casework.together import Form, Values, whole
from ehc_tui.store.panel_rows import SessionRow

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
