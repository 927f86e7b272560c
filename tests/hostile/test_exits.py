"""Nothing hostile goes out: whatever the store holds, screens, commands and files show it as plain text.

The store is looked at twice: as the doors leave it, and as another program might have spoilt it.
"""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from hostile.conftest import Type
from hostile.corpus import TEXTS, assert_harmless
from hostile.poisoned import CASES, IN_USE, WAITING
from icalendar import Calendar
from office import NOW, TODAY, Office
from openpyxl import load_workbook
from screen_text import screen_lines, screen_text, wait_for, wait_for_text
from textual.pilot import Pilot
from wire import Wire, on_the_wire

from ehc_tui.app import EhcApp
from ehc_tui.exchange.invitation import as_ics, invitation_of
from ehc_tui.screens.case import CaseScreen
from ehc_tui.screens.caseload import CaseloadScreen
from ehc_tui.screens.help import HelpScreen
from ehc_tui.screens.importing import ImportScreen
from ehc_tui.screens.reliefs import ReliefsScreen
from ehc_tui.screens.rules import RulesScreen
from ehc_tui.screens.scheduling import SchedulingScreen
from ehc_tui.screens.settings import SettingsScreen
from ehc_tui.settings import Settings
from ehc_tui.store.engine import open_store
from ehc_tui.text import clean

SIZES_IN_USE = ((60, 20), (80, 24), (120, 40))
SIZES = pytest.mark.parametrize("size", SIZES_IN_USE, ids="{0[0]}x{0[1]}".format)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@asynccontextmanager
async def opened(path: Path, size: tuple[int, int]) -> AsyncIterator[Pilot[None]]:
    """The app on that store, with the whole caseload shown."""
    with open_store(path) as store:
        app = EhcApp(store, Settings(theme="dark"), TODAY, TEXTS["a clipboard"], now=lambda: NOW)
        async with app.run_test(size=size) as pilot:
            await wait_for_text(pilot, f" of {len(IN_USE)}")
            yield pilot


def assert_plain(pilot: Pilot[None]) -> None:
    """Nothing on the screen is a control character, a link, or something to click; every line fits."""
    app = pilot.app
    lines = screen_lines(app)
    assert_harmless(lines)
    strips = app.screen._compositor.render_strips(app.size)
    assert {strip.cell_length for strip in strips} == {app.size.width}, screen_text(app)
    for segment in (segment for strip in strips for segment in strip):
        assert segment.control is None
        assert segment.style is None or (segment.style.link is None and "@click" not in segment.style.meta)


async def look_round(pilot: Pilot[None], ref: str) -> None:
    """Open a case, look at every tab of it and at its meeting, and go back."""
    app = pilot.app
    assert isinstance(app, EhcApp)
    await app.open_case(ref)
    case = app.screen
    assert isinstance(case, CaseScreen)
    await wait_for_text(pilot, ref)
    for tab in ("timeline", "advice", "meetings", "decisions", "notes", "history"):
        case.action_do(f"case.{tab}")
        await wait_for(pilot, lambda tab=tab: f" {tab[:4].title()}" in bracketed(app))
        assert_plain(pilot)
    await app.push_screen(SchedulingScreen(ref, case.file.meetings[0].id))
    await wait_for_text(pilot, "◆ here")
    assert_plain(pilot)
    app.pop_screen()
    await app.pop_screen()


def bracketed(app: EhcApp) -> str:
    """The name of the tab that is open."""
    return screen_lines(app)[1].partition("[")[2].partition("]")[0]


@SIZES
async def test_the_caseload_shows_hostile_text_as_text(poisoned: Path, size: tuple[int, int]) -> None:
    async with opened(poisoned, size) as pilot:
        for key in ("pagedown", "end", "asterisk"):
            assert_plain(pilot)
            await pilot.press(key)
        assert_plain(pilot)


@pytest.mark.parametrize("step", range(3))
@pytest.mark.parametrize("store", ["poisoned", "spoilt"])
async def test_a_case_shows_hostile_text_as_text_on_every_tab_and_in_its_meeting(
    store: str, step: int, request: pytest.FixtureRequest
) -> None:
    path = request.getfixturevalue(store)
    size = SIZES_IN_USE[step]
    async with opened(path, size) as pilot:
        for ref in CASES[step::3]:
            await look_round(pilot, ref)


