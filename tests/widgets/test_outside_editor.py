"""A long text can be written in the person's own editor, and nobody else sees it."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from textual.app import App, SuspendNotSupported

from ehc_tui.widgets.outside_editor import EditorError, edit_outside


class Terminal:
    """As much of an app as an editor needs: it gives the terminal away and takes it back."""

    def __init__(self, *, gives: bool = True) -> None:
        self.gives = gives
        self.given = 0

    @contextmanager
    def suspend(self) -> Iterator[None]:
        if not self.gives:
            raise SuspendNotSupported("no terminal")
        self.given += 1
        yield


def editor(folder: Path, script: str) -> str:
    """A command that does `script` with `path`, the file to be edited."""
    program = folder / "my editor.py"
    program.write_text(f"import os, stat, sys\npath = sys.argv[-1]\n{script}\n", encoding="utf-8")
    return f"'{sys.executable}' '{program}'"


def edit(terminal: Terminal, command: str, text: str) -> str:
    return edit_outside(cast("App[Any]", terminal), command, text)


def test_what_was_saved_comes_back_clean_with_its_lines(tmp_path: Path) -> None:
    command = editor(tmp_path, "open(path, 'a').write('\\nsecond\\x1b[2J line')")
    terminal = Terminal()
    assert edit(terminal, command, "first") == "first\nsecond[2J line"
    assert terminal.given == 1


def test_the_file_is_private_and_gone_afterwards(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    command = editor(tmp_path, f"open({str(seen)!r}, 'w').write(f'{{os.stat(path).st_mode}} {{path}}')")
    edit(Terminal(), command, "")
    mode, _, path = seen.read_text().partition(" ")
    assert stat.S_IMODE(int(mode)) == 0o600
    assert not Path(path).exists() and not Path(path).parent.exists()


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("", "No editor is set: set EDITOR"),
        ("/no/such/editor", "could not be started"),
        ("'unclosed", "could not be started"),
        (f"{sys.executable} -c 'raise SystemExit(3)'", "reported a fault"),
    ],
)
def test_an_editor_that_fails_is_said_so_in_a_sentence(command: str, sentence: str) -> None:
    with pytest.raises(EditorError, match=sentence):
        edit(Terminal(), command, "text")


def test_where_the_terminal_cannot_be_given_away_that_is_said() -> None:
    with pytest.raises(EditorError, match="could not be started"):
        edit(Terminal(gives=False), "vi", "text")
