"""A list of lines keeps its place, says where it is, and draws only what it must."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from screen_text import screen_lines, screen_text, wait_for, wait_for_text
from textual.app import App, ComposeResult

from ehc_tui.present.page import Page, reading
from ehc_tui.present.runs import Line, Run, Style
from ehc_tui.widgets.lines import LineList


class Listing(App[None]):
    """Nothing but a list."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.list = LineList()
        self._first = page
        self.moved: list[int] = []

    def compose(self) -> ComposeResult:
        yield self.list

    def on_mount(self) -> None:
        self.list.show(self._first)

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        self.moved.append(event.index)


def numbered(count: int, detail: Sequence[str] = ()) -> Page:
    return Page(
        head=(line("head"),),
        count=count,
        row=lambda index: line(f"row {index}"),
        detail=lambda index: [line(f"{text} {index}") for text in detail],
        empty=(line("nothing here"),),
    )


def line(text: str) -> Line:
    return (Run(text, Style.PLAIN),)


async def test_the_rule_says_where_in_the_list_the_cursor_is() -> None:
    app = Listing(numbered(500))
    async with app.run_test(size=(40, 12)) as pilot:
        await wait_for_text(pilot, "1 of 500")
        app.list.move("last")
        await wait_for_text(pilot, "500 of 500")
        assert " ▸ row 499" in screen_lines(app)
        app.list.move("page_up")
        await wait_for_text(pilot, "491 of 500")
        app.list.move("first")
        await wait_for_text(pilot, " ▸ row 0")
        await wait_for(pilot, lambda: app.moved == [499, 490, 0])


async def test_only_rows_in_sight_are_asked_for() -> None:
    asked: set[int] = set()

    def row(index: int) -> Line:
        asked.add(index)
        return line(f"row {index}")

    app = Listing(Page(count=100_000, row=row))
    async with app.run_test(size=(40, 12)) as pilot:
        app.list.move("last")
        await wait_for_text(pilot, "100000 of 100000")
        assert len(asked) < 40


async def test_the_cursor_does_not_leave_the_list() -> None:
    app = Listing(numbered(3))
    async with app.run_test(size=(40, 12)) as pilot:
        await wait_for_text(pilot, "1 of 3")
        app.list.move("up")
        app.list.move("page_down")
        app.list.move("down")
        await wait_for_text(pilot, "3 of 3")
        assert app.list.cursor == 2


async def test_words_about_the_row_follow_the_cursor_and_say_when_there_is_more() -> None:
    app = Listing(numbered(20, [f"about {letter}" for letter in "abcdefghijkl"]))
    async with app.run_test(size=(40, 14)) as pilot:
        await wait_for_text(pilot, "about a 0")
        assert screen_lines(app)[-1] == " …"
        app.list.move("down")
        await wait_for_text(pilot, "about a 1")


async def test_without_rows_it_says_what_there_is_to_say() -> None:
    app = Listing(numbered(0))
    async with app.run_test(size=(40, 12)) as pilot:
        await wait_for_text(pilot, "nothing here")
        assert "of 0" not in screen_text(app)
        app.list.move("down")
        assert app.list.cursor == 0


async def test_a_shorter_page_keeps_the_cursor_inside() -> None:
    app = Listing(numbered(20))
    async with app.run_test(size=(40, 30)) as pilot:
        app.list.move("last")
        app.list.show(numbered(5), app.list.cursor)
        await wait_for_text(pilot, "5 of 5")


@pytest.mark.parametrize("size", [(20, 2), (5, 5), (40, 1)])
async def test_a_tiny_terminal_breaks_nothing(size: tuple[int, int]) -> None:
    app = Listing(numbered(20, ["about"]))
    async with app.run_test(size=size) as pilot:
        app.list.move("last")
        await pilot.pause()
        assert len(screen_lines(app)) == size[1]


async def test_text_of_people_is_literal() -> None:
    app = Listing(reading([line("[red]x[/red] [/] [@click=app.quit]y[/]")]))
    async with app.run_test(size=(60, 8)) as pilot:
        await wait_for_text(pilot, "[red]x[/red] [/] [@click=app.quit]y[/]")


async def test_moving_the_cursor_draws_two_rows_and_the_rule() -> None:
    app = Listing(numbered(20))
    async with app.run_test(size=(40, 12)) as pilot:
        await wait_for_text(pilot, "1 of 20")
        drawn: list[int] = []
        draw = app.list.render_line
        app.list.render_line = lambda y: (drawn.append(y), draw(y))[1]  # type: ignore[method-assign]
        app.list.move("down")
        await wait_for_text(pilot, "2 of 20")
        assert set(drawn) == {1, 2, 11}
        drawn.clear()
        app.list.show(numbered(20), app.list.cursor)
        await pilot.pause()
        assert drawn == []


async def test_a_text_is_scrolled_without_a_cursor_and_the_rule_says_how_far_it_is() -> None:
    app = Listing(reading([line(f"sentence {number}") for number in range(30)]))
    async with app.run_test(size=(40, 11)) as pilot:
        await wait_for_text(pilot, "1–10 of 30")
        app.list.move("down")
        await wait_for_text(pilot, "2–11 of 30")
        app.list.move("page_down")
        await wait_for_text(pilot, "11–20 of 30")
        app.list.move("last")
        await wait_for_text(pilot, "21–30 of 30")
        app.list.move("up")
        await wait_for_text(pilot, "20–29 of 30")
        assert "▸" not in screen_text(app)
