"""What is typed before the program is loaded reaches it, unseen; and the terminal is put back in any case."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from caseload_scene import a_long_list, make_office
from journeys.terminal import PATIENCE, Terminal, environment

INTERRUPTED = """
from ehc_tui.first_frame import HeldTerminal
from ehc_tui.present.screenful import BLANK
with HeldTerminal() as held:
    held.show(((BLANK,) * 80,) * 24)
    raise {error}
"""


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
