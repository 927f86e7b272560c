"""What can go wrong with a store, each as one sentence for the person at the screen."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TypeGuard


class StoreError(Exception):
    """The store cannot do what was asked. Its text is one sentence that says what is wrong and what to do."""


class NotFound(StoreError):  # noqa: N818 - it names what is the matter, as the other two do
    """There is no such case."""


class Conflict(StoreError):  # noqa: N818
    """Somebody else changed the case in the meantime."""


class Damaged(StoreError):  # noqa: N818
    """The file is no store any more, or not a whole one."""


class Interrupted(Exception):  # noqa: N818
    """Whoever asked no longer wants to know. This is not for a person to read."""


def is_of_the_file(error: BaseException | None) -> TypeGuard[Exception]:
    """True for an error of the file or the disk, false for a mistake in a statement or its values.

    The driver of encrypted stores has exception classes of its own, so it is the code that tells.
    """
    return isinstance(error, Exception) and _code(error) in _SENTENCES


def was_interrupted(error: Exception) -> bool:
    """True if somebody cut the statement short."""
    return _code(error) == sqlite3.SQLITE_INTERRUPT


def explain(error: Exception, path: Path) -> StoreError:
    """The sentence for an error of SQLite's. Whatever was being written has been taken back whole."""
    code = _code(error)
    sentence = _SENTENCES.get(code, "The store {path} reported a fault ({error}): nothing was changed.")
    kind = Damaged if code in _DAMAGE else StoreError
    return kind(sentence.format(path=path, error=error))


def busy(path: Path) -> StoreError:
    """The sentence for a store that others have been writing to for too long."""
    return StoreError(_BUSY.format(path=path))


def _code(error: Exception) -> int:
    """The primary result code; the extended ones differ in their upper bits."""
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return code & 0xFF


_BUSY = (
    "Somebody else has been writing to {path} for too long: nothing was changed, so try again in a moment."
)
_DAMAGE = frozenset({sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT})
_ACCESS = "You may not open {path}: ask whoever owns the file for access."
_SENTENCES = {
    sqlite3.SQLITE_FULL: (
        "There is no room left on the disk for {path}: nothing was changed, so free some space and try again."
    ),
    sqlite3.SQLITE_IOERR: (
        "The disk refused to read or write {path} ({error}): nothing was changed, "
        "so check the disk and its free space."
    ),
    sqlite3.SQLITE_READONLY: (
        "The store {path} cannot be written to: nothing was changed, "
        "so ask whoever owns the file for write access."
    ),
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_NOTADB: (
        "{path} is not a store of EHC casework, or it is damaged: choose another file or restore a backup."
    ),
    sqlite3.SQLITE_CORRUPT: "The store {path} is damaged ({error}): restore the last backup.",
    sqlite3.SQLITE_CANTOPEN: (
        "The store {path} cannot be opened: check that you may read it and write in its folder."
    ),
    sqlite3.SQLITE_PERM: _ACCESS,
    sqlite3.SQLITE_AUTH: _ACCESS,
}
