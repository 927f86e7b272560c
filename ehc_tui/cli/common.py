"""Which store and which day a command works with, and in whose name it changes anything."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ehc_tui.cli.errors import Mistyped
from ehc_tui.confinement import Confined, is_confined

if TYPE_CHECKING:
    from ehc_tui.casework.context import Doing
    from ehc_tui.store.engine import Store


class Common(NamedTuple):
    """The store and the day that a command line gave; what it did not is in the environment, or usual.

    `given_account` is whom the owner of the store works as.
    """

    given_store: str | None = None
    given_today: date | None = None
    given_account: str | None = None

    @property
    def store(self) -> str | None:
        """The store asked for, by option or EHC_STORE; None for the person's own. Raises `Confined`."""
        if self.given_store and is_confined():
            raise Confined("On this host there is one store: leave --store out.")
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
        """The store as the person may see it, closed when the block ends. Raises `NotAllowed` at the door."""
        from ehc_tui.casework.door import admit, working_as
        from ehc_tui.cli.progress import progress_bar
        from ehc_tui.cli.unlocking import unlock
        from ehc_tui.store.engine import open_store

        path = self.path
        unlock(path)
        account = working_as(path, self.given_account) if self.given_account else None
        with progress_bar("Copying the store, then bringing it up to date") as progress:
            store = open_store(path, create=create, read_only=read_only, account=account, progress=progress)
        store.turns.on_wait = _say_waiting
        try:
            admit(store)
            yield store
        finally:
            store.close()

    def person(self, opened: Store) -> str:
        """The name that acts in a store are recorded under: the one it lists, else that of the settings."""
        from ehc_tui.casework.door import name_of
        from ehc_tui.settings import load_settings

        return name_of(opened, self.given_account or load_settings().person())

    @property
    def at_keyboard(self) -> str:
        """Who sits there while the store's owner works as somebody else; empty otherwise."""
        from ehc_tui.identity import login
        from ehc_tui.settings import load_settings

        return f"{load_settings().person()} ({login()}, owner)" if self.given_account else ""

    def doing(self, opened: Store | None = None, *, my_readings: bool = False) -> Doing:
        """The circumstances in which a command works: who, when, under which rules.

        With an `opened` store the rules are those it is counted under, unless `my_readings` are wanted; else
        those of the settings.
        """
        from ehc_tui.casework.context import Doing
        from ehc_tui.identity import login
        from ehc_tui.law.process import load_process
        from ehc_tui.settings import load_settings

        settings = load_settings()
        own = Doing(
            by=self.person(opened) if opened else settings.person(),
            today=self.today,
            now=datetime.now(UTC),
            book=settings.rulebook(),
            process=load_process(settings.process),
            account=opened.account if opened else login(),
            at_keyboard=self.at_keyboard,
        )
        if opened is None or my_readings:
            return own
        from ehc_tui.casework.derived_with import following

        return following(opened.read(), own)


def _say_waiting(sentence: str) -> None:
    """Say for whom a command waits, where it does not mix with what the command prints."""
    from ehc_tui.text import drawable

    print(drawable(sentence), file=sys.stderr, flush=True)


def day_of(typed: str, where: str, today: date | None = None) -> date:
    """The day that was typed, counted from `today` or the day it is in London.

    Raises `Mistyped`, naming the option or variable it was typed in.
    """
    from ehc_tui.text import DayError, absolute_day, parse_day

    if found := absolute_day(typed):
        return found  # without asking what day it is in London
    try:
        return parse_day(typed, today or london_today())
    except DayError as error:
        raise Mistyped(f"{where}: {error}") from error


def one_form(**asked: bool) -> None:
    """Refuses two forms of answer at once."""
    chosen = [f"--{name}" for name, wanted in asked.items() if wanted]
    if len(chosen) > 1:
        raise Mistyped(f"Choose one of {' and '.join(chosen)}.")


def london_today() -> date:
    """The date in London now."""
    now = datetime.now(UTC)
    if now.hour < 23:
        return now.date()  # summer time or not, and without asking which it is
    from zoneinfo import ZoneInfo

    return now.astimezone(ZoneInfo("Europe/London")).date()
