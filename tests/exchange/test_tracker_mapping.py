"""Correcting what columns mean: the mapping file, and its mistakes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from councils import DAY_STYLES, MARSHLAND, TODAY, caseload, meant, table, understood, write_csv, write_xlsx

from ehc_tui.exchange.fields import ADVISERS, FIELDS
from ehc_tui.exchange.importing import dry_run
from ehc_tui.exchange.mapping import TrackerMapping, load_mapping, mapping_as_toml
from ehc_tui.exchange.sheets import TrackerError
from ehc_tui.exchange.tracker import read_tracker

CHILDREN = caseload(12)
ROWS = table(MARSHLAND, CHILDREN, DAY_STYLES["figures"])


def foreign(folder: Path) -> Path:
    """A tracker under headings that nobody could guess."""
    rows = [[f"k{place}" for place in range(len(ROWS[0]))], *ROWS[1:]]
    return write_csv(folder / "t.csv", rows)


def mapping_file(folder: Path, text: str, name: str = "map.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def recognised() -> list[str]:
    """The fields of the columns under their proper headings."""
    return [MEANT.get(heading, "ignore") for heading, _ in MARSHLAND]


MEANT = {
    "Child/Young Person": "name",
    "DoB": "born",
    "Case No": "ref",
    "Date request rec'd": "request_received",
    "Requester": "route",
    "Decision to assess Y/N": "assess_outcome",
    "Date decision letter sent": "assess_decision",
    "Date EP requested": "advice_requested:psychology",
    "Date EP received": "advice_received:psychology",
    "Health requested": "advice_requested:health",
    "Health received": "advice_received:health",
    "CSC requested": "advice_requested:social_care",
    "CSC received": "advice_received:social_care",
    "School report rec'd": "advice_received:education",
    "Family contribution rec'd": "advice_received:parent",
    "Decision to issue Y/N": "plan_outcome",
    "Date of decision to issue": "plan_decision",
    "Draft plan issued": "draft_served",
    "Final plan issued": "final_sent",
    "Plan co-ordinator": "caseworker",
    "Placement": "setting",
}


@pytest.mark.parametrize("style", ["toml", "json"])
def test_a_mapping_file_says_what_no_heading_does(style: str, tmp_path: Path) -> None:
    columns = {f"k{place}": field for place, field in enumerate(recognised())}
    given = {"*": {"header": 1, "columns": columns}}
    text = json.dumps(given)
    if style == "toml":
        text = mapping_as_toml({"*": {"header": 1, "columns": {k: {"field": v} for k, v in columns.items()}}})
    reading = dry_run(foreign(tmp_path), TODAY, mapping_file(tmp_path, text))
    assert [understood(case) for case in reading.cases] == [meant(child) for child in CHILDREN]
    confidence = {column["confidence"] for column in reading.report.mapping["t.csv"]["columns"].values()}
    assert confidence == {"given"}


def test_the_answer_of_a_dry_run_is_itself_a_mapping_file(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "t.csv", ROWS)
    first = dry_run(path, TODAY)
    answer = mapping_file(tmp_path, json.dumps(first.report.to_json()), "answer.json")
    again = dry_run(path, TODAY, answer)
    assert again.cases == first.cases


def test_one_column_can_be_corrected_and_the_rest_is_recognised_as_before(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "t.csv", ROWS)
    file = mapping_file(tmp_path, '["*".columns]\n"plan CO-ordinator" = "officer"\n"Requester" = "ignore"\n')
    reading = dry_run(path, TODAY, file)
    assert {case.officer for case in reading.cases} == {child.worker for child in CHILDREN}
    assert {case.caseworker for case in reading.cases} == {""}
    assert {case.route for case in reading.cases} == {""}
    assert len(reading.cases) == len(CHILDREN)


def test_a_field_given_to_a_column_is_taken_from_the_one_that_was_guessed(tmp_path: Path) -> None:
    mapping = TrackerMapping().correcting("t.csv", "Date decision letter sent", "request_received")
    reading = read_tracker(write_csv(tmp_path / "t.csv", ROWS), TODAY, mapping)
    columns = reading.report.mapping["t.csv"]["columns"]
    assert columns["Date decision letter sent"]["field"] == "request_received"
    assert columns["Date request rec'd"]["field"] == "ignore"


def test_a_second_correction_takes_the_field_from_the_first() -> None:
    mapping = TrackerMapping().correcting("S", "A", "born").correcting("S", "B", "born")
    assert mapping.of("S").columns == {"A": "ignore", "B": "born"}


def test_hidden_sheets_are_read_when_named_and_others_can_be_skipped(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "t.xlsx", {"Old": ROWS, "New": ROWS}, hidden=["Old"])
    file = mapping_file(tmp_path, '["Old"]\nheader = 1\n\n["New"]\nskip = true\n')
    report = dry_run(path, TODAY, file).report
    assert list(report.mapping) == ["Old"]
    assert [(row.sheet, row.reason) for row in report.skipped] == [("New", "left out, as the mapping says")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('["*".columns]\n"DoB" = "birthday"\n', "map.toml, *.columns.DoB: there is no field “birthday”"),
        ('["*".columns]\n"DoB" = "borne"\n', "did you mean born?"),
        ('["*".columns]\n"Nonsense" = "born"\n', "map.toml, *.columns.Nonsense: there is no such heading"),
        (
            '["Tracker".columns]\n"DoB" = "born"\n',
            "map.toml, Tracker: the file has no such sheet; it has t.csv",
        ),
        ('["*"]\nheadr = 3\n', "map.toml, *.headr: is not known here"),
        ('["*"]\nheader = "3"\n', "map.toml, *.header: must be the number of a row"),
        ('["*"]\nskip = "yes"\n', "map.toml, *.skip: must be true or false"),
        ('["*"]\ncolumns = 3\n', "map.toml, *.columns: must be a table"),
        ("header = 3\n", "map.toml, header: must be a table for a sheet"),
        ('["*".columns]\n"DoB" = "born"\n"Case No" = "born"\n', "are both given born"),
        ('["*".columns\n', "map.toml cannot be understood"),
        ('{"*": ', "map.toml cannot be understood"),
        ('["*"]\nheader = 99\n', "row 99, named in the mapping as the header"),
    ],
)
def test_a_mistake_in_a_mapping_is_named_with_file_key_and_reason(
    text: str, told: str, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "t.csv", ROWS)
    with pytest.raises(TrackerError) as refused:
        dry_run(path, TODAY, mapping_file(tmp_path, text))
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_mapping_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrackerError, match=r"nowhere\.toml cannot be read"):
        load_mapping(tmp_path / "nowhere.toml")
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(TrackerError, match="not UTF-8"):
        load_mapping(tmp_path / "bad.toml")


def test_every_field_can_be_named_in_a_mapping_file(tmp_path: Path) -> None:
    columns = "\n".join(f'"c{number}" = "{name}"' for number, name in enumerate(FIELDS))
    mapping = load_mapping(mapping_file(tmp_path, f'["*".columns]\n{columns}\n'))
    assert set(mapping.of("any").columns.values()) == set(FIELDS)


def test_the_page_about_mappings_names_every_field_and_adviser() -> None:
    page = (Path(__file__).parents[2] / "docs" / "tracker-mapping.md").read_text("utf-8")
    plain = [name for name in FIELDS if ":" not in name]
    assert [name for name in (*plain, *ADVISERS) if f"`{name}`" not in page] == []
