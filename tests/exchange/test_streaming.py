"""What leaves a large store leaves it piece by piece: no more of it is held than of a small one."""

from __future__ import annotations

import tracemalloc
from itertools import pairwise
from pathlib import Path

import pytest
from caseload_store import a_council, caseload, multiplied
from office import TODAY, Office

from ehc_tui.exchange.export import export
from ehc_tui.store.caseload import KEPT_WINDOWS, WINDOW
from ehc_tui.store.copying import copy

PAGES_AT_ONCE = 256


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """More than twice as many open cases as a list keeps of what it has read."""
    office = a_council(tmp_path_factory.mktemp("county") / "caseload.db")
    multiplied(office.store.path, 25)
    return office


def held(office: Office, number: int, file: Path) -> int:
    """The most bytes that were held while so many cases were written to a file."""
    rows = caseload(office, "open:any").rows(number)
    tracemalloc.start()
    try:
        assert export(rows, file, TODAY, overwrite=True) == number
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_an_export_of_twice_as_many_cases_holds_no_more_of_them(county: Office, tmp_path: Path) -> None:
    kept = KEPT_WINDOWS * WINDOW
    held(county, WINDOW, tmp_path / "cases.csv")
    once, twice = (held(county, times * kept, tmp_path / "cases.csv") for times in (1, 2))
    assert twice <= 1.2 * once


def test_a_backup_goes_page_by_page_and_never_holds_the_store(county: Office, tmp_path: Path) -> None:
    done = [0]
    tracemalloc.start()
    copy(county.store.path, tmp_path / "copy.db", lambda pages, _total: done.append(pages))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    steps = [after - before for before, after in pairwise(done)]
    assert len(steps) > 5
    assert max(steps) <= PAGES_AT_ONCE
    assert most < county.store.path.stat().st_size / 20
