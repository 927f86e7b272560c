"""Stores as earlier releases made them, for tests."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from ehc_tui.store import upgrade
from ehc_tui.store.alchemy import writing_engine


def of_revision(path: Path, revision: str) -> Path:
    """Make an empty store of that revision."""
    engine = writing_engine(path, foreign_keys=False)
    with engine.begin() as connection:
        upgrade._migrate(connection, revision)
    engine.dispose()
    return path


def of_the_first_release(path: Path) -> Path:
    """Make one with one case in it, E26-0001 of Rahman in version 3."""
    of_revision(path, "0001")
    columns = "id, ref, surname, version, stages, advice_asked, advice_received, advice_open, settled"
    folded = "search, name_fold, setting_fold, caseworker_fold, officer_fold"
    blank = f"first_window, {folded}, forename, setting, route"
    with closing(sqlite3.connect(path)) as old, old:
        old.execute(
            f"INSERT INTO ehc_case ({columns}, {blank}, caseworker, officer) VALUES "
            "(1, 'E26-0001', 'Rahman', 3, '', 0, 0, '', 'stopped', 0, '', '', '', '', '', '', '', '', '', '')"
        )
        assert old.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
    return path


def without_newer_indexes(store: Path, revision: str) -> None:
    """Take from a store the indexes that one of an earlier revision does not have."""
    then = _indexes(of_revision(store.with_name(f"{store.name} of {revision}"), revision))
    with closing(sqlite3.connect(store)) as connection, connection:
        for name in _indexes(store) - then:
            connection.execute(f"DROP INDEX {name}")


def _indexes(store: Path) -> set[str]:
    made = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    with closing(sqlite3.connect(store)) as connection:
        return {name for (name,) in connection.execute(made)}
