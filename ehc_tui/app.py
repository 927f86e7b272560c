"""The terminal app: theme, signals, the saved session and the change poll around the screens."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import Callable
from datetime import date, datetime
from importlib import import_module

from textual.app import App
from textual.worker import WorkerFailed

from ehc_tui.casework.derived_with import is_current
from ehc_tui.casework.noted import DERIVED_WITH
from ehc_tui.desk import Desk
from ehc_tui.discretion import about_task
from ehc_tui.exchange.private_file import FileRefused
from ehc_tui.held_terminal import HeldTerminal
from ehc_tui.keys_in_turn import KeysInTurn
from ehc_tui.law.process import load_process
from ehc_tui.present.prose import plural
from ehc_tui.present.runs import Style
from ehc_tui.screen_lock import ScreenLock
from ehc_tui.screens.base import BaseScreen
from ehc_tui.screens.caseload import CaseloadScreen
from ehc_tui.session import SavedSession
from ehc_tui.settings import Settings
from ehc_tui.store.engine import Store
from ehc_tui.store.errors import StoreError
from ehc_tui.store.lookups import id_of
from ehc_tui.store.news import EVERYTHING, News, Watch
from ehc_tui.store.presence import Presence
from ehc_tui.store.retention import removed
from ehc_tui.text import clean
from ehc_tui.widgets.lean_output import LeanOutput
from ehc_tui.widgets.palette import ANSI, choose_theme, themes
from ehc_tui.widgets.take_over import driver_for

POLL_SECONDS = 2.0
SAVE_SECONDS = 0.3
SEEN_AFTER_SECONDS = 3.0
"""So long the first frame stands at the most, whatever keeps the list from being read."""
PREPARE_SECONDS = 1.0
"""After so long whoever opened the program to look has looked; loading before that would slow their keys."""
_END_SIGNALS = (signal.SIGHUP, signal.SIGTERM)


class EhcApp(ScreenLock, KeysInTurn, LeanOutput):
    """EHC casework on one store, for one person, on one day."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    TITLE = "EHC casework"

    def __init__(
        self,
        store: Store,
        settings: Settings,
        today: date,
        me: str,
        *,
        read_only: bool = False,
        at_keyboard: str = "",
        session: SavedSession | None = None,
        now: Callable[[], datetime] | None = None,
        day: Callable[[], date] | None = None,
    ) -> None:
        """`day` says what day it is as time goes by; without it `today` stays while the program runs.

        `at_keyboard` names the owner of the store while they work as somebody else.
        """
        theme = choose_theme(settings.theme, os.environ)
        if theme == ANSI:
            # Textual decides at construction how to honour NO_COLOR and the terminal's own colours.
            self.set_reactive(App.theme, ANSI)
        super().__init__()
        for ours in themes():
            self.register_theme(ours)
        self.theme = theme
        self.animation_level = "none"
        self._disable_notifications = self._disable_tooltips = True  # two widgets less on every screen
        self.desk = Desk(
            store,
            settings.rulebook(),
            load_process(settings.process),
            settings,
            today,
            me,
            read_only=read_only,
            at_keyboard=at_keyboard,
            session=session or SavedSession(),
        )
        if now is not None:
            self.desk.now = now
        self.desk.follow_store()
        self.desk.follow_staff()
        self._day = day or (lambda: today)
        self._saving = False
        self._watch = Watch(store, DERIVED_WITH)
        self._presence = Presence(store.path, me)
        self._left_open = self.desk.session.open_case
        self._left_pack = self.desk.session.open_pack

    def get_default_screen(self) -> CaseloadScreen:
        """The caseload is home."""
        return CaseloadScreen()

    def on_mount(self) -> None:
        """Listen for the line being dropped, for the session changing and for others changing the store."""
        for number in _END_SIGNALS:
            asyncio.get_running_loop().add_signal_handler(number, self._end, number)
        asyncio.get_running_loop().set_exception_handler(about_task)
        self.desk.session.on_change = self._session_changed
        loop = asyncio.get_running_loop()

        def say_waiting(sentence: str) -> None:
            loop.call_soon_threadsafe(self._say, sentence)

        self.desk.store.turns.on_wait = say_waiting
        self._look_round_beside()
        self.set_interval(POLL_SECONDS, self._look_round_beside)
        if self._left_pack:
            self.call_after_refresh(self._open_pack_again, self._left_pack)
        if self._left_open:
            self.call_after_refresh(self._open_again, self._left_open)
        self.set_timer(SEEN_AFTER_SECONDS, self.come_forward)
        self.call_after_refresh(_settle_memory)
        self.set_timer(PREPARE_SECONDS, lambda: self.run_worker(self._prepare()))
        self.run_worker(self._catch_up())

    async def takes_keys(self) -> None:
        """What was typed at the first frame is for the list that stands on it."""
        await self.in_front.wait()

    def on_unmount(self) -> None:
        """Keep the session and let the threads finish."""
        for number in _END_SIGNALS:
            asyncio.get_running_loop().remove_signal_handler(number)
        self._save_now()
        self.desk.close()
        self._presence.close()

    async def _catch_up(self) -> None:
        """Finish what was broken off or has gone out of date: removals, drafts of removed cases, dates."""
        desk = self.desk
        try:
            if said := await desk.finish_removal():
                self._say(said)
            if desk.session.half_typed:
                for gone in await desk.count(lambda: removed(desk.store.read())):
                    desk.session.forget(gone.ref)
            if await desk.read(lambda: is_current(desk.store.read(), desk.doing())):
                return
            if desk.read_only:
                self._say("The dates of this store were counted under other rules than this program's.")
                return
            cases = await desk.catch_up()
        except StoreError as refusal:
            self._say(str(refusal))
            return
        if cases:
            await self.announce_change()
            counted = plural(cases, "case was", "cases were")
            self._say(f"The rules have changed: {counted} counted again.")

    async def open_case(self, ref: str) -> None:
        """Open the case with this reference."""
        from ehc_tui.screens.case import CaseScreen

        home = self.screen_stack[0]
        await self.push_screen(CaseScreen(ref, home.neighbour if isinstance(home, CaseloadScreen) else None))

    async def _prepare(self) -> None:
        """Load, while nobody waits for it, what the first case and the first act take."""
        await asyncio.to_thread(import_module, "ehc_tui.screens.case")
        if not self.desk.read_only:
            await self.desk.prepare_to_write()

    async def _open_again(self, ref: str) -> None:
        """Open the case that was left open, unless it has gone since."""
        if await self.desk.read(lambda: id_of(self.desk.store.read(), ref)) is None:
            self._say(f"{ref}, which you left open, is no longer in this store.")
        else:
            await self.open_case(ref)

    async def _open_pack_again(self, place: str) -> None:
        """Open the pack that was being read, on its agenda or queue; nothing before it is drawn."""
        from ehc_tui.screens.panel_again import pack_again

        openings = await self.desk.read(lambda: pack_again(self.desk, place))
        if not openings:
            self._say("The pack you left open is no longer in this store.")
        with self.batch_update():
            for opening in openings:
                screen = opening()
                await self.push_screen(screen)
            if openings:
                await screen.reread()

    async def announce_change(self) -> None:
        """Have every screen read again what it shows, and take the store as seen up to now."""
        news = await self.desk.read(self._watch.look)
        await self._spread(news or EVERYTHING)

    def copy_to_clipboard(self, text: str) -> None:
        """Send text to the terminal's clipboard, cleaned: from there it goes to programs that may obey it."""
        super().copy_to_clipboard(clean(text, lines=True))

    def _look_round_beside(self) -> None:
        """Beside the app's own queue, through which all keys go: a busy thread must not hold them up."""
        if not any(worker.group == "round" for worker in self.workers):
            self.run_worker(self.look_round(), group="round")

    async def look_round(self) -> None:
        """See what others did to the store, who is where, what day it is, and if anybody is here.

        Nothing is read beyond that, and nothing drawn, where all is as it was.
        """
        self.lock_if_left_alone()
        case_id = self._case_on_show()
        try:
            news, others = await self.desk.read(lambda: (self._watch.look(), self._whereabouts(case_id)))
        except StoreError as refusal:
            self._say(str(refusal))
            return
        today = self._day()
        if today != self.desk.today:
            self.desk.today, news = today, EVERYTHING
        if news:
            await self._spread(news)
        shown = self._shown
        if shown and shown.case_on_show == case_id:
            shown.show_others(others)

    async def _spread(self, news: News) -> None:
        if news.cases is None:
            await self.desk.read(self.desk.follow_store)
        await self.desk.read(self.desk.follow_staff)
        self.turn_out_if_unlisted()
        for screen in self.screen_stack:
            if isinstance(screen, BaseScreen):
                screen.offer_commands()
                screen.hear(news)

    @property
    def _shown(self) -> BaseScreen | None:
        """The screen in front; None where it is none of ours, and none at all while the program ends."""
        screen = next(reversed(self.screen_stack), None)
        return screen if isinstance(screen, BaseScreen) else None

    def _case_on_show(self) -> int | None:
        return self._shown.case_on_show if self._shown else None

    def _whereabouts(self, case_id: int | None) -> tuple[str, ...]:
        """On the reading thread: tell others which case is open here, and ask who else has it open."""
        self._presence.at(case_id)
        return self._presence.others(case_id) if case_id is not None else ()

    def _session_changed(self) -> None:
        if not self._saving:
            self._saving = True
            self.set_timer(SAVE_SECONDS, self._save_soon)

    async def _save_soon(self) -> None:
        self._saving = False
        try:
            await asyncio.to_thread(self.desk.session.save)
        except FileRefused as refusal:
            self._say(str(refusal))

    def _save_now(self) -> None:
        try:
            self.desk.session.save()
        except FileRefused as refusal:
            self.log.error(str(refusal))

    def _say(self, sentence: str) -> None:
        if self._shown:
            self._shown.say(sentence, Style.WARN)

    def _end(self, number: int) -> None:
        """Told by the system: when the line was dropped nobody is there to be written to."""
        self.line_dropped = number == signal.SIGHUP
        self.end_in_order()

    def end_in_order(self) -> None:
        """The line was dropped, or the program was told to end: keep everything and leave in order."""
        self._save_now()
        self.exit()

    def _fatal_error(self) -> None:
        """End after a fault of ours. Textual would print all that is known of it, people's names included."""
        self.wipe()
        self.panic()

    def action_help_quit(self) -> None:
        """Say how to leave; ctrl+c is too easily pressed to end anything."""
        self._say("Press q to leave.")


def _settle_memory() -> None:
    """Keep the garbage collector from walking through what lives as long as the program.

    While the program was loading it was off, and there is next to no garbage: looking for it would only delay
    the first key.
    """
    if gc.isenabled():
        gc.collect()
    gc.freeze()
    gc.enable()


def run(app: EhcApp, held: HeldTerminal) -> None:
    """Run the app on this terminal until the person leaves. Raises the fault of ours that ended it."""
    if held.attributes is not None:
        app.driver_class = driver_for(held)
    if held.screenful is not None:
        app.stay_behind(held.screenful)
    app.run(mouse=app.desk.settings.uses_mouse())
    fault = app._exception
    if fault is not None:
        raise fault.error if isinstance(fault, WorkerFailed) else fault
