"""What leaves for a spreadsheet is what was on screen, harmless, private and whole."""

from __future__ import annotations

import csv
import os
import stat
from collections.abc import Iterator
from datetime import date
from io import StringIO

import pytest
from case_rows import a_case_row
from openpyxl import load_workbook

from ehc_tui.exchange.export import COLUMNS, export, write_csv
from ehc_tui.exchange.private_file import FileRefused, private_file
from ehc_tui.store.case_row import CaseRow

TODAY = date(2026, 11, 21)


def csv_of(*rows: CaseRow) -> list[dict[str, str]]:
    """What a spreadsheet reads from the CSV of these cases."""
    stream = StringIO()
    write_csv(rows, stream, TODAY)
    return list(csv.DictReader(StringIO(stream.getvalue())))


def test_a_case_is_one_line_with_its_dates_as_iso_dates():
    (line,) = csv_of(a_case_row())
    assert line["Reference"] == "E26-0412"
    assert (line["Surname"], line["Forename"], line["Date of birth"]) == ("Rahman", "Aisha", "2018-02-03")
    assert (line["Year group"], line["Week"]) == ("4", "18")
    assert (line["Request received"], line["Next duty due"], line["Days left"]) == (
        "2026-07-20",
        "2026-11-09",
        "-12",
    )
    assert (line["State"], line["Next duty"]) == ("overdue", "decide not to issue plan")
    assert (line["Advice asked"], line["Advice in"], line["Advice late"]) == ("6", "5", "1")


def test_a_case_is_not_called_closed_before_the_day_on_which_it_closes():
    tomorrow, today = a_case_row(closes_on=date(2026, 11, 22)), a_case_row(closes_on=TODAY)
    assert [line["Left the caseload"] for line in csv_of(tomorrow, today)] == ["", "2026-11-21"]


def test_what_nobody_knows_is_left_empty():
    (line,) = csv_of(a_case_row(born=None, received_on=None, next=None, contact_on=None))
    assert {
        line[heading] for heading in ("Date of birth", "Year group", "Week", "Next duty", "Days left")
    } == {""}


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+44", "-1+1", "@SUM(A1)"])
def test_no_spreadsheet_runs_a_name_as_a_formula(name, tmp_path):
    (line,) = csv_of(a_case_row(surname=name))
    assert line["Surname"] == f"'{name}"
    export([a_case_row(surname=name)], tmp_path / "cases.xlsx", TODAY)
    (cell,) = [
        cell
        for cell in next(load_workbook(tmp_path / "cases.xlsx").active.iter_rows(2))
        if cell.value == name
    ]
    assert cell.data_type == "s"


def test_control_characters_never_leave_and_line_breaks_stay_inside_one_cell():
    (line,) = csv_of(a_case_row(setting="one\x1b[31m\ntwo\u202e"))
    assert line["Setting"] == "one[31m\ntwo"


def test_a_file_for_excel_begins_with_a_byte_order_mark_and_keeps_every_letter(tmp_path):
    count = export([a_case_row(surname="Łukasiewicz", forename="Ọ̀ṣun")], tmp_path / "cases.csv", TODAY)
    content = (tmp_path / "cases.csv").read_bytes()
    assert count == 1
    assert content.startswith(b"\xef\xbb\xbfReference")
    assert "Łukasiewicz,Ọ̀ṣun" in content.decode("utf-8-sig")


def test_a_workbook_holds_real_dates_and_numbers_under_a_heading_that_stays_in_sight(tmp_path):
    assert export([a_case_row(), a_case_row(ref="E26-0413")], tmp_path / "cases.xlsx", TODAY) == 2
    sheet = load_workbook(tmp_path / "cases.xlsx").active
    headings, first, second = sheet.iter_rows(values_only=True)
    assert headings == tuple(column.heading for column in COLUMNS)
    values = dict(zip(headings, first, strict=True))
    assert values["Request received"].date() == date(2026, 7, 20)
    assert values["Days left"] == -12
    assert second[0] == "E26-0413"
    assert sheet.freeze_panes == "A2"


