"""Many processes at one store, each doing what caseworkers do; afterwards nothing may be missing.

    PYTHONPATH=.:tests python tests/faults/crowd.py --people 20 --acts 50

`crowd` returns figures. With `--at-once` all of them wait for the same moment before each act. With
`--without-queue` nobody uses the queue of writers, to see what it is good for.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from office import RECEIVED, Office
from panel_room import PanelRoom

from ehc_tui.casework import advice, decisions, intake, notes, panel
from ehc_tui.casework.audit import broken_chain
from ehc_tui.casework.checking import stale_cases
from ehc_tui.casework.sessions import MOST_CASES
from ehc_tui.law.model import Fact
from ehc_tui.store.care import faults
from ehc_tui.store.errors import Conflict

ROOT = Path(__file__).parents[2]
SHARED = ("E26-0001", "E26-0002", "E26-0003", "E26-0004")
SESSION_DAY = date(2026, 12, 12)


@dataclass(frozen=True)
class Figures:
    """What a crowd did. Waits are milliseconds from asking to write until the act was in the store.

    `told` counts how often somebody was told that the case had changed and did it again; `missing` says what
    was acknowledged and is not in the store, `wrong` whatever else the store has wrong.
    """

    people: int
    acts: int
    seconds: float
    told: int
    median: float
    p95: float
    longest: float
    refused: tuple[str, ...]
    missing: tuple[str, ...]
    wrong: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"{self.people} people, {self.acts} acts in {self.seconds:.1f} s; told {self.told} times; waits "
            f"{self.median:.0f} / {self.p95:.0f} / {self.longest:.0f} ms (median, 95 of 100, longest); "
            f"{len(self.refused)} refused, {len(self.missing)} missing, {len(self.wrong)} wrong"
        )


class Person:
    """One process of the crowd: does its acts one after the other and says what was acknowledged."""

    def __init__(self, store: Path, name: str, *, queue: bool) -> None:
        self.office = Office(store, name)
        if not queue:
            self.office.store.turns.turn = lambda _who: nullcontext()  # type: ignore[method-assign, assignment]
        self.name = name
        self.done: list[tuple[str, str, str]] = []
        self.waits: list[float] = []
        self.told = 0
        self.acts = 0

    def works(self, acts: int, moments: Callable[[], None]) -> None:
        """Do so many acts, of every kind in turn, on cases that everybody works on."""
        kinds = self.kinds()
        turn = int(self.name.split()[1])
        while self.acts < acts:
            moments()
            kinds[turn % len(kinds)](SHARED[turn // 2 % len(SHARED)], f"{self.name} {turn}")
            turn += 1

    def kinds(self) -> tuple[Callable[[str, str], None], ...]:
        """What the person does, in this order."""
        return (self.notes, self.records, self.asks_advice, self.undoes, self.allocates, self.books)

    def notes(self, ref: str, mark: str) -> None:
        """Adds a note."""
        self.acts_on(ref, lambda case, _version: self.office.do(notes.add, case, mark))
        self.done.append(("note", ref, mark))

    def records(self, ref: str, mark: str) -> None:
        """Records a fact on the case as it was seen, and again if it had changed."""
        fact = Fact("consultation_sent", date(2026, 10, 1), subject=mark)
        self.acts_on(ref, lambda case, version: self.office.do(decisions.record, case, fact, version))
        self.done.append(("fact", ref, mark))

    def asks_advice(self, ref: str, mark: str) -> None:
        """Puts an adviser on the checklist."""
        self.acts_on(
            ref, lambda case, version: self.office.do(advice.add_line, case, "health", mark, version)
        )
        self.done.append(("advice", ref, mark))

    def undoes(self, ref: str, mark: str) -> None:
        """Adds a note and takes it back."""
        self.acts_on(ref, lambda case, _version: self.office.do(notes.add, case, mark))
        mine = "SELECT max(id) FROM act WHERE by = ?"
        act_id = self.office.ask(mine, self.name)[0][0]
        self.acts_on(ref, lambda _case, _version: self.office.undo(act_id))
        self.done.append(("taken back", ref, mark))

    def allocates(self, ref: str, mark: str) -> None:
        """Gives the case to somebody new."""
        self.acts_on(ref, lambda case, _version: self.office.do(intake.allocate, [case], mark))
        self.done.append(("allocated", ref, mark))

    def books(self, _ref: str, mark: str) -> None:
        """Puts a case of its own on the session everybody books on, or takes it off again."""
        ref = f"P-{self.name.split()[1]}"
        booked = self.office.ask(
            "SELECT i.id FROM agenda_item i JOIN ehc_case c ON c.id = i.case_id "
            "WHERE c.ref = ? AND i.voided_by IS NULL",
            ref,
        )
        if booked:
            self.acts_on(ref, lambda _case, _version: self.office.do(panel.take_off, booked[0][0], mark))
        else:
            session = self.office.ask("SELECT max(id) FROM panel_session")[0][0]
            self.acts_on(ref, lambda case, version: self.office.do(panel.book, case, session, version))
        self.done.append(("on the agenda" if not booked else "off the agenda", ref, mark))

    def acts_on(self, ref: str, act: Callable[[int, int], Any]) -> None:
        """Read the case, do the act on it as it was read, and look again as long as it has changed."""
        while True:
            case_id, version = self.office.ask("SELECT id, version FROM ehc_case WHERE ref = ?", ref)[0]
            began = time.perf_counter()
            try:
                act(case_id, version)
            except Conflict:
                self.told += 1
            else:
                self.acts += 1
                return
            finally:
                self.waits.append((time.perf_counter() - began) * 1000)


def crowd(people: int, acts: int, folder: Path, *, queue: bool = True, at_once: bool = False) -> Figures:
    """Let so many processes do so many acts each on one store in `folder`, then look for what is missing."""
    store = folder / "crowd.db"
    before = prepare(store, people)
    start = time.time() + 0.5 + people * 0.1
    command = [sys.executable, __file__, "--store", str(store), "--acts", str(acts), "--start", str(start)]
    command += ["--without-queue"] * (not queue) + ["--at-once"] * at_once
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    working = [
        subprocess.Popen(
            [*command, "--person", f"Worker {number}"], env=environment, stdout=subprocess.PIPE, text=True
        )
        for number in range(people)
    ]
    said = [json.loads(process.communicate()[0] or "null") for process in working]
    told = [report for report in said if report]
    waits = sorted(wait for report in told for wait in report["waits"])
    done = [tuple(one) for report in told for one in report["done"]]
    number = sum(report["acts"] for report in told)
    with_store = PanelRoom(store)
    figures = Figures(
        people,
        number,
        max(report["ended"] for report in told) - start,
        sum(report["told"] for report in told),
        waits[len(waits) // 2],
        waits[len(waits) * 95 // 100],
        waits[-1],
        tuple(report["refused"] for report in told if report["refused"])
        + ("a process died",) * (people - len(told)),
        tuple(missing(with_store, done)),
        tuple(_wrong_number(with_store, before + number)) + tuple(wrong(with_store)),
    )
    with_store.store.close()
    return figures


def prepare(store: Path, people: int) -> int:
    """The cases everybody works on, one of each person's own and a session; the number of acts so far."""
    room = PanelRoom(store)
    for ref in SHARED:
        room.open(ref)
    for number in range(people):
        ref = f"P-{number}"
        case = room.open(ref, received_on=RECEIVED + timedelta(days=number % 30))
        room.do(decisions.record, case, Fact("assess_decision", date(2026, 8, 28), "Yes"))
    room.sitting(SESSION_DAY, capacity=min(max(people, 1), MOST_CASES))
    before = room.last_act()
    room.store.close()
    return before


