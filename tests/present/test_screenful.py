"""Whatever stood on a terminal, what is written makes it show what it should, in few bytes."""

from __future__ import annotations

from collections.abc import Sequence

import pyte
import pytest
from emulator import Emulator
from hypothesis import example, given
from hypothesis import strategies as st

from ehc_tui.present.cells import UNADORNED, Look, Row, cells, colour_code
from ehc_tui.present.screenful import Screenful

WIDTH, HEIGHT = 12, 9
RED, BOLD, TURNED = Look(ink="31"), Look(("1",), "34", "49"), Look(("7",))
TRUE = Look(("1", "4"), "38;2;255;141;115", "48;2;22;24;29")
DIM, FIXED = Look(("2",)), Look((), "38;5;209", "48;5;234")
LOOKS = st.sampled_from([UNADORNED, RED, BOLD, DIM, TURNED, TRUE, FIXED])
WORDS = st.sampled_from(["", " ", "a", "Osei", "   ", "李", "小", "é", "░░", "x" * 12, "▸ 12"])
LINES = st.lists(st.tuples(WORDS, LOOKS), max_size=4)


def row(runs: Sequence[tuple[str, Look]]) -> Row:
    drawn = [cell for text, look in runs for cell in cells(text, look)][:WIDTH]
    if drawn and len(drawn) == WIDTH and drawn[-1][0] in ("李", "小"):
        drawn[-1] = (" ", UNADORNED)
    return (*drawn, *cells(" " * (WIDTH - len(drawn)), UNADORNED))


def picture(rows: Sequence[Row]) -> Emulator:
    """A new terminal that shows these lines."""
    terminal = Emulator(WIDTH, HEIGHT)
    terminal.write(Screenful(WIDTH, HEIGHT).show(dict(enumerate(rows))).encode())
    return terminal


def assert_same(one: Emulator, other: Emulator) -> None:
    assert [one.cells(y) for y in range(HEIGHT)] == [other.cells(y) for y in range(HEIGHT)]


@given(st.lists(LINES, min_size=HEIGHT, max_size=HEIGHT), st.dictionaries(st.integers(0, HEIGHT - 1), LINES))
def test_a_picture_changed_is_the_picture_drawn_anew(first: list, changed: dict) -> None:
    rows = [row(line) for line in first]
    shown, terminal = Screenful(WIDTH, HEIGHT), Emulator(WIDTH, HEIGHT)
    terminal.write(shown.show(dict(enumerate(rows))).encode())
    assert_same(terminal, picture(rows))
    after = {y: row(line) for y, line in changed.items()}
    terminal.write(shown.show(after).encode())
    assert_same(terminal, picture([after.get(y, line) for y, line in enumerate(rows)]))


@given(st.lists(st.integers(0, 99), min_size=30, max_size=30), st.integers(-8, 8), st.booleans())
@example(list(range(30)), 1, True)
@example(list(range(30)), -2, False)
def test_lines_that_move_end_up_where_they_belong(numbers: list[int], by: int, headed: bool) -> None:
    def at(top: int) -> list[Row]:
        lines = [row([(f"case {number}", RED)]) for number in numbers[top : top + HEIGHT - 2]]
        return [row([("Head", TURNED)]), *lines, row([("Foot" if headed else str(top), BOLD)])]

    shown, terminal = Screenful(WIDTH, HEIGHT), Emulator(WIDTH, HEIGHT)
    for top in (10, 10 + by):
        terminal.write(shown.show(dict(enumerate(at(top)))).encode())
    assert_same(terminal, picture(at(10 + by)))


def test_a_list_that_moves_by_a_line_costs_a_line() -> None:
    shown = Screenful(80, 24)
    lines = [tuple(cells(f"{n:03} {'x' * 60}".ljust(80), UNADORNED)) for n in range(40)]
    shown.show(dict(enumerate(lines[:24])))
    assert len(shown.show(dict(enumerate(lines[1:25])))) < 100


def test_what_stands_there_already_is_not_written_again() -> None:
    shown = Screenful(WIDTH, HEIGHT)
    lines = {y: row([("same", TRUE)]) for y in range(HEIGHT)}
    assert shown.show(lines) != ""
    assert shown.show(lines) == ""
    shown.forget()
    assert shown.show(lines) != ""


def test_a_letter_costs_its_place_and_itself() -> None:
    shown = Screenful(WIDTH, HEIGHT)
    shown.show({4: row([("a", UNADORNED)])})
    assert shown.show({4: row([("b", UNADORNED)])}) == "\x1b[5Hb"


def test_a_wide_character_in_place_of_another_takes_its_two_cells() -> None:
    shown, terminal = Screenful(WIDTH, HEIGHT), Emulator(WIDTH, HEIGHT)
    for name, number in (("李", "1"), ("小", "2")):
        terminal.write(shown.show({0: row([(f"{name}  Osei  {number}", UNADORNED)])}).encode())
    assert terminal.lines[0].replace(" ", "") == "小Osei2"
    assert_same(terminal, picture([row([("小  Osei  2", UNADORNED)])]))


def test_what_looks_alike_in_neighbouring_lines_is_written_together() -> None:
    shown = Screenful(80, 24)
    lines = [(("Osei", UNADORNED), (" late", FIXED), (" in time", RED)) for _ in range(4)]
    written = shown.show(
        {y: tuple(cell for run in runs for cell in cells(*run)) for y, runs in enumerate(lines)}
    )
    assert written.count("38;5;209") == written.count("31") == 1


@pytest.mark.parametrize(
    ("colour", "code"),
    [
        ((255, 135, 95), "38;5;209"),
        ((28, 28, 28), "38;5;234"),
        ((255, 255, 255), "38;5;231"),
        ((0, 0, 255), "38;2;0;0;255"),  # one of six that some people's colour schemes make another
        ((8, 18, 8), "38;2;8;18;8"),
        ((248, 248, 248), "38;2;248;248;248"),
    ],
)
def test_a_colour_that_every_terminal_has_is_named_by_its_number(
    colour: tuple[int, int, int], code: str
) -> None:
    assert colour_code(*colour) == code
    assert colour_code(*colour, ground=True) == code.replace("38", "48", 1)


def test_the_number_of_a_colour_is_that_colour() -> None:
    for number in range(22, 256):
        colour = pyte.graphics.FG_BG_256[number]
        red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
        assert colour_code(red, green, blue) == f"38;5;{number}"


def test_nothing_that_a_terminal_would_obey_becomes_a_cell() -> None:
    assert "".join(text for text, _ in cells("a\x1b[2J\x9bm\u202eb", UNADORNED)) == "a[2Jmb"
