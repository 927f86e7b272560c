"""What is said of a fault of ours: of what kind it is and where it happened, never what it was about.

The text of an exception can hold whatever the code was working on: a row, a name, a line of somebody's file.
So no such text, and no value of a variable, goes to a terminal, into a log or into a memory dump.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from types import TracebackType

TYPE_CHECKING = False  # as in `typing`, which takes longer to load than the terminal to be made quiet
if TYPE_CHECKING:
    from typing import Any


def be_discreet() -> None:
    """Have Python itself report an error only by its kind and place, and leave no core file.

    A hook that somebody else has put in place, such as a test's, stays.
    """
    if sys.excepthook is sys.__excepthook__:
        sys.excepthook = lambda _kind, error, _trace: _tell(error)
    if threading.excepthook is threading.__excepthook__:
        threading.excepthook = lambda given: _tell(given.exc_value)
    if sys.unraisablehook is sys.__unraisablehook__:
        sys.unraisablehook = lambda given: _tell(given.exc_value)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def about_task(_loop: object, context: dict[str, Any]) -> None:
    """The exception handler of an event loop: for a task that failed with nobody waiting for it."""
    _tell(context.get("exception"))


def kind_of(error: BaseException) -> str:
    """The kind of an error and the line of ours that it came from: "KeyError in ehc_tui.text, line 12"."""
    places = list(_places(error.__traceback__))
    ours = [place for place in places if place.startswith("ehc_tui.")] or places
    return f"{type(error).__name__}{f' in {ours[-1]}' if ours else ''}"


def account_of(error: BaseException) -> Iterator[str]:
    """All that is told of an error with EHC_DEBUG=1: the lines it came through, and those it came from."""
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier is not None:
        yield from account_of(earlier)
        yield "which led to"
    for place in _places(error.__traceback__):
        yield f"  {place}"
    yield type(error).__qualname__


def _places(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        yield f"{trace.tb_frame.f_globals.get('__name__', '?')}, line {trace.tb_lineno}"
        trace = trace.tb_next


def _tell(error: BaseException | None) -> None:
    if error is not None and sys.stderr is not None:
        print(f"ehc-tui: something is wrong inside it ({kind_of(error)}).", file=sys.stderr)
