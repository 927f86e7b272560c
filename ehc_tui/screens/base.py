"""What all screens share: heading, prompt line and footer, keys from the registry, work off the event loop.

A screen is written like this:

    class CaseScreen(BaseScreen):
        SCOPE = "case"
        BINDINGS = bindings_for("case")
        def compose_body(self): ...               # between the heading and the prompt line
        @flow                                     # a dialogue or any work that has to wait, top to bottom
        async def action_case_note(self):
            text = await self.prompt.ask("Note", words=True, long=True)
            if text:
                await self.write(lambda session, doing: notes.add(session, doing, ...))
                self.say("Noted.")
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.reactive import Reactive
from textual.widget import Widget

from ehc_tui.casework.context import Doing
from ehc_tui.commands import Command, Move, Scope, bindings_for, command, offered, search
from ehc_tui.desk import Desk
from ehc_tui.exchange.private_file import FileRefused
from ehc_tui.law.errors import LawError
from ehc_tui.present.runs import Line, Run, Style, head_line
from ehc_tui.present.sharing import also_open, told
from ehc_tui.screens.kept_words import KeptWords
from ehc_tui.screens.on_record import OnRecord
from ehc_tui.store.casefile import read_case
from ehc_tui.store.errors import StoreError
from ehc_tui.store.lookups import last_act, refs_like
from ehc_tui.store.news import News
from ehc_tui.store.rows import CaseFile
from ehc_tui.text import DayError
from ehc_tui.widgets.attention import Attention
from ehc_tui.widgets.frames import ANSWER, OneFrame
from ehc_tui.widgets.literal import Literal
from ehc_tui.widgets.prompt_bar import PromptBar
from ehc_tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from sqlmodel import Session

T = TypeVar("T")


class Shell(Protocol):
    """What screens need of the app around them."""

    desk: Desk

    async def open_case(self, ref: str) -> None:
        """Open the case with this reference."""

    async def announce_change(self) -> None:
        """Have every screen read again what it shows."""

    def come_forward(self) -> None:
        """Begin to draw, if the app was waiting for its first list."""

    def redraw(self) -> None:
        """Draw everything anew, because something else may have written to the terminal."""

    async def look_round(self) -> None:
        """See what others did and where they are, before the time for it comes round."""


NEWEST_ACTS = 30
"""How much of its history is read with a case; the rest when somebody looks at it."""
REFUSALS: tuple[type[Exception], ...] = (StoreError, LawError, DayError, FileRefused)
"""Errors whose text is a sentence for the person. Anything else is a fault of ours and is not caught."""


def flow(method: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """Run a screen's coroutine as its one dialogue (see `FormDrafts`); what is refused is said."""
    name = method.__name__.removeprefix("action_")

    @wraps(method)
    def start(self: BaseScreen, *args: Any, **kwargs: Any) -> None:
        async def guarded() -> None:
            self.prompt.begin()
            self.flow_begins()
            try:
                with self.prompt.forms.dialogue(f"{self.about}/{name}"):
                    await method(self, *args, **kwargs)
            except REFUSALS as refusal:
                self.refuse(refusal)

        self.start(guarded, "flow", keys_wait=True)

    return start


