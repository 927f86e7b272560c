"""The invented caseload looks like a council's, in its spread, its delays and its names, and is invented."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ehc_tui.casework import demo_meetings
from ehc_tui.casework.context import Doing
from ehc_tui.casework.demo import demo_path, make_demo_store
from ehc_tui.casework.demo_cases import DemoCase, demo_cases, words
from ehc_tui.law.clocks import clocks_of
from ehc_tui.law.model import CaseFacts, Fact, Ground, Outcome
from ehc_tui.law.process import load_process
from ehc_tui.law.reliefs import availability
from ehc_tui.law.rulebook import load_rulebook
from ehc_tui.store.engine import default_store_path, open_store
from ehc_tui.store.errors import StoreError
from ehc_tui.text import clean

TODAY = date(2026, 11, 21)
PROCESS = load_process("west-northants")


@pytest.fixture(scope="module")
def caseload() -> list[DemoCase]:
    return demo_cases(TODAY, PROCESS, cases=1000)


@pytest.fixture
def doing() -> Doing:
    return Doing("J Okafor", TODAY, datetime(2026, 11, 21, 9, 0, tzinfo=UTC), load_rulebook(), PROCESS)


def days(case: DemoCase, kind: str) -> int | None:
    """Days from the request to the first fact of a kind; None if it has not happened."""
    found = [fact.on for fact in case.case.facts if fact.kind == kind]
    return (min(found) - case.received_on).days if found else None


def share(part: int, whole: int) -> float:
    return part / whole


def facts(caseload: list[DemoCase], kind: str) -> list[Fact]:
    return [fact for case in caseload for fact in case.case.facts if fact.kind == kind]


def test_just_under_half_of_the_plans_issued_kept_the_twenty_weeks(caseload):
    took = [found for case in caseload if (found := days(case, "final_sent")) is not None]
    assert 0.44 < share(sum(found <= 140 for found in took), len(took)) < 0.48
    assert 0.08 < share(sum(found > 364 for found in took), len(took)) < 0.13
    assert len(took) > 150


def test_about_a_quarter_of_the_requests_decided_were_refused(caseload):
    told = Counter(fact.outcome for fact in facts(caseload, "assess_decision"))
    assert 0.2 < share(told[Outcome.NO], told.total()) < 0.32


def test_most_decisions_whether_to_assess_keep_the_six_weeks(caseload):
    took = [found for case in caseload if (found := days(case, "assess_decision")) is not None]
    assert 0.8 < share(sum(found <= 42 for found in took), len(took)) < 0.95


def test_psychology_is_the_advice_that_is_late_most_often(caseload):
    late: Counter[str] = Counter()
    for case in caseload:
        received = {fact.subject: fact.on for fact in case.case.facts if fact.kind == "advice_received"}
        asked = (fact for fact in case.case.facts if fact.kind == "advice_requested")
        late.update(
            one.subject for one in asked if received.get(one.subject, TODAY) > one.on + timedelta(weeks=6)
        )
    (worst, most), (_, second) = late.most_common(2)
    assert worst == "psychology"
    assert most > 2 * second


def test_open_cases_run_from_long_overdue_to_received_this_week(caseload):
    ended = {"final_sent", "withdrawn"}
    going = [case for case in caseload if not ended & {fact.kind for fact in case.case.facts}]
    ages = [(TODAY - case.received_on).days for case in going]
    assert 0.7 < share(len(going), len(caseload)) < 0.85
    assert min(ages) < 7
    assert max(ages) > 300
    assert 0.08 < share(sum(age > 140 for age in ages), len(ages)) < 0.35


def test_nothing_has_happened_in_the_future_and_nothing_before_the_request(caseload):
    for case in caseload:
        for fact in case.case.facts:
            assert fact.on <= TODAY
            assert fact.on >= case.received_on or fact.kind == "setting_closed"


def test_people_in_offices_do_things_on_weekdays(caseload):
    told = [
        *facts(caseload, "assess_decision"),
        *facts(caseload, "final_sent"),
        *facts(caseload, "advice_received"),
    ]
    assert {fact.on.weekday() for fact in told} <= {0, 1, 2, 3, 4}


def test_every_exception_relied_on_was_really_available(caseload):
    book, relied = load_rulebook(), [case for case in caseload if case.reliefs]
    for case in relied:
        known = CaseFacts(case.case.facts, case.reliefs, case.case.born)
        (relief,) = case.reliefs
        (clock,) = [clock for clock in clocks_of(known, book) if clock.rule == relief.rule]
        assert relief.ground in {one.ground for one in availability(clock, known, book) if one.available}
        assert relief.evidence
        assert relief.authorised_by
        assert relief.family_told_on is not None and relief.family_told_on <= TODAY
    assert 10 < len(relied) < 60
    assert {relief.ground for case in relied for relief in case.reliefs} == {
        Ground.SCHOOL_CLOSED,
        Ground.ABSENCE,
        Ground.EXCEPTIONAL_CIRCUMSTANCES,
    }


def test_meetings_stand_at_every_point_of_their_life_and_only_after_a_refusal(caseload):
    meetings = [case for case in caseload if case.meeting]
    assert {case.meeting.status for case in meetings} == {
        "offered",
        "declined",
        "accepted",
        "arranged",
        "held",
    }
    for case in meetings:
        assert any(fact.outcome in (Outcome.NO, Outcome.DO_NOT_ISSUE) for fact in case.case.facts)
        if case.meeting.status == "arranged":
            assert case.meeting.meets_on >= TODAY
        if case.meeting.status == "held":
            assert case.meeting.meets_on < TODAY


def test_some_families_have_heard_nothing_for_more_than_three_weeks(caseload):
    last = [
        max((fact.on for fact in case.case.facts if fact.kind == "contact"), default=case.received_on)
        for case in caseload
        if not any(fact.kind in ("final_sent", "withdrawn") for fact in case.case.facts)
    ]
    assert 0.1 < share(sum((TODAY - on).days > 21 for on in last), len(last)) < 0.35


def test_cases_are_spread_over_caseworkers_and_some_wait_to_be_allocated():
    caseload = demo_cases(TODAY, PROCESS)
    per_caseworker = Counter(case.case.caseworker for case in caseload)
    assert 0 < per_caseworker.pop("") < 25
    assert len(per_caseworker) >= 5
    assert max(per_caseworker.values()) < 3 * min(per_caseworker.values())
    assert 2 <= len({case.case.officer for case in caseload} - {""}) <= 3


def test_names_come_from_many_traditions_with_the_letters_that_break_software(caseload):
    names = " ".join(f"{case.case.forename} {case.case.surname}" for case in caseload)
    assert {"'", "-", "Ł", "ş", "Ó", "ễ", "ọ"} <= set(names)
    assert len({case.case.surname for case in caseload}) > 100


def test_every_invented_word_survives_the_cleaning_at_the_door():
    for name in ("children", "settings", "words"):
        for text in _texts(words(name)):
            assert clean(text) == text


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in _texts(one)]


def test_children_attend_settings_that_teach_their_age(caseload):
    nurseries = {
        name for group in words("settings")["setting"] if group["to"] <= 4 for name in group["names"]
    }
    colleges = {
        name for group in words("settings")["setting"] if group["from"] >= 16 for name in group["names"]
    }
    for case in caseload:
        age = (case.received_on - case.case.born).days // 365.25
        assert case.case.setting not in nurseries or age <= 5
        assert case.case.setting not in colleges or age >= 16


def test_the_same_seed_gives_the_same_caseload_and_another_seed_another():
    first, again, other = (demo_cases(TODAY, PROCESS, 40, seed) for seed in (7, 7, 8))
    assert first == again
    assert first != other


def test_the_caseload_moves_with_the_day_it_is_made_for():
    tomorrow = demo_cases(TODAY + timedelta(1), PROCESS, 40)
    assert [case.received_on - timedelta(1) for case in tomorrow] == [
        case.received_on for case in demo_cases(TODAY, PROCESS, 40)
    ]


@pytest.mark.parametrize("cases", [1, 2, 30])
def test_a_small_demo_has_as_many_cases_as_asked_for(cases):
    caseload = demo_cases(TODAY, PROCESS, cases)
    assert len(caseload) == cases
    assert len({case.case.ref for case in caseload}) == cases


def test_the_store_holds_what_was_invented(tmp_path, doing):
    path = make_demo_store(tmp_path / "demo.db", doing, cases=120)
    invented = demo_cases(TODAY, PROCESS, 120)
    with open_store(path, create=False) as store:
        counted = {
            table: store.read().execute(f"SELECT count(*) FROM {table} WHERE voided_by IS NULL").fetchone()[0]
            for table in ("ehc_case", "relief", "meeting")
        }
        statuses = Counter(status for (status,) in store.read().execute("SELECT status FROM meeting"))
    assert counted == {
        "ehc_case": 120,
        "relief": sum(len(case.reliefs) for case in invented),
        "meeting": sum(case.meeting is not None for case in invented),
    }
    assert statuses == Counter(case.meeting.status for case in invented if case.meeting)


def test_making_the_demo_again_replaces_it(tmp_path, doing):
    make_demo_store(tmp_path / "demo.db", doing, cases=12)
    make_demo_store(tmp_path / "demo.db", doing, cases=5)
    with open_store(tmp_path / "demo.db", create=False) as store:
        assert store.read().execute("SELECT count(*) FROM ehc_case").fetchone() == (5,)
    assert not list(tmp_path.glob("*.new*"))


@pytest.mark.parametrize("schema", ["0001", "9999"])
def test_a_demo_of_another_version_is_made_anew(tmp_path, doing, schema):
    make_demo_store(tmp_path / "demo.db", doing, cases=3)
    with closing(sqlite3.connect(tmp_path / "demo.db")) as file, file:
        file.execute("UPDATE alembic_version SET version_num = ?", (schema,))
    make_demo_store(tmp_path / "demo.db", doing, cases=5)
    with open_store(tmp_path / "demo.db", create=False) as store:
        assert store.read().execute("SELECT count(*) FROM ehc_case").fetchone() == (5,)


def test_a_file_that_is_no_store_is_never_replaced(tmp_path, doing):
    (tmp_path / "letter.db").write_text("Dear Sir or Madam")
    with pytest.raises(StoreError, match="is not a store"):
        make_demo_store(tmp_path / "letter.db", doing, cases=5)
    assert (tmp_path / "letter.db").read_text() == "Dear Sir or Madam"


def test_a_store_with_real_cases_is_never_replaced(tmp_path, doing):
    open_store(tmp_path / "caseload.db").close()
    before = (tmp_path / "caseload.db").read_bytes()
    with pytest.raises(StoreError, match="holds real cases"):
        make_demo_store(tmp_path / "caseload.db", doing, cases=5)
    assert (tmp_path / "caseload.db").read_bytes() == before


def test_a_demo_that_cannot_be_finished_leaves_the_old_one(tmp_path, doing, monkeypatch):
    make_demo_store(tmp_path / "demo.db", doing, cases=12)
    monkeypatch.setattr("ehc_tui.casework.demo.import_cases", _breaks)
    with pytest.raises(sqlite3.OperationalError):
        make_demo_store(tmp_path / "demo.db", doing, cases=5)
    with open_store(tmp_path / "demo.db", create=False) as store:
        assert store.read().execute("SELECT count(*) FROM ehc_case").fetchone() == (12,)
    assert {path.name for path in tmp_path.iterdir()} <= {"demo.db", "demo.db-wal", "demo.db-shm"}


def _breaks(*_: object, **__: object) -> None:
    raise sqlite3.OperationalError("disk I/O error")


def test_the_demo_lives_beside_the_real_store_and_never_in_it():
    assert demo_path().parent == Path(default_store_path()).parent
    assert demo_path() != default_store_path()


AS_IT_STANDS = (
    "SELECT case_id, kind, title, decision, status, sequence, offered_on, answered_on, held_on, meets_on,"
    " starts, minutes, place, chair, outcome FROM meeting ORDER BY case_id",
    "SELECT case_id, role, name, included, reason FROM attendee JOIN meeting ON meeting.id = meeting_id"
    " ORDER BY case_id, attendee.id",
    "SELECT case_id, what, owner, due FROM agreed_action JOIN meeting ON meeting.id = meeting_id"
    " ORDER BY case_id, agreed_action.id",
    "SELECT case_id, kind, happened_on, outcome FROM fact ORDER BY case_id, happened_on, kind",
    "SELECT case_id, rule, ground, evidence, authorised_by, family_told_on FROM relief ORDER BY case_id",
    "SELECT case_id, rule, subject, due, met_on, relieved FROM clock ORDER BY case_id, position",
)


def test_what_is_entered_as_it_ended_stands_as_if_it_had_been_done_step_by_step(
    tmp_path: Path, doing: Doing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stands(name: str) -> list[list[tuple[object, ...]]]:
        with open_store(make_demo_store(tmp_path / name, doing, cases=120)) as store:
            return [store.read().execute(rows).fetchall() for rows in AS_IT_STANDS]

    lived = stands("lived.db")
    monkeypatch.setattr(demo_meetings, "_STEP_BY_STEP", 0)
    assert all(lived)
    assert stands("entered.db") == lived
