"""The file of a session: written whole or not at all, readable by its owner only, encrypted with a key."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ehc_tui.law.written import from_json

if TYPE_CHECKING:
    from ehc_tui.store.keys import Key

_MOST_BYTES = 64_000_000


def kept_in(path: Path, key: Key | None) -> dict[str, Any]:
    """What the file holds, plain or under the key; empty where there is none, or it cannot be read.

    It is written whole or not at all, so what cannot be read is not ours to mend, and no reason not to start.
    """
    from ehc_tui.store.errors import StoreError

    try:
        if key is not None and not is_plain(path):
            from ehc_tui.store.sealed import unsealed

            kept = from_json(unsealed(path, key))
        else:
            with path.open("rb") as stream:
                kept = from_json(stream.read(_MOST_BYTES))
    except (OSError, ValueError, StoreError):
        return {}
    return kept if isinstance(kept, dict) else {}


def keep_in(path: Path, kept: dict[str, Any], key: Key | None) -> None:
    """Write the file, encrypted with a key. Raises `exchange.private_file.FileRefused`."""
    from ehc_tui.exchange.private_file import write_privately  # here: only reading must be quick

    content = json.dumps(kept, ensure_ascii=False).encode()
    if key is None:
        write_privately(path, lambda handle: handle.write(content), overwrite=True, own=True)
    else:
        _keep_sealed(path, content, key)


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Makes the folder of the file if need be; of two programs of one person one waits for the other.

    Raises `exchange.private_file.FileRefused` where there can be no such folder.
    """
    import fcntl

    from ehc_tui.exchange.private_file import FileRefused

    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        held = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise FileRefused(f"{path} could not be written: {error.strerror or error}.") from error
    try:
        with suppress(OSError):  # a home on a network drive may know no locks
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def is_plain(path: Path) -> bool:
    """True of a file that is there and not encrypted."""
    try:
        with path.open("rb") as stream:
            return stream.read(1) == b"{"
    except OSError:  # there is none
        return False


def _keep_sealed(path: Path, content: bytes, key: Key) -> None:
    """Write an encrypted file in place of what is there, which is overwritten if it was plain."""
    from ehc_tui.exchange.private_file import private_file
    from ehc_tui.store.sealed import seal
    from ehc_tui.store.unfinished import wipe

    before = os.open(path, os.O_RDWR) if is_plain(path) else None
    try:
        with private_file(path, overwrite=True, own=True) as file:
            seal(file, content, key)
        if before is not None:
            wipe(before)
    finally:
        if before is not None:
            os.close(before)
