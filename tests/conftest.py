"""Nails down everything around a test: home, settings, terminal and environment are nobody's."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from ehc_tui import identity

FUZZ = int(os.environ.get("FUZZ", "0"))
"""How many examples a property is tried with by `make reliability`; else the same hundred every time."""
settings.register_profile(
    "steady",
    derandomize=not FUZZ,
    max_examples=FUZZ or 100,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")

GOLDEN = Path(__file__).parent / "golden"

_FOLDERS = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
_FORGOTTEN = ("NO_COLOR", "COLORTERM", "COLORFGBG", "SSH_TTY", "TMUX", "EDITOR", "VISUAL", "COLUMNS", "LINES")


@pytest.fixture(autouse=True)
def _job_control_as_before() -> Iterator[None]:
    """Confined mode ends it for the process, and for every program that a later test starts in it."""
    before = signal.getsignal(signal.SIGTSTP)
    yield
    signal.signal(signal.SIGTSTP, before)


@pytest.fixture(autouse=True)
def _nothing_of_the_person_at_the_keyboard(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """An empty home and a plain terminal, whoever runs the tests and wherever."""
    home = tmp_path_factory.mktemp("home")
    for name in _FOLDERS:
        monkeypatch.setenv(name, str(home if name == "HOME" else home / name.lower()))
    for name in [*_FORGOTTEN, *(name for name in os.environ if name.startswith(("EHC_", "TEXTUAL")))]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(identity, "login", lambda: "j.okafor")
    return home


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compares a text with the one kept in tests/golden; GOLDEN=write in the environment keeps it instead."""

    def compare(name: str, text: str) -> None:
        kept = GOLDEN / name
        if os.environ.get("GOLDEN") == "write":
            kept.write_text(text, encoding="utf-8")
        assert text == kept.read_text(encoding="utf-8")

    return compare
