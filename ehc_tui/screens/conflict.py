"""Where two people changed the same thing: both sides, and for each field which of them is recorded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from ehc_tui.casework.context import Doing
from ehc_tui.casework.together import (
    Choice,
    Clash,
    Form,
    Values,
    clashes,
    done_since,
    is_done,
    put_together,
    version_of,
)
from ehc_tui.commands import Move, bindings_for
from ehc_tui.present.conflict import conflict_page, meanwhile, settled
from ehc_tui.present.runs import Run, Style
from ehc_tui.screens.base import BaseScreen
from ehc_tui.store.errors import Conflict, NotFound
from ehc_tui.store.news import News
from ehc_tui.store.rows import ActRow
from ehc_tui.widgets.lines import LineList

if TYPE_CHECKING:
    from sqlmodel import Session

Act = Callable[["Session", Doing, int], Any]
"""Does an act on a case that is expected to be at a version."""


class ConflictScreen(BaseScreen):
    """The fields that both changed. `chosen` is what to make of them once `recorded`; else all is left."""

    SCOPE = "conflict"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("conflict")]

    def __init__(
        self, about: str, fields: Sequence[Clash], acts: Sequence[ActRow], case_id: int | None = None
    ) -> None:
        """`about` names what was changed: the reference of the case with that id, or a session."""
        super().__init__()
        self._about, self._fields, self._acts = about, tuple(fields), tuple(acts)
        self._case_id = case_id
        self.chosen: dict[str, Choice] = {field.field: "mine" for field in fields}
        self.recorded = False
        self._list = LineList(id="conflict")

    def compose_body(self) -> ComposeResult:
        """What others did, and the fields."""
        yield self._list

    def on_mount(self) -> None:
        """Say what has happened."""
        self.head((Run(self._about, Style.ACCENT), Run(" was changed while you had it open", Style.TITLE)))
        self.say(self._first_words(), Style.WARN)
        self._draw()

    def on_resize(self) -> None:
        """Lay both sides out for the width."""
        self._draw()

    @property
    def case_on_show(self) -> int | None:
        """The case."""
        return self._case_id

    def hear(self, news: News) -> None:
        """What others did stands here already; what they do next is seen when this is recorded."""

    def move(self, how: Move) -> None:
        """Move through the fields."""
        self._list.move(how)
        self.offer_commands()

    def why_not(self, command_id: str) -> str | None:
        """Only texts can be kept both."""
        if command_id == "conflict.both" and "both" not in self._field.choices:
            return "Only one of the two can be so: m takes yours, t leaves theirs."
        return super().why_not(command_id)

    def action_conflict_mine(self) -> None:
        """Take one's own."""
        self._take("mine")

    def action_conflict_theirs(self) -> None:
        """Leave the other's."""
        self._take("theirs")

    def action_conflict_both(self) -> None:
        """Keep both."""
        self._take("both")

    def action_conflict_turn(self) -> None:
        """The next of what can be made of the field."""
        choices = self._field.choices
        self._take(choices[(choices.index(self.chosen[self._field.field]) + 1) % len(choices)])

    def action_conflict_record(self) -> None:
        """Record what has been put together."""
        self.recorded = True
        self.dismiss()

    def action_app_back(self) -> None:
        """Leave the case as the other person has it."""
        self.dismiss()

    @property
    def _field(self) -> Clash:
        return self._fields[self._list.cursor]

    def _take(self, choice: Choice) -> None:
        self.chosen[self._field.field] = choice
        self._draw()

    def _first_words(self) -> str:
        last = self._acts[0] if self._acts else None
        who = f"{self._about} was changed by {last.by} {self.when(last.at)}" if last else "It was changed"
        return f"{who}: nothing was recorded yet. Enter records what you take, Esc leaves it as it is."

    def _draw(self) -> None:
        if self.size.width:
            page = conflict_page(
                self._fields, self.chosen, self._acts, self.desk.book, self.when, self.size.width
            )
            self._list.show(page, self._list.cursor)


