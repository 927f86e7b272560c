"""Looking after a store: is it whole."""

from __future__ import annotations

from collections.abc import Iterator

from ehc_tui.store.errors import StoreError
from ehc_tui.store.reader import Reader, explained
from ehc_tui.store.shape import misshapen

DAMAGE = "The file is damaged"
"""How the sentence for a fault of the file itself begins."""
_MOST_FAULTS = 20


def faults(reader: Reader) -> Iterator[str]:
    """What is wrong in the file, a sentence each: its pages, its tables and indexes, its foreign keys.

    At most twenty of a kind. Raises `StoreError` where it is too damaged even to be looked through.
    """
    with explained(reader.path):
        for (said,) in reader.execute(f"PRAGMA integrity_check({_MOST_FAULTS})"):
            if said != "ok":
                yield f"{DAMAGE}: {said}."
        yield from misshapen(reader)
        for table, row, parent, _ in reader.execute("PRAGMA foreign_key_check").fetchmany(_MOST_FAULTS):
            yield f"Row {row} of {table} belongs to a row of {parent} that does not exist."


def require_whole(reader: Reader, what: str) -> None:
    """Raises `StoreError`, saying of `what` the first thing that is wrong."""
    for fault in faults(reader):
        raise StoreError(f"{what} is not sound ({fault.rstrip('.')}): run `ehc-tui check`.")
