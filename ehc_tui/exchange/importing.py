"""A tracker that was read, brought into the caseload: tried out first, then done as one act."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from ehc_tui.casework.long_work import long_work
from ehc_tui.exchange.mapping import load_mapping
from ehc_tui.exchange.report import Report
from ehc_tui.exchange.tracker import Progress, TrackerReading, read_tracker
from ehc_tui.store.errors import StoreError

if TYPE_CHECKING:
    from datetime import date

    from sqlmodel import Session

    from ehc_tui.casework.context import Doing
    from ehc_tui.store.engine import Store


class Stopped(StoreError):  # noqa: N818 - it names what happened, as its kin do
    """Whoever started an import stopped it; nothing of it was kept."""


def until_stopped(progress: Progress, stop: Event) -> Progress:
    """The same progress; once `stop` is set, the work that tells it ends with `Stopped` and is taken back."""

    def told(done: int, total: int) -> None:
        if stop.is_set():
            raise Stopped("You stopped the import: nothing was imported.")
        progress(done, total)

    return told


def dry_run(
    path: Path, today: date, mapping_file: Path | None = None, progress: Progress | None = None
) -> TrackerReading:
    """The cases in a tracker and the report on it, read under a mapping file if there is one.

    Nothing is written. Raises `TrackerError`, one sentence, for a file or mapping that cannot be used.
    """
    mapping = load_mapping(mapping_file) if mapping_file else None
    with long_work():
        return read_tracker(path, today, mapping, progress)


def bring_in(
    session: Session, doing: Doing, reading: TrackerReading, progress: Progress | None = None
) -> Report:
    """Import the cases as one act, all of them or none; the report says what became of each.

    Raises `StoreError` if the store refuses one; the transaction is to be left by that.
    """
    from ehc_tui.casework.imports import import_cases

    outcome = import_cases(session, doing, reading.cases, progress, source=reading.report.source)
    return replace(reading.report, outcome=outcome, imported=True)


def foresee(store: Store, doing: Doing, reading: TrackerReading, progress: Progress | None = None) -> Report:
    """What `bring_in` would do to this store: it is done in a transaction that is then taken back.

    Raises `StoreError` as `bring_in` does, and for a store that is open for reading only.
    """
    try:
        with store.session(who=f"{doing.by}, the trial of an import") as session:
            raise _TakenBackError(bring_in(session, doing, reading, progress))
    except _TakenBackError as done:
        return replace(done.report, imported=False)


class _TakenBackError(Exception):
    """Carries a report out of a transaction and undoes it on the way."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report
