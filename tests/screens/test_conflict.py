"""Two people at one case: what does not touch goes through, what does is put together, nothing is lost."""

from __future__ import annotations

from datetime import date

import pytest
from case_scene import REF, Scene, colleague, on_case
from office import Office

from ehc_tui.casework import advice, decisions, notes, reliefs
from ehc_tui.law.model import Fact, Ground, Relief
from ehc_tui.screens.asking import NEWEST_ACTS

LATER = 3600


@pytest.fixture
def case_id(office: Office, monkeypatch: pytest.MonkeyPatch) -> int:
    """A case that the program does not look after by itself while a question is open."""
    monkeypatch.setattr("ehc_tui.app.POLL_SECONDS", LATER)
    return office.open()


def assessed(office: Office, case_id: int, on: date = date(2026, 8, 14), outcome: str = "Yes") -> int:
    """M Hughes records the decision to assess."""
    hughes = colleague(office)
    fact: int = hughes.do(decisions.record, case_id, Fact("assess_decision", on, outcome))
    hughes.store.close()
    return fact


async def decides(scene: Scene, day: str = "20/8", outcome: str = "y") -> None:
    """I record the decision whether to assess."""
    await scene.press("r", "a")
    await scene.answer("Decision whether to assess told on", day)
    await scene.sees("Decided")
    await scene.press(outcome)


def told(office: Office) -> list[tuple[date, str | None]]:
    """The decisions to assess in force."""
    return [
        (entry.fact.on, entry.fact.outcome)
        for entry in office.file().facts
        if entry.fact.kind == "assess_decision"
    ]


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_both_sides_are_shown_and_what_is_taken_is_recorded_as_one_act(
    office: Office, case_id: int, size: tuple[int, int]
) -> None:
    async with on_case(office, size) as scene:
        await scene.press("r", "a")
        await scene.sees("Decision whether to assess told on")
        assessed(office, case_id)
        await scene.answer("Decision whether to assess told on", "20/8")
        await scene.sees("Decided")
        await scene.press("n")
        await scene.sees(f"{REF} was changed by M Hughes at 10:42", "14 Aug 2026", "20 Aug 2026", "Yes", "No")
        await scene.press("down", "t", "enter")
        await scene.sees("Recorded: on 20 Aug 2026, outcome Yes.")
        assert told(office) == [(date(2026, 8, 20), "Yes")]
        assert [act.by for act in office.history()][:2] == ["J Okafor", "M Hughes"]
        assert office.file().row.version == 3
        office.undo()
        assert told(office) == [(date(2026, 8, 14), "Yes")]


async def test_leaving_it_changes_nothing_and_keeps_what_was_typed(office: Office, case_id: int) -> None:
    async with on_case(office) as scene:
        await scene.press("r", "a")
        await scene.sees("Decision whether to assess told on")
        assessed(office, case_id)
        await scene.answer("Decision whether to assess told on", "20/8")
        await scene.sees("Decided")
        await scene.press("y")
        await scene.sees("Enter records what you take")
        await scene.press("escape")
        await scene.sees("Left as M Hughes recorded it; what you typed comes back")
        assert told(office) == [(date(2026, 8, 14), "Yes")]
        assert scene.app.desk.session.drafts[f"{REF}/assess_decision"] == "20 Aug 2026"


async def test_a_change_between_opening_the_case_and_answering_is_seen(office: Office, case_id: int) -> None:
    async with on_case(office) as scene:
        await scene.press("r", "a")
        await scene.sees("Decision whether to assess told on")
        assessed(office, case_id)
        await scene.app.look_round()
        await scene.answer("Decision whether to assess told on", "20/8")
        await scene.sees("Decided")
        await scene.press("n")
        await scene.sees("Enter records what you take")


async def test_what_does_not_touch_the_same_goes_through_and_says_so(office: Office, case_id: int) -> None:
    async with on_case(office) as scene:
        await scene.press("r", "a")
        await scene.sees("Decision whether to assess told on")
        hughes = colleague(office)
        hughes.do(notes.add, case_id, "Rang the school")
        hughes.store.close()
        await scene.answer("Decision whether to assess told on", "20/8")
        await scene.sees("Decided")
        await scene.press("y")
        await scene.sees(
            "Recorded: ", "Meanwhile M Hughes recorded “Note, 21 Nov 2026” at 10:42; both stand."
        )
        assert told(office) == [(date(2026, 8, 20), "Yes")]


async def test_the_same_recorded_twice_is_recorded_once(office: Office, case_id: int) -> None:
    async with on_case(office) as scene:
        await scene.press("r", "a")
        await scene.sees("Decision whether to assess told on")
        assessed(office, case_id, date(2026, 8, 20))
        await scene.answer("Decision whether to assess told on", "20/8")
        await scene.sees("Decided")
        await scene.press("y")
        await scene.sees("M Hughes recorded the same at 10:42")
        assert told(office) == [(date(2026, 8, 20), "Yes")]