async def test_a_store_spoilt_by_another_program_is_shown_without_harm(spoilt: Path) -> None:
    async with opened(spoilt, (120, 40)) as pilot:
        for key in ("pagedown", "end", "v"):
            assert_plain(pilot)
            await pilot.press(key)
        assert_plain(pilot)


def spoil_references(path: Path) -> None:
    """Put a sequence for the clipboard and a turn of the text into every reference, past every door."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "UPDATE ehc_case SET ref = ref || ?", ("\x1b]52;c;ZXZpbA==\x07\u202e\x9b2J\r\n=1",)
        )


async def test_a_reference_written_behind_our_back_is_shown_and_copied_as_text(spoilt: Path) -> None:
    spoil_references(spoilt)
    async with opened(spoilt, (80, 24)) as pilot:
        assert_plain(pilot)
        await pilot.press("y")
        await wait_for_text(pilot, "sent to your terminal's clipboard")
        assert WAITING in pilot.app.clipboard
        assert_harmless([pilot.app.clipboard])
        assert_plain(pilot)
        await pilot.press("H")
        await wait_for(pilot, lambda: not isinstance(pilot.app.screen, CaseloadScreen))
        await pilot.pause()
        assert_plain(pilot)


@pytest.mark.parametrize(
    "arguments",
    [["list", "open:any"], ["history"], ["history", "--json"], ["check"], ["backup", "--list"], ["panel"]],
    ids=" ".join,
)
def test_commands_print_what_was_written_behind_our_back_as_text(
    arguments: list[str], ehc: Type, spoilt: Path
) -> None:
    spoil_references(spoilt)
    answer = ehc(*arguments, "--store", spoilt)
    assert_harmless([answer.out, answer.err], lines=True)
    assert "inside ehc-tui" not in answer.err


async def test_the_other_screens_show_hostile_text_as_text(poisoned: Path, tmp_path: Path) -> None:
    tracker = tmp_path / "[@click=app.quit]x.csv"
    heading = TEXTS["an action to click"]
    headings = f"Surname,Forename,DOB,Request received,{heading}\n"
    rows = f"Osei,[/],1/2/2017,20/07/2026,{heading}\n[/],x,,32/13/2026,x\n"
    tracker.write_text(headings + rows, encoding="utf-8")
    async with opened(poisoned, (80, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, EhcApp)
        for screen, words in (
            (ImportScreen(tracker), "Press i"),
            (HelpScreen("caseload"), "On this screen"),
            (RulesScreen("decide_not_to_issue_plan"), "Running now"),
            (ReliefsScreen(), "exceptional"),
            (SettingsScreen(), "What is left open"),
        ):
            await app.push_screen(screen)
            await wait_for_text(pilot, words)
            for key in ("2", "3", "down", "end"):
                assert_plain(pilot)
                await pilot.press(key)
            assert_plain(pilot)
            await pilot.press("escape")


async def test_no_byte_of_hostile_text_tells_the_terminal_anything(spoilt: Path) -> None:
    with open_store(spoilt) as store:
        app = EhcApp(store, Settings(theme="ansi"), TODAY, TEXTS["a title"], now=lambda: NOW)

        async def journey(pilot: Pilot[None], wire: Wire) -> None:
            await wait_for_text(pilot, f" of {len(IN_USE)}")
            await pilot.press("end", "enter", "6")
            await wait_for_text(pilot, "[6 Hist")
            await pilot.press("5", "n", "escape", "escape")
            written = wire.take().replace(b"\x1b]22;default\x07", b"")  # the shape of the mouse pointer
            assert b"P-0" in written
            assert not [bad for bad in (b"\x1b]", b"\xc2\x9b", b"\x07", b"\x7f") if bad in written], written

        await on_the_wire(app, (80, 24), journey)


@pytest.mark.parametrize("store", ["poisoned", "spoilt"])
def test_commands_print_hostile_text_as_text(store: str, ehc: Type, request: pytest.FixtureRequest) -> None:
    path = request.getfixturevalue(store)
    for arguments in (
        ["list", "open:any"],
        ["show", *CASES],
        ["rules", TEXTS["a clipboard"]],
        ["check"],
        ["reliefs"],
    ):
        answer = ehc(*arguments, "--store", path)
        assert_harmless([answer.out, answer.err], lines=True)
        assert "Traceback" not in answer.err and "inside ehc-tui" not in answer.err


@pytest.mark.parametrize("store", ["poisoned", "spoilt"])
def test_json_holds_hostile_text_clean(store: str, ehc: Type, request: pytest.FixtureRequest) -> None:
    path = request.getfixturevalue(store)
    answers = [
        ehc("list", "open:any", "--json", "--store", path).out,
        ehc("show", *CASES, "--json", "--store", path).out,
    ]
    assert_harmless(answers, lines=True)
    listed, shown = map(json.loads, answers)
    assert (len(listed), len(shown)) == (len(IN_USE), len(CASES))
    if store == "poisoned":
        assert_harmless(texts_of([listed, shown]), lines=True)
        assert {clean(text) for text in TEXTS.values()} <= set(texts_of(shown))


def texts_of(value: object) -> list[str]:
    """Every text anywhere in a JSON value."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = [*value, *value.values()]
    return [text for part in value for text in texts_of(part)] if isinstance(value, list) else []


