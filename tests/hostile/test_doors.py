"""Nothing hostile comes in: every door cleans what it is handed, and refuses in a sentence what cannot be."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from case_scene import on_case
from caseload_scene import on_caseload
from hostile.conftest import Type
from hostile.corpus import TEXTS, assert_harmless
from hostile.poisoned import IN_USE, reference
from hostile.spoiling import columns, texts_in
from office import TODAY, Office
from openpyxl import Workbook
from screen_text import screen_lines, wait_for, wait_for_text
from textual.events import Paste

from ehc_tui.app import EhcApp
from ehc_tui.casework.intake import import_cases
from ehc_tui.exchange.mapping import load_mapping
from ehc_tui.exchange.sheets import TrackerError
from ehc_tui.exchange.tracker import read_tracker
from ehc_tui.session import load_session
from ehc_tui.settings import Settings, default_settings_path
from ehc_tui.store.caseload import Caseload
from ehc_tui.store.errors import StoreError
from ehc_tui.store.filters import FilterError, parse_filter
from ehc_tui.store.orders import Sort
from ehc_tui.text import clean

HOSTILE = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
HEADINGS = ["Case ref", "Surname", "Forename", "DOB", "Setting", "Request received", "Caseworker", "Notes"]


def tracker_rows() -> list[list[str]]:
    """A tracker with one line for each hostile text."""
    return [
        [reference(number), text, text, "03/02/2018", text, "20/07/2026", text, text]
        for number, text in enumerate(TEXTS.values(), 1)
    ]


def test_what_people_type_into_every_field_is_stored_clean(poisoned: Path) -> None:
    texts = list(texts_in(poisoned))
    assert_harmless(texts, lines=True)
    assert {clean(text) for text in TEXTS.values()} <= set(texts)


def test_no_table_and_no_text_of_it_is_left_out(poisoned: Path) -> None:
    with closing(sqlite3.connect(poisoned)) as connection:
        for column in columns(connection):
            filled = f'SELECT count("{column.name}") FROM "{column.table}" WHERE "{column.name}" <> \'\''
            if column.holds_text and not column.is_key:
                assert connection.execute(filled).fetchone() > (0,), column
            assert connection.execute(f'SELECT count(*) FROM "{column.table}"').fetchone() > (0,), column


def test_no_text_reaches_the_database_as_an_instruction(poisoned: Path) -> None:
    with Office(poisoned).store as store:
        assert store.read().execute("SELECT count(*) FROM ehc_case").fetchone() == (len(IN_USE) + 1,)


def test_a_csv_tracker_is_cleaned_on_the_way_in(tmp_path: Path) -> None:
    path = tmp_path / "tracker.csv"
    quoted = (
        ",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [HEADINGS, *tracker_rows()]
    )
    path.write_bytes("\r\n".join(quoted).replace("\0", "").encode("utf-8", "replace"))
    assert_imported_clean(path, tmp_path / "caseload.db")


def test_a_workbook_is_cleaned_on_the_way_in(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [HEADINGS, *tracker_rows()]:
        sheet.append([in_xml(cell) for cell in row])
    for cells in sheet:
        for cell in cells:
            cell.data_type = "s"
    book.save(tmp_path / "tracker.xlsx")
    assert_imported_clean(tmp_path / "tracker.xlsx", tmp_path / "caseload.db")


def in_xml(text: str) -> str:
    """The text as a workbook can hold it: XML has no control characters, so Excel writes them as _x001B_."""
    escaped = "".join(
        f"_x{ord(letter):04X}_" if ord(letter) < 32 and letter not in "\t\n" else letter for letter in text
    )
    return escaped.replace("\udcff", "").replace("\uffff", "")


def assert_imported_clean(tracker: Path, store: Path) -> None:
    """Import a tracker; every row counts, and all that is kept and told of them is clean."""
    reading = read_tracker(tracker, TODAY)
    told = reading.report.as_text()
    office = Office(store)
    office.do(import_cases, reading.cases)
    office.store.close()
    assert len(reading.cases) + len(reading.report.rejected) == len(TEXTS), told
    assert {row.reason for row in reading.report.rejected} == {"there is no surname"}, told
    assert "_x00" not in "".join(case.note for case in reading.cases)
    assert_harmless([told, *texts_in(store)], lines=True)


@HOSTILE
def test_headings_of_a_tracker_are_told_clean(text: str, tmp_path: Path) -> None:
    quoted = text.replace('"', '""')
    path = tmp_path / "tracker.csv"
    path.write_bytes(f'Surname,Request received,"{quoted}"\nOsei,20/07/2026,x\n'.encode("utf-8", "replace"))
    try:
        report = read_tracker(path, TODAY).report
    except TrackerError as refusal:
        assert_harmless([str(refusal)])
    else:
        assert_harmless([report.as_text(), json.dumps(report.to_json(), ensure_ascii=False)], lines=True)


@HOSTILE
def test_what_is_typed_as_a_filter_selects_cases_or_is_refused_in_a_sentence(
    text: str, poisoned_once: Path
) -> None:
    with Office(poisoned_once).store as store:
        for typed in (text, f"cw:{text}", f"!{text}", f"setting:{text}", f"due:{text}", f"state:{text}"):
            try:
                found = parse_filter(typed)
            except FilterError as refusal:
                assert_harmless([str(refusal)])
                continue
            caseload = Caseload(store.read(), TODAY, 10, text)
            caseload.show(found, Sort())
            assert caseload.count() <= len(IN_USE)
            assert_harmless([str(found)])
            assert parse_filter(str(found)) == found


@HOSTILE
def test_a_name_is_found_by_typing_it(text: str, poisoned_once: Path) -> None:
    words = [word for word in clean(text).split() if not set(':"!') & set(word)]
    with Office(poisoned_once).store as store:
        caseload = Caseload(store.read(), TODAY, 10, "")
        caseload.show(parse_filter(" ".join([*words[:20], "open:any"])), Sort())
        assert caseload.count() >= 1


@HOSTILE
@pytest.mark.parametrize("setting", ["me", "process", "theme", "editor", "warning_days", "nonsense"])
def test_settings_are_taken_clean_or_refused_in_a_sentence(
    text: str, setting: str, ehc: Type, poisoned_once: Path
) -> None:
    path = default_settings_path()
    path.parent.mkdir(parents=True)
    path.write_text(f"{setting} = {in_toml(text)}\n", encoding="utf-8")
    answer = ehc("list", "mine", "--limit", 1, "--store", poisoned_once)
    assert answer.code == (0 if setting in ("me", "editor") else 1)
    assert answer.err.count("\n") <= 1
    assert_harmless([answer.out, answer.err], lines=True)


def in_toml(text: str) -> str:
    """The text as a TOML string that says exactly that, control characters and all."""
    return '"' + "".join(f"\\U{ord(letter):08X}" for letter in text if letter != "\udcff") + '"'


@HOSTILE
def test_a_mapping_file_is_refused_in_a_clean_sentence(text: str, tmp_path: Path) -> None:
    path = tmp_path / "mapping.toml"
    written = in_toml(text)
    for toml in (
        f'[{written}.columns]\n"DOB" = "born"\n',
        f'["*".columns]\n{written} = "born"\n',
        f'["*".columns]\n"DOB" = {written}\n',
        f'["*"]\n{written} = 1\n',
        f"{written} = 1\n",
        text.replace("\udcff", ""),
    ):
        path.write_text(toml, encoding="utf-8")
        tracker = tmp_path / "tracker.csv"
        tracker.write_text("Surname,Request received\nOsei,20/07/2026\n", encoding="utf-8")
        try:
            load_mapping(path)
            read_tracker(tracker, TODAY, load_mapping(path))
        except TrackerError as refusal:
            assert_harmless([str(refusal)])


@HOSTILE
def test_a_session_somebody_tampered_with_is_restored_clean(text: str, tmp_path: Path) -> None:
    path = tmp_path / "session.json"
    for value in (text, [text], {text: text}, 7, None):
        kept = dict.fromkeys(("filter", "sort", "cursor", "open_case", "half_typed", text), value)
        path.write_text(json.dumps({"format": 1, **kept}), encoding="utf-8")
        session = load_session(path)
        drafts = [*session.drafts, *session.drafts.values()]
        assert_harmless([session.filter, session.sort, session.cursor, session.open_case, *drafts])


@pytest.mark.parametrize("ref", [TEXTS["a long name"], TEXTS["an action to click"], TEXTS["a clipboard"]])
async def test_a_session_somebody_tampered_with_is_no_reason_not_to_start(
    ref: str, poisoned: Path, tmp_path: Path
) -> None:
    path = tmp_path / "session.json"
    kept = dict.fromkeys(("filter", "sort", "cursor", "open_case"), ref)
    path.write_text(json.dumps({"format": 1, **kept, "half_typed": {ref: ref}}), encoding="utf-8")
    app = EhcApp(Office(poisoned).store, Settings(), TODAY, "J Okafor", session=load_session(path))
    async with app.run_test() as pilot:
        await wait_for_text(pilot, "which you left open")
        await wait_for_text(pilot, f" of {len(IN_USE)}")
        assert_harmless(screen_lines(app))


async def test_what_is_pasted_into_a_question_is_shown_and_kept_as_clean_text(tmp_path: Path) -> None:
    office = Office(tmp_path / "caseload.db")
    office.open()
    async with on_case(office) as scene:
        for start in range(0, len(TEXTS), 8):
            text = " · ".join([*TEXTS.values()][start : start + 8])
            await scene.press("n")
            await wait_for(scene.pilot, lambda: scene.screen.prompt.asking)
            scene.app.post_message(Paste(text))
            await scene.pilot.pause()
            assert_harmless(screen_lines(scene.app))
            await scene.press("enter")
            await wait_for(scene.pilot, lambda start=start: len(scene.file.notes) == start // 8 + 1)
            assert clean(scene.file.notes[0].text) == clean(text)
        await scene.press("5")
        await scene.sees("[5 Notes]")
        assert_harmless(screen_lines(scene.app))


async def test_what_is_pasted_into_the_filter_line_is_a_filter_or_refused(poisoned: Path) -> None:
    async with on_caseload(Office(poisoned)) as scene:
        await scene.press("slash")
        for text in TEXTS.values():
            scene.screen.prompt._input.value = ""
            scene.app.post_message(Paste(text))
            await scene.pilot.pause()
            assert_harmless(screen_lines(scene.app))
        await scene.press("escape")
        await scene.sees(f" of {len(IN_USE)}")


def test_a_case_that_is_named_by_nothing_visible_is_refused(tmp_path: Path) -> None:
    office = Office(tmp_path / "caseload.db")
    with pytest.raises(StoreError, match="needs the name of the child"):
        office.open(surname="\u200b\x00\u2800", forename="\t\n")
    assert office.ask("SELECT count(*) FROM ehc_case") == [(0,)]
