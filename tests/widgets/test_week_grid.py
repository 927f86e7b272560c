"""The week as a caseworker reads it: what the cells say, and how the cursor moves over them."""

from __future__ import annotations

from datetime import date, time

import pytest
from textual.app import App, ComposeResult

from ehc_tui.present.runs import Style, plain
from ehc_tui.text import cell_width
from ehc_tui.widgets.week_grid import Busy, Shape, Week, WeekGrid, heading, row_line, shape_of

TODAY = date(2026, 11, 21)
MONDAY = date(2026, 11, 23)
TUESDAY, WEDNESDAY, FRIDAY = date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 27)
CHRISTMAS = Week(date(2026, 12, 21), TODAY, holidays={date(2026, 12, 25): "Christmas Day"})
HOSTILE = "\x1b]52;c;AAAA\x07[/][red]x"


def drawn(week: Week, width: int = 80, height: int = 11, cursor: tuple[date, int] | None = None) -> list[str]:
    """The lines of the grid as text."""
    shape = shape_of(week, width, height)
    rows = [
        row_line(week, shape, row, cursor[0] if cursor and cursor[1] == row else None)
        for row in range(shape.rows)
    ]
    return [plain(line) for line in (heading(week, shape), *rows)]


def at(starts: str, lines: list[str]) -> str:
    """The line of the hour that starts then."""
    return next(line for line in lines if line.startswith(f" {starts}"))


def week(*busy: Busy) -> Week:
    return Week(MONDAY, TODAY, busy)


def test_an_empty_week_is_free_from_nine_to_six_by_the_hour() -> None:
    lines = drawn(week())
    assert lines[0].split() == ["Nov", "Mon", "23", "Tue", "24", "Wed", "25", "Thu", "26", "Fri", "27"]
    assert [line.split()[0] for line in lines[1:]] == [f"{hour:02}:00" for hour in range(9, 18)]
    assert lines[1].count("░ free") == 5


def test_a_tall_grid_shows_half_hours() -> None:
    tall = drawn(week(), height=19)
    assert (len(tall), tall[1].split()[0], tall[-1].split()[0]) == (19, "08:30", "17:00")
    assert len(drawn(week(), height=18)) == 10


