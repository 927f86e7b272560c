"""Text from people is safe, comparable and measurable; days are read as British people write them."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ehc_tui.text import (
    DayError,
    absolute_day,
    british,
    cell_width,
    clean,
    drawable,
    fit,
    fold,
    fold_person,
    neutralise,
    parse_day,
)

TODAY = date(2026, 11, 21)  # a Saturday


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (None, ""),
        ("  Rahman,\u00a0 Aisha ", "Rahman, Aisha"),
        ("a\x1b]52;c;aGk=\x07b", "a]52;c;aGk=b"),
        ("a\x9b31mb", "a31mb"),
        ("Osei\u202e gnp.exe", "Osei gnp.exe"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("Zoe\u0308", "Zoë"),
        ("one\r\ntwo\tthree\u2028four", "one two three four"),
        ("lone \udc80 surrogate", "lone surrogate"),
        (12.0, "12"),
        (7, "7"),
        ("[red]not markup[/]", "[red]not markup[/]"),
    ],
)
def test_text_from_people_is_cleaned(raw: object, shown: str) -> None:
    assert clean(raw) == shown


def test_a_long_note_keeps_its_lines_but_not_its_gaps() -> None:
    assert clean(" first \r\n\r\n\r\n\r\n second\x1b[2J \n", lines=True) == "first\n\nsecond[2J"


JOINING = st.sampled_from("\u0301\u0316\u0903\u1160\u1161\u11a8\U0001f3fb\u200d\ufe0f")


@given(st.text(st.characters(exclude_categories=()) | JOINING | st.sampled_from("a \n\u1100\U0001f468")))
def test_what_joins_a_letter_has_a_letter_and_few_companions(raw: str) -> None:
    widths = [cell_width(character) for character in clean(raw)]
    assert "00000" not in "".join(map(str, widths))
    assert widths[:1] != [0]


@given(st.text(st.characters(exclude_categories=()) | JOINING), st.booleans())
def test_cleaned_text_is_printable_and_cleaning_it_again_changes_nothing(raw: str, lines: bool) -> None:
    once = clean(raw, lines=lines)
    assert clean(once, lines=lines) == once
    assert once.replace("\n", "").isprintable()
    assert lines or "\n" not in once


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_drawn_can_command_a_terminal_and_blanks_stay(raw: str) -> None:
    assert drawable(raw).isprintable()
    assert drawable(f"  {clean(raw)}\u00a0 ") == f"  {clean(raw)}  "


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łukasz O’Dowd", "lukasz odowd"),
        ("O'CONNOR", "oconnor"),
        ("Zoë Åström", "zoe astrom"),
        ("Strauß", "strauss"),
        ("Smith–Jones", "smith-jones"),
    ],
)
def test_searching_forgives_case_marks_and_apostrophes(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "width", "fitted"),
    [
        ("Osei", 6, "Osei  "),
        ("Kowalczyk", 6, "Kowal…"),
        ("李小龍", 6, "李小龍"),
        ("李小龍", 5, "李小…"),
        ("李小龍", 4, "李… "),
        ("Zoe\u0308x", 4, "Zoe\u0308x"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
    ],
)
def test_a_cell_is_filled_exactly(text: str, width: int, fitted: str) -> None:
    assert fit(text, width) == fitted


@given(st.text(), st.integers(0, 40))
def test_fitted_text_takes_exactly_the_cells_it_was_given(raw: str, width: int) -> None:
    assert cell_width(fit(clean(raw), width)) == width


@given(st.text(st.characters(exclude_categories=())))
def test_widths_agree_with_what_draws_them(raw: str) -> None:
    text = clean(raw)
    assert cell_width(text) == cell_len(text)


@pytest.mark.parametrize(
    "text", ["=1+1", "+44 1604", "-5", "@cmd", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x"]
)
def test_a_spreadsheet_never_runs_what_a_person_typed(text: str) -> None:
    assert neutralise(text) == "'" + text


def test_ordinary_text_goes_to_a_spreadsheet_as_it_is() -> None:
    assert neutralise("O'Connor = parent") == "O'Connor = parent"


def test_a_day_is_written_the_british_way() -> None:
    day = date(2026, 11, 9)
    assert british(day, "short") == "9 Nov"
    assert british(day) == "9 Nov 2026"
    assert british(day, "long") == "9 November 2026"
    assert british(day, "weekday") == "Mon 9 Nov 2026"


@pytest.mark.parametrize(
    "raw",
    [
        "2026-03-12",
        "2026-03-12 00:00:00",
        "2026-03-12T09:30:00Z",
        "12/3/26",
        "12/03/2026",
        "12.03.26",
        "12-3-2026",
        "12-Mar-26",
        "12 mar 2026",
        "12Mar26",
        "12th March 2026",
        "12th of March, 2026",
        "Thu 12 Mar 2026",
        "Thursday, 12 March 2026",
        "March 12, 2026",
        " 12/3/2026 00:00 ",
        "12 Mar '26",
    ],
)
def test_a_full_date_is_understood_day_first(raw: str) -> None:
    assert absolute_day(raw) == date(2026, 3, 12)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "n/a",
        "TBC",
        "-",
        "awaiting",
        "12/3",
        "31/2/26",
        "2/13/26",
        "2026",
        "12 Foo 2026",
        "fri",
        "3d",
        "1.5",
    ],
)
def test_what_is_not_a_full_date_is_none(raw: str) -> None:
    assert absolute_day(raw) is None


def test_two_figures_of_a_year_reach_back_to_1970() -> None:
    assert absolute_day("3/2/09") == date(2009, 2, 3)
    assert absolute_day("3/2/70") == date(1970, 2, 3)


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)), st.sampled_from(["medium", "long", "weekday"]))
def test_every_day_we_write_can_be_typed_back(day: date, style: str) -> None:
    assert absolute_day(british(day, style)) == day  # type: ignore[arg-type]
    assert absolute_day(f"{day:%d/%m/%y}") == day
    assert absolute_day(day.isoformat()) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("today", TODAY),
        ("Yesterday", date(2026, 11, 20)),
        ("tomorrow", date(2026, 11, 22)),
        ("3d", date(2026, 11, 24)),
        ("-3d", date(2026, 11, 18)),
        ("2w", date(2026, 12, 5)),
        ("12/1", date(2027, 1, 12)),
        ("12/10", date(2026, 10, 12)),
        ("3 Feb", date(2027, 2, 3)),
        ("9th november", date(2026, 11, 9)),
        ("29/2", date(2028, 2, 29)),
        ("fri", date(2026, 11, 27)),
        ("saturday", TODAY),
        ("12/1/26", date(2026, 1, 12)),
    ],
)
def test_a_few_keys_are_enough_to_type_a_day(typed: str, day: date) -> None:
    assert parse_day(typed, TODAY) == day


def test_a_weekday_can_mean_the_last_one() -> None:
    assert parse_day("fri", TODAY, prefer="past") == date(2026, 11, 20)
    assert parse_day("sat", TODAY, prefer="past") == TODAY
    assert parse_day("sun", TODAY, prefer="past") == date(2026, 11, 15)


@pytest.mark.parametrize("typed", ["", "soon", "31/2", "2/13/26", "9999w", "30 Feb 2026", "f"])
def test_what_is_no_day_is_refused_in_one_sentence(typed: str) -> None:
    with pytest.raises(DayError) as refusal:
        parse_day(typed, TODAY)
    assert str(refusal.value).endswith(".")


@given(st.text())
def test_nothing_typed_can_break_the_reading_of_days(typed: str) -> None:
    try:
        day = parse_day(typed, TODAY)
    except DayError:
        return
    assert isinstance(day, date)


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_a_day_without_its_year_is_never_more_than_half_a_year_away(today: date) -> None:
    assert abs(parse_day("12/1", today) - today) <= timedelta(183)


@pytest.mark.parametrize("written", ["M Hughes", "M. Hughes", "m.hughes", "m_hughes", "  M  HUGHES "])
def test_a_colleague_is_recognised_however_the_name_is_written(written: str) -> None:
    assert fold_person(written) == "m hughes"


def test_a_flood_of_marks_on_one_letter_is_cut_and_ordinary_marks_stay() -> None:
    assert len(clean("a" + "\u0301" * 180)) <= 5
    assert clean("Ogunlẹ́sì, Nguyễn, שָׁלוֹם, नमस्ते") == unicodedata.normalize(
        "NFC", "Ogunlẹ́sì, Nguyễn, שָׁלוֹם, नमस्ते"
    )
