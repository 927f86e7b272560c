"""The history screen: everything done in the store, one entry whole, and openings that disturb nobody."""

from __future__ import annotations

from pathlib import Path

import pytest
from case_scene import REF, WIDE, a_case_in_its_18th_week, colleague, make_office, on_case
from office import Office, imported
from screen_text import wait_for

from ehc_tui.casework import notes
from ehc_tui.screens.history import HistoryScreen
from ehc_tui.store.verbs import READ


@pytest.fixture
def office(tmp_path: Path) -> Office:
    here = make_office(tmp_path / "caseload.db")
    case = a_case_in_its_18th_week(here)
    here.bring_in(*(imported(number) for number in range(1, 300)))
    colleague(here).do(notes.add, case, "Rang the school.")
    return here


async def test_opening_a_case_is_noted_once_and_shown_on_demand(office: Office) -> None:
    async with on_case(office) as scene:
        await wait_for(scene.pilot, lambda: office.last_act() == 12)
        await scene.press("H")
        await scene.sees("History", f"of {REF}, openings hidden", "M Hughes", "1 of 10")
        await scene.press("o")
        await scene.sees("openings too", f"Case {REF} read", "opened")
    verbs = office.ask("SELECT by, account, verb FROM act WHERE id > 11")
    assert verbs == [("J Okafor", "j.okafor", READ)]


async def test_everything_by_case_by_person_by_day_and_one_entry_whole(office: Office) -> None:
    async with on_case(office, WIDE) as scene:
        await scene.press("escape", "H")
        await scene.sees("1 of 11", "299 cases")
        await scene.press("w")
        await scene.answer("By", "")
        await scene.press("minus", "w")
        await scene.sees("By")
        await scene.press("ctrl+u")
        await scene.answer("By", "hughes")
        await scene.sees("by hughes, openings hidden", "1 of 1")
        await scene.press("enter")
        await scene.sees(
            "Entry 11: Note, 21 Nov 2026", "By M Hughes, Sat 21 Nov 2026 at 10:42.", "Rang the school."
        )
        await scene.press("escape", "minus", "d")
        await scene.answer("Day", "1/11 to 20/11")
        await scene.sees("Nothing is in the history since 1 Nov 2026 until 20 Nov 2026")
        await scene.press("minus", "slash")
        await scene.answer("Find", "imported")
        await scene.sees("with “imported”", "1 of 1", "299 cases")


async def test_somebody_elses_act_is_a_managers_to_take_back(office: Office) -> None:
    from ehc_tui.casework import staff

    office.do(staff.list_person, "a.begum", "manager", owner=True)
    office.do(staff.list_person, "j.okafor", "caseworker", owner=True)
    async with on_case(office, WIDE) as scene:
        await scene.press("H")
        await scene.sees("M Hughes")
        await scene.press("x")
        await scene.answer("Take back “Note, 21 Nov 2026” (M Hughes)?", "y")
        await scene.sees("was done by M Hughes: only they or a manager can take it back.")


async def test_a_long_history_is_read_window_by_window(office: Office) -> None:
    for number in range(450):
        office.do(notes.add, 1, f"Note {number}")
    async with on_case(office) as scene:
        await scene.press("H")
        await scene.sees("1 of 460")
        screen = scene.app.screen
        assert isinstance(screen, HistoryScreen)
        assert len(screen._found.rows) <= 200
        await scene.press("end")
        await scene.sees("460 of 460", f"Case {REF} opened")


async def test_all_about_a_case_is_written_for_the_ombudsman_and_that_is_noted(
    office: Office, tmp_path: Path
) -> None:
    async with on_case(office) as scene:
        await scene.press("B")
        await scene.sees("Write all about this case to")
        await scene.press("ctrl+u")
        await scene.answer("Write all about this case to", str(tmp_path / "complaint"))
        await scene.sees("It holds personal data: only you can read it.")
    assert "Aisha Rahman" in (tmp_path / "complaint" / "case.md").read_text("utf-8")
    last = office.ask("SELECT verb, summary FROM act ORDER BY id DESC LIMIT 1")
    assert last == [("export", f"All about {REF} written to complaint")]
