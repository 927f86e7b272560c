"""Outside the panel too a key that the person's role does not allow is off, and says why before it asks."""

from __future__ import annotations

from pathlib import Path

import pytest
from case_scene import Scene, a_case_in_its_18th_week, colleague, make_office, on_case
from caseload_scene import on_caseload
from office import Office

from ehc_tui import identity
from ehc_tui.casework import staff
from ehc_tui.casework.roles import Power
from ehc_tui.commands import Scope, command, commands_of
from ehc_tui.screens.base import BaseScreen
from ehc_tui.screens.history import HistoryScreen
from ehc_tui.screens.importing import ImportScreen
from ehc_tui.screens.retention import RetentionScreen
from ehc_tui.screens.scheduling import SchedulingScreen
from ehc_tui.screens.settings import SettingsScreen

READS = "You are listed as read-only, so you may not"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A store with a case, which belongs to somebody else, and lists who works in it."""
    monkeypatch.setattr(identity, "owns", lambda path: False)
    here = make_office(tmp_path / "roles.db")
    a_case_in_its_18th_week(here)
    here.do(staff.list_person, "r.whitcombe", "manager", "R Whitcombe")
    return here


def listed(office: Office, role: str) -> None:
    office.do(staff.list_person, "j.okafor", role, "J Okafor", owner=True)


def refusals(screen: BaseScreen, *scopes: Scope) -> dict[str, str]:
    """What the person is told of every command that changes something; empty for what they may do."""
    return {one.id: screen.why_not(one.id) or "" for one in commands_of(*scopes) if one.changes}


async def test_whoever_may_only_read_is_told_so_on_every_screen(office: Office) -> None:
    listed(office, "read-only")
    async with on_caseload(office) as scene:
        said = refusals(scene.screen, "caseload", "app")
        assert said.pop("caseload.save_view") == ""
        for screen in (
            ImportScreen(),
            SchedulingScreen("E26-0412"),
            HistoryScreen(),
            RetentionScreen(),
        ):
            await scene.app.push_screen(screen)
            await scene.pilot.pause()
            said |= refusals(screen, screen.SCOPE)
        settings = SettingsScreen()
        await scene.app.push_screen(settings)
        await scene.pilot.pause()
        said["settings.change"] = settings.why_not("settings.change") or ""
    async with on_case(office) as scene:
        said |= refusals(scene.screen, "case")
    assert said
    assert not {one: sentence for one, sentence in said.items() if READS not in sentence}


async def test_nothing_is_asked_that_could_not_be_recorded(office: Office) -> None:
    listed(office, "read-only")
    async with on_case(office) as scene:
        for key in "rnc":
            await scene.press(key)
            await scene.sees(f"{READS} change cases: you can read everything.")
            assert not scene.asked


async def test_a_caseworker_records_what_happened_but_no_decision(office: Office) -> None:
    listed(office, "caseworker")
    async with on_case(office) as scene:
        await scene.press("r")
        await scene.sees("decision on a plan")
        await scene.press("d")
        await scene.sees("You are listed as caseworker and may not record a decision: you can recommend one")
        assert not scene.asked
        await on_the_first_decision(scene)
        for key in "eD":
            await scene.press(key)
            await scene.sees("may not record a decision")
            assert not scene.asked
        assert scene.screen.why_not("case.restrict") == (
            "You are listed as caseworker and may not say who may see a case: ask a manager or the owner of "
            "the store."
        )


async def on_the_first_decision(scene: Scene) -> None:
    """Put the cursor on the decision to assess."""
    await scene.press("4")
    await scene.goes_to("decision to assess told")


async def test_another_role_holds_from_the_moment_it_is_given(office: Office) -> None:
    listed(office, "manager")
    async with on_case(office) as scene:
        assert scene.screen.why_not("case.record") is None
        listed(colleague(office), "read-only")
        await scene.app.look_round()
        assert READS in (scene.screen.why_not("case.record") or "")


async def test_the_owner_of_the_store_restricts_and_counts_whatever_their_role(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "owns", lambda path: True)
    listed(office, "read-only")
    async with on_case(office) as scene:
        refused = {power for power in Power if scene.app.desk.why_not(power)}
        assert refused == {Power.WORK, Power.RECOMMEND, Power.DECIDE, Power.SESSIONS}
        assert command("case.restrict").power is Power.RESTRICT
