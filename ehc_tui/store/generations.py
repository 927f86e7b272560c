"""The copies that the program keeps of a store: their names, their order, and which of them may go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ehc_tui.store.engine import APPLICATION_ID
from ehc_tui.store.errors import StoreError
from ehc_tui.store.reader import Reader, connect
from ehc_tui.store.remarks import remark

STORE_ID = "store"
"""The key under which a store keeps the name that no other store has."""
_NUMBERED = re.compile(r"(?P<stem>.+)-(?P<number>\d{4,})-\d{4}-\d{2}-\d{2}-\d{6}")
_OF_A_SCHEMA = re.compile(r"(?P<name>.+)\.schema-\d{4,}")


@dataclass(frozen=True, slots=True)
class Generation:
    """One kept copy. `place` is its place in the order of making; the clock of the computer has no say in it.

    `size` is in bytes, `made` what the file system says, and `of_schema` marks the copy that an upgrade left.
    """

    path: Path
    place: float
    size: int
    made: datetime
    of_schema: bool = False


def generations(store: Path, store_id: str, folders: Iterable[Path]) -> list[Generation]:
    """The copies of this store that the program made, oldest first, beside the store and in these folders.

    A file counts by its name and by what is in it: whatever cannot be opened, or is of another store, does
    not, however it is called.
    """
    places = dict.fromkeys(folder.absolute() for folder in (store.parent, *folders))
    found = [file for folder in places if folder.is_dir() for file in sorted(folder.iterdir())]
    numbered = [
        _generation(file, float(number))
        for file in found
        if (number := _number(store, file)) is not None and _identity(file) == store_id
    ]
    schemas = [_generation(file, 0, of_schema=True) for file in found if _left_by_an_upgrade(store, file)]
    return sorted([*numbered, *(_placed(one, numbered) for one in schemas)], key=lambda one: one.place)


def next_path(store: Path, folder: Path, kept: Sequence[Generation], now: datetime) -> Path:
    """The path of the next copy: numbered beyond every file of such a name, with the local date and time."""
    numbers = [number for file in folder.iterdir() if (number := _number(store, file)) is not None]
    number = 1 + max([*numbers, *(int(one.place) for one in kept)], default=0)
    return folder / f"{store.stem}-{number:04}-{now:%Y-%m-%d-%H%M%S}{store.suffix}"


def thin_out(kept: Sequence[Generation], keep: int) -> list[Path]:
    """Remove the oldest of these, so that `keep` are left (at least one), and return what was removed."""
    too_old = [one.path for one in kept[: -max(1, keep)]]
    for path in too_old:
        path.unlink(missing_ok=True)
    return too_old


def store_id(reader: Reader) -> str:
    """The name that no other store has; empty for a store of a version that gave none."""
    return remark(reader, STORE_ID) or ""


def _number(store: Path, file: Path) -> int | None:
    named = _NUMBERED.fullmatch(file.stem)
    if named is None or named["stem"] != store.stem or file.suffix != store.suffix:
        return None
    return int(named["number"])


def _left_by_an_upgrade(store: Path, file: Path) -> bool:
    named = _OF_A_SCHEMA.fullmatch(file.name)
    return (
        named is not None
        and file.parent == store.parent
        and named["name"] == store.name
        and _identity(file) is not None
    )


def _placed(copy: Generation, numbered: Sequence[Generation]) -> Generation:
    """A copy that an upgrade left has no number: it stands after those that hold no more history than it.

    Where they hold the same, the file system says which was first.
    """

    def reaches(one: Generation) -> tuple[int, datetime]:
        return _newest_act(one.path), one.made

    before = max((one.place for one in numbered if reaches(one) <= reaches(copy)), default=0)
    return Generation(copy.path, before + 0.5, copy.size, copy.made, of_schema=True)


def _generation(file: Path, place: float, *, of_schema: bool = False) -> Generation:
    status = file.stat()
    return Generation(
        file, place, status.st_size, datetime.fromtimestamp(status.st_mtime).astimezone(), of_schema
    )


def _newest_act(file: Path) -> int:
    """How far the history of a copy goes."""
    with closing(connect(file)) as reader:
        (newest,) = reader.execute("SELECT coalesce(max(id), 0) FROM act").fetchone()
    return int(newest)


def _identity(file: Path) -> str | None:
    """The name of the store that the file is a copy of; None if it is no store, or cannot be opened."""
    try:
        with closing(connect(file)) as reader:
            (application,) = reader.execute("PRAGMA application_id").fetchone()
            return store_id(reader) if application == APPLICATION_ID else None
    except StoreError:
        return None
