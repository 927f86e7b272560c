"""How long the command line takes to answer, as multiples of an empty interpreter on the same machine."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

from measuring import medians
from programs import surroundings

RUNS = 11
FLOOR, LIST, HELP = "python -c pass", "ehc-tui list --limit 50", "ehc-tui --help"


def times(store: Path, home: Path) -> dict[str, float]:
    """Seconds per command on the store at that path, the empty interpreter first."""
    environment = {**surroundings(home), "EHC_STORE": str(store)}
    named = {
        FLOOR: [sys.executable, "-c", "pass"],
        "python -c 'import typer'": [sys.executable, "-c", "import typer"],
        "ehc-tui --version": ehc("--version"),
        HELP: ehc("--help"),
        "ehc-tui clock RULE FACT=DATE": ehc("clock", "issue_final_plan", "request_received=2026-01-05"),
        LIST: ehc("list", "--limit", "50"),
        "ehc-tui list --limit 50 --json": ehc("list", "--limit", "50", "--json"),
    }
    return medians({name: partial(_run, command, environment) for name, command in named.items()}, RUNS)


def ehc(*arguments: str) -> list[str]:
    """The command line of ehc-tui with this interpreter."""
    return [sys.executable, "-m", "ehc_tui", *arguments]


def _run(command: list[str], environment: dict[str, str]) -> None:
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
