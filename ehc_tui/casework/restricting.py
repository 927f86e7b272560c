"""Restricting a case to named staff, such as that of a colleague's child, and lifting it again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session

from ehc_tui.casework.acts import act
from ehc_tui.casework.context import Doing
from ehc_tui.casework.permission import listed
from ehc_tui.casework.recorder import Recorder, table_of
from ehc_tui.casework.refs import ids_by_ref
from ehc_tui.casework.restricted import hidden_cases
from ehc_tui.casework.roles import Role, account_key
from ehc_tui.store.access_tables import Restriction, RestrictionStaff
from ehc_tui.store.errors import NotFound, StoreError
from ehc_tui.store.staff_list import StaffRow
from ehc_tui.text import clean


def case_of(session: Session, ref: str, *, everything: bool = False) -> int:
    """The id of the case with a reference, typed in capitals or not; of one hidden too, with `everything`.

    Raises `NotFound` in the same words whether there is none or it is restricted to others.
    """
    connection, wanted = session.connection(), clean(ref)
    hidden = frozenset[int]() if everything else hidden_cases(connection)
    ids = ids_by_ref(connection, {wanted, wanted.upper()}).values()
    found = [case_id for case_id in ids if case_id not in hidden]
    if not found:
        raise NotFound(f"There is no case {wanted}: look it up with part of the name in the caseload.")
    return found[0]


def restrict(
    session: Session,
    doing: Doing,
    case_id: int,
    people: Sequence[str],
    because: str,
    expected_version: int | None = None,
    *,
    owner: bool = False,
) -> str:
    """Let only these people see a case, by account or listed name, and return the sentence that says so.

    It takes the place of a restriction there is. `owner` says that whoever does it owns the store; otherwise
    it takes a manager. Raises `StoreError` without a reason, for somebody who is not listed, and unless a
    manager is among them, who could lift it again.
    """
    reason = clean(because)
    if not reason:
        raise StoreError("Say why the case is restricted.")
    named = _named(listed(session.connection()), people)
    who = ", ".join(one.name or one.account for one in named)
    summary = f"Restricted to {who}: {reason}"
    with act(
        session,
        doing,
        verb="restrict",
        summary=summary,
        case_id=case_id,
        expected_version=expected_version,
        by_right=owner,
    ) as recorder:
        _end(recorder, case_id)
        restriction_id = recorder.insert(Restriction, case_id=case_id, reason=reason)
        for one in named:
            recorder.insert(
                RestrictionStaff, restriction_id=restriction_id, case_id=case_id, account=one.account
            )
    return summary


def lift(
    session: Session,
    doing: Doing,
    case_id: int,
    because: str = "",
    expected_version: int | None = None,
    *,
    owner: bool = False,
) -> None:
    """Let everybody in the store see a case again. Raises `StoreError` if it is not restricted."""
    reason = clean(because)
    with act(
        session,
        doing,
        verb="lift restriction",
        summary=f"Restriction lifted{f': {reason}' if reason else ''}",
        case_id=case_id,
        expected_version=expected_version,
        by_right=owner,
    ) as recorder:
        if not _end(recorder, case_id):
            raise StoreError("The case is not restricted: everybody in the store sees it already.")


def _end(recorder: Recorder, case_id: int) -> bool:
    """Take the restriction of a case out of use; False if it has none."""
    found = []
    for model in (RestrictionStaff, Restriction):
        table = table_of(model)
        mine = select(table.c.id).where(table.c.case_id == case_id, table.c.voided_by.is_(None))
        found = list(recorder.connection.execute(mine).scalars())
        recorder.void(model, *found)
    return bool(found)


def _named(everybody: Sequence[StaffRow], people: Sequence[str]) -> list[StaffRow]:
    """Those listed who are meant, each once. Raises `StoreError`."""
    if not everybody:
        raise StoreError("This store lists nobody: list the staff first, then a case can be kept to some.")
    known = {account_key(name): one for one in everybody for name in (one.name, one.account) if name}
    wanted = dict.fromkeys(account_key(clean(person)) for person in people)
    wanted.pop("", None)
    if unknown := [name for name in wanted if name not in known]:
        raise StoreError(
            f"{', '.join(unknown)} is not listed in this store: name some of "
            f"{', '.join(one.account for one in everybody)}."
        )
    named = list({known[name].account: known[name] for name in wanted}.values())
    if not any(one.role == Role.MANAGER for one in named):
        managers = ", ".join(one.account for one in everybody if one.role == Role.MANAGER)
        raise StoreError(f"Name a manager among them ({managers}), so that somebody can lift it again.")
    return named
