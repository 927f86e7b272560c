"""What the statute leaves open, in one place: how it is read, what that does to a date, another reading."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from ehc_tui.commands import Move, bindings_for
from ehc_tui.present.prose import plural
from ehc_tui.present.rules.readings import READINGS, Reading, Value, readings_page
from ehc_tui.present.runs import Run, Style, count
from ehc_tui.screens.base import BaseScreen, flow
from ehc_tui.settings import Settings, SettingsError, default_settings_path, unfit
from ehc_tui.settings_file import line_of, write_setting
from ehc_tui.widgets.lines import LineList


class SettingsScreen(BaseScreen):
    """The readings, and the settings file they are kept in."""

    SCOPE = "settings"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("settings")]

    def __init__(self, path: Path | None = None) -> None:
        super().__init__()
        self._list = LineList()
        self._path = path or default_settings_path()

    def compose_body(self) -> ComposeResult:
        """The list of readings with the effect of the one under the cursor."""
        yield self._list

    def on_mount(self) -> None:
        """Say where the settings are kept."""
        self.head(
            (Run("Readings", Style.TITLE), Run(" · what the statute leaves open")),
            (Run(str(self._path), Style.DIM),),
        )

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
        """What moves stored dates needs the right to change them."""
        if command_id == "settings.change" and self.desk.read_only and self._current.recounts:
            return "This store is open for reading only, so its dates cannot be counted again."
        return super().why_not(command_id)

    @flow
    async def action_settings_change(self) -> None:
        """Ask for another reading, write it down, and count the dates again if they follow from it."""
        reading = self._current
        before = reading.value(self.desk.settings)
        value = await self._ask(reading)
        if value is None:
            return
        if value == before:
            self.say(f"“{reading.name}” stays as it is.")
            return
        words = f"{reading.name}: {reading.words(value)}"
        if reading.recounts and not await self.prompt.confirm(
            f"{words}. Every stored date is counted again, for everybody who works in this store. Go on?"
        ):
            return
        try:
            await asyncio.to_thread(write_setting, self._path, reading.key, value)
        except SettingsError as refusal:
            self.say(str(refusal), Style.WARN)
            return
        self._take(self.desk.settings.having(reading.key, value))
        if reading.recounts:
            words += f". {plural(await self._recount(), 'case')} counted again"
        else:
            await self.ehc.announce_change()
        self._draw()
        self.say(f"{words}.")

    @property
    def _current(self) -> Reading:
        return READINGS[self._list.cursor]

    def _draw(self) -> None:
        if self.size.width:
            page = readings_page(self.desk.settings, self._where, self.size.width)
            self._list.show(page, self._list.cursor)

    def _where(self, key: str) -> str:
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

    def _take(self, settings: Settings) -> None:
        """Work under other settings from now on."""
        self.desk.settings = settings
        self.desk.book = settings.rulebook()

    async def _recount(self) -> int:
        from ehc_tui.casework.recount import recount

        def progress(done: int, of: int) -> None:
            self.app.call_from_thread(self.say, f"Counting again: {count(done)} of {count(of)} cases.")

        return await self.write(lambda session, doing: recount(session, doing, progress))


def _number(key: str, typed: str) -> int:
    """The number typed; ValueError with a sentence if the setting cannot have it."""
    number = int(typed) if typed.isdecimal() else None
    if wanted := unfit(key, number):
        raise ValueError(f"Type {wanted}.")
    assert number is not None
    return number
