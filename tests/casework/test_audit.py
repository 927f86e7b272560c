"""Whoever changes the store or its history by hand is found out, and the first bad entry is named."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from office import TODAY, Office, imported

from ehc_tui.casework import notes, staff
from ehc_tui.casework.audit import broken_chain, fate_of
from ehc_tui.casework.intake import allocate
from ehc_tui.casework.replay import changed_behind
from ehc_tui.store.alchemy import writing_engine
from ehc_tui.store.chain import NOTHING, Head, head, seal
from ehc_tui.store.upgrade import SCRIPTS


def found(office: Office) -> list[str]:
    """What the check says of the history, and of the rows where the history is whole."""
    execute = office.store.read().execute
    broken = broken_chain(execute, office.doing)
    return [broken] if broken else list(changed_behind(execute, office.doing))


@pytest.fixture
def busy(office: Office) -> Office:
    """An office where nine things were done: entry 6 undoes the fifth, entry 7 does it again."""
    case = office.open()
    office.do(notes.add, case, "They prefer letters.")
    office.do(notes.add, case, "Rang the school.", kind="contact")
    office.bring_in(*(imported(number, decided=TODAY) for number in range(1, 4)))
    office.colleague("M Hughes").do(notes.add, case, "Rang the family.", kind="contact")
    office.undo()
    office.undo()
    office.do(staff.list_person, "J Okafor", "manager", "J Okafor", owner=True)
    office.do(notes.add, case, "A letter came.")
    assert office.last_act() == 9
    return office


def tamper(office: Office, *statements: str) -> None:
    with sqlite3.connect(office.store.path) as hand:
        for statement in statements:
            hand.execute(statement)
    hand.close()


def renumber(number: int, to: int) -> tuple[str, ...]:
    return (
        f"UPDATE act SET id = {to} WHERE id = {number}",
        f"UPDATE act_change SET act_id = {to} WHERE act_id = {number}",
    )


def remove(number: int) -> tuple[str, ...]:
    return (f"DELETE FROM act WHERE id = {number}", f"DELETE FROM act_change WHERE act_id = {number}")


def test_what_was_done_by_the_program_is_whole(busy: Office) -> None:
    assert found(busy) == []
    (sealed,) = busy.ask("SELECT count(DISTINCT hash) FROM act WHERE length(hash) = 64")
    assert sealed == (9,)


SECOND = "Entry 2 (J Okafor, at 10:42, “Note, 21 Nov 2026”)"
THIRD = "Entry 3 (J Okafor, at 10:42, “Contact with the family, 21 Nov 2026”)"
FORGED = (
    "INSERT INTO act (id, at, by, account, at_keyboard, verb, summary, hash) "
    "VALUES ({}, '2026-11-21 09:00:00.000000', 'M Hughes', '', '', 'note', 'Forged', 'feed')"
)


@pytest.mark.parametrize(
    ("statements", "says"),
    [
        (["UPDATE act SET by = 'M Hughes' WHERE id = 2"], "Entry 2 (M Hughes, at 10:42"),
        (["UPDATE act SET at = '2026-11-20 10:42:00.000000' WHERE id = 2"], "Entry 2 (J Okafor, on 20 Nov"),
        (["UPDATE act SET verb = 'read' WHERE id = 3"], f"{THIRD} was altered after it was made."),
        (["UPDATE act SET summary = 'Nothing' WHERE id = 2"], "“Nothing”) was altered after it was made."),
        (["UPDATE act SET account = 'm.hughes' WHERE id = 2"], f"{SECOND} was altered after it was made."),
        (
            ["UPDATE act_change SET after = replace(after, 'letters', 'calls') WHERE act_id = 2"],
            f"{SECOND} was altered after it was made.",
        ),
        (["UPDATE act_change SET case_id = 2 WHERE act_id = 2"], f"{SECOND} was altered after it was made."),
        (["DELETE FROM act_change WHERE act_id = 2"], f"{SECOND} was altered after it was made."),
        (["UPDATE act SET hash = 'feed' WHERE id = 2"], f"The seal of {SECOND} was altered; what it says"),
        (["UPDATE act SET summary = x'ff00' WHERE id = 9"], "was altered after it was made, or put in by"),
        ([*remove(2)], f"Entry 2 is missing from the history, before {THIRD}."),
        ([*remove(1), *remove(2)], f"Entries 1 to 2 are missing from the history, before {THIRD}."),
        (
            [*remove(2), *(part for n in range(3, 10) for part in renumber(n, n - 1))],
            "Entry 2 is missing from the history and the rest was renumbered: Entry 2 (J Okafor, at 10:42, "
            "“Contact with the family, 21 Nov 2026”) now has the number.",
        ),
        (
            [*renumber(2, 99), *renumber(3, 2), *renumber(99, 3)],
            "Entry 2 (J Okafor, at 10:42, “Contact with the family, 21 Nov 2026”) was moved: it was made as "
            "entry 3.",
        ),
        (
            [*renumber(2, 99), *renumber(8, 2), *renumber(99, 8)],
            "Entry 2 (J Okafor, at 10:42, “Listed J Okafor (j okafor) as manager”) was moved: it was made as "
            "entry 8.",
        ),
        ([*renumber(9, 12)], "Entries 9 to 11 are missing from the history, before Entry 12"),
        ([FORGED.format(10)], "“Forged”) was altered after it was made, or put in by hand."),
        ([FORGED.format(0)], "Entries are numbered from 1, and there is one numbered lower before Entry 0"),
        (["UPDATE act SET undone_by = NULL WHERE id = 6"], "Entry 6 is marked otherwise than the entries"),
        (["UPDATE act SET undone_by = 9 WHERE id = 2"], "say: it is in force."),
    ],
)
def test_a_history_that_was_tampered_with_names_the_first_bad_entry(
    busy: Office, statements: list[str], says: str
) -> None:
    tamper(busy, *statements)
    (said,) = found(busy)
    assert says in said
    assert said.endswith(".")


def test_an_entry_put_in_with_a_seal_of_its_own_is_told_from_those_it_pushed_up(busy: Office) -> None:
    with sqlite3.connect(busy.store.path) as hand:
        for number in range(9, 4, -1):
            for statement in renumber(number, number + 1):
                hand.execute(statement)
        hand.execute(FORGED.format(5))
        seal(hand.execute, 5)
    hand.close()
    (said,) = found(busy)
    assert said.startswith("Entry 5 was put in by hand: Entry 6 (M Hughes, at 10:42")
    assert said.endswith("was made as entry 5.")


@pytest.mark.parametrize(
    ("statements", "says"),
    [
        (
            ["UPDATE fact SET happened_on = '2026-07-21' WHERE id = 1"],
            "E26-0412: fact no. 1 was changed by hand: happened on is 21 Jul 2026, where entry 1 (J Okafor, "
            "at 10:42) left 20 Jul 2026.",
        ),
        (
            ["UPDATE ehc_case SET surname = 'Smith' WHERE id = 1"],
            "E26-0412: case no. 1 was changed by hand: surname is “Smith”, where entry 1 (J Okafor, "
            "at 10:42) left “Rahman”.",
        ),
        (
            ["UPDATE note SET voided_by = 3 WHERE id = 1"],
            "E26-0412: note no. 1 was changed by hand: voided by is “3”, where entry 2",
        ),
        (["DELETE FROM note WHERE id = 1"], "E26-0412: note no. 1, made by entry 2 (J Okafor, at 10:42)"),
        (
            ["INSERT INTO note SELECT 77, case_id, kind, happened_on, text, recorded_by, recorded_at, NULL "
             "FROM note WHERE id = 1"],
            "Note no. 77 was put in by hand: no entry of the history made it.",
        ),
        (["UPDATE staff SET role = 'read-only'"], "Staff no. 1 was changed by hand: role is “read-only”"),
        (["UPDATE note SET recorded_at = '2026-11-20 10:42:00.000000' WHERE id = 1"], "recorded at is"),
    ],
)  # fmt: skip
def test_a_row_changed_behind_the_back_of_the_history_is_named(
    busy: Office, statements: list[str], says: str
) -> None:
    tamper(busy, *statements)
    (said,) = found(busy)
    assert says in said


def test_what_was_changed_by_hand_and_then_by_the_program_is_still_found(busy: Office) -> None:
    tamper(busy, "UPDATE ehc_case SET caseworker = 'Nobody' WHERE id = 2")
    busy.do(allocate, [2], "A Begum")
    (said,) = found(busy)
    assert said == (
        "T-0001: case no. 2 was changed by hand before entry 10 (J Okafor, at 10:42): that found “Nobody” as "
        "caseworker, where entry 4 had left “J Okafor”."
    )


def test_a_head_noted_elsewhere_proves_that_nothing_before_it_was_written_anew(busy: Office) -> None:
    execute = busy.store.read().execute
    noted = head(execute)
    assert (noted.number, fate_of(execute, noted)) == (9, None)
    busy.do(notes.add, 1, "Later.")
    assert fate_of(execute, noted) is None
    assert fate_of(execute, Head(0, NOTHING)) is None
    tamper(busy, *remove(10), *remove(9))
    assert [said.partition(" was ")[0] for said in found(busy)] == ["Note no. 4", "Note no. 5"]
    assert "is not in the history any more: it was cut short" in str(fate_of(execute, noted))


def test_a_chain_that_was_reckoned_anew_is_whole_but_not_the_one_that_was_noted(busy: Office) -> None:
    execute = busy.store.read().execute
    noted = head(execute)
    with sqlite3.connect(busy.store.path) as hand:
        hand.execute("UPDATE act SET summary = 'A kinder word' WHERE id = 2")
        for number in range(2, 10):
            seal(hand.execute, number)
    hand.close()
    assert found(busy) == []
    assert "does not carry the seal that was noted" in str(fate_of(execute, noted))


def test_a_store_from_before_the_chain_is_sealed_when_it_is_brought_up_to_date(busy: Office) -> None:
    """What the old schema held of this store gets the seals that it has here."""
    sealed = busy.ask("SELECT id, hash FROM act ORDER BY id")
    old = busy.store.path.with_name("old.db")
    _schema_of_old(old, "0002")
    with sqlite3.connect(old) as hand:
        hand.execute("ATTACH ? AS whole", (str(busy.store.path),))
        tables = hand.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall()
        for table in {name for (name,) in tables} - {"alembic_version", "meta"}:
            kept = ", ".join(row[1] for row in hand.execute(f"PRAGMA main.table_info({table})"))
            hand.execute(f"INSERT INTO main.{table} ({kept}) SELECT {kept} FROM whole.{table}")
    hand.close()
    again = Office(old)
    assert again.ask("SELECT id, hash FROM act ORDER BY id") == sealed
    assert found(again) == []
    again.store.close()


def _schema_of_old(path: Path, revision: str) -> None:
    """An empty store as the migrations up to a revision make it."""
    engine = writing_engine(path, foreign_keys=False)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(SCRIPTS))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


def test_twenty_people_at_once_make_one_chain(office: Office) -> None:
    case = office.open()

    def work(number: int) -> None:
        with_own_store = office.colleague(f"Person {number}")
        for _ in range(3):
            with_own_store.do(notes.add, case, f"From {number}")
        with_own_store.store.close()

    with ThreadPoolExecutor(20) as people:
        list(people.map(work, range(20)))
    assert office.ask("SELECT count(*), max(id) FROM act") == [(61, 61)]
    assert found(office) == []
