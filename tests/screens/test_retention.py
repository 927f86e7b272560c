"""Closed cases past their period, in front of the people who review them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from at_the_keys import AtTheKeys
from closed_cases import REF, WHY, Council, proposed
from office import NOW, TODAY, Office

from ehc_tui.app import EhcApp
from ehc_tui.casework import notes
from ehc_tui.casework.checking import unsound
from ehc_tui.settings import Settings
from ehc_tui.store.engine import open_store


@pytest.fixture
def council(tmp_path: Path) -> Iterator[Council]:
    """The council, with a store."""
    here = Council(tmp_path / "caseload.db")
    yield here
    here.close()


def an_app(office: Office) -> EhcApp:
    store = open_store(office.store.path, account=office.doing.account)
    return EhcApp(store, Settings(theme="dark"), TODAY, office.doing.by, now=lambda: NOW)


async def test_without_a_period_nothing_is_listed_and_the_screen_says_so(
    council: Council,
) -> None:
    app = an_app(council.begum)
    async with app.run_test(size=(80, 24)) as pilot:
        at = AtTheKeys(app, pilot)
        await at.press("R")
        await at.sees("This council has set no retention period", "ehc-tui retention --years")
        await at.press("r")
        await at.sees("There is no case on this line.")


async def test_a_case_is_removed_after_its_reference_was_typed_and_never_by_its_proposer(
    council: Council,
) -> None:
    proposed(council)
    app = an_app(council.begum)
    async with app.run_test(size=(80, 24)) as pilot:
        at = AtTheKeys(app, pilot)
        app.desk.session.drafts[f"note/{REF}"] = "Zephyrine likes"
        await at.press("R")
        await at.sees("Closed cases are kept for 6 years", "proposed by J Okafor", "nobody can bring it back")
        await at.press("down", "c")
        await at.sees("Nobody has proposed it yet")
        await at.press("r")
        await at.answer("Propose to remove T-0002 for good", WHY)
        await at.sees("Nothing of T-0002 goes until somebody else confirms it.")
        await at.press("c")
        await at.answer("Remove T-0002 for good: type its reference", "T-0002")
        await at.sees("You proposed to remove T-0002 yourself")
        council.okafor.do(notes.add, council.case + 2, "Zephyrine Quillfeather is her sister")
        await at.press("up", "c")
        await at.sees("The child is named outside the case", "T-0003: note")
        await at.answer("Remove T-0001 for good: type its reference", "T-0003")
        await at.sees("Type T-0001, or step back")
        await at.press("ctrl+u")
        await at.types(REF.lower())
        await at.press("enter")
        await at.sees(
            "T-0001 is removed. Backups and files written before still hold it.", "removed 21 Nov 10:42"
        )
        await at.sees_no("Quillfeather")
        assert dict(app.desk.session.drafts) == {}
    assert unsound(council.hughes.store, council.hughes.doing) == []
