"""Screens never wait for the store, show only the newest answer, and say what was refused."""

from __future__ import annotations

from threading import Event
from typing import Any

from caseload_scene import ME
from office import NOW, TODAY, Office
from screen_text import wait_for, wait_for_text

from ehc_tui.app import EhcApp
from ehc_tui.commands import bindings_for
from ehc_tui.present.runs import Run
from ehc_tui.screens.asking import flow
from ehc_tui.screens.base import BaseScreen
from ehc_tui.settings import Settings
from ehc_tui.store.errors import StoreError
from ehc_tui.store.lookups import last_act


class Probe(BaseScreen):
    """A screen that does nothing by itself."""

    SCOPE = "help"
    BINDINGS = [*bindings_for("help")]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[Any] = []
        self.moves: list[str] = []

    def move(self, how: str) -> None:
        self.moves.append(how)

    @flow
    async def refused(self) -> None:
        def refuse() -> None:
            raise StoreError("The disk is full; nothing was changed.")

        await self.read(refuse)


def an_app(office: Office, **given: Any) -> EhcApp:
    return EhcApp(office.store, Settings(theme="dark"), TODAY, ME, now=lambda: NOW, **given)


async def test_of_several_questions_only_the_newest_is_answered_and_the_waiting_ones_not_even_asked(
    office: Office,
) -> None:
    app, screen = an_app(office), None
    go_on, asked = Event(), []

    def question(name: str) -> str:
        asked.append(name)
        go_on.wait(10)
        return name

    async with app.run_test() as pilot:
        screen = Probe()
        await app.push_screen(screen)
        for name in ("first", "second", "third"):
            screen.run_read(lambda name=name: question(name), screen.answers.append, name="list")
            await wait_for(pilot, lambda: asked[:1] == ["first"])
        go_on.set()
        await wait_for(pilot, lambda: screen.answers == ["third"])
        assert asked == ["first", "third"]


async def test_keys_are_answered_while_the_store_is_slow(office: Office) -> None:
    app = an_app(office)
    go_on = Event()
    async with app.run_test() as pilot:
        screen = Probe()
        await app.push_screen(screen)
        screen.run_read(lambda: go_on.wait(10), screen.answers.append)
        await pilot.press("down", "j", "G")
        await wait_for(pilot, lambda: screen.moves == ["down", "down", "last"])
        assert screen.answers == []
        go_on.set()
        await wait_for(pilot, lambda: screen.answers == [True])


async def test_what_is_refused_is_said_in_the_prompt_line(office: Office) -> None:
    app = an_app(office)
    async with app.run_test() as pilot:
        screen = Probe()
        await app.push_screen(screen)
        screen.refused()
        await wait_for_text(pilot, "The disk is full; nothing was changed.")


async def test_commands_rest_while_a_question_waits(office: Office) -> None:
    app = an_app(office)
    async with app.run_test() as pilot:
        screen = Probe()
        await app.push_screen(screen)
        await pilot.press("colon")
        await wait_for(pilot, lambda: screen.prompt.asking)
        await pilot.press("down", "pagedown")
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: not screen.prompt.asking)
        assert screen.moves == []
        await pilot.press("down")
        await wait_for(pilot, lambda: screen.moves == ["down"])


async def test_the_heading_keeps_its_right_end_and_cuts_the_left(office: Office) -> None:
    app = an_app(office)
    async with app.run_test(size=(40, 10)) as pilot:
        screen = Probe()
        await app.push_screen(screen)
        screen.head([Run("A very long name of a very long school indeed")], [Run(" week 18 of 20")])
        await wait_for_text(pilot, "… week 18 of 20")


async def test_the_last_act_of_somebody_is_theirs_and_in_force(office: Office) -> None:
    office.open()
    office.colleague("M Hughes").open("E26-0500", surname="Osei")
    act = last_act(office.store.read(), ME)
    assert act is not None and "E26-0412" in act.summary
    office.undo(act.id)
    assert last_act(office.store.read(), ME) is None
