"""A field for one line of text that is quiet on the wire and takes nothing but clean text."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Paste
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import Input

from ehc_tui.text import clean


class LineInput(Input):
    """Textual's field without blinking, border and selection; pasted text is cleaned on the way in."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+e", "edit_outside", show=False)]

    virtual_size = Reactive(Size(0, 0), layout=False)
    """As Textual has it, but without laying out the screen for every letter: the field keeps its place."""

    class EditOutside(Message):
        """The person wants to write this text in an editor of their own."""

    def __init__(self) -> None:
        super().__init__(compact=True, select_on_focus=False)
        self.cursor_blink = False
        self.display = False

    def on_paste(self, event: Paste) -> None:
        """Put the pasted text in as one clean line."""
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(clean(event.text))

    def action_edit_outside(self) -> None:
        """Ask for the outside editor."""
        self.post_message(self.EditOutside())
