"""The door: a store that lists its staff lets in nobody else, and says whom to ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from office import Office

from ehc_tui import identity
from ehc_tui.casework.door import admit, name_of, working_as
from ehc_tui.casework.roles import NotAllowed
from ehc_tui.casework.staff import list_person
from ehc_tui.store.engine import open_store


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    here = Office(tmp_path / "caseload.db")
    yield here
    here.store.close()


def listed(office: Office) -> None:
    office.do(list_person, "m.hughes", "manager", "M Hughes")
    office.do(list_person, "a.begum", "manager", owner=True)
    office.do(list_person, "r.whitcombe", "read-only", owner=True)


def test_a_store_that_lists_nobody_lets_everybody_in(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "owns", lambda path: False)
    admit(office.store)


def test_a_stranger_is_told_whom_to_ask(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    listed(office)
    monkeypatch.setattr(identity, "owner_of", lambda path: "ehc")
    admit(office.store)
    monkeypatch.setattr(identity, "owns", lambda path: False)
    with pytest.raises(NotAllowed) as refused:
        admit(office.store)
    assert str(refused.value) == (
        "The account j.okafor is not listed in this store: to be listed, ask a.begum or M Hughes or ehc, "
        "who owns it."
    )
    with open_store(office.store.path, account="R.Whitcombe") as theirs:
        admit(theirs)


def test_only_the_owner_works_as_somebody_else_and_only_as_somebody_listed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed(office)
    path = office.store.path
    account = working_as(path, " M.Hughes ")
    with open_store(path, account=account) as theirs:
        admit(theirs)
        assert name_of(theirs, "whoever") == "M Hughes"
    with (
        open_store(path, account="nobody") as theirs,
        pytest.raises(NotAllowed, match="nobody is not listed"),
    ):
        admit(theirs)
    monkeypatch.setattr(identity, "owns", lambda path: False)
    with pytest.raises(NotAllowed, match="who owns the store, may work as somebody else"):
        working_as(path, "m.hughes")
