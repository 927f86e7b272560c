"""Taking turns to write: a queue of processes before SQLite's own lock, which knows no order.

SQLite lets whoever asks at the right moment in next, so that somebody unlucky can wait for seconds. A lock on
a file beside the store is given in the order of asking. It is a courtesy only: what keeps two writers apart
is SQLite's lock, so a program that knows nothing of the queue does no harm, and where the file cannot be
used people write without it.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ehc_tui.store.beside import open_beside
from ehc_tui.store.errors import StoreError
from ehc_tui.text import clean

PATIENCE = 300.0
"""Seconds after which waiting for others ends in a sentence: longer than a council's longest import."""
TELL_AFTER = 1.0
"""Seconds of waiting after which the person is told for whom."""
_LONGEST = 400


class Turns:
    """The queue of those who want to write to the store at `store`.

    `on_wait` hears, in the waiting thread, a sentence that says for whom after a second of waiting.
    """

    def __init__(self, store: Path) -> None:
        self._store = store
        self._path = store.with_name(f"{store.name}-queue")
        self.on_wait: Callable[[str], None] = lambda _sentence: None

    @contextmanager
    def turn(self, who: str) -> Iterator[None]:
        """Wait for the turn to write, hold it under the name `who`, give it up.

        Raises `StoreError`, naming whoever is writing, if the turn does not come within `patience` seconds.
        """
        try:
            held = self._queue()
        except OSError:
            yield
            return
        try:
            _write(held, who)
            yield
        finally:
            _write(held, "")
            os.close(held)

    def close(self) -> None:
        """Leave no file behind, unless others write or wait."""
        with suppress(OSError):
            held = os.open(self._path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
            try:
                if _at_once(held) and self._is_there(held):
                    self._path.unlink()
            finally:
                os.close(held)

    def _queue(self) -> int:
        """The descriptor that holds the turn, once it has come. Raises `StoreError`, `OSError`."""
        while True:
            held = open_beside(self._path, self._store)
            if not _at_once(held):
                self._wait(held)
            if self._is_there(held):
                return held
            os.close(held)

    def _is_there(self, held: int) -> bool:
        """Whether the file is still the one that others find: somebody may have removed it meanwhile."""
        try:
            return os.path.samestat(os.fstat(held), os.lstat(self._path))
        except FileNotFoundError:
            return False

    def _wait(self, held: int) -> None:
        waiting = _Waiting(held)
        if waiting.comes_within(min(TELL_AFTER, PATIENCE)):
            return
        self.on_wait(
            f"Waiting for {self.holder() or 'somebody else'} to finish writing; what you did comes next."
        )
        if waiting.comes_within(PATIENCE - TELL_AFTER):
            return
        who = self.holder() or "Somebody else"
        waiting.give_up()
        raise StoreError(
            f"{who} has been writing to {self._store} for too long: nothing was changed, "
            "so try again in a moment."
        )

    def holder(self) -> str:
        """Who is writing now, as they said themselves ("M Hughes (an import)"); empty if nobody is."""
        try:
            return clean(self._path.read_bytes()[:_LONGEST].decode(errors="replace"))
        except OSError:
            return ""


class _Waiting:
    """Waits for a lock in a thread of its own, because the system's queue knows no time limit."""

    def __init__(self, held: int) -> None:
        self._held = held
        self._came = threading.Event()
        self._given_up = False
        self._deciding = threading.Lock()
        threading.Thread(target=self._wait, name="turn", daemon=True).start()

    def comes_within(self, seconds: float) -> bool:
        """True once the lock is held."""
        return self._came.wait(max(seconds, 0))

    def give_up(self) -> None:
        """Want the lock no more: the descriptor is closed, at once or when the lock comes after all."""
        with self._deciding:
            self._given_up = True
            if self._came.is_set():
                os.close(self._held)

    def _wait(self) -> None:
        fcntl.flock(self._held, fcntl.LOCK_EX)
        with self._deciding:
            if self._given_up:
                os.close(self._held)
            else:
                self._came.set()


def _at_once(held: int) -> bool:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _write(held: int, who: str) -> None:
    os.ftruncate(held, 0)
    os.pwrite(held, who.encode()[:_LONGEST], 0)
