"""Notes on a case, and contacts with the family."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from ehc_tui.casework.acts import act
from ehc_tui.casework.context import Doing
from ehc_tui.casework.facts import add_fact, checked
from ehc_tui.law.model import Fact
from ehc_tui.store import tables
from ehc_tui.store.errors import StoreError
from ehc_tui.text import british, clean

KINDS = {"note": "Note", "contact": "Contact with the family"}


def add(
    session: Session,
    doing: Doing,
    case_id: int,
    text: str,
    *,
    kind: str = "note",
    on: date | None = None,
    expected_version: int | None = None,
) -> int:
    """Keep a note (`kind` "note") or a contact with the family ("contact") and return its id.

    `on` is the local calendar date it happened, today if left out. A contact counts as the family's last.
    Raises `StoreError` for an empty text or another kind.
    """
    written = clean(text, lines=True)
    if not written:
        raise StoreError("An empty note was not kept.")
    if kind not in KINDS:
        raise StoreError(f"“{clean(kind)}” is neither a note nor a contact.")
    day = on or doing.today
    with act(
        session,
        doing,
        verb=kind,
        summary=f"{KINDS[kind]}, {british(day)}",
        case_id=case_id,
        expected_version=expected_version,
    ) as recorder:
        if kind == "contact":
            add_fact(recorder, case_id, checked(Fact("contact", day), doing.book))
        return recorder.insert(tables.Note, case_id=case_id, kind=kind, happened_on=day, text=written)
