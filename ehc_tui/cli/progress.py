"""How far a long command has come: on stderr, and only where somebody is watching."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

BAR = 30


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """Gives a function of (done, total) that draws the bar, or None where stderr is no terminal.

    The line is written anew only when the percentage changes, and is gone when the block ends.
    """
    if not sys.stderr.isatty():
        yield None
        return
    shown = -1

    def draw(done: int, total: int) -> None:
        nonlocal shown
        percent = 100 * done // max(total, 1)
        if percent != shown:
            shown = percent
            filled = BAR * percent // 100
            sys.stderr.write(f"\r{label} {'█' * filled}{'·' * (BAR - filled)} {percent:3}%")
            sys.stderr.flush()

    try:
        yield draw
    finally:
        if shown >= 0:
            sys.stderr.write(f"\r{' ' * (len(label) + BAR + 6)}\r")
            sys.stderr.flush()
