"""Every tab of the case says what is there, what to do when nothing is, and why something cannot be done."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from case_scene import SMALL, WIDE, a_case_in_its_18th_week, colleague, on_case
from office import Office
from screen_text import wait_for

from ehc_tui.casework import decisions, notes
from ehc_tui.law.model import Fact
from ehc_tui.screens.asking import NEWEST_ACTS

HOSTILE = "[red]x[/red] [/] [@click=app.quit]y[/] \x1b[31m\u202eRLO\u202c 特別支援 ﷽ e\u0301"


@pytest.mark.parametrize(
    ("tab", "words"),
    [
        ("2", "No adviser is on the list yet."),
        ("3", "No meeting yet. West Northamptonshire offers: "),
        ("5", "Nothing is written down yet. n adds a note, c logs a contact with the family."),
    ],
)
async def test_an_empty_tab_says_what_to_do(office: Office, tab: str, words: str) -> None:
    office.open()
    async with on_case(office) as scene:
        await scene.press(tab)
        await scene.sees(words)


async def test_enter_on_an_empty_tab_says_that_there_is_nothing(office: Office) -> None:
    office.open()
    async with on_case(office) as scene:
        await scene.press("5", "enter")
        await scene.sees("There is nothing on this tab to open.")


async def test_a_contact_still_to_come_is_questioned(office: Office) -> None:
    office.open()
    async with on_case(office) as scene:
        await scene.press("c")
        await scene.answer("Contact with the family on", "tomorrow")
        await scene.sees("Record it all the same? y yes n no")
        await scene.press("n")
        await scene.sees_no("Record it all the same?")
        assert not scene.file.notes


async def test_tabs_are_reached_by_digit_and_one_after_the_other(office: Office) -> None:
    office.open()
    async with on_case(office) as scene:
        for name in ("2 Advice", "3 Meetings", "4 Decisions", "5 Notes", "6 History", "1 Timeline"):
            await scene.press("tab")
            await scene.sees(f"[{name}")
        await scene.press("shift+tab")
        await scene.sees("[6 History]")
        await scene.press("4")
        await scene.sees("[4 Decisions]")


async def test_every_date_can_be_asked_why(office: Office) -> None:
    a_case_in_its_18th_week(office)
    async with on_case(office, WIDE) as scene:
        await scene.sees("Why: request received Mon 20 Jul 2026 + 16 weeks = Mon 9 Nov 2026.")
        await scene.sees("SEND Regulations 2014, reg 10(1). Weekends and bank holidays do not move it.")
        await scene.press("w")
        await scene.sees(
            "Source: Children and Families Act 2014", "Not available: school or post-16 institution closed"
        )
        await scene.press("escape")
        await scene.sees("1 of 11")
        await scene.press("w", "1")
        await scene.sees("1 of 11")
        await scene.press("2")
        await scene.goes_to("(d)")
        await scene.press("enter")
        await scene.sees(
            "Psychology advice: ! due 27 Sep, 55 days late", "A shortage of psychologists is no exception."
        )


async def test_a_local_target_says_that_it_is_no_law(office: Office) -> None:
    a_case_in_its_18th_week(office)
    async with on_case(office, WIDE) as scene:
        await scene.goes_to("Advice complete")
        await scene.sees("A local target: missing it is no breach of the law.")
        await scene.press("x")
        await scene.sees("The law knows no exception to “Advice complete”.")


async def test_settled_clocks_are_folded_where_there_is_no_room_and_unfolded_by_a_key(office: Office) -> None:
    a_case_in_its_18th_week(office)
    async with on_case(office, SMALL) as scene:
        await scene.sees("+ 5 clocks settled: 4 met, 1 met late")
        await scene.press("f")
        await scene.sees("Decide: assess?", "1 of 11")
        await scene.press("f", "end", "enter")
        await scene.sees("7 of 11", "Decide: assess?")


async def test_reading_only_every_change_says_why_not(office: Office) -> None:
    a_case_in_its_18th_week(office)
    async with on_case(office, read_only=True) as scene:
        for keys in (("r",), ("n",), ("c",), ("u",), ("x",), ("2", "a"), ("S",), ("4", "e"), ("delete",)):
            await scene.press(*keys)
            await scene.sees("This store is open for reading only.")
            assert not scene.screen.prompt.asking


async def test_a_key_of_another_tab_says_where_it_belongs(office: Office) -> None:
    a_case_in_its_18th_week(office)
    async with on_case(office) as scene:
        await scene.press("S")
        await scene.sees("That is done on the Advice tab: press 2.")


async def test_somebody_elses_change_is_named_and_the_answer_kept(office: Office) -> None:
    case_id = office.open()
    office.do(decisions.record, case_id, Fact("assess_decision", date(2026, 8, 14), "Yes"))
    async with on_case(office) as scene:
        await scene.press("r", "p")
        await scene.sees("Panel held on")
        hughes = colleague(office, 10, 42)
        hughes.do(decisions.record, case_id, Fact("panel_held", date(2026, 10, 13)))
        hughes.store.close()
        await scene.press(*"20", "slash", *"10", "enter")
        await scene.sees("was changed by M Hughes", "10:42", "nothing was recorded")
        await scene.press("escape")
        await scene.press("r", "p")
        await scene.sees("20 Oct 2026")
        await scene.press("enter")
        await scene.sees("Recorded: panel held, 20 Oct 2026.")


async def test_a_colleagues_change_appears_without_asking(office: Office) -> None:
    case_id = office.open()
    async with on_case(office) as scene:
        hughes = colleague(office)
        hughes.do(notes.add, case_id, "Rang the school")
        hughes.store.close()
        await scene.press("5", "f5")
        await scene.sees("Rang the school", "M Hughes")


async def test_history_shows_what_changed_and_undoes_the_act_under_the_cursor(office: Office) -> None:
    case_id = office.open()
    fact = office.do(decisions.record, case_id, Fact("assess_decision", date(2026, 8, 14), "Yes"))
    office.do(decisions.correct, case_id, fact, on=date(2026, 8, 20))
    office.do(notes.add, case_id, "Rang the school")
    async with on_case(office, WIDE) as scene:
        await scene.press("6")
        await scene.sees("Note, 21 Nov 2026", "Note: 21 Nov 2026: Rang the school", "1 of 4")
        await scene.press("down")
        await scene.sees("Entry no. 2: taken out", "Recorded: decision to assess told, 20 Aug 2026")
        await scene.press("u")
        await scene.sees("Take back “Corrected: decision to assess told, 20 Aug 2026")
        await scene.press("y")
        await scene.sees("Took back: Corrected: decision to assess told", "It has been undone.")
        assert [recorded.fact.on for recorded in scene.file.facts] == [date(2026, 7, 20), date(2026, 8, 14)]
        assert [note.text for note in scene.file.notes] == ["Rang the school"]


async def test_five_hundred_acts_scroll_and_only_those_in_sight_are_drawn(office: Office) -> None:
    case_id = office.open()
    with office.store.session() as session:
        for number in range(499):
            notes.add(session, office.doing, case_id, f"Note {number}")
    async with on_case(office) as scene:
        assert len(scene.screen.file.history) == NEWEST_ACTS, "the rest is read when somebody looks at it"
        await scene.press("6")
        await scene.sees("1 of 500")
        drawn: list[int] = []
        view = scene.screen.pane.page
        scene.screen.pane.show(
            type(view)(count=view.count, row=lambda index: (drawn.append(index), view.row(index))[1])
        )
        await scene.press("end")
        await scene.sees("500 of 500", "Case E26-0412 opened")
        assert len(set(drawn)) < 60


async def test_an_act_from_before_the_newest_can_be_taken_back(office: Office) -> None:
    case_id = office.open()
    with office.store.session() as session:
        for number in range(NEWEST_ACTS):
            notes.add(session, office.colleague("M Hughes").doing, case_id, f"Note {number}")
    async with on_case(office) as scene:
        await scene.press("u")
        await scene.sees("Take back “Case E26-0412 opened” (J Okafor)?")


async def test_a_meeting_that_is_due_opens_its_scheduling_and_the_case_comes_back(office: Office) -> None:
    case_id = a_case_in_its_18th_week(office)
    office.do(decisions.record, case_id, Fact("plan_decision", date(2026, 11, 3), "Do not issue"))
    async with on_case(office) as scene:
        for keys in (("o",), ("3", "enter")):
            await scene.press(*keys)
            await wait_for(scene.pilot, lambda: scene.app.screen is not scene.screen)
            await scene.sees("Way Forward meeting", "Appeal window runs to Mon 4 Jan 2027")
            await scene.press("escape")
            await wait_for(scene.pilot, lambda: scene.app.screen is scene.screen)


async def test_the_keys_to_record_follow_where_the_case_stands(office: Office) -> None:
    case_id = office.open()
    async with on_case(office) as scene:
        for fact, offered in (
            (None, "a decision whether to assess"),
            (Fact("assess_decision", date(2026, 8, 14), "No"), "m mediation certificate issued"),
            (Fact("order_dated", date(2026, 10, 14), "Assess"), "d decision on a plan"),
            (Fact("plan_decision", date(2026, 11, 4), "Issue"), "s draft served"),
            (Fact("draft_served", date(2026, 11, 10)), "v final plan sent"),
            (Fact("final_sent", date(2026, 11, 20)), "g appeal registered"),
        ):
            if fact:
                office.do(decisions.record, case_id, fact)
                await scene.press("f5")
                await wait_for(scene.pilot, lambda: scene.screen.file == scene.file)
            await scene.press("r")
            await scene.sees(offered)
            await scene.press("escape")
            await scene.sees_no(offered)


async def test_neighbours_open_without_going_back_to_the_caseload(office: Office) -> None:
    office.open()
    office.open("E26-0413", surname="O'Connor", forename="Niamh")
    refs = ["E26-0412", "E26-0413"]
    place = 0

    async def neighbour(step: int) -> str | None:
        nonlocal place
        if 0 <= place + step < len(refs):
            place += step
            return refs[place]
        return None

    async with on_case(office, neighbour=neighbour) as scene:
        await scene.press("4", "right_square_bracket")
        await scene.sees("Niamh O'Connor", "[4 Decisions]")
        await scene.press("right_square_bracket")
        await scene.sees("This is the last case of the list.")
        await scene.press("left_square_bracket")
        await scene.sees("Aisha Rahman")


async def test_a_case_that_is_not_there_is_said_so(office: Office) -> None:
    office.open()
    async with on_case(office, ref="E26-9999") as scene:
        await scene.sees("There is no case E26-9999")
        await scene.press("r")
        await scene.sees("There is no case here to do that with.")


@pytest.mark.parametrize("size", [(60, 20), SMALL, WIDE, (30, 8)])
async def test_hostile_text_is_shown_literally_on_every_tab_at_every_size(
    office: Office, size: tuple[int, int]
) -> None:
    case_id = office.open(surname=HOSTILE, forename="", setting=HOSTILE)
    office.do(decisions.record, case_id, Fact("assess_decision", date(2026, 8, 14), "Yes"))
    office.do(decisions.record, case_id, Fact("consultation_sent", date(2026, 9, 14), subject=HOSTILE))
    office.do(notes.add, case_id, HOSTILE)
    async with on_case(office, size, ref="E26-0412") as scene:
        for tab in "123456":
            await scene.press(tab, "down", "enter")
            await scene.pilot.pause()
            assert "\x1b" not in scene.text and "\u202e" not in scene.text
            await scene.press("escape")
        if size == WIDE:
            await scene.press("5")
            await scene.sees("[red]x[/red] [/] [@click=app.quit]y[/]")


async def test_the_timeline_follows_the_size_of_the_terminal(office: Office) -> None:
    a_case_in_its_18th_week(office)
    async with on_case(office, WIDE) as scene:
        await scene.sees("due 9 Nov, 12 days late")
        await scene.pilot.resize_terminal(80, 24)
        await scene.sees("9 Nov ! 12 late")
        await scene.pilot.resize_terminal(60, 20)
        await scene.sees_no("9 Nov ! 12 late")
        assert max(len(line) for line in scene.text.splitlines()) <= 60


async def test_a_long_note_is_written_in_the_persons_own_editor(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ehc_tui.widgets import prompt_bar

    office.open()
    seen: list[str] = []

    def edit(app: object, editor: str, text: str) -> str:
        seen.append(text)
        return "First line\nSecond line"

    monkeypatch.setattr(prompt_bar, "edit_outside", edit)
    async with on_case(office, editor="vim") as scene:
        await scene.press("n", *"Draft", "ctrl+e")
        await scene.sees("Noted.", "Second line")
        assert seen == ["Draft"]
        assert scene.file.notes[0].text == "First line\nSecond line"


async def test_only_lines_that_differ_are_drawn_again(office: Office) -> None:
    a_case_in_its_18th_week(office)
    async with on_case(office) as scene:
        await scene.sees("Decide: no plan")
        drawn: list[int] = []
        pane, draw = scene.screen.pane, scene.screen.pane.render_line
        pane.render_line = lambda y: (drawn.append(y), draw(y))[1]  # type: ignore[method-assign]
        await scene.press("down")
        await scene.sees("2 of 7", "reg 8(1)")
        assert len(set(drawn)) < 10
        drawn.clear()
        await scene.press("f5")
        await scene.sees("Read again.")
        await scene.pilot.pause()
        assert drawn == []


async def test_where_two_meetings_are_due_the_person_says_which(office: Office) -> None:
    case_id = office.open()
    office.do(decisions.record, case_id, Fact("assess_decision", date(2026, 8, 14), "No"))
    office.do(decisions.record, case_id, Fact("plan_decision", date(2026, 11, 3), "Do not issue"))
    async with on_case(office) as scene:
        await scene.press("o")
        await scene.sees("Which meeting:", "Meeting with the SEN Officer, refused 14 Aug 2026")
        await scene.press("1")
        await scene.sees("Meeting with the SEN Officer", "Not offered yet")
