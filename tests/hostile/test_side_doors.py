"""Doors that few look at: what surrounds a workbook, a paste that ends itself, who else is there."""

from __future__ import annotations

import fcntl
import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from case_scene import on_case
from hostile.bombs import workbook
from hostile.corpus import TEXTS, assert_harmless
from hostile.robot import assert_plain
from journeys.terminal import Terminal
from office import TODAY, Office
from openpyxl import Workbook
from openpyxl.comments import Comment

from ehc_tui.exchange.sheets import TrackerError
from ehc_tui.exchange.tracker import TrackerReading, read_tracker
from ehc_tui.store.presence import Presence

NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\udc00-\udfff\ufffe\uffff]")
XML_TEXTS = [NO_XML.sub("", text) for text in TEXTS.values()]
HEADINGS = ["Case ref", "Surname", "Request received", "Notes"]


def assert_told_clean(reading: TrackerReading) -> None:
    report = reading.report
    told = [report.as_text(), json.dumps(report.to_json(), ensure_ascii=False)]
    assert_harmless([*told, *(case.source for case in reading.cases)], lines=True)


@pytest.mark.parametrize("text", XML_TEXTS, ids=TEXTS.keys())
def test_a_sheet_is_named_clean(text: str, tmp_path: Path) -> None:
    used, hidden = (
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId1"{how}/>'
        for number, (name, how) in enumerate([(text, ""), (f"{text}2", ' state="hidden"')], 1)
    )
    tracker = tmp_path / "tracker.xlsx"
    for sheets in (used, used + hidden):
        tracker.write_bytes(workbook(sheets=sheets))
        try:
            assert_told_clean(read_tracker(tracker, TODAY))
        except TrackerError as refusal:
            assert_harmless([str(refusal)])


def test_what_surrounds_the_cells_of_a_workbook_is_not_taken_in(tmp_path: Path) -> None:
    text = " · ".join(XML_TEXTS)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADINGS)
    sheet.append(["E26-0001", "Osei", "20/07/2026", ""])
    sheet["A2"].comment = Comment(text, "Mallory")
    sheet.oddHeader.center.text = text[:200]
    for name in ("title", "creator", "description", "keywords", "subject"):
        setattr(book.properties, name, text)
    book.save(tmp_path / "tracker.xlsx")
    reading = read_tracker(tmp_path / "tracker.xlsx", TODAY)
    assert_told_clean(reading)
    (case,) = reading.cases
    assert (case.surname, case.note) == ("Osei", "")
    assert "Mallory" not in reading.report.as_text()


@pytest.mark.parametrize("name", ["tracker.ods", "tracker.xls", "tracker.numbers", "tracker"])
def test_a_file_of_another_kind_is_refused_in_a_sentence(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04\x1b]0;owned\x07mimetypeapplication/vnd.oasis\x9b31m")
    with pytest.raises(TrackerError) as refused:
        read_tracker(tmp_path / name, TODAY)
    assert_harmless([str(refused.value)])


def test_a_paste_that_ends_itself_types_words_and_does_nothing_else(tmp_path: Path) -> None:
    office = Office(tmp_path / "caseload.db")
    office.open()
    office.store.close()
    with Terminal(["--store", office.store.path]) as terminal:
        terminal.sees("E26-0412")
        terminal.type("\r")
        terminal.sees("Why:")
        terminal.type("n")
        terminal.sees("Note")
        terminal.type("\x1b[200~Ann\x1b]52;c;ZXZpbA==\x07\x1b[201~qu\x1b[200~Bob\x9b31m\x1b[201~")
        terminal.sees("quBob")
        terminal.type("\r")
        terminal.sees("Noted.")
        assert b"ZXZpbA==\x07" not in terminal.written and b"\x9b31m" not in terminal.written
        terminal.type("q")
        assert terminal.ends() == 0
    (note,) = Office(office.store.path).file().notes
    assert_harmless([note.text])


@pytest.fixture
def held_open() -> Iterator[ExitStack]:
    """Files that are open for as long as the test."""
    with ExitStack() as files:
        yield files


async def test_who_else_has_the_case_open_is_named_clean(tmp_path: Path, held_open: ExitStack) -> None:
    office = Office(tmp_path / "caseload.db")
    case_id = office.open()
    other = Presence(office.store.path, "M Hughes")
    other.at(case_id)
    folder = office.store.path.with_name("caseload.db-presence")
    for number, text in enumerate(TEXTS.values()):
        said = folder / f"{number:032x}"
        said.write_bytes(f"{case_id} {text}".encode("utf-8", "surrogateescape")[:400])
        fcntl.flock(held_open.enter_context(said.open("rb")), fcntl.LOCK_EX)
    async with on_case(office, (200, 40)) as scene:
        await scene.app.look_round()
        await scene.sees("also open")
        assert_plain(scene.pilot)
        assert_harmless([scene.screen.also])
    other.close()
