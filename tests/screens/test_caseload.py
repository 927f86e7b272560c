"""The caseload answers the morning's question: what will I breach, and what can I do about it today?"""

from __future__ import annotations

import csv
import sqlite3
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from caseload_scene import ME, a_long_list, on_caseload
from office import ADVISERS, Office, imported
from screen_text import screen_lines, wait_for

from ehc_tui.casework import intake, notes
from ehc_tui.law.model import State
from ehc_tui.session import SavedSession, load_session
from ehc_tui.store.caseload import Caseload
from ehc_tui.store.reader import Reader

SMALL, WIDE = (80, 24), (120, 40)


@pytest.fixture
def many(office: Office) -> Office:
    a_long_list(office)
    return office


async def test_what_is_overdue_stands_first_with_its_date_and_how_late_it_is(team: Office) -> None:
    async with on_caseload(team) as scene:
        lines = screen_lines(scene.app)
        assert scene.refs == ["E26-0412", "E26-0398", "E26-0501"]
        assert "Decide: no plan" in lines[4] and "9 Nov ! 12 late" in lines[4] and "4/5 !1" in lines[4]
        assert "Send final plan" in lines[5] and "23 Nov ~ 2 days" in lines[5]
        assert "7 Dec · 16 days" in lines[6]


@pytest.mark.parametrize("size", [(60, 20), SMALL, WIDE, (200, 50)])
async def test_no_line_is_wider_than_the_terminal_and_the_duty_is_always_there(
    team: Office, size: tuple[int, int]
) -> None:
    async with on_caseload(team, size) as scene:
        lines = screen_lines(scene.app)
        assert all(len(line) <= size[0] for line in lines)
        assert all(word in lines[4] for word in ("E26-0412", "Rahman", "Decide: no plan", "! 12 late"))
        assert ("5/5" in scene.text) == (size[0] >= 80)
        assert ("▓▓▓" in scene.text) == (size[0] >= 120)
        assert ("M Hughes" in scene.text) == (size[0] >= 200)


async def test_a_terminal_made_larger_shows_more_at_once(team: Office) -> None:
    async with on_caseload(team, SMALL) as scene:
        assert "Why:" not in scene.text
        await scene.pilot.resize_terminal(*WIDE)
        await scene.sees("Why: request received Mon 20 Jul 2026 + 16 weeks = Mon 9 Nov 2026.")
        assert "▓▓▓" in scene.text


async def test_the_case_under_the_cursor_is_explained_below_when_there_is_room(team: Office) -> None:
    async with on_caseload(team, WIDE) as scene:
        await scene.sees("Aisha Rahman", "Larkrise Primary School", "Advice outstanding: Social care (late)")
        await scene.press("down")
        await scene.sees("Why: request received Mon 6 Jul 2026 + 20 weeks = Mon 23 Nov 2026.")


async def test_an_empty_store_says_what_to_do(office: Office) -> None:
    async with on_caseload(office) as scene:
        await scene.sees("There are no cases here yet.", "i import the tracker", "ehc-tui demo")
        await scene.press("enter")
        await scene.sees("There is no case in this list to do that with.")


async def test_the_filter_works_while_it_is_typed_and_escape_clears_it(team: Office) -> None:
    async with on_caseload(team) as scene:
        await scene.press("slash")
        await scene.types("oconn")
        await wait_for(scene.pilot, lambda: scene.refs == ["E26-0398"])
        await scene.press("enter")
        await scene.sees("oconn open, by next due", "1 of 4")
        await scene.press("escape")
        await wait_for(scene.pilot, lambda: len(scene.refs) == 3)
        await scene.sees("all open, by next due", "3 of 4")


async def test_stepping_back_from_the_filter_brings_back_the_one_there_was(team: Office) -> None:
    async with on_caseload(team) as scene:
        await scene.press("slash")
        await scene.types("mine")
        await scene.press("enter")
        await scene.sees("mine open")
        await scene.press("slash")
        await scene.types("zzz")
        await scene.sees("No case matches this filter.")
        await scene.press("escape")
        await scene.sees("mine open", "1 of 4")


async def test_whoever_has_no_cases_learns_which_name_was_looked_for_and_how_to_give_another(
    team: Office,
) -> None:
    async with on_caseload(team, me="root") as scene:
        await scene.press("m")
        await scene.sees(
            "“mine” looked for the caseworker or SEN officer root.", "give it as me in the settings"
        )
        await scene.press("m")
        await scene.sees_no("No case matches")


