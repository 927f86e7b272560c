"""A terminal for programs to be timed in: what they write, when, and what a person would then see.

What is written is stamped as it is read and looked at afterwards, so that emulating the terminal never delays
a program. Questions that programs put to a terminal (its kind, its modes, its colours, where the cursor is)
are answered as a real one does.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Any, NamedTuple

import pyte

Look = Callable[[list[str]], object]
"""What of the lines of a screen is looked at."""

KEYS = {
    "up": "\x1b[A",
    "down": "\x1b[B",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "page up": "\x1b[5~",
    "page down": "\x1b[6~",
    "enter": "\r",
    "escape": "\x1b",
    "backspace": "\x7f",
    "tab": "\t",
}
"""What a terminal sends for keys that are not letters."""

QUIET, _ANSWER, _PATIENCE = 0.12, 5.0, 60.0
_MODES = {1: 2, 7: 1, 12: 2, 25: 1, 1000: 2, 1003: 2, 1004: 2, 1006: 2, 1049: 2, 2004: 2, 2026: 2}
_QUESTION = re.compile(
    rb"\x1b\[(?P<kind>[>=]?)0?c|\x1b\[(?P<status>[56])n|\x1b\[\?(?P<mode>\d+)\$p|\x1b\[>0?q(?P<name>)"
    rb"|\x1b\](?P<colour>1[012]|4;\d+);\?(?:\x07|\x1b\\)|\x1b\[(?P<size>1[48])t"
    rb"|\x1bP[+$]q(?P<ask>[^\x1b]*)\x1b\\"
)
_KINDS = {b"": b"\x1b[?62;22c", b">": b"\x1b[>41;390;0c", b"=": b"\x1bP!|00000000\x1b\\"}
_NOT_DRAWN = re.compile(
    rb"\x1b\[[<=>][0-9;:]*[A-Za-z]|\x1b\[\??[0-9;]*\$[a-z]|\x1b[P_][^\x1b]*\x1b\\"
    rb"|\x1b\[[0-9;]*t|\x1b\[[0-9;]* q"
)
_BEGUN = re.compile(rb"\x1b(?:\[[0-9;:<=>?$ ]*|[]P_][^\x07\x1b]*\x1b?)?$")


class Step(NamedTuple):
    """What a key brought about: milliseconds until what was looked at was as it stayed, and bytes in all.

    The time is None if nothing of that changed.
    """

    milliseconds: float | None
    bytes: int


class Terminal:
    """A program at a terminal of so many columns and lines; leaving the block ends it."""

    def __init__(
        self, command: Sequence[str], size: tuple[int, int], environment: Mapping[str, str] | None = None
    ) -> None:
        self._size = size
        self._screen = _Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._written: list[tuple[float, bytes]] = []
        self._drawn = 0
        self._half_drawn = self._half_asked = b""
        surroundings = _surroundings(environment or {})
        self.began = perf_counter()
        self._process, self._line = pty.fork()
        if not self._process:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            os.execvpe(command[0], command, surroundings)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number in (signal.SIGHUP, signal.SIGKILL):
            os.kill(self._process, number)
            until = perf_counter() + 2
            while perf_counter() < until:
                self._read(0.01)
                if os.waitpid(self._process, os.WNOHANG)[0]:
                    os.close(self._line)
                    return

    def shows(self, text: str) -> float:
        """Wait until the text is on the screen; milliseconds from the start of the program to then."""
        return self.until(lambda lines: any(text in line for line in lines), text)

    def until(self, condition: Callable[[list[str]], bool], what: str) -> float:
        """Wait until that is true of the screen; milliseconds from the start of the program to then.

        Raises `NotShown` with what is there instead after a minute, or when the program has ended.
        """
        until = perf_counter() + _PATIENCE
        while perf_counter() < until:
            found = self._read(0.02)
            while self._drawn < len(self._written):
                at = self._draw_next()
                if condition(self.lines):
                    return (at - self.began) * 1000
            if found is None:
                break
        raise NotShown(f"{what!r} did not come up:\n" + "\n".join(line for line in self.lines if line))

    def type(self, key: str) -> float:
        """Press a key and wait for nothing; the time."""
        pressed = perf_counter()
        os.write(self._line, KEYS.get(key, key).encode())
        return pressed

    def press(self, key: str, look: Look = tuple, quiet: float = QUIET) -> Step:
        """Press a key, wait until nothing is written for `quiet` seconds, and look at what came of it."""
        self.settle(0)
        before, first = look(self.lines), len(self._written)
        pressed = self.type(key)
        self._read(_ANSWER)
        while self._read(quiet):
            pass
        looks = [(pressed, before)]
        while self._drawn < len(self._written):
            at = self._draw_next()
            looks.append((at, look(self.lines)))
        final = looks[-1][1]
        there = next((at for at, seen in looks if seen == final), pressed) if final != before else None
        written = sum(len(data) for _, data in self._written[first:])
        return Step(None if there is None else (there - pressed) * 1000, written)

    def settle(self, quiet: float = QUIET) -> int:
        """Read until nothing is written for `quiet` seconds; how many bytes that were."""
        first = len(self._written)
        while self._read(quiet):
            pass
        while self._drawn < len(self._written):
            self._draw_next()
        return sum(len(data) for _, data in self._written[first:])

    def read_for(self, seconds: float) -> int:
        """How many bytes are written in so many seconds."""
        until, before = perf_counter() + seconds, self.written
        while (left := until - perf_counter()) > 0:
            self._read(left)
        return self.written - before

    @property
    def lines(self) -> list[str]:
        """The lines that are shown, without blanks at their ends."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def written(self) -> int:
        """How many bytes the program has written so far."""
        return sum(len(data) for _, data in self._written)

    def memory(self) -> float:
        """The most that the program and its children have had in memory, each at its peak, in MB."""
        return sum(_peak(process) for process in _family(self._process)) / 1024

    def _read(self, seconds: float) -> bool | None:
        """Read what there is, waiting for it so long; None once the program has ended."""
        if not select.select([self._line], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._line, 65536)
        except OSError:
            return None
        self._written.append((perf_counter(), data))
        if b"\x1b" in data or self._half_asked:
            self._answer(data)
        return True

    def _answer(self, data: bytes) -> None:
        whole, self._half_asked = _whole(self._half_asked + data)
        for question in _QUESTION.finditer(whole):
            if answer := self._answer_to(question.groupdict()):
                os.write(self._line, answer)

    def _answer_to(self, asked: dict[str, bytes | None]) -> bytes:
        if (kind := asked["kind"]) is not None:
            return _KINDS[kind]
        if asked["status"] == b"5":
            return b"\x1b[0n"
        if asked["status"]:
            self.settle(0)
            cursor = self._screen.cursor
            return b"\x1b[%d;%dR" % (cursor.y + 1, cursor.x + 1)
        if asked["mode"]:
            mode = int(asked["mode"])
            return b"\x1b[?%d;%d$y" % (mode, _MODES.get(mode, 0))
        if asked["colour"]:
            shade = b"1111/1111/1111" if asked["colour"] == b"11" else b"cccc/cccc/cccc"
            return b"\x1b]%b;rgb:%b\x1b\\" % (asked["colour"], shade)
        if asked["size"]:
            across, down = self._size
            return b"\x1b[8;%d;%dt" % (down, across) if asked["size"] == b"18" else b"\x1b[4;640;1280t"
        return b"\x1bP>|terminal(1)\x1b\\" if asked["name"] is not None else b"\x1bP0$r\x1b\\"

    def _draw_next(self) -> float:
        """Draw what was read at one time, and say when."""
        at, data = self._written[self._drawn]
        self._drawn += 1
        whole, self._half_drawn = _whole(self._half_drawn + data)
        self._stream.feed(_NOT_DRAWN.sub(b"", whole))
        return at


