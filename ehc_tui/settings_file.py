"""Changing one setting in a TOML file; every other line stays as it was written, comments included."""

from __future__ import annotations

import re
from pathlib import Path

from ehc_tui.exchange.private_file import write_privately
from ehc_tui.law.written import Unreadable, from_toml
from ehc_tui.settings import Settings, SettingsError, check_setting, load_settings


def write_setting(path: Path, key: str, value: bool | int) -> Settings:
    """Set `key` in the settings file at `path`, and return all settings as they are now.

    A file that is not there is made; it is written whole or not at all. Raises `SettingsError` for a value
    that does not fit, a file that cannot be read as settings, and one laid out so that the line cannot be
    found; and `exchange.private_file.FileRefused` where it cannot be written.
    """
    check_setting(path, key, value)
    load_settings(path)
    target = path.resolve()  # a link to a file kept elsewhere stays a link
    text = target.read_bytes().decode("utf-8") if target.exists() else ""
    changed = _with(text, key, str(value).lower())
    if _values(changed) != {**(_values(text) or {}), key: value}:
        raise SettingsError(
            f"{path} cannot be changed from here: set {key} = {str(value).lower()} in it with an editor."
        )
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_privately(target, lambda stream: stream.write(changed.encode()), overwrite=True, own=True)
    return load_settings(path)


def line_of(path: Path, key: str) -> int | None:
    """The number of the line in which the file at `path` sets `key`; None if it does not."""
    if not path.exists():
        return None
    text = path.read_bytes().decode("utf-8")
    found = _line(key).search(text)
    return text.count("\n", 0, found.start("lead")) + 1 if found else None


def _with(text: str, key: str, literal: str) -> str:
    """The text with the value of one line replaced, or with the line added at its end."""
    line = _line(key)
    if line.search(text):
        return line.sub(rf"\g<lead>{literal}\g<rest>", text, count=1)
    if text and not text.endswith("\n"):
        text += "\n"
    return f"{text}{key} = {literal}\n"


def _line(key: str) -> re.Pattern[str]:
    """A line that sets `key` to one plain value: what leads up to the value, and what follows it."""
    return re.compile(
        rf"""^(?P<lead>[ \t]*["']?{re.escape(key)}["']?[ \t]*=[ \t]*)"""
        r"""[^#\r\n]*?(?P<rest>[ \t]*(?:\#[^\r\n]*)?)(?=\r?$)""",
        re.MULTILINE,
    )


def _values(text: str) -> dict[str, object] | None:
    try:
        return from_toml(text)
    except Unreadable:
        return None
