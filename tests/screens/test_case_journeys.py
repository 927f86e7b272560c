"""A caseworker works a case by keys alone, and can take each step back."""

from __future__ import annotations

from datetime import date

import pytest
from case_scene import SMALL, WIDE, a_case_in_its_18th_week, on_case
from office import Office
from screen_text import wait_for

from ehc_tui.casework import advice, decisions
from ehc_tui.law.model import Fact


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_from_the_decision_to_assess_to_a_refusal_and_back_again(
    office: Office, size: tuple[int, int]
) -> None:
    office.open(caseworker="J Okafor")
    async with on_case(office, size) as scene:
        await scene.sees("Decide: assess?")
        await scene.press("r", "a")
        await scene.answer("Decision whether to assess told on", "14/8")
        await scene.sees("Decided")
        await scene.press("y")
        await scene.sees("Recorded: decision to assess told, 14 Aug 2026.")

        await scene.press("2")
        await scene.sees("0 of 5 in", "5 not asked yet", "(d) Educational psychology")
        await scene.press("A")
        await scene.answer("5 advisers asked on", "16/8")
        await scene.sees("Asked for advice: 5 advisers, 16 Aug 2026.", "! 5 late")

        await scene.press("i")
        await scene.answer("(a) Parent, carer or young person came in on", "1/9")
        await scene.sees("1 of 5 in")
        await scene.press("down", "i")
        await scene.answer("(b) Education setting came in on", "25/9")
        await scene.sees("2 of 5 in", "! 3 late")

        await scene.press("S")
        await scene.answer("3 advisers chased on")
        await scene.sees("Chased: 3 advisers, 21 Nov 2026.")
        assert [line.chases for line in scene.file.advice] == [0, 0, 1, 1, 1]

        await scene.press("r", "d")
        await scene.answer("Decision on a plan told on")
        await scene.sees("Decided")
        await scene.press("d")
        await scene.sees(
            "[4 Decisions]", "West Northamptonshire offers a Way Forward meeting after this decision"
        )
        await scene.sees(
            "the right of appeal, last day Thu 21 Jan 2027", "information, advice and support (IASS)"
        )
        await scene.press("3")
        await scene.sees("Way Forward meeting", "offer due", "Appeal window runs to Thu 21 Jan 2027")
        await scene.press("1")
        await scene.sees("Family: appeal", "61 days")

        for taken_back in (
            "decision not to issue a plan told",
            "Advice chased",
            "Advice received",
            "Advice received",
            "Advice asked for",
            "decision to assess told",
        ):
            await scene.press("u")
            await scene.sees(f"Take back “{taken_back}")
            await scene.press("y")
            await scene.sees("Took back:")
        assert [recorded.fact.kind for recorded in scene.file.facts] == ["request_received"]
        assert scene.file.advice == ()


async def test_a_date_in_the_future_is_questioned_and_can_be_dropped(office: Office) -> None:
    office.open()
    async with on_case(office) as scene:
        await scene.press("r", "a")
        await scene.answer("told on", "3d")
        await scene.sees("Decided")
        await scene.press("y")
        await scene.sees("24 Nov 2026 is in the future. Record it all the same?")
        await scene.press("n")
        await scene.sees_no("in the future")
        assert len(scene.file.facts) == 1


async def test_a_date_before_the_request_is_taken_only_when_confirmed(office: Office) -> None:
    office.open()
    async with on_case(office) as scene:
        await scene.press("r", "k")
        await scene.answer("considered sent on", "1/7")
        await scene.sees("1 Jul 2026 is before the request was received on 20 Jul 2026.")
        await scene.press("y")
        await scene.sees("Recorded: notice that an assessment is considered sent, 1 Jul 2026.")
        assert len(scene.file.facts) == 2


async def test_a_decision_out_of_order_is_questioned(office: Office) -> None:
    case_id = office.open()
    office.do(decisions.record, case_id, Fact("assess_decision", date(2026, 8, 14), "Yes"))
    async with on_case(office) as scene:
        await scene.press("r", "d")
        await scene.answer("told on", "1/8")
        await scene.press("i")
        await scene.sees("would then come", "Record it all the same?")


