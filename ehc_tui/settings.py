"""Settings of one person, read from a TOML file: typed, and refused with a sentence, never guessed at."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ehc_tui import identity
from ehc_tui.confinement import is_confined
from ehc_tui.law.written import Unreadable, from_toml, read_small
from ehc_tui.places import folder
from ehc_tui.text import clean

if TYPE_CHECKING:
    from ehc_tui.law.calendar import Convention
    from ehc_tui.law.rulebook import Rulebook

_MOST_CHARACTERS = 20_000
THEMES = ("auto", "dark", "light", "ansi")


class SettingsError(Exception):
    """The settings file cannot be used; the message is one sentence with the file and the setting."""


class Settings(NamedTuple):
    """What a person may set. Every field has a value that works without a settings file.

    `warning_days` (calendar days) is how long before its date a clock counts as due soon. `process` names a
    council's process file or gives its path. `me` is the name your cases are allocated to and your acts are
    recorded under; empty means the name you are logged in as. `theme` is auto, dark, light or ansi (the
    terminal's own 16 colours). `mouse` left out means on, but off over SSH. `editor` is the command for long
    texts; empty means VISUAL or EDITOR, "none" none. `backup_folder` is where `ehc-tui backup` puts copies,
    empty for a folder beside the store, and `backup_keep` how many of them it keeps. `lock_after` is
    after how many minutes without a key the program ends, 0 for never. `key_file` holds the key
    of an encrypted store.

    The rest are readings that the statute leaves open. A new store begins with `clear_notice`,
    `day_one_inclusive`, `closure_ends_included` and `absence_inside_period` (as in `law.calendar.Convention`)
    and keeps them for everybody who works in it; `post_working_days` says after how many working days a
    posted letter counts as served.
    """

    warning_days: int = 10
    process: str = "west-northants"
    me: str = ""
    theme: str = "auto"
    mouse: bool | None = None
    editor: str = ""
    backup_folder: str = ""
    backup_keep: int = 14
    key_file: str = ""
    lock_after: int = 30
    clear_notice: bool = False
    day_one_inclusive: bool = False
    closure_ends_included: bool = True
    absence_inside_period: bool = True
    post_working_days: int = 2

    def convention(self) -> Convention:
        """The readings under which dates are counted."""
        from ehc_tui.law.calendar import Convention

        return Convention(
            clear_notice=self.clear_notice,
            day_one_inclusive=self.day_one_inclusive,
            closure_ends_included=self.closure_ends_included,
            absence_inside_period=self.absence_inside_period,
        )

    def read_as(self, readings: Convention) -> Settings:
        """The same settings with other readings."""
        from dataclasses import asdict

        return self._replace(**asdict(readings))

    def having(self, key: str, value: Any) -> Settings:
        """The same settings but for one."""
        changed: dict[str, Any] = {key: value}
        return self._replace(**changed)

    def rulebook(self) -> Rulebook:
        """The rule book of England, read under these readings. Raises `RulebookError` for a mistake in it."""
        from ehc_tui.law.rulebook import load_rulebook

        book = load_rulebook()
        return book if book.convention == self.convention() else book.under(self.convention())

    def person(self) -> str:
        """The name acts are recorded under."""
        return clean(self.me) or identity.login()

    def editor_command(self, environ: Mapping[str, str] = os.environ) -> str:
        """The command line of the editor for long texts; empty where there is none or none is wanted."""
        if self.editor == "none" or is_confined():
            return ""
        return self.editor or environ.get("VISUAL") or environ.get("EDITOR") or ""

    def uses_mouse(self, environ: Mapping[str, str] = os.environ) -> bool:
        """Whether the mouse is taken from the terminal; over SSH it is left, so that text can be selected."""
        return "SSH_TTY" not in environ if self.mouse is None else self.mouse


def default_settings_path() -> Path:
    """Where a person's settings are looked for."""
    return folder("config") / "settings.toml"


def load_settings(path: Path | None = None) -> Settings:
    """The settings in the file at `path`, or at the usual place; a file that is not there sets nothing.

    Raises `SettingsError` for a file that cannot be read, a setting that does not exist and a value that does
    not fit.
    """
    path = path or default_settings_path()
    try:
        values = from_toml(read_small(path))
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (Unreadable, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not a settings file: {error}.") from error
    for key, value in values.items():
        check_setting(path, key, value)
    return Settings(**values)


def check_setting(path: Path, key: str, value: Any) -> None:
    """Raises `SettingsError` unless the file at `path` may hold this value under this key."""
    if key not in _RULES:
        from difflib import get_close_matches

        near = get_close_matches(key, _RULES, 1)
        known = f"did you mean “{near[0]}”?" if near else f"the settings are {', '.join(_RULES)}."
        raise SettingsError(f"{path}: there is no setting “{key}”; {known}")
    if wanted := unfit(key, value):
        raise SettingsError(f"{path}: {key} must be {wanted}, not {value!r}.")


def unfit(key: str, value: Any) -> str:
    """What the setting `key` must be, in words, if `value` does not fit; empty if it does."""
    fits, wanted = _RULES[key]
    return "" if fits(value) else wanted


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _MOST_CHARACTERS


def _is_switch(value: Any) -> bool:
    return isinstance(value, bool)


_RULES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "warning_days": (lambda value: type(value) is int and 0 <= value <= 60, "a number of days from 0 to 60"),
    "process": (_is_text, "the name or the path of a process file"),
    "me": (_is_text, "your name as text"),
    "theme": (lambda value: value in THEMES, f"one of {', '.join(THEMES)}"),
    "mouse": (_is_switch, "true or false"),
    "editor": (_is_text, "a command as text"),
    "backup_folder": (_is_text, "the path of a folder"),
    "backup_keep": (lambda value: type(value) is int and 1 <= value <= 1000, "a number from 1 to 1000"),
    "key_file": (_is_text, "the path of a file"),
    "lock_after": (
        lambda value: type(value) is int and 0 <= value <= 1440,
        "a number of minutes from 0 (never) to 1440",
    ),
    "clear_notice": (_is_switch, "true or false"),
    "day_one_inclusive": (_is_switch, "true or false"),
    "closure_ends_included": (_is_switch, "true or false"),
    "absence_inside_period": (_is_switch, "true or false"),
    "post_working_days": (
        lambda value: type(value) is int and 0 <= value <= 10,
        "a number of working days from 0 to 10",
    ),
}
assert _RULES.keys() == set(Settings._fields)
