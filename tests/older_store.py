"""A store as the first release made it, for tests."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ehc_tui.store import upgrade


def of_the_first_release(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make it, with one case in it, E26-0001 of Rahman in version 3."""
    scripts = path.with_name(f"{path.name} scripts")
    (scripts / "versions").mkdir(parents=True)
    for name in ("env.py", "script.py.mako", "versions/v0001_first_store.py"):
        (scripts / name).write_text((upgrade.SCRIPTS / name).read_text())
    with monkeypatch.context() as earlier:
        earlier.setattr(upgrade, "SCRIPTS", scripts)
        upgrade.upgrade(path, None)
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
