"""Closed cases are kept for as long as the council says, and removed for good by two people."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from closed_cases import REF, SECRETS, WHY, Council, proposed

from ehc_tui.casework import notes
from ehc_tui.casework.checking import head_of, stale_cases, unsound
from ehc_tui.casework.inputs import NewCase
from ehc_tui.casework.intake import open_case
from ehc_tui.casework.meetings import offer
from ehc_tui.casework.removing import keep_for, propose, remove, scrubbed, withdraw
from ehc_tui.casework.restricting import restrict
from ehc_tui.casework.roles import NotAllowed
from ehc_tui.store.caseload import Caseload
from ehc_tui.store.chain import part
from ehc_tui.store.errors import StoreError
from ehc_tui.store.lookups import last_act
from ehc_tui.store.mentions import Mention, mentions
from ehc_tui.store.retention import past_period, removed


@pytest.fixture
def council(tmp_path: Path) -> Iterator[Council]:
    """The council, with a store."""
    here = Council(tmp_path / "caseload.db")
    yield here
    here.close()


def said_in_the_store(path: Path) -> str:
    """Every byte of the file and its log, as text in small letters."""
    files = (path, path.with_name(f"{path.name}-wal"))
    return "".join(file.read_bytes().decode("utf-8", "replace").casefold() for file in files if file.exists())


def test_nothing_is_listed_until_the_council_says_how_long_it_keeps_a_case(council: Council) -> None:
    assert council.offered() == []
    with pytest.raises(NotAllowed, match="caseworker and may not set how long cases are kept"):
        council.okafor.do(keep_for, 6, None, WHY)
    assert council.hughes.do(keep_for, 6, None, WHY) == "Closed cases are kept for 6 years after closing."
    assert council.offered() == ["T-0001", "T-0002", "T-0003"]
    council.hughes.do(keep_for, 6, 25, WHY)
    assert council.offered() == []  # born in 2008, they are kept until 2033
    council.hughes.do(keep_for, None, None, "The schedule is under review")
    assert council.offered() == []
    assert unsound(council.hughes.store, council.hughes.doing) == []


def test_a_long_list_takes_no_more_statements_than_a_short_one(council: Council) -> None:
    council.hughes.do(keep_for, 6, None, WHY)

    def statements() -> int:
        seen: list[str] = []
        read = council.hughes.store.read()
        read.set_trace_callback(seen.append)
        council.offered()
        read.set_trace_callback(None)
        return len(seen)

    few = statements()
    council.close_more(range(4, 12))
    assert len(council.offered()) == 11
    assert statements() == few


def test_it_takes_two_people_the_second_a_manager(council: Council) -> None:
    council.hughes.do(keep_for, 6, None, WHY)
    with pytest.raises(StoreError, match="Nobody has proposed"):
        council.begum.do(remove, council.case)
    with pytest.raises(StoreError, match="Leave the name out"):
        council.okafor.do(propose, council.case, "Zephyrine is 25 now")
    council.hughes.do(propose, council.case, WHY)
    with pytest.raises(StoreError, match="yourself: another person must confirm"):
        council.hughes.do(remove, council.case)
    with pytest.raises(NotAllowed, match="caseworker and may not"):
        council.okafor.do(remove, council.case)
    council.begum.doing = replace(council.begum.doing, at_keyboard="M Hughes (m.hughes, owner)")
    with pytest.raises(StoreError, match="two people at their own accounts"):
        council.begum.do(remove, council.case)
    council.okafor.do(withdraw, council.case)
    assert council.offered() == ["T-0001", "T-0002", "T-0003"]


def test_a_case_with_anything_open_is_not_offered(council: Council) -> None:
    council.hughes.do(keep_for, 6, None, WHY)
    council.hughes.do(restrict, council.case, ["m.hughes", "s.begum"], "A court order")
    meeting = council.okafor.doing.process.meetings[0]
    council.okafor.do(offer, council.case + 1, meeting, date(2017, 4, 20), "J Okafor")
    assert council.offered() == ["(T-0001)", "(T-0002)", "T-0003"]
    with pytest.raises(StoreError, match="T-0001 cannot be removed: it is restricted to named staff"):
        council.hughes.do(propose, council.case, WHY)
    with pytest.raises(StoreError, match="a meeting is neither held nor called off"):
        council.hughes.do(propose, council.case + 1, WHY)


def test_nothing_of_the_child_remains_but_the_number_and_who_removed_it(council: Council) -> None:
    proposed(council)
    noted = head_of(council.hughes.store)
    assert all(secret in said_in_the_store(council.path) for secret in SECRETS)
    said = council.begum.do(remove, council.case)
    assert said.startswith(
        f"Case {REF} removed for good: proposed by J Okafor (j.okafor) at 10:42, confirmed by S Begum"
    )
    assert scrubbed(council.begum.store, "S Begum") == "Backups and files written before still hold it."
    left = said_in_the_store(council.path)
    assert [secret for secret in SECRETS if secret in left] == []
    assert "kowalczyk" in left  # the others are still there
    assert Caseload(council.hughes.store.read(), council.hughes.doing.today).total() == 2
    (stone,) = removed(council.hughes.store.read())
    assert (stone.ref, stone.summary) == (REF, said)
    assert unsound(council.hughes.store, council.hughes.doing, noted) == []
    assert list(stale_cases(council.hughes.store, council.hughes.doing)) == []
    council.okafor.do(propose, council.case + 1, WHY)
    council.begum.do(remove, council.case + 1)
    assert unsound(council.hughes.store, council.hughes.doing, noted) == []
    with pytest.raises(StoreError, match="nothing of it can be brought back"):
        council.begum.undo()
    newest = last_act(council.okafor.store.read(), "J Okafor")
    assert newest is not None
    assert newest.summary == "Imported: 3 new, 0 brought up to date"
    council.okafor.undo(newest.id)  # what is left of the import can still be taken back
    assert unsound(council.hughes.store, council.hughes.doing, noted) == []


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE act SET by = 'Nobody' WHERE verb = 'about removed case'", "was altered after it was made"),
        ("UPDATE redaction SET seal = 'feed' WHERE id = 1", "was altered after it was made"),
        ("UPDATE act SET summary = 'Fine' WHERE verb = 'remove case'", "was altered after it was made"),
        (
            "UPDATE act_change SET before = '{}', after = '{}', digest = 'feed' WHERE id = "
            "(SELECT max(id) FROM act_change WHERE case_id = (SELECT id FROM ehc_case WHERE ref = 'T-0002'))",
            "was altered after it was made",
        ),
        ("UPDATE ehc_case SET ref = 'T-0009' WHERE ref = 'T-0001'", "was changed by hand: ref is"),
        ("DELETE FROM redaction WHERE id = 1", "was altered after it was made"),
    ],
)
def test_tampering_is_still_found_after_a_removal(council: Council, statement: str, says: str) -> None:
    proposed(council).begum.do(remove, council.case)
    with sqlite3.connect(council.path) as hand:
        hand.execute(statement)
    hand.close()
    assert says in unsound(council.hughes.store, council.hughes.doing)[0]


def test_content_cannot_be_taken_out_of_an_entry_without_a_removal(council: Council) -> None:
    with sqlite3.connect(council.path) as hand:
        row = "SELECT id, case_id, before, after FROM act_change WHERE case_id = ? ORDER BY id LIMIT 1"
        change_id, *values = hand.execute(row, (council.case,)).fetchone()
        taken = "UPDATE act_change SET before = '{}', after = '{}', digest = ? WHERE id = ?"
        hand.execute(taken, (part(*values), change_id))
    hand.close()
    assert "was taken out of it by hand" in unsound(council.hughes.store, council.hughes.doing)[0]


def test_what_was_altered_by_hand_does_not_become_right_by_being_removed(council: Council) -> None:
    proposed(council)
    with sqlite3.connect(council.path) as hand:
        hand.execute("UPDATE act SET summary = 'Nothing' WHERE verb = 'note'")
    hand.close()
    with pytest.raises(StoreError, match="is not as it was made, so nothing was removed"):
        council.begum.do(remove, council.case)
    assert council.begum.file(REF).row.surname == "Quillfeather"


def test_a_case_whose_opening_was_taken_back_is_offered_and_removed_as_well(council: Council) -> None:
    opened = council.okafor.do(
        open_case, NewCase(surname="Quillfeather", forename="Hepzibah", received_on=date(2026, 9, 1))
    )
    council.okafor.undo()
    assert "T-0001" in proposed(council).offered()
    later = replace(council.begum.doing, today=date(2033, 1, 1))
    council.begum.doing, council.okafor.doing = later, replace(council.okafor.doing, today=later.today)
    (kept,) = [one for one in past_period(council.begum.store.read(), later.today) if one.taken_back]
    assert (kept.case_id, kept.forename, kept.against) == (opened, "Hepzibah", ())
    council.okafor.do(propose, opened, WHY)
    council.okafor.do(withdraw, opened)
    council.okafor.do(propose, opened, WHY)
    said = council.begum.do(remove, opened)
    assert f"Case {kept.ref} removed for good" in said and "opening taken back 21 Nov 2026" in said
    scrubbed(council.begum.store, "S Begum")
    assert "hepzibah" not in said_in_the_store(council.path)
    assert unsound(council.hughes.store, council.hughes.doing) == []
    assert [one.ref for one in removed(council.begum.store.read())] == [kept.ref]


def test_where_the_child_is_named_elsewhere_is_listed_and_counted_in_what_remains(council: Council) -> None:
    proposed(council)
    other, third = council.case + 1, council.case + 2
    council.okafor.do(notes.add, other, "Her cousin Zéphyrine QUILLFEATHER sits beside her")
    council.okafor.do(notes.add, other, "A Zephyrine of another family")
    council.okafor.do(notes.add, third, f"See {REF.lower()}, the same school")
    council.okafor.do(notes.add, third, f"See {REF}9")
    council.okafor.do(notes.add, third, "Quillfeather, Zephyrine: twin")
    council.okafor.undo()
    found = mentions(council.begum.store.read(), council.case)
    assert found == [Mention("note", "T-0002", None, 1), Mention("note", "T-0003", None, 2)]
    council.hughes.do(restrict, third, ["m.hughes"], "A court order")
    assert [one.ref for one in mentions(council.begum.store.read(), council.case)] == ["T-0002"]
    council.begum.do(remove, council.case)
    (stone,) = removed(council.begum.store.read())
    assert stone.summary.endswith("Named still in 1 text outside it")


def test_one_statement_reads_every_text_however_many_cases_there_are(council: Council) -> None:
    asked: list[str] = []
    reader = council.begum.store.read()
    reader.set_trace_callback(asked.append)
    mentions(reader, council.case)
    assert len(asked) == 2


KILLED = """
import os, signal, sys
from dataclasses import replace
from office import Office
from pathlib import Path
from ehc_tui.casework import removing
from ehc_tui.store import erasing
from ehc_tui.store.engine import open_store
path = Path(sys.argv[1])
office = Office(path, "S Begum", open_store(path, account="s.begum"))
office.doing = replace(office.doing, account="s.begum")
erasing._blank = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
office.do(removing.remove, int(sys.argv[2]))
"""


def test_a_removal_that_is_killed_half_way_has_removed_nothing(council: Council) -> None:
    proposed(council)
    here = os.pathsep.join((str(Path(__file__).parents[1]), str(Path(__file__).parents[2])))
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(council.path), str(council.case)],
        env={**os.environ, "PYTHONPATH": here},
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    assert council.offered() == ["T-0001", "T-0002", "T-0003"]
    assert council.okafor.file(REF).row.forename == "Zephyrine"
    assert unsound(council.hughes.store, council.hughes.doing) == []
    assert list(stale_cases(council.hughes.store, council.hughes.doing)) == []
