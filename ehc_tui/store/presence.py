"""Who else has a case open, told by small files beside the store, one for each program.

A write to the store would wake everybody. A program says in its own file whose it is and which case it has
open, by the store's id, and keeps the file locked for as long as it lives. So a program that crashed is
recognised at once by its unlocked file, without clocks or heartbeats. Nobody is kept from anything by it, and
where the files cannot be made nobody is shown.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from ehc_tui.store.beside import open_beside, share
from ehc_tui.text import clean

_FOLDER_MODE = 0o777
_LONGEST = 400


class Presence:
    """What this program tells others of where its person, called `name`, is, and what others tell."""

    def __init__(self, store: Path, name: str) -> None:
        self._store = store
        self._name = name
        self._folder = store.with_name(f"{store.name}-presence")
        self._own: Path | None = None
        self._held: int | None = None
        self._at: int | None = None

    def at(self, case_id: int | None) -> None:
        """Tell others which case is open here; None for none. Where that cannot be told it is not."""
        if case_id == self._at:
            return
        self._at = case_id
        with suppress(OSError):
            if self._held is None:
                self._begin()
            assert self._held is not None
            said = b"" if case_id is None else f"{case_id} {self._name}".encode()[:_LONGEST]
            os.ftruncate(self._held, 0)
            os.pwrite(self._held, said, 0)

    def others(self, case_id: int) -> tuple[str, ...]:
        """The names of those who have the case open elsewhere, in order, each once."""
        try:
            files = [Path(entry.path) for entry in os.scandir(self._folder)]
        except OSError:
            return ()
        said = [_said_in(path) for path in files if path != self._own]
        return tuple(sorted({name for found, name in said if found == case_id and name}))

    def close(self) -> None:
        """Be nowhere any more, and leave nothing behind."""
        if self._held is None or self._own is None:
            return
        with suppress(OSError):
            self._own.unlink()
        os.close(self._held)
        self._held = self._own = None
        with suppress(OSError):
            self._folder.rmdir()

    def _begin(self) -> None:
        """Make the folder if need be, and a locked file of this program's in it."""
        self._make_folder()
        own = self._folder / uuid4().hex
        held = open_beside(own, self._store)
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self._own, self._held = own, held

    def _make_folder(self) -> None:
        try:
            self._folder.mkdir(mode=0o700)
        except FileExistsError:
            return
        made = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            share(made, self._store, _FOLDER_MODE, enter=True)
        finally:
            os.close(made)


def _said_in(path: Path) -> tuple[int | None, str]:
    """The case and the name in a file whose program still runs; a file that was left behind is removed."""
    try:
        found = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None, ""
    try:
        if _left_behind(found):
            with suppress(OSError):
                path.unlink()
            return None, ""
        case_id, _, name = os.pread(found, _LONGEST, 0).decode(errors="replace").partition(" ")
    finally:
        os.close(found)
    return (int(case_id), clean(name)) if case_id.isdecimal() else (None, "")


def _left_behind(found: int) -> bool:
    """Whether nobody holds the lock of the file."""
    try:
        fcntl.flock(found, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
