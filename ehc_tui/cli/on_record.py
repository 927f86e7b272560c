"""What a command put out of the store, noted in the history as the screens note what is read or written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from ehc_tui.store.looks import Looker, note_look
from ehc_tui.store.verbs import EXPORT, READ

if TYPE_CHECKING:
    from ehc_tui.cli.common import Common
    from ehc_tui.store.engine import Store


class Numbered(Protocol):
    """A case as a list has it."""

    @property
    def id(self) -> int:
        """Its id in the store."""

    @property
    def ref(self) -> str:
        """Its reference."""


Case = TypeVar("Case", bound=Numbered)


class Passed:
    """The cases that went by on their way out."""

    def __init__(self) -> None:
        self._ids: list[int] = []
        self._last = ""

    def each(self, cases: Iterable[Case]) -> Iterator[Case]:
        """Gives the cases on."""
        for case in cases:
            self.one(case.id, case.ref)
            yield case

    def one(self, case_id: int, ref: str = "") -> None:
        """One case goes by."""
        self._ids.append(case_id)
        self._last = ref or self._last

    @property
    def ids(self) -> frozenset[int]:
        """The ids of the cases."""
        return frozenset(self._ids)

    @property
    def words(self) -> str:
        """The one case by its reference, or how many there were."""
        number = len(self.ids)
        return self._last if number == 1 and self._last else f"{number:,} case{'' if number == 1 else 's'}"


@contextmanager
def taken_out(options: Common, opened: Store, how: str) -> Iterator[Passed]:
    """Notes, when the block ends, which cases went out of the store, and `how`: "listed as JSON".

    It is noted however the block ends: whoever closes a pipe early has read what came before.
    """
    passed = Passed()
    try:
        yield passed
    finally:
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
