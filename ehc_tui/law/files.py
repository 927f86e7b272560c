"""Where the data files are, and reading them so that a mistake is reported with file, key and reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ehc_tui.law.errors import LawError
from ehc_tui.law.written import Unreadable, from_toml, read_small

PACKAGE = Path(__file__).resolve().parent.parent
ROOMS = (PACKAGE / "data", PACKAGE.parent / "data")


class FileError(LawError):
    """A mistake in a data file: `file` is its name, `key` the place in it, `reason` what is wrong there."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}.")
        self.file = file
        self.key = key
        self.reason = reason


def data_path(*parts: str) -> Path:
    """The path of a data file: inside the installed package, or beside the package in a checkout.

    The file itself need not exist. Raises `LawError` if there is no data folder at all.
    """
    for room in ROOMS:
        if room.is_dir():
            return room.joinpath(*parts)
    raise LawError("The data files of ehc-tui are missing, so it must be installed again.")


class Table:
    """One table of a TOML file, read key by key; every refusal is an `error` naming file, key and reason."""

    def __init__(self, data: Mapping[str, Any], file: str, place: str, error: type[FileError]) -> None:
        self._data = data
        self._file = file
        self._place = place
        self._error = error
        self._read: set[str] = set()

    @classmethod
    def load(cls, path: Path, error: type[FileError]) -> Table:
        """The whole of a TOML file."""
        try:
            return cls(from_toml(read_small(path)), path.name, "", error)
        except OSError as problem:
            raise error(path.name, "file", f"it cannot be read ({problem.strerror})") from problem
        except UnicodeDecodeError as problem:
            raise error(path.name, "file", "it is not UTF-8 text") from problem
        except Unreadable as problem:
            raise error(path.name, "syntax", str(problem)) from problem

    def refuse(self, key: str, reason: str) -> FileError:
        """The error to raise about `key` of this table."""
        return self._error(self._file, f"{self._place}.{key}" if self._place else key, reason)

    def has(self, key: str) -> bool:
        """True if the table has the key."""
        return key in self._data

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not empty; without a default the key must be there."""
        value: str = self._value(key, str, "text", default)
        if not value and default is None:
            raise self.refuse(key, "it is empty")
        return value

    def choice(self, key: str, allowed: Iterable[str], default: str | None = None) -> str:
        """A text that is one of `allowed`."""
        value = self.text(key, default)
        known = tuple(allowed)
        if value not in known:
            raise self.refuse(key, f'"{value}" is not known; it may be {", ".join(known)}')
        return value

    def number(self, key: str, default: int | None = None) -> int:
        """A whole number that is not negative."""
        value: int = self._value(key, int, "a whole number", default)
        if isinstance(value, bool) or value < 0:
            raise self.refuse(key, "it must be a whole number, zero or more")
        return value

    def flag(self, key: str) -> bool:
        """True or false; false if the key is missing."""
        value: bool = self._value(key, bool, "true or false", False)
        return value

    def day(self, key: str) -> date:
        """A date."""
        value = self._value(key, date, "a date such as 2014-09-01", None)
        return self._plain_day(key, value)

    def day_or_none(self, key: str) -> date | None:
        """A date, or None if the key is missing."""
        return self.day(key) if self.has(key) else None

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts; empty if the key is missing and not required."""
        values = self._value(key, list, "a list of texts", None if required else [])
        for value in values:
            if not isinstance(value, str) or not value:
                raise self.refuse(key, f"{value!r} is not text")
        return tuple(values)

    def table(self, key: str) -> Table:
        """A table inside this one; an empty one if it is missing."""
        return self._inner(self._value(key, dict, "a table", {}), key)

    def tables(self, key: str, named: str = "id") -> tuple[Table, ...]:
        """The records of an array of tables, each placed by its `named` key so that errors can say which."""
        records = self._value(key, list, "a list of tables", [])
        found = []
        for position, record in enumerate(records, start=1):
            if not isinstance(record, dict):
                raise self.refuse(key, f"entry {position} is not a table")
            found.append(self._inner(record, f"{key}[{record.get(named, position)}]"))
        return tuple(found)

    def names(self) -> tuple[str, ...]:
        """The keys of this table, in the order of the file."""
        return tuple(self._data)

    def entries(self) -> tuple[tuple[str, Table], ...]:
        """The tables inside this one with their names, in the order of the file."""
        return tuple((name, self.table(name)) for name in self._data)

    def pairs(self, key: str) -> dict[str, str]:
        """A table of texts."""
        inner = self.table(key)
        return {name: inner.text(name) for name in inner._data}

    def finish(self) -> None:
        """Refuse keys that nobody asked for: they are misspelt, or belong elsewhere."""
        for key in self._data:
            if key not in self._read:
                raise self.refuse(key, "this key is not known here")

    def _inner(self, data: Mapping[str, Any], key: str) -> Table:
        return Table(data, self._file, f"{self._place}.{key}" if self._place else key, self._error)

    def _value(self, key: str, kind: type, described: str, default: Any) -> Any:
        self._read.add(key)
        if key not in self._data:
            if default is None:
                raise self.refuse(key, "it is missing")
            return default
        value = self._data[key]
        if not isinstance(value, kind):
            raise self.refuse(key, f"it must be {described}, not {value!r}")
        return value

    def _plain_day(self, key: str, value: date) -> date:
        if isinstance(value, datetime):
            raise self.refuse(key, "it must be a date without a time of day")
        return value
