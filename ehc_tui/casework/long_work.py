"""Work on thousands of cases at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def long_work() -> Iterator[None]:
    """Lets the collector of cyclic garbage rest meanwhile.

    Rows, facts and clocks hold no cycles and are freed as soon as nobody needs them. Among many thousands of
    them the collector would look again and again, in vain, for a quarter of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
