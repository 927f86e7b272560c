"""Files that are no tracker, rows that are no case: each refused with one sentence, never with a fault."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from councils import DAY_STYLES, HILLSHIRE, MARSHLAND, TODAY, caseload, table, write_csv, write_xlsx
from hypothesis import given
from hypothesis import strategies as st

from ehc_tui.exchange import sheets, workbook
from ehc_tui.exchange.mapping import SheetMapping, TrackerMapping
from ehc_tui.exchange.sheets import TrackerError, read_sheets
from ehc_tui.exchange.tracker import plan_sheets, read_cases, read_tracker

CHILDREN = caseload(12)
FIGURES = DAY_STYLES["figures"]
GOOD = table(MARSHLAND, CHILDREN, FIGURES)


def refusal(path: Path) -> str:
    """The one sentence with which a file is refused."""
    with pytest.raises(TrackerError) as refused:
        read_tracker(path, TODAY)
    sentence = str(refused.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def zipped(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return path


def test_a_missing_file_a_folder_and_an_empty_file_are_named(tmp_path: Path) -> None:
    assert "no file" in refusal(tmp_path / "nowhere.csv")
    assert "folder" in refusal(tmp_path)
    assert "empty" in refusal(written(tmp_path / "t.csv", b""))
    assert "no rows" in refusal(written(tmp_path / "t.csv", b"\r\n , ,\r\n"))


def test_headings_without_a_case_are_not_an_empty_success(tmp_path: Path) -> None:
    assert "headings but no case" in refusal(write_csv(tmp_path / "t.csv", GOOD[:1]))


def test_a_hostile_file_name_does_not_reach_the_terminal(tmp_path: Path) -> None:
    sentence = refusal(written(tmp_path / "t\x1b[2J\u202e.csv", b"nothing"))
    assert "t[2J.csv" in sentence
    assert "\x1b" not in sentence


def test_a_row_numbered_beforehand_is_no_case_yet_but_one_half_filled_in_is_rejected(tmp_path: Path) -> None:
    rows = [list(row) for row in GOOD]
    rows.append(["13", "", "", "SEN/2000"])
    rows.append(["14", "", "", "SEN/2001", *[""] * (len(rows[0]) - 5), "Hill Primary"])
    report = read_tracker(write_csv(tmp_path / "t.csv", rows), TODAY).report
    assert [(row.line, row.reason) for row in report.skipped] == [(14, "a reference without a case")]
    assert [(row.line, row.field) for row in report.rejected] == [(15, "surname")]


def test_a_sheet_of_something_else_is_not_taken_for_a_tracker(tmp_path: Path) -> None:
    rows = [["Item", "Price"], ["Pens", "3.20"], ["Paper", "4.10"]]
    assert "t.csv: no row with headings" in refusal(write_csv(tmp_path / "t.csv", rows))
    rows = [["Surname", "Forename", "DOB"], ["Lee", "Ann", "1/2/15"]]
    assert "request was received" in refusal(write_csv(tmp_path / "t.csv", rows))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"  <html><table><tr><td>DOB</td></tr></table></html>", "web page"),
        (b"PK\x05\x06" + bytes(18), "ZIP"),
        (b"PK\x03\x04 and then nothing of the kind", "damaged"),
        (bytes(range(256)) * 20, "no text"),
    ],
)
def test_other_formats_are_told_what_to_save_as(content: bytes, told: str, tmp_path: Path) -> None:
    assert told in refusal(written(tmp_path / "t.dat", content))


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("xl/workbook.bin",), "xlsb"),
        (("word/document.xml",), "Word"),
        (("mimetype", "content.xml"), "OpenDocument"),
        (("readme.txt",), "no spreadsheet"),
        (("xl/workbook.xml", "[Content_Types].xml"), "damaged"),
    ],
)
def test_archives_of_other_programs_are_named(names: tuple[str, ...], told: str, tmp_path: Path) -> None:
    assert told in refusal(zipped(tmp_path / "t.xlsx", *names))


def test_a_workbook_that_would_fill_the_memory_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_xlsx(tmp_path / "t.xlsx", {"Cases": GOOD})
    monkeypatch.setattr(workbook, "MOST_UNPACKED_BYTES", 1000)
    assert "unpack" in refusal(path)


def test_a_file_too_large_or_too_long_is_refused_before_it_hurts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(tmp_path / "t.csv", GOOD)
    monkeypatch.setattr(sheets, "MOST_LINES", 5)
    assert "more than 5 rows" in refusal(path)
    monkeypatch.setattr(sheets, "MOST_COLUMNS", 5)
    assert "over 5 columns" in refusal(path)
    monkeypatch.setattr(sheets, "MOST_BYTES", 10)
    assert "larger than" in refusal(path)


def test_a_cell_as_long_as_a_book_is_refused_with_its_line(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "t.csv", [*GOOD[:3], ["1", "x" * 200_000], *GOOD[3:]])
    assert "Line 4 of t.csv cannot be read" in refusal(path)


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert "is not a file" in refusal(tmp_path / "pipe.csv")


def test_a_workbook_locked_by_its_archive_is_named(tmp_path: Path) -> None:
    content = bytearray(write_xlsx(tmp_path / "t.xlsx", {"Cases": GOOD}).read_bytes())
    entry = content.find(b"PK\x01\x02")
    content[entry + 8] |= 1
    assert "password" in refusal(written(tmp_path / "t.xlsx", bytes(content)))


def test_a_quotation_mark_never_closed_does_not_swallow_the_rest(tmp_path: Path) -> None:
    text = 'Ref,Name,DOB,Request received,Notes\nA1,Ann Lee,1/2/15,1/6/26,"rang\nA2,Bo Lee,1/2/16,2/6/26,\n'
    assert "line 2" in refusal(written(tmp_path / "t.csv", text.encode()))


def test_stray_quotation_marks_inside_cells_are_taken_as_they_are(tmp_path: Path) -> None:
    text = 'Ref,Name,DOB,Request received,Notes\nA1,"Ann ""Annie"" "Lee,1/2/15,1/6/26,5\'6" tall\n'
    (case,) = read_tracker(written(tmp_path / "t.csv", text.encode()), TODAY).cases
    assert (case.forename, case.note) == ('Ann "Annie"', "5'6\" tall")


def test_excels_own_line_about_the_delimiter_is_no_row(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "t.csv", GOOD, delimiter=";")
    path.write_bytes(b"sep=;\r\n" + path.read_bytes())
    reading = read_tracker(path, TODAY)
    assert reading.report.rows == len(CHILDREN)
    assert reading.report.mapping["t.csv"]["header"] == 2


def test_lines_are_numbered_as_an_editor_shows_them(tmp_path: Path) -> None:
    rows = table(HILLSHIRE, CHILDREN, FIGURES)
    rows[4][4] = "31/02/2015"
    (row,) = read_tracker(write_csv(tmp_path / "t.csv", rows), TODAY).report.rejected
    assert (row.line, row.field, row.value) == (8, "born", "31/02/2015")  # three comments of two lines above


@pytest.mark.parametrize(
    ("heading", "value", "field", "reason"),
    [
        ("Date request rec'd", "31/02/2026", "request_received", "no such day"),
        ("Date request rec'd", "TBC", "request_received", "no date on which the request was received"),
        ("Date request rec'd", "with school", "request_received", "no date"),
        ("Child/Young Person", "", "surname", "no name"),
        ("Child/Young Person", "???", "surname", "no name"),
        ("Case No", "", "ref", "no case reference"),
        ("Case No", "sen/1000", "ref", "used before, on line 2"),
        ("DoB", "12/13/2015", "born", "no such day"),
        ("Date EP received", "30/2/26", "advice_received:psychology", "no such day"),
        ("Final plan issued", "12/3", "final_sent", "year is missing"),
    ],
)
def test_a_row_that_cannot_be_a_case_is_rejected_whole(
    heading: str, value: str, field: str, reason: str, tmp_path: Path
) -> None:
    rows = [list(row) for row in GOOD]
    rows[5][rows[0].index(heading)] = value
    reading = read_tracker(write_csv(tmp_path / "t.csv", rows), TODAY)
    (row,) = reading.report.rejected
    assert (row.sheet, row.line, row.field, row.value) == ("t.csv", 6, field, value)
    assert reason in row.reason
    assert reading.report.rows == len(CHILDREN)
    assert reading.report.accepted == len(reading.cases) == len(CHILDREN) - 1
    assert CHILDREN[4].ref not in {case.ref for case in reading.cases}


def test_totals_notes_blank_rows_and_repeated_headings_are_left_out_and_said_so(tmp_path: Path) -> None:
    width = len(GOOD[0])
    rows = [*GOOD[:4], [""] * width, GOOD[0], ["Spring term 2026"], *GOOD[4:]]
    rows += [["Total", "12", "", "", "12"], ["Key: G = on time"], ["", "", "", "SEN/2000"]]
    report = read_tracker(write_csv(tmp_path / "t.csv", rows), TODAY).report
    assert (report.rows, report.rejected) == (len(CHILDREN), [])
    assert {row.line: row.reason for row in report.skipped} == {
        None: "1 blank row between others",
        6: "the headings again",
        7: "a heading or note, no case",
        len(rows) - 2: "a row of totals or notes",
        len(rows) - 1: "a row of totals or notes",
        len(rows): "a heading or note, no case",
    }


OPEN_AND_CLOSED = [
    ["Ref", "Name", "DOB", "Date requested", "Decision", "Date of decision"],
    ["1", "Ann Ash", "1/1/16", "1/6/26", "Y", "3/7/26"],
    ["2", "Bob Ash", "1/1/16", "1/6/26", "", ""],
    ["Closed cases"],
    ["Name", "Ref", "DOB", "School", "Date requested", "Decision", "Date of decision", "Closed"],
    ["Cat Ash", "3", "1/1/16", "Oak", "1/3/26", "N", "3/4/26", "3/6/26"],
]


def test_a_second_table_below_the_first_is_not_read_under_its_headings_and_said_to_be_left_out(
    tmp_path: Path,
) -> None:
    reading = read_tracker(write_csv(tmp_path / "t.csv", OPEN_AND_CLOSED), TODAY)
    assert [case.ref for case in reading.cases] == ["1", "2"]
    told = {skipped.line: skipped.reason for skipped in reading.report.skipped}
    assert "another table begins here, 2 rows with its headings" in told[5]
    assert "header = 5" in told[5]


def test_a_second_table_in_the_same_columns_but_for_one_is_another_table_too(tmp_path: Path) -> None:
    first, second = OPEN_AND_CLOSED[:3], [[*OPEN_AND_CLOSED[0][:5], "Closed"], OPEN_AND_CLOSED[1]]
    reading = read_tracker(write_csv(tmp_path / "t.csv", [*first, *second]), TODAY)
    assert [case.ref for case in reading.cases] == ["1", "2"]
    assert "another table begins here" in reading.report.skipped[-1].reason


def test_the_second_table_can_be_asked_for_and_the_cases_above_it_are_not_passed_over_in_silence(
    tmp_path: Path,
) -> None:
    path = write_csv(tmp_path / "t.csv", OPEN_AND_CLOSED)
    plans = plan_sheets(read_sheets(path), TODAY, TrackerMapping({"t.csv": SheetMapping(header=5)}))
    reading = read_cases("t.csv", plans, TODAY)
    assert [case.ref for case in reading.cases] == ["3"]
    assert any("2 rows above the headings in row 5" in skipped.reason for skipped in reading.report.skipped)


def test_hostile_text_is_cleaned_at_the_door(tmp_path: Path) -> None:
    text = (
        "Ref,Name,DOB,Request received,School,Notes\n"
        "'=1+1,\"LEE\u202e, A\x1b[31mnn\",1/2/15,1/6/26,\x00Hill\u200b School,'=HYPERLINK(1)\n"
    )
    path = written(tmp_path / "t.csv", text.replace("\x00", "").encode())
    (case,) = read_tracker(path, TODAY).cases
    assert (case.ref, case.surname, case.forename) == ("=1+1", "Lee", "A[31mnn")
    assert (case.setting, case.note) == ("Hill School", "=HYPERLINK(1)")


@given(st.binary(max_size=400))
def test_no_file_of_any_bytes_is_a_fault(content: bytes) -> None:
    with suppress(TrackerError):
        sheets.sheets_in("t.csv", content)


@given(
    st.integers(0, 5),
    st.lists(st.tuples(st.integers(0, 6000), st.binary(min_size=1, max_size=40)), max_size=4),
)
def test_no_damaged_workbook_is_a_fault(cut: int, damage: list[tuple[int, bytes]]) -> None:
    content = bytearray(WORKBOOK)
    for place, some in damage:
        content[place % len(content) : place % len(content) + len(some)] = some
    with suppress(TrackerError):
        sheets.sheets_in("t.xlsx", bytes(content[: len(content) - cut * 97]))


@given(
    st.lists(st.lists(st.text(st.characters(exclude_characters="\0"), max_size=12), max_size=8), max_size=12)
)
def test_no_table_of_any_text_is_a_fault(rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([GOOD[0], *GOOD[1:3], *rows])
    found = sheets.sheets_in("t.csv", text.getvalue().encode("utf-8", "replace"))
    report = read_cases("t.csv", plan_sheets(found, TODAY, TrackerMapping()), TODAY).report
    assert report.rows == report.accepted + len(report.rejected) >= 2


def _workbook() -> bytes:
    from openpyxl import Workbook

    book, content = Workbook(), io.BytesIO()
    for row in GOOD:
        book.worksheets[0].append(row)
    book.save(content)
    book.close()
    return content.getvalue()


WORKBOOK = _workbook()


def test_reading_gives_at_least_one_sheet_with_lines(tmp_path: Path) -> None:
    (sheet,) = read_sheets(written(tmp_path / "t.xlsx", WORKBOOK))
    assert (sheet.name, len(sheet.lines), sheet.hidden) == ("Sheet", len(GOOD), False)
