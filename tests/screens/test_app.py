"""The program around the screens: it is left open overnight, and what it was left on may have gone."""

from __future__ import annotations

from datetime import timedelta

from caseload_scene import ME, Scene
from office import NOW, TODAY, Office
from screen_text import wait_for

from ehc_tui.app import EhcApp
from ehc_tui.session import SavedSession
from ehc_tui.settings import Settings
from ehc_tui.store.engine import open_store


async def test_a_program_left_open_overnight_counts_from_the_new_day(team: Office) -> None:
    days = [TODAY]
    with open_store(team.store.path) as store:
        app = EhcApp(store, Settings(), TODAY, ME, now=lambda: NOW, day=lambda: days[-1])
        async with app.run_test(size=(80, 24)) as pilot:
            scene = Scene(app, pilot, team)
            await scene.sees("Sat 21 Nov 2026", "12 late")
            days.append(TODAY + timedelta(1))
            await scene.sees("Sun 22 Nov 2026", "13 late")


async def test_a_clock_that_is_put_back_takes_the_day_back_and_nothing_that_is_half_typed(
    team: Office,
) -> None:
    days = [TODAY]
    with open_store(team.store.path) as store:
        app = EhcApp(store, Settings(), TODAY, ME, now=lambda: NOW, day=lambda: days[-1])
        async with app.run_test(size=(80, 24)) as pilot:
            scene = Scene(app, pilot, team)
            await scene.sees("Sat 21 Nov 2026", "12 late")
            await scene.press("n", *"Novak")
            days.append(TODAY - timedelta(3))
            await scene.sees("Wed 18 Nov 2026", "9 late", "Novak")
            await scene.press("escape", "n")
            await scene.sees("New case 1/6 · child Novak")


async def test_a_case_that_was_left_open_and_has_gone_since_is_said_to_be_gone(team: Office) -> None:
    with open_store(team.store.path) as store:
        app = EhcApp(
            store, Settings(), TODAY, ME, session=SavedSession(open_case="E26-9999"), now=lambda: NOW
        )
        async with app.run_test(size=(80, 24)) as pilot:
            scene = Scene(app, pilot, team)
            await scene.sees("E26-9999, which you left open, is no longer in this store.")
            await wait_for(pilot, lambda: bool(scene.refs))
