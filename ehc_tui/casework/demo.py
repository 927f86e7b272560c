"""The invented caseload, stored: through the same doors as an import and a person's own acts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlmodel import Session

from ehc_tui.casework.context import Doing
from ehc_tui.casework.demo_cases import DEMO_CASES, DEMO_SEED, demo_cases
from ehc_tui.casework.demo_meetings import add_lives
from ehc_tui.casework.demo_panel import add_panel
from ehc_tui.casework.derive import Progress
from ehc_tui.casework.imports import import_cases
from ehc_tui.casework.long_work import long_work
from ehc_tui.casework.refs import ids_by_ref
from ehc_tui.store.engine import default_store_path, open_store
from ehc_tui.store.errors import StoreError
from ehc_tui.store.place import local_path
from ehc_tui.store.remarks import is_remarked
from ehc_tui.store.tables import Meta

DEMO_REMARK = "demo"


def demo_path() -> Path:
    """Where the demo store lives: beside the person's own store, never in it."""
    return default_store_path().with_name("demo.db")


def make_demo_store(
    place: str | Path,
    doing: Doing,
    cases: int = DEMO_CASES,
    seed: int = DEMO_SEED,
    progress: Progress | None = None,
) -> Path:
    """Makes a store of `cases` invented cases at `place` and returns its path, replacing a demo store there.

    It is built beside and takes the name when it is complete; `progress` is told (done, total) as it grows.
    Raises `StoreError` if what is there is anything but a demo store.
    """
    path = local_path(place)
    _refuse_real_store(path)
    beside = path.with_name(f"{path.name}.new")
    _remove(beside)
    try:
        with open_store(beside) as store, store.session() as session, long_work():
            build_demo(session, doing, cases, seed, progress)
        _remove(path)
        beside.rename(path)
    finally:
        _remove(beside)
    return path


def build_demo(
    session: Session,
    doing: Doing,
    cases: int = DEMO_CASES,
    seed: int = DEMO_SEED,
    progress: Progress | None = None,
) -> None:
    """Fills an empty store with invented cases as they stand on `doing.today`, the same for the same seed."""
    report = progress or (lambda _done, _total: None)
    invented = demo_cases(doing.today, doing.process, cases, seed)
    import_cases(
        session,
        replace(doing, by="Demo"),
        [one.case for one in invented],
        lambda done, total: report(done, 2 * total),
        source="the invented caseload",
        compare=False,
    )
    ids = ids_by_ref(session.connection(), (one.case.ref or "" for one in invented))
    add_lives(session, doing, invented, ids, seed, lambda done: report(cases + done, 2 * cases))
    add_panel(session, doing, invented, ids, seed)
    session.add(Meta(key=DEMO_REMARK, value=f"{cases} cases, seed {seed}, {doing.today.isoformat()}"))


def _refuse_real_store(path: Path) -> None:
    """A demo store is known by its remark, of whatever version it is: it is made anew, not updated."""
    if path.exists() and not is_remarked(path, DEMO_REMARK):
        raise StoreError(
            f"{path} is no demo store (it holds real cases, or is another program's) and was left alone: "
            "give the demo a --store of its own."
        )


def _remove(path: Path) -> None:
    for part in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        part.unlink(missing_ok=True)
