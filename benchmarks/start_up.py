"""How long the command line takes to answer, as multiples of an empty interpreter on the same machine.

Run it as `python benchmarks/start_up.py [--runs N] [--cases N]`. Runs are interleaved and medians compared,
so that a busy machine bends every line alike. Nothing is asserted: times are reported, counts are tests.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TODAY = "2026-11-21"


def main() -> None:
    """Measures and prints the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--runs", type=int, default=15)
    options.add_argument("--cases", type=int, default=1000)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "EHC_STORE": str(Path(folder) / "demo.db"), "EHC_TODAY": TODAY}
        build = ehc("demo", "--no-open", "--cases", str(chosen.cases))
        print(f"demo of {chosen.cases:,} cases: {seconds(build, environment):.2f} s")
        report(measure(commands(), chosen.runs, environment))


def ehc(*arguments: str) -> list[str]:
    """The command line of ehc-tui with this interpreter."""
    return [sys.executable, "-m", "ehc_tui", *arguments]


def commands() -> dict[str, list[str]]:
    """What is measured, the empty interpreter first."""
    return {
        "python -c pass": [sys.executable, "-c", "pass"],
        "python -c 'import typer'": [sys.executable, "-c", "import typer"],
        "ehc-tui --version": ehc("--version"),
        "ehc-tui --help": ehc("--help"),
        "ehc-tui clock RULE FACT=DATE": ehc("clock", "issue_final_plan", "request_received=2026-01-05"),
        "ehc-tui list --limit 50": ehc("list", "--limit", "50"),
        "ehc-tui list --limit 50 --json": ehc("list", "--limit", "50", "--json"),
        "ehc-tui list --json": ehc("list", "--json"),
        "ehc-tui check": ehc("check"),
    }


def measure(named: dict[str, list[str]], runs: int, environment: dict[str, str]) -> dict[str, float]:
    """The median seconds of each command, one run of each in turn; a first round warms the caches."""
    taken: dict[str, list[float]] = {name: [] for name in named}
    for run in range(runs + 1):
        for name, command in named.items():
            spent = seconds(command, environment)
            if run:
                taken[name].append(spent)
    return {name: statistics.median(times) for name, times in taken.items()}


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """The wall-clock time of one run."""
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def report(medians: dict[str, float]) -> None:
    """A line per command: milliseconds, and how many empty interpreters that is."""
    empty = next(iter(medians.values()))
    for name, median in medians.items():
        print(f"{name:<32}{median * 1000:8.0f} ms{median / empty:8.1f} x")


if __name__ == "__main__":
    main()
