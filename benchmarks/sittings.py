"""Sittings at a terminal: a program is started, its keys are pressed one by one, and it ends."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from types import MappingProxyType
from typing import NamedTuple

from programs import Program
from terminal import Step, Terminal

ROOMY, SMALL = (120, 40), (80, 24)
SIXTEEN_COLOURS = {"TERM": "xterm-16color", "COLORTERM": ""}
SORTS = "rcywdgakots"
"""The keys of the columns a list is sorted by, as the program asks for them; the last is not asked twice."""
WORDS = ("kha", "smi")
_REST, _AT_REST, _IDLE = 0.25, 1.2, 3.0
_BEFORE_COUNTED, BEFORE_DETAIL = 0.04, 0.06
"""So long nothing is written before what follows a key later: a count, the words about a line."""


class Figures:
    """What was measured under each name, over several sittings."""

    def __init__(self) -> None:
        self._each: defaultdict[str, list[float]] = defaultdict(list)

    def add(self, name: str, value: float | None) -> None:
        """One more figure; None, where nothing could be measured, is none."""
        if value is not None:
            self._each[name].append(value)

    def step(self, name: str, step: Step) -> None:
        """The time and the bytes of a key."""
        self.add(name, step.milliseconds)
        self.add(f"{name}, bytes", step.bytes)

    def __getitem__(self, name: str) -> float:
        return median(self._each[name])

    def __contains__(self, name: str) -> bool:
        return name in self._each


class Sitting(NamedTuple):
    """A program measured at a terminal of that size, and what is pressed there."""

    program: Program
    size: tuple[int, int] = ROOMY
    whole: bool = False
    colours: Mapping[str, str] = MappingProxyType({})


def sit(sittings: Sequence[Sitting], runs: int, home: Path) -> list[Figures]:
    """Every sitting `runs` times in turn, after a start of each that warms what is warm in daily work."""
    found = [Figures() for _ in sittings]
    for program, size, *_ in sittings:
        move_in(home)
        with Terminal(program.command, size, program.environment) as terminal:
            terminal.shows(program.ready)
    for _ in range(runs):
        for figures, sitting in zip(found, sittings, strict=True):
            move_in(home)
            _sit(sitting, figures)
    return found


def move_in(home: Path) -> None:
    """An empty home, as of somebody who has never used the program before."""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)


def _sit(sitting: Sitting, figures: Figures) -> None:
    program = sitting.program
    with Terminal(program.command, sitting.size, {**program.environment, **sitting.colours}) as terminal:
        figures.add("shown", terminal.shows(program.ready))
        if program.then:
            terminal.type(program.then[0])
            figures.add("list", terminal.shows(program.then[1]))
        if sitting.whole:
            terminal.type("down")
            figures.add("first key", terminal.until(_second_is_chosen, "the cursor on the second case"))
        terminal.settle(_AT_REST)
        figures.add("start, bytes", terminal.written)
        if sitting.whole:
            _whole_sitting(terminal, figures)
        for key in program.keys:
            for _ in range(6):
                figures.step(key, terminal.press(key, cases, BEFORE_DETAIL))
                terminal.settle(_REST)
        figures.add("memory", terminal.memory())


def _whole_sitting(terminal: Terminal, figures: Figures) -> None:
    """Ends, filters, orders, a case and a rest."""

    def press(name: str, key: str) -> None:
        figures.step(name, terminal.press(key, cases))
        terminal.settle(_REST)

    for _ in range(3):
        press("end", "end")
        press("home", "home")
    terminal.press("/")
    for word in WORDS:
        figures.step("letter", terminal.press(word[0], cases, _BEFORE_COUNTED))
        figures.step("down while counting", terminal.press("down", cases, BEFORE_DETAIL))
        terminal.settle(_REST)
        for letter in word[1:]:
            press("letter", letter)
        for _ in word:
            press("letter", "backspace")
    terminal.press("escape")
    for key in SORTS:
        terminal.settle(_REST)
        terminal.press("s")
        press("sort", key)
    for _ in range(3):
        figures.step("open", terminal.press("enter", quiet=_REST))
        terminal.press("escape", quiet=_REST)
    terminal.settle(_AT_REST)
    figures.add("idle, bytes", terminal.read_for(_IDLE))


def cases(lines: list[str]) -> tuple[str, ...]:
    """The lines of the list without its scroll bar; every line of a program that has none of ours."""
    heads = [y for y, line in enumerate(lines) if line.startswith("  Ref ")]
    if not heads:
        return tuple(lines)
    below = [y for y, line in enumerate(lines) if line.startswith("──")] or [len(lines) - 2]
    return tuple(line.removesuffix("┃").rstrip() for line in lines[heads[0] + 1 : below[0]])


def _second_is_chosen(lines: list[str]) -> bool:
    return any(line.startswith("▸") for line in cases(lines)[1:2])