class NotShown(Exception):  # noqa: N818
    """A program did not come to show what it was waited for."""


class _Screen(pyte.Screen):
    """A screen that takes more than pyte knows: parameters it has no use for, and the other buffer."""

    def set_mode(self, *modes: int, **named: Any) -> None:
        """Clear the screen when the program changes to its own."""
        if named.get("private") and 1049 in modes:
            self.erase_in_display(2)
        super().set_mode(*modes, **named)

    def report_device_status(self, *_: Any, **__: Any) -> None:
        """Questions are answered by the terminal."""

    def select_graphic_rendition(self, *codes: int, **named: Any) -> None:
        """Leave out what is not about colours."""
        if not named:
            super().select_graphic_rendition(*codes)


def _whole(data: bytes) -> tuple[bytes, bytes]:
    """What can be understood of it, and the beginning of a sequence that is still to come."""
    begun = _BEGUN.search(data)
    cut = begun.start() if begun else len(data)
    return data[:cut], data[cut:]


def _surroundings(given: Mapping[str, str]) -> dict[str, str]:
    known = {
        name: value
        for name, value in os.environ.items()
        if name not in ("TMUX", "TERM_PROGRAM", "NO_COLOR", "LINES", "COLUMNS")
    }
    terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    return {**known, **terminal, **given}


def _family(process: int) -> list[int]:
    """A process and those it has started."""
    found = [process]
    for one in found:
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            found += map(int, children.read_text().split())
    return found


def _peak(process: int) -> int:
    found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    return int(found[1]) if found else 0
