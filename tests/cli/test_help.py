"""Help that fits the screen and answers at once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ehc_tui import __version__
from ehc_tui.casework.demo_cases import DEMO_CASES, DEMO_SEED

ROOT = Path(__file__).parents[2]
COMMANDS = [
    "demo",
    "import",
    "list",
    "show",
    "clock",
    "rules",
    "reliefs",
    "panel",
    "drafts",
    "staff",
    "history",
    "restrict",
    "retention",
    "subject-access",
    "check",
    "backup",
    "restore",
    "encrypt",
    "decrypt",
]
HEAVY = {"sqlmodel", "sqlalchemy", "textual", "rich", "openpyxl", "alembic", "icalendar"}


def modules_after(*arguments: str, whole: bool = False) -> set[str]:
    """The modules that a run of the command line has loaded, the top-level ones only or the `whole` tree."""
    script = (
        "import sys, json\nfrom ehc_tui.cli import main\n"
        f"main({list(arguments)!r})\n"
        "print('\\n' + json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    return loaded if whole else {name.partition(".")[0] for name in loaded}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], *([name, "--help"] for name in COMMANDS)])
def test_help_and_version_load_nothing_heavy(arguments):
    assert not modules_after(*arguments) & HEAVY


def test_the_calculator_loads_nothing_heavy():
    assert not modules_after("clock", "issue_final_plan", "request_received=2026-01-05") & HEAVY


@pytest.mark.parametrize("form", [[], ["--json"], ["--csv"]])
def test_listing_cases_loads_neither_an_orm_nor_the_screens(store, form):
    assert not modules_after("list", "--store", str(store), *form) & HEAVY


def test_a_list_loads_no_parser_no_rule_book_and_nothing_to_look_up_folders_with(store):
    loaded = modules_after("list", "--limit", "50", whole=True)
    assert not loaded & {"typer", "pydantic", "argparse", "platformdirs", "email", "subprocess"}
    assert not loaded & {"ehc_tui.law.rulebook", "ehc_tui.law.process", "ehc_tui.law.reading"}
    assert "ehc_tui.cli.root" not in loaded


def test_the_demo_the_help_promises_is_the_one_that_is_made(ehc):
    shown = ehc("demo", "--help").out
    assert f"[default: {DEMO_CASES}; " in shown
    assert f"[default: {DEMO_SEED}]" in shown


def test_the_version_is_one_line(ehc):
    answer = ehc("--version")
    assert (answer.code, answer.out) == (0, f"ehc-tui {__version__}\n")


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_lists_every_command_in_one_line_each(ehc, option):
    lines = ehc(option).out.splitlines()
    listed = [line.split()[0] for line in lines[lines.index("Commands:") + 1 :]]
    assert listed == COMMANDS
    assert all(len(line) <= 80 for line in lines)
    assert "..." not in "\n".join(lines[lines.index("Commands:") :])


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_shows_an_example(ehc, command):
    answer = ehc(command, "--help")
    assert answer.code == 0
    assert f"  ehc-tui {command}" in answer.out
    assert {"--store", "--today"} <= set(answer.out.split())