async def test_what_was_said_of_a_list_goes_with_it(team: Office) -> None:
    async with on_caseload(team, session=SavedSession(filter="mine")) as scene:
        await scene.sees("The list is filtered as you left it")
        await scene.press("escape")
        await scene.sees_no("The list is filtered as you left it")


async def test_a_filter_that_makes_no_sense_is_explained_and_the_list_stays(team: Office) -> None:
    async with on_caseload(team) as scene:
        await scene.press("slash")
        await scene.types("open:x")
        await scene.sees("open: takes yes, no, any, not “x”.")
        assert len(scene.refs) == 3


async def test_tab_completes_a_field_and_the_cursor_moves_meanwhile(team: Office) -> None:
    async with on_caseload(team) as scene:
        await scene.press("slash")
        await scene.types("st")
        await scene.sees("Tab state:met")
        await scene.press("backspace", "backspace")
        await scene.types("open:a")
        await scene.press("tab")
        await scene.sees("open:any, by next due", "4 of 4")
        await scene.press("down")
        await scene.is_on("E26-0398")


async def test_after_cw_the_names_are_offered(team: Office) -> None:
    async with on_caseload(team) as scene:
        await scene.press("slash")
        await scene.types("cw:")
        await scene.sees('"J Okafor"', '"M Hughes"')
        await scene.types("hug")
        await scene.press("tab")
        await scene.sees('cw:"M Hughes" open, by next due', "1 of 4")


async def test_a_digit_shows_one_state_and_again_everything(team: Office) -> None:
    async with on_caseload(team) as scene:
        await scene.sees("1 Overdue 1 2 ≤5d 1 3 ≤20d 1")
        await scene.press("1")
        await wait_for(scene.pilot, lambda: scene.refs == ["E26-0412"])
        await scene.press("2")
        await wait_for(scene.pilot, lambda: scene.refs == ["E26-0398"])
        await scene.press("2")
        await wait_for(scene.pilot, lambda: len(scene.refs) == 3)


async def test_the_list_sorts_by_another_column_and_turns_round(team: Office) -> None:
    async with on_caseload(team) as scene:
        await scene.press("s")
        await scene.sees("Sort by", "c child")
        await scene.press("c")
        await scene.sees("by child", "Child▲")
        assert scene.refs == ["E26-0501", "E26-0398", "E26-0412"]
        await scene.press("S")
        await scene.sees("by child, backwards", "Child▼")
        assert scene.refs == ["E26-0412", "E26-0398", "E26-0501"]


async def test_the_cursor_goes_through_a_long_list_by_line_page_and_end(many: Office) -> None:
    async with on_caseload(many) as scene:
        first = scene.cursor
        await scene.press("j", "j", "k")
        await scene.is_on(scene.refs[1])
        await scene.press("pagedown")
        await wait_for(scene.pilot, lambda: first not in scene.refs)
        await scene.press("G")
        await scene.sees("T-0001")
        await scene.is_on("T-0001")
        await scene.press("g")
        await scene.is_on(first)


async def test_what_was_shown_is_shown_again_at_the_next_start(team: Office, tmp_path: Path) -> None:
    kept = tmp_path / "session.json"
    async with on_caseload(team, session=SavedSession(kept)) as scene:
        await scene.press("s", "c")
        await scene.sees("by child")
        await scene.press("down", "slash")
        await scene.is_on("E26-0398")
        await scene.types("year:14")
        await scene.press("enter")
        await scene.sees("3 of 4")
        await scene.press("down")
        await scene.is_on("E26-0398")
        await wait_for(scene.pilot, lambda: kept.exists() and load_session(kept).cursor == "E26-0398")
    async with on_caseload(team, session=load_session(kept)) as scene:
        await scene.sees(
            "year:14 open, by child", "The list is filtered as you left it; Esc clears the filter."
        )
        await scene.is_on("E26-0398")


async def test_marks_are_counted_also_those_a_filter_hides(team: Office) -> None:
    async with on_caseload(team) as scene:
        await scene.press("space", "space")
        await scene.sees("2 marked")
        await scene.press("2")
        await scene.sees("2 marked, 1 hidden")
        await scene.press("2", "minus")
        await scene.sees_no("marked")


async def test_all_in_the_list_and_a_range_can_be_marked(many: Office) -> None:
    async with on_caseload(many) as scene:
        await scene.press("space", "down", "down", "M")
        await scene.sees("4 marked")
        await scene.press("asterisk")
        await scene.sees("90 marked")
        await scene.press("asterisk")
        await scene.sees_no("marked")


