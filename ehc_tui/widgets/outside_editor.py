"""Writing a long text in the person's own editor, in a private file that is gone afterwards.

A file that a killed program left behind goes when an editor is next opened. What the editor keeps elsewhere,
such as a history of its own, is not ours to remove.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from textual.app import App, SuspendNotSupported

from ehc_tui.confinement import is_confined
from ehc_tui.text import clean

_TEXT_LIMIT = 1_000_000
_OURS = "ehc-text-"


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
    with tempfile.TemporaryDirectory(prefix=_swept(), dir=_in_memory()) as folder:
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


def _in_memory() -> str | None:
    """The person's own folder in memory, which ends with their login, where the system gives them one."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    return runtime if runtime and os.access(runtime, os.W_OK) else None


def _swept() -> str:
    """The beginning of this process's folders, after removing what processes that were killed left behind."""
    for left in Path(_in_memory() or tempfile.gettempdir()).glob(f"{_OURS}*-*"):
        number = left.name.removeprefix(_OURS).partition("-")[0]
        if number.isdecimal() and not _lives(int(number)):
            shutil.rmtree(left, ignore_errors=True)  # somebody else's cannot be removed, and need not be
    return f"{_OURS}{os.getpid()}-"


def _lives(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
