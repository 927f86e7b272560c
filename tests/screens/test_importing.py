"""Bringing a tracker in by hand: what its columns mean, what would be refused, and the import itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from caseload_scene import Scene, on_caseload
from office import TODAY, Office
from screen_text import wait_for

from ehc_tui.casework.context import Doing
from ehc_tui.exchange.importing import bring_in, dry_run
from ehc_tui.exchange.report import Report
from ehc_tui.exchange.tracker import Progress, TrackerReading
from ehc_tui.screens.importing import ImportScreen
from ehc_tui.store.engine import Store

TRACKERS = Path(__file__).parents[1] / "exchange" / "trackers"
TEAM, NORTH = TRACKERS / "team.xlsx", TRACKERS / "north.csv"
READ = "Press i to import."
UNREADABLE = "Ref;Child;DOB;Began;Told\nT-1;LEE, Ann;01/02/2015;01/06/2026;10/07/2026\n"


@asynccontextmanager
async def importing(
    office: Office, path: Path, *, size: tuple[int, int] = (80, 24), read_only: bool = False
) -> AsyncIterator[Scene]:
    """The import screen over the caseload, with a file it was given."""
    async with on_caseload(office, size, read_only=read_only) as scene:
        await scene.app.push_screen(ImportScreen(path))
        yield scene


def written(folder: Path, text: str) -> Path:
    path = folder / "tracker.csv"
    path.write_text(text, "utf-8")
    return path


async def to_row(scene: Scene, text: str) -> None:
    """Move down to the row that begins so."""
    for _ in range(40):
        if any(line.startswith(f" ▸ {text}") for line in scene.text.splitlines()):
            return
        await scene.press("down")
        await scene.pilot.pause()
    raise AssertionError(f"There is no row {text}:\n{scene.text}")


async def test_the_key_of_the_caseload_asks_for_a_file_and_escape_goes_back(office: Office) -> None:
    async with on_caseload(office) as scene:
        await scene.press("i")
        await scene.sees("Tracker file")
        await scene.press("escape")
        await wait_for(scene.pilot, lambda: scene.app.screen is scene.screen)


async def test_the_name_of_a_file_is_completed_and_the_file_is_read(office: Office) -> None:
    async with on_caseload(office, (120, 40)) as scene:
        await scene.press("i")
        await scene.sees("Tracker file")
        await scene.types(f"{TRACKERS}/te")
        await scene.sees("team.xlsx")
        await scene.press("tab", "enter")
        await scene.sees("60 rows · 60 good · 0 rejected", READ)


async def test_a_file_that_is_not_there_is_said_and_asked_again(office: Office) -> None:
    async with on_caseload(office) as scene:
        await scene.press("i")
        await scene.sees("Tracker file")
        await scene.types("nowhere.csv")
        await scene.press("enter")
        await scene.sees("There is no file nowhere.csv.")


async def test_every_column_is_shown_with_its_meaning_and_a_taste_of_its_cells(office: Office) -> None:
    async with importing(office, TEAM) as scene:
        await scene.sees(READ, "[1 Columns 21]", "D.O.B. date of birth sure", "1 of 21")
        await to_row(scene, "Family views")
        await scene.sees("the family's views: received", "advice_received:parent in a mapping file")
        await scene.sees("sheet Tracker, headings in row 3, under “Advice back”")


async def test_a_column_can_be_given_another_meaning(office: Office) -> None:
    async with importing(office, TEAM) as scene:
        await scene.sees(READ)
        await to_row(scene, "Lead officer")
        await scene.press("enter")
        await scene.sees("“Lead officer” is")
        await scene.types("sen off")
        await scene.sees("SEN officer (officer)")
        await scene.press("enter")
        await scene.sees("Lead officer SEN officer yours", READ)
        await scene.press("i", "y")
        await scene.sees("Imported: 60 new")
    officers = office.store.read().execute("SELECT DISTINCT officer, caseworker FROM ehc_case").fetchall()
    assert ("Sam Pryce", "") in officers


async def test_words_that_fit_several_meanings_are_not_taken(office: Office) -> None:
    async with importing(office, TEAM) as scene:
        await scene.sees(READ)
        await scene.press("enter")
        await scene.sees("“ID” is")
        await scene.types("panel")
        await scene.press("enter")
        await scene.sees("Type more of it: several fit.")


async def test_rejected_rows_say_place_field_value_and_reason(office: Office) -> None:
    async with importing(office, NORTH) as scene:
        await scene.sees("243 rows · 240 good · 3 rejected", READ)
        await scene.press("2")
        await scene.sees("[2 Rows left out 3]")
        await scene.sees("north.csv line 10, request_received “31/02/2026”: there is no such day.")
        await scene.press("down")
        await scene.sees("north.csv line 16, surname: there is no name.")


async def test_warnings_are_told_in_full(office: Office) -> None:
    async with importing(office, TEAM) as scene:
        await scene.sees(READ)
        await scene.press("shift+tab")
        await scene.sees("[3 Please note 2]", "the date of birth counts")


async def test_an_import_is_confirmed_done_and_seen_in_the_caseload(office: Office) -> None:
    async with importing(office, TEAM) as scene:
        await scene.sees(READ)
        await scene.press("i")
        await scene.sees("Import 60 cases from team.xlsx?")
        await scene.press("y")
        await scene.sees("Imported: 60 new, 0 changed, 0 as they were. u takes it back whole.")
        assert scene.app.screen is scene.screen
        await scene.sees("EHC-12")


async def test_without_a_yes_nothing_is_imported(office: Office) -> None:
    async with importing(office, TEAM) as scene:
        await scene.sees(READ)
        await scene.press("i", "n")
        await scene.press("escape")
        await wait_for(scene.pilot, lambda: scene.app.screen is scene.screen)
    assert office.store.read().execute("SELECT count(*) FROM ehc_case").fetchone() == (0,)


async def test_a_second_import_of_the_same_file_would_change_nothing(office: Office) -> None:
    async with importing(office, TEAM) as scene:
        await scene.sees(READ)
        await scene.press("i", "y")
        await scene.sees("Imported: 60 new")
        await scene.app.push_screen(ImportScreen(TEAM))
        await scene.sees("An import would give: 0 new, 0 changed, 60 as they were.")


async def test_a_file_of_another_kind_is_refused_in_one_sentence_and_another_can_be_chosen(
    office: Office, tmp_path: Path
) -> None:
    async with importing(office, written(tmp_path, "%PDF-1.7")) as scene:
        await scene.sees("tracker.csv is a PDF document; save the tracker as .xlsx or CSV")
        await scene.press("i")
        await scene.sees("PDF document")
        await scene.press("o")
        await scene.sees("Tracker file")
        await scene.types(str(TEAM))
        await scene.press("enter")
        await scene.sees("60 good", READ)


async def test_a_tracker_that_is_not_understood_can_be_corrected_here(office: Office, tmp_path: Path) -> None:
    async with importing(office, written(tmp_path, UNREADABLE)) as scene:
        await scene.sees("No cases were found")
        await scene.press("i")
        await scene.sees("No cases were found")
        await to_row(scene, "Began")
        await scene.press("enter")
        await scene.sees("“Began” is")
        await scene.types("request received")
        await scene.press("enter")
        await scene.sees("1 row · 1 good · 0 rejected", READ)


async def test_a_child_already_in_the_store_under_another_reference_is_pointed_out(
    office: Office, tmp_path: Path
) -> None:
    known = written(tmp_path, UNREADABLE.replace("Began", "Request received"))
    async with importing(office, known) as scene:
        await scene.sees(READ)
        await scene.press("i", "y")
        await scene.sees("Imported: 1 new")
        again = written(tmp_path, UNREADABLE.replace("Began", "Request received").replace("T-1", "T-2"))
        await scene.app.push_screen(ImportScreen(again))
        await scene.sees(READ)
        await scene.press("3")
        await scene.sees("T-2 and T-1: the same child? Lee, Ann, also born 1 Feb 2015")
        await scene.press("right")
        await scene.sees("[1 Columns 5]")


async def test_a_file_of_rejected_rows_only_says_why_it_cannot_be_imported(
    office: Office, tmp_path: Path
) -> None:
    text = UNREADABLE.replace("Began", "Request received").replace("01/06/2026", "31/06/2026")
    async with importing(office, written(tmp_path, text)) as scene:
        await scene.sees("1 row · 0 good · 1 rejected")
        await scene.press("i")
        await scene.sees("There is no row that can be imported; the second tab says why.")
        await scene.press("2", "enter")
        await scene.sees("Columns are changed on the first tab: press 1.")


async def test_what_the_columns_mean_is_written_to_a_mapping_file(office: Office, tmp_path: Path) -> None:
    path = written(tmp_path, UNREADABLE.replace("Began", "Request received"))
    async with importing(office, path) as scene:
        await scene.sees(READ)
        await to_row(scene, "Told")
        await scene.press("enter")
        await scene.sees("“Told” is")
        await scene.types("ignore")
        await scene.press("enter")
        await scene.sees("Told not imported yours", READ)
        await scene.press("w")
        await scene.sees("Mapping file")
        await scene.press("enter")
        await scene.sees("Written to")
    (case,) = dry_run(path, TODAY, tmp_path / "tracker.mapping.toml").cases
    assert [fact.kind for fact in case.facts] == ["request_received"]


async def test_a_store_open_for_reading_can_look_but_not_import(office: Office) -> None:
    async with importing(office, TEAM, read_only=True) as scene:
        await scene.sees("60 rows · 60 good")
        await scene.press("i")
        await scene.sees("This store is open for reading only.")


async def test_hostile_headings_and_cells_are_shown_as_they_are(office: Office, tmp_path: Path) -> None:
    heading, cell = "[bold]x[/]\x1b[2J", "[link=x]\u202e!"
    text = f'Ref,Name,DOB,Request received,{heading}\nT-1,"LEE, [red]A[/]",1/2/15,1/6/26,{cell}\n'
    async with importing(office, written(tmp_path, text)) as scene:
        await scene.sees(READ, "[bold]x[/][2J", "[link=x]!")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_long_import_repaints_its_bar_a_few_times_only(
    size: tuple[int, int], office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: dict[str, list[int]] = {}
    show = ImportScreen._show_progress

    def counted(screen: ImportScreen, what: str, percent: int) -> None:
        shown.setdefault(what, []).append(percent)
        show(screen, what, percent)

    monkeypatch.setattr(ImportScreen, "_show_progress", counted)
    async with importing(office, NORTH, size=size) as scene:
        await scene.sees(READ)
        await scene.press("i", "y")
        await scene.sees("Imported: 240 new")
    assert set(shown) == {"Reading", "Trying it out", "Importing"}
    for percents in shown.values():
        assert percents == sorted(set(percents))
        assert percents[-1] == 100


async def test_an_import_under_way_answers_keys_and_escape_takes_it_back_whole(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    under_way, go_on = Event(), Event()

    def held(*given: Any) -> Report:
        under_way.set()
        assert go_on.wait(30)
        return bring_in(*given)

    monkeypatch.setattr("ehc_tui.screens.importing.bring_in", held)
    async with importing(office, NORTH) as scene:
        await scene.sees(READ)
        await scene.press("i", "y")
        await wait_for(scene.pilot, under_way.is_set)
        await scene.press("2")
        await scene.sees("[2 Rows left out")
        await scene.press("i")
        await scene.sees("Escape stops it and takes all back")
        await scene.press("escape")
        await scene.sees("what was written is taken back")
        go_on.set()
        await scene.sees("You stopped the import: nothing was imported.")
        await scene.press("escape")
        await wait_for(scene.pilot, lambda: scene.app.screen is scene.screen)
    assert office.ask("SELECT count(*) FROM ehc_case") == office.ask("SELECT count(*) FROM act") == [(0,)]


async def test_leaving_a_dry_run_ends_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    under_way, ended = Event(), Event()

    def never_ending(store: Store, doing: Doing, reading: TrackerReading, progress: Progress) -> Report:
        under_way.set()
        try:
            while True:
                progress(1, 2)
        finally:
            ended.set()

    monkeypatch.setattr("ehc_tui.screens.importing.foresee", never_ending)
    async with importing(office, NORTH) as scene:
        await wait_for(scene.pilot, under_way.is_set)
        await scene.press("escape")
        await wait_for(scene.pilot, lambda: scene.app.screen is scene.screen)
        await wait_for(scene.pilot, ended.is_set)
