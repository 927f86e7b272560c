"""Two people at two desks on one store: what the one does at the keys the other sees."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from office import Office
from panel_scene import COMPLETE, REASONS, REFUSAL, Scene, a_queue, on_panel

OKAFOR, HUGHES = "J Okafor", "M Hughes"


@pytest.fixture
def waiting(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Three cases in the panel's queue; programs look often what others do."""
    monkeypatch.setattr("ehc_tui.app.POLL_SECONDS", 0.05)
    a_queue(office)
    return office


@asynccontextmanager
async def two_desks(office: Office) -> AsyncIterator[tuple[Scene, Scene]]:
    """J Okafor's program and M Hughes's, each on the panel's queue."""
    async with on_panel(office, me=OKAFOR) as okafor, on_panel(office, me=HUGHES) as hughes:
        yield okafor, hughes


async def decides(scene: Scene, key: str, question: str, reasons: str) -> None:
    """Somebody who reads a pack decides, up to the last key."""
    await scene.press("d")
    await scene.chooses("Decided:", key)
    await scene.answer(question, reasons)


async def test_the_second_to_decide_learns_that_nothing_was_recorded_and_by_whom_it_was_decided(
    waiting: Office,
) -> None:
    async with two_desks(waiting) as (okafor, hughes):
        for scene in (okafor, hughes):
            await scene.goes_to(COMPLETE)
            await scene.press("enter")
        await okafor.sees("also open: M Hughes")
        await hughes.sees("also open: J Okafor")
        await okafor.press("d")
        await okafor.chooses("Decided:", "y")
        await okafor.is_asked("Reasons to issue a plan")
        await decides(hughes, "n", "Reasons not to issue a plan", REFUSAL)
        await hughes.sees("Do not issue a plan: decided")
        await okafor.answer("Reasons to issue a plan", REASONS)
        await okafor.sees("was decided already: Do not issue on 21 Nov 2026", "recorded by M Hughes")
        await okafor.sees("Do not issue a plan: decided by M Hughes")
        await okafor.press("d")
        await okafor.sees("Recorded by M Hughes on 21 Nov 2026 at")
