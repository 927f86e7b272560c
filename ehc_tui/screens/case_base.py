"""What every part of the case screen works with: the case file, the tab in view, the row under the cursor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType

from ehc_tui.casework.together import Form
from ehc_tui.commands import Move, Scope, bindings_for, command
from ehc_tui.law.model import CaseFacts, Fact
from ehc_tui.law.service import parse_service
from ehc_tui.present.case.decisions import fact_days, fact_words, subject_names
from ehc_tui.present.case.header import header_parts, tabs_line
from ehc_tui.present.case.views import Item, Look, Tab, View, badges, view_of
from ehc_tui.present.case.why import Rules
from ehc_tui.present.page import Page, reading
from ehc_tui.present.prose import text_line
from ehc_tui.present.runs import Line, Run, Style
from ehc_tui.screens.asking import NEWEST_ACTS
from ehc_tui.screens.base import BaseScreen
from ehc_tui.screens.conflict import Act, Together
from ehc_tui.store.errors import NotFound, StoreError
from ehc_tui.store.rows import CaseFile
from ehc_tui.store.verbs import READ
from ehc_tui.text import british, cell_width, parse_day
from ehc_tui.widgets.lines import LineList
from ehc_tui.widgets.literal import Literal

if TYPE_CHECKING:
    pass

T = TypeVar("T")
_NOTHING = View(Page(), ())
_AROUND_CLOCKS = 14
_AROUND_OTHERS = 3
_RESTRICTED = (Run("restricted", Style.WARN), Run("  "))


class CaseBase(BaseScreen):
    """Reads one case and shows one of its tabs; the flows of the tabs build on it."""

    SCOPE: ClassVar[Scope] = "case"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("case")]

    def __init__(self, ref: str) -> None:
        super().__init__()
        self.ref = ref
        self.tab = Tab.TIMELINE
        self.pane = LineList(id="pane")
        self._tabs = Literal(id="tabs")
        self._file: CaseFile | None = None
        self._acts: int | None = NEWEST_ACTS
        self.seen: CaseFile | None = None
        self._view = _NOTHING
        self._places: dict[Tab, int] = {}
        self._text: Page | None = None
        self._folded: bool | None = None
        self._writing = False
        self._noted = ""

    def compose_body(self) -> ComposeResult:
        """The tabs, and the one list that shows whichever is in view."""
        yield self._tabs
        yield self.pane

    def on_mount(self) -> None:
        """Read the case."""
        self.store_changed()

    def on_resize(self) -> None:
        """Lay the tab out for the new width."""
        self.show_tab()

    def move(self, how: Move) -> None:
        """Move the cursor through the tab, or through the text that is being read."""
        self.pane.move(how)

    # The case

    @property
    def file(self) -> CaseFile:
        """The case as it was last read. Commands are refused until it is there.

        Raises `NotFound` for a dialogue that goes on when the case has gone from the screen.
        """
        if self._file is None:
            raise NotFound(f"{self.ref} is not there any more: nothing was recorded.")
        return self._file

    @property
    def rules(self) -> Rules:
        """The law and the council's process."""
        return Rules(self.desk.book, self.desk.process)

    @property
    def selected(self) -> Item | None:
        """What is under the cursor; None on an empty tab and in a text."""
        return self._view.items[self.pane.cursor] if self._view.items else None

    @property
    def more_history(self) -> bool:
        """Whether the case may have more history than was read with it."""
        return len(self.file.history) == self._acts

    async def read_whole_history(self) -> None:
        """In a flow: read the case again, with everything that was ever done to it."""
        self._acts = None
        self._have_read(await self.read(self._read))

    def store_changed(self) -> None:
        """Read the case again, whoever changed it."""
        self.run_read(self._read, self._have_read)

    def _read(self) -> CaseFile | NotFound:
        try:
            return self.case_file(self.ref, self._acts)
        except NotFound as missing:
            return missing

    def _have_read(self, answer: CaseFile | NotFound) -> None:
        if answer == self._file:
            return
        if self._file is None:
            self.call_after_refresh(lambda: self.run_worker(self.ehc.look_round()))
        self._file = answer if isinstance(answer, CaseFile) else None
        if isinstance(answer, NotFound):
            self._leave()
            self._text = None
            self.head(())
            self._tabs.show(())
            self._lay_out(View(Page(empty=(text_line(f" {answer}", Style.WARN),)), ()))
        self.show_tab()
        if self._file is not None and self._noted != self.ref:
            self._noted = self.ref
            read = self._file.row
            self.call_after_refresh(self.note_look, READ, f"Case {read.ref} read", read.id)

    def case_here(self) -> str:
        """This case."""
        return self.ref

    # What is shown

    @property
    def folded(self) -> bool:
        """Whether settled clocks are folded: as the person chose, else where not all have room for a row."""
        if self._folded is not None:
            return self._folded
        return len(self.file.clocks) + len(self.rules.process.stages) + _AROUND_CLOCKS > self.size.height

    def show_tab(self, tab: Tab | None = None, at: Item | None = None) -> None:
        """Show a tab, or the one in view as the case is now, with the cursor where it was or on `at`."""
        if tab is not None and (tab is not self.tab or self._text is not None):
            self._leave()
            self.tab, self._text = tab, None
        if self._file is None or not self.size.width:
            return
        if self.tab is Tab.HISTORY and self.more_history:
            self._acts = None
            self.store_changed()
        look = self._look()
        self._draw_head()
        self._tabs.show(tabs_line(self.tab, badges(self.file, look), self.size.width))
        if self._text is None:
            self._lay_out(view_of(self.tab, self.file, look), at)
        self.offer_commands()

    def _draw_head(self) -> None:
        width = self.size.width - (cell_width(self.also) + _AROUND_OTHERS if self.also else 0)
        left, right = header_parts(self.file.row, self.desk.today, width)
        self.head((*_RESTRICTED, *left) if self.file.restricted_to else left, right)

    @property
    def case_on_show(self) -> int | None:
        """The case."""
        return self._file.row.id if self._file else None

    def show_others(self, names: tuple[str, ...]) -> None:
        """Make room in the heading for who else has the case open."""
        before = self.also
        super().show_others(names)
        if self.also != before and self._file is not None:
            self._draw_head()

    def _look(self) -> Look:
        return Look(
            self.rules, self.desk.today, self.desk.settings.warning_days, self.size.width, self.folded
        )

    def _lay_out(self, view: View, at: Item | None = None) -> None:
        index = view.index_of(at or self.selected)
        if index is None:
            index = self.pane.cursor if self._view.items else self._places.get(self.tab, view.opens_on)
        self._view = view
        self.pane.show(view.page, index)

    def _leave(self) -> None:
        """Keep the place of the tab in view."""
        if self._text is None:
            self._places[self.tab] = self.pane.cursor
        self._view = _NOTHING

    def read_through(self, lines: Iterable[Line]) -> None:
        """Show a text in place of the tab, until the person steps back."""
        self._leave()
        self._text = reading(tuple(lines))
        self.pane.show(self._text)
        self.offer_commands()

    def turn_to(self, ref: str) -> None:
        """Show another case in place of this one, on the same tab."""
        self.ref, self._file, self.also, self._acts = ref, None, "", NEWEST_ACTS
        self.seen = None
        self._text, self._view = None, _NOTHING
        self._places.clear()
        self.pane.show(Page())
        self.store_changed()

    def stop_reading(self) -> bool:
        """Put the tab back in place of a text; False if none is shown."""
        if self._text is None:
            return False
        self._text = None
        self.show_tab()
        return True

    def offer_commands(self) -> None:
        """Offer the commands that belong to this tab, and to every tab."""
        elsewhere = {command_id for command_id, tab in HOME.items() if tab is not self.tab}
        offered = [found for found in self.commands if found.id not in elsewhere]
        self._status.offer(offered, lambda command_id: bool(self.why_not(command_id)))

    def why_not(self, command_id: str) -> str | None:
        """Why a command rests: another tab has it, there is no case, or an act is still being written."""
        home = HOME.get(command_id)
        if self._file is None and command_id.startswith("case."):
            return "There is no case here to do that with."
        if refusal := super().why_not(command_id):
            return refusal
        if home is not None and home is not self.tab:
            return f"That is done on the {home.name.capitalize()} tab: press {home + 1}."
        if self._writing and command(command_id).changes:
            return "The last act is still being written: a moment."
        return None

    # Asking and doing

    async def ask_day(
        self, question: str, *, draft: str = "", first: date | None = None, by_post: bool = False
    ) -> date | None:
        """Ask for a day; Enter alone is today, or `first`. None if the person stepped back.

        With `by_post` a day of posting may be typed, and the day on which that counts as served is returned.
        """
        alone = first or self.desk.today
        hint = f"Enter for {british(first) if first else 'today'}, or fri, -3d, 12/1"
        hint += ", fri by post" if by_post else ""

        def parse(typed: str) -> date:
            if not typed:
                return alone
            if by_post:
                return parse_service(typed, self.desk.today, self.desk.settings.post_working_days).served_on
            return parse_day(typed, self.desk.today, prefer="past")

        return await self.prompt.ask(
            question,
            parse=parse,
            hint=hint,
            echo=lambda day: british(day, "weekday"),
            draft=draft,
        )

    async def sure_of(self, *facts: Fact, case: CaseFacts | None = None) -> bool:
        """Whether dates are to be taken as they are, beside the case as it was seen: what is odd is asked."""
        from ehc_tui.casework.decisions import questions

        case, today, book = case or (self.seen or self.file).case, self.desk.today, self.desk.book
        odd = dict.fromkeys(question for fact in facts for question in questions(case, fact, today, book))
        return not odd or await self.prompt.confirm(f"{' '.join(odd)} Record it all the same?")

    def flow_begins(self) -> None:
        """A dialogue rests on the case as it is on the screen when it begins."""
        self.seen = self._file

    async def change(self, act: Act, said: str, form: Form | None = None) -> bool:
        """Do an act on the version of the case that was seen, say so and read again; False if it was refused.

        With a `form` what others did meanwhile matters only where it touches the same: then both accounts are
        put together first.
        """
        self._writing, refusal = True, None
        try:
            _, said = await Together(self, self.seen or self.file, form).do(act, f"{said} u takes it back.")
        except StoreError as error:
            refusal = error
        finally:
            self._writing = False
        self._have_read(await self.read(self._read))
        if refusal:
            self.refuse(refusal)
        else:
            self.say(said)
        return refusal is None

    def told(self, fact: Fact) -> str:
        """A fact with its date, in words."""
        book = self.rules.book
        return f"{fact_words(fact, subject_names(self.file, book), book)}, {fact_days(fact)}"

    @property
    def about(self) -> str:
        """The case."""
        return self.ref

    def draft(self, what: str) -> str:
        """The key under which words about this case are kept."""
        return f"{self.ref}/{what}"


HOME: Mapping[str, Tab] = {
    "case.why": Tab.TIMELINE,
    "case.fold": Tab.TIMELINE,
    "case.rely": Tab.TIMELINE,
    "case.stop_relying": Tab.TIMELINE,
    "case.ask": Tab.ADVICE,
    "case.ask_all": Tab.ADVICE,
    "case.receive": Tab.ADVICE,
    "case.chase": Tab.ADVICE,
    "case.chase_all": Tab.ADVICE,
    "case.existing": Tab.ADVICE,
    "case.not_needed": Tab.ADVICE,
    "case.add_adviser": Tab.ADVICE,
    "case.correct": Tab.DECISIONS,
    "case.remove": Tab.DECISIONS,
}
"""The commands that work on the rows of one tab."""