@pytest.mark.parametrize("store", ["poisoned", "spoilt"])
def test_a_spreadsheet_gets_no_formula_and_no_control_character(
    store: str, ehc: Type, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    path = request.getfixturevalue(store)
    ehc("list", "open:any", "--output", tmp_path / "cases.xlsx", "--store", path)
    ehc("list", "open:any", "--output", tmp_path / "cases.csv", "--store", path)
    printed = ehc("list", "open:any", "--csv", "--store", path).out
    written = (tmp_path / "cases.csv").read_text("utf-8-sig")
    for table in (csv.reader(io.StringIO(printed)), csv.reader(io.StringIO(written))):
        rows = [cell for row in table for cell in row]
        assert_harmless(rows, lines=True)
        assert not [cell for cell in rows if cell.startswith(FORMULA) and not cell[1:].isdigit()]
    sheet = load_workbook(tmp_path / "cases.xlsx").active
    assert sheet is not None
    assert sheet.max_row == len(IN_USE) + 1
    cells = [cell for row in sheet for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert_harmless([cell.value for cell in cells if isinstance(cell.value, str)], lines=True)


def test_an_invitation_holds_hostile_text_as_words(poisoned: Path) -> None:
    with Office(poisoned).store:
        for ref in CASES:
            (meeting,) = Office(poisoned).file(ref).meetings
            calendar = Calendar.from_ical(as_ics(invitation_of(meeting, ref), NOW))
            (event,) = calendar.walk("VEVENT")
            assert len(calendar.walk()) == 3
            assert_harmless([str(event[key]) for key in ("summary", "location")])
            assert_harmless([str(event["description"])], lines=True)
            addresses = event["attendee"] if isinstance(event["attendee"], list) else [event["attendee"]]
            assert_harmless([address.params["CN"] for address in addresses])


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_sentence_of_refusal_is_one_clean_line(
    text: str, ehc: Type, poisoned_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    typed = text.replace("\0", "")
    for arguments in (
        ["show", typed],
        ["list", f"bogus:{typed}"],
        ["list", "--sort", f"x{typed}"],
        ["rules", f"{typed} ~"],
        ["clock", typed, "request_received=2026-01-05"],
        ["clock", "issue_final_plan", f"request_received={typed}"],
        ["import", f"{typed[:50]}.csv"],
        ["list", "--today", f"x{typed}"],
    ):
        answer = ehc(*arguments, "--store", poisoned_once)
        assert answer.code in (1, 2), arguments
        assert answer.err.startswith("ehc-tui: ") and answer.err.count("\n") == 1
        assert "inside ehc-tui" not in answer.err, answer.err
        assert_harmless([answer.err.rstrip("\n"), answer.out])
