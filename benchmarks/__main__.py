"""Measures how fast the program is, prints the table and writes docs/performance.md.

Run it as `python benchmarks [--cases N...] [--runs N] [--stores FOLDER]`, or as `make bench`.
"""

from __future__ import annotations

import argparse
import compileall
import tempfile
from pathlib import Path

import command_line
import law_evaluation
import other_screens
import statements
import writing
from measuring import report
from page import page, table
from programs import empty_app, ours, peers
from sittings import SIXTEEN_COLOURS, SMALL, Sitting, sit
from stores import CACHE, ROOT, busy_store, store_of
from targets import Measured, rows

COUNCIL = 20_000
"""Other programs are measured on no more cases than this: some take a gigabyte for every forty thousand."""
PAGE = ROOT / "docs" / "performance.md"


def main() -> None:
    """Make the stores, measure, print, write."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--cases", type=int, nargs="+", default=[500, 20_000])
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--stores", type=Path, default=CACHE, help="the folder they are kept in")
    given = options.parse_args()
    compileall.compile_dir(ROOT / "ehc_tui", quiet=1)  # as an installation is, whatever the environment says
    stores = {cases: store_of(cases, given.stores) for cases in sorted(given.cases)}
    busy = busy_store(given.stores)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = folder / "home"
        programs = [ours(store, home) for store in stores.values()]
        council = max((cases for cases in stores if cases <= COUNCIL), default=min(stores))
        others, missing = peers(stores[council], home)
        sittings = [
            Sitting(empty_app()),
            *(Sitting(program, whole=True) for program in programs),
            *(Sitting(program, SMALL, colours=SIXTEEN_COLOURS) for program in programs),
            *(Sitting(program) for program in others),
        ]
        empty, *figures = sit(sittings, given.runs, home)
        found = Measured(
            empty,
            roomy=dict(zip(stores, figures, strict=False)),
            small=dict(zip(stores, figures[len(stores) :], strict=False)),
            asked={cases: statements.times(store) for cases, store in stores.items()},
            typed=command_line.times(stores[max(stores)], home),
            others=other_screens.sit(busy, home, given.runs),
        )
        reached = list(rows(found))
        print("\n".join(table(reached)), flush=True)
        beside = {"ehc-tui": found.roomy[council]}
        beside |= {one.name: each for one, each in zip(others, figures[2 * len(stores) :], strict=True)}
        sections = {
            f"The statements behind the list, {cases:,} cases": report(asked)
            for cases, asked in found.asked.items()
        }
        sections["The command line"] = report(found.typed)
        sections["The law"] = report(law_evaluation.times())
        sections["Cases in and out, 20,000"] = list(writing.lines(folder))
        PAGE.write_text(page(reached, (council, beside), missing, sections, given.runs), encoding="utf-8")


if __name__ == "__main__":
    main()
