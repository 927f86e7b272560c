"""What a screen asks: the person in dialogues, the store off the event loop. What is refused is said."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar, cast

from ehc_tui.casework.context import Doing
from ehc_tui.commands import Scope
from ehc_tui.desk import Desk
from ehc_tui.exchange.private_file import FileRefused
from ehc_tui.law.errors import LawError
from ehc_tui.present.runs import Style
from ehc_tui.screens.kept_words import KeptWords
from ehc_tui.store.casefile import read_case
from ehc_tui.store.errors import StoreError
from ehc_tui.store.rows import CaseFile
from ehc_tui.text import DayError
from ehc_tui.widgets.attention import Attention
from ehc_tui.widgets.frames import ANSWER, OneFrame
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
    def start(self: Asking, *args: Any, **kwargs: Any) -> None:
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


class Asking(KeptWords, OneFrame):
    """The part of a screen that asks. Reading and writing have threads of their own, which the desk keeps."""

    SCOPE: ClassVar[Scope] = "app"

    def __init__(self) -> None:
        super().__init__()
        self._status = StatusLine(id="status")
        self._asked: dict[str, int] = {}
        self.attention = Attention(self.frames)
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

    @property
    def about(self) -> str:
        """What a dialogue of this screen is about: a case, a meeting, a session. Drafts are kept by it."""
        return self.SCOPE

    # Dialogues

    def flow_begins(self) -> None:
        """Called before a dialogue: what it does rests on what is on the screen now."""

    def say(self, text: str, style: Style = Style.PLAIN) -> None:
        """Tell the person something in the prompt line."""
        self.prompt.say(text, style)

    # The store

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
