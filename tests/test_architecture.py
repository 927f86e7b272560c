"""The house: which room may know of which, and what must not be loaded to draw a list or print a help."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ehc_tui.store.engine import open_store

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "ehc_tui"
MOST_OF_OURS = 75
"""So many modules may be loaded before the first frame: each costs about a tenth of a millisecond."""


def modules_loaded_by(statement: str) -> set[str]:
    """The names in `sys.modules` after `statement` ran in a fresh interpreter."""
    script = f"import sys, json\n{statement}\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def module_names(room: str) -> list[str]:
    paths = sorted((PACKAGE / room).rglob("*.py"))
    return [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in paths
        if "versions" not in path.parts and path.name != "env.py"
    ]


@pytest.mark.parametrize("room", ["law", "store", "casework", "exchange"])
def test_the_rooms_below_the_screens_load_no_textual(room: str) -> None:
    loaded = modules_loaded_by("\n".join(f"import {name}" for name in module_names(room)))
    assert "textual" not in loaded


def test_drawing_the_caseload_loads_neither_sqlalchemy_nor_pydantic() -> None:
    loaded = modules_loaded_by(
        "import ehc_tui.store.caseload, ehc_tui.store.filters, ehc_tui.present.caseload"
    )
    assert not loaded & {"sqlalchemy", "sqlmodel", "pydantic", "textual", "rich"}


def test_the_first_frame_is_drawn_before_anything_heavy_is_loaded(tmp_path: Path) -> None:
    store = tmp_path / "caseload.db"
    open_store(store).close()
    loaded = modules_loaded_by(
        f"""
from ehc_tui.cli.common import Common
from ehc_tui.cli.quick import quick
import ehc_tui.held_terminal
assert quick(["--store", {str(store)!r}])
from ehc_tui.first_frame import home_rows, look, looks
from ehc_tui.session import SavedSession
from ehc_tui.settings import load_settings
options = Common({str(store)!r})
with options.opened() as store:
    me, settings = options.person(store), load_settings()
    home_rows(look(store, settings, options.today, me, SavedSession()), 80, 24, looks("ansi-dark"))
"""
    )
    assert not loaded & {"textual", "rich", "typer", "sqlalchemy", "sqlmodel", "pydantic", "asyncio"}
    assert not loaded & {"tomllib", "platformdirs", "ehc_tui.law.rulebook", "ehc_tui.app"}
    assert not loaded & {"dataclasses", "inspect", "subprocess", "shlex", "logging", "hashlib"}
    assert len({name for name in loaded if name.startswith("ehc_tui.")}) <= MOST_OF_OURS


def test_the_terminal_is_made_quiet_by_next_to_nothing() -> None:
    loaded = modules_loaded_by("import ehc_tui.cli, ehc_tui.held_terminal")
    ours = {name for name in loaded if name.startswith("ehc_tui.")}
    assert ours == {"ehc_tui.cli", "ehc_tui.discretion", "ehc_tui.held_terminal"}
    assert not loaded & {"signal", "typing", "dataclasses", "pathlib", "datetime", "sqlite3"}


def test_the_app_comes_up_without_sqlalchemy() -> None:
    loaded = modules_loaded_by("import ehc_tui.app")
    assert not loaded & {
        "sqlalchemy",
        "sqlmodel",
        "pydantic",
        "alembic",
        "openpyxl",
        "icalendar",
        "rapidfuzz",
    }


def test_the_law_stands_on_the_standard_library() -> None:
    loaded = modules_loaded_by(
        "import ehc_tui.law.clocks, ehc_tui.law.explain, ehc_tui.law.reliefs, ehc_tui.law.process"
    )
    ours = {name for name in loaded if name.startswith("ehc_tui.") and not name.startswith("ehc_tui.law")}
    assert ours <= {"ehc_tui.text"}
    assert not loaded & {"sqlalchemy", "pydantic", "textual", "rich", "typer", "openpyxl"}


def test_help_loads_neither_textual_nor_sqlalchemy() -> None:
    script = (
        "import sys\nfrom ehc_tui.cli import main\nsys.argv = ['ehc-tui', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass"
    )
    loaded = modules_loaded_by(script)
    assert not loaded & {"textual", "sqlalchemy", "sqlmodel", "alembic", "openpyxl"}


def test_every_module_can_be_read_in_one_sitting() -> None:
    lengths = {path.relative_to(ROOT): path.read_text("utf-8").count("\n") for path in PACKAGE.rglob("*.py")}
    assert {str(path): lines for path, lines in lengths.items() if lines > 420} == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in PACKAGE.rglob("*.py")
        if not path.read_text("utf-8").lstrip().startswith(('"""', 'r"""'))
    ]
    assert silent == []