async def test_what_a_colleague_did_makes_it_odd_and_that_is_asked(office: Office, case_id: int) -> None:
    office.do(decisions.record, case_id, Fact("assess_decision", date(2026, 8, 14), "Yes"))
    async with on_case(office) as scene:
        await scene.press("r", "d")
        await scene.sees("Decision on a plan told on")
        hughes = colleague(office)
        hughes.do(decisions.record, case_id, Fact("draft_served", date(2026, 9, 1)))
        hughes.store.close()
        await scene.answer("Decision on a plan told on", "20/10")
        await scene.sees("Decided")
        await scene.press("i" if "i Issue" in scene.words.replace("\u00a0", " ") else "1")
        await scene.sees("M Hughes recorded", "would then come", "Record yours all the same?")
        await scene.press("n")
        await scene.sees("yours was not recorded")


async def test_the_same_entry_corrected_by_both_is_put_together(office: Office, case_id: int) -> None:
    fact = assessed(office, case_id)
    async with on_case(office) as scene:
        await scene.press("4")
        await scene.goes_to("ecision to assess told")
        await scene.press("e")
        await scene.sees("really on")
        hughes = colleague(office, 11, 5)
        hughes.do(decisions.correct, case_id, fact, on=date(2026, 8, 17))
        hughes.store.close()
        await scene.answer("really on", "18/8")
        await scene.sees("Decided")
        await scene.press("y")
        await scene.sees("17 Aug 2026", "18 Aug 2026", "11:05")
        await scene.press("enter")
        await scene.sees("Recorded: on 18 Aug 2026, outcome Yes.")
        assert told(office) == [(date(2026, 8, 18), "Yes")]


async def test_of_many_advisers_asked_only_the_one_both_asked_is_in_question(
    office: Office, case_id: int
) -> None:
    assessed(office, case_id)
    async with on_case(office) as scene:
        await scene.press("2", "A")
        await scene.sees("asked on")
        hughes = colleague(office)
        hughes.do(advice.ask, case_id, ["health"], date(2026, 8, 16))
        hughes.store.close()
        await scene.answer("asked on", "18/8")
        await scene.sees("1 of 1", "16 Aug 2026", "18 Aug 2026")
        await scene.press("t", "enter")
        await scene.sees("Recorded: ")
        asked = {line.key: line.requested_on for line in office.file().advice}
        assert asked.pop("health") == date(2026, 8, 16)
        assert set(asked.values()) == {date(2026, 8, 18)}
        assert office.file().row.version == 4


async def test_two_reasons_for_one_exception_can_both_be_kept(office: Office, case_id: int) -> None:
    office.do(decisions.record, case_id, Fact("absence", date(2026, 7, 25), until=date(2026, 9, 1)))

    theirs = Relief(
        "decide_whether_to_assess",
        "",
        Ground.ABSENCE,
        "a letter of the family",
        "nobody could be met",
        "H Lane",
        None,
    )
    async with on_case(office) as scene:
        await scene.goes_to("Decide: assess?")
        await scene.press("x")
        await scene.answer("Evidence", "flight tickets")
        await scene.answer("impractical because", "nobody could be met")
        hughes = colleague(office)
        hughes.do(reliefs.rely_on, case_id, theirs)
        hughes.store.close()
        await scene.answer("Authorised by", "H Lane")
        await scene.answer("Family told on")
        await scene.sees("Rely on an exception")
        await scene.press("y")
        await scene.sees("Evidence", "a letter of the family", "flight tickets")
        await scene.goes_to("flight tickets")
        await scene.press("b", "enter")
        await scene.sees("Recorded: ")
        (kept,) = office.file().reliefs
        assert kept.evidence == "a letter of the family\nflight tickets"


async def test_more_acts_than_are_read_with_a_case_are_all_counted(office: Office, case_id: int) -> None:
    async with on_case(office) as scene:
        await scene.press("r", "a")
        await scene.sees("Decision whether to assess told on")
        hughes = colleague(office)
        hughes.do(decisions.record, case_id, Fact("assess_decision", date(2026, 8, 14), "Yes"))
        for number in range(NEWEST_ACTS + 4):
            hughes.do(notes.add, case_id, f"Rang the school, {number}")
        hughes.store.close()
        await scene.answer("Decision whether to assess told on", "20/8")
        await scene.sees("Decided")
        await scene.press("y")
        await scene.sees("14 Aug 2026", "20 Aug 2026", f"and {NEWEST_ACTS + 2} more")
