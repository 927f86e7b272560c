"""Files in the making, and what a program that was killed has left of one.

A file that replaces another is written under a name of its own first, and whoever writes it holds a lock on
it meanwhile. One that nobody holds was left behind: it may contain all of a store.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

_NAMED = re.compile(r"\.[0-9a-f]{16}\.partial(?:-wal|-shm|-journal|-queue)?")
_ZEROS = bytes(1 << 20)


def name_beside(target: Path) -> Path:
    """A name for what is to become `target`, in the same folder."""
    return target.with_name(f".{token_hex(8)}.partial")


@contextmanager
def being_made(descriptor: int) -> Iterator[None]:
    """Says of an open file that somebody is at work on it, until the block ends; then it is closed.

    Whoever has SQLite open the same file has to close that before: closing this one drops SQLite's locks.
    """
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def left_behind(folder: Path) -> Iterator[Path]:
    """The files in a folder that were being made when the program that made them was killed."""
    try:
        found = [entry for entry in os.scandir(folder) if _NAMED.fullmatch(entry.name)]
    except OSError:  # whoever works in the folder is told why it cannot be read
        return
    for entry in sorted(found, key=lambda entry: entry.name):
        if not entry.is_file(follow_symlinks=False) or not entry.stat().st_size:  # or hardly begun
            continue
        if not _is_held(folder, entry.name.partition(".partial")[0]):
            yield Path(entry.path)


def clear_away(folder: Path) -> list[Path]:
    """Overwrite and remove one's own files of those that were left behind, and return them."""
    gone = []
    for path in list(left_behind(folder)):
        with suppress(OSError):  # gone meanwhile, or on a disk that may only be read: it is left behind still
            if path.stat().st_uid == os.geteuid():
                wipe_and_remove(path)
                gone.append(path)
    return gone


def wipe_and_remove(path: Path) -> None:
    """Overwrite a file and take its name away."""
    descriptor = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
    try:
        wipe(descriptor)
    finally:
        os.close(descriptor)
    path.unlink(missing_ok=True)


def wipe(descriptor: int) -> None:
    """Overwrite a file with zeros, and have them reach the disk."""
    size = os.fstat(descriptor).st_size
    for start in range(0, size, len(_ZEROS)):
        os.pwrite(descriptor, _ZEROS[: size - start], start)
    os.fsync(descriptor)


def _is_held(folder: Path, stem: str) -> bool:
    """Whether somebody is at work on the file of that name, of which another may only be an attendant."""
    try:
        descriptor = os.open(folder / f"{stem}.partial", os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:  # only the attendants are left, or it is somebody else's and not for us to read
        return (folder / f"{stem}.partial").exists()
    try:
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return False
        return True
    finally:
        os.close(descriptor)
