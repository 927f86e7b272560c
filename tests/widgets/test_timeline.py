"""The timeline reads as text: what runs, what is met, what is late, where today is, at any width and age."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from ehc_tui.law.model import Clock, Kind, Party
from ehc_tui.present.case.scale import Bar, Scale
from ehc_tui.present.case.timeline import ClockOn, StageSpan, due_words, in_order, timeline
from ehc_tui.present.runs import GLYPH, Style, line_width, plain

TODAY = date(2026, 11, 21)
RECEIVED = date(2026, 7, 20)


def golden(name: str) -> str:
    return Path(__file__).parents[1].joinpath("golden", name).read_text("utf-8").rstrip("\n")


def weeks(number: int) -> date:
    return RECEIVED + timedelta(weeks=number)


def clock(label: str, on: date, due: date | None, limit: str = "", **more: object) -> ClockOn:
    given = {"kind": Kind.STATUTORY, "bound": Party.COUNCIL, **more}
    made = Clock(
        rule=label, subject="", label=label, trigger="", triggered_on=on, due=due, act_by=due, **given
    )
    return ClockOn(made, made.state(TODAY), limit)


ASKED = date(2026, 8, 16)
CLOCKS = in_order(
    [
        clock("Decide: assess?", RECEIVED, weeks(6), "6 wk", met_on=date(2026, 8, 14)),
        clock("Decide: no plan", RECEIVED, weeks(16), "16 wk"),
        clock("Send final plan", RECEIVED, weeks(20), "20 wk"),
        clock("Psychology advice", ASKED, date(2026, 9, 27), "6 wk", bound=Party.ADVISER),
        clock("Health advice", ASKED, date(2026, 9, 27), "6 wk", met_on=date(2026, 10, 3)),
        clock("Social care advice", ASKED, date(2026, 9, 27), "6 wk", relieved=True),
        clock("Parental advice", ASKED, date(2026, 9, 27), "6 wk", stopped_on=date(2026, 9, 1)),
        clock("Draft, at the latest", RECEIVED, weeks(14), "14 wk", kind=Kind.LOCAL),
        clock("Family's reply", date(2026, 11, 15), date(2026, 11, 29), "15 d", window=True),
    ]
)
OVERLAPPING = (
    StageSpan(1, "Is an assessment needed", "0–6", weeks(0), weeks(6), RECEIVED, date(2026, 8, 14)),
    StageSpan(2, "Information gathering", "1–12", weeks(0), weeks(12), date(2026, 8, 14), None),
    StageSpan(3, "Analyse and agree", "8–16", weeks(7), weeks(16), date(2026, 10, 20), None),
    StageSpan(4, "Finalise the plan", "12–20", weeks(11), weeks(20), None, None),
)
SEQUENTIAL = (
    StageSpan(1, "Is a plan appropriate", "1–6", weeks(0), weeks(6), RECEIVED, date(2026, 8, 14)),
    StageSpan(2, "Drafting the plan", "7–16", weeks(6), weeks(16), date(2026, 8, 14), None),
    StageSpan(3, "Issuing the plan", "16–20", weeks(15), weeks(20), None, None),
)


def drawn(
    width: int, stages: tuple[StageSpan, ...] = OVERLAPPING, clocks: tuple[ClockOn, ...] = CLOCKS
) -> str:
    made = timeline(stages, clocks, RECEIVED, TODAY, width)
    lines = [made.scale_line(), *map(made.stage_line, stages), *map(made.clock_line, clocks)]
    return "\n".join(plain(line).rstrip() for line in lines)


def test_at_120_columns_the_timeline_shows_limits_and_whole_sentences() -> None:
    assert drawn(117) == golden("timeline_117.txt")


def test_at_80_columns_the_timeline_keeps_every_bar_and_every_date() -> None:
    assert drawn(77) == golden("timeline_77.txt")


def test_at_60_columns_what_is_left_of_each_limit_can_still_be_read() -> None:
    assert drawn(57) == golden("timeline_57.txt")


def test_stages_that_follow_one_another_stand_end_to_end() -> None:
    assert drawn(77, SEQUENTIAL, ()) == golden("timeline_77_sequential.txt")


@pytest.mark.parametrize("width", [40, 57, 77, 97, 117, 197])
def test_no_line_is_wider_than_it_may_be(width: int) -> None:
    long = clock("Antwort der Schule 特別支援学校の返事を待っています", RECEIVED, weeks(16))
    made = timeline(OVERLAPPING, [long], RECEIVED, TODAY, width)
    lines = (made.scale_line(), *map(made.stage_line, OVERLAPPING), made.clock_line(long))
    assert max(line_width(line) for line in lines) <= width


def test_a_case_of_seventy_weeks_still_reads() -> None:
    received = TODAY - timedelta(weeks=70)
    late = clock("Send final plan", received, received + timedelta(weeks=20), "20 wk")
    advice = clock(
        "Health advice", received + timedelta(weeks=5), received + timedelta(weeks=11), met_on=TODAY
    )
    made = timeline((), [late, advice], received, TODAY, 77)
    assert plain(made.scale_line()).split() == ["wk", "0", "8", "16", "24", "32", "40", "48", "56", "64"]
    assert plain(made.clock_line(late)).split() == [
        "Send",
        "final",
        "plan",
        *["●─────────◆!!!!!!!!!!!!!!!!!!!!!!!!!!┆", "6", "Dec", "2025", "!", "350", "late"],
    ]
    assert "◆" in plain(made.clock_line(advice)) and "✗" in plain(made.clock_line(advice))


def test_a_closed_case_is_drawn_to_the_day_it_closed_and_has_no_today() -> None:
    received = TODAY - timedelta(weeks=100)
    done = clock(
        "Send final plan", received, received + timedelta(weeks=20), met_on=received + timedelta(weeks=19)
    )
    made = timeline((), [done], received, TODAY, 77, closed_on=received + timedelta(weeks=19))
    assert "┆" not in plain(made.clock_line(done))
    assert plain(made.scale_line()).split()[-1] == "20"


def test_a_duty_due_today_shows_its_date_over_the_line_of_today() -> None:
    due = clock("Decide: no plan", RECEIVED, TODAY)
    text = plain(timeline((), [due], RECEIVED, TODAY, 77).clock_line(due))
    assert "┆" not in text and "◆" in text and text.rstrip().endswith("~ today")


def test_local_and_guidance_dates_are_hollow_and_never_called_late() -> None:
    target = clock("Draft", RECEIVED, weeks(14), kind=Kind.LOCAL)
    line = timeline((), [target], RECEIVED, TODAY, 77).clock_line(target)
    assert "○╌" in plain(line) and "◇" in plain(line) and "26 past" in plain(line)
    assert Style.OVERDUE not in {run.style for run in line}


def test_the_councils_own_overdue_duty_comes_first_and_the_settled_last() -> None:
    assert CLOCKS[0].clock.label == "Decide: no plan"
    assert [item.settled for item in CLOCKS] == sorted(item.settled for item in CLOCKS)


def test_a_relieved_limit_keeps_its_date_and_shows_that_it_is_disapplied() -> None:
    plainly = clock("Decide: no plan", RECEIVED, weeks(16))
    relieved = clock("Decide: no plan", RECEIVED, weeks(16), relieved=True)
    made = timeline((), [plainly, relieved], RECEIVED, TODAY, 77)
    before, after = plain(made.clock_line(plainly)), plain(made.clock_line(relieved))
    assert before.index("◆") == after.index("◆")
    assert "9 Nov ! 12 late" in before and "9 Nov § relieved" in after


def test_every_state_has_its_glyph_in_the_words_beside_the_bar() -> None:
    for item in CLOCKS:
        assert GLYPH[item.state] in due_words(item, TODAY, 30)
        assert GLYPH[item.state] in due_words(item, TODAY, 10)


def test_dates_that_run_backwards_are_drawn_without_a_bar() -> None:
    odd = clock("Odd", weeks(10), weeks(16), met_on=weeks(2))
    text = plain(timeline((), [odd], RECEIVED, TODAY, 77).clock_line(odd))
    assert "✓" in text and "─" not in text


def test_a_bar_paints_one_thing_over_another() -> None:
    bar = Bar(Scale(RECEIVED, RECEIVED + timedelta(days=9), 10))
    bar.span(RECEIVED, RECEIVED + timedelta(days=5), "─", Style.ON_TRACK)
    bar.mark(RECEIVED + timedelta(days=5), "◆", Style.OVERDUE)
    bar.between(RECEIVED + timedelta(days=5), RECEIVED + timedelta(days=9), "!", Style.OVERDUE)
    assert plain(bar.line()) == "─────◆!!! "


def test_what_is_due_next_year_does_not_squeeze_the_twenty_weeks() -> None:
    review = clock("First annual review", weeks(17), weeks(69))
    made = timeline((), [*CLOCKS, review], RECEIVED, TODAY, 77)
    assert plain(made.scale_line()).split()[-1] == "20"
    assert "→" in plain(made.clock_line(review)) and "◆" not in plain(made.clock_line(review))
