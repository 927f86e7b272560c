"""An office for every test of this room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from office import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A person with an empty store of their own."""
    here = Office(tmp_path / "caseload.db")
    yield here
    here.store.close()
