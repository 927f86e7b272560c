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


@dataclass(frozen=True, slots=True)
class Program:
    """A program, the text by which one sees that it can be used, and the keys that move in its list."""

    name: str
    command: list[str]
    ready: str
    keys: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)


def empty_app() -> Program:
    """The smallest Textual app."""
    return Program("empty", [sys.executable, str(Path(__file__).with_name("empty_app.py"))], "ready", ("x",))


def ours(store: Path, home: Path) -> Program:
    """This program on a store, for a person who has never used it before."""
    command = [sys.executable, "-m", "ehc_tui", "--store", str(store)]
    return Program("ehc-tui", command, "▸", ("down", "page down"), surroundings(home))


def peers(store: Path, home: Path) -> tuple[list[Program], list[str]]:
    """Other programs that show the cases of a store, and the names of those that are not installed."""
    known = {
        "visidata": (["vd", "+ehc_case::", str(store)], "surname", ("down", "page down")),
        "litecli": (["litecli", str(store)], "> ", ()),
        "harlequin": (["harlequin", "--adapter", "sqlite", str(store)], "Data Catalog", ()),
    }
    found, missing = [], []
    for name, (command, ready, keys) in known.items():
        if path := shutil.which(command[0]):
            found.append(Program(name, [path, *command[1:]], ready, keys, {"HOME": str(home)}))
        else:
            missing.append(name)
    return found, missing


def surroundings(home: Path) -> dict[str, str]:
    """The environment of somebody at home there on the day of the benchmarks."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("EHC_", "TEXTUAL"))}
    return {**kept, "HOME": str(home), "EHC_TODAY": TODAY, "PYTHONPATH": str(ROOT)}
