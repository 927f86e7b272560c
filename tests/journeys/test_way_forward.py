"""From the refusal to what was agreed, in one sitting at 80 by 24, by keys alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from meeting_room import Scene
from office import NOW, TODAY, Office

from ehc_tui.app import EhcApp
from ehc_tui.casework.decisions import record
from ehc_tui.law.model import Fact
from ehc_tui.screens.case import CaseScreen
from ehc_tui.screens.scheduling import SchedulingScreen
from ehc_tui.settings import Settings


async def test_a_family_is_refused_a_plan_and_met(tmp_path: Path) -> None:
    office = Office(tmp_path / "casework.db")
    office.do(record, office.open(caseworker="J Okafor"), Fact("assess_decision", date(2026, 8, 14), "Yes"))
    app = EhcApp(office.store, Settings(process="west-northants"), TODAY, "J Okafor", now=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        case = CaseScreen("E26-0412")
        await app.push_screen(case)
        scene = Scene(app, pilot, office)
        await scene.sees("Aisha Rahman")

        await scene.press("r", "d")
        await scene.answer("Decision on a plan told on", "3/11")
        await scene.sees("Decided")
        await scene.press("d")
        await scene.sees("offers a Way Forward meeting after this decision")
        clocks = [clock for clock in office.file().clocks if clock.kind != "local"]

        await scene.press("3")
        await scene.sees("offer due")
        await scene.press("o")
        await scene.sees("Appeal window runs to Mon 4 Jan 2027", "This meeting does not change it.", "░ free")
        assert isinstance(app.screen, SchedulingScreen)

        await scene.press("o")
        await scene.answer("Way Forward meeting offered to the family on", "4/11")
        await scene.sees("Offered on 4 Nov 2026.")
        await scene.press("a")
        await scene.answer("The family accepted on", "6/11")
        await scene.sees("Accepted.")
        await scene.press("right", "enter")
        await scene.answer("Tue 24 Nov 2026, start and minutes", "14:00 90")
        await scene.answer("Place, link or both", "Larkrise https://meet.example.org/7")
        await scene.sees("Aisha, if appropriate: to be there?")
        await scene.press("y")
        await scene.sees("Arranged for Tue 24 Nov 2026, 14:00 to 15:30, Larkrise, https://meet.example.org/7")

        await scene.press("H")
        await scene.answer("Held on", "24/11")
        await scene.sees("Tue 24 Nov 2026 is still to come. Record it all the same?")
        await scene.press("y")
        await scene.answer("What came of it?", "Support in school")
        await scene.answer("Agreed action", "Reading support")
        await scene.answer("Who does it?", "SENCo")
        await scene.answer("By when?", "4/12")
        await scene.answer("Agreed action", "Refer to speech therapy")
        await scene.answer("Who does it?", "J Okafor")
        await scene.answer("By when?")
        await scene.answer("Agreed action")
        await scene.sees("Held, 2 agreed actions.")

        await scene.press("escape")
        await scene.sees("[3 Meetings]", "held", "2 agreed actions to do")
        assert [clock for clock in office.file().clocks if clock.kind != "local"] == clocks
