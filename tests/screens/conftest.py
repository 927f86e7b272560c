"""An office for every test of this room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from case_scene import make_office
from caseload_scene import a_team
from office import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """J Okafor's, with an empty store."""
    here = make_office(tmp_path / "caseload.db")
    yield here
    here.store.close()


@pytest.fixture
def team(office: Office) -> Office:
    """The office with a handful of cases."""
    a_team(office)
    return office
