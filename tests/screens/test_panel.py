"""A SEN officer runs the panel by keys alone: books, reads, decides, tells and minutes, at 80x24."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from case_scene import colleague
from office import TODAY, Office
from panel_scene import (
    COMPLETE,
    EARLY,
    LATE,
    REASONS,
    REFUSAL,
    SITS,
    a_queue,
    a_session,
    booked,
    on_panel,
    pack_of,
    sessions_of,
)
from screen_text import screen_lines, wait_for

from ehc_tui.casework import deciding, staff
from ehc_tui.casework.deciding import Verdict
from ehc_tui.law.process import load_process
from ehc_tui.session import SavedSession, load_session
from ehc_tui.store.panel import minutes_of
from ehc_tui.store.panel_records import decisions_of

PLAN = "plan_decision"


@pytest.fixture
def waiting(office: Office) -> Office:
    """The office with three cases in the panel's queue."""
    a_queue(office)
    return office


def facts(office: Office, ref: str, kind: str) -> list[tuple[date, str | None]]:
    return [(one.fact.on, one.fact.outcome) for one in office.file(ref).facts if one.fact.kind == kind]


# The queue


async def test_p_shows_who_waits_by_the_day_a_no_would_be_out_of_time(waiting: Office) -> None:
    async with on_panel(waiting) as scene:
        lines = [line for line in screen_lines(scene.app) if "E26-" in line]
        assert [line.split("E26-")[1][:4] for line in lines] == ["0412", "0430", "0466"]
        await scene.sees("3 wait", "! 12 late", "2 incomplete", "psych 55 late", "✓ 5/5")


async def test_a_case_whose_advice_is_not_complete_is_there_with_the_reason(waiting: Office) -> None:
    async with on_panel(waiting) as scene:
        await scene.press("w")
        await scene.sees("Missing: Psychology", "asked 16 Aug 2026, due 27 Sep 2026, 55 days late")


async def test_a_case_that_cannot_make_its_date_is_flagged_with_the_session_it_needed(
    waiting: Office,
) -> None:
    a_session(waiting, date(2026, 11, 5))
    a_session(waiting, date(2026, 12, 10))
    async with on_panel(waiting) as scene:
        await scene.sees("2 make no session in time", "! none", "!≤7 Dec")
        await scene.sees("10 Dec is too late: it needed the session on 5 Nov")
        await scene.press("down")
        await scene.sees("10 Dec is too late: it needed the session on 5 Nov, or one by 7 Dec")


async def test_p_opens_the_queue_from_a_case_too(waiting: Office) -> None:
    async with on_panel(waiting) as scene:
        await scene.press("o")
        await scene.sees("1 Timeline", LATE)
        await scene.press("p")
        await scene.sees("EHC panel", "3 wait")


async def test_a_recommendation_needs_reasons_that_are_reasons(waiting: Office) -> None:
    async with on_panel(waiting) as scene:
        await scene.goes_to(COMPLETE)
        await scene.press("r")
        await scene.chooses(f"Recommend for {COMPLETE}", "y")
        await scene.answer("Reasons to issue a plan", "meets criteria")
        await scene.is_asked("Reasons to issue a plan")
        await scene.answer("Reasons to issue a plan", REASONS)
        await scene.sees(f"Recommended for {COMPLETE}: issue a plan")
    found = pack_of(waiting, COMPLETE).recommended
    assert found and (found.outcome, found.reasons) == ("Issue", REASONS)


# A full session


