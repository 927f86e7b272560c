"""What is measured side by side at a terminal: the empty app, this program, and others on the same store."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from stores import ROOT

TODAY = "2026-11-21"
OVERDUE = f"SELECT ref, own_due FROM ehc_case WHERE own_due < '{TODAY}' ORDER BY own_due LIMIT 20;"


@dataclass(frozen=True, slots=True)
class Program:
    """A program, the text by which one sees that it can be used, and the keys that move in its list.

    `then` is what has to be typed to come to the cases, and the text by which one sees that they are there.
    """

    name: str
    command: list[str]
    ready: str
    keys: tuple[str, ...] = ()
    then: tuple[str, str] | None = None
    environment: Mapping[str, str] = field(default_factory=dict)


def empty_app() -> Program:
    """The smallest Textual app."""
    return Program("empty", [sys.executable, str(Path(__file__).with_name("empty_app.py"))], "ready", ("x",))


def ours(store: Path, home: Path) -> Program:
    """This program on a store, for a person who has never used it before."""
    command = [sys.executable, "-m", "ehc_tui", "--store", str(store)]
    return Program("ehc-tui", command, "▸", ("down", "page down"), environment=surroundings(home))


def peers(store: Path, home: Path) -> tuple[list[Program], list[str]]:
    """Other programs that show the cases of a store, and the names of those that are not installed."""
    path, at_home = str(store), {"HOME": str(home)}
    known = (
        Program(
            "visidata",
            ["vd", path],
            "ehc_case",
            ("down", "page down"),
            ("/ehc_case$\r\r", "surname"),
            at_home,
        ),
        Program("litecli", ["litecli", path], "db>", (), (f"{OVERDUE}\r", "rows in set"), at_home),
        Program("harlequin", ["harlequin", "--adapter", "sqlite", path], "Data Catalog", environment=at_home),
    )
    found = [one for one in known if shutil.which(one.command[0])]
    return found, [one.name for one in known if one not in found]


def surroundings(home: Path) -> dict[str, str]:
    """The environment of somebody at home there on the day of the benchmarks."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("EHC_", "TEXTUAL"))}
    return {**kept, "HOME": str(home), "EHC_TODAY": TODAY, "PYTHONPATH": str(ROOT)}
