"""Variables of the environment are a door like any other; which there are, the source says."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hostile.conftest import Type
from hostile.corpus import TEXTS, assert_harmless
from hostile.poisoned import EVERYTHING

import ehc_tui

READ = re.compile(
    r"""environ(?:\.get\(|\[)?"([A-Z_]+)"|"([A-Z_]+)" (?:not )?in (?:os\.)?environ|"([A-Z]+_[A-Z_]+)\""""
)
BESIDES = {"HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "USER", "LOGNAME", "LANG", "TZ"}
"""Read by what the program is made of, or put together from parts."""


def named_in_the_program() -> set[str]:
    """The variables that the source names."""
    folder = Path(ehc_tui.__file__).parent
    texts = (path.read_text("utf-8") for path in folder.rglob("*.py"))
    return {name for text in texts for found in READ.findall(text) for name in found if name}


@pytest.mark.parametrize("text", [EVERYTHING, TEXTS["a clipboard"], TEXTS["a path of this program"]])
def test_no_variable_of_the_environment_does_harm(
    text: str, poisoned_once: Path, ehc: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = named_in_the_program() | BESIDES
    assert {"EHC_STORE", "EHC_TODAY", "EHC_KEY_FILE", "EHC_CONFINED", "EDITOR", "COLORTERM", "TERM"} <= names
    here = tmp_path / "1/2/3/4"
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    store = shutil.copy(poisoned_once, tmp_path / "caseload.db")
    for name in sorted(names):
        with monkeypatch.context() as only:
            only.setenv(name, text.replace("\0", ""))
            answer = ehc(
                "list", "mine", *([] if name in ("EHC_STORE", "EHC_CONFINED") else ["--store", store])
            )
        assert answer.code in (0, 1, 2), name
        assert_harmless([answer.out, answer.err], lines=True)
        assert "inside ehc-tui" not in answer.err and answer.err.count("\n") <= 1, (name, answer.err)
