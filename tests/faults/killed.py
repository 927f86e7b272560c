"""A program killed over and over in the middle of its work, and power cut while it writes.

    PYTHONPATH=.:tests python tests/faults/killed.py --times 200

Each time a process does acts of every kind and imports until it is killed (SIGKILL) at a random moment. Then
every act is there wholly or not at all, those that were acknowledged are there, and the store is sound. A
copy of the store whose newest writing is cut off at a random place, as when the power fails before the disk
has it all, must be sound as well.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from faults.crowd import Person, missing, prepare, wrong
from office import imported
from panel_room import PanelRoom

CASES = 5
"""In each import."""
LONGEST = 0.25
"""Seconds that a process lives at most once it has begun to work: long enough for some acts."""


@dataclass(frozen=True)
class Figures:
    """How often a process was killed, what had been done by then, and all that was found wrong after it.

    `acts` counts what was acknowledged; `within` how often the kill came between beginning an act and
    acknowledging it.
    """

    kills: int
    acts: int
    imports: int
    within: int
    cuts: int
    wrong: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"{self.kills} kills after {self.acts} acts, {self.imports} of them imports, {self.within} in "
            f"the middle of one; {self.cuts} power cuts; {len(self.wrong)} wrong"
        )


class Doomed(Person):
    """Somebody whose process will be killed."""

    def kinds(self) -> tuple[Callable[[str, str], None], ...]:
        """Everything a person does, and imports."""
        return (*super().kinds(), self.imports)

    def imports(self, _ref: str, mark: str) -> None:
        """Brings in some cases."""
        cases = [imported(number, ref=f"{mark} {number}") for number in range(CASES)]
        self.office.bring_in(*cases)
        self.acts += 1
        self.done.append(("import", "", mark))


def work(store: Path, name: str, told: Connection) -> None:
    """Act until killed, and tell before each act that it begins and after it that it is done."""
    person = Doomed(store, name, queue=True)
    with person.office.store.session(keep=False):
        pass

    def moments() -> None:
        if person.done:
            told.send(person.done.pop())
        told.send(None)

    person.works(10_000, moments)


def killed(times: int, folder: Path, seed: int = 7) -> Figures:
    """Kill a working process so many times on one store in `folder`, and look at the store after each."""
    chance = random.Random(seed)
    store = folder / "killed.db"
    prepare(store, times)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["faults.killed"])
    done: list[tuple[str, ...]] = []
    within = cuts = 0
    found: list[str] = []
    for number in range(times):
        _settle(store)
        written = store.stat().st_mtime_ns
        said = _one_life(context, store, f"Worker {number}", chance.uniform(0, LONGEST))
        within += bool(said) and said[-1] is None
        done += [one for one in said if one is not None]
        if store.stat().st_mtime_ns == written:  # all that is new is in the log, and may be cut off
            cuts += 1
            found += _looked_over(_cut_off(store, folder / "cut.db", chance), f"power cut {number}")
        found += _looked_over(store, f"kill {number}", done)
    imports = sum(kind == "import" for kind, _, _ in done)
    return Figures(times, len(done), imports, within, cuts, tuple(found))


def _one_life(
    context: multiprocessing.context.ForkServerContext, store: Path, name: str, seconds: float
) -> list[tuple[str, ...] | None]:
    """What a process told between its first act and its end, so many seconds later."""
    told, telling = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(store, name, telling))
    process.start()
    telling.close()
    said: list[tuple[str, ...] | None] = [told.recv()]
    process.join(seconds)
    process.kill()
    process.join()
    with suppress(EOFError):
        while True:
            said.append(told.recv())
    told.close()
    process.close()
    return said


def _settle(store: Path) -> None:
    """Bring all of the log into the store, so that what is in it next is of one life only."""
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _cut_off(store: Path, copy: Path, chance: random.Random) -> Path:
    """The store as it lies, with its newest writing cut off at a random place."""
    for ending in ("", "-wal"):
        source, target = store.with_name(store.name + ending), copy.with_name(copy.name + ending)
        target.unlink(missing_ok=True)
        copy.with_name(f"{copy.name}-shm").unlink(missing_ok=True)
        if source.exists():
            shutil.copy(source, target)
    log = copy.with_name(f"{copy.name}-wal")
    if log.exists():
        with log.open("r+b") as stream:
            stream.truncate(chance.randint(0, log.stat().st_size))
    return copy


def _looked_over(store: Path, after: str, done: list[tuple[str, ...]] | None = None) -> list[str]:
    """What is wrong with a store, and what of `done` it has not."""
    room = PanelRoom(store)
    found = wrong(room)
    halves = "SELECT ref FROM ehc_case WHERE ref LIKE 'Worker %' ORDER BY ref"
    imports: dict[str, int] = {}
    for (ref,) in room.ask(halves):
        mark = ref.rpartition(" ")[0]
        imports[mark] = imports.get(mark, 0) + 1
    found += [f"half an import: {mark}" for mark, number in imports.items() if number != CASES]
    if done is not None:
        found += missing(room, [one for one in done if one[0] not in ("import", *_AGENDA)])
        found += [f"import {mark}" for kind, _, mark in done if kind == "import" and mark not in imports]
    room.store.close()
    return [f"{after}: {sentence}" for sentence in found]


_AGENDA = ("on the agenda", "off the agenda")
"""Their state is turned round by the next act, which may have been done without being acknowledged."""


def main() -> None:
    """Kill as often as asked for, and say what came of it."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--times", type=int, default=200)
    options.add_argument("--seed", type=int, default=7)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = killed(given.times, Path(folder), given.seed)
    print(figures)
    for sentence in figures.wrong:
        print(f"  {sentence}")


if __name__ == "__main__":
    main()