async def test_several_cases_are_given_to_one_caseworker_in_one_act_and_taken_back(team: Office) -> None:
    async with on_caseload(team) as scene:
        await scene.press("asterisk")
        await scene.sees("3 marked")
        await scene.press("a")
        await scene.sees("Allocate 3 cases to a c caseworker o SEN officer")
        await scene.press("c")
        await scene.answer("Allocate 3 cases to", "S Pryce")
        await scene.sees(
            "Give 3 cases to S Pryce? No case is S Pryce's yet: is the name complete?",
            "That takes 1 of M Hughes, 1 of J Okafor. y yes n no",
        )
        await scene.press("y")
        await scene.sees("3 cases given to S Pryce. u takes it back.")
        assert {team.file(ref).row.caseworker for ref in scene.refs} == {"S Pryce"}
        await scene.press("u")
        await scene.sees("Take back: Allocated 3 cases")
        await scene.press("y")
        await wait_for(scene.pilot, lambda: team.file("E26-0398").row.caseworker == "M Hughes")
        assert team.file("E26-0501").row.caseworker == ""


@pytest.mark.parametrize(("key", "given", "whose"), [("n", 2, "Z Newcomer"), ("y", 3, "S Pryce")])
async def test_a_case_that_a_colleague_gave_away_meanwhile_is_named_and_asked_about(
    team: Office, key: str, given: int, whose: str
) -> None:
    taken = team.file("E26-0501").row.id
    async with on_caseload(team) as scene:
        await scene.press("asterisk")
        await scene.sees("3 marked")
        await scene.press("a", "c")
        await scene.answer("Allocate 3 cases to", "S Pryce")
        await scene.sees("Give 3 cases to S Pryce?")
        hughes = team.colleague("M Hughes")
        hughes.do(intake.allocate, [taken], "Z Newcomer")
        hughes.do(notes.add, taken, "Rang the school")
        await scene.press("y")
        await scene.sees(
            "Somebody else has meanwhile given E26-0501 to Z Newcomer. Give it to S Pryce all the"
        )
        assert team.file("E26-0398").row.caseworker == "M Hughes"
        await scene.press(key)
        await scene.sees(f"{given} cases given to S Pryce. u takes it back.")
        assert team.file("E26-0501").row.caseworker == whose
        assert team.file("E26-0398").row.caseworker == "S Pryce"
        hughes.store.close()


async def test_nothing_is_allocated_without_a_yes(team: Office) -> None:
    async with on_caseload(team) as scene:
        await scene.press("a", "c")
        await scene.answer("Allocate E26-0412 to", "S Pryce")
        await scene.sees("Give E26-0412 to S Pryce?")
        await scene.press("n")
        await scene.sees_no("Give E26-0412")
        assert team.file("E26-0412").row.caseworker == ME


async def test_all_late_advice_of_the_marked_cases_is_chased_at_once(team: Office) -> None:
    late = imported(7, date(2026, 8, 3), date(2026, 9, 10), came=[("parent", date(2026, 10, 1))])
    team.bring_in(late)
    async with on_caseload(team) as scene:
        await scene.press("asterisk")
        await scene.sees("4 marked")
        await scene.press("c")
        await scene.sees("Record that 5 late pieces of advice in 2 cases were chased today, 21 Nov 2026?")
        await scene.press("y")
        await scene.sees("5 late pieces of advice in 2 cases recorded as chased.")
        chased = {line.key: line.chases for line in team.file("T-0007").advice}
        assert chased == {key: int(key != "parent") for key in ADVISERS}


async def test_there_may_be_nothing_to_chase(team: Office) -> None:
    async with on_caseload(team) as scene:
        await scene.press("down", "c")
        await scene.sees("No advice is late in E26-0398.")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
