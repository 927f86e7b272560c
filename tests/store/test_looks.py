"""Who only looked stands in the history too, once for each reading, and disturbs nobody."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

from office import NOW, TODAY, Office, imported

from ehc_tui.casework import notes
from ehc_tui.casework.audit import broken_chain
from ehc_tui.casework.restricting import restrict
from ehc_tui.casework.staff import list_person
from ehc_tui.store.case_record import case_record
from ehc_tui.store.casefile import read_case
from ehc_tui.store.engine import open_store
from ehc_tui.store.history import Asked, entry, entry_ids, entry_rows
from ehc_tui.store.looks import SAME_READING, Looker, note_look
from ehc_tui.store.lookups import last_act
from ehc_tui.store.news import Watch
from ehc_tui.store.verbs import EXPORT, READ


def reads(office: Office, case: int, minutes: int = 0, by: str = "M Hughes", verb: str = READ) -> bool:
    who = Looker(by, by.lower(), "", NOW + timedelta(minutes=minutes))
    return note_look(office.store, who, verb, "Case E26-0412 read", [case])


def test_reading_a_case_is_an_entry_of_the_chain_that_changes_nothing(office: Office) -> None:
    case = office.open()
    watch, before = Watch(office.store, "derived_with"), office.file()
    assert watch.look() is None
    assert reads(office, case)
    assert (watch.look(), office.file()) == (None, before), "it is no news to anybody"
    assert broken_chain(office.store.read().execute, office.doing) is None
    whole = entry(office.store.read(), 2)
    assert (whole.row.by, whole.row.account, whole.row.verb) == ("M Hughes", "m hughes", READ)
    assert (whole.looked_at, whole.changes) == (("E26-0412",), ())


def test_reading_it_again_within_a_quarter_of_an_hour_is_the_same_reading(office: Office) -> None:
    case = office.open()
    quarter = int(SAME_READING.total_seconds() // 60)
    assert reads(office, case)
    assert not reads(office, case, quarter - 1)
    assert reads(office, case, quarter)
    assert reads(office, case, by="A Begum"), "somebody else is another reader"
    assert reads(office, case, verb=EXPORT) and reads(office, case, verb=EXPORT), "every file counts"


def test_a_clock_that_was_ahead_and_is_put_right_hides_no_reading(office: Office) -> None:
    case = office.open()
    assert reads(office, case, 60 * 24 * 365)
    assert reads(office, case), "a reading of next year is none of lately"
    assert not reads(office, case, 1)


def test_a_look_is_nothing_that_u_takes_back(office: Office) -> None:
    case = office.open()
    reads(office, case, by="J Okafor")
    last = last_act(office.store.read(), "J Okafor")
    assert last is not None and last.id == 1


def test_a_look_that_was_taken_out_by_hand_is_missed(office: Office) -> None:
    case = office.open()
    reads(office, case)
    office.do(notes.add, case, "Rang.")
    with sqlite3.connect(office.store.path) as hand:
        hand.execute("DELETE FROM look")
    hand.close()
    said = broken_chain(office.store.read().execute, office.doing)
    assert str(said).startswith("Entry 2 (M Hughes, at 10:42, “Case E26-0412 read”) was altered")


def test_a_store_that_cannot_be_written_notes_nobody(office: Office, monkeypatch) -> None:
    case = office.open()
    monkeypatch.setattr("ehc_tui.store.looks.os.access", lambda _path, _mode: False)
    assert not reads(office, case)
    assert office.last_act() == 1


# --- asking the history ---------------------------------------------------------------------------


def asked(office: Office, **named) -> list[int]:
    return entry_ids(office.store.read(), Asked(**named))


def test_the_history_is_asked_by_case_person_day_and_words(office: Office) -> None:
    case = office.open()
    office.bring_in(*(imported(number) for number in range(1, 4)))
    office.colleague("M Hughes").do(notes.add, case, "Rang the family.", kind="contact")
    reads(office, case)
    today = office.doing.today
    assert asked(office) == [3, 2, 1]
    assert asked(office, looks=True) == [4, 3, 2, 1]
    assert asked(office, ref="e26-0412", looks=True) == [4, 3, 1]
    assert asked(office, by="hughes") == [3]
    assert asked(office, by="nobody") == []
    assert asked(office, words="contact family") == [3]
    assert asked(office, words="100%") == []
    assert asked(office, since=today, until=today) == [3, 2, 1]
    assert asked(office, until=today - timedelta(1)) == asked(office, since=today + timedelta(1)) == []
    rows = entry_rows(office.store.read(), [2, 3])
    assert (rows[2].ref, rows[2].cases) == ("T-0001", 3)
    assert (rows[3].ref, rows[3].cases) == ("E26-0412", 1)


def test_entries_about_cases_restricted_to_others_are_not_there(office: Office, tmp_path: Path) -> None:
    """Those about many cases are, without what they did to that one; seals are reckoned over everything."""
    case = office.open()
    office.bring_in(imported(1), imported(2))
    reads(office, case)
    office.do(list_person, "m.hughes", "manager", owner=True)
    office.do(restrict, case, ["m.hughes"], "a colleague's child", owner=True)
    kept = office.ask("SELECT case_id FROM main.look")
    with open_store(office.store.path, account="a.begum") as store:
        numbers = entry_ids(store.read(), Asked(looks=True))
        assert (numbers, kept) == ([4, 2], [(case,)])
        assert [change.ref for change in entry(store.read(), 2).changes] == ["T-0001", "T-0002"]
        file = read_case(store.read(), "T-0001", TODAY, office.doing.book, office.doing.process)
        record = case_record(store, file.row)
        assert [one.row.id for one in record.entries] == [2]
        assert record.proofs[0]["before"] == office.ask("SELECT hash FROM main.act WHERE id = 1")[0][0]
    with open_store(office.store.path, account="m.hughes") as store:
        assert entry_ids(store.read(), Asked(looks=True)) == [5, 4, 3, 2, 1]
