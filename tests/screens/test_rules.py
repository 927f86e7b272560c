"""Somebody reads the rule book by keys alone: finds a rule, sees the cases under it, calculates, copies."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta

import pytest
from at_the_keys import AtTheKeys
from office import NOW, TODAY, Office, imported
from screen_text import screen_lines, type_text, wait_for
from textual.pilot import Pilot

from ehc_tui.app import EhcApp
from ehc_tui.casework import reliefs
from ehc_tui.law.model import Ground, Relief
from ehc_tui.screens.case import CaseScreen
from ehc_tui.screens.rules import RulesScreen
from ehc_tui.settings import Settings
from ehc_tui.store.engine import open_store

SMALL, WIDE = (80, 24), (120, 40)
FINAL = "issue_final_plan"


class Scene(AtTheKeys):
    """The rule book, with somebody at the keys."""

    def __init__(self, app: EhcApp, pilot: Pilot[None], screen: RulesScreen) -> None:
        super().__init__(app, pilot)
        self.screen = screen

    async def goes_to_the_end(self, *texts: str) -> None:
        """Go to the last line, again while cases come in, until all of these stand on the screen."""
        for _ in range(500):
            await self.press("end")
            if all(text in self.words for text in texts):
                return
            await self.pilot.pause(0.01)
        await self.sees(*texts)

    async def find(self, typed: str) -> None:
        """Find rules and close the question."""
        await self.press("slash")
        await self.answer("Find", typed)
        await wait_for(self.pilot, lambda: not self.screen.prompt.asking)


@asynccontextmanager
async def on_the_book(
    office: Office,
    size: tuple[int, int] = SMALL,
    rule_id: str | None = None,
    settings: Settings | None = None,
) -> AsyncIterator[Scene]:
    """The rule book of an office, opened on a rule or on the list."""
    with open_store(office.store.path) as store:
        app = EhcApp(store, settings or Settings(theme="dark"), TODAY, "J Okafor", now=lambda: NOW)
        async with app.run_test(size=size) as pilot:
            screen = RulesScreen(rule_id)
            await app.push_screen(screen)
            scene = Scene(app, pilot, screen)
            await scene.sees("Rule book")
            yield scene


def a_caseload(office: Office, number: int = 3) -> None:
    """So many cases, received a week apart, the last of them 20 July 2026."""
    office.bring_in(
        *(imported(n, date(2026, 7, 20) - timedelta(weeks=number - n)) for n in range(1, number + 1))
    )


async def test_b_opens_the_book_on_the_list_of_all_rules(office: Office) -> None:
    async with on_the_book(office) as scene:
        scene.app.pop_screen()
        await scene.press("b")
        await scene.sees("Rule book · England", "Decide: no plan 16 wk council plan s.36(9)", "1 of 104")


async def test_rules_are_found_as_words_are_typed_and_escape_shows_all_again(office: Office) -> None:
    async with on_the_book(office) as scene:
        await scene.press("slash")
        await type_text(scene.pilot, "final plan")
        await scene.sees("rules hold “final plan”")
        await scene.sees_no("Consult the family")
        await scene.press("enter")
        await scene.sees("Send final plan")
        await scene.press("escape")
        await scene.sees("Consult the family", "104 rules")


async def test_stepping_back_from_the_question_brings_back_what_was_shown(office: Office) -> None:
    async with on_the_book(office) as scene:
        await scene.find("stage:mediation")
        await scene.sees("Mediation certificate")
        await scene.press("slash")
        await type_text(scene.pilot, " orders")
        await scene.sees("No rule holds all of that")
        await scene.press("escape")
        await scene.sees("Mediation certificate", "rules hold “stage:mediation”")


async def test_a_rule_is_read_in_full_on_a_small_screen(office: Office) -> None:
    async with on_the_book(office) as scene:
        await scene.find("law:20(10)")
        await scene.press("enter")
        await scene.sees(
            "Decide after review",
            "The earlier of: 4 weeks after: review meeting; 12 months beginning with",
            "The council. Statutory: missing it is a breach.",
            "No statutory exception applies to this limit.",
            "Confidence C. To be confirmed against the legislation.",
            "From 1 Sep 2014",
        )
        await scene.press("left")
        await scene.sees("1 of 2")
        await scene.sees_no("Confidence")


async def test_on_a_wide_screen_the_rule_stands_beside_the_list_and_follows_the_cursor(
    office: Office,
) -> None:
    async with on_the_book(office, WIDE) as scene:
        await scene.sees("Consult the family", "The family must be consulted", "s.36(4).")
        await scene.press("down", "down")
        await scene.sees("A customary time for the family's views")
        lines = screen_lines(scene.app)
        assert sum(line.startswith(" ▸ ") for line in lines) == 1


async def test_the_open_cases_under_a_rule_are_counted_and_enter_opens_one(office: Office) -> None:
    a_caseload(office, 30)
    async with on_the_book(office, rule_id=FINAL) as scene:
        await scene.sees("Running now: 30 on open cases, 27 overdue.")
        await scene.goes_to_the_end("T-0030 Kowalczyk", "7 Dec · 16 days")
        await scene.press("enter")
        await wait_for(scene.pilot, lambda: isinstance(scene.app.screen, CaseScreen))
        await scene.sees("T-0030")
        await scene.press("escape")
        await scene.sees("▸ T-0030")


async def test_a_long_list_of_cases_says_how_many_of_how_many_and_enter_shows_more(office: Office) -> None:
    a_caseload(office, 60)
    async with on_the_book(office, rule_id=FINAL) as scene:
        await scene.sees("Running now: 60")
        await scene.goes_to_the_end("and 10 more: Enter shows them")
        await scene.press("enter")
        await scene.goes_to_the_end("T-0060")
        await scene.sees_no("Enter shows them")


async def test_a_date_is_calculated_step_by_step_and_copied_as_a_sentence(office: Office) -> None:
    async with on_the_book(office, rule_id="appeal_deadline") as scene:
        await scene.press("c")
        await scene.sees("What happened", "decision sent")
        await scene.press("1")
        await scene.answer("Decision sent on", "31/12/26")
        await scene.answer("Mediation certificate issued on", "")
        await scene.sees(
            "Calculated The time runs until Mon 1 Mar 2027.",
            "2. 2 months after Thu 31 Dec 2026 is Sun 28 Feb 2027 (there is no 31 February)",
            "3. the tribunal's next working day is Mon 1 Mar 2027",
        )
        await scene.press("y")
        await scene.sees(
            "Sent to your terminal's clipboard", "For a letter: The time runs until Monday 1 March 2027."
        )
        copied = scene.app.clipboard
        assert copied.startswith("The time runs until Monday 1 March 2027. Decision sent Thu 31 Dec 2026;")
        assert copied.endswith("(Tribunal Procedure (HESC) Rules 2008, rules 20(1)(c) and 12(2))")


async def test_without_a_calculation_what_the_rule_says_is_copied(office: Office) -> None:
    async with on_the_book(office, rule_id=FINAL) as scene:
        await scene.press("y")
        await scene.sees("Sent to your terminal's clipboard")
        assert scene.app.clipboard.startswith("The plan must be sent to the family")
        assert "20 weeks after: request received" in scene.app.clipboard
        assert scene.app.clipboard.endswith("(SEND Regulations 2014, reg 13(2))")


@pytest.mark.parametrize(
    ("days", "served", "due"), [(2, "Tue 24 Nov", "Tue 8 Dec"), (4, "Thu 26 Nov", "Thu 10 Dec")]
)
async def test_a_posted_draft_counts_from_the_day_it_is_taken_as_served(
    office: Office, days: int, served: str, due: str
) -> None:
    settings = Settings(theme="dark", post_working_days=days)
    async with on_the_book(office, rule_id="draft_representations_window", settings=settings) as scene:
        await scene.press("c")
        await scene.answer("Draft plan served on", "fri by post")
        await scene.sees(f"posted Fri 20 Nov 2026, taken as served on {served} 2026", f"until {due} 2026")


async def test_two_dates_of_a_rule_count_the_later_one(office: Office) -> None:
    async with on_the_book(office, rule_id="transfer_plan_to_new_la") as scene:
        await scene.press("c")
        await scene.answer("Child moved to another council on", "1/9/26")
        await scene.answer("Old council became aware of the move on", "13/8/26")
        await scene.sees("Due Thu 3 Sep 2026", "the later of these counts: Thu 3 Sep 2026")


async def test_a_local_target_is_calculated_too_and_is_no_law(office: Office) -> None:
    async with on_the_book(office) as scene:
        await scene.find("local_advice_complete")
        await scene.press("c", "1")
        await scene.answer("Request received on", "20/7")
        await scene.sees("Due Mon 12 Oct 2026", "Local: missing it is no breach of the law.")


async def test_what_is_no_day_is_refused_in_the_status_line_and_a_rule_without_a_number_says_so(
    office: Office,
) -> None:
    async with on_the_book(office, rule_id="mediation_arrange") as scene:
        await scene.press("c")
        await scene.answer("Mediation asked for on", "31/2")
        await scene.sees("There is no such day as “31/2”")
        await scene.press("escape")
        await scene.find("seek_advice")
        await scene.press("c")
        await scene.sees("sets no number of days, so there is nothing to calculate.")


async def test_a_date_beyond_the_known_bank_holidays_is_refused_not_guessed(office: Office) -> None:
    async with on_the_book(office, rule_id="mediation_cert_after") as scene:
        await scene.press("c")
        await scene.answer("Mediation ended on", "1/2/2090")
        await scene.sees("Bank holidays are known from")


async def test_the_rule_of_a_clock_is_opened_from_its_case_and_escape_goes_back_there(office: Office) -> None:
    office.open()
    async with on_the_book(office) as scene:
        scene.app.pop_screen()
        await scene.app.open_case("E26-0412")
        await scene.sees("Timeline", "Decide: assess?")
        await scene.press("b")
        await scene.sees("Rule book", "The family must be told the decision, yes or no.")
        await scene.press("escape")
        await scene.sees("Timeline")


async def test_age_rules_are_read_and_have_no_cases(office: Office) -> None:
    async with on_the_book(office) as scene:
        await scene.find("lacks capacity")
        await scene.press("enter")
        await scene.sees("Mental capacity", "a representative acts for them.")
        assert "Running now" not in scene.words


async def test_exceptions_relied_on_are_reported(office: Office) -> None:
    for number in range(6):
        case_id = office.open(f"E26-{number:04}", received_on=date(2026, 6, 1))
        relief = Relief(FINAL, "", Ground.SCHOOL_CLOSED, "Dates", "Shut \x1b[31m", "R Whitcombe", None)
        office.do(reliefs.rely_on, case_id, relief)
    async with on_the_book(office) as scene:
        await scene.press("r")
        await scene.sees(
            "Exceptions relied on",
            "Cases received from 21 Nov 2025 to 21 Nov 2026: 6.",
            "6 cases rely on an exception, 100%",
            "! relied on in more than 25% of the cases",
            "! 6 of 6 authorised by R Whitcombe",
            "! no day the family was told in 6",
        )
        await scene.press("s")
        await scene.answer("Cases received since", "1/7/26")
        await scene.sees("Cases received from 1 Jul 2026 to 21 Nov 2026: 0.", "No exception is relied on")


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_hostile_names_are_shown_as_text(office: Office, size: tuple[int, int]) -> None:
    office.open(surname="[bold]Evil", forename="\x1b[2J\u202eName", received_on=date(2026, 11, 2))
    async with on_the_book(office, size, rule_id=FINAL) as scene:
        await scene.sees("Running now: 1")
        await scene.goes_to_the_end("[bold]Evil")
        assert "\x1b" not in scene.words and "\u202e" not in scene.words


async def test_a_rule_nobody_knows_opens_the_list(office: Office) -> None:
    async with on_the_book(office, rule_id="no_such_rule") as scene:
        await scene.sees("Consult the family", "1 of")


async def test_the_book_is_read_the_way_the_person_reads_the_statute(office: Office) -> None:
    settings = Settings(theme="dark", day_one_inclusive=True)
    async with on_the_book(office, rule_id=FINAL, settings=settings) as scene:
        await scene.press("c", "1")
        await scene.answer("Request received on", "20/7")
        await scene.sees("Due Sun 6 Dec 2026; act by Fri 4 Dec 2026", "counting the day itself")
