"""Files with personal data in them: written whole or not at all, readable by their owner only."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ehc_tui.confinement import Confined, within
from ehc_tui.store.unfinished import being_made, clear_away, name_beside

_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS)


class FileRefused(Exception):  # noqa: N818 - it says what happened, as the store's errors do
    """A file was not written; the message is one sentence saying which and why."""


@contextmanager
def private_file(path: Path, *, overwrite: bool = False, own: bool = False) -> Iterator[Path]:
    """Gives an empty file of mode 0600 to fill, which takes the name `path` when the block ends well.

    It lies in the same folder, so a reader sees the old file or the complete new one; an error in the block
    leaves nothing behind, and what a killed program left in the folder is cleared away. An existing file is
    refused unless `overwrite`, and what is no file (a folder, a device such as /dev/null) always; so is one
    outside the folder of a confined person, unless it is the program's `own`. Raises `FileRefused`.
    """
    target = path.expanduser().absolute()
    if not own:
        require_within(path)
    if not overwrite and os.path.lexists(target):
        raise FileRefused(f"{target} exists already: choose another name, or replace it with --force.")
    if os.path.lexists(target) and not target.is_file():
        raise FileRefused(f"{target} is no file that could be replaced: choose another name.")
    if not own:
        clear_away(target.parent)
    beside = name_beside(target)
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with being_made(descriptor):
                yield beside
                _store_safely(beside)
                _take_name(beside, target, overwrite=overwrite)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise FileRefused(f"{target} could not be written: {error.strerror or error}.") from error


def write_privately(
    path: Path, write: Callable[[BinaryIO], object], *, overwrite: bool = False, own: bool = False
) -> Path:
    """Has `write` fill a `private_file` through a stream of bytes, and returns its absolute path."""
    with private_file(path, overwrite=overwrite, own=own) as file, file.open("wb") as stream:
        write(stream)
    return path.expanduser().absolute()


def require_within(path: Path) -> None:
    """Raises `FileRefused` for a place outside the folder of a confined person."""
    try:
        within(path.expanduser())
    except Confined as refusal:
        raise FileRefused(str(refusal)) from refusal


def _store_safely(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _take_name(beside: Path, target: Path, *, overwrite: bool) -> None:
    """A link fails where the name was taken in the meantime, which a plain rename would replace."""
    if overwrite:
        beside.replace(target)
        return
    try:
        os.link(beside, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        beside.rename(target)
