"""A case in a few readable lines, and the rule book of England."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from ehc_tui.law.clocks import clocks_of
from ehc_tui.law.model import CaseFacts, Clock, Fact, Relief
from ehc_tui.law.process import Process, load_process
from ehc_tui.law.rulebook import Rulebook, load_rulebook

CaseOf = Callable[..., CaseFacts]
ClockIn = Callable[..., Clock]

LINE = re.compile(
    r"(?P<on>\S+) (?:to (?P<until>\S+) )?(?P<kind>\w+)(?:: (?P<outcome>[^@]+?))?(?: @(?P<subject>.+))?"
)


def fact(line: str) -> Fact:
    """A fact from a line such as `2026-08-15 assess_decision: Yes` or `2026-08-16 contact @health`."""
    found = LINE.fullmatch(line)
    assert found, line
    until = found["until"]
    return Fact(
        found["kind"],
        date.fromisoformat(found["on"]),
        found["outcome"],
        found["subject"] or "",
        date.fromisoformat(until) if until else None,
    )


@pytest.fixture(scope="session")
def book() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="session")
def west_northants() -> Process:
    return load_process("west-northants")


@pytest.fixture(scope="session")
def north_somerset() -> Process:
    return load_process("north-somerset")


@pytest.fixture(scope="session")
def case_of() -> CaseOf:
    def build(*lines: str, reliefs: tuple[Relief, ...] = (), born: str | None = None) -> CaseFacts:
        return CaseFacts(
            tuple(fact(line) for line in lines), reliefs, date.fromisoformat(born) if born else None
        )

    return build


@pytest.fixture(scope="session")
def clock_in(book: Rulebook) -> ClockIn:
    def find(case: CaseFacts, rule: str, subject: str = "", process: Process | None = None) -> Clock:
        (clock,) = [
            clock
            for clock in clocks_of(case, book, process)
            if clock.rule == rule and clock.subject == subject
        ]
        return clock

    return find
