"""Who works with a store, in which role: listed by the owner of the file or by a manager."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from ehc_tui.casework.acts import act
from ehc_tui.casework.context import Doing
from ehc_tui.casework.permission import listed
from ehc_tui.casework.roles import ASSIGNABLE, Role, account_key
from ehc_tui.store import panel_tables
from ehc_tui.store.errors import NotFound, StoreError
from ehc_tui.store.staff_list import StaffRow
from ehc_tui.text import clean


def list_person(
    session: Session, doing: Doing, account: str, role: str, name: str = "", *, owner: bool = False
) -> None:
    """List somebody by their operating-system account, or change the role or name they are listed with.

    `owner` says that whoever does it owns the store; otherwise it takes a manager, or a store that lists
    nobody. Raises `StoreError` for an empty account, a role that there is not, and a list without a manager.
    """
    key, wanted = _account(account), _role(role)
    there = listed(session.connection())
    known = next((person for person in there if person.account == key), None)
    values = {"role": wanted.value, "name": clean(name) or (known.name if known else "")}
    _require_manager([person for person in there if person.account != key], wanted)
    summary = f"Listed {values['name'] or key} ({key}) as {wanted.label}"
    with act(session, doing, verb="staff", summary=summary, by_right=owner) as recorder:
        if known:
            recorder.update(panel_tables.Staff, known.id, **values)
        else:
            recorder.insert(panel_tables.Staff, account=key, **values)


def remove_person(session: Session, doing: Doing, account: str, *, owner: bool = False) -> None:
    """Take somebody off the list. When the last one goes the store restricts nobody any more.

    Raises `NotFound`, and `StoreError` where others would be left without a manager.
    """
    key = _account(account)
    there = listed(session.connection())
    known = next((person for person in there if person.account == key), None)
    if known is None:
        raise NotFound(f"{key} is not listed in this store.")
    rest = [person for person in there if person.account != key]
    if rest:
        _require_manager(rest)
    summary = f"No longer listed: {known.name or key} ({key})"
    with act(session, doing, verb="staff", summary=summary, by_right=owner) as recorder:
        recorder.void(panel_tables.Staff, known.id)


def _account(raw: str) -> str:
    key = account_key(clean(raw))
    if not key:
        raise StoreError("Give the account by which the person logs in to this computer.")
    return key


def _role(raw: str) -> Role:
    known = {role.value: role for role in ASSIGNABLE}
    role = known.get(clean(raw).casefold().replace(" ", "-").replace("_", "-"))
    if role is None:
        raise StoreError(f"“{clean(raw)}” is not a role: there are {', '.join(known)}.")
    return role


def _require_manager(others: Sequence[StaffRow], wanted: Role | None = None) -> None:
    if Role.MANAGER not in (wanted, *(person.role for person in others)):
        raise StoreError("A list of staff needs a manager: list one first, so that somebody can change it.")