def missing(room: Office, done: Sequence[tuple[str, ...]]) -> list[str]:
    """What was acknowledged and cannot be found as it should be."""
    queries = {
        "note": "SELECT c.ref, n.text FROM note n JOIN ehc_case c ON c.id = n.case_id "
        "WHERE n.voided_by IS NULL",
        "taken back": "SELECT c.ref, n.text FROM note n JOIN ehc_case c ON c.id = n.case_id "
        "WHERE n.voided_by IS NOT NULL",
        "fact": "SELECT c.ref, f.subject FROM fact f JOIN ehc_case c ON c.id = f.case_id "
        "WHERE f.voided_by IS NULL",
        "advice": "SELECT c.ref, a.adviser FROM advice_item a JOIN ehc_case c ON c.id = a.case_id "
        "WHERE a.voided_by IS NULL",
    }
    there = {kind: Counter(room.ask(query)) for kind, query in queries.items()}
    lost = [
        f"{kind} {ref} {mark}" for kind, ref, mark in done if kind in there and there[kind][ref, mark] != 1
    ]
    given = {(ref, mark) for kind, ref, mark in done if kind == "allocated"}
    entries = {
        summary.removeprefix("Allocated 1 case to caseworker ")
        for (summary,) in room.ask("SELECT summary FROM act WHERE verb = 'allocate'")
    }
    lost += [f"allocation {ref} {mark}" for ref, mark in given if mark not in entries]
    holders = dict(room.ask("SELECT ref, caseworker FROM ehc_case"))
    lost += [
        f"{ref} belongs to {holders[ref]}, to whom nobody gave it"
        for ref in {ref for ref, _ in given}
        if holders[ref] not in entries
    ]
    own = {ref: kind for kind, ref, _ in done if kind.endswith("the agenda")}
    booked = {
        ref
        for (ref,) in room.ask(
            "SELECT c.ref FROM agenda_item i JOIN ehc_case c ON c.id = i.case_id WHERE i.voided_by IS NULL"
        )
    }
    lost += [
        f"{ref} should be {kind}" for ref, kind in own.items() if (ref in booked) != kind.startswith("on")
    ]
    return lost


