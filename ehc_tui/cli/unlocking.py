"""Where the key of an encrypted store comes from: a file, the system's keyring, or a question."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from ehc_tui.cli.errors import Refused

SERVICE = "ehc-tui"
"""The name under which keys lie in the system's keyring."""
_ROOT = 0
_FOR_OTHERS = stat.S_IRWXO | stat.S_IWGRP


def unlock(path: Path, key_file: Path | None = None) -> None:
    """Make an encrypted store ready to be opened; a plain one is.

    The key is in `key_file`; without one it is looked for in the file that EHC_KEY_FILE or the settings name,
    else in the keyring, else it is asked for. It stays in memory only. Raises `Refused`, and `StoreError` for
    a wrong key.
    """
    from ehc_tui.store.keys import is_unlocked

    if is_unlocked(path):
        return
    from ehc_tui.store.connecting import cipher_driver
    from ehc_tui.store.connecting import unlock as open_with

    cipher_driver()
    given = read_key_file(key_file.expanduser()) if key_file else _from_file()
    open_with(path, given or _from_keyring(path) or asked(f"Key of {path}: "))


def read_key_file(path: Path) -> str:
    """The key in a file: its first line. Raises `Refused` for one that others could read or change."""
    try:
        status = path.stat()
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"The key file {path} cannot be read ({error}): ask whoever keeps the key.") from error
    if hasattr(os, "getuid") and status.st_uid not in (_ROOT, os.getuid()):
        raise Refused(f"The key file {path} belongs to neither root nor you: it is not to be trusted.")
    if status.st_mode & _FOR_OTHERS:
        raise Refused(
            f"Others can read or change the key file {path}: let its mode be 0600, or 0640 for a group."
        )
    key = text.split("\n", 1)[0].rstrip("\r")
    if not key:
        raise Refused(f"The key file {path} is empty: its first line has to be the key.")
    return key


def asked(question: str) -> str:
    """What is typed at the terminal, unseen. Raises `Refused` where there is no terminal, and for nothing."""
    from getpass import getpass

    from ehc_tui.held_terminal import TERMINAL
    from ehc_tui.text import drawable

    if not sys.stdin.isatty():
        raise Refused(
            "The store is encrypted and there is nobody to ask for its key: "
            "name a key file with EHC_KEY_FILE or the setting key_file."
        )
    with TERMINAL.aside():
        key = getpass(drawable(question))
    if not key:
        raise Refused("No key was given: nothing was changed.")
    return key


def keep_in_keyring(path: Path, key: str) -> None:
    """Keep the key of a store in the system's keyring. Raises `Refused` where there is none."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError as missing:
        raise Refused("There is no keyring here: install it with pip install keyring.") from missing
    try:
        keyring.set_password(SERVICE, str(path), key)
    except (KeyringError, ImportError) as error:
        raise Refused(f"The keyring of this system did not take the key ({error}).") from error


def _from_file() -> str:
    from ehc_tui.settings import load_settings

    named = os.environ.get("EHC_KEY_FILE") or load_settings().key_file
    return read_key_file(Path(named).expanduser()) if named else ""


def _from_keyring(path: Path) -> str:
    """The key in the keyring; empty where there is no keyring, or it knows none: then the person is asked."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return ""
    try:
        return keyring.get_password(SERVICE, str(path)) or ""
    except (KeyringError, ImportError):  # the latter where it is set up with a part that is not installed
        return ""
