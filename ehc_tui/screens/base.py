"""What all screens share: heading, prompt line and footer, keys from the registry, news of the store.

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

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.reactive import Reactive
from textual.widget import Widget

from ehc_tui.commands import Command, Move, bindings_for, command, offered, search
from ehc_tui.present.runs import Line, Run, Style, head_line
from ehc_tui.present.sharing import also_open, told
from ehc_tui.screens.asking import Asking, flow
from ehc_tui.screens.on_record import OnRecord
from ehc_tui.store.lookups import last_act, refs_like
from ehc_tui.store.news import News
from ehc_tui.widgets.literal import Literal


class BaseScreen(OnRecord, Asking):
    """A screen. Subclasses set `SCOPE` and `BINDINGS` and yield their widgets in `compose_body`."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("app")]
    AUTO_FOCUS = ""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """As Textual has it, but without drawing the whole screen, 3 KB on the wire, whenever focus changes."""

    def __init__(self) -> None:
        super().__init__()
        self._heading = Literal(id="heading")
        self._heading_parts: tuple[Line, Line] = ((), ())
        self.also = ""

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
