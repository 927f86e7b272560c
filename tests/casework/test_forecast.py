"""The forecast: which cases the sessions planned decide too late, and what a cancelled one costs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehc_tui.casework.forecast import Sitting, Waiting, forecast, needed_session, sittings_of, waiting_of
from ehc_tui.law.calendar import act_by
from ehc_tui.store.panel_rows import Booked, Decided, QueueRow, SessionRow

TODAY = date(2026, 11, 21)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def sitting(number: int, on: int, capacity: int = 2, papers: int | None = None) -> Sitting:
    return Sitting(number, day(on), capacity, day(on - 7 if papers is None else papers))


def waiting(number: int, no_by: int | None, booked: int | None = None) -> Waiting:
    return Waiting(number, f"E26-{number:04}", None if no_by is None else day(no_by), booked)


def test_cases_fill_the_sessions_in_the_order_of_the_queue() -> None:
    found = forecast(
        [waiting(1, 5), waiting(2, 12), waiting(3, 13), waiting(4, 30)],
        [sitting(1, 10), sitting(2, 17)],
        TODAY,
    )
    assert found.placed == {1: day(10), 2: day(10), 3: day(17), 4: day(17)}
    assert [(late.ref, late.no_by, late.on) for late in found.late] == [
        ("E26-0001", day(5), day(10)),
        ("E26-0003", day(13), day(17)),
    ]


def test_a_booked_case_keeps_its_session_although_an_earlier_one_has_room() -> None:
    found = forecast([waiting(1, 12, booked=2), waiting(2, 40)], [sitting(1, 10), sitting(2, 17)], TODAY)
    assert found.placed == {1: day(17), 2: day(10)}
    assert [late.case_id for late in found.late] == [1]


def test_a_session_that_takes_no_more_papers_takes_no_more_cases() -> None:
    found = forecast([waiting(1, 5)], [sitting(1, 4, papers=-1), sitting(2, 10)], TODAY)
    assert found.placed == {1: day(10)}


def test_without_a_place_a_case_is_missed_only_while_sessions_go_on_past_its_date() -> None:
    found = forecast([waiting(1, 5), waiting(2, 10), waiting(3, 11)], [sitting(1, 10, capacity=1)], TODAY)
    assert [(late.case_id, late.on) for late in found.late] == [(1, day(10)), (2, None)]
    assert found.unplaced == ("E26-0003",)


def test_what_a_cancelled_session_costs_is_counted_for_each() -> None:
    cases = [waiting(1, 12), waiting(2, 12), waiting(3, 19), waiting(4, 19), waiting(5, 30)]
    found = forecast(cases, [sitting(1, 10), sitting(2, 17), sitting(3, 24)], TODAY)
    assert found.late == ()
    assert [(one.session_id, one.on, one.missed) for one in found.if_cancelled] == [
        (1, day(10), 5),
        (2, day(17), 3),
        (3, day(24), 1),
    ]


def test_without_sessions_only_what_is_past_is_missed() -> None:
    found = forecast([waiting(1, -1), waiting(2, 3)], [], TODAY)
    assert [late.case_id for late in found.late] == [1]
    assert found.unplaced == ("E26-0002",)


def by_hand(cases: Sequence[Waiting], sittings: Sequence[Sitting]) -> dict[int, date]:
    """The same in the plainest way: session after session, each takes its own and then who is next."""
    coming = sorted((one for one in sittings if one.on >= TODAY), key=lambda one: (one.on, one.id))
    known = {one.id for one in coming}
    placed: dict[int, date] = {}
    for one in coming:
        seats = one.capacity
        for case in cases:
            if case.booked == one.id:
                placed[case.case_id] = one.on
                seats -= 1
        if one.papers_by < TODAY:
            continue
        for case in cases:
            if seats > 0 and case.booked not in known and case.case_id not in placed:
                placed[case.case_id] = one.on
                seats -= 1
    return placed


def missed(cases: Sequence[Waiting], placed: dict[int, date], horizon: date) -> list[int]:
    out = []
    for case in cases:
        if case.no_by is None:
            continue
        on = placed.get(case.case_id)
        if (on is not None and on > case.no_by) or (on is None and case.no_by <= horizon):
            out.append(case.case_id)
    return out


SITTINGS = st.lists(st.tuples(st.integers(-3, 40), st.integers(0, 4), st.integers(-10, 10)), max_size=5).map(
    lambda drawn: [
        Sitting(number, day(on), capacity, day(papers))
        for number, (on, capacity, papers) in enumerate(drawn, start=1)
    ]
)
CASES = st.lists(st.tuples(st.none() | st.integers(-10, 50), st.none() | st.integers(1, 6)), max_size=12).map(
    lambda drawn: [
        waiting(number, no_by, booked)
        for number, (no_by, booked) in enumerate(
            sorted(drawn, key=lambda one: (one[0] is None, one[0] or 0)), start=1
        )
    ]
)


@given(CASES, SITTINGS)
def test_the_forecast_is_what_one_finds_by_hand(cases: list[Waiting], sittings: list[Sitting]) -> None:
    found = forecast(cases, sittings, TODAY)
    coming = [one for one in sittings if one.on >= TODAY]
    horizon = max((one.on for one in coming), default=TODAY)
    placed = by_hand(cases, sittings)
    assert found.placed == placed
    assert [late.case_id for late in found.late] == missed(cases, placed, horizon)
    for cancelled in found.if_cancelled:
        rest = [one for one in sittings if one.id != cancelled.session_id]
        without = by_hand(cases, rest)
        lost = [
            case
            for case in cases
            if case.no_by is not None
            and placed.get(case.case_id, date.max) <= case.no_by < without.get(case.case_id, date.max)
        ]
        assert cancelled.missed == len(lost)
    assert {one.session_id for one in found.if_cancelled} == {one.id for one in coming}


def row(no_by: int | None, booked: tuple[int, int] | None = None, decided: Decided | None = None) -> QueueRow:
    return QueueRow(
        1, "E26-0001", "Rahman", "Aisha", None, "", "", "", "", "", TODAY,
        None if no_by is None else day(no_by), False, 0, 0, (), None,
        Booked(7, booked[0], day(booked[1])) if booked else None, decided, 1,
    )  # fmt: skip


def session(
    number: int, on: int, *, capacity: int = 5, booked: int = 0, status: str = "planned"
) -> SessionRow:
    return SessionRow(
        number, "plan", day(on), None, 15, "", "", capacity, day(on - 7), status, "", (), booked, 1
    )  # fmt: skip


def test_a_case_that_makes_its_date_is_not_flagged() -> None:
    assert needed_session(row(20), [session(1, 17)], TODAY) is None
    assert needed_session(row(None), [session(1, 17)], TODAY) is None


def test_a_case_that_cannot_make_its_date_is_flagged_with_the_session_it_needed() -> None:
    found = needed_session(row(15), [session(1, 10, capacity=2, booked=2), session(2, 17)], TODAY)
    assert found is not None
    assert (found.next and found.next.id, found.session and found.session.id) == (2, 1)
    assert found.by == date(2026, 12, 4)


def test_a_case_needs_a_session_that_was_over_or_never_planned() -> None:
    found = needed_session(row(15), [session(1, -4, status="held"), session(2, 17)], TODAY)
    assert found is not None and found.session and found.session.id == 1
    found = needed_session(row(15), [session(1, 14, status="cancelled"), session(2, 17)], TODAY)
    assert found is not None and found.session is None


def test_a_booked_case_is_measured_by_its_own_session() -> None:
    sessions = [session(1, 10), session(2, 17)]
    assert needed_session(row(15, booked=(1, 10)), sessions, TODAY) is None
    found = needed_session(row(15, booked=(2, 17)), sessions, TODAY)
    assert found is not None and found.next and found.next.id == 2


def test_papers_that_are_due_already_keep_a_case_off_the_next_session() -> None:
    found = needed_session(row(6), [session(1, 5), session(2, 12)], TODAY)
    assert found is not None
    assert (found.next and found.next.id, found.session and found.session.id) == (2, 1)


def test_a_case_due_after_the_last_session_planned_needs_a_further_one_unless_there_is_room() -> None:
    full = session(1, 17, capacity=1, booked=1)
    found = needed_session(row(40), [full], TODAY)
    assert found is not None
    assert (found.next, found.by, found.session) == (None, act_by(TODAY + timedelta(days=40)), full)
    assert needed_session(row(40), [session(1, 17)], TODAY) is None
    assert needed_session(row(40), [], TODAY) is not None
    assert needed_session(row(15), [full], TODAY) is not None


@pytest.mark.parametrize("outcome", ["Issue", "Defer"])
def test_only_what_is_not_decided_is_forecast(outcome: str) -> None:
    from datetime import UTC, datetime

    made = Decided(
        1,
        1,
        "plan_decision",
        None,
        outcome,
        TODAY,
        "",
        "",
        "",
        None,
        "",
        None,
        None,
        "",
        "",
        datetime.now(UTC),
    )
    decided = row(20, decided=made)
    assert len(waiting_of([decided])) == (outcome == "Defer")
    assert needed_session(row(1, decided=made), [session(1, 17)], TODAY) is None or outcome == "Defer"


def test_places_taken_by_decided_cases_are_gone_and_those_of_waiting_ones_are_theirs() -> None:
    rows = [row(20, booked=(1, 10))]
    assert [one.capacity for one in sittings_of([session(1, 10, capacity=5, booked=3)], rows)] == [3]
    assert sittings_of([session(2, 10, status="held")], rows) == ()
