"""Questions are asked in one docked line, and nothing typed there is lost or misread."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import date
from functools import partial
from typing import Any

import pytest
from screen_text import screen_lines, screen_text, type_text, wait_for, wait_for_text
from textual.app import App, ComposeResult
from textual.events import Paste

from ehc_tui.present.runs import Style
from ehc_tui.text import british, parse_day
from ehc_tui.widgets.attention import Attention
from ehc_tui.widgets.frames import Frames
from ehc_tui.widgets.prompt_bar import PromptBar
from ehc_tui.widgets.status_line import StatusLine

TODAY = date(2026, 11, 21)
a_day = partial(parse_day, today=TODAY)


class Asking(App[None]):
    """Nothing but a prompt line and a status line."""

    CSS = """
    Screen { layout: vertical; } Literal { height: 1; } LineInput { width: 1fr; }
    PromptBar { height: auto; layout: horizontal; } PromptBar.-tall { layout: vertical; }
    """
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None

    def __init__(self, drafts: dict[str, str] | None = None) -> None:
        super().__init__()
        status = StatusLine()
        self.status = status
        self.drafts = {} if drafts is None else drafts
        self.prompt = PromptBar(status, self.drafts, Attention(Frames(lambda: None)))
        self.answers: list[Any] = []

    def compose(self) -> ComposeResult:
        yield self.prompt
        yield self.status

    def ask(self, question: Callable[[PromptBar], Coroutine[Any, Any, Any]]) -> None:
        async def collect() -> None:
            self.answers.append(await question(self.prompt))

        self.run_worker(collect())


async def test_a_day_is_asked_for_and_its_meaning_shown_while_it_is_typed() -> None:
    app = Asking()
    async with app.run_test() as pilot:
        app.ask(lambda prompt: prompt.ask("Told on", parse=a_day, echo=lambda day: british(day, "weekday")))
        await wait_for_text(pilot, "Told on")
        await type_text(pilot, "fri")
        await wait_for_text(pilot, "Fri 27 Nov 2026")
        await pilot.press("enter")
        await wait_for(pilot, lambda: app.answers == [date(2026, 11, 27)])
        assert "Told on" not in screen_text(app)


async def test_an_answer_that_cannot_be_read_is_refused_in_a_sentence_and_kept_for_mending() -> None:
    app = Asking()
    async with app.run_test() as pilot:
        app.ask(lambda prompt: prompt.ask("Told on", parse=a_day))
        await wait_for_text(pilot, "Told on")
        await type_text(pilot, "31/2")
        await pilot.press("enter")
        await wait_for_text(pilot, "There is no such day as “31/2”")
        assert "31/2" in screen_lines(app)[0]
        await pilot.press("backspace", "3", "enter")
        await wait_for(pilot, lambda: app.answers == [date(2027, 3, 31)])


@pytest.mark.parametrize("key", ["escape", "ctrl+g"])
async def test_stepping_back_answers_nothing(key: str) -> None:
    app = Asking()
    async with app.run_test() as pilot:
        app.ask(lambda prompt: prompt.ask("Name"))
        await wait_for_text(pilot, "Name")
        await pilot.press("x", key)
        await wait_for(pilot, lambda: app.answers == [None])
        assert not app.prompt.asking


async def test_half_typed_text_is_kept_until_it_is_answered() -> None:
    app = Asking()
    async with app.run_test() as pilot:
        app.ask(lambda prompt: prompt.ask("Note", draft="note/E26-0412"))
        await wait_for_text(pilot, "Note")
        await type_text(pilot, "rang mum")
        await wait_for(pilot, lambda: app.drafts == {"note/E26-0412": "rang mum"})
        await pilot.press("escape")
        await wait_for(pilot, lambda: app.answers == [None])
        app.ask(lambda prompt: prompt.ask("Note", draft="note/E26-0412"))
        await wait_for_text(pilot, "rang mum")
        await pilot.press("enter")
        await wait_for(pilot, lambda: app.answers == [None, "rang mum"])
        assert app.drafts == {}


async def test_one_key_chooses_and_other_keys_do_nothing() -> None:
    app = Asking()
    async with app.run_test() as pilot:
        app.ask(lambda prompt: prompt.choose("Sort by", [("d", "due date", "due"), ("", "child", "child")]))
        await wait_for_text(pilot, "Sort by  d due date  1 child")
        await pilot.press("x", "enter", "1")
        await wait_for(pilot, lambda: app.answers == ["child"])


@pytest.mark.parametrize(("key", "answer"), [("y", True), ("n", False), ("escape", False)])
async def test_only_y_is_a_yes(key: str, answer: bool) -> None:
    app = Asking()
    async with app.run_test() as pilot:
        app.ask(lambda prompt: prompt.confirm("Give 12 cases to J Okafor?"))
        await wait_for_text(pilot, "Give 12 cases to J Okafor?  y yes  n no")
        await pilot.press("enter", key)
        await wait_for(pilot, lambda: app.answers == [answer])


async def test_tab_completes_and_the_offers_are_shown() -> None:
    names = ["J Okafor", "M Hughes"]
    app = Asking()
    async with app.run_test() as pilot:
        app.ask(
            lambda prompt: prompt.ask(
                "Caseworker", complete=lambda typed: [name for name in names if typed in name.lower()]
            )
        )
        await wait_for_text(pilot, "Tab J Okafor · M Hughes")
        await pilot.press("h", "u", "tab", "enter")
        await wait_for(pilot, lambda: app.answers == ["M Hughes"])


async def test_the_way_out_stays_in_sight_however_much_is_offered() -> None:
    app = Asking()
    async with app.run_test(size=(60, 5)) as pilot:
        app.ask(
            lambda prompt: prompt.ask("Caseworker", complete=lambda _: [f"Somebody {n}" for n in range(30)])
        )
        await wait_for_text(pilot, "…   Enter ok  Esc step back")


async def test_a_long_sentence_wraps_and_is_read_whole() -> None:
    app = Asking()
    sentence = (
        "The store /srv/ehc/caseload.db cannot be written to; nothing was changed: ask whoever owns the file."
    )
    async with app.run_test(size=(50, 12)) as pilot:
        app.prompt.say(sentence, Style.WARN)
        await wait_for(pilot, lambda: " ".join(screen_text(app).split()) == sentence)


async def test_pasted_and_told_text_is_literal_and_holds_no_control_character() -> None:
    app = Asking()
    async with app.run_test() as pilot:
        app.prompt.say("[@click=app.quit]x[/] \x1b]52;c;aGk=\x07")
        await wait_for_text(pilot, "[@click=app.quit]x[/] ]52;c;aGk=")
        app.ask(lambda prompt: prompt.ask("Name [/]"))
        await wait_for_text(pilot, "Name [/]")
        assert app.focused is not None
        app.focused.post_message(Paste("O'Brien\x1b[2J\nsecond"))
        await wait_for_text(pilot, "O'Brien[2J second")
        await pilot.press("enter")
        await wait_for(pilot, lambda: app.answers == ["O'Brien[2J second"])


async def test_a_question_too_long_for_the_line_stands_above_its_answer() -> None:
    app = Asking()
    async with app.run_test(size=(40, 10)) as pilot:
        app.ask(lambda prompt: prompt.ask("Why can the assessment not be finished in time"))
        await wait_for_text(pilot, "finished")
        await type_text(pilot, "school closed")
        await wait_for(pilot, lambda: "school closed" in screen_lines(app)[2])
        await pilot.press("enter")
        await wait_for(pilot, lambda: app.answers == ["school closed"])
