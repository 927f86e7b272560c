"""This person's files are where platformdirs says they are."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from ehc_tui.places import folder


@pytest.mark.parametrize("kind", ["config", "data", "state"])
@pytest.mark.parametrize("given", [None, "", "/srv/ehc", "/srv/ehc/", "/srv/../ehc", "relative", "~/ehc"])
def test_a_folder_is_the_one_that_platformdirs_names(
    monkeypatch: pytest.MonkeyPatch, kind: str, given: str | None
) -> None:
    variable = f"XDG_{kind.upper()}_HOME"
    if given is None:
        monkeypatch.delenv(variable)
    else:
        monkeypatch.setenv(variable, given)
    assert folder(kind) == Path(getattr(platformdirs, f"user_{kind}_path")("ehc-tui", appauthor=False))
