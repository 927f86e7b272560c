"""Two people at two desks on one store: what the one does at the keys the other sees."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from office import TODAY, Office
from panel_scene import COMPLETE, LATE, REASONS, REFUSAL, Scene, a_queue, a_session, booked, on_panel
from screen_text import wait_for

from ehc_tui import identity
from ehc_tui.casework.restricting import lift, restrict
from ehc_tui.casework.staff import list_person, remove_person
from ehc_tui.store.engine import open_store

OKAFOR, HUGHES = "J Okafor", "M Hughes"


@pytest.fixture
def waiting(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Three cases in the panel's queue; programs look often what others do."""
    monkeypatch.setattr("ehc_tui.app.POLL_SECONDS", 0.05)
    a_queue(office)
    return office


@pytest.fixture
def manager(waiting: Office) -> Iterator[Office]:
    """M Hughes, who manages a team that is listed; J Okafor is a caseworker in it."""
    path = waiting.store.path
    hughes = Office(path, HUGHES, open_store(path, account="m.hughes"))
    hughes.doing = replace(hughes.doing, account="m.hughes")
    hughes.do(list_person, "m.hughes", "manager", HUGHES)
    hughes.do(list_person, "j.okafor", "caseworker", OKAFOR)
    yield hughes
    hughes.store.close()


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


async def test_a_session_called_off_under_a_reader_refuses_the_decision_with_who_and_keeps_the_reasons(
    waiting: Office,
) -> None:
    booked(waiting, a_session(waiting, TODAY), COMPLETE)
    async with two_desks(waiting) as (okafor, hughes):
        for scene in (okafor, hughes):
            await scene.press("s", "enter")
            await scene.sees("agenda", COMPLETE)
        await okafor.press("enter", "d")
        await okafor.chooses("Decided:", "y")
        await okafor.is_asked("Reasons to issue a plan")
        await hughes.press("escape", "c")
        await hughes.answer("Called off because", "No quorum")
        await hughes.chooses("Call off Sat 21 Nov 2026", "y")
        await okafor.answer("Reasons to issue a plan", REASONS)
        await okafor.sees("was changed by M Hughes", "Session cancelled", "No quorum", "nothing was recorded")
        await okafor.press("escape")
        await okafor.sees("Called off: No quorum", "Nothing is on this agenda.")
        await okafor.press("T")
        await okafor.sees(REASONS)


async def test_a_case_hidden_under_its_reader_goes_from_the_screen_and_leaves_them_their_words(
    waiting: Office, manager: Office
) -> None:
    case_id = waiting.file(LATE).row.id
    async with on_panel(waiting, me=OKAFOR, account="j.okafor") as okafor:
        await okafor.goes_to(LATE)
        await okafor.press("o")
        await okafor.sees("Timeline", "Aisha")
        await okafor.press("n")
        await okafor.is_asked("Note")
        await okafor.types("Her aunt works upstairs")
        manager.do(restrict, case_id, ["m.hughes"], "A colleague's niece")
        await okafor.sees(f"There is no case {LATE}")
        await okafor.sees_no("Aisha")
        await okafor.press("enter")
        await okafor.sees("nothing was recorded. What you typed is kept: T lists it.")
        manager.do(lift, case_id)
        await okafor.sees("Aisha")
        await okafor.press("n")
        await okafor.sees("Note Her aunt works upstairs")


async def test_who_is_taken_off_the_list_reads_no_further(
    waiting: Office, manager: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "owns", lambda path: False)
    async with on_panel(waiting, me=OKAFOR, account="j.okafor") as okafor:
        manager.do(list_person, "a.begum", "caseworker", "A Begum")
        await okafor.goes_to(LATE)
        assert not okafor.app.turned_out
        manager.do(remove_person, "j.okafor")
        await wait_for(okafor.pilot, lambda: okafor.app.turned_out)


async def test_who_may_only_read_from_now_on_is_refused_and_keeps_what_was_typed(
    waiting: Office, manager: Office
) -> None:
    async with on_panel(waiting, me=OKAFOR, account="j.okafor") as okafor:
        await okafor.goes_to(LATE)
        await okafor.press("o", "n")
        await okafor.is_asked("Note")
        await okafor.types("Rang about transport")
        manager.do(list_person, "j.okafor", "read-only", OKAFOR)
        await okafor.press("enter")
        await okafor.sees("You are listed as read-only", "What you typed is kept: T lists it.")
    assert "Rang about transport" not in [note.text for note in waiting.file(LATE).notes]


async def test_two_summaries_of_one_piece_of_advice_can_both_be_kept(waiting: Office) -> None:
    async with two_desks(waiting) as (okafor, hughes):
        for scene in (okafor, hughes):
            await scene.goes_to(COMPLETE)
            await scene.press("enter", "s")
            await scene.is_asked("What does it say")
            await scene.press("1")
            await scene.is_asked("Summary")
        await hughes.answer("Summary", "He is happiest outdoors")
        await hughes.sees("Summary kept")
        await okafor.answer("Summary", "He tires by noon")
        await okafor.sees(
            "was changed by M Hughes", "Theirs: He is happiest outdoors", "Yours: He tires by noon"
        )
        await okafor.press("b", "enter")
        await okafor.sees("Recorded: summary He is happiest outdoors He tires by noon")
