"""Writing a long text in the person's own editor, in a private file that is gone afterwards."""

from __future__ import annotations

import shlex
import subprocess
import tempfile
from pathlib import Path

from textual.app import App, SuspendNotSupported

from ehc_tui.confinement import is_confined
from ehc_tui.text import clean

_TEXT_LIMIT = 1_000_000


class EditorError(Exception):
    """The editor could not be used; the message is one sentence that says why."""


def edit_outside(app: App[object], editor: str, text: str) -> str:
    """Hand the terminal to `editor` with `text` and return what was saved, cleaned, its line breaks kept.

    `editor` is a command line such as "vim" or "code --wait". Raises `EditorError`.
    """
    if is_confined():
        raise EditorError("There is no editor on this host; type the text here.")
    if not editor:
        raise EditorError("No editor is set: set EDITOR in your environment, or type the text here.")
    with tempfile.TemporaryDirectory(prefix="ehc-") as folder:
        path = Path(folder) / "text.txt"
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        try:
            with app.suspend():
                finished = subprocess.run([*shlex.split(editor), str(path)], check=False)
        except (OSError, ValueError, SuspendNotSupported) as error:
            raise EditorError(f"The editor “{editor}” could not be started; type the text here.") from error
        if finished.returncode:
            raise EditorError(f"The editor “{editor}” reported a fault; the text is as it was.")
        return clean(path.read_text(encoding="utf-8", errors="replace")[:_TEXT_LIMIT], lines=True)
