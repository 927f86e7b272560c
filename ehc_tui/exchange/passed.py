"""The cases that go out of the store one by one, remembered by number alone so that none has to be kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar


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
