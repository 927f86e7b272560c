"""What a row of a tracker means: its names, dates and decisions, and what a person is told to look at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from councils import TODAY, write_csv
from hypothesis import given
from hypothesis import strategies as st

from ehc_tui.exchange.days import NoDay, tracker_day
from ehc_tui.exchange.names import as_name, split_name
from ehc_tui.exchange.outcomes import Answer, answer_in
from ehc_tui.exchange.tracker import TrackerReading, read_tracker

CASE = {"Ref": "A1", "Name": "Ann Lee", "DOB": "01/02/2015", "Request received": "01/06/2026"}


def reading_of(folder: Path, *rows: Mapping[str, str]) -> TrackerReading:
    """A tracker with these rows, each a case with something more or something else."""
    cases = [
        {**CASE, "Ref": f"A{number}", "Name": f"Ann Lee-{number}", **row} for number, row in enumerate(rows)
    ]
    headings = list(dict.fromkeys(heading for case in cases for heading in case))
    lines = [headings, *([case.get(heading, "") for heading in headings] for case in cases)]
    return read_tracker(write_csv(folder / "t.csv", lines), TODAY)


def facts_of(reading: TrackerReading, *kinds: str) -> list[tuple[str, str, str | None]]:
    """The facts of those kinds of the only case, with the outcome."""
    (case,) = reading.cases
    return [
        (fact.kind, f"{fact.on:%d/%m}", str(fact.outcome) if fact.outcome else None)
        for fact in case.facts
        if fact.kind in kinds
    ]


@pytest.mark.parametrize(
    "written",
    [
        "12th March 2026",
        "12-Mar-26",
        "12.03.26",
        "12/3/26",
        "12/03/2026",
        "2026-03-12",
        "12 mar 2026",
        "20260312",
        "Thu 12 Mar 2026",
        "12/03/2026 00:00",
        "2026-03-12 00:00:00",
        "March 12, 2026",
        "12\\3\\26",
        "12/03/2026?",
        "46093",
        46093,
        46093.5,
        date(2026, 3, 12),
    ],
)
def test_a_day_is_understood_however_it_is_written(written: str | float | date) -> None:
    assert tracker_day(written) == date(2026, 3, 12)


def test_serial_numbers_of_old_apple_files_count_from_their_own_day() -> None:
    assert tracker_day(44631, date(1904, 1, 1)) == date(2026, 3, 12)


@pytest.mark.parametrize(
    "written",
    [
        None,
        "",
        " - ",
        "—",
        "n/a",
        "N/A - home educated",
        "TBC",
        "tba",
        "awaiting",
        "Awaiting EP report",
        "pending",
        "not yet received",
        "none",
        "0",
        0,
        "?",
        "00/01/1900",
        date(1899, 12, 30),
        date(1900, 1, 1),
        "N/K",
        "NYK",
        "#N/A",
        "chased EP",
        "nan",
    ],
)
def test_words_for_not_yet_give_no_day(written: str | int | date | None) -> None:
    assert tracker_day(written) is NoDay.NOT_GIVEN


@pytest.mark.parametrize(
    "written",
    [
        "31/02/2026",
        "2026-02-30",
        "32-Jan-26",
        "12/13/2026",
        "12/3/206",
        "5/7/2206",
        "999999",
        45,
    ],
)
def test_a_day_that_cannot_be_is_impossible(written: str | int) -> None:
    assert tracker_day(written) is NoDay.IMPOSSIBLE


@pytest.mark.parametrize("written", ["12/3", "12 Mar", "March 12", "Thu 12/3"])
def test_a_day_without_its_year_says_so(written: str) -> None:
    assert tracker_day(written) is NoDay.WITHOUT_YEAR


@pytest.mark.parametrize("written", ["12/03/1900", "12/3/1910", date(1900, 3, 12), "1/1/2150"])
def test_a_year_nobody_on_a_caseload_can_have_lived_in_cannot_be_right(written: str | date) -> None:
    assert tracker_day(written) is NoDay.WRONG_YEAR


@pytest.mark.parametrize("written", ["see notes", "Y", "chased 2/11", "rec'd 3/2/26", "#REF!", "March 2026"])
def test_other_words_are_words(written: str) -> None:
    assert tracker_day(written) is NoDay.WORDS


@given(st.text(max_size=60) | st.integers() | st.floats(allow_nan=True, allow_infinity=True))
def test_no_cell_is_a_fault(cell: str | float) -> None:
    assert isinstance(tracker_day(cell), date | NoDay)
    assert isinstance(answer_in(str(cell)), Answer)
    assert len(split_name(str(cell))) == 2


@pytest.mark.parametrize(
    ("written", "surname", "forename"),
    [
        ("O'CONNOR, Niamh", "O'Connor", "Niamh"),
        ("Master Oliver James Twist", "Twist", "Oliver James"),
        ("Twist, Mstr. Oliver", "Twist", "Oliver"),
        ("Miss Ada LOVELACE-BYRON", "Lovelace-Byron", "Ada"),
        ("Master, Tom", "Master", "Tom"),
        ("Tom Master", "Master", "Tom"),
        ("SMITH-JONES , Erin Mae", "Smith-Jones", "Erin Mae"),
        ("Björn Green", "Green", "Björn"),
        ("Mary Jane van der Berg", "van der Berg", "Mary Jane"),
        ("DE'ATH Łukasz", "De'Ath", "Łukasz"),
        ("Li WEI", "Wei", "Li"),
        ("Prince", "Prince", ""),
        ("MCKENZIE, Tom", "McKenzie", "Tom"),
        ("MacDonald, Jack", "MacDonald", "Jack"),
    ],
)
def test_names_are_taken_apart(written: str, surname: str, forename: str) -> None:
    assert split_name(written) == (surname, forename)


def test_a_name_in_mixed_letters_stays_as_it_is() -> None:
    assert as_name("de la Cruz") == "de la Cruz"


@pytest.mark.parametrize(
    "word", ["Y", "yes", "Agreed", "agreed to assess", "TRUE", "Yes - assess", "✓", "Approved"]
)
def test_words_for_yes(word: str) -> None:
    assert answer_in(word, about_plan=False) is Answer.YES


@pytest.mark.parametrize(
    "word", ["N", "No", "refused", "Not agreed", "Declined", "RTA", "Refusal to assess", "FALSE"]
)
def test_words_for_no(word: str) -> None:
    assert answer_in(word, about_plan=False) is Answer.NO


@pytest.mark.parametrize("word", ["Do not issue", "No plan", "RTI", "Note in lieu", "not to issue"])
def test_words_for_no_plan(word: str) -> None:
    assert answer_in(word, about_plan=True) is Answer.NO


@pytest.mark.parametrize(
    "word", ["TBC", "Deferred to next panel", "awaiting", "more info needed", "no decision"]
)
def test_words_for_no_decision_yet(word: str) -> None:
    assert answer_in(word) is Answer.NONE_YET


@pytest.mark.parametrize("word", ["", "-", "n/a", "none"])
def test_words_that_say_nothing_of_a_decision(word: str) -> None:
    assert answer_in(word) is Answer.NOT_GIVEN


def test_a_decision_is_its_day_and_its_answer(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, {"Assess?": "refused", "Date told": "10/07/2026"})
    assert facts_of(reading, "assess_decision") == [("assess_decision", "10/07", "No")]
    assert reading.report.warnings == []


def test_an_answer_without_a_day_is_not_imported_but_told(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, {"Assess?": "Y", "Date told": "TBC"})
    assert facts_of(reading, "assess_decision", "advice_requested") == []
    assert "no clear date" in reading.report.warnings[0]
    assert "line 2" in reading.report.warnings[0]


def test_a_day_without_an_answer_is_imported_alone_and_told(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, {"Assess?": "", "Date told": "10/07/2026"})
    assert facts_of(reading, "assess_decision", "advice_requested") == [("assess_decision", "10/07", None)]
    assert "no answer" in reading.report.warnings[0]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Y 12/07/26", "12/07"),
        ("Yes - 12.7.2026", "12/07"),
        ("Agreed 12th July 2026", "12/07"),
        ("agreed (2026-07-12)", "12/07"),
    ],
)
def test_a_date_beside_the_answer_is_the_day_told_and_said_to_be_so(
    written: str, told: str, tmp_path: Path
) -> None:
    reading = reading_of(tmp_path, {"6 week decision (Y/N + date)": written})
    assert facts_of(reading, "assess_decision") == [("assess_decision", told, "Yes")]
    assert any(f"“{written}”; it was taken as the day" in warning for warning in reading.report.warnings)


def test_a_date_beside_the_answer_goes_before_that_of_the_panel(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, {"Panel 2": "18/08/26", "Issue EHCP? (Y/N + date)": "N 19/8/26"})
    assert facts_of(reading, "plan_decision") == [("plan_decision", "19/08", "Do not issue")]


def test_of_two_dates_of_one_decision_the_column_of_its_own_counts_and_both_are_told(tmp_path: Path) -> None:
    row = {"Decision to assess": "Y 12/07/26", "Date family told of decision to assess": "14/07/26"}
    reading = reading_of(tmp_path, row)
    assert facts_of(reading, "assess_decision") == [("assess_decision", "14/07", "Yes")]
    assert any("“Y 12/07/26”, and another" in warning for warning in reading.report.warnings)


def test_of_several_dates_beside_an_answer_none_is_guessed(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, {"Decision to assess": "Y 12/07/26, letter 14/07/26"})
    assert facts_of(reading, "assess_decision") == []
    assert any("“Y 12/07/26, letter 14/07/26”" in warning for warning in reading.report.warnings)


@pytest.mark.parametrize(
    ("heading", "written", "reason"),
    [
        ("Decision to assess", "Y 31/02/26", "there is no such day"),
        ("Final plan issued", "12/03/2099", "the year cannot be right"),
        ("DOB", "12/03/1900", "the year cannot be right"),
        ("Request received", "12/03", "the year is missing"),
    ],
)
def test_a_date_that_cannot_be_rejects_its_row_with_the_reason(
    heading: str, written: str, reason: str, tmp_path: Path
) -> None:
    reading = reading_of(tmp_path, {}, {heading: written})
    (rejected,) = reading.report.rejected
    assert (rejected.line, rejected.value, rejected.reason) == (3, written, reason)


def test_a_date_beside_a_decision_put_off_is_no_decision(tmp_path: Path) -> None:
    row = {"Decision to assess": "Deferred", "Date family told of decision to assess": "14/07/26"}
    reading = reading_of(tmp_path, row)
    assert facts_of(reading, "assess_decision") == []
    assert any("“Deferred”; the date was not imported" in warning for warning in reading.report.warnings)


def test_stages_above_the_headings_do_not_hide_what_these_mean(tmp_path: Path) -> None:
    rows = [
        ["", "", "", "Stage 1", "", "", "Stage 2", "Stage 3", "", ""],
        [
            "Name",
            "DOB",
            "Ref",
            "Received",
            "Decision",
            "Date sent",
            "EP in",
            "Panel date",
            "Decision",
            "Sent",
        ],
        ["Ann Ash", "1/1/16", "1", "1/6/26", "Assess", "3/7/26", "3/8/26", "1/9/26", "Issue", "4/9/26"],
    ]
    reading = read_tracker(write_csv(tmp_path / "t.csv", rows), TODAY)
    assert facts_of(reading, "request_received", "assess_decision", "plan_decision", "final_sent") == [
        ("request_received", "01/06", None),
        ("assess_decision", "03/07", "Yes"),
        ("plan_decision", "04/09", "Issue"),
    ]


def test_a_date_on_which_nobody_says_what_was_sent_is_not_taken_for_the_final_plan(tmp_path: Path) -> None:
    assert facts_of(reading_of(tmp_path, {"Date sent": "03/07/26"}), "final_sent") == []


def test_a_date_agreed_or_refused_tells_the_outcome_where_no_column_of_answers_does(tmp_path: Path) -> None:
    headings = ["Ref", "Name", "Request received", "Date agreed", "Date refused"]
    rows = [
        headings,
        ["A1", "Lee, Ann", "01/06/2026", "07/07/2026", ""],
        ["A2", "Lee, Ben", "01/06/2026", "", "08/07/2026"],
    ]
    cases = read_tracker(write_csv(tmp_path / "t.csv", rows), TODAY).cases
    decided = [fact for case in cases for fact in case.facts if fact.kind == "assess_decision"]
    assert [str(fact.outcome) for fact in decided] == ["Yes", "No"]


def test_beside_an_answer_the_date_agreed_is_only_the_day_of_the_decision(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, {"Date agreed": "07/07/2026", "Decision": "N"})
    assert facts_of(reading, "assess_decision") == [("assess_decision", "07/07", "No")]


def test_a_plain_date_beside_the_answer_of_a_group_is_the_day_of_that_decision(tmp_path: Path) -> None:
    rows = [
        ["Case", "", "", "Week 6", "", "", "Week 16", ""],
        ["Ref", "Name", "Request received", "Due", "Outcome", "Date", "Date", "Outcome"],
        ["A1", "Lee, Ann", "01/06/2026", "13/07/2026", "Yes", "07/07/2026", "18/09/2026", "No"],
    ]
    facts = facts_of(
        read_tracker(write_csv(tmp_path / "t.csv", rows), TODAY), "assess_decision", "plan_decision"
    )
    assert facts == [("assess_decision", "07/07", "Yes"), ("plan_decision", "18/09", "Do not issue")]


def test_an_answer_nobody_can_read_is_told(tmp_path: Path) -> None:
    reading = reading_of(
        tmp_path,
        {"Assess?": "see notes", "Date told": "10/07/2026"},
        {"Assess?": "Y", "Date told": "10/07/2026"},
    )
    assert "not clear, such as “see notes”" in reading.report.warnings[0]
    assert reading.cases[0].facts[-1].outcome is None


def test_a_panel_date_counts_as_the_day_told_and_the_report_says_so_once(tmp_path: Path) -> None:
    panel = {"Panel date": "01/09/2026", "Panel decision": "Do not issue"}
    reading = reading_of(tmp_path, panel, panel)
    for case in reading.cases:
        decided = [(fact.on.day, str(fact.outcome)) for fact in case.facts if fact.kind == "plan_decision"]
        assert decided == [(1, "Do not issue")]
        assert [fact.on.day for fact in case.facts if fact.kind == "panel_held"] == [1]
    assert len(reading.report.warnings) == 1
    assert "date of the panel was taken as the day" in reading.report.warnings[0]


def test_a_panel_without_an_outcome_was_held_and_decided_nothing(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, {"Panel date": "01/09/2026", "Panel decision": "deferred"})
    assert facts_of(reading, "panel_held", "plan_decision") == [("panel_held", "01/09", None)]
    assert reading.report.warnings == []


def test_the_day_told_counts_where_the_tracker_has_one_beside_the_panel(tmp_path: Path) -> None:
    row = {"Panel date": "01/09/2026", "Decision to issue": "Agreed", "Decision to issue date": "08/09/2026"}
    reading = reading_of(tmp_path, row)
    assert facts_of(reading, "panel_held", "plan_decision") == [
        ("panel_held", "01/09", None),
        ("plan_decision", "08/09", "Issue"),
    ]
    assert reading.report.warnings == []


def test_an_abbreviated_withdrawal_is_one(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, {"Decision to assess": "w/d 12/07/26"})
    assert facts_of(reading, "withdrawn", "assess_decision") == [("withdrawn", "12/07", None)]


def test_a_request_withdrawn_at_the_decision_is_withdrawn(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, {"Assess?": "Withdrawn", "Date told": "10/07/2026"})
    assert facts_of(reading, "assess_decision", "withdrawn") == [("withdrawn", "10/07", None)]


def test_the_date_advice_was_asked_for_is_not_assumed_where_it_is_given(tmp_path: Path) -> None:
    row = {"Assess?": "Y", "Date told": "10/07/2026", "EP requested": "13/07/2026", "EP received": ""}
    (case,) = reading_of(tmp_path, row).cases
    asked = {
        fact.subject: (fact.on.day, fact.assumed) for fact in case.facts if fact.kind == "advice_requested"
    }
    assert asked["psychology"] == (13, False)
    assert asked["health"] == (10, True)


def test_one_date_of_asking_everybody_counts_for_every_adviser(tmp_path: Path) -> None:
    row = {"Assess?": "Y", "Date told": "10/07/2026", "Advice requested": "14/07/2026"}
    (case,) = reading_of(tmp_path, row).cases
    asked = {
        fact.subject: (fact.on.day, fact.assumed) for fact in case.facts if fact.kind == "advice_requested"
    }
    assert set(asked.values()) == {(14, False)}
    assert set(asked) == {"parent", "education", "health", "psychology", "social_care"}


def test_a_case_refused_has_no_advice_lines(tmp_path: Path) -> None:
    (case,) = reading_of(tmp_path, {"Assess?": "N", "Date told": "10/07/2026"}).cases
    assert case.advice_lines == ()


def test_dates_that_cannot_well_be_right_are_imported_and_told(tmp_path: Path) -> None:
    reading = reading_of(
        tmp_path,
        {"Draft sent": "01/12/2026", "EP received": "01/05/2026"},
        {"Draft sent": "01/10/2026", "DOB": "01/07/2026"},
        {"Draft sent": "02/10/2026", "DOB": "TBC"},
    )
    told = "\n".join(reading.report.warnings)
    assert "after today, such as draft plan sent 1 Dec 2026" in told
    assert "before the request was received, such as psychology advice: received 1 May 2026" in told
    assert "not before the request" in told
    assert "no date of birth" in told
    assert len(reading.cases) == 3


def test_words_in_a_date_column_are_told_with_an_example(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, {"EP received": "chased 2/11"}, {"EP received": "3/11/26"})
    assert any("“chased 2/11”" in warning and "line 2" in warning for warning in reading.report.warnings)


def test_a_year_group_that_disagrees_is_told_once_for_all_rows(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, {"NCY": "Y4"}, {"NCY": "Yr 7"}, {"NCY": "R"}, {"NCY": "EHE"})
    (warning,) = reading.report.warnings
    assert warning.startswith("2 rows give another year group")
    assert "such as “Y4” for a birth on 1 Feb 2015, which is 7" in warning


def test_a_status_of_closed_without_a_date_is_told(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, {"Status": "Closed - moved"}, {"Status": "Open"})
    (warning,) = reading.report.warnings
    assert "imported as open" in warning


def test_a_refused_case_may_well_be_closed(tmp_path: Path) -> None:
    row = {"Status": "Closed", "Assess?": "N", "Date told": "10/07/2026"}
    assert reading_of(tmp_path, row).report.warnings == []


def test_words_for_nobody_yet_are_no_caseworker(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, {"Caseworker": "TBC"}, {"Caseworker": "-"}, {"Caseworker": "A Begum"})
    assert [case.caseworker for case in reading.cases] == ["", "", "A Begum"]


def test_a_column_that_does_not_hold_what_its_heading_says_is_told(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, *({"EP advice received": word} for word in ("Y", "Yes", "Y")))
    (warning,) = reading.report.warnings
    assert warning.startswith("The column “EP advice received” was not imported")


def test_an_exception_is_never_inferred_from_a_tracker(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, {"Exception applied": "Yes"}, {"Exception applied": "No"})
    (warning,) = reading.report.warnings
    assert warning.startswith("1 row gives an exception; none was imported")


def test_two_rows_about_one_child_are_pointed_out(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, {"Name": "LEE, Zoë"}, {"Name": "Zoe Lee"})
    (warning,) = reading.report.warnings
    assert "second case of one child: Lee, Zoe, also on line 2 (line 3)" in warning


def test_notes_of_several_columns_are_kept_line_by_line(tmp_path: Path) -> None:
    (case,) = reading_of(tmp_path, {"Comments": "rang mum\n3/11", "Notes": "panel moved"}).cases
    assert case.note == "rang mum\n3/11\npanel moved"


def test_the_place_of_a_row_goes_with_its_case(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, {}, {})
    assert [case.source for case in reading.cases] == ["t.csv line 2", "t.csv line 3"]