async def test_a_session_from_planning_to_minutes(waiting: Office) -> None:
    async with on_panel(waiting) as scene:
        await scene.press("s", "n")
        await scene.answer("The panel sits on", "26/11")
        for question in ("From", "Where", "Chair", "Places"):
            await scene.answer(question, "Room 2" if question == "Where" else "")
        await scene.answer("Papers by", "24/11")
        await scene.sees("Thu 26 Nov 2026", "0 of 12")
        await scene.press("plus")
        await scene.answer("Member, role", "S Patel, psychologist")
        await scene.sees("S Patel is a member")
        await scene.press("escape")
        await scene.goes_to(COMPLETE)
        await scene.press("a")
        await scene.chooses(f"{COMPLETE} on", "1")
        await scene.sees(f"{COMPLETE} is on Thu 26 Nov 2026", "26 Nov, 1 of 12")
    async with on_panel(waiting, today=SITS) as scene:
        await scene.press("s")
        await scene.goes_to("26 Nov 2026")
        await scene.press("enter")
        await scene.sees(COMPLETE, "Kwame")
        await scene.press("enter")
        await scene.sees("The family's views", "item 1 of 1")
        await scene.press("d")
        await scene.chooses("Decided:", "n")
        await scene.answer("Reasons not to issue a plan", REFUSAL)
        await scene.sees("The clock is met by telling", "What must follow", "its last day: 26 Jan 2027")
        assert facts(waiting, COMPLETE, PLAN) == []
        await scene.press("t")
        await scene.answer("Family told (do not issue a plan) on")
        await scene.sees("Told on 26 Nov 2026")
        assert facts(waiting, COMPLETE, PLAN) == [(SITS, "Do not issue")]
        await scene.press("escape", "H")
        await scene.answer("Apologies from")
        await scene.answer("Notes for the minutes", "Fire drill at 11")
        await scene.sees("minutes", "S Patel, psychologist: present", REFUSAL[:30])
    (session,) = sessions_of(waiting)
    found = load_process("west-northants").panel_for(PLAN)
    assert found
    minutes = minutes_of(waiting.store.read(), session.id, found)
    assert session.status == "held" and minutes.notes == "Fire drill at 11"
    assert minutes.items[0].decided and minutes.items[0].decided.outcome == "Do not issue"


async def test_a_bank_holiday_is_warned_about_before_a_session_is_planned(waiting: Office) -> None:
    async with on_panel(waiting) as scene:
        await scene.press("s", "n")
        await scene.answer("The panel sits on", "25/12")
        for question in ("From", "Where", "Chair", "Places", "Papers by"):
            await scene.answer(question)
        await scene.chooses("bank holiday", "n")
        await scene.sees("no session planned" if "no session planned" in scene.words else "sessions")
    assert sessions_of(waiting) == ()


async def test_the_sessions_say_what_calling_one_off_would_cost(waiting: Office) -> None:
    a_session(waiting, SITS)
    a_session(waiting, date(2026, 12, 10))
    async with on_panel(waiting) as scene:
        await scene.press("s")
        await scene.sees("1 case decided after the date for a no", LATE, "If called off: 26 Nov 1 more")
        await scene.goes_to("26 Nov 2026")
        await scene.press("c")
        await scene.answer("Called off because", "Room flooded")
        await scene.chooses("1 more would be decided too late", "y")
        await scene.sees("called off")
    assert [one.status for one in sessions_of(waiting)] == ["cancelled", "planned"]


async def test_items_are_put_in_another_order_moved_and_taken_off(waiting: Office) -> None:
    first, second = a_session(waiting), a_session(waiting, date(2026, 12, 3))
    booked(waiting, first, LATE, COMPLETE, EARLY)
    async with on_panel(waiting) as scene:
        await scene.press("s", "enter")
        await scene.goes_to(COMPLETE)
        await scene.press("K")
        await scene.sees(f"{COMPLETE} is item 1")
        await scene.goes_to(EARLY)
        await scene.press("m")
        await scene.chooses(f"{EARLY} to", "1")
        await scene.sees("is on Thu 3 Dec 2026")
        await scene.goes_to(LATE)
        await scene.press("x")
        await scene.answer(f"{LATE} off because", "Report expected next week")
        await scene.sees(f"{LATE} is off")
    on = {
        row[0]: row[1]
        for row in waiting.ask("SELECT case_id, session_id FROM agenda_item WHERE voided_by IS NULL")
    }
    ids = {ref: waiting.file(ref).row.id for ref in (COMPLETE, EARLY)}
    assert on == {ids[COMPLETE]: first, ids[EARLY]: second}


