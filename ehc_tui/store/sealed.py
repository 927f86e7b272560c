"""What a person keeps outside an encrypted store, such as half-typed answers, under a key the store keeps.

The key is a random one, in the store itself: whoever can open the store can read what they kept, whatever key
the store has been given since, and nobody else can.
"""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING

from ehc_tui.store.connecting import open_file
from ehc_tui.store.keys import SALT_BYTES, Key, is_encrypted
from ehc_tui.store.reader import explained
from ehc_tui.store.remarks import remark

if TYPE_CHECKING:
    from ehc_tui.store.engine import Store

_REMARK = "key of what is kept outside"
_BYTES = 32


def key_outside(store: Store, who: str) -> Key | None:
    """The key for what is kept outside a store; None for one that was never encrypted.

    An encrypted store is given one, in the turn of `who`; None where that cannot be, as it may only be read.
    Raises `StoreError`.
    """
    known = remark(store.read(), _REMARK)
    if known is None and is_encrypted(store.path) and not store.read_only and os.access(store.path, os.W_OK):
        _make(store, who)
        known = remark(store.read(), _REMARK)
    return _key(known) if known else None


def seal(file: Path, content: bytes, key: Key) -> None:
    """Fill an empty file with `content`, encrypted."""
    with closing(open_file(file, mode="rw", key=key)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")  # the file counts once it is complete
        connection.execute("CREATE TABLE kept (content BLOB)")
        connection.execute("INSERT INTO kept VALUES (?)", (content,))


def unsealed(path: Path, key: Key) -> bytes:
    """What is in a sealed file. Raises `StoreError` for one that is not under that key, or is none."""
    with explained(path), closing(open_file(path, key=key)) as connection:
        (content,) = connection.execute("SELECT content FROM kept").fetchone()
        return bytes(content)


def _make(store: Store, who: str) -> None:
    with (
        store.turns.turn(who),
        explained(store.path),
        closing(open_file(store.path, mode="rw")) as connection,
    ):
        made = token_bytes(_BYTES + SALT_BYTES).hex()
        connection.execute("INSERT OR IGNORE INTO meta (key, value) VALUES (?, ?)", (_REMARK, made))


def _key(known: str) -> Key:
    both = bytes.fromhex(known)
    return Key(both[:_BYTES], both[_BYTES:])
