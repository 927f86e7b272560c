"""Tries all that can go wrong in its full edition, and writes what came of it to docs/reliability.md.

    PYTHONPATH=.:tests python tests/faults/reliability.py

Takes some minutes. The small editions of the same are in the suite.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from faults import crowd, killed
from faults.crowd import ROOT, wrong
from office import Office, imported

from ehc_tui.casework import notes
from ehc_tui.exchange.backups import back_up_to

PEOPLE, ACTS, KILLS, EXAMPLES, BACKUPS = 20, 50, 200, 1_000, 20
DOCUMENT = ROOT / "docs" / "reliability.md"
FUZZED = ("tests/hostile/test_fuzz.py", "tests/test_text.py")
HOSTILE = ("tests/hostile",)
FAULTS = {
    "The line dropped, or the program told to end, in the middle of every form": (
        "tests/journeys/test_forms_come_back.py",
        "tests/journeys/test_dropped_line.py",
    ),
    "Disk full or read-only under an import, a backup, an encryption, a restore and an upgrade": (
        "tests/faults/test_disks.py",
    ),
    "Killed in the middle of an encryption, a restore, a backup, a removal for good and an upgrade": (
        "tests/faults/test_half_done.py",
    ),
    "The clock put back": (
        "-k",
        "clock",
        "tests/journeys/test_ground_moves.py",
        "tests/screens/test_app.py",
        "tests/exchange/test_backups.py",
        "tests/store/test_looks.py",
    ),
    "Files damaged, replaced, gone, of a newer version or another program; a step that fails half way": (
        "tests/journeys/test_faults.py",
        "tests/journeys/test_ground_moves.py",
        "tests/store/test_engine.py",
    ),
    "Keys wrong, lost, changed, untrusted, in a keyring; what is half typed kept encrypted": (
        "tests/store/test_encrypting.py",
        "tests/cli/test_encryption.py",
        "tests/test_session.py",
    ),
}
"""What the suite tries for real, and the tests that do it."""


def main() -> None:
    """Try everything, and write the document."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument(
        "--scale", type=float, default=1.0, help="a share of the full edition, to try it out"
    )
    scale = options.parse_args().scale
    text = "\n".join([_HEAD, *rows(scale), _FOOT])
    DOCUMENT.write_text(text, encoding="utf-8")
    print(f"Written to {DOCUMENT.relative_to(ROOT)}.")


def rows(scale: float) -> Iterator[str]:
    """The lines of the table, each once its figures are there."""
    acts, kills, examples = (max(int(number * scale), 1) for number in (ACTS, KILLS, EXAMPLES))
    python = "PYTHONPATH=.:tests python tests/faults"
    yield from _crowds(acts, f"`{python}/crowd.py --people {PEOPLE} --acts {acts}`")
    yield _row(
        f"A working process killed (kill -9) {kills} times in acts and imports",
        _killed(kills),
        f"`{python}/killed.py --times {kills}`",
    )
    yield _row("Backups while others write", _backups(), f"`{python}/reliability.py`")
    yield _row("Random input at every door that reads a language", *_tests(FUZZED, examples))
    yield _row("Texts, workbooks and files made to do harm, through every door and exit", *_tests(HOSTILE))
    for what, tests in FAULTS.items():
        yield _row(what, *_tests(tests))


def _row(what: str, came: str, command: str) -> str:
    print(f"{what}: {came}", flush=True)
    return f"| {what} | {came} | {command} |"


def _crowds(acts: int, command: str) -> Iterator[str]:
    for queue in (True, False):
        with tempfile.TemporaryDirectory() as folder:
            figures = crowd.crowd(PEOPLE, acts, Path(folder), queue=queue)
        yield _row(
            f"{PEOPLE} processes × {acts} mixed acts on one store{'' if queue else ', without the queue'}",
            f"{figures.acts:,} acts, {len(figures.missing)} lost, {len(figures.refused)} turned away; "
            f"chain and check: {_sound(len(figures.wrong))}; told of another's change {figures.told} times; "
            f"longest wait {figures.longest / 1000:.1f} s",
            command if queue else f"{command[:-1]} --without-queue`",
        )


def _killed(times: int) -> str:
    with tempfile.TemporaryDirectory() as folder:
        figures = killed.killed(times, Path(folder))
    return (
        f"{figures.kills} kills survived, {figures.within} of them between the beginning of an act and its "
        f"acknowledgement; {figures.acts:,} acknowledged acts, {figures.imports} of them imports; "
        f"{figures.cuts} copies with the newest writing cut off; "
        f"chain and check after each: {_sound(len(figures.wrong))}"
    )


def _backups() -> str:
    """Copies made while somebody writes without a pause: each looked over, as long as it takes."""
    with tempfile.TemporaryDirectory() as name:
        office = Office(Path(name) / "caseload.db")
        office.bring_in(*map(imported, range(200)))
        case_id, done, written = office.ask("SELECT min(id) FROM ehc_case")[0][0], threading.Event(), 0
        colleague = office.colleague("M Hughes")

        def write() -> None:
            nonlocal written
            while not done.is_set():
                colleague.do(notes.add, case_id, f"note {written}")
                written += 1

        writer = threading.Thread(target=write)
        writer.start()
        found = 0
        for number in range(BACKUPS):
            copy = Path(name) / f"copy-{number}.db"
            back_up_to(office.store, copy, office.doing)
            with closing((taken := Office(copy)).store):
                found += len(wrong(taken))
        done.set()
        writer.join()
        colleague.store.close()
        office.store.close()
    return f"{BACKUPS} backups during {written:,} acts; chain and check of each: {_sound(found)}"


def _tests(paths: tuple[str, ...], examples: int = 0) -> tuple[str, str]:
    """How many of these tests passed, and the command."""
    fuzz = {"FUZZ": str(examples)} if examples else {}
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *paths],
        cwd=ROOT,
        env={**os.environ, **fuzz},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    counts = {
        mark: sum(line.count(mark) for line in ended.stdout.splitlines() if line.rstrip().endswith("%]"))
        for mark in ".FEs"
    }
    failed = counts["F"] + counts["E"]
    said = f"{counts['.']:,} tests passed, {failed} failed"
    if counts["s"]:
        said += f", {counts['s']} that this system does not allow"
    if examples:
        said += f"; {examples:,} examples for each property among them"
    return said, f"`{f'FUZZ={examples} ' if examples else ''}python -m pytest {' '.join(paths)}`"


def _sound(wrong: int) -> str:
    return "nothing wrong" if not wrong else f"{wrong} wrong"


_HEAD = """\
# Reliability

What was tried on purpose to lose work, to damage the store or to get at the terminal, and what came of it.
The figures are measured by `make reliability`, which writes this page; each line names the command that
repeats it.

“Chain and check” means what `ehc-tui check` looks at: the file and its indexes, the foreign keys, the sealed
history entry by entry, and every date counted again from the facts; and each case's version against its
history. “Lost” is an act that was acknowledged and is not in the store as it should be; “turned away” is a
process that was told, after five seconds, that others write for too long.

| Tried | What came of it | Repeat it with |
|---|---|---|"""

_FOOT = """\

What this rests on: one SQLite file on a local disk, every act one transaction that reaches the disk before
it is acknowledged (`synchronous = FULL`), writers taking turns in a queue, and a history in which each entry
seals the one before it. What it cannot promise: a disk that says it has written and has not, a store on a
network drive (refused), and what somebody does who may write to the file itself, which `ehc-tui check` finds
and cannot prevent (see shared-host.md). Keep backups on another machine.
"""


if __name__ == "__main__":
    main()
