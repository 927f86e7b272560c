"""Which store and which day a command works with, and in whose name it changes anything."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ehc_tui.cli.errors import Mistyped

if TYPE_CHECKING:
    from ehc_tui.casework.context import Doing
    from ehc_tui.store.engine import Store


@dataclass(frozen=True, slots=True)
class Common:
    """The store and the day that a command line gave; what it did not is in the environment, or usual."""

    given_store: str | None = None
    given_today: date | None = None

    @property
    def store(self) -> str | None:
        """The store asked for, by option or EHC_STORE; None for the person's own."""
        return self.given_store or os.environ.get("EHC_STORE") or None

    @property
    def today(self) -> date:
        """The day to act on: by option, by EHC_TODAY, or the date in London. Raises `Mistyped`."""
        if self.given_today:
            return self.given_today
        asked = os.environ.get("EHC_TODAY")
        return day_of(asked, "EHC_TODAY") if asked else london_today()

    @property
    def path(self) -> Path:
        """Where the store is or would be. Raises `StoreError` for a place it cannot be."""
        from ehc_tui.store.place import default_store_path, local_path

        return local_path(self.store or default_store_path())

    @contextmanager
    def opened(self, *, create: bool = False, read_only: bool = False) -> Iterator[Store]:
        """The store, closed when the block ends."""
        from ehc_tui.store.engine import open_store

        store = open_store(self.path, create=create, read_only=read_only)
        try:
            yield store
        finally:
            store.close()

    def doing(self, opened: Store | None = None) -> Doing:
        """The circumstances in which a command works: who, when, under which rules.

        With an `opened` store these are the readings it is counted under, else those of the settings.
        """
        from ehc_tui.casework.context import Doing
        from ehc_tui.law.process import load_process
        from ehc_tui.settings import account, load_settings

        settings = load_settings()
        own = Doing(
            by=settings.person(),
            today=self.today,
            now=datetime.now(UTC),
            book=settings.rulebook(),
            process=load_process(settings.process),
            account=account(),
        )
        if opened is None:
            return own
        from ehc_tui.casework.derived_with import following

        return following(opened.read(), own)


def day_of(typed: str, where: str, today: date | None = None) -> date:
    """The day that was typed, counted from `today` or the day it is in London.

    Raises `Mistyped`, naming the option or variable it was typed in.
    """
    from ehc_tui.text import DayError, parse_day

    try:
        return parse_day(typed, today or london_today())
    except DayError as error:
        raise Mistyped(f"{where}: {error}") from error


def london_today() -> date:
    """The date in London now."""
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo("Europe/London")).date()
