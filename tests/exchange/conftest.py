"""An office for the tests of this folder, which may import the invented councils beside them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from office import Office

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A person with an empty store of their own."""
    here = Office(tmp_path / "caseload.db")
    yield here
    here.store.close()
