"""The poisoned caseload, made once, and a command line to type at."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hostile.poisoned import a_poisoned_caseload
from hostile.spoiling import spoil
from office import TODAY

from ehc_tui.cli import main


class Answer(NamedTuple):
    """What a command wrote, and its exit code."""

    code: int
    out: str
    err: str


Type = Callable[..., Answer]


@pytest.fixture(scope="session")
def poisoned_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the poisoned caseload, whole in one file."""
    path = tmp_path_factory.mktemp("poisoned") / "caseload.db"
    a_poisoned_caseload(path)
    return path


@pytest.fixture(scope="session")
def spoilt_once(poisoned_once: Path) -> Path:
    """The same after another program has written the texts into it without cleaning them."""
    path = Path(shutil.copy(poisoned_once, poisoned_once.with_name("spoilt.db")))
    spoil(path)
    return path


@pytest.fixture
def poisoned(poisoned_once: Path, tmp_path: Path) -> Path:
    """A copy of it to work in."""
    return Path(shutil.copy(poisoned_once, tmp_path / "caseload.db"))


@pytest.fixture
def spoilt(spoilt_once: Path, tmp_path: Path) -> Path:
    """A copy of that to work in."""
    return Path(shutil.copy(spoilt_once, tmp_path / "caseload.db"))


@pytest.fixture
def ehc(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Type:
    """Types a command and gives what came back."""
    monkeypatch.setenv("EHC_TODAY", TODAY.isoformat())

    def typed(*arguments: object) -> Answer:
        code = main([str(argument) for argument in arguments])
        written = capsys.readouterr()
        return Answer(code, written.out, written.err)

    return typed
