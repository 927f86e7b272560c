"""The keys of encrypted stores: in memory only, for as long as the program runs.

An encrypted store is a SQLCipher file. Its first sixteen bytes are a salt; the key is PBKDF2 of the
passphrase with that salt, as SQLCipher itself would derive it, so that other SQLCipher programs can open the
file with the same passphrase. It is derived once, not for every connection. Copies of a store keep its salt,
so the key that opens a store opens its backups.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from ehc_tui.store.errors import StoreError

SALT_BYTES = 16
ROUNDS = 256_000
_PAGE = 4096
_PLAIN = b"SQLite format 3\0"
_MANY_VALUES = 240
"""A page of cipher text holds nearly all of the 256 values a byte can have; a text or a table does not."""


class LockedError(StoreError):
    """The store is encrypted and its key has not been given."""


class Key(NamedTuple):
    """What opens one encrypted store and its copies."""

    raw: bytes
    salt: bytes

    def __repr__(self) -> str:
        """Says nothing: it may end up in a report of an error."""
        return "Key(…)"

    @property
    def literal(self) -> str:
        """The key as SQLCipher takes it when there is nothing left to derive."""
        return f"x'{self.raw.hex()}{self.salt.hex()}'"


_held: dict[bytes, Key] = {}
_salts: dict[str, bytes | None] = {}


def salt_of(path: Path) -> bytes | None:
    """The salt of an encrypted store; None for a plain one, and for what is no store at all.

    The file is looked at once: closing it again while SQLite has it open would drop SQLite's locks on it.
    """
    name = os.path.realpath(path)
    if name not in _salts:
        _salts[name] = _read_salt(path)
    return _salts[name]


def is_encrypted(path: Path) -> bool:
    """True if the file at `path` is an encrypted store, as far as can be told without its key."""
    return salt_of(path) is not None


def is_unlocked(path: Path) -> bool:
    """True if the store can be opened: it is plain, or its key is held."""
    salt = salt_of(path)
    return salt is None or salt in _held


def key_of(path: Path) -> Key | None:
    """The key that opens the file; None for a plain one. Raises `LockedError` if it has not been given."""
    salt = salt_of(path)
    if salt is None:
        return None
    if salt not in _held:
        raise LockedError(f"The store {path} is encrypted and its key was not given.")
    return _held[salt]


def hold(key: Key) -> None:
    """Keep a key that is known to be right."""
    _held[key.salt] = key


def let_go(salt: bytes) -> None:
    """Forget a key that turned out to be wrong."""
    _held.pop(salt, None)


def look_again(path: Path) -> None:
    """Whether the file is encrypted has changed."""
    _salts.pop(os.path.realpath(path), None)


def derived(passphrase: str, salt: bytes | None = None) -> Key:
    """The key of a passphrase, for a file with this salt or, without one, for a new file."""
    salt = salt or os.urandom(SALT_BYTES)
    from hashlib import pbkdf2_hmac

    return Key(pbkdf2_hmac("sha512", passphrase.encode(), salt, ROUNDS, 32), salt)


def _read_salt(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            page, size = file.read(_PAGE), os.fstat(file.fileno()).st_size
    except OSError:  # whoever opens the store is told why it cannot be read
        return None
    if page.startswith(_PLAIN) or not size or size % _PAGE or len(set(page)) < _MANY_VALUES:
        return None
    return page[:SALT_BYTES]