async def test_escape_at_any_question_records_nothing(office: Office) -> None:
    a_case_in_its_18th_week(office)
    before = office.picture()
    async with on_case(office) as scene:
        questions = (("r",), ("r", "d"), ("r", "d", "enter"), ("n",), ("c",), ("2", "plus"), ("plus", "f"))
        for step_back in ("escape", "ctrl+g"):
            for keys in questions:
                await scene.press(*keys)
                await wait_for(scene.pilot, lambda: scene.screen.prompt.asking)
                await scene.press(step_back)
                await wait_for(scene.pilot, lambda: not scene.screen.prompt.asking)
        assert office.picture() == before


async def test_half_typed_notes_survive_stepping_back(office: Office) -> None:
    office.open()
    async with on_case(office) as scene:
        await scene.press("n")
        await scene.sees("Note")
        await scene.press(*"School says")
        await scene.press("escape")
        await scene.sees_no("School says")
        await scene.press("n")
        await scene.answer("School says", " yes")
        await scene.sees("[5 Notes]", "School says yes")


async def test_a_contact_with_the_family_is_logged_with_its_day(office: Office) -> None:
    office.open()
    async with on_case(office) as scene:
        await scene.press("5")
        await scene.sees("No contact with the family is recorded.")
        await scene.press("c")
        await scene.answer("Contact with the family on", "fri")
        await scene.answer("What was said on 20 Nov", "Rang Mr Rahman")
        await scene.sees("Last contact with the family: Fri 20 Nov 2026, 1 day ago.", "Rang Mr Rahman")


async def test_an_exception_is_relied_on_and_the_date_does_not_move(office: Office) -> None:
    a_case_in_its_18th_week(office)
    async with on_case(office, WIDE) as scene:
        await scene.sees("due 9 Nov, 12 days late")
        await scene.press("x")
        await scene.sees("No exception is available")
        await scene.press("r", "t")
        await scene.answer("Setting closed (Larkrise Primary School) on", "23/7")
        await scene.answer("Re-opens on", "2/9")
        await scene.sees("Exception available: school or post-16 institution closed")
        await scene.press("x")
        await scene.answer("Evidence", "term dates letter")
        await scene.answer("Keeping the date is impractical because", "nobody was there to write it")
        await scene.answer("Authorised by", "M Hughes")
        await scene.answer("Family told on", "fri")
        await scene.sees("Rely on an exception for “Decide: no plan”", "It stays due on 9 Nov 2026.")
        await scene.press("y")
        await scene.sees("§ due 9 Nov, relieved", "authorised by M Hughes, family told 20 Nov 2026")
        assert {clock.due for clock in scene.file.clocks if clock.relieved} == {date(2026, 11, 9)}

        await scene.press("X", "y")
        await scene.sees("is no longer relied on.", "due 9 Nov, 12 days late")


async def test_existing_advice_needs_everybody_to_be_satisfied_and_is_never_the_familys_own(
    office: Office,
) -> None:
    case_id = office.open()
    office.do(decisions.record, case_id, Fact("assess_decision", date(2026, 8, 14), "Yes"))
    async with on_case(office) as scene:
        await scene.press("2", "E")
        await scene.sees("The family's own advice is always asked for")
        await scene.press("down", "E")
        await scene.sees("Are adviser, council and family all satisfied")
        await scene.press("y")
        await scene.answer("existing advice accepted on")
        await scene.sees("✓ existing", "1 of 5 in")


async def test_advice_that_is_not_needed_asks_for_the_reason(office: Office) -> None:
    case_id = office.open()
    office.do(decisions.record, case_id, Fact("assess_decision", date(2026, 8, 14), "Yes"))
    async with on_case(office) as scene:
        await scene.press("2", "minus", "enter")
        await scene.sees("Say why: the reason is kept with the case.")
        await scene.press(*"nil", "enter")
        await scene.sees("- not needed", "0 of 4 in", "Not applicable since 21 Nov 2026: nil.")


async def test_an_adviser_is_added_with_the_name_the_council_usually_asks(office: Office) -> None:
    office.open()
    async with on_case(office) as scene:
        await scene.press("2")
        await scene.sees("No adviser is on the list yet.")
        await scene.press("plus", "c")
        await scene.answer("Who gives (c) health advice")
        await scene.sees(
            "(c) Health (integrated care b", "Not on the list though it must be sought: (a) parental"
        )


