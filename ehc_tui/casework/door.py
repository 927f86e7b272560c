"""Who comes in: where a store lists its staff, nobody else does, in the app or on the command line."""

from __future__ import annotations

from pathlib import Path

from ehc_tui import identity
from ehc_tui.casework.roles import NotAllowed, Role, account_key, role_of
from ehc_tui.store.engine import Store
from ehc_tui.store.staff_list import StaffRow, staff
from ehc_tui.text import clean


def admit(store: Store) -> None:
    """Raises `NotAllowed`, saying whom to ask, unless the account is listed or the file is its own."""
    people = staff(store.read())
    own = store.account == identity.login() and identity.owns(store.path)
    if role_of(people, store.account) is Role.UNLISTED and not own:
        raise NotAllowed(
            f"The account {store.account} is not listed in this store: to be listed, ask "
            f"{_whom_to_ask(people, identity.owner_of(store.path))}."
        )


def working_as(path: Path, wanted: str) -> str:
    """The account to work as, which only the owner of the store may choose. Raises `NotAllowed`."""
    if not identity.owns(path):
        raise NotAllowed(
            f"Only {identity.owner_of(path)}, who owns the store, may work as somebody else: "
            f"leave --as out and work as {identity.login()}."
        )
    return account_key(wanted)


def name_of(store: Store, otherwise: str) -> str:
    """The name that the account is listed under; the one given where none is."""
    here = account_key(store.account)
    name = next((one.name for one in staff(store.read()) if one.account == here), "")
    return clean(name) or otherwise


def _whom_to_ask(people: tuple[StaffRow, ...], owner: str) -> str:
    """The managers by name, and the owner, who may be one of them; every list has a manager."""
    names = {one.account: one.name or one.account for one in people}
    owns = account_key(owner)
    managers = [names[one.account] for one in people if one.role == Role.MANAGER and one.account != owns]
    return " or ".join([*managers, f"{names.get(owns, owner)}, who owns it"])