@pytest.mark.parametrize("width", [80, 66, 53])
def test_every_line_is_exactly_as_wide_as_its_columns(width: int) -> None:
    crowded = week(Busy(TUESDAY, time(10), 60, "ŁÓDŹ 日本語 Wójcik-Brzęczyszczykiewicz"))
    assert {cell_width(line) for line in drawn(crowded, width)} == {8 + (width - 8) // 5 * 5}


def test_busy_cells_say_who_and_where_inside_the_hour_it_starts() -> None:
    lines = drawn(week(Busy(TUESDAY, time(10, 30), 60, "J.O.")))
    assert "▓ J.O. 10:30" in at("10:00", lines)
    assert "▓ J.O.  " in at("11:00", lines)
    assert "▓" not in at("09:00", lines) + at("12:00", lines)


def test_half_hours_are_exact() -> None:
    lines = drawn(week(Busy(TUESDAY, time(10, 30), 30, "J.O.")), height=21)
    assert [number for number, line in enumerate(lines) if "▓" in line] == [5]


def test_two_meetings_in_a_cell_are_counted_and_the_one_on_screen_comes_first() -> None:
    lines = drawn(week(Busy(TUESDAY, time(10), 30, "J.O."), Busy(TUESDAY, time(10), 60, "", here=True)))
    assert "◆ here +1" in at("10:00", lines)


def test_early_and_late_meetings_widen_the_day() -> None:
    lines = drawn(week(Busy(TUESDAY, time(7, 30), 60, "J.O."), Busy(WEDNESDAY, time(18), 45, "J.O.")))
    assert lines[1].startswith(" 07:00")
    assert lines[-1].startswith(" 18:00")


def test_meetings_in_other_weeks_are_not_drawn() -> None:
    lines = drawn(week(Busy(date(2026, 12, 1), time(6), 60, "J.O.")))
    assert lines[1].startswith(" 09:00")
    assert "▓" not in "".join(lines)


def test_a_bank_holiday_is_named_down_its_column_and_never_free() -> None:
    friday = [line[-14:].strip() for line in drawn(CHRISTMAS)[1:]]
    assert friday[:3] == ["× Christmas", "× Day", "×"]
    assert not any("free" in cell for cell in friday)


def test_a_meeting_on_a_bank_holiday_is_still_shown() -> None:
    booked = Week(
        CHRISTMAS.monday, TODAY, (Busy(date(2026, 12, 25), time(9), 60, "J.O."),), CHRISTMAS.holidays
    )
    assert "▓ J.O." in at("09:00", drawn(booked))


def test_nothing_is_called_free_before_it_is_known() -> None:
    assert "free" not in "".join(drawn(Week(MONDAY, TODAY, known=False)))


def test_today_is_marked_and_past_days_are_faint() -> None:
    now = Week(MONDAY, WEDNESDAY)
    shape = shape_of(now, 80, 11)
    assert [run.style for run in heading(now, shape)[1:]].index(Style.TODAY) == 2
    cells = row_line(now, shape, 0)[2::2]
    assert [run.style for run in cells] == [Style.DIM, Style.DIM, Style.PLAIN, Style.PLAIN, Style.PLAIN]


def test_the_cursor_is_a_mark_and_not_only_a_colour() -> None:
    assert "▸ ░ free" in at("11:00", drawn(week(), cursor=(WEDNESDAY, 2)))


def test_hostile_names_are_drawn_as_plain_text() -> None:
    lines = "".join(drawn(week(Busy(TUESDAY, time(10), 60, HOSTILE))))
    assert "\x1b" not in lines
    assert "[/]" in at("10:00", drawn(week(Busy(TUESDAY, time(10), 60, "[/]"))))


def test_rows_and_minutes_match_both_ways() -> None:
    shape = Shape(first=8 * 60, step=30, rows=20, column=14)
    assert [shape.row(shape.minute(row)) for row in range(20)] == list(range(20))
    assert (shape.row(0), shape.row(23 * 60)) == (0, 19)


class Desk(App[None]):
    """A grid by itself, with the messages it posted."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[object] = []

    def compose(self) -> ComposeResult:
        yield WeekGrid(TODAY, id="grid")

    @property
    def grid(self) -> WeekGrid:
        return self.query_one(WeekGrid)

    def on_week_grid_cell_chosen(self, message: WeekGrid.CellChosen) -> None:
        self.said.append(message)

    def on_week_grid_week_turned(self, message: WeekGrid.WeekTurned) -> None:
        self.said.append(message)


async def test_the_cursor_starts_on_the_next_weekday_at_ten() -> None:
    async with Desk().run_test() as pilot:
        assert pilot.app.query_one(WeekGrid).cursor == (MONDAY, time(10))


async def test_choosing_a_cell_says_its_day_and_time() -> None:
    app = Desk()
    async with app.run_test(size=(80, 11)) as pilot:
        app.grid.show(week())
        app.grid.move(2, 1)
        app.grid.choose()
        await pilot.pause()
        assert app.said == [WeekGrid.CellChosen(WEDNESDAY, time(11))]


async def test_moving_past_friday_goes_on_to_the_next_monday_and_back() -> None:
    app = Desk()
    async with app.run_test(size=(80, 11)) as pilot:
        app.grid.go_to(FRIDAY, time(9))
        app.grid.move(1, 0)
        assert app.grid.cursor == (date(2026, 11, 30), time(9))
        app.grid.move(-1, 0)
        assert app.grid.cursor == (FRIDAY, time(9))
        await pilot.pause()
        assert app.said == [WeekGrid.WeekTurned(date(2026, 11, 30)), WeekGrid.WeekTurned(MONDAY)]


async def test_turning_the_week_keeps_the_day_and_time_and_an_answer_that_comes_late_is_dropped() -> None:
    app = Desk()
    async with app.run_test(size=(80, 11)):
        app.grid.move(1, 0)
        app.grid.turn(1)
        app.grid.show(week(Busy(TUESDAY, time(10), 60, "J.O.")))
        assert app.grid.cursor == (date(2026, 12, 1), time(10))
        assert "▓" not in app.grid.render_line(2).text
        assert "free" not in app.grid.render_line(2).text


async def test_the_cursor_stays_inside_the_day() -> None:
    app = Desk()
    async with app.run_test(size=(80, 11)):
        app.grid.show(week())
        app.grid.move(0, -50)
        assert app.grid.cursor[1] == time(9)
        app.grid.edge(-1)
        assert app.grid.cursor[1] == time(17)
        app.grid.edge(0)
        assert app.grid.cursor[1] == time(9)


async def test_a_small_terminal_scrolls_the_grid_to_the_cursor() -> None:
    app = Desk()
    async with app.run_test(size=(80, 6)):
        app.grid.show(week())
        app.grid.edge(-1)
        shown = [app.grid.render_line(line).text for line in range(6)]
        assert shown[0].startswith(" Nov")
        assert shown[-1].startswith(" 17:00")


async def test_going_to_a_weekend_day_stops_at_the_monday_after() -> None:
    app = Desk()
    async with app.run_test(size=(80, 11)):
        app.grid.go_to(date(2026, 12, 5), time(14))
        assert app.grid.cursor == (date(2026, 12, 7), time(14))
