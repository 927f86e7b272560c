"""Saved views: a filter and a sort order that a person keeps under a name of their own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from ehc_tui.casework.acts import act
from ehc_tui.casework.context import Doing
from ehc_tui.casework.recorder import table_of
from ehc_tui.store import tables
from ehc_tui.store.errors import NotFound, StoreError
from ehc_tui.store.rows import View
from ehc_tui.text import clean


def save(session: Session, doing: Doing, view: View, *, replace: bool = False) -> None:
    """Keep a view. A name that is taken is refused with `StoreError` unless it is to be replaced."""
    name = _name(view.name)
    kept = _find(session, doing.by, name)
    if kept is not None and not replace:
        raise StoreError(f"You already keep a view called “{name}”: give another name, or replace it.")
    wanted = {"filter": clean(view.filter), "sort": clean(view.sort)}
    with act(session, doing, verb="save view", summary=f"View kept: {name}") as recorder:
        if kept is None:
            recorder.insert(tables.SavedView, owner=doing.by, name=name, **wanted)
        else:
            recorder.update(tables.SavedView, kept.id, **wanted)


def rename(session: Session, doing: Doing, name: str, new_name: str) -> None:
    """Give a view another name. Raises `NotFound`, or `StoreError` if the new name is taken."""
    kept, wanted = _kept(session, doing.by, name), _name(new_name)
    if wanted != kept.name and _find(session, doing.by, wanted) is not None:
        raise StoreError(f"You already keep a view called “{wanted}”: give another name.")
    with act(session, doing, verb="rename view", summary=f"View {kept.name} renamed {wanted}") as recorder:
        recorder.update(tables.SavedView, kept.id, name=wanted)


def delete(session: Session, doing: Doing, name: str) -> None:
    """Stop keeping a view. Raises `NotFound`."""
    kept = _kept(session, doing.by, name)
    with act(session, doing, verb="delete view", summary=f"View no longer kept: {kept.name}") as recorder:
        recorder.void(tables.SavedView, kept.id)


def _name(raw: str) -> str:
    name = clean(raw)
    if not name:
        raise StoreError("A view needs a name.")
    return name


def _kept(session: Session, owner: str, name: str) -> Row[*tuple[Any, ...]]:
    kept = _find(session, owner, clean(name))
    if kept is None:
        raise NotFound(f"You keep no view called “{clean(name)}”.")
    return kept


def _find(session: Session, owner: str, name: str) -> Row[*tuple[Any, ...]] | None:
    view = table_of(tables.SavedView)
    return (
        session.connection()
        .execute(view.select().where(view.c.owner == owner, view.c.name == name, view.c.voided_by.is_(None)))
        .one_or_none()
    )
