"""The invented panel looks like a council's: sessions, reasons that are reasons, a queue at work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from ehc_tui.casework.context import Doing
from ehc_tui.casework.demo import make_demo_store
from ehc_tui.casework.demo_cases import words
from ehc_tui.casework.reasons import not_reasons
from ehc_tui.law.calendar import is_working_day
from ehc_tui.law.process import load_process
from ehc_tui.law.rulebook import load_rulebook
from ehc_tui.store.engine import Reader, open_store
from ehc_tui.store.panel import minutes_of, queue, read_pack, sessions
from ehc_tui.store.panel_figures import consistency

TODAY = date(2026, 11, 21)
PROCESS = load_process("west-northants")
PLAN = PROCESS.panel("plan")
DOING = Doing("J Okafor", TODAY, datetime(2026, 11, 21, 9, 0, tzinfo=UTC), load_rulebook(), PROCESS)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A demo of the usual size."""
    path = make_demo_store(tmp_path_factory.mktemp("demo") / "demo.db", DOING)
    with open_store(path, create=False, read_only=True) as opened:
        yield opened.read()


def test_sessions_were_held_and_minuted_one_was_called_off_and_six_are_to_come(store: Reader) -> None:
    found = sessions(store, "plan", cancelled=True)
    statuses = Counter(one.status for one in found)
    assert statuses["held"] > 10 and (statuses["cancelled"], statuses["planned"]) == (1, 6)
    for one in found:
        assert is_working_day(one.on)
        assert (one.status == "planned") == (one.on >= TODAY)
        assert one.chair and len(one.members) >= 4
        assert one.status != "held" or all(member.present is not None for member in one.members)


def test_what_was_decided_has_reasons_and_the_last_session_leaves_families_to_be_told(store: Reader) -> None:
    last = [one for one in sessions(store, "plan") if one.status == "held"][-1]
    minutes = minutes_of(store, last.id, PLAN)
    decided = [item.decided for item in minutes.items]
    assert all(one and (one.reasons or one.deferred) for one in decided)
    assert any(one and one.deferred for one in decided)
    assert minutes.corrections
    assert {one.outcome for one in decided if one and not one.told_on} == {"Issue", "Do not issue", "Defer"}


def test_the_queue_has_cases_booked_recommended_to_be_told_and_flagged(store: Reader) -> None:
    rows = queue(store, PLAN, TODAY)
    assert sum(row.booked is not None for row in rows) == 18
    assert sum(row.recommended is not None for row in rows) > 15
    assert sum(row.to_be_told for row in rows) == 3
    assert all(row.locality for row in rows)
    assert sum(bool(row.need) for row in rows) > 0.8 * len(rows)


def test_a_pack_on_the_next_agenda_has_advice_summed_up_and_similar_cases_with_reasons(store: Reader) -> None:
    packs = [
        read_pack(store, row.ref, PLAN, TODAY, DOING.book, PROCESS)
        for row in queue(store, PLAN, TODAY)
        if row.booked
    ]
    assert all(line.summary for pack in packs for line in pack.file.advice if line.received_on)
    similar = [case for pack in packs for case in pack.similar]
    assert similar and all(case.reasons for case in similar)


def test_most_decisions_of_the_year_were_taken_at_a_session(store: Reader) -> None:
    rows = [row for row in consistency(store, PLAN, TODAY, DOING.book.needs) if row.by == "session"]
    outside = sum(row.decided or 0 for row in rows if row.group == "outside a session")
    assert outside < sum(row.decided or 0 for row in rows) / 2


def test_every_reason_that_can_be_invented_is_a_reason() -> None:
    told = words("panel")
    evidence = [text for texts in told["evidence"].values() for text in texts]
    for first, follows in product(evidence, told["outcomes"].values()):
        assert all(not_reasons(f"{first} {then}") is None for then in follows)


@pytest.mark.parametrize("today", [date(2026, 12, 28), date(2026, 11, 19), date(2027, 1, 5)])
def test_the_panel_can_be_invented_for_any_day(tmp_path: Path, today: date) -> None:
    doing = replace(DOING, today=today, now=DOING.now + timedelta(days=(today - TODAY).days))
    with open_store(make_demo_store(tmp_path / "demo.db", doing, cases=30), create=False) as opened:
        assert len([one for one in sessions(opened.read(), first=today) if one.planned]) == 6


def test_a_council_without_sessions_has_decisions_with_reasons_all_the_same(tmp_path: Path) -> None:
    doing = replace(DOING, process=load_process("north-somerset"))
    with open_store(make_demo_store(tmp_path / "demo.db", doing, cases=60), create=False) as opened:
        assert sessions(opened.read()) == ()
        reasons = opened.read().execute("SELECT reasons FROM decision WHERE outcome <> 'Defer'").fetchall()
    assert len(reasons) > 10 and all(text for (text,) in reasons)
