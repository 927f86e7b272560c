"""What a person typed and did not record, wherever that was: read, copied out, or let go."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from ehc_tui.commands import Move, bindings_for
from ehc_tui.present.drafts import HalfTyped, half_typed, half_typed_page
from ehc_tui.present.runs import Run, Style
from ehc_tui.screens.asking import flow
from ehc_tui.screens.base import BaseScreen
from ehc_tui.widgets.lines import LineList

_ABOUT_ONE = frozenset({"drafts.copy", "drafts.drop"})


class DraftsScreen(BaseScreen):
    """The texts, newest last: also those of cases that have gone, which no question brings back."""

    SCOPE = "drafts"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("drafts")]

    def __init__(self) -> None:
        super().__init__()
        self._list = LineList(id="drafts")

    def compose_body(self) -> ComposeResult:
        """The texts."""
        yield self._list

    def on_mount(self) -> None:
        """Say what this is."""
        self.head((Run("Typed and not recorded", Style.TITLE),))
        self._draw()

    def on_resize(self) -> None:
        """Lay the texts out for the width."""
        self._draw()

    def move(self, how: Move) -> None:
        """Move through the texts."""
        self._list.move(how)

    def why_not(self, command_id: str) -> str | None:
        """Also where nothing is half-typed."""
        if refusal := super().why_not(command_id):
            return refusal
        return "Nothing is half-typed." if command_id in _ABOUT_ONE and not self._found else None

    def action_drafts_copy(self) -> None:
        """Send the text to the clipboard."""
        self.app.copy_to_clipboard(self._current.text)
        self.say(f"Sent to your terminal's clipboard: {self._current.where}.")

    @flow
    async def action_drafts_drop(self) -> None:
        """Let the text go."""
        one = self._current
        if await self.prompt.confirm(f"Let go for good what you typed for {one.where}?"):
            self.desk.session.drafts.pop(one.key, None)
            self._draw()
            self.say(f"Let go: {one.where}.")

    @property
    def _found(self) -> list[HalfTyped]:
        return half_typed(self.desk.session.drafts)

    @property
    def _current(self) -> HalfTyped:
        return self._found[self._list.cursor]

    def _draw(self) -> None:
        if self.size.width:
            found = self._found
            place = min(self._list.cursor, max(len(found) - 1, 0))
            self._list.show(half_typed_page(found, self.size.width), place)
        self.offer_commands()
