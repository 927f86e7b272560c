"""Cases come in by hand and from files; the same file again brings up to date and undoes nobody's work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from office import RECEIVED, TODAY, Office, imported

from ehc_tui.casework import acts, checking, decisions, derive, intake, notes
from ehc_tui.casework.checking import stale_cases
from ehc_tui.casework.duplicates import Duplicate
from ehc_tui.casework.inputs import NewCase
from ehc_tui.law.model import Fact
from ehc_tui.store.errors import StoreError
from ehc_tui.store.tables import EhcCase

DECIDED = date(2026, 8, 28)
CAME = (("health", date(2026, 9, 20)),)


def alike_to(office: Office, new: NewCase) -> list[Duplicate]:
    with office.store.session() as session:
        return intake.look_alikes(session, new)


# --- opening --------------------------------------------------------------------------------------


def test_a_new_case_starts_its_clocks(office: Office) -> None:
    office.open(note="came by e-mail\nwith two reports")
    file = office.file()
    assert file.row.received_on == RECEIVED
    assert file.row.next is not None
    assert file.row.next.due == date(2026, 8, 31)
    assert {clock.rule for clock in file.clocks} >= {"decide_whether_to_assess", "issue_final_plan"}
    assert [note.text for note in file.notes] == ["came by e-mail\nwith two reports"]


def test_a_case_without_a_reference_gets_the_next_of_its_year(office: Office) -> None:
    office.open("E26-0041")
    given = [office.open(None), office.open(None, received_on=date(2025, 11, 3))]
    assert [ref for (ref,) in office.ask("SELECT ref FROM ehc_case WHERE id IN (?, ?)", *given)] == [
        "E26-0042",
        "E25-0001",
    ]


def test_a_child_brought_to_attention_starts_the_same_clocks(office: Office) -> None:
    office.open(started_by="became_responsible")
    assert [fact.fact.kind for fact in office.file().facts] == ["became_responsible"]
    assert office.file().row.received_on == RECEIVED


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        ({"surname": " ", "forename": "\x1b"}, "A case needs the name"),
        ({"born": date(2026, 7, 21)}, "date of birth is after the day the request was received"),
        ({"ref": " E26-0001 "}, "There is already a case E26-0001"),
    ],
)
def test_a_case_that_cannot_be_right_is_refused(
    office: Office, details: dict[str, Any], sentence: str
) -> None:
    office.open("E26-0001")
    with pytest.raises(StoreError, match=sentence):
        office.open(**details)
    assert office.ask("SELECT count(*) FROM ehc_case") == [(1,)]


def test_hostile_text_is_kept_without_what_makes_it_hostile(office: Office) -> None:
    office.open(surname="O'Con\x1b]52;c;aGk=\x07nor\u202e", setting="[/] School\u200b", ref="E26\x00-0412")
    row = office.file().row
    assert (row.surname, row.setting) == ("O'Con]52;c;aGk=nor", "[/] School")


def test_look_alikes_are_pointed_out_before_a_case_is_opened(office: Office) -> None:
    office.open()
    new = NewCase(TODAY, "RAHMAN", "Aïsha", date(2018, 2, 3))
    assert [found.why for found in alike_to(office, new)] == ["Rahman, Aisha, also born 3 Feb 2018"]


@pytest.mark.parametrize(
    ("surname", "forename", "born", "alike"),
    [
        ("Rahman", "Aisha", date(2018, 3, 2), True),
        ("Rahman", "Aisha", date(2018, 2, 4), True),
        ("Rahman", "Aisha", None, True),
        ("Rahmann", "Aisha", date(2018, 2, 3), True),
        ("Rahman", "Amina", date(2018, 2, 3), False),
        ("Rahman", "Aisha", date(2016, 9, 9), False),
        ("Osei", "Aisha", date(2018, 2, 3), False),
    ],
    ids=[
        "day and month swapped",
        "a day out",
        "no birthday",
        "misspelt",
        "a twin",
        "another age",
        "another child",
    ],
)
def test_what_looks_like_the_same_child(
    office: Office, surname: str, forename: str, born: date | None, alike: bool
) -> None:
    office.open()
    assert bool(alike_to(office, NewCase(TODAY, surname, forename, born))) is alike


# --- giving cases to people -----------------------------------------------------------------------


def test_marked_cases_are_given_to_one_person_at_once(office: Office) -> None:
    ids = [office.open(f"E26-000{number}") for number in range(1, 4)]
    assert office.do(intake.allocate, ids, "A Begum", "T Ward") == 3
    assert (
        office.history("E26-0002")[0].summary == "Allocated 3 cases to caseworker A Begum and officer T Ward"
    )


def test_giving_a_case_to_nobody_takes_it_from_whoever_has_it(office: Office) -> None:
    case_id = office.open(caseworker="A Begum", officer="T Ward")
    office.do(intake.allocate, [case_id], "")
    assert (office.file().row.caseworker, office.file().row.officer) == ("", "T Ward")


# --- importing ------------------------------------------------------------------------------------


def test_an_import_makes_whole_cases_with_their_clocks(office: Office) -> None:
    outcome = office.bring_in(
        imported(1, decided=DECIDED, came=CAME, note="from the tracker"), source="tracker.csv"
    )
    assert outcome.created == ["T-0001"]
    file = office.file("T-0001")
    assert (file.row.advice_received, file.row.advice_asked) == (1, 5)
    assert [line.key for line in file.advice if line.requested_assumed] == [
        "parent",
        "education",
        "health",
        "psychology",
        "social_care",
    ]
    assert [note.text for note in file.notes] == ["from the tracker"]
    assert file.history[0].summary == "Imported tracker.csv: 1 new, 0 brought up to date"
    assert list(stale_cases(office.store, office.doing)) == []


def test_the_same_file_again_changes_nothing(office: Office) -> None:
    cases = [imported(number, decided=DECIDED, came=CAME, note="n") for number in range(1, 20)]
    office.bring_in(*cases)
    before = office.picture()
    outcome = office.bring_in(*cases)
    assert (outcome.created, outcome.updated, len(outcome.unchanged)) == ([], {}, 19)
    assert office.picture() == before
    assert office.ask("SELECT count(*) FROM act") == [(1,)]


def test_a_file_with_news_brings_the_case_up_to_date_and_says_how(office: Office) -> None:
    office.bring_in(imported(1))
    outcome = office.bring_in(
        imported(
            1, received=date(2026, 7, 21), decided=DECIDED, caseworker="A Begum", officer="T Ward", note="new"
        )
    )
    assert outcome.updated == {
        "T-0001": [
            "caseworker J Okafor → A Begum",
            "officer empty → T Ward",
            "Parental advice added to the checklist",
            "Education advice added to the checklist",
            "Health advice added to the checklist",
            "Psychology advice added to the checklist",
            "Social care advice added to the checklist",
            "request received, 20 Jul 2026 → 21 Jul 2026",
            "decision to assess told, 28 Aug 2026 (new)",
            "advice asked (Parental), 28 Aug 2026 (new)",
            "advice asked (Education), 28 Aug 2026 (new)",
            "advice asked (Health), 28 Aug 2026 (new)",
            "advice asked (Psychology), 28 Aug 2026 (new)",
            "advice asked (Social care), 28 Aug 2026 (new)",
            "note added",
        ]
    }
    assert office.file("T-0001").row.received_on == date(2026, 7, 21)
    old = office.ask("SELECT happened_on, voided_by FROM fact WHERE kind = 'request_received' ORDER BY id")
    assert old == [("2026-07-20", 2), ("2026-07-21", None)]


def test_what_the_file_leaves_out_is_left_alone(office: Office) -> None:
    office.bring_in(imported(1, decided=DECIDED, came=CAME))
    outcome = office.bring_in(imported(1, caseworker="", setting=""))
    assert outcome.unchanged == ["T-0001"]
    assert office.file("T-0001").row.assess_on == DECIDED


def test_what_a_person_put_right_stays_and_is_reported(office: Office) -> None:
    office.bring_in(imported(1, decided=DECIDED))
    file = office.file("T-0001")
    told = next(fact for fact in file.facts if fact.fact.kind == "assess_decision")
    office.do(decisions.correct, file.row.id, told.id, on=date(2026, 8, 27))
    office.do(intake.allocate, [file.row.id], "A Begum")
    before = office.picture()
    outcome = office.bring_in(imported(1, decided=DECIDED))
    assert outcome.warnings == [
        "T-0001: caseworker stays A Begum, as a person recorded; the file says J Okafor",
        "T-0001: decision to assess told, 27 Aug 2026 stays, as a person recorded; "
        "the file says 28 Aug 2026 (Yes)",
    ]
    assert office.picture() == before


def test_what_a_person_removed_stays_removed(office: Office) -> None:
    office.bring_in(imported(1, decided=DECIDED))
    file = office.file("T-0001")
    told = next(fact for fact in file.facts if fact.fact.kind == "assess_decision")
    office.do(decisions.remove, file.row.id, told.id)
    outcome = office.bring_in(imported(1, decided=DECIDED))
    assert outcome.warnings == [
        "T-0001: decision to assess told, 28 Aug 2026: the file says so, but a person removed it; "
        "it stays removed"
    ]
    assert office.file("T-0001").row.assess_on is None


def test_what_a_person_removed_is_told_from_what_happened_on_the_same_day(office: Office) -> None:
    office.bring_in(imported(1, decided=DECIDED, came=(("health", TODAY),)))
    file = office.file("T-0001")
    came = next(fact for fact in file.facts if fact.fact.kind == "advice_received")
    office.do(decisions.remove, file.row.id, came.id)
    outcome = office.bring_in(imported(1, decided=DECIDED, came=(("health", TODAY), ("parent", TODAY))))
    assert outcome.updated == {"T-0001": ["advice received (Parental), 21 Nov 2026 (new)"]}
    assert len(outcome.warnings) == 1


def test_a_birthday_that_the_file_corrects_is_told_in_words(office: Office) -> None:
    office.bring_in(imported(1))
    outcome = office.bring_in(imported(1, born=date(2008, 2, 8)))
    assert outcome.updated == {"T-0001": ["born 7 Feb 2008 → 8 Feb 2008"]}


def test_a_date_somebody_gave_takes_the_place_of_an_assumed_one_and_not_the_other_way(office: Office) -> None:
    office.bring_in(imported(1, decided=DECIDED))
    given = Fact("advice_requested", date(2026, 9, 1), subject="health")
    office.bring_in(imported(1, facts=(given,)))
    office.bring_in(imported(1, decided=DECIDED))
    line = next(line for line in office.file("T-0001").advice if line.key == "health")
    assert (line.requested_on, line.requested_assumed) == (date(2026, 9, 1), False)


def test_lines_without_references_are_recognised_by_name_and_birthday(office: Office) -> None:
    cases = [imported(number, ref=None) for number in range(1, 4)]
    assert office.bring_in(*cases).created == ["E26-0001", "E26-0002", "E26-0003"]
    again = office.bring_in(replace(cases[1], caseworker="A Begum"))
    assert again.updated == {"E26-0002": ["caseworker J Okafor → A Begum"]}


def test_a_reference_twice_in_one_file_is_refused_with_both_places(office: Office) -> None:
    with pytest.raises(StoreError) as error:
        office.bring_in(imported(1), imported(2), imported(1, source="tracker.csv line 99"))
    assert str(error.value) == (
        "The reference T-0001 occurs twice, at tracker.csv line 2 and at tracker.csv line 99: "
        "nothing was imported."
    )
    assert office.ask("SELECT count(*) FROM ehc_case") == [(0,)]


def test_a_line_that_cannot_be_taken_is_named_and_nothing_is_half_imported(office: Office) -> None:
    wrong = imported(2, facts=(Fact("assess_decision", DECIDED, "Maybe"),))
    with pytest.raises(StoreError, match=r"tracker.csv line 3: .* needs an outcome, Yes or No"):
        office.bring_in(imported(1), wrong)
    assert office.ask("SELECT count(*) FROM ehc_case") == [(0,)]


def test_children_who_are_there_already_under_another_reference_are_pointed_out(office: Office) -> None:
    office.open()
    twice = imported(1, surname="Rahman", forename="Aisha", born=date(2018, 2, 3))
    outcome = office.bring_in(twice, replace(twice, ref="T-0002"), imported(3))
    assert [(pair.ref, pair.other_ref) for pair in outcome.duplicates] == [
        ("T-0001", "E26-0412"),
        ("T-0001", "T-0002"),
        ("T-0002", "E26-0412"),
    ]
    assert office.bring_in(twice).duplicates == [], "and not every time again"


def test_progress_is_told_up_to_the_last_case(office: Office) -> None:
    cases = [imported(number) for number in range(700)]
    for _first_and_again in range(2):
        told: list[tuple[int, int]] = []
        office.bring_in(*cases, progress=lambda *step, told=told: told.append(step))
        assert told == sorted(told)
        assert told[-1] == (700, 700)
        assert len(told) > 5


def test_an_import_and_a_check_hold_some_cases_at_a_time(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[int] = []

    def counting(module: Any, name: str, size: Callable[..., int]) -> None:
        work = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *given: (held.append(size(*given)), work(*given))[1])

    counting(acts, "complete_new", lambda recorder, _: len(recorder.waiting(EhcCase)))
    office.bring_in(*(imported(number, decided=DECIDED) for number in range(1200)))
    assert held == [500, 500, 200]
    held.clear()
    counting(derive, "known_cases", lambda _, case_ids: len(case_ids))
    assert list(checking.stale_cases(office.store, office.doing)) == []
    assert held == [500, 500, 200]
    assert len(office.ask("SELECT id FROM act")) == 1
    assert len(office.ask("SELECT DISTINCT case_id FROM act_change")) == 1200


def test_an_import_that_is_stopped_leaves_nothing(office: Office) -> None:
    told: list[int] = []

    def stop_late(done: int, _total: int) -> None:
        told.append(done)
        if done == 600:
            raise StoreError("You stopped the import: nothing was imported.")

    with pytest.raises(StoreError, match="You stopped"):
        office.bring_in(*(imported(number) for number in range(700)), progress=stop_late)
    assert told == [100, 200, 300, 400, 500, 600], "the first five hundred were written already"
    for table in ("ehc_case", "fact", "clock", "act", "act_change"):
        assert office.ask(f"SELECT count(*) FROM {table}") == [(0,)]


def test_an_import_is_taken_back_whole(office: Office) -> None:
    office.open()
    before = office.picture()
    office.bring_in(*(imported(number, decided=DECIDED) for number in range(1, 700)))
    assert office.undo() == "Took back: Imported: 699 new, 0 brought up to date"
    assert office.picture() == before
    office.bring_in(imported(1))
    assert office.file("T-0001").row.version == 1, "the reference is free again"


def test_an_import_stays_while_somebody_has_worked_in_one_of_its_cases(office: Office) -> None:
    office.bring_in(imported(1), imported(2))
    act_id = office.last_act()
    office.do(notes.add, office.file("T-0002").row.id, "rang the school")
    with pytest.raises(StoreError, match="undo the later act first, “Note, 21 Nov 2026”"):
        office.undo(act_id)


IMPORT_THAT_DIES = """
import os, sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from office import Office, imported
office = Office(Path({path!r}))

def progress(done, total):
    if done >= {at}:
        os.kill(os.getpid(), {signal})

office.bring_in(*(imported(number) for number in range(1, 1201)), progress=progress)
"""


@pytest.mark.parametrize("at", [100, 550, 1200])
def test_a_process_killed_in_the_middle_of_an_import_leaves_the_store_as_it_was(
    office: Office, at: int
) -> None:
    office.open()
    before = office.picture()
    office.store.close()
    script = IMPORT_THAT_DIES.format(
        tests=str(Path(__file__).parents[1]), path=str(office.store.path), at=at, signal=int(signal.SIGKILL)
    )
    done = subprocess.run([sys.executable, "-c", script], check=False, env={**os.environ})
    assert done.returncode == -signal.SIGKILL
    again = Office(office.store.path)
    assert again.picture() == before
    assert again.ask("PRAGMA integrity_check") == [("ok",)]
    assert list(stale_cases(again.store, again.doing)) == []
    again.bring_in(imported(1))
