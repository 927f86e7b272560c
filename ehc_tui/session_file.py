"""Writing the file of a session: whole or not at all, readable by its owner only, encrypted with a key."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from ehc_tui.exchange.private_file import FileRefused, private_file, write_privately
from ehc_tui.session import is_plain
from ehc_tui.store.keys import Key
from ehc_tui.store.sealed import seal
from ehc_tui.store.unfinished import clear_away, wipe


def keep_in(path: Path, kept: dict[str, Any], key: Key | None) -> None:
    """Write the file, encrypted with a key. Raises `FileRefused`."""
    content = json.dumps(kept, ensure_ascii=False).encode()
    if key is None:
        write_privately(path, lambda handle: handle.write(content), overwrite=True, own=True)
    else:
        _keep_sealed(path, content, key)


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Makes the folder of the file if need be; of two programs of one person one waits for the other.

    What a killed one has left in it is cleared away. Raises `FileRefused` where there can be no such folder.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        held = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise FileRefused(f"{path} could not be written: {error.strerror or error}.") from error
    try:
        with suppress(OSError):  # a home on a network drive may know no locks
            fcntl.flock(held, fcntl.LOCK_EX)
        clear_away(path.parent)
        yield
    finally:
        os.close(held)


def _keep_sealed(path: Path, content: bytes, key: Key) -> None:
    """Write an encrypted file in place of what is there, which is overwritten if it was plain."""
    before = os.open(path, os.O_RDWR) if is_plain(path) else None
    try:
        with private_file(path, overwrite=True, own=True) as file:
            seal(file, content, key)
        if before is not None:
            wipe(before)
    finally:
        if before is not None:
            os.close(before)