def test_only_its_owner_can_read_the_file(tmp_path):
    for name in ("cases.csv", "cases.xlsx"):
        export([a_case_row()], tmp_path / name, TODAY)
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_a_file_that_exists_is_replaced_only_on_request(tmp_path):
    path = tmp_path / "cases.csv"
    path.write_text("somebody's work")
    with pytest.raises(FileRefused, match=r"cases\.csv exists already"):
        export([a_case_row()], path, TODAY)
    assert path.read_text() == "somebody's work"
    export([a_case_row()], path, TODAY, overwrite=True)
    assert "Rahman" in path.read_text(encoding="utf-8-sig")


def test_a_link_is_not_written_through(tmp_path):
    (tmp_path / "cases.csv").symlink_to(tmp_path / "elsewhere.csv")
    with pytest.raises(FileRefused):
        export([a_case_row()], tmp_path / "cases.csv", TODAY)
    assert not (tmp_path / "elsewhere.csv").exists()


def test_what_is_no_file_is_never_replaced(tmp_path):
    for place, make in ((tmp_path / "pipe.csv", os.mkfifo), (tmp_path / "folder.csv", os.mkdir)):
        make(place)
        with pytest.raises(FileRefused, match="is no file that could be replaced"):
            export([a_case_row()], place, TODAY, overwrite=True)
        assert not place.is_file()


def test_an_export_that_breaks_off_leaves_nothing_behind(tmp_path):
    def breaking() -> Iterator[CaseRow]:
        yield a_case_row()
        raise RuntimeError("the store went away")

    for name in ("cases.csv", "cases.xlsx"):
        with pytest.raises(RuntimeError):
            export(breaking(), tmp_path / name, TODAY)
    assert list(tmp_path.iterdir()) == []


def test_two_exports_to_one_name_do_not_overwrite_each_other(tmp_path):
    target = tmp_path / "cases.csv"
    with pytest.raises(FileRefused), private_file(target) as slow:
        slow.write_text("the slow one")
        export([a_case_row()], target, TODAY)
    assert "Rahman" in target.read_text(encoding="utf-8-sig")
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("cases.ods", "should end in .csv or .xlsx"), ("missing/cases.csv", "could not be written")],
)
def test_a_place_that_cannot_be_written_is_refused_with_one_sentence(name, reason, tmp_path):
    with pytest.raises(FileRefused, match=reason) as refusal:
        export([a_case_row()], tmp_path / name, TODAY)
    assert "\n" not in str(refusal.value)


MADE = "Exported by J Okafor (j.okafor), 21 Nov 2026 at 10:42"


def test_a_file_says_who_made_it_and_when(tmp_path):
    export([a_case_row()], tmp_path / "cases.csv", TODAY, made=MADE)
    (line,) = csv.DictReader(StringIO((tmp_path / "cases.csv").read_text("utf-8-sig")))
    assert (line["Reference"], line["Exported"]) == ("E26-0412", MADE)
    export([a_case_row()], tmp_path / "cases.xlsx", TODAY, made=MADE)
    assert load_workbook(tmp_path / "cases.xlsx").properties.description == MADE


class Counted(CaseRow):
    """A case that is counted as long as anybody holds it."""

    alive = 0

    def __del__(self) -> None:
        Counted.alive -= 1


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_export_holds_a_case_or_two_however_many_there_are(tmp_path, ending):
    most = 0

    def rows() -> Iterator[CaseRow]:
        nonlocal most
        for number in range(300):
            Counted.alive += 1
            yield Counted(*a_case_row(ref=f"E26-{number:04}"))
            most = max(most, Counted.alive)

    assert export(rows(), tmp_path / f"cases.{ending}", TODAY) == 300
    assert most <= 2
