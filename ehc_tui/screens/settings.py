"""What the statute leaves open, in one place: how it is read, what that does to a date, another reading.

The readings that dates and exceptions follow from are the store's, the same for everybody who works in it.
The settings file says what a new store begins with, and holds what is a person's own.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from ehc_tui.casework.context import LONDON, Doing
from ehc_tui.casework.roles import Power
from ehc_tui.commands import Move, bindings_for
from ehc_tui.present.prose import plural
from ehc_tui.present.rules.readings import READINGS, SHARED, Reading, Value, readings_page
from ehc_tui.present.runs import Run, Style, count
from ehc_tui.screens.asking import flow
from ehc_tui.screens.base import BaseScreen
from ehc_tui.settings import Settings, SettingsError, default_settings_path, unfit
from ehc_tui.settings_file import line_of, write_setting
from ehc_tui.text import british
from ehc_tui.widgets.lines import LineList

if TYPE_CHECKING:
    from sqlmodel import Session


class SettingsScreen(BaseScreen):
    """The readings, and the settings file they are kept in."""

    SCOPE = "settings"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("settings")]

    def __init__(self, path: Path | None = None) -> None:
        super().__init__()
        self._list = LineList()
        self._path = path or default_settings_path()
        self._store = "this store"

    def compose_body(self) -> ComposeResult:
        """The list of readings with the effect of the one under the cursor."""
        yield self._list

    def on_mount(self) -> None:
        """Say where the settings are kept."""
        self.head(
            (Run("Readings", Style.TITLE), Run(" · what the statute leaves open")),
            (Run(_from_home(self._path), Style.DIM),),
        )
        self.store_changed()

    def store_changed(self) -> None:
        """Show what the store is read under now, and who had it so since when."""
        self.run_worker(self._read_store())

    async def _read_store(self) -> None:
        from ehc_tui.casework.derived_with import remembered

        noted = await self.desk.read(lambda: remembered(self.desk.store.read())) or {}
        if "read_by" in noted:
            since = datetime.fromisoformat(noted["read_at"]).astimezone(LONDON).date()
            self._store = f"{noted['read_by']}, {british(since)}"
        self._draw()

    def on_resize(self) -> None:
        """Lay the list out for the width."""
        self._draw()

    def move(self, how: Move) -> None:
        """Move through the readings."""
        self._list.move(how)
        self.offer_commands()

    def action_app_settings(self) -> None:
        """The key that opens the readings closes them as well."""
        self.action_app_back()

    def why_not(self, command_id: str) -> str | None:
        """What everybody in the store works under takes the right to change the store."""
        if command_id == "settings.change" and self._current.shared:
            if self.desk.read_only:
                return "This store is open for reading only, so its dates cannot be counted again."
            return self.desk.why_not(Power.READINGS)
        return super().why_not(command_id)

    @flow
    async def action_settings_change(self) -> None:
        """Ask for another reading, write it down, and have the whole store follow it if it is the store's."""
        reading = self._current
        before = reading.value(self.desk.settings)
        value = await self._ask(reading)
        if value is None:
            return
        if value == before:
            self.say(f"“{reading.name}” stays as it is.")
            return
        words = f"{reading.name}: {reading.words(value)}"
        what = "Every stored date is counted again" if reading.recounts else "It holds"
        if reading.shared and not await self.prompt.confirm(
            f"{words}. {what}, for everybody who works in this store. Go on?"
        ):
            return
        if reading.shared and not await self._still_sure(reading, before):
            return
        try:
            await asyncio.to_thread(write_setting, self._path, reading.key, value)
        except SettingsError as refusal:
            self.say(str(refusal), Style.WARN)
            return
        settings = self.desk.settings.having(reading.key, value)
        if reading.shared:
            counted = await self._have_store_follow(settings)
            words += f". {plural(counted, 'case')} counted again" if reading.recounts else ""
        else:
            self.desk.settings = settings
        await self.ehc.announce_change()
        self._draw()
        self.say(f"{words}.")

    async def _still_sure(self, reading: Reading, before: Value) -> bool:
        """Ask again where somebody else has chosen another reading since this one's was looked at."""
        await self.desk.read(self.desk.follow_store)
        now = reading.value(self.desk.settings)
        if now == before:
            return True
        await self._read_store()
        return await self.prompt.confirm(
            f"Meanwhile it has become {reading.words(now)} ({self._store}). Take yours all the same?"
        )

    @property
    def _current(self) -> Reading:
        return READINGS[self._list.cursor]

    def _draw(self) -> None:
        if self.size.width:
            page = readings_page(self.desk.settings, self._where, self.size.width)
            self._list.show(page, self._list.cursor)

    def _where(self, key: str) -> str:
        if key in SHARED:
            return self._store
        line = line_of(self._path, key)
        return "not set: the usual" if line is None else f"{self._path.name}, line {line}"

    async def _ask(self, reading: Reading) -> Value | None:
        """The new value; None if the person stepped back."""
        if reading.choices:
            return await self.prompt.choose(
                reading.name, [("", choice.words, choice.value) for choice in reading.choices]
            )
        return await self.prompt.ask(
            f"{reading.name}, {reading.unit}s",
            initial=str(reading.value(self.desk.settings)),
            parse=lambda typed: _number(reading.key, typed),
        )

    async def _have_store_follow(self, settings: Settings) -> int:
        """Count the store again under other readings, in this person's name; of how many cases."""
        from ehc_tui.casework.recount import read_otherwise

        def progress(done: int, of: int) -> None:
            self.app.call_from_thread(self.say, f"Counting again: {count(done)} of {count(of)} cases.")

        book, owner = settings.rulebook(), self.desk.owner

        def follow(session: Session, doing: Doing) -> int:
            return read_otherwise(session, replace(doing, book=book), progress, owner=owner)

        return await self.write(follow)


def _from_home(path: Path) -> str:
    """A path as people write it: "~/.config/…" where it lies in their own directory."""
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


def _number(key: str, typed: str) -> int:
    """The number typed; ValueError with a sentence if the setting cannot have it."""
    number = int(typed) if typed.isdecimal() else None
    if wanted := unfit(key, number):
        raise ValueError(f"Type {wanted}.")
    assert number is not None
    return number
