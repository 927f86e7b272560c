"""Small files beside the store that help people share it: for those who may use the store, nobody else."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_READ_WRITE = 0o666


def open_beside(path: Path, like: Path) -> int:
    """A descriptor of the file at `path`, made if need be, with the permissions and the group of `like`.

    It is not inherited by other programs. Raises `OSError` where it cannot be made or opened.
    """
    try:
        return os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        made = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        share(made, like, _READ_WRITE)
        return made


def share(made: int, like: Path, mask: int, *, enter: bool = False) -> None:
    """Give what was made the group and the permissions of `like`; with `enter` a folder can be entered too.

    The group of another cannot always be given away: then it stays with whoever made it.
    """
    model = like.stat()
    mode = model.st_mode & mask
    if enter:
        mode |= (mode & 0o444) >> 2
    with suppress(PermissionError):
        if os.fstat(made).st_gid != model.st_gid:
            os.fchown(made, -1, model.st_gid)
        os.fchmod(made, mode)
