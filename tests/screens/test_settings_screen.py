"""What the statute leaves open is read another way by keys alone, and every stored date follows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from at_the_keys import AtTheKeys
from case_scene import a_case_in_its_18th_week
from office import NOW, TODAY, Office
from screen_text import type_text

from ehc_tui.app import EhcApp
from ehc_tui.casework.recount import recount
from ehc_tui.screens.settings import SettingsScreen
from ehc_tui.settings import Settings, default_settings_path, load_settings
from ehc_tui.store.engine import open_store

SMALL = (80, 24)


class Scene(AtTheKeys):
    """The readings, with somebody at the keys."""

    async def is_idle(self) -> None:
        """Wait until nothing is asked and nothing goes on."""
        await self.pilot.app.workers.wait_for_complete()


@asynccontextmanager
async def on_the_readings(office: Office, *, read_only: bool = False) -> AsyncIterator[Scene]:
    """The readings as the person's own settings file has them."""
    with open_store(office.store.path, read_only=read_only) as store:
        app = EhcApp(store, load_settings(), TODAY, "J Okafor", read_only=read_only, now=lambda: NOW)
        async with app.run_test(size=SMALL) as pilot:
            await app.push_screen(SettingsScreen())
            scene = Scene(app, pilot)
            await scene.sees("what the statute leaves")
            yield scene


def settings_file() -> Path:
    path = default_settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def due(office: Office, rule: str = "issue_final_plan") -> str:
    return str(office.ask("SELECT due FROM clock WHERE rule = ?", rule)[0][0])


async def test_every_reading_is_listed_with_its_value_and_where_it_is_set(office: Office) -> None:
    settings_file().write_text("# ours\npost_working_days = 4\n")
    async with on_the_readings(office) as scene:
        await scene.sees(
            "At least two weeks' notice 14 days before J Okafor, 21 Nov 2026",
            "Weeks from receipt day of receipt not counted",
            "Ends of the closure window both days inside",
            "Four weeks away all inside the time limit",
            "Served by post 4 working days settings.toml, line 2",
            "Due soon 10 days",
            "invitations sent by Sun 27 Dec 2026",
        )


async def test_another_reading_is_written_down_and_every_date_counted_again(office: Office) -> None:
    office.open()
    settings_file().write_text("warning_days = 7  # as agreed\n")
    async with on_the_readings(office) as scene:
        await scene.press("down", "enter")
        await scene.sees("day of receipt is day 1")
        await scene.press("2")
        await scene.sees("Every stored date is counted again")
        await scene.press("y")
        await scene.sees("1 case counted again", "day of receipt is day 1 J Okafor, 21 Nov 2026")
    assert due(office) == "2026-12-06"
    assert settings_file().read_text() == "warning_days = 7  # as agreed\nday_one_inclusive = true\n"


async def test_a_reading_that_a_colleague_chose_meanwhile_is_not_overwritten_unasked(office: Office) -> None:
    office.open()
    async with on_the_readings(office) as scene:
        await scene.press("down", "enter", "2")
        await scene.sees("Every stored date is counted again")
        hughes = office.colleague("M Hughes")
        hughes.doing = replace(hughes.doing, book=Settings(day_one_inclusive=True).rulebook())
        hughes.do(recount)
        hughes.store.close()
        await scene.press("y")
        await scene.sees("Meanwhile it has become day of receipt is day 1 (M Hughes, 21 Nov 2026)")
        await scene.press("n")
        await scene.sees_no("Meanwhile it has become")
    assert not settings_file().exists()


async def test_a_no_leaves_file_and_dates_as_they_were(office: Office) -> None:
    office.open()
    async with on_the_readings(office) as scene:
        await scene.press("down", "enter", "2")
        await scene.sees("Every stored date is counted again")
        await scene.press("n")
        await scene.is_idle()
    assert due(office) == "2026-12-07"
    assert not settings_file().exists()


