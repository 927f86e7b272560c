"""The list draws what is in sight, asks for what it lacks, and never loses its place."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from screen_text import screen_lines, wait_for
from textual import on
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from ehc_tui.commands import Move
from ehc_tui.present.caseload import CaseLine
from ehc_tui.present.runs import Run, Style
from ehc_tui.widgets.case_table import CaseTable


def lines(first: int, last: int, child: str = "Child") -> dict[int, CaseLine]:
    cells = ("year", "week", "duty", "due", "left", "bar", "advice", "caseworker", "setting")
    return {
        place: CaseLine(
            place,
            f"E26-{place:04}",
            {
                "ref": (Run(f"E26-{place:04}"),),
                "child": (Run(f"{child} {place}"),),
                **{key: (Run(key, Style.OVERDUE),) for key in cells},
            },
        )
        for place in range(first, last)
    }


class Listing(App[None]):
    """Nothing but the list; what it asks for is kept, and given when the test says so."""

    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = ""

    def __init__(self, count: int, known: Mapping[int, CaseLine]) -> None:
        super().__init__()
        self.table = CaseTable()
        self.count, self.known = count, known
        self.wanted: list[tuple[int, int]] = []
        self.opened = 0

    def compose(self) -> ComposeResult:
        yield self.table

    def on_mount(self) -> None:
        self.table.show(self.count, self.known, sort=("next", False))

    @on(CaseTable.Wanted)
    def _keep(self, event: CaseTable.Wanted) -> None:
        self.wanted.append((event.first, event.last))

    @on(CaseTable.Opened)
    def _open(self) -> None:
        self.opened += 1


def cursor(app: Listing) -> str:
    return next((line.split()[1] for line in screen_lines(app) if line.startswith("▸")), "")


async def moved(pilot: Pilot[None], app: Listing, *moves: Move) -> str:
    for move in moves:
        app.table.move(move)
    await pilot.pause()
    return cursor(app)


async def test_keys_move_by_line_page_and_end_and_stop_there() -> None:
    app = Listing(100, lines(0, 100))
    async with app.run_test(size=(80, 11)) as pilot:
        assert await moved(pilot, app, "up") == "E26-0000"
        assert await moved(pilot, app, "down", "down") == "E26-0002"
        assert await moved(pilot, app, "page_down") == "E26-0012"
        assert await moved(pilot, app, "page_up", "page_up") == "E26-0000"
        assert await moved(pilot, app, "last", "down") == "E26-0099"
        assert screen_lines(app)[10].startswith("▸ E26-0099")
        assert await moved(pilot, app, "first") == "E26-0000"


async def test_a_move_waits_for_lines_that_are_not_there_and_moves_add_up() -> None:
    app = Listing(1_000_000, lines(0, 20))
    async with app.run_test(size=(80, 11)) as pilot:
        assert await moved(pilot, app, "page_down", "page_down", "down") == "E26-0010"
        assert app.wanted[-1] == (20, 29)
        app.table.supply(lines(20, 64))
        await wait_for(pilot, lambda: cursor(app) == "E26-0021")
        assert await moved(pilot, app, "last") == "E26-0021"
        app.table.supply(lines(999_990, 1_000_000))
        await wait_for(pilot, lambda: cursor(app) == "E26-999999")
        assert "E26-999990" in screen_lines(app)[1]


async def test_lines_far_from_the_cursor_are_forgotten() -> None:
    app = Listing(100_000, lines(0, 3000))
    async with app.run_test(size=(80, 11)) as pilot:
        app.table.supply(lines(3000, 3064))
        assert await moved(pilot, app, "last") == "E26-0000"
        app.table.supply(lines(99_900, 100_000))
        await wait_for(pilot, lambda: cursor(app) == "E26-99999")
        app.table.supply(lines(97_000, 99_900))
        app.table.supply(lines(96_900, 97_000))
        assert await moved(pilot, app, "first") == "E26-99999"
        assert app.wanted[-1] == (0, 9)


async def test_the_header_marks_the_order() -> None:
    app = Listing(3, lines(0, 3))
    async with app.run_test(size=(120, 11)) as pilot:
        assert "Next duty▲" in screen_lines(app)[0]
        app.table.show(3, lines(0, 3), sort=("child", True))
        await wait_for(pilot, lambda: "Child▼" in screen_lines(app)[0])


async def test_marks_are_shown_beside_the_cursor() -> None:
    app = Listing(3, lines(0, 3))
    async with app.run_test(size=(80, 11)) as pilot:
        app.table.mark({0, 2})
        await wait_for(pilot, lambda: screen_lines(app)[1].startswith("▸●E26-0000"))
        assert screen_lines(app)[2].startswith("  E26-0001")
        assert screen_lines(app)[3].startswith(" ●E26-0002")


async def test_a_list_that_grows_shorter_keeps_the_cursor_in_it() -> None:
    app = Listing(100, lines(0, 100))
    async with app.run_test(size=(80, 11)) as pilot:
        await moved(pilot, app, "last")
        app.table.show(2, lines(0, 2), cursor=99)
        await wait_for(pilot, lambda: cursor(app) == "E26-0001")
        app.table.show(0, {}, empty=[(), (Run("  Nothing here."),)])
        await wait_for(pilot, lambda: "Nothing here." in screen_lines(app)[2])
        assert app.table.current is None
        assert await moved(pilot, app, "down", "page_down", "last", "first") == ""


@pytest.mark.parametrize("width", [20, 60, 80, 120, 200])
async def test_wide_characters_and_long_references_never_break_the_columns(width: int) -> None:
    wide = lines(0, 5, child="李小龍 Ło’Ñandú e\u0301")
    wide[1] = wide[1]._replace(ref="NN/2026/000123", cells={**wide[1].cells, "ref": (Run("NN/2026/000123"),)})
    app = Listing(5, wide)
    async with app.run_test(size=(width, 8)):
        assert "NN/2026/000123" in screen_lines(app)[2]
        strips = app.table.render_lines(app.table.size.region)
        assert {strip.cell_length for strip in strips} == {width}


async def test_the_mouse_moves_the_cursor_and_opens_the_case_it_is_on() -> None:
    app = Listing(30, lines(0, 30))
    async with app.run_test(size=(80, 11)) as pilot:
        await pilot.click(CaseTable, offset=(10, 4))
        await wait_for(pilot, lambda: cursor(app) == "E26-0003")
        assert app.opened == 0
        await pilot.click(CaseTable, offset=(10, 4))
        await wait_for(pilot, lambda: app.opened == 1)
