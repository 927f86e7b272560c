"""What is typed before the program is loaded reaches it, unseen; and the terminal is put back in any case."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from caseload_scene import a_long_list, make_office
from journeys.terminal import PATIENCE, Terminal, environment

INTERRUPTED = """
from ehc_tui.held_terminal import HeldTerminal
from ehc_tui.present.cells import BLANK
with HeldTerminal() as held:
    held.show(((BLANK,) * 80,) * 24)
    raise {error}
"""

STOPPED = """
import os, select, signal
from ehc_tui.held_terminal import HeldTerminal
from ehc_tui.present.cells import UNADORNED
program = os.fork()
if not program:
    while os.tcgetpgrp(0) != os.getpid():
        pass
    with HeldTerminal() as held:
        held.show((tuple((one, UNADORNED) for one in "first frame"),) * 2)
        while not select.select([0], [], [], 0.01)[0]:
            pass  # a signal that came just before a read that blocks would wait for the next key
        assert os.read(0, 1) == b"q"
    os._exit(0)
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
os.setpgid(program, program)
os.tcsetpgrp(0, program)
os.waitpid(program, os.WUNTRACED)
os.tcsetpgrp(0, os.getpgrp())
print("stopped", flush=True)
assert input() == "fg"
os.tcsetpgrp(0, program)
os.kill(program, signal.SIGCONT)
assert os.waitpid(program, 0)[1] == 0
"""
"""A shell and a program in it that has drawn its first frame and is loading."""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    office = make_office(tmp_path / "caseload.db")
    a_long_list(office, 90)
    office.store.close()
    return office.store.path


def test_keys_typed_at_the_first_frame_are_neither_lost_nor_shown(store: Path) -> None:
    with Terminal(["--store", store]) as terminal:
        terminal.sees("T-0090")
        terminal.type("jj/okafor")
        terminal.sees("okafor open", "No case matches this filter.")
        assert "jj" not in terminal.text
        terminal.type("\x07")
        terminal.sees("all open", "▸ T-0090")
        terminal.type("q")
        assert terminal.ends() == 0


def test_what_is_typed_before_anything_is_shown_is_done(store: Path) -> None:
    with Terminal(["--store", store]) as terminal:
        terminal.type("j\r")
        terminal.sees("T-0089", "[1 Timeline")
        terminal.type("q")
        assert terminal.ends() == 0


def test_the_terminal_is_quiet_before_the_store_is_looked_for(store: Path) -> None:
    with Terminal(["--store", store]) as terminal:
        terminal.waits(lambda: not terminal.echoes, "quiet")
        terminal.type("jj")
        terminal.sees("▸ T-0088")
        assert "jj" not in terminal.text
        terminal.type("q")
        assert terminal.ends() == 0
        assert terminal.echoes


def test_stopped_before_the_app_is_there_it_gives_the_terminal_back_to_the_shell() -> None:
    master, line = pty.openpty()
    before = termios.tcgetattr(line)
    shell = subprocess.Popen(
        [sys.executable, "-c", STOPPED],
        stdin=line,
        stdout=line,
        stderr=line,
        env=environment(),
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0) and None,
    )

    def written_until(mark: bytes) -> bytes:
        found = b""
        while mark not in found:
            assert select.select([master], [], [], PATIENCE)[0], found
            found += os.read(master, 65536)
        return found

    written_until(b"\x1b[?1049h")
    os.write(master, b"\x1a")
    assert b"\x1b[?1049l\x1b[?25h" in written_until(b"stopped")
    assert termios.tcgetattr(line) == before
    os.write(master, b"fg\r")
    assert b"\x1b[?1049h\x1b[?25l" in written_until(b"first frame")
    os.write(master, b"q")
    assert shell.wait(PATIENCE) == 0
    assert termios.tcgetattr(line) == before
    os.close(master)
    os.close(line)


@pytest.mark.parametrize("kind", ["dumb", "linux", "xterm", "screen-256color"])
def test_every_terminal_is_as_it_was_when_the_program_ends(
    store: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", kind)
    monkeypatch.setenv("NO_COLOR", "1")
    with Terminal(["--store", store]) as terminal:
        terminal.sees("T-0090")
        terminal.type("q")
        assert terminal.ends() == 0
        assert terminal.echoes


@pytest.mark.parametrize("error", ["KeyboardInterrupt", "OSError(5, 'gone')"])
def test_the_terminal_is_as_it_was_whatever_goes_wrong_before_the_app_is_there(error: str) -> None:
    master, line = pty.openpty()
    before = termios.tcgetattr(line)
    script = INTERRUPTED.format(error=error)
    done = subprocess.Popen(
        [sys.executable, "-c", script], stdin=line, stdout=line, stderr=line, env=environment()
    )
    assert done.wait(PATIENCE) != 0
    assert termios.tcgetattr(line) == before
    written = os.read(master, 65536)
    assert written.startswith(b"\x1b[?1049h\x1b[?25l")
    assert b"\x1b[?1049l\x1b[?25h" in written
    os.close(master)
    os.close(line)