def _wrong_number(room: Office, acts: int) -> list[str]:
    """A sentence if the history has not an entry for each act."""
    ids = [
        act_id
        for (act_id,) in room.ask(
            "SELECT id FROM act WHERE id IN (SELECT act_id FROM act_change) ORDER BY id"
        )
    ]
    return [] if len(ids) == acts else [f"{len(ids)} audit entries for {acts} acts"]


def wrong(room: Office) -> list[str]:
    """What is wrong with the store itself: its file, the chain of its history, its versions, its dates."""
    found = list(faults(room.store.read()))
    found += [
        f"{ref} is at version {version} after {changes} acts"
        for ref, version, changes in room.ask(
            "SELECT c.ref, c.version, count(h.id) FROM ehc_case c JOIN act_change h ON h.case_id = c.id "
            "GROUP BY c.id HAVING c.version <> count(h.id)"
        )
    ]
    broken = broken_chain(lambda sql, given: room.store.read().execute(sql, given), room.doing)
    return [*found, *([broken] if broken else []), *stale_cases(room.store, room.doing)]


def _one_person(options: argparse.Namespace) -> None:
    """What a process of the crowd does: wait for the start, work, and say what became of it."""
    person = Person(Path(options.store), options.person, queue=not options.without_queue)
    moment = options.start

    def moments() -> None:
        nonlocal moment
        if options.at_once:
            moment += 1
            time.sleep(max(moment - time.time(), 0))

    refused = ""
    try:
        with person.office.store.session(keep=False):
            pass
        time.sleep(max(options.start - time.time(), 0))
        person.works(options.acts, moments)
    except Exception as error:
        refused = f"{type(error).__name__}: {error}"
    print(
        json.dumps(
            {
                "done": person.done,
                "acts": person.acts,
                "told": person.told,
                "waits": person.waits,
                "refused": refused,
                "ended": time.time(),
            }
        )
    )


def main() -> None:
    """Run as a crowd, or as one of it."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--people", type=int, default=20)
    options.add_argument("--acts", type=int, default=50)
    options.add_argument("--at-once", action="store_true")
    options.add_argument("--without-queue", action="store_true")
    for internal in ("--store", "--person"):
        options.add_argument(internal, help=argparse.SUPPRESS)
    options.add_argument("--start", type=float, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.person:
        _one_person(given)
        return
    with tempfile.TemporaryDirectory() as folder:
        figures = crowd(
            given.people, given.acts, Path(folder), queue=not given.without_queue, at_once=given.at_once
        )
    print(figures)
    for sentence in (*figures.refused, *figures.missing, *figures.wrong):
        print(f"  {sentence}")


if __name__ == "__main__":
    main()
