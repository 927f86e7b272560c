"""The queue of the panel, what a case is compared with, and how evenly is decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from office import ADVISERS, imported
from panel_room import ASSESS, IN_TWO_WEEKS, PLAN, REASONS, TODAY, PanelRoom

from ehc_tui.casework import advice
from ehc_tui.casework.deciding import Verdict, decide
from ehc_tui.casework.decisions import record
from ehc_tui.casework.panel import recommend
from ehc_tui.casework.profile import describe
from ehc_tui.casework.reliefs import rely_on
from ehc_tui.casework.sessions import cancel_session
from ehc_tui.law.model import Fact, Ground, Relief
from ehc_tui.store.errors import NotFound, StoreError
from ehc_tui.store.panel import session_on, sessions
from ehc_tui.store.panel_figures import consistency, suppressed
from ehc_tui.store.panel_rows import ConsistencyRow

RECEIVED = date(2026, 8, 24)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[PanelRoom]:
    here = PanelRoom(tmp_path / "caseload.db")
    yield here
    here.store.close()


def test_the_queue_is_in_order_of_the_day_a_no_is_out_of_time_then_of_completeness(room: PanelRoom) -> None:
    room.waiting("E26-0001", RECEIVED, came=("parent",))
    room.waiting("E26-0002", RECEIVED)
    room.waiting("E26-0003", RECEIVED - timedelta(days=30))
    room.waiting("E26-0004", RECEIVED, came=ADVISERS[:4])
    assert [(row.ref, row.no_by, len(row.missing)) for row in room.queue()] == [
        ("E26-0003", date(2026, 11, 14), 0),
        ("E26-0002", date(2026, 12, 14), 0),
        ("E26-0004", date(2026, 12, 14), 1),
        ("E26-0001", date(2026, 12, 14), 4),
    ]
    first = room.queue()[0]
    assert (first.days_left(TODAY), first.child, first.complete) == (-7, "Rahman, Aisha", True)


def test_missing_advice_is_named_with_how_late_it_is(room: PanelRoom) -> None:
    case = room.waiting("E26-0412", RECEIVED, came=("parent", "education"))
    room.do(advice.add_line, case, "other", "Sensory service")
    room.do(advice.not_applicable, case, "social_care", TODAY, "Not known to social care")
    room.do(advice.accept_existing, case, "health", TODAY)
    row = room.row("E26-0412")
    assert [(piece.key, piece.asked_on, piece.due, piece.days_late(TODAY)) for piece in row.missing] == [
        ("psychology", date(2026, 9, 28), date(2026, 11, 9), 12),
        ("other", None, None, 0),
    ]
    assert row.late_advice(TODAY) == 1
    assert not row.complete


def test_who_waits_for_which_decision(room: PanelRoom) -> None:
    asked = room.open("E26-0001", received_on=TODAY - timedelta(days=20))
    assert [row.ref for row in room.queue(room.assess)] == ["E26-0001"]
    assert room.queue() == ()
    room.do(record, asked, Fact(ASSESS, TODAY, "Yes"))
    assert room.queue(room.assess) == ()
    assert [row.ref for row in room.queue()] == ["E26-0001"]
    room.do(record, asked, Fact("withdrawn", TODAY))
    assert room.queue() == ()


@pytest.mark.parametrize(
    "fact", [Fact("draft_served", TODAY), Fact("final_sent", TODAY), Fact(PLAN, TODAY, "Issue")]
)
def test_what_is_past_the_decision_is_not_in_the_queue(room: PanelRoom, fact: Fact) -> None:
    room.do(record, room.waiting("E26-0001", RECEIVED), fact)
    assert room.queue() == ()


def test_a_refusal_to_assess_and_an_assessment_without_an_outcome(room: PanelRoom) -> None:
    room.do(record, room.open("E26-0001", received_on=RECEIVED), Fact(ASSESS, RECEIVED, "No"))
    facts = (Fact("request_received", RECEIVED), Fact(ASSESS, RECEIVED + timedelta(days=30)))
    room.bring_in(imported(2, facts=facts, advice_lines=()))
    assert [row.ref for row in room.queue()] == ["T-0002"]


def test_a_decided_case_stays_until_the_family_is_told(room: PanelRoom) -> None:
    case = room.waiting("E26-0001", RECEIVED)
    room.decide(case, "Issue")
    row = room.row("E26-0001")
    assert row.to_be_told
    assert row.decided and row.decided.outcome == "Issue"


def test_a_relieved_limit_is_shown_as_relieved(room: PanelRoom) -> None:
    received = date(2026, 6, 29)
    case = room.waiting("E26-0001", received)
    absent = Fact("exceptional_circumstances", date(2026, 9, 1), until=date(2026, 9, 30))
    room.do(record, case, absent)
    ground = Ground.EXCEPTIONAL_CIRCUMSTANCES
    why = ("Hospital letter", "Could not be seen", "R Whitcombe", TODAY)
    room.do(rely_on, case, Relief("decide_not_to_issue_plan", "", ground, *why))
    row = room.row("E26-0001")
    assert (row.relieved, row.no_by) == (True, date(2026, 10, 19))


def test_sessions_are_found_by_date(room: PanelRoom) -> None:
    first, second = room.sitting(IN_TWO_WEEKS), room.sitting(IN_TWO_WEEKS + timedelta(days=7))
    past = room.sitting(TODAY - timedelta(days=7))
    read = room.store.read()
    assert [one.id for one in sessions(read, "plan")] == [past.id, first.id, second.id]
    assert [one.id for one in sessions(read, "plan", first=TODAY, last=IN_TWO_WEEKS)] == [first.id]
    assert sessions(read, "assess") == ()
    room.do(cancel_session, first.id, "No quorum")
    assert session_on(read, "plan", first.on) is None
    assert [one.status for one in sessions(read, cancelled=True)] == ["planned", "cancelled", "planned"]


def test_the_pack_holds_what_the_panel_needs(room: PanelRoom) -> None:
    case = room.waiting("E26-0001", RECEIVED)
    room.do(describe, case, "slcn", "Corby")
    room.do(advice.summarise, case, "psychology", "Working memory is low;\nlanguage is the main need.")
    room.do(recommend, case, PLAN, "Do not issue", REASONS)
    pack = room.pack("e26-0001")
    assert (pack.need, pack.locality, pack.question) == ("SLCN", "Corby", PLAN)
    assert pack.recommended and pack.recommended.outcome == "Do not issue"
    assert pack.queue and pack.queue.ref == "E26-0001"
    (line,) = (line for line in pack.file.advice if line.key == "psychology")
    assert line.summary == "Working memory is low;\nlanguage is the main need."
    with pytest.raises(NotFound):
        room.pack("E26-9999")


def test_a_case_that_does_not_wait_has_a_pack_too(room: PanelRoom) -> None:
    case = room.waiting("E26-0001", RECEIVED)
    room.tell(room.decide(case, "Issue"))
    pack = room.pack("E26-0001")
    assert pack.queue is None
    assert [one.told_on for one in pack.decisions] == [TODAY]


def test_a_need_is_one_of_the_return_and_what_is_left_out_stays(room: PanelRoom) -> None:
    case = room.waiting("E26-0001", RECEIVED)
    with pytest.raises(StoreError) as refused:
        room.do(describe, case, need="shyness")
    assert "“shyness” is no primary need: there are ASD, " in str(refused.value)
    room.do(describe, case, need="ASD", locality=" Corby ")
    room.do(describe, case, need="")
    assert (room.pack("E26-0001").need, room.pack("E26-0001").locality) == ("", "Corby")
    room.undo()
    assert room.pack("E26-0001").need == "ASD"


def decided(
    room: PanelRoom, number: int, outcome: str, on: date, need: str = "ASD", **details: object
) -> int:
    """A case that was decided and told on a day."""
    case = room.waiting(f"E25-{number:04}", on - timedelta(days=100), **details)  # type: ignore[arg-type]
    room.do(describe, case, need=need, locality="Corby" if number % 2 else "Oundle")
    room.on(on)
    room.tell(room.decide(case, outcome))
    room.on(TODAY)
    return case


def test_similar_cases_share_year_band_and_need_and_come_newest_first_with_reasons(room: PanelRoom) -> None:
    decided(room, 1, "Issue", date(2026, 3, 2))
    decided(room, 2, "Do not issue", date(2026, 6, 1))
    decided(room, 3, "Issue", date(2026, 6, 2), need="SEMH")
    decided(room, 4, "Issue", date(2026, 6, 3), born=date(2011, 1, 1))
    decided(room, 5, "Issue", date(2025, 6, 3))
    case = room.waiting("E26-0412", RECEIVED)
    assert room.pack("E26-0412").similar == ()
    room.do(describe, case, need="ASD")
    assert [
        (one.ref, one.year_group, one.outcome, one.told_on, one.reasons)
        for one in room.pack("E26-0412").similar
    ] == [
        ("E25-0002", "3", "Do not issue", date(2026, 6, 1), REASONS),
        ("E25-0001", "3", "Issue", date(2026, 3, 2), room.decided(1).reasons),  # type: ignore[union-attr]
    ]


def test_consistency_counts_yes_by_every_group_of_the_last_twelve_months(room: PanelRoom) -> None:
    decided(room, 1, "Issue", date(2026, 3, 2), route="School")
    decided(room, 2, "Do not issue", date(2026, 6, 1), route="Parent")
    decided(room, 3, "Issue", date(2026, 6, 2), need="SEMH", route="Parent")
    decided(room, 4, "Issue", date(2025, 6, 3))
    session = room.sitting(TODAY, papers_by=TODAY)
    case = room.waiting("E26-0412", RECEIVED)
    room.tell(room.decide(case, "Issue", item_id=room.book(case, session)))
    rows = consistency(room.store.read(), room.plan, TODAY, room.doing.book.needs)
    assert [(row.by, row.group, row.yes, row.decided) for row in rows] == [
        ("all", "all", 3, 4),
        ("session", "2026-11-21", 1, 1),
        ("session", "outside a session", 2, 3),
        ("year_band", "Years 3 to 6", 3, 4),
        ("need", "Autism spectrum disorder", 1, 2),
        ("need", "Social, emotional and mental health", 1, 1),
        ("need", "not recorded", 1, 1),
        ("locality", "Corby", 2, 2),
        ("locality", "Oundle", 0, 1),
        ("locality", "not recorded", 1, 1),
        ("route", "Parent", 1, 2),
        ("route", "School", 1, 1),
        ("route", "not recorded", 1, 1),
    ]
    assert rows[0].share == 0.75


def test_the_first_decision_has_figures_of_its_own(room: PanelRoom) -> None:
    case = room.open("E26-0001", received_on=RECEIVED)
    room.do(record, case, Fact(ASSESS, TODAY, "No"))
    rows = consistency(room.store.read(), room.assess, TODAY, room.doing.book.needs)
    assert rows[0] == ConsistencyRow("all", "all", 0, 1)


def test_small_numbers_are_suppressed_and_cannot_be_worked_out() -> None:
    rows = [
        ConsistencyRow("all", "all", 40, 70),
        ConsistencyRow("need", "Autism", 20, 30),
        ConsistencyRow("need", "Hearing", 1, 10),
        ConsistencyRow("need", "Social", 19, 30),
        ConsistencyRow("locality", "Corby", 20, 35),
        ConsistencyRow("locality", "Oundle", 20, 35),
        ConsistencyRow("route", "Parent", 3, 3),
        ConsistencyRow("route", "School", 0, 4),
        ConsistencyRow("route", "Doctor", 37, 63),
    ]
    assert [(row.group, row.yes, row.decided, row.share) for row in suppressed(rows)] == [
        ("all", 40, 70, 40 / 70),
        ("Autism", None, None, None),
        ("Hearing", None, None, None),
        ("Social", 19, 30, 19 / 30),
        ("Corby", 20, 35, 20 / 35),
        ("Oundle", 20, 35, 20 / 35),
        ("Parent", None, None, None),
        ("School", None, None, None),
        ("Doctor", 37, 63, 37 / 63),
    ]


def test_reading_the_panel_loads_no_orm() -> None:
    import subprocess
    import sys

    script = (
        "import sys, ehc_tui.store.panel, ehc_tui.store.staff_list, ehc_tui.casework.forecast, "
        "ehc_tui.casework.sitting, ehc_tui.casework.roles, ehc_tui.casework.reasons, "
        "ehc_tui.casework.after_decision\n"
        "print(sorted({'sqlalchemy', 'sqlmodel', 'textual'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_queue_of_a_large_caseload_takes_few_statements(room: PanelRoom) -> None:
    for number in range(3):
        room.waiting(f"E26-000{number}", RECEIVED)

    def statements() -> int:
        seen: list[str] = []
        read = room.store.read()
        read.set_trace_callback(seen.append)
        room.queue()
        read.set_trace_callback(None)
        return len(seen)

    few = statements()
    for number in range(3, 9):
        room.do(decide, Verdict(room.waiting(f"E26-000{number}", RECEIVED), PLAN, "Issue", REASONS))
    assert statements() == few <= 5


def test_the_caseload_is_looked_through_once_for_a_queue_and_not_at_all_for_a_pack(room: PanelRoom) -> None:
    """All else of a case is looked up by its number, and the cases like it by their need."""
    asked: list[str] = []
    room.do(describe, room.waiting("E26-0001", RECEIVED), need="SLCN")
    read = room.store.read()
    read.set_trace_callback(asked.append)
    room.queue()
    queued = len(asked)
    room.pack("E26-0001")
    read.set_trace_callback(None)

    def looking_through(statements: list[str]) -> list[str]:
        plans = ((one, read.execute(f"EXPLAIN QUERY PLAN {one}")) for one in statements if "SELECT" in one)
        return [one for one, plan in plans if any("SCAN ehc_case" in step[3] for step in plan)]

    assert len(looking_through(asked[:queued])) == 1
    assert looking_through(asked[queued:]) == []
