"""What every screen works with: the store, the rules, who is sitting here, what day it is, the threads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, TypeVar

from ehc_tui import identity
from ehc_tui.casework.context import Doing, looker
from ehc_tui.casework.roles import Power, Role, role_of, why_not
from ehc_tui.session import SavedSession
from ehc_tui.settings import Settings
from ehc_tui.store.errors import Interrupted
from ehc_tui.store.looks import note_look
from ehc_tui.store.remarks import REMAINS, remark
from ehc_tui.store.staff_list import staff

if TYPE_CHECKING:
    from sqlmodel import Session

    from ehc_tui.law.process import Process
    from ehc_tui.law.rulebook import Rulebook
    from ehc_tui.store.engine import Store
    from ehc_tui.store.reader import Reader

T = TypeVar("T")


def _load_what_writes() -> None:
    import ehc_tui.store.tables  # noqa: F401 - and with it SQLModel and SQLAlchemy


def _thread(name: str) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)


@dataclass
class Desk:
    """One person's place of work.

    Reading, counting and writing have a thread each, so that a list never waits for a long import or for how
    many cases it has, answers come in the order of the questions, and each thread keeps the one connection it
    has. `today` is the local calendar date the person works on; the app moves it on at midnight.
    `at_keyboard` names the owner while they work as `me`. `is_writing` is true while an act is under way.
    `role` is as what the person is listed, None where nobody is; `owner` says that the file is theirs.
    """

    store: Store
    book: Rulebook
    process: Process
    settings: Settings
    today: date
    me: str
    read_only: bool = False
    at_keyboard: str = ""
    session: SavedSession = field(default_factory=SavedSession)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    role: Role | None = field(default=None, init=False)
    owner: bool = field(default=False, init=False)
    is_writing: bool = field(default=False, init=False)
    _reading: ThreadPoolExecutor = field(default_factory=lambda: _thread("read"), init=False, repr=False)
    _counting: ThreadPoolExecutor = field(default_factory=lambda: _thread("count"), init=False, repr=False)
    _asked: dict[ThreadPoolExecutor, tuple[object, Reader]] = field(
        default_factory=dict, init=False, repr=False
    )
    _closing: bool = field(default=False, init=False, repr=False)
    _writing: ThreadPoolExecutor = field(default_factory=lambda: _thread("write"), init=False, repr=False)

    @property
    def account(self) -> str:
        """The operating-system account that says who may do what, and who sees what."""
        return self.store.account

    def why_not(self, power: Power) -> str | None:
        """Why the person may not do what takes this power, in a sentence; None if they may."""
        if self.read_only:
            return "This store is open for reading only."
        return why_not(self.role, power, owner=self.owner)

    def doing(self) -> Doing:
        """The circumstances of an act done now."""
        return Doing(
            by=self.me,
            today=self.today,
            now=self.now(),
            book=self.book,
            process=self.process,
            account=self.account,
            at_keyboard=self.at_keyboard,
        )

    async def read(self, question: Callable[[], T]) -> T:
        """What `question` returns, asked on the reading thread."""
        return await asyncio.get_running_loop().run_in_executor(self._reading, question)

    async def count(self, question: Callable[[], T]) -> T:
        """As `read`, for what may have to look at every case: on a thread that no list waits for."""
        return await asyncio.get_running_loop().run_in_executor(self._counting, question)

    async def newest(
        self, question: Callable[[], T], about: object, wanted: Callable[[], bool], *, counting: bool = False
    ) -> tuple[T] | None:
        """The answer, in a tuple, to a question that others `about` the same may take the place of.

        An older one that is being asked is cut short. None if this one is not `wanted` any more.
        """
        thread = self._counting if counting else self._reading
        self.cut_short(about)

        def ask() -> tuple[T] | None:
            while wanted() and not self._closing:
                self._asked[thread] = (about, self.store.read())
                try:
                    return (question(),)
                except Interrupted:
                    continue  # the one that was meant had just been answered
                finally:
                    del self._asked[thread]
            return None

        return await asyncio.get_running_loop().run_in_executor(thread, ask)

    def cut_short(self, about: object) -> None:
        """End what is being asked `about` this; if it is wanted after all it is asked again."""
        for asked_about, reader in list(self._asked.values()):
            if asked_about == about:
                reader.interrupt()

    async def write(self, act: Callable[[Session, Doing], T], what: str = "") -> T:
        """What `act` returns, done on the writing thread as one transaction; an error takes it back whole.

        `what` names work that takes long to those who wait for it: "an import".
        """
        who = f"{self.me} ({what})" if what else self.me

        def whole() -> T:
            self.is_writing = True
            try:
                with self.store.session(who=who) as session:
                    return act(session, self.doing())
            finally:
                self.is_writing = False

        return await asyncio.get_running_loop().run_in_executor(self._writing, whole)

    async def note_look(self, verb: str, summary: str, case_ids: Sequence[int]) -> None:
        """Note that these cases were read or taken out, on the writing thread, where nothing waits for it.

        It is noted even if the screen that asked is left meanwhile. A store that is open for reading only, or
        cannot be written to, notes nothing.
        """
        if self.read_only:
            return
        who = looker(self.doing())

        def note() -> bool:
            return note_look(self.store, who, verb, summary, case_ids)

        await asyncio.shield(asyncio.get_running_loop().run_in_executor(self._writing, note))

    async def tidy(self, work: Callable[[], T]) -> T:
        """What `work` on the file returns, done on the writing thread between acts."""
        return await asyncio.get_running_loop().run_in_executor(self._writing, work)

    async def finish_removal(self) -> str:
        """Overwrite what a removal that was broken off has left in the file, and give a sentence about it."""
        if self.read_only or await self.count(lambda: remark(self.store.read(), REMAINS)) is None:
            return ""
        from ehc_tui.store.erasing import finish

        return await self.tidy(lambda: finish(self.store, self.me))

    async def prepare_to_write(self) -> None:
        """Load what writing needs, on the writing thread: the first act finds it there, or waits.

        Whoever leaves at that very moment writes no more.
        """
        if self._closing:
            return
        await asyncio.get_running_loop().run_in_executor(self._writing, _load_what_writes)

    def follow_store(self) -> None:
        """Work under the readings and the process that the store's dates are counted under.

        They are the store's, the same for everybody in it; the person's settings say how a new one begins.
        """
        from ehc_tui.casework.derived_with import following

        doing = following(self.store.read(), self.doing())
        self.book, self.process = doing.book, doing.process
        self.settings = self.settings.read_as(doing.book.convention)

    def follow_staff(self) -> None:
        """See as what the person is listed now, and whether the store is theirs."""
        self.role = role_of(staff(self.store.read()), self.account)
        self.owner = identity.owns(self.store.path) and not self.at_keyboard

    async def catch_up(self) -> int:
        """Have every date counted again if the law has changed since the store's were; of how many cases."""

        def whole() -> int:
            from ehc_tui.casework.derived_with import catch_up

            return catch_up(self.store, self.doing())

        return await asyncio.get_running_loop().run_in_executor(self._writing, whole)

    def close(self) -> None:
        """Let what is being read and written finish; questions not yet asked are dropped."""
        self._closing = True
        for thread in (self._counting, self._reading):
            if asked := self._asked.get(thread):
                asked[1].interrupt()
            thread.shutdown(cancel_futures=True)
        self._writing.shutdown()
