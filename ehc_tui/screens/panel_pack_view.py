"""A pack on the screen: what is read of it, which steps it allows just now, and the way along the agenda."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from ehc_tui.casework.after_decision import follow_ups
from ehc_tui.commands import Move, bindings_for
from ehc_tui.exchange.pack import Reader
from ehc_tui.exchange.panel_words import decided_words, recorded_words
from ehc_tui.law.process import Panel
from ehc_tui.present.page import GUTTER, Page
from ehc_tui.present.panel.pack import follow_detail, pack_head, pack_lines
from ehc_tui.present.panel.strip import StripLook
from ehc_tui.present.prose import text_line
from ehc_tui.present.runs import Run, Style
from ehc_tui.screens.asking import flow
from ehc_tui.screens.panel_base import PanelBase
from ehc_tui.store.errors import NotFound
from ehc_tui.store.panel import read_pack
from ehc_tui.store.panel_records import done_follow_ups
from ehc_tui.store.panel_rows import Decided, FollowUp, Pack, SessionRow
from ehc_tui.store.verbs import READ
from ehc_tui.text import british
from ehc_tui.widgets.lines import LineList
from ehc_tui.widgets.literal import Literal

_HEAD_LINES = 2


class Read(NamedTuple):
    """A pack with what must follow its decision, as the store has them."""

    pack: Pack
    follow: tuple[FollowUp, ...]


class PackView(PanelBase):
    """The pack of one case; `refs` are those that n and p walk through, the agenda of `session` if given."""

    SCOPE = "pack"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("pack")]

    def __init__(
        self, panel: Panel, refs: Sequence[str], ref: str, session: SessionRow | None = None
    ) -> None:
        super().__init__(panel)
        self.refs, self.ref, self.session = tuple(refs), ref, session
        self._above = Literal(id="above")
        self._pane = LineList(id="pack")
        self._found: Read | None = None
        self._follow_from = 0
        self._noted = ""

    def compose_body(self) -> ComposeResult:
        """The strip and what stands, then the pack."""
        self._above.styles.height = _HEAD_LINES
        yield self._above
        yield self._pane

    def on_resize(self) -> None:
        """Lay the pack out for the new width."""
        self._draw()

    def move(self, how: Move) -> None:
        """Read on, or back."""
        self._pane.move(how)

    # What is shown

    def case_here(self) -> str:
        """The case of the pack."""
        return self.ref

    @property
    def pack(self) -> Pack | None:
        """The pack on show."""
        return self._found.pack if self._found else None

    @property
    def standing(self) -> Decided | None:
        """The decision that stands, a deferral included."""
        return self.pack.decisions[-1] if self.pack and self.pack.decisions else None

    @property
    def follow(self) -> FollowUp | None:
        """What must follow, under the cursor."""
        found = self._found.follow if self._found else ()
        place = self._pane.cursor - self._follow_from
        return found[place] if 0 <= place < len(found) else None

    @property
    def case_on_show(self) -> int | None:
        """The case it is about."""
        return self._found.pack.file.row.id if self._found else None

    def store_changed(self) -> None:
        """Read the pack again."""
        self.run_read(self._read, self._have)

    async def reread(self) -> None:
        """In a flow: read the pack before the next key."""
        self._have(await self.read(self._read))

    def _read(self) -> Read | NotFound:
        desk = self.desk
        connection = desk.store.read()
        try:
            pack = read_pack(
                connection,
                self.ref,
                self.panel,
                desk.today,
                desk.book,
                desk.process,
                desk.settings.warning_days,
            )
        except NotFound as missing:
            return missing
        follow: tuple[FollowUp, ...] = ()
        if pack.decisions and not pack.decisions[-1].deferred:
            last, file = pack.decisions[-1], pack.file
            follow = follow_ups(
                last, file, desk.book, desk.process, done_follow_ups(connection, last.id), desk.today
            )
        return Read(pack, follow)

    def _have(self, found: Read | NotFound) -> None:
        if isinstance(found, NotFound):
            self._found = None
            self._above.show()
            self._pane.show(Page(empty=(text_line(f" {found}", Style.WARN),)))
        elif found != self._found:
            self._found = found
            place = f"{self.panel.key}/{self.session.id if self.session else ''}/{self.ref}"
            self.desk.session.remember(open_pack=place)
            self._draw()
            if self._noted != self.ref:
                self._noted = self.ref
                row = found.pack.file.row
                self.note_look(READ, f"Pack of {row.ref} read", row.id)
        self.offer_commands()

    def _draw(self) -> None:
        if self._found is None or not self.size.width:
            return
        pack, follow = self._found
        reader, width = Reader(self.desk.today, self.desk.book), self.size.width
        row = pack.file.row
        place = f"{self.refs.index(self.ref) + 1} of {len(self.refs)}" if self.ref in self.refs else ""
        where = f"{british(self.session.on, 'short')}, item {place}" if self.session else place
        self.head(
            (Run(row.ref, Style.ACCENT), Run(f" {reader.child(row)}", Style.TITLE)),
            (Run(f"{self.panel.name} · {where}", Style.DIM),),
        )
        self._above.show(*pack_head(pack, reader, width))
        desk = self.desk
        look = StripLook(desk.process, self.panel, desk.today, desk.settings.warning_days, width - GUTTER - 1)
        lines, number = pack_lines(pack, follow, reader, look)
        self._follow_from = len(lines) - number
        told = bool(self.standing and self.standing.told_on)

        def detail(index: int) -> Sequence[tuple[Run, ...]]:
            place = index - self._follow_from
            return follow_detail(follow[place], told, width) if 0 <= place < number else ()

        page = Page(count=len(lines), row=lines.__getitem__, detail=detail, least_detail=2)
        self._pane.show(page, self._pane.cursor)

    @on(LineList.Moved)
    def _moved(self, event: LineList.Moved) -> None:
        event.stop()

    def why_not(self, command_id: str) -> str | None:
        """Also what has been decided already, what is not decided yet, and the ends of the agenda."""
        if command_id.startswith("pack.") and self._found is None:
            return "There is no pack here to do that with."
        if refusal := super().why_not(command_id):
            return refusal
        last = self.standing
        decided = last is not None and not last.deferred
        match command_id:
            case "pack.next" | "pack.previous":
                return self._why_no_neighbour(1 if command_id == "pack.next" else -1)
            case "pack.decide" if decided and last and last.told_on is None:
                return f"{decided_words(last)} {_recorded(last)} E puts it right."
            case "pack.recommend" if decided and last:
                return f"{decided_words(last)} {_recorded(last)}"
            case "pack.tell" if not decided:
                return "Nothing is decided yet: d records the decision."
            case "pack.tell" if last and last.told_on:
                return f"The family was told on {british(last.told_on)}. {self._telling(last)}"
            case "pack.correct" if not decided:
                return "There is no decision to put right."
            case "pack.tick" if self.follow is None:
                return "Put the cursor on a line of what must follow, at the end of the pack."
            case "pack.summarise" if self.pack and not self.pack.file.advice:
                return "No advice has been asked for in this case."
        return None

    def _telling(self, last: Decided) -> str:
        """Who recorded that the family was told."""
        facts = self.pack.file.facts if self.pack else ()
        told = (last.question, last.outcome, last.told_on)
        return next(
            (
                recorded_words(one.recorded_by, one.recorded_at)
                for one in facts
                if (one.fact.kind, one.fact.outcome, one.fact.on) == told
            ),
            "",
        )

    def _why_no_neighbour(self, step: int) -> str | None:
        if self.ref not in self.refs or not 0 <= self.refs.index(self.ref) + step < len(self.refs):
            return "That was the last one." if step > 0 else "This is the first one."
        return None

    # Walking the agenda

    def _walk(self, step: int) -> None:
        self.ref = self.refs[self.refs.index(self.ref) + step]
        self._pane.move("first")
        self.say("")
        self.store_changed()

    def action_pack_next(self) -> None:
        """Read the next pack."""
        self._walk(1)

    def action_pack_previous(self) -> None:
        """Read the pack before."""
        self._walk(-1)

    def action_app_back(self) -> None:
        """Go back to the agenda or the queue."""
        self.desk.session.remember(open_pack="")
        super().action_app_back()

    @flow
    async def action_pack_case(self) -> None:
        """Open the case."""
        await self.ehc.open_case(self.ref)

    # What the steps share

    def item(self, pack: Pack) -> int | None:
        """The item under which the case is on a session, if it is."""
        booked = pack.queue.booked if pack.queue else None
        return booked.item_id if booked else None

    @property
    def about(self) -> str:
        """The decision on the case."""
        return f"{self.ref}/{self.panel.decision}"

    def draft(self, what: str) -> str:
        """The key under which half-typed text of this decision is kept."""
        return f"{self.ref}/{self.panel.decision}/{what}"

    def show_follow(self) -> None:
        """Go to what must follow."""
        if self._found and self._found.follow:
            self._pane.move("last")
            self._pane.move_to(self._follow_from)


def _recorded(decided: Decided) -> str:
    return recorded_words(decided.recorded_by, decided.recorded_at)
