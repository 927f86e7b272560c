"""Lines are drawn as they are; the footer offers what fits, the most wanted last to go."""

from __future__ import annotations

import pytest
from screen_text import screen_lines, wait_for_text
from textual.app import App, ComposeResult

from ehc_tui.commands import commands_of
from ehc_tui.present.runs import Run, Style, line_width, plain
from ehc_tui.widgets.literal import Literal
from ehc_tui.widgets.status_line import StatusLine, footer

HERE = [*commands_of("caseload"), *commands_of("app")]


class Drawing(App[None]):
    """Two lines and a footer."""

    CSS = "Screen { layout: vertical; } #two { height: 2; } StatusLine { height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.two, self.status = Literal(id="two"), StatusLine()

    def compose(self) -> ComposeResult:
        yield self.two
        yield self.status


async def test_text_is_never_read_as_markup() -> None:
    app = Drawing()
    async with app.run_test(size=(60, 5)) as pilot:
        app.two.show((Run("[@click=app.quit]x[/]"), Run("[/red]", Style.OVERDUE)), (Run("李" * 40),))
        await wait_for_text(pilot, "[@click=app.quit]x[/][/red]")
        assert len(screen_lines(app)[1]) == 30


async def test_nothing_that_a_terminal_would_obey_is_drawn() -> None:
    app = Drawing()
    async with app.run_test(size=(60, 5)) as pilot:
        app.two.show((Run("Osei\x1b[2J\x9b31m\u202e\x07!"),))
        await wait_for_text(pilot, "Osei[2J31m!")


def test_the_footer_drops_the_least_wanted_first_and_never_the_way_out() -> None:
    seen = [plain(footer(HERE, width, lambda command_id: False)) for width in (120, 80, 40, 12)]
    assert all(len(line) <= width for line, width in zip(seen, (120, 80, 40, 12), strict=True))
    assert "n new case" in seen[0] and "n new case" not in seen[1]
    assert "/ filter" in seen[2] and "q quit" in seen[3]


@pytest.mark.parametrize("width", range(0, 160, 7))
def test_the_footer_never_exceeds_the_width(width: int) -> None:
    assert line_width(footer(HERE, width, lambda command_id: False)) <= max(width, 0)


def test_what_is_off_is_dimmed_but_stays() -> None:
    line = footer(HERE, 120, lambda command_id: command_id == "caseload.allocate")
    assert Run("a", Style.DIM) in line
    assert Run("c", Style.KEY) in line


async def test_a_whisper_takes_the_place_of_the_commands_and_gives_it_back() -> None:
    app = Drawing()
    async with app.run_test(size=(80, 5)) as pilot:
        app.status.offer(HERE, lambda command_id: False)
        await wait_for_text(pilot, "q quit")
        app.status.whisper((Run("Fri 27 Nov 2026", Style.ACCENT),))
        await wait_for_text(pilot, "Fri 27 Nov 2026")
        app.status.whisper(None)
        await wait_for_text(pilot, "q quit")
