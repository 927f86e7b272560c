"""What a command put out of the store, noted in the history as the screens note what is read or written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ehc_tui.exchange.passed import Numbered, Passed
from ehc_tui.store.looks import Looker, note_look
from ehc_tui.store.verbs import EXPORT, READ

if TYPE_CHECKING:
    from ehc_tui.cli.common import Common
    from ehc_tui.store.engine import Store


@contextmanager
def taken_out(options: Common, opened: Store, how: str) -> Iterator[Passed]:
    """Notes, when the block ends, which cases went out of the store, and `how`: "listed as JSON".

    It is noted however the block ends: whoever closes a pipe early has read what came before.
    """
    passed = Passed()
    try:
        yield passed
    finally:
        note_taken(options, opened, passed, how)


def note_taken(options: Common, opened: Store, passed: Passed, how: str) -> None:
    """Notes which cases went out of the store, and `how`: "written to cases.csv"."""
    note_look(opened, _looker(options, opened), EXPORT, f"{passed.words} {how}", passed.ids)


@contextmanager
def read_here(options: Common, opened: Store, what: str) -> Iterator[list[Numbered]]:
    """Notes, when the block ends, that somebody read each of the cases that were put in what it gives.

    `what` names it: "Case {ref} shown".
    """
    read: list[Numbered] = []
    try:
        yield read
    finally:
        who = _looker(options, opened)
        for case in read:
            note_look(opened, who, READ, what.format(ref=case.ref), [case.id])


def _looker(options: Common, opened: Store) -> Looker:
    return Looker(options.person(opened), opened.account, options.at_keyboard, datetime.now(UTC))