async def test_the_list_is_written_to_a_file_as_it_is_shown(
    team: Office, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"list.{ending}"
    async with on_caseload(team) as scene:
        await scene.press("1")
        await scene.sees("1 of 4")
        await scene.press("e")
        await scene.sees("Write E26-0412 to")
        await scene.press("ctrl+u")
        await scene.answer("Write", str(path))
        await scene.sees("1 case written to")
        assert path.stat().st_mode & 0o077 == 0
        if ending == "csv":
            rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
            assert [row["Reference"] for row in rows] == ["E26-0412"]
        await scene.press("e", "ctrl+u")
        await scene.answer("Write", str(path))
        await scene.sees("Replace")
        await scene.press("n")


async def test_a_view_is_saved_under_a_name_chosen_again_and_replaced_only_on_request(team: Office) -> None:
    async with on_caseload(team) as scene:
        await scene.press("v")
        await scene.sees("You have no saved views yet")
        await scene.press("1", "V")
        await scene.answer("Save “state:overdue” by next due as", "Breaches")
        await scene.sees("Saved as Breaches; v brings it back.")
        await scene.press("escape")
        await scene.sees("3 of 4")
        await scene.press("v")
        await scene.sees("View 1 Breaches")
        await scene.press("1")
        await scene.sees("state:overdue open", "1 of 4")
        await scene.press("V")
        await scene.answer("as", "Breaches")
        await scene.sees("Replace the view Breaches?")
        await scene.press("escape")


async def test_a_new_case_is_asked_for_field_by_field_and_opened(team: Office) -> None:
    async with on_caseload(team) as scene:
        await scene.press("n")
        await scene.sees("New case 1/6")
        await scene.types("Novak, Ela")
        await scene.sees("surname Novak, first name Ela")
        await scene.press("enter")
        await scene.answer("New case 2/6", "3/2/18")
        await scene.sees("New case 3/6")
        await scene.press("escape")
        await scene.sees("New case 2/6", "3/2/18")
        await scene.press("enter")
        await scene.press("enter")
        await scene.answer("New case 4/6", "Larkrise Primary School")
        await scene.answer("New case 5/6", "parent")
        await scene.answer("New case 6/6")
        await scene.sees("Ela Novak", "[1 Timeline]")
        opened = team.file("E26-0502")
        assert (opened.row.surname, opened.row.born) == ("Novak", date(2018, 2, 3))
        assert (opened.row.received_on, opened.row.caseworker) == (date(2026, 11, 21), ME)


async def test_a_request_cannot_come_from_the_future(team: Office) -> None:
    async with on_caseload(team) as scene:
        await scene.press("n")
        await scene.answer("New case 1/6", "Ela Novak")
        await scene.answer("New case 2/6")
        await scene.sees("New case 3/6")
        await scene.press("ctrl+u")
        await scene.answer("New case 3/6", "3d")
        await scene.sees("24 Nov 2026 is in the future")


async def test_a_child_who_has_a_case_already_is_pointed_out(team: Office) -> None:
    known = team.file("E26-0412").row
    assert known.born is not None
    async with on_caseload(team) as scene:
        await scene.press("n")
        await scene.answer("New case 1/6", "Rahman, Aisha")
        await scene.answer("New case 2/6", known.born.isoformat())
        for step in (3, 4, 5, 6):
            await scene.answer(f"New case {step}/6")
        await scene.sees("E26-0412 looks like the same child", "Go on?")
        await scene.press("n")
        await scene.sees_no("Go on?")
        assert team.ask("SELECT count(*) FROM ehc_case")[0][0] == 4


async def test_enter_opens_the_case_and_escape_comes_back_to_the_same_line(team: Office) -> None:
    async with on_caseload(team) as scene:
        await scene.press("down", "enter")
        await scene.sees("Niamh O'Connor", "[1 Timeline]")
        await scene.press("right_square_bracket")
        await scene.sees("Łukasz Kowalczyk")
        await scene.press("escape")
        await scene.is_on("E26-0501")


async def test_a_reference_or_a_command_is_found_by_what_is_typed(team: Office) -> None:
    async with on_caseload(team) as scene:
        await scene.press("colon")
        await scene.types("mar")
        await scene.sees("Tab mark · mark to here · mark all")
        await scene.press("ctrl+g")
        await scene.press("colon")
        await scene.answer("Go to", "mine")
        await scene.sees("mine open")
        await scene.press("colon")
        await scene.answer("Go to", "0398")
        await scene.sees("Niamh O'Connor")
        await scene.press("escape", "colon")
        await scene.answer("Go to", "E26-9999")
        await scene.sees("No case has the reference E26-9999.")


async def test_an_open_case_is_open_again_at_the_next_start(team: Office, tmp_path: Path) -> None:
    kept = tmp_path / "session.json"
    async with on_caseload(team, session=SavedSession(kept)) as scene:
        await scene.press("down", "enter")
        await scene.sees("Niamh O'Connor")
        await wait_for(scene.pilot, lambda: kept.exists() and load_session(kept).open_case == "E26-0398")
    async with on_caseload(team, session=load_session(kept)) as scene:
        await scene.sees("Niamh O'Connor", "[1 Timeline]")
        await scene.press("escape")
        await scene.is_on("E26-0398")
        assert scene.app.desk.session.open_case == ""


async def test_ctrl_c_ends_nothing_and_says_what_does(team: Office) -> None:
    async with on_caseload(team) as scene:
        await scene.press("ctrl+c")
        await scene.sees("Press q to leave.")
        assert scene.app.is_running


async def test_the_help_lists_the_keys_of_this_screen(team: Office) -> None:
    async with on_caseload(team, WIDE) as scene:
        await scene.press("question_mark")
        await scene.sees("Help · caseload", "Show only cases that match words")
        await scene.press("end")
        await scene.sees("limit lifted by a recorded exception")
        await scene.press("escape")
        await scene.sees("all open")


async def test_read_only_shows_everything_and_says_why_nothing_can_be_changed(team: Office) -> None:
    async with on_caseload(team, read_only=True) as scene:
        await scene.sees("read-only", "E26-0412")
        await scene.press("a")
        await scene.sees("This store is open for reading only.")
        await scene.press("enter")
        await scene.sees("[1 Timeline]")


async def test_what_a_colleague_changes_appears_by_itself(
    team: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ehc_tui.app.POLL_SECONDS", 0.02)
    async with on_caseload(team, (200, 50)) as scene:
        await scene.press("down")
        await scene.is_on("E26-0398")
        team.colleague("M Hughes").do(intake.allocate, [team.file("E26-0501").row.id], "D Ferreira")
        await scene.sees("D Ferreira")
        await scene.is_on("E26-0398")


HOSTILE = "[@click=app.quit]x[/] \x1b]52;c;aGk=\x07\u202e李小龍[/red]"


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_text_made_to_do_harm_is_shown_as_text(office: Office, size: tuple[int, int]) -> None:
    office.bring_in(
        imported(1, date(2026, 7, 20), surname=HOSTILE, forename="[/]", setting=HOSTILE, caseworker=HOSTILE)
    )
    async with on_caseload(office, size, me=HOSTILE) as scene:
        await scene.sees("[@click=app.")
        await scene.press("slash")
        await scene.types("[/]")
        await scene.press("enter")
        await scene.sees("[/] open", "1 of 1")
        assert not any(
            ord(character) < 32 or character == "\u202e" for character in scene.text.replace("\n", "")
        )
        assert {len(line) <= size[0] for line in screen_lines(scene.app)} == {True}


async def test_every_state_has_its_sign(team: Office) -> None:
    async with on_caseload(team) as scene:
        await scene.press("slash")
        await scene.types("open:any")
        await scene.sees("4 of 4")
        assert team.file("E26-0101").row.state is State.MET
        assert "✓" in next(line for line in scene.text.splitlines() if "E26-0101" in line)


@pytest.mark.parametrize("size", [(60, 20), SMALL, WIDE], ids=lambda size: f"{size[0]}")
async def test_the_caseload_looks_as_it_did(
    team: Office, golden: Callable[[str, str], None], size: tuple[int, int]
) -> None:
    async with on_caseload(team, size) as scene:
        await scene.press("down", "space", "up")
        await scene.sees("1 marked")
        if size == WIDE:
            await scene.sees("Why: request received Mon 6 Jul 2026")
        lines = screen_lines(scene.app)[:-1]  # the footer changes with every key that is added
        golden(f"caseload_{size[0]}.txt", "\n".join(lines).rstrip() + "\n")


async def test_the_list_is_there_before_it_is_counted_and_its_end_once_it_is(
    many: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting = threading.Event()
    count = Caseload.count
    monkeypatch.setattr(Caseload, "count", lambda found: counting.wait(20) and count(found))
    async with on_caseload(many, SMALL) as scene:
        await scene.sees("… of …")
        await scene.press("down", "pagedown")
        await wait_for(scene.pilot, lambda: "T-0090" not in scene.refs)
        await scene.press("G")
        counting.set()
        await scene.is_on("T-0001")
        await scene.sees("90 of 90")


async def test_a_cursor_key_asks_the_store_nothing_and_a_page_little(
    many: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    execute = Reader.execute

    def keeping(reader: Reader, sql: str, given: object = (), /) -> sqlite3.Cursor:
        asked.append(sql)
        return execute(reader, sql, given)

    async with on_caseload(many, SMALL) as scene:
        await scene.sees("90 of 90")
        monkeypatch.setattr(Reader, "execute", keeping)
        await scene.press(*["down"] * 12)
        await scene.is_on("T-0078")
        assert [sql for sql in asked if "ehc_case" in sql] == []
        await scene.press("G")
        await scene.is_on("T-0001")
        assert len([sql for sql in asked if "ehc_case" in sql]) <= 4