# The pack


async def test_the_pack_reads_from_the_child_to_the_test_in_law_with_the_family_first(
    waiting: Office,
) -> None:
    async with on_panel(waiting) as scene:
        await scene.press("enter")
        await scene.sees("The child", "year group 4", "The request", "Timeline", "1 of 3")
        text = ""
        for _ in range(4):
            text += scene.text
            await scene.press("pagedown")
            await scene.pilot.pause()
        text += scene.text
        parts = [
            "The child",
            "The request",
            "Timeline",
            "The family's views",
            "Advice",
            "What is missing",
            "Similar",
            "The test",
        ]
        places = [text.index(f"{part}") for part in parts]
        assert places == sorted(places)
        await scene.sees("Children and Families Act 2014, s.37(1)")


async def test_n_and_p_walk_the_agenda_and_stop_at_its_ends(waiting: Office) -> None:
    booked(waiting, a_session(waiting), COMPLETE, LATE)
    async with on_panel(waiting) as scene:
        await scene.press("s", "enter")
        await scene.sees(COMPLETE)
        await scene.press("enter")
        await scene.sees("item 1 of 2", "Kwame")
        await scene.press("n")
        await scene.sees("item 2 of 2", "Aisha")
        await scene.press("n")
        await scene.sees("That was the last one")
        await scene.press("p")
        await scene.sees("item 1 of 2", "Kwame")


async def test_a_decision_to_issue_starts_the_next_stage_once_it_is_told(waiting: Office) -> None:
    async with on_panel(waiting) as scene:
        await scene.goes_to(COMPLETE)
        await scene.press("enter", "d")
        await scene.chooses("Decided:", "y")
        await scene.answer("Reasons to issue a plan", REASONS)
        await scene.sees("Issue a plan: decided", "family not told yet")
        await scene.press("t")
        await scene.answer("Family told")
        await scene.sees("told 21 Nov 2026")
    assert "4" in waiting.file(COMPLETE).row.stages.split()


async def test_deciding_without_all_advice_is_asked_about(waiting: Office) -> None:
    async with on_panel(waiting) as scene:
        await scene.press("enter", "d")
        await scene.chooses("Decided:", "y")
        await scene.chooses("1 piece of advice missing: Psychology", "n")
        await scene.sees_no("Psychology. Decide")
    assert decisions_of(waiting.store.read(), waiting.file(LATE).row.id, PLAN) == ()


async def test_a_deferral_says_at_once_what_it_does_to_the_clocks(waiting: Office) -> None:
    async with on_panel(waiting) as scene:
        await scene.goes_to(COMPLETE)
        await scene.press("enter", "d")
        await scene.chooses("Decided:", "d")
        await scene.answer("Defer for", "the hospital letter")
        await scene.answer("Until", "14/12")
        await scene.answer("Who obtains it", "J Okafor")
        await scene.is_asked("Defer until Mon 14 Dec 2026?")
        await scene.sees("7 Dec", "moves none of these dates")
        await scene.press("y")
        await scene.sees("no clock stops", "Deferred", "J Okafor obtains it")
    (decided,) = decisions_of(waiting.store.read(), waiting.file(COMPLETE).row.id, PLAN)
    assert (decided.defer_for, decided.defer_until) == ("the hospital letter", date(2026, 12, 14))
    assert facts(waiting, COMPLETE, PLAN) == []


async def test_the_second_to_decide_sees_who_decided_when_and_what(waiting: Office) -> None:
    case_id = waiting.file(COMPLETE).row.id
    async with on_panel(waiting) as scene:
        await scene.goes_to(COMPLETE)
        await scene.press("enter", "d")
        await scene.chooses("Decided:", "y")
        await scene.is_asked("Reasons to issue a plan")
        hughes = colleague(waiting)
        hughes.do(deciding.decide, Verdict(case_id, PLAN, "Do not issue", REFUSAL))
        await scene.answer("Reasons to issue a plan", REASONS)
        await scene.sees("M Hughes", "10:42")
        await scene.sees("Do not issue a plan: decided")
        await scene.press("d")
        await scene.sees("E puts it right")
        hughes.store.close()
    (decided,) = decisions_of(waiting.store.read(), case_id, PLAN)
    assert decided.outcome == "Do not issue"


