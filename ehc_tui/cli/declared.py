"""What the commands that are typed all day take, declared once.

`typed.py` makes Typer's options of it, with their help and their refusals; `quick.py` reads the same
declaration without Typer, whose import takes longer than the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, NamedTuple


class Kind(Enum):
    """What stands after an option: nothing, or a text that means something."""

    SWITCH = "switch"
    TEXT = "text"
    NUMBER = "number"
    FILE = "file"
    DAY = "day"


class Option(NamedTuple):
    """An option of a command; `name` is the keyword under which the command is given its value."""

    name: str
    flags: tuple[str, ...]
    help: str
    kind: Kind = Kind.SWITCH
    metavar: str = ""
    default: str | None = None

    @property
    def absent(self) -> Any:
        """The value of an option that was not typed."""
        return False if self.kind is Kind.SWITCH else self.default


class Words(NamedTuple):
    """What a command takes besides options: any number of words, or at least one where they are `needed`."""

    name: str
    metavar: str
    help: str
    needed: bool = False


class Declared(NamedTuple):
    """A command. `run` is called with `Common` and all values by name; its docstring is the help."""

    run: Callable[..., None]
    words: Words | None
    options: tuple[Option, ...]


STORE = Option("store", ("--store",), "The store to use (or EHC_STORE).", Kind.TEXT, "PATH|URL")
TODAY = Option("today", ("--today",), "Act as if it were this day (or EHC_TODAY).", Kind.DAY, "DATE")
AS_JSON = Option("as_json", ("--json",), "Answer in JSON.")
AS_CSV = Option("as_csv", ("--csv",), "Answer in CSV.")
READ_ONLY = Option("read_only", ("--read-only",), "Open the app without the right to change.")
