"""Who only looked stands in the history too, once for each reading, and disturbs nobody."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

from office import NOW, Office, imported

from ehc_tui.casework import notes
from ehc_tui.casework.audit import broken_chain
from ehc_tui.store.chain import EXPORT, READ
from ehc_tui.store.history import Asked, entry, entry_ids, entry_rows, latest_change
from ehc_tui.store.looks import SAME_READING, Looker, note_look
from ehc_tui.store.lookups import last_act


def reads(office: Office, case: int, minutes: int = 0, by: str = "M Hughes", verb: str = READ) -> bool:
    who = Looker(by, by.lower(), "", NOW + timedelta(minutes=minutes))
    return note_look(office.store.path, who, verb, "Case E26-0412 read", [case])


def test_reading_a_case_is_an_entry_of_the_chain_that_changes_nothing(office: Office) -> None:
    case = office.open()
    before = office.file(), latest_change(office.store.read())
    assert reads(office, case)
    after = office.file()
    assert (after, latest_change(office.store.read())) == before
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


def test_entries_about_cases_that_a_reader_does_not_see_are_not_there(office: Office) -> None:
    case = office.open()
    office.bring_in(imported(1), imported(2))
    office.do(notes.add, case, "Rang.")
    reads(office, case)
    reader = office.store.read()
    reader.execute(f"CREATE TEMP VIEW ehc_case AS SELECT * FROM main.ehc_case WHERE id <> {case}")
    assert entry_ids(reader, Asked(looks=True)) == [2]
    reader.execute("DROP VIEW temp.ehc_case")
    reader.execute("CREATE TEMP VIEW ehc_case AS SELECT * FROM main.ehc_case WHERE ref <> 'T-0001'")
    row = entry_rows(reader, [2])[2]
    assert (row.ref, row.cases) == ("T-0002", 1)
    assert [change.ref for change in entry(reader, 2).changes] == ["T-0002"]