@dataclass
class Together:
    """An act on a case that somebody else may have changed since `seen`, its file, was on the screen."""

    screen: BaseScreen
    seen: Any
    form: Form | None

    async def do(self, act: Act, said: str) -> tuple[Any, str]:
        """In a flow: what the act returned, and what to say of it: `said`, and what others did meanwhile.

        Where it was put together from both sides what was recorded is said instead.

        What does not touch the same thing goes through on the case as it is now. Where both changed the same,
        the person puts it together first. Raises `Conflict` if they leave it, and what the act raises.
        """
        screen = self.screen
        while True:
            try:
                return await self._write(act, version_of(self.seen)), said
            except (Conflict, NotFound):
                now, acts = await screen.read(self.again)
                if self.form is None or version_of(now) == version_of(self.seen):
                    raise
            if values := await self._settled(self.form, now, acts):
                act, said = _with(self.form, values, now), f"Recorded: {settled(values)}. u takes it back."
            else:
                said = f"{said} {meanwhile(acts, screen.when)}"
            self.seen = now

    def again(self) -> tuple[Any, Sequence[ActRow]]:
        """On the reading thread: the case as it is now, and all that was done to it since."""
        now = self.screen.case_file(self.seen.row.ref)
        if now.row.version - self.seen.row.version > len(now.history):
            now = self.screen.case_file(self.seen.row.ref, None)
        return now, done_since(self.seen, now)

    def asking(self, now: Any, fields: Sequence[Clash], acts: Sequence[ActRow]) -> ConflictScreen:
        """The screen on which both sides are put together."""
        return ConflictScreen(now.row.ref, fields, acts, now.row.id)

    async def _write(self, act: Act, version: int) -> Any:
        return await self.screen.write(lambda session, doing: act(session, doing, version))

    async def _settled(self, form: Form, now: Any, acts: Sequence[ActRow]) -> Values | None:
        """What to record instead, where both changed the same; None where the act can be done as it is."""
        who = acts[0].by if acts else "somebody else"
        if is_done(form, form.mine, now) and not is_done(form, form.mine, self.seen):
            raise Conflict(f"{who} recorded the same {self._at(acts)}: there was nothing left to record.")
        fields = clashes(form, self.seen, now)
        if not fields:
            await self._sure(form, now, acts)
            values = put_together(form, self.seen, now, {})
            return None if values == form.mine else values
        asking = self.asking(now, fields, acts)
        await self.screen.app.push_screen_wait(asking)
        if not asking.recorded:
            typed = self.screen.prompt.forms.any_kept
            again = (
                "; what you typed comes back with the same question" if typed else ": yours was not recorded"
            )
            raise Conflict(f"Left as {who} recorded it{again}.")
        values = put_together(form, self.seen, now, asking.chosen)
        if is_done(form, values, now):
            raise Conflict(f"Left as {who} recorded it: there was nothing else to record.")
        return values

    async def _sure(self, form: Form, now: Any, acts: Sequence[ActRow]) -> None:
        """Ask again where what others did makes it odd; raises `Conflict` if it is not to be recorded."""
        before = form.doubts(self.seen)
        odd = [doubt for doubt in form.doubts(now) if doubt not in before]
        if odd and acts:
            who = f"{acts[0].by} recorded “{acts[0].summary}” {self._at(acts)}."
            if not await self.screen.prompt.confirm(f"{who} {' '.join(odd)} Record yours all the same?"):
                raise Conflict(f"Left as {acts[0].by} recorded it: yours was not recorded.")

    def _at(self, acts: Sequence[ActRow]) -> str:
        return self.screen.when(acts[0].at) if acts else "meanwhile"


def _with(form: Form, values: Values, now: Any) -> Act:
    return lambda session, doing, _version: form.act(session, doing, values, now)
