"""What a person writes in their own editor lies in a private file, and nowhere afterwards."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from textual.app import App

from ehc_tui.widgets import outside_editor
from ehc_tui.widgets.outside_editor import edit_outside


class Quiet(App[None]):
    """An app that can be left for an editor."""

    def suspend(self):  # type: ignore[no-untyped-def]
        from contextlib import nullcontext

        return nullcontext()


def test_the_text_is_private_while_it_is_edited_and_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], stdout=subprocess.PIPE)
    left = tmp_path / f"{outside_editor._OURS}{int(ended.stdout)}-killed"
    left.mkdir()
    (left / "text.txt").write_text("Quillfeather")
    seen: list[tuple[int, str]] = []

    def editor(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        path = Path(command[-1])
        seen.append((stat.S_IMODE(path.parent.stat().st_mode), str(path.parent.parent)))
        path.write_text("Written")
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(outside_editor.subprocess, "run", editor)
    assert edit_outside(Quiet(), "ed", "Half") == "Written"
    assert seen == [(0o700, str(tmp_path))]
    assert list(tmp_path.iterdir()) == []
