"""The stores that are measured: made once, kept in a folder, and up to date with the program."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from england import TODAY, make

from ehc_tui.casework import notes
from ehc_tui.casework.context import Doing
from ehc_tui.casework.derived_with import catch_up
from ehc_tui.law.process import load_process
from ehc_tui.law.rulebook import load_rulebook
from ehc_tui.store.caseload import Caseload
from ehc_tui.store.engine import open_store

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".bench"
BUSY, ENTRIES = 7_000, 500
"""In a store of so many cases a panel has some 2,000 waiting."""


def doing() -> Doing:
    """The circumstances under which benchmarks work."""
    noon = datetime.combine(TODAY, time(12), UTC)
    return Doing("Bench", TODAY, noon, load_rulebook(), load_process("west-northants"))


def store_of(cases: int, folder: Path = CACHE) -> Path:
    """A store of so many cases, made if the folder has none. All of England takes some minutes and 4 GB."""
    path = folder / f"{cases}.db"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        make(path, cases)
    with open_store(path) as store:
        catch_up(store, doing())
    return path


def busy_store(folder: Path = CACHE) -> Path:
    """A store in which the first case of the list has a long history, and many wait for the panel."""
    path = folder / "busy.db"
    if not path.exists():
        shutil.copy(store_of(BUSY, folder), path)
        with open_store(path) as store:
            first = Caseload(store.read(), TODAY).ids(0, 1)[0]
            for number in range(ENTRIES):
                with store.session() as session:
                    on = TODAY - timedelta(days=number // 5)
                    notes.add(session, doing(), first, f"Note {number} of a long story.", on=on)
    return path
