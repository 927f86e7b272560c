"""The real program in a process of its own, at a real (pseudo) terminal or in a pipe."""

from __future__ import annotations

import ctypes
import fcntl
import os
import pty
import re
import resource
import select
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic
from types import TracebackType

from emulator import Emulator

ROOT = Path(__file__).parents[2]
PATIENCE = 20.0
_CONTROL = re.compile(rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[PX^_].*?\x1b\\|\x1b\[[0-?]*[ -/]*[@-~]|\x1b.")
_DROP_FROM_BOUNDING_SET, _DAC_OVERRIDE, _DAC_READ_SEARCH = 24, 1, 2

Prepare = Callable[[], None]


def command(*arguments: object) -> list[str]:
    """The command line of the program."""
    return [sys.executable, "-m", "ehc_tui", *map(str, arguments)]


def environment(today: str = "2026-11-21") -> dict[str, str]:
    """The environment of the tests, on their day."""
    return {**os.environ, "EHC_TODAY": today, "PYTHONPATH": str(ROOT)}


def typed(*arguments: object, prepare: Prepare | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        command(*arguments),
        env=environment(),
        preexec_fn=prepare,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


def started(*arguments: object) -> subprocess.Popen[bytes]:
    """A command that is running."""
    return subprocess.Popen(
        command(*arguments), env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def without_root() -> None:
    """Let the process obey the permissions of files, also where the tests run as root."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None)
        for capability in (_DAC_OVERRIDE, _DAC_READ_SEARCH):
            libc.prctl(_DROP_FROM_BOUNDING_SET, capability, 0, 0, 0)


def on_a_full_disk(most_bytes: int) -> Prepare:
    """No file of the process may grow beyond so many bytes."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))


class Terminal:
    """A terminal in which the program runs; leaving the block kills what still runs."""

    def __init__(
        self, arguments: Sequence[object], size: tuple[int, int] = (80, 24), prepare: Prepare | None = None
    ) -> None:
        self._master, line = pty.openpty()
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

        def attach() -> None:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            if prepare:
                prepare()

        self.process = subprocess.Popen(
            command(*arguments),
            env=environment(),
            stdin=line,
            stdout=line,
            stderr=line,
            start_new_session=True,
            preexec_fn=attach,
        )
        os.close(line)
        self._written = b""
        self._seen = 0
        self._emulator = Emulator(*size)
        self._lines_before: list[str] = [""] * size[1]

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        self.hang_up()

    @property
    def text(self) -> str:
        """All that was written since the last key, without what only tells the terminal how."""
        return _CONTROL.sub(b"", self._written[self._seen :]).decode("utf-8", "replace")

    @property
    def written(self) -> bytes:
        """Every byte that was written."""
        return self._written

    @property
    def lines(self) -> list[str]:
        """What the terminal shows, line by line."""
        return self._emulator.lines

    @property
    def echoes(self) -> bool:
        """Whether the terminal shows what is typed of its own accord, as it does for a shell."""
        flags: int = termios.tcgetattr(self._master)[3]
        return bool(flags & termios.ECHO)

    def type(self, keys: str) -> None:
        """Press keys."""
        self._read(0)
        self._seen = len(self._written)
        self._lines_before = self.lines
        os.write(self._master, keys.encode())

    def sees(self, *texts: str) -> None:
        """Wait until each of these stands in a line that is another than before the last key."""
        for text in texts:
            self.waits(lambda text=text: self._newly_shows(text), text)

    def _newly_shows(self, text: str) -> bool:
        pairs = zip(self.lines, self._lines_before, strict=True)
        return any(text in line for line, before in pairs if line != before)

    def waits(self, condition: Callable[[], bool], what: str = "that") -> None:
        """Wait until a condition holds, reading what is written meanwhile."""
        until = monotonic() + PATIENCE
        while not condition():
            if monotonic() > until or (not self._read(0.02) and self.process.poll() is not None):
                if condition():
                    return
                shown = "\n".join(self.lines)
                raise AssertionError(f"It did not come to {what!r}; the terminal shows:\n{shown}")

    def ends(self) -> int:
        """Wait for the program to end; its exit code."""
        self.waits(lambda: self.process.poll() is not None, "an end")
        while self._read(0):
            pass
        return self.process.wait()

    def hang_up(self) -> None:
        """Drop the line: the program is told by the system, as when a connection breaks."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def kill(self) -> None:
        """Kill the program at once; it gets no chance to do anything more."""
        self.process.kill()
        self.process.wait()

    def _read(self, seconds: float) -> bool:
        """Read what is there, waiting for it so long; False if there is nothing."""
        waiting = select.poll()
        waiting.register(self._master, select.POLLIN)
        ready = waiting.poll(seconds * 1000)
        try:
            found = os.read(self._master, 65536) if ready else b""
        except OSError:  # the program has closed its side
            found = b""
        self._written += found
        self._emulator.write(found)
        return bool(found)
