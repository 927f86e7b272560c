"""Other councils' trackers: other headings, delimiters, encodings, dates and places of the header row."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from councils import (
    COUNCILS,
    DAY_STYLES,
    HILLSHIRE,
    MARSHLAND,
    TODAY,
    caseload,
    meant,
    table,
    understood,
    write_csv,
    write_xlsx,
)

from ehc_tui.exchange.tracker import TrackerReading, read_tracker

CHILDREN = caseload(40)
FIGURES = DAY_STYLES["figures"]


def assert_understood(reading: TrackerReading, children: list = CHILDREN) -> None:
    assert reading.report.rejected == []
    assert [understood(case) for case in reading.cases] == [meant(child) for child in children]


@pytest.mark.parametrize("council", COUNCILS)
def test_each_council_is_understood_whatever_its_headings(council: str, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "tracker.csv", table(COUNCILS[council], CHILDREN, FIGURES))
    reading = read_tracker(path, TODAY)
    assert_understood(reading)
    assert [case.ref for case in reading.cases] == [child.ref for child in CHILDREN]


@pytest.mark.parametrize("council", COUNCILS)
def test_the_order_of_the_columns_does_not_matter(council: str, tmp_path: Path) -> None:
    columns = list(COUNCILS[council])
    if council == "Hillshire":  # a bare "Agreed/Declined" means the decision that it stands beside
        columns = columns[14:] + columns[:14]
    else:
        Random(3).shuffle(columns)
    path = write_csv(tmp_path / "tracker.csv", table(columns, CHILDREN, FIGURES))
    assert_understood(read_tracker(path, TODAY))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_every_common_encoding_and_delimiter_is_read(encoding: str, delimiter: str, tmp_path: Path) -> None:
    children = [child for child in CHILDREN if child.surname != "Żak" or encoding != "cp1252"]
    rows = table(HILLSHIRE, children, FIGURES)
    path = write_csv(tmp_path / "tracker.csv", rows, delimiter=delimiter, encoding=encoding)
    assert_understood(read_tracker(path, TODAY), children)


@pytest.mark.parametrize("style", DAY_STYLES)
def test_dates_are_read_in_every_way_people_write_them(style: str, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "tracker.csv", table(MARSHLAND, CHILDREN, DAY_STYLES[style]))
    assert_understood(read_tracker(path, TODAY))


def test_real_dates_and_typed_dates_may_stand_in_one_column(tmp_path: Path) -> None:
    random = Random(5)
    styles = [style for name, style in DAY_STYLES.items() if name != "serial"]
    rows = table(HILLSHIRE, CHILDREN, lambda day: random.choice([*styles, lambda day: day])(day))
    assert_understood(read_tracker(write_xlsx(tmp_path / "tracker.xlsx", {"Cases": rows}), TODAY))


@pytest.mark.parametrize("above", [1, 3, 6])
def test_the_header_may_stand_below_titles(above: int, tmp_path: Path) -> None:
    titles = [["EHC tracker 2026 (official)"], *([["Updated by", "J Smith"]] * (above - 1))]
    rows = [*titles, *table(MARSHLAND, CHILDREN, FIGURES)]
    reading = read_tracker(write_csv(tmp_path / "tracker.csv", rows), TODAY)
    assert_understood(reading)
    assert reading.report.mapping["tracker.csv"]["header"] == above + 1


def test_words_for_not_yet_are_no_dates(tmp_path: Path) -> None:
    random = Random(9)
    words = ["", "n/a", "N/A", "TBC", "awaiting", "Awaiting report", "-", "—", "not yet", "pending", "?"]
    rows = table(MARSHLAND, CHILDREN, FIGURES)
    filled = [[cell if cell not in (None, "") else random.choice(words) for cell in row] for row in rows]
    reading = read_tracker(write_csv(tmp_path / "tracker.csv", filled), TODAY)
    assert_understood(reading)
    assert reading.report.warnings == []


def test_group_headings_tell_apart_what_has_the_same_name(tmp_path: Path) -> None:
    groups = ["Child", "", "", "", "Request", "", "EP", "", "", "School", "", "", "Decisions", "", "", ""]
    header = ["Ref", "Name", "DOB", "School", "Received", "From"]
    header += ["Requested", "Due", "Received", "Requested", "Due", "Received"]
    header += ["Assess?", "Date told", "Issue?", "Date told"]
    row = ["A1", "LEE, Ann", "01/02/2015", "Hill Primary", "01/06/2026", "Parent"]
    row += ["02/07/2026", "13/08/2026", "20/08/2026", "03/07/2026", "14/08/2026", "21/08/2026"]
    row += ["Y", "01/07/2026", "N", "01/09/2026"]
    reading = read_tracker(
        write_xlsx(tmp_path / "t.xlsx", {"2026": [["Tracker"], groups, header, row]}), TODAY
    )
    (case,) = reading.cases
    told = {(fact.kind, fact.subject): f"{fact.on:%d/%m} {fact.outcome or ''}".strip() for fact in case.facts}
    assert told["request_received", ""] == "01/06"
    assert told["advice_requested", "psychology"] == "02/07"
    assert told["advice_received", "psychology"] == "20/08"
    assert told["advice_requested", "education"] == "03/07"
    assert told["advice_received", "education"] == "21/08"
    assert told["assess_decision", ""] == "01/07 Yes"
    assert told["plan_decision", ""] == "01/09 Do not issue"
    assert case.setting == "Hill Primary"


def test_headings_merged_downwards_beside_groups_are_read(tmp_path: Path) -> None:
    upper = ["Ref", "Surname", "Forename", "DOB", "Request received", "Advice received", "", "", "Caseworker"]
    lower = ["", "", "", "", "", "EP", "Health", "School", ""]
    row = [
        "A1",
        "Lee",
        "Ann",
        "01/02/2015",
        "01/06/2026",
        "20/08/2026",
        "21/08/2026",
        "22/08/2026",
        "J Smith",
    ]
    reading = read_tracker(write_csv(tmp_path / "t.csv", [upper, lower, row]), TODAY)
    (case,) = reading.cases
    assert {fact.subject for fact in case.facts if fact.kind == "advice_received"} == {
        "psychology",
        "health",
        "education",
    }
    assert (case.surname, case.caseworker) == ("Lee", "J Smith")


def test_every_sheet_with_cases_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    first, second = CHILDREN[:25], CHILDREN[25:]
    sheets = {
        "North": table(HILLSHIRE, first),
        "South": table(MARSHLAND, second),
        "Lists": [["Officer"], ["J Smith"], ["A Khan"]],
        "Reviews": [["Surname", "Forename", "DOB", "Review date"], ["Lee", "Ann", "1/2/15", "3/4/26"]],
        "Old": table(HILLSHIRE, first),
        "Blank": [],
    }
    reading = read_tracker(write_xlsx(tmp_path / "teams.xlsx", sheets, hidden=["Old"]), TODAY)
    assert_understood(reading)
    assert set(reading.report.mapping) == {"North", "South"}
    left_out = {row.sheet: row.reason for row in reading.report.skipped}
    assert set(left_out) == {"Lists", "Reviews", "Old", "Blank"}
    assert "hidden" in left_out["Old"]
    assert "request was received" in left_out["Reviews"]


def test_a_child_on_two_sheets_is_imported_once(tmp_path: Path) -> None:
    sheets = {"2025": table(HILLSHIRE, CHILDREN[:3]), "2026": table(HILLSHIRE, CHILDREN[2:4])}
    reading = read_tracker(write_xlsx(tmp_path / "years.xlsx", sheets), TODAY)
    assert reading.report.rows == 5
    (row,) = reading.report.rejected
    assert (row.sheet, row.line, row.field) == ("2026", 2, "ref")
    assert "2025 row 4" in row.reason


def test_without_a_reference_column_cases_are_left_to_be_given_one(tmp_path: Path) -> None:
    columns = [column for column in MARSHLAND if column[0] not in {"Case No", "No"}]
    reading = read_tracker(write_csv(tmp_path / "t.csv", table(columns, CHILDREN, FIGURES)), TODAY)
    assert_understood(reading)
    assert {case.ref for case in reading.cases} == {None}
    assert any("references" in warning for warning in reading.report.warnings)


def test_names_references_and_births_are_recognised_without_a_heading_that_says_so(tmp_path: Path) -> None:
    rows = table(MARSHLAND, CHILDREN, FIGURES)
    rows[0] = [
        {"Child/Young Person": "Kind", "Case No": "Xref", "DoB": "Geb."}.get(heading, heading)
        for heading in rows[0]
    ]
    reading = read_tracker(write_csv(tmp_path / "t.csv", rows), TODAY)
    assert_understood(reading)
    columns = reading.report.mapping["t.csv"]["columns"]
    assert columns["Kind"] == {"field": "name", "confidence": "guess"}
    assert columns["Geb."] == {"field": "born", "confidence": "guess"}


def test_a_column_that_only_works_out_the_deadline_is_not_taken_for_an_event(tmp_path: Path) -> None:
    columns = (*MARSHLAND[:6], ("Decision whether to assess", lambda child: child.after(42)), *MARSHLAND[8:])
    reading = read_tracker(write_csv(tmp_path / "t.csv", table(columns, CHILDREN, FIGURES)), TODAY)
    assert reading.report.mapping["t.csv"]["columns"]["Decision whether to assess"]["field"] == "ignore"
    assert not any(fact.kind == "assess_decision" for case in reading.cases for fact in case.facts)


def test_therapists_and_specialists_have_advice_lines_of_their_own(tmp_path: Path) -> None:
    header = ["Ref", "Name", "DOB", "Request received", "Assess Y/N", "Date told"]
    header += ["Medical", "SALT", "OT", "Preparing for adulthood", "VI/HI"]
    row = ["A1", "Ann Lee", "01/02/2010", "01/06/2026", "Y", "01/07/2026"]
    row += ["02/08/2026", "03/08/2026", "04/08/2026", "05/08/2026", "06/08/2026"]
    (case,) = read_tracker(write_csv(tmp_path / "t.csv", [header, row]), TODAY).cases
    received = {fact.subject: fact.on.day for fact in case.facts if fact.kind == "advice_received"}
    assert received == {"health": 2, "health-2": 3, "health-3": 4, "adulthood": 5, "education-2": 6}
    lines = {key: (kind, adviser) for key, kind, adviser in case.advice_lines}
    assert lines["health-2"] == ("health", "Speech and language therapy")
    assert lines["parent"] == ("parent", "")
    asked = {fact.subject for fact in case.facts if fact.kind == "advice_requested" and fact.assumed}
    assert asked == set(lines)
