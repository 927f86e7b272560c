"""Who may do what at the panel: every key that is off says why, in the words of the person's role."""

from __future__ import annotations

from datetime import date

import pytest
from office import Office
from panel_scene import COMPLETE, LATE, REASONS, a_queue, a_session, booked, on_panel

from ehc_tui.casework import deciding, staff
from ehc_tui.casework.deciding import Verdict
from ehc_tui.commands import commands_of

OFF_FOR_A_CASEWORKER = {
    "pack.decide": "may not record a decision: you can recommend one",
    "pack.correct": "may not record a decision",
    "session.new": "may not arrange or minute sessions: you can book cases",
    "session.change": "may not arrange or minute sessions",
    "session.member": "may not arrange or minute sessions",
    "session.leave": "may not arrange or minute sessions",
    "session.cancel": "may not arrange or minute sessions",
    "agenda.hold": "may not arrange or minute sessions",
    "agenda.correct": "may not arrange or minute sessions",
}


@pytest.fixture
def at_work(office: Office) -> Office:
    """Three cases wait, one of them decided, on a session of today."""
    a_queue(office)
    booked(office, a_session(office, date(2026, 11, 21)), LATE, COMPLETE)
    decided = Verdict(office.file(LATE).row.id, "plan_decision", "Issue", REASONS)
    office.do(deciding.decide, decided)
    return office


async def refusals(office: Office, role: str) -> dict[str, str | None]:
    """What somebody of a role is told of every command that changes something, each on its own screen."""
    office.do(staff.list_person, "boss", "manager", "R Whitcombe", owner=True)
    office.do(staff.list_person, "j.okafor", role, "J Okafor", owner=True)
    said: dict[str, str | None] = {}
    async with on_panel(office) as scene:
        for scope, keys in (("panel", ()), ("session", ("s",)), ("agenda", ("enter",)), ("pack", ("enter",))):
            await scene.press(*keys)
            await scene.pilot.pause()
            changing = [one.id for one in commands_of(scope) if one.changes]
            said |= {command: scene.screen.why_not(command) for command in changing}
    return said


async def test_a_caseworker_recommends_books_and_tells_but_neither_decides_nor_arranges(
    at_work: Office,
) -> None:
    said = await refusals(at_work, "caseworker")
    told = {command for command, sentence in said.items() if sentence and "listed as caseworker" in sentence}
    assert told == set(OFF_FOR_A_CASEWORKER)
    for command, words in OFF_FOR_A_CASEWORKER.items():
        assert words in (said[command] or "")


async def test_whoever_may_only_read_is_told_so_of_everything_that_changes_anything(at_work: Office) -> None:
    said = await refusals(at_work, "read-only")
    assert said and all(sentence and "read-only" in sentence for sentence in said.values()), said


@pytest.mark.parametrize("role", ["sen-officer", "manager"])
async def test_an_officer_and_a_manager_are_refused_nothing_for_their_role(
    at_work: Office, role: str
) -> None:
    said = await refusals(at_work, role)
    assert not [sentence for sentence in said.values() if sentence and "listed as" in sentence], said
