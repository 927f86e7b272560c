"""What a case is compared by: its primary need and its locality."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session

from ehc_tui.casework.acts import act
from ehc_tui.casework.context import Doing
from ehc_tui.casework.together import Form, Values
from ehc_tui.law.rulebook import Rulebook
from ehc_tui.store import tables
from ehc_tui.store.errors import StoreError
from ehc_tui.store.rows import CaseFile
from ehc_tui.text import clean


def describe(
    session: Session,
    doing: Doing,
    case_id: int,
    need: str | None = None,
    locality: str | None = None,
    expected_version: int | None = None,
) -> None:
    """Record the primary need, by the code of the SEN2 return, and the locality; None leaves what is there.

    An empty text takes it away. Raises `StoreError` for a need that the rule book does not list.
    """
    values = {}
    if need is not None:
        values["need"] = checked_need(need, doing.book)
    if locality is not None:
        values["locality"] = clean(locality)
    said = [
        f"primary need {doing.book.needs.get(value, 'not recorded')}"
        if column == "need"
        else f"locality {value or 'not recorded'}"
        for column, value in values.items()
    ]
    with act(
        session,
        doing,
        verb="describe",
        summary=f"Described: {', '.join(said)}",
        case_id=case_id,
        expected_version=expected_version,
    ) as recorder:
        recorder.update(tables.EhcCase, case_id, **values)


def described(need: str, locality: str, needs: Mapping[str, str]) -> Form:
    """Both as a form, to be put together with what others recorded; `needs` are the needs by code."""
    codes = {label: code for code, label in needs.items()}

    def read(file: CaseFile) -> Values:
        return {"Primary need": needs.get(file.need, ""), "Locality": file.locality}

    def record(session: Session, doing: Doing, values: Values, now: CaseFile) -> None:
        code = codes.get(values["Primary need"], "")
        describe(session, doing, now.row.id, code, values["Locality"], now.row.version)

    return Form({"Primary need": needs[need], "Locality": locality}, read, record)


def checked_need(raw: str, book: Rulebook) -> str:
    """The code of a primary need as the rule book has it, empty for none; raises `StoreError` for another."""
    code = clean(raw).upper()
    if code and code not in book.needs:
        raise StoreError(f"“{clean(raw)}” is no primary need: there are {', '.join(book.needs)}.")
    return code