async def test_a_number_is_typed_and_one_that_does_not_fit_is_refused(office: Office) -> None:
    async with on_the_readings(office) as scene:
        await scene.press("end", "enter")
        await scene.sees("Due soon, days")
        await scene.press("end", "backspace", "backspace")
        await type_text(scene.pilot, "400")
        await scene.press("enter")
        await scene.sees("Type a number of days from 0 to 60.")
        await scene.press("backspace", "backspace", "backspace")
        await type_text(scene.pilot, "14")
        await scene.press("enter")
        await scene.sees("Due soon: 14 days.", "due soon from Mon 23 Nov 2026")
        assert scene.app.desk.settings.warning_days == 14
    assert load_settings() == Settings(warning_days=14)


async def test_what_moves_no_date_holds_for_the_store_as_well(office: Office) -> None:
    async with on_the_readings(office) as scene:
        await scene.press("down", "down", "enter")
        await scene.sees("both days outside")
        await scene.press("2")
        await scene.sees("It holds, for everybody who works in this store")
        await scene.press("y")
        await scene.sees("Ends of the closure window: both days outside.")
        assert scene.app.desk.book.convention.closure_ends_included is False
    assert load_settings() == Settings(closure_ends_included=False)


async def test_a_store_for_reading_only_refuses_what_would_move_its_dates(office: Office) -> None:
    office.open()
    async with on_the_readings(office, read_only=True) as scene:
        await scene.press("enter")
        await scene.sees("This store is open for reading only, so its dates cannot be counted again.")
        await scene.press("end", "enter")
        await scene.sees("Due soon, days")


async def test_a_file_that_cannot_be_changed_from_here_is_left_alone(office: Office) -> None:
    async with on_the_readings(office) as scene:
        settings_file().write_text('me = """\nwarning_days = 9\n"""\n')
        await scene.press("end", "enter")
        await scene.sees("Due soon, days")
        await type_text(scene.pilot, "0")
        await scene.press("backspace", "backspace")
        await type_text(scene.pilot, "4")
        await scene.press("enter")
        await scene.sees("set warning_days = 14 in it with an editor")


async def test_a_store_is_read_as_it_was_whatever_the_settings_of_the_next_person_say(office: Office) -> None:
    office.open()
    settings_file().write_text("day_one_inclusive = true\n")
    async with on_the_readings(office) as scene:
        await scene.sees("Weeks from receipt day of receipt not counted J Okafor, 21 Nov 2026")
        await scene.is_idle()
        assert scene.app.desk.book.convention.day_one_inclusive is False
    assert due(office) == "2026-12-07"


async def test_what_a_colleague_changes_is_followed_while_the_program_runs(office: Office) -> None:
    office.open()
    async with on_the_readings(office) as scene:
        await scene.is_idle()
        colleague = office.colleague("M Hughes")
        colleague.doing = replace(colleague.doing, book=Settings(day_one_inclusive=True).rulebook())
        colleague.do(recount)
        colleague.store.close()
        await scene.sees("day of receipt is day 1 M Hughes, 21 Nov 2026")


async def test_the_key_that_opens_the_readings_closes_them(office: Office) -> None:
    async with on_the_readings(office) as scene:
        await scene.press("comma")
        await scene.sees("EHC casework")
        await scene.press("comma")
        await scene.sees("what the statute leaves")


async def test_a_draft_recorded_as_posted_is_served_as_the_reading_says(office: Office) -> None:
    a_case_in_its_18th_week(office)
    settings_file().write_text("post_working_days = 4\n")
    async with on_the_readings(office) as scene:
        await scene.app.open_case("E26-0412")
        await scene.sees("Timeline")
        await scene.press("r", "s")
        await scene.sees("Draft plan served on")
        await type_text(scene.pilot, "16/11 by post")
        await scene.press("enter")
        await scene.sees("Recorded")
    assert due(office, "draft_representations_window") == "2026-12-04"
