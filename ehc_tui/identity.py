"""Who sits at the keyboard: the operating-system account, by the number the system runs the program under.

Never by a variable of the environment: whoever can set LOGNAME could be anybody.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ehc_tui.text import clean


def login() -> str:
    """The account the program runs under; its number, as "#1234", where the system has no name for it."""
    return name_of(os.getuid()) if sys.platform != "win32" else clean(os.getlogin())


def owns(path: Path) -> bool:
    """True if the file belongs to the account that asks; where files have no such owner, False."""
    return hasattr(os, "getuid") and path.exists() and path.stat().st_uid == os.getuid()


def owner_of(path: Path) -> str:
    """The account that a file belongs to; empty where files have no such owner."""
    return name_of(path.stat().st_uid) if sys.platform != "win32" else ""


def name_of(number: int) -> str:
    """The name of the account with this number; "#1234" where the system knows none."""
    import pwd

    try:
        return clean(pwd.getpwuid(number).pw_name)
    except KeyError:
        return f"#{number}"
