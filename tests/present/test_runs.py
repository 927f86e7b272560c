"""Rows become words, glyphs and bars that read the same in every width and without any colour."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from case_rows import a_case_row, a_duty
from hypothesis import given
from hypothesis import strategies as st

from ehc_tui.law.model import State
from ehc_tui.present.caseload import (
    COLUMNS,
    case_line,
    due_words,
    empty_lines,
    heading,
    layout,
    state_strip,
    summary,
)
from ehc_tui.present.runs import GLYPH, Run, Style, count, fit_line, line_width, plain, wrap_line
from ehc_tui.present.week_bar import BAR_WEEKS, bar_title, week_bar
from ehc_tui.store.case_row import CaseRow
from ehc_tui.text import clean

TODAY = date(2026, 11, 21)
RECEIVED = date(2026, 7, 20)


def a_row(state: State = State.OVERDUE, due: date | None = date(2026, 11, 9), **details: object) -> CaseRow:
    """A case at the panel, its duty in that state and due then; none where `due` is None."""
    gathered = {"assess_on": date(2026, 8, 31), "advice_complete_on": date(2026, 10, 26), "officer": ""}
    return a_case_row(**gathered, state=state, next=a_duty(state, due) if due else None)._replace(**details)


def cells(row: CaseRow) -> dict[str, str]:
    return {key: plain(cell) for key, cell in case_line(row, TODAY, lambda rule, subject: rule).cells.items()}


def test_a_row_reads_as_in_a_list_on_paper() -> None:
    shown = cells(a_row())
    assert shown["child"] == "Rahman, Aisha"
    assert (shown["year"].strip(), shown["week"].strip()) == ("4", "18")
    assert (shown["duty"], shown["due"].strip(), shown["left"]) == (
        "decide_not_to_issue_plan",
        "9 Nov",
        "! 12 late",
    )
    assert shown["advice"] == "5/6 1 late"


@pytest.mark.parametrize(("width", "words"), [(77, "5/6 !1"), (117, "5/6 1 late")])
def test_advice_is_told_in_the_words_its_column_has_room_for(width: int, words: str) -> None:
    drawn = case_line(a_row(), TODAY, lambda rule, subject: rule)
    advice = next(placed for placed in layout(width) if placed.column.key == "advice")
    assert plain(drawn.cell(advice)) == words


@pytest.mark.parametrize(
    ("state", "days", "words"),
    [
        (State.OVERDUE, -12, "! 12 late"),
        (State.RELIEVED, -3, "§ 3 past"),
        (State.DUE_SOON, 0, "~ today"),
        (State.DUE_SOON, 1, "~ 1 day"),
        (State.ON_TRACK, 16, "· 16 days"),
    ],
)
def test_how_long_there_is_begins_with_the_sign_of_the_state(state: State, days: int, words: str) -> None:
    assert cells(a_row(state, TODAY + timedelta(days)))["left"] == words


def test_a_closed_case_says_when_it_closed_and_owes_nothing() -> None:
    shown = cells(a_row(State.MET, None, closes_on=date(2026, 11, 2)))
    assert (shown["duty"], shown["due"], shown["left"]) == ("closed 2 Nov 2026", "", "✓")


def test_what_is_not_known_is_left_empty() -> None:
    shown = cells(a_row(State.ON_TRACK, None, born=None, received_on=None, caseworker="", advice_asked=0))
    assert (shown["year"].strip(), shown["week"].strip(), shown["advice"]) == ("", "", "")
    assert shown["caseworker"] == "nobody yet"
    assert shown["bar"].strip() == ""


def test_a_date_of_another_year_cannot_be_mistaken() -> None:
    assert due_words(date(2026, 11, 9), TODAY) == "9 Nov"
    assert due_words(date(2026, 2, 14), TODAY) == "Feb’26"


@pytest.mark.parametrize(
    ("row", "bar"),
    [
        (a_row(), "██████▓▓▓▓▓▓▓▓▒▒!┆··    "),
        (a_row(State.DUE_SOON, date(2026, 12, 7)), "██████▓▓▓▓▓▓▓▓▒▒▒┆·◆    "),
        (a_row(State.RELIEVED), "██████▓▓▓▓▓▓▓▓▒▒§┆··    "),
        (a_row(State.ON_TRACK, date(2026, 12, 7), assess_on=None), "█████████████████┆·◆    "),
        (
            a_row(State.MET, None, closes_on=date(2026, 8, 31), assess_outcome="No"),
            "██████                  ",
        ),
        (a_row(State.OVERDUE, date(2026, 7, 1), received_on=date(2026, 2, 11)), "████████████████████!!!»"),
    ],
)
def test_the_bar_shows_the_stages_the_date_and_today(row: CaseRow, bar: str) -> None:
    assert plain(week_bar(row, TODAY)) == bar


@given(
    st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    st.none() | st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    st.sampled_from(list(State)),
)
def test_the_bar_always_has_its_width(received: date, due: date, closes: date | None, state: State) -> None:
    row = a_row(state, due, received_on=received, closes_on=closes)
    assert line_width(week_bar(row, TODAY)) == BAR_WEEKS == len(bar_title())


@given(st.integers(1, 300), st.integers(8, 16))
def test_columns_never_exceed_the_width_and_keep_their_order(width: int, ref: int) -> None:
    placed = layout(width, ref)
    if width >= ref:
        assert sum(one.width + 1 for one in placed) - 1 <= width
    keys = [one.column.key for one in placed]
    assert keys == [column.key for column in COLUMNS if column.key in keys]


@pytest.mark.parametrize(
    ("width", "given_up"),
    [
        (57, {"year", "week", "bar", "advice", "caseworker", "setting"}),
        (77, {"bar", "caseworker", "setting"}),
        (117, {"caseworker", "setting"}),
        (200, set()),
    ],
)
def test_narrow_terminals_give_up_what_matters_least(width: int, given_up: set[str]) -> None:
    keys = {placed.column.key for placed in layout(width)}
    assert {column.key for column in COLUMNS} - keys == given_up


def test_the_strip_counts_by_state_and_marks_the_one_in_force() -> None:
    numbers = (14, 9, 31, 241, 6, 11)
    line = state_strip(numbers, "overdue", 120)
    assert plain(line).startswith(" 1 Overdue 14   2 Within 5 days 9   3 Within 20 days 31   4 On track 241")
    assert Run("1 Overdue 14", Style.CURSOR) in line
    assert plain(state_strip(numbers, "", 80)) == (
        " 1 Overdue 14  2 ≤5d 9  3 ≤20d 31  4 On track 241  5 Relieved 6  6 Silent 11"
    )
    assert line_width(state_strip(numbers, "", 60)) <= 60


def test_the_summary_says_what_is_shown_and_of_how_many() -> None:
    words = plain(
        summary(
            "mine", open_only=True, sort="next", descending=False, shown=(312, 4108), marked=(12, 3), width=80
        )
    )
    assert words.startswith(" mine open, by next due")
    assert words.endswith("12 marked, 3 hidden   312 of 4,108 ")
    assert len(words) == 80


def test_the_heading_names_council_day_and_person() -> None:
    left, right = heading("West Northamptonshire", TODAY, "j.okafor", read_only=True)
    assert plain(left) == "EHC casework · West Northamptonshire"
    assert plain(right).strip() == "Sat 21 Nov 2026 · j.okafor · read-only"


def test_an_empty_list_says_what_to_do_next() -> None:
    assert "import the tracker spreadsheet" in " ".join(map(plain, empty_lines(0)))
    assert "No case matches this filter." in " ".join(map(plain, empty_lines(7)))


def test_every_state_has_a_sign_of_its_own() -> None:
    assert len(set(GLYPH.values())) == len(State) == len(GLYPH)
    assert {Style(state) for state in State} <= set(Style)


def test_numbers_read_as_people_write_them() -> None:
    assert (count(4108), count(0), count(None)) == ("4,108", "0", "…")


@given(st.lists(st.text().map(clean)), st.integers(0, 60))
def test_a_fitted_line_takes_exactly_its_width(words: list[str], width: int) -> None:
    assert line_width(fit_line([Run(word) for word in words], width)) == width


def test_words_held_together_are_never_parted_even_in_different_styles() -> None:
    line = [
        Run("Sort by  "),
        Run("d", Style.KEY),
        Run("\u00a0due date  "),
        Run("c", Style.KEY),
        Run("\u00a0child"),
    ]
    assert list(map(plain, wrap_line(line, 18))) == ["Sort by  d due ", "date  c child"]
    assert list(map(plain, wrap_line(line, 10))) == ["Sort by  ", "d due date", "c child"]


@given(st.lists(st.text().map(clean)), st.integers(2, 60))
def test_a_wrapped_line_loses_no_word_and_fits(words: list[str], width: int) -> None:
    lines = wrap_line([Run(f"{word} ") for word in words], width)
    assert all(line_width(line) <= width for line in lines)
    assert "".join("".join(map(plain, lines)).split()) == "".join("".join(words).split())