class BaseScreen(OnRecord, KeptWords, OneFrame):
    """A screen. Subclasses set `SCOPE` and `BINDINGS` and yield their widgets in `compose_body`."""

    SCOPE: ClassVar[Scope] = "app"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("app")]
    AUTO_FOCUS = ""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """As Textual has it, but without drawing the whole screen, 3 KB on the wire, whenever focus changes."""

    def __init__(self) -> None:
        super().__init__()
        self._heading = Literal(id="heading")
        self._heading_parts: tuple[Line, Line] = ((), ())
        self._status = StatusLine(id="status")
        self._asked: dict[str, int] = {}
        self.attention = Attention(self.frames)
        self.also = ""
        self.prompt = PromptBar(
            self._status,
            self.desk.session.drafts,
            self.attention,
            editor=self.desk.settings.editor_command(),
        )

    @property
    def ehc(self) -> Shell:
        """The app this screen belongs to."""
        return cast("Shell", self.app)

    @property
    def desk(self) -> Desk:
        """Store, rules, today and the person."""
        return self.ehc.desk

    def compose(self) -> ComposeResult:
        """Heading, the screen's own widgets, the prompt line, the footer."""
        yield self._heading
        yield from self.compose_body()
        yield self.prompt
        yield self._status

    def compose_body(self) -> ComposeResult:
        """The widgets between the heading and the prompt line."""
        yield from ()

    def on_mount(self) -> None:
        """Offer this screen's commands in the footer."""
        self.offer_commands()

    def offer_commands(self) -> None:
        """Draw the footer again; call it when what `why_not` says may have changed."""
        self._status.offer(self.commands, lambda command_id: bool(self.why_not(command_id)))

    def head(self, left: Iterable[Run], right: Iterable[Run] = ()) -> None:
        """Write the top line: `left` is cut before `right` is. Who works as somebody else sees that first."""
        known = (Run(f"as {self.desk.me}", Style.WARN), Run("  ")) if self.desk.at_keyboard else ()
        self._heading_parts = ((*known, *left), tuple(right))
        self._draw_heading()

    def on_resize(self) -> None:
        """Lay the heading out for the new width."""
        self._draw_heading()

    def _draw_heading(self) -> None:
        left, right = self._heading_parts
        self._heading.show(head_line(left, right, self.size.width, self.also))

    @property
    def about(self) -> str:
        """What a dialogue of this screen is about: a case, a meeting, a session. Drafts are kept by it."""
        return self.SCOPE

    # Commands

    @property
    def commands(self) -> list[Command]:
        """What can be done here: this screen's own commands, then those of the program with free keys."""
        return offered(self.SCOPE)

    def why_not(self, command_id: str) -> str | None:
        """Why the command cannot be done now, in a sentence; None if it can. Subclasses add reasons."""
        power = command(command_id).power
        return self.desk.why_not(power) if power else None

    def action_do(self, command_id: str) -> None:
        """Do a command of the registry, or say why not; a question being asked comes first."""
        if self.prompt.asking and command_id not in self.prompt.lets_through:
            return
        if reason := self.why_not(command_id):
            self.say(reason, Style.WARN)
            return
        found = command(command_id)
        if found.move and not hasattr(self, found.method):
            self.move(found.move)
        else:
            getattr(self, found.method)()

    def move(self, how: Move) -> None:
        """Move through this screen's list, for the movement commands that have no method of their own."""

    def flow_begins(self) -> None:
        """Called before a dialogue: what it does rests on what is on the screen now."""

    def say(self, text: str, style: Style = Style.PLAIN) -> None:
        """Tell the person something in the prompt line."""
        self.prompt.say(text, style)

    def action_app_quit(self) -> None:
        """Leave the program."""
        self.app.exit()

    def action_app_back(self) -> None:
        """Go back to the screen before."""
        if len(self.app.screen_stack) > 1:
            self.app.pop_screen()

    def action_app_help(self) -> None:
        """Show the keys of this screen."""
        from ehc_tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.SCOPE))

    def rule_here(self) -> str | None:
        """The id of the rule of what is under the cursor: what the rule book opens on."""
        return None

    @flow
    async def action_app_panel(self) -> None:
        """Open the panel's queue, or say that the process has none."""
        from ehc_tui.screens.panel import PanelScreen, first_panel

        panel = first_panel(self.desk.process)
        if panel is None:
            self.say(f"{self.desk.process.name} names no panel and no decision queue.", Style.WARN)
        else:
            await self.app.push_screen(PanelScreen(panel))

    @flow
    async def action_app_rules(self) -> None:
        """Open the rule book."""
        from ehc_tui.screens.rules import RulesScreen

        await self.app.push_screen(RulesScreen(self.rule_here()))

    @flow
    async def action_app_settings(self) -> None:
        """Open the readings that the statute leaves open."""
        from ehc_tui.screens.settings import SettingsScreen

        await self.app.push_screen(SettingsScreen())

    def action_app_refresh(self) -> None:
        """Read everything again."""
        self.store_changed()
        self.say("Read again.")

    def action_app_redraw(self) -> None:
        """Draw everything anew."""
        self.ehc.redraw()

    @flow
    async def action_app_palette(self) -> None:
        """Find a command by its words and do it, or jump to a case by (part of) its reference."""
        among = self.commands

        def offers(typed: str) -> list[str]:
            return [found.verb for found in search(typed, among)] if typed.strip() else []

        typed = await self.prompt.ask(
            "Go to", hint="a reference, or a word of what you want to do", complete=offers
        )
        if not typed:
            return
        named = [found for found in among if found.palette and found.verb == typed.casefold()]
        found = next(iter(named or search(typed, among)), None)
        if found is not None and not any(character.isdigit() for character in typed):
            self.action_do(found.id)
            return
        refs = await self.read(lambda: refs_like(self.desk.store.read(), typed))
        if len(refs) == 1 or typed.upper() in refs:
            await self.ehc.open_case(typed.upper() if typed.upper() in refs else refs[0])
        else:
            several = f"Which one: {', '.join(refs)}?" if refs else f"No case has the reference {typed}."
            self.say(several, Style.WARN)

    @flow
    async def action_app_undo(self) -> None:
        """Name the person's last act, ask, and take it back whole."""
        from ehc_tui.casework.acts import undo

        last = await self.read(lambda: last_act(self.desk.store.read(), self.desk.me))
        if last is None:
            self.say("There is nothing of yours to undo.")
        elif await self.prompt.confirm(f"Take back: {last.summary}?"):
            self.say(await self.write(lambda session, doing: undo(session, doing, last.id)))

    # Work off the event loop

    def case_file(self, ref: str, acts: int | None = NEWEST_ACTS) -> CaseFile:
        """On the reading thread: the case with that reference, with the newest `acts` of its history, or all.

        Raises `NotFound` if there is no such case.
        """
        desk = self.desk
        return read_case(
            desk.store.read(), ref, desk.today, desk.book, desk.process, desk.settings.warning_days, acts
        )

    async def read(self, question: Callable[[], T]) -> T:
        """In a flow: what `question` returns, asked on the reading thread, where `store.read()` belongs."""
        return await self.desk.read(question)

    async def write(self, act: Callable[[Session, Doing], T], what: str = "") -> T:
        """In a flow: what `act` returns, done as one transaction; then every screen reads again.

        `what` names work that takes long to those who wait for it. What has begun is finished and shown,
        even if the flow gives way to another meanwhile. What was typed is let go once it is done.
        """

        async def whole() -> T:
            with self.prompt.forms.acting():
                result = await self.desk.write(act, what)
            await self.ehc.announce_change()
            return result

        return await asyncio.shield(whole())

    def run_read(
        self,
        question: Callable[[], T],
        then: Callable[[T], None],
        *,
        name: str = "read",
        counting: bool = False,
        keys_wait: bool = True,
        after: float = 0,
    ) -> None:
        """Outside a flow: ask on the reading thread, or the `counting` one, and hand the answer to `then`.

        Of several questions with one `name` only the newest is answered; older ones are dropped: cut short
        if they have begun, and otherwise not even asked. Keys typed ahead wait for the first answer, unless
        it is not what they are meant for. What nobody waits for may begin `after` so many seconds.
        """
        number = self._asked[name] = self._asked.get(name, 0) + 1

        async def ask() -> None:
            if after:
                await asyncio.sleep(after)
            try:
                answer = await self.desk.newest(
                    question, (self, name), lambda: self._asked[name] == number, counting=counting
                )
            except REFUSALS as refusal:
                self.say(str(refusal), Style.WARN)
                self.ehc.come_forward()
            else:
                if answer is not None and self._asked[name] == number:
                    then(answer[0])
            finally:
                self.frames.there(ask)

        if keys_wait and not counting:
            self.frames.wait_for(ask, ANSWER)
        self.start(ask, f"read/{name}", keys_wait=keys_wait and number == 1)

    def drop(self, name: str) -> None:
        """An answer still to come to the newest question of that `name` is not wanted any more."""
        self._asked[name] = self._asked.get(name, 0) + 1
        self.desk.cut_short((self, name))

    def start(self, work: Callable[[], Awaitable[None]], group: str, *, keys_wait: bool = False) -> None:
        """Let `work` go on beside the screen; of one group only the newest.

        Where it is what keys typed ahead are meant for, `keys_wait` for its questions or its end.
        """

        async def attended(token: object) -> None:
            try:
                await work()
            finally:
                self.attention.give(group, token)

        waited_for = partial(attended, self.attention.withdraw(group)) if keys_wait else work
        self.run_worker(waited_for, group=group, exclusive=True)

    # Others at the same store

    @property
    def case_on_show(self) -> int | None:
        """The id of the case this screen is about, which others then see to be open; None for no one case."""
        return None

    def hear(self, news: News) -> None:
        """Called when the store holds something new, whoever wrote it: read again if it can concern this.

        A screen about one case reads again when that case changed, any other whatever changed.
        """
        case_id = self.case_on_show
        if case_id is None or news.concerns(case_id):
            self.store_changed()
        if case_id is not None and self.is_current and (line := told(news, case_id, self.desk.me, self.when)):
            self.prompt.add(line)

    def show_others(self, names: tuple[str, ...]) -> None:
        """Say in the heading who else has this screen's case open; `names` are in order."""
        also = also_open(names, self.desk.me)
        if also != self.also:
            self.also = also
            self._draw_heading()

    def when(self, instant: datetime) -> str:
        """A past instant in local time: "at 10:42", with the day if it was another."""
        return self.desk.doing().when(instant)

    def store_changed(self) -> None:
        """Called when the store holds something new, whoever wrote it. Screens read again what they show."""
