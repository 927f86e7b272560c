"""The README tells the truth: its keys, its commands and its pictures are the program's own."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

from typer.main import get_command

from ehc_tui.cli.root import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
KEYS = runpy.run_path(str(ROOT / "docs" / "keys.py"))


def test_the_key_table_is_the_registry() -> None:
    assert KEYS["with_table"](README) == README, "run: .venv/bin/python docs/keys.py"


def test_every_scope_of_the_registry_has_its_table() -> None:
    assert {found.scope for found in KEYS["COMMANDS"]} <= set(KEYS["SCOPES"])


def test_every_command_named_in_the_readme_exists() -> None:
    group = get_command(app)
    named = set(re.findall(r"ehc-tui ([a-z]+(?:-[a-z]+)*)", README))
    assert named
    assert named <= set(group.commands)  # type: ignore[attr-defined]


def test_every_picture_and_file_named_in_the_readme_is_there() -> None:
    for path in re.findall(r"!\[[^]]*\]\(([^)]+)\)", README) + re.findall(r"`(data/[^`*]+)`", README):
        assert (ROOT / path).exists(), path