async def test_a_correction_stays_visible_as_one(waiting: Office) -> None:
    session = a_session(waiting, date(2026, 11, 19))
    booked(waiting, session, COMPLETE)
    case_id, item = waiting.file(COMPLETE).row.id, waiting.ask("SELECT max(id) FROM agenda_item")[0][0]
    waiting.do(deciding.decide, Verdict(case_id, PLAN, "Do not issue", REFUSAL, item_id=item))
    async with on_panel(waiting) as scene:
        await scene.goes_to(COMPLETE)
        await scene.press("enter", "E")
        await scene.chooses("really", "y")
        await scene.answer("Reasons to issue a plan", REASONS)
        await scene.answer("Put right because", "The wrong box was ticked")
        await scene.sees("Put right: issue a plan")
        await scene.press("escape", "s")
        await scene.goes_to("19 Nov 2026")
        await scene.press("enter", "v", "G")
        await scene.sees("Corrections", "The wrong box was ticked")


async def test_a_dropped_line_loses_no_half_written_reason_and_comes_back_to_the_item(
    waiting: Office, tmp_path: Path
) -> None:
    booked(waiting, a_session(waiting), COMPLETE, LATE)
    kept = tmp_path / "session.json"
    async with on_panel(waiting, session=SavedSession(kept)) as scene:
        await scene.press("p")
        await scene.sees("wait")
        await scene.press("s", "enter")
        await scene.sees(LATE)
        await scene.goes_to(COMPLETE)
        await scene.press("enter", "d")
        await scene.chooses("Decided:", "y")
        await scene.is_asked("Reasons to issue a plan")
        await scene.press(*"Halfway")
        await wait_for(scene.pilot, lambda: "Halfway" in scene.text)
        scene.app.end_in_order()
    async with on_panel(waiting, session=load_session(kept)) as scene:
        await scene.sees("item 1 of 2", "Kwame")
        await scene.press("d")
        await scene.chooses("Decided:", "y")
        await scene.sees("Halfway")


# Roles and councils without a panel


async def test_a_caseworker_recommends_and_may_not_decide(waiting: Office) -> None:
    waiting.do(staff.list_person, "boss", "manager", "R Whitcombe", owner=True)
    waiting.do(staff.list_person, "j.okafor", "caseworker", "J Okafor", owner=True)
    async with on_panel(waiting) as scene:
        await scene.goes_to(COMPLETE)
        await scene.press("enter", "d")
        await scene.sees("You are listed as caseworker and may not record a decision")
        await scene.press("r")
        await scene.chooses("Recommend for", "n")
        await scene.answer("Reasons not to issue a plan", REFUSAL)
        await scene.sees("Recommended")


async def test_a_store_for_reading_only_says_so(waiting: Office) -> None:
    async with on_panel(waiting, read_only=True) as scene:
        await scene.press("a")
        await scene.sees("This store is open for reading only")


async def test_north_somerset_decides_from_the_queue_and_has_no_sessions(office: Office) -> None:
    office.doing = replace(office.doing, process=load_process("north-somerset"))
    a_queue(office)
    async with on_panel(office, process="north-somerset") as scene:
        await scene.sees("decided case by case", "3 wait")
        await scene.press("s")
        await scene.sees("North Somerset has no panel that sits")
        await scene.goes_to(COMPLETE)
        await scene.press("enter", "d")
        await scene.chooses("Decided:", "y")
        await scene.answer("Reasons to issue a plan", REASONS)
        await scene.press("t")
        await scene.answer("Family told")
        await scene.sees("told 21 Nov 2026")
    assert facts(office, COMPLETE, PLAN) == [(TODAY, "Issue")]


