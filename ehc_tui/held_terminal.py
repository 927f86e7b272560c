"""The terminal from the start of the program to its end: quiet at once, put back on every way out.

It is made quiet before anything else is loaded, so that what is typed ahead is neither echoed nor changed on
its way to the app. Only what that takes is imported here.
"""

from __future__ import annotations

import os
import sys
import termios
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from types import TracebackType

TYPE_CHECKING = False  # as in `typing`, which takes longer to load than the terminal to be made quiet
if TYPE_CHECKING:
    from typing import Any

    from ehc_tui.present.cells import Row
    from ehc_tui.present.screenful import Screenful

_OPEN, _CLOSE = "\x1b[?1049h\x1b[?25l\x1b[H", "\x1b[m\x1b[?1049l\x1b[?25h"


class HeldTerminal:
    """The terminal of this process. Holding what is held, and letting go of what is not, changes nothing.

    `attributes` is how the line was set when it was found, None while it is not held or cannot be set.
    `screenful` is what was shown before the app was there. Once the app has `taken_over` it leaves the screen
    itself; the settings of the line are put back here in any case.
    """

    def __init__(self) -> None:
        self.attributes: list[Any] | None = None
        self.screenful: Screenful | None = None
        self.taken_over = False

    def __enter__(self) -> HeldTerminal:
        if self.attributes is None and os.isatty(0) and os.isatty(1):
            self._quieten()
            self._mind_signals()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._put_back()
        self.screenful = None

    def show(self, rows: Sequence[Row | None]) -> None:
        """Put a whole screen on the terminal."""
        from ehc_tui.present.screenful import Screenful

        known = {y: row for y, row in enumerate(rows) if row is not None}
        self.screenful = Screenful(len(known[0]), len(rows))
        _write(_OPEN + self.screenful.show(known))

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Leave the terminal as it was found, while a question is asked before the app is there."""
        held = self.attributes is not None
        self._put_back()
        try:
            yield
        finally:
            if held:
                self._quieten()

    def _quieten(self) -> None:
        with suppress(termios.error):  # no terminal that can be set: the app will manage with it or say so
            found, quiet = termios.tcgetattr(0), termios.tcgetattr(0)
            quiet[0] &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR)
            quiet[3] &= ~(termios.ECHO | termios.ICANON)
            termios.tcsetattr(0, termios.TCSANOW, quiet)
            self.attributes = found

    def _put_back(self) -> None:
        if self.attributes is None:
            return
        with suppress(OSError, termios.error):  # a line that was dropped has nothing to be put back
            if self.screenful is not None and not self.taken_over:
                _write(_CLOSE)
            termios.tcsetattr(0, termios.TCSANOW, self.attributes)
        self.attributes = None

    def _mind_signals(self) -> None:
        """End in order when told to, and give the terminal to the shell while the program is stopped.

        The app has its own ways for both, once it is there.
        """
        import signal

        def stop(*_: object) -> None:
            self._put_back()
            signal.signal(signal.SIGTSTP, signal.SIG_DFL)
            os.kill(os.getpid(), signal.SIGTSTP)  # here it stands still until the shell lets it go on
            signal.signal(signal.SIGTSTP, stop)
            self._quieten()
            if self.screenful is not None:
                self.show(self.screenful.rows)

        signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
        if signal.getsignal(signal.SIGTSTP) is signal.SIG_DFL:  # it is off on a host that confines people
            signal.signal(signal.SIGTSTP, stop)


TERMINAL = HeldTerminal()
"""A process has one."""


def _write(text: str) -> None:
    data = text.encode()
    while data:
        data = data[os.write(2, data) :]
