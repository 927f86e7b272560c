"""Where this person's files are: settings, stores, and what the program remembers between two days."""

from __future__ import annotations

import os
import sys
from pathlib import Path

PROGRAM = "ehc-tui"
_USUAL = {"config": ".config", "data": ".local/share", "state": ".local/state"}


def folder(kind: str) -> Path:
    """The folder for files of a kind: "config", "data" or "state". It need not exist.

    The answer is that of platformdirs. On Linux it is one variable and one rule, and every list and every
    first screen would wait for that package to say so; a test holds the two together.
    """
    if not sys.platform.startswith("linux"):
        import platformdirs

        named = getattr(platformdirs, f"user_{kind}_path")
        return Path(named(PROGRAM, appauthor=False))
    given = os.environ.get(f"XDG_{kind.upper()}_HOME", "")
    return (Path(given) if os.path.isabs(given) else Path.home() / _USUAL[kind]) / PROGRAM  # noqa: PTH117