async def test_tab_goes_to_the_first_panel_which_decides_whether_to_assess(waiting: Office) -> None:
    waiting.open("E26-0490", surname="Novak", forename="Ema", received_on=date(2026, 10, 19))
    async with on_panel(waiting) as scene:
        await scene.press("tab")
        await scene.sees("whether to assess", "E26-0490", "1 wait")


# The figures and the documents


async def test_the_figures_show_the_share_of_yes_and_leave_small_numbers_out_of_a_file(
    waiting: Office, tmp_path: Path
) -> None:
    case_id = waiting.file(COMPLETE).row.id
    decision = waiting.do(deciding.decide, Verdict(case_id, PLAN, "Issue", REASONS))
    waiting.do(deciding.tell, decision, TODAY)
    place = tmp_path / "figures.csv"
    async with on_panel(waiting) as scene:
        await scene.press("c")
        await scene.sees("By year band", "1 of 1", "100%")
        await scene.press("e")
        await scene.answer("Write the figures to", str(place))
        await scene.sees("Small numbers are left out")
    written = place.read_text("utf-8-sig")
    assert "100%" not in written
    assert ',"Exported by J Okafor (j.okafor), 21 Nov 2026 at ' in written


@pytest.mark.parametrize("ending", ["md", "docx"])
async def test_the_whole_agenda_is_written_as_one_document_by_reference(
    waiting: Office, tmp_path: Path, ending: str
) -> None:
    booked(waiting, a_session(waiting), COMPLETE, LATE)
    place = tmp_path / f"agenda.{ending}"
    async with on_panel(waiting) as scene:
        await scene.press("s", "enter")
        await scene.sees(COMPLETE)
        await scene.press("w")
        await scene.chooses("Children appear", "r")
        await scene.answer("Write to", str(place))
        await scene.sees("Written:")
    if ending == "md":
        text = place.read_text()
        assert COMPLETE in text and "Kwame" not in text


async def test_an_interest_is_declared_on_an_item(waiting: Office) -> None:
    booked(waiting, a_session(waiting), COMPLETE)
    async with on_panel(waiting) as scene:
        await scene.press("s", "enter")
        await scene.goes_to(COMPLETE)
        await scene.press("i")
        await scene.is_asked(f"On {COMPLETE}, interest of")
        await scene.press("1")
        await scene.answer("Which interest", "governor of the school")
        await scene.chooses("Left the room", "y")
        await scene.sees("governor of the school; left the room")


async def test_what_advice_says_and_the_childs_need_are_written_from_the_pack(waiting: Office) -> None:
    async with on_panel(waiting) as scene:
        await scene.goes_to(COMPLETE)
        await scene.press("enter", "s")
        await scene.is_asked("What does it say")
        await scene.press("1")
        await scene.answer("Summary", "He is happiest when he can move about")
        await scene.sees("Summary kept")
        await scene.press("pagedown")
        await scene.sees("He is happiest when he can move about")
        await scene.press("g", "e")
        await scene.answer("Primary need", "speech")
        await scene.answer("Locality", "Daventry")
        await scene.sees("Speech, language", "Daventry")


async def test_what_must_follow_is_ticked_off(waiting: Office) -> None:
    case_id = waiting.file(COMPLETE).row.id
    decision = waiting.do(deciding.decide, Verdict(case_id, PLAN, "Do not issue", REFUSAL))
    waiting.do(deciding.tell, decision, TODAY)
    async with on_panel(waiting) as scene:
        await scene.press("slash")
        await scene.answer("Pack of", "0430")
        await scene.sees("told 21 Nov 2026")
        await scene.press("G")
        await scene.sees("What must follow", "right of appeal", "Way Forward")
        await scene.goes_to("Tell the health commissioner")
        await scene.press("x")
        await scene.answer("Done on: Tell the health commissioner")
        await scene.sees("[x] Tell the health commissioner")
