"""What the program must reach, row by row, and whether it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import command_line
import other_screens
import statements
from sittings import Figures

SPIKE_CURSOR, SPIKE_PAGE = 0.9, 2.35
"""A cursor key and a page in a list without a program around it, as multiples of a key in the empty app."""
WHOLE = ("page down", "end", "home")


class Row(NamedTuple):
    """A line of the table: what is measured, what must be reached, what was, and whether that is met."""

    what: str
    target: str
    measured: str
    met: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """All that was measured in one run: stores by their number of cases, the smallest first."""

    empty: Figures
    roomy: Mapping[int, Figures]
    small: Mapping[int, Figures]
    asked: Mapping[int, Mapping[str, float]]
    typed: Mapping[str, float]
    others: Figures


def rows(found: Measured) -> Iterator[Row]:
    """The table."""
    stores = tuple(found.roomy)
    for cases in stores:
        yield from _start(found, cases)
    if len(stores) > 1:
        ratio = found.roomy[stores[-1]]["shown"] / found.roomy[stores[0]]["shown"]
        yield Row(
            f"the list on the screen, {stores[-1]:,} beside {stores[0]:,}",
            "≤ 1.2 ×",
            f"{ratio:.2f} ×",
            ratio <= 1.2,
        )
    for cases in stores:
        yield from _keys(found, cases)
    for cases in stores:
        yield from _answers(found, cases)
    for screen, keys in other_screens.SCREENS.items():
        yield from _other_screen(found, screen, keys)
    for cases in stores:
        idle = found.roomy[cases]["idle, bytes"]
        yield Row(f"idle, {cases:,}", "0 bytes", f"{idle:.0f} bytes", not idle)
    for cases in stores:
        yield _times(f"memory, {cases:,}", 3, found.roomy[cases]["memory"], found.empty["memory"], "MB")
    floor = found.typed[command_line.FLOOR]
    for command, most in ((command_line.LIST, 12), (command_line.HELP, 10)):
        yield _times(
            f"`{command}`", most, found.typed[command] * 1000, floor * 1000, "ms", "`python -c pass`"
        )


def _start(found: Measured, cases: int) -> Iterator[Row]:
    ours, empty = found.roomy[cases], found.empty["shown"]
    yield _times(f"the list on the screen, {cases:,}", 0.35, ours["shown"], empty, "ms")
    yield _times(f"first key answered, {cases:,}", 2.2, ours["first key"], empty, "ms")


def _keys(found: Measured, cases: int) -> Iterator[Row]:
    ours, small, key = found.roomy[cases], found.small[cases], found.empty["x"]
    yield _within(f"cursor key, {cases:,}", _cursor_key(key), ours["down"], key)
    yield _bytes(f"cursor key, {cases:,}", 360, ours["down, bytes"])
    for name in WHOLE:
        yield _within(f"{name}, {cases:,}", 2 * SPIKE_PAGE * key, ours[name], key)
        yield _bytes(f"{name}, {cases:,}", 4_500, ours[f"{name}, bytes"])
    yield _bytes(f"cursor key, {cases:,}, 80x24 in 16 colours", 360, small["down, bytes"])
    yield _bytes(f"page down, {cases:,}, 80x24 in 16 colours", 3_000, small["page down, bytes"])


def _answers(found: Measured, cases: int) -> Iterator[Row]:
    ours, asked, key = found.roomy[cases], found.asked[cases], found.empty["x"]
    yield _within(
        f"filter, a letter to its answer, {cases:,}", 15 if cases <= 20_000 else 40, ours["letter"], key
    )
    yield _within(
        f"cursor key while the filter is counted, {cases:,}",
        ours["down"] + 16,
        ours["down while counting"],
        key,
    )
    raw = asked[statements.FLOOR] * 1000
    slowest = max(seconds for name, seconds in asked.items() if name.startswith("sort ")) * 1000
    yield Row(
        f"slowest order, its statements alone, {cases:,}",
        f"≤ {1.5 * raw:.1f} ms (1.5 × raw)",
        f"{slowest:.1f} ms",
        slowest <= 1.5 * raw,
    )
    yield _within(f"another order on the screen, {cases:,}", 1.5 * raw + ours["home"], ours["sort"], key)
    yield _within(f"open a case, {cases:,}", 30, ours["open"], key)
    yield _bytes(f"open a case, {cases:,}", 8_000, ours["open, bytes"])


def _other_screen(found: Measured, screen: str, keys: Iterable[str]) -> Iterator[Row]:
    """To open it, to move its cursor and to turn its page, as in the list; the words below come later."""
    key = found.empty["x"]
    most = {
        other_screens.OPEN: (30.0, 8_000),
        other_screens.CURSOR: (_cursor_key(key), 400),
        other_screens.PAGE: (2 * SPIKE_PAGE * key, 4_500),
    }
    for what in keys:
        name, (milliseconds, size) = f"{screen}: {what}", most[what]
        yield _within(name, milliseconds, found.others[name], key)
        yield _bytes(name, size, found.others[f"{name}, bytes"])


def _cursor_key(key: float) -> float:
    return max(4, 1.5 * SPIKE_CURSOR * key)


def _times(what: str, most: float, figure: float, floor: float, unit: str, of: str = "the empty app") -> Row:
    """A figure that may be so many times a floor."""
    ratio = figure / floor
    return Row(
        what, f"≤ {most:g} × {of}", f"{ratio:.2f} × ({figure:.0f} and {floor:.0f} {unit})", ratio <= most
    )


def _within(what: str, most: float, figure: float, key: float) -> Row:
    """A time that may be so many milliseconds, also in keys of the empty app."""
    return Row(what, f"≤ {most:.1f} ms", f"{figure:.1f} ms, {figure / key:.1f} keys", figure <= most)


def _bytes(what: str, most: int, figure: float) -> Row:
    return Row(f"{what}: bytes", f"≤ {most:,}", f"{figure:,.0f}", figure <= most)