async def test_a_recorded_date_is_put_right_and_a_mistaken_entry_taken_out(office: Office) -> None:
    case_id = office.open()
    office.do(decisions.record, case_id, Fact("assess_decision", date(2026, 8, 14), "No", assumed=True))
    async with on_case(office) as scene:
        await scene.press("4")
        await scene.sees("decision not to assess told", "assumed")
        await scene.press("e")
        await scene.answer("really on", "20/8")
        await scene.sees("Decided")
        await scene.press("n")
        await scene.sees("Corrected: decision not to assess told, 20 Aug 2026.")
        await scene.sees_no("assumed J Okafor")
        await scene.press("delete")
        await scene.sees("Remove “decision not to assess told, 20 Aug 2026”, recorded by J Okafor?")
        await scene.press("y")
        await scene.sees("Removed:", "1 of 1")


async def test_anything_the_rule_book_knows_can_be_recorded_by_its_words(office: Office) -> None:
    a_case_in_its_18th_week(office)
    async with on_case(office) as scene:
        await scene.press("r", "o")
        await scene.answer("What happened", "certificate")
        await scene.answer("Mediation certificate issued on")
        await scene.sees("Recorded: mediation certificate issued, 21 Nov 2026.")


async def test_a_consulted_setting_is_named_and_its_reply_goes_to_the_same_setting(office: Office) -> None:
    case_id = office.open()
    for kind, on, outcome in (
        ("assess_decision", date(2026, 8, 14), "Yes"),
        ("plan_decision", date(2026, 10, 14), "Issue"),
        ("draft_served", date(2026, 11, 2), None),
    ):
        office.do(decisions.record, case_id, Fact(kind, on, outcome))
    async with on_case(office) as scene:
        await scene.press("r", "c")
        await scene.answer("Which setting", "Northgate Academy")
        await scene.answer("Setting consulted (Northgate Academy) on", "3/11")
        await scene.sees("Reply: Northgate Academy")
        await scene.press("r", "b")
        await scene.answer("Setting replied (Northgate Academy) on")
        await scene.sees("Recorded: setting replied: Northgate Academy, 21 Nov 2026.")


async def test_which_setting_is_closed_is_asked_where_advice_is_asked_of_two(office: Office) -> None:
    case_id = a_case_in_its_18th_week(office)
    office.do(advice.add_line, case_id, "education", "Northgate Academy")
    office.do(advice.ask, case_id, ["education-2"], date(2026, 8, 3))
    async with on_case(office, WIDE) as scene:
        await scene.press("r", "t")
        await scene.sees("Which setting", "Larkrise Primary School", "Northgate Academy")
        await scene.press("1")
        await scene.answer("Setting closed (Larkrise Primary School) on", "23/7")
        await scene.answer("Re-opens on", "20/8")
        await scene.sees("Recorded: setting closed: Larkrise Primary School")
        await scene.press("x")
        await scene.sees("No exception is available")


async def test_an_appeal_is_recorded_from_its_registration_to_its_end(office: Office) -> None:
    case_id = office.open()
    office.do(decisions.record, case_id, Fact("assess_decision", date(2026, 8, 14), "No"))
    async with on_case(office) as scene:
        for key, question in (
            ("a", "Appeal received from the tribunal on"),
            ("r", "Response to the appeal sent on"),
            ("d", "Appeal dismissed by the tribunal on"),
            ("x", "Case closed on"),
        ):
            await scene.press("r", key)
            await scene.answer(question)
            await scene.sees(f"Recorded: {question[:1].lower()}{question[1:-3]}")
        assert office.ask("SELECT closes_on FROM ehc_case") == [("2026-11-21",)]
        for kind in ("case_closed", "appeal_dismissed"):
            office.undo(office.ask("SELECT id FROM act WHERE verb = ?", f"record {kind}")[0][0])
        await scene.press("ctrl+r", "r", "u")
        await scene.answer("Tribunal order on")
        await scene.sees("Decided")
        await scene.press("1")
        await scene.sees("Recorded: order to assess, 21 Nov 2026.")
        await scene.press("r")
        await scene.sees("order carried out")
