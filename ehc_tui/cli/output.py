"""Text on its way to the terminal."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable


def say(lines: Iterable[str]) -> None:
    """Writes lines of text to stdout, with nothing in them that could steer a terminal."""
    for line in lines:
        printable = line if line.isprintable() else "".join(filter(str.isprintable, line))
        sys.stdout.write(printable.rstrip() + "\n")


def ask(*lines: str) -> str:
    """What is typed in answer to a question, asked on stderr so that the answer can be kept in a file."""
    from ehc_tui.text import drawable

    sys.stderr.write("\n".join(map(drawable, lines)))
    sys.stderr.flush()
    return sys.stdin.readline().strip()


def terminal_width() -> int | None:
    """The cells that the answer has to fit; None when it goes to a file or a pipe and COLUMNS is not set."""
    from shutil import get_terminal_size

    if sys.stdout.isatty() or os.environ.get("COLUMNS"):
        return get_terminal_size((80, 24)).columns
    return None


def form_taken(as_json: bool, as_csv: bool) -> str:
    """In which form an answer leaves the store: "as JSON"; empty for one that is only read.

    Text counts where it ends up in a file. In a pipe it does not: people page and search in one.
    """
    if as_json or as_csv:
        return "as JSON" if as_json else "as CSV"
    return "into a file" if _into_a_file() else ""


def _into_a_file() -> bool:
    try:
        return stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except OSError:  # it has no place on the disk
        return False
