"""What every screen has to do with the history: it leads there, and notes there what was looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ehc_tui.present.runs import Style
from ehc_tui.store.errors import StoreError

if TYPE_CHECKING:
    from ehc_tui.screens.base import BaseScreen


class OnRecord:
    """The part of a screen that belongs to the history."""

    def case_here(self: Any) -> str:
        """The reference of the case that this screen is about: what the history opens on."""
        return ""

    def action_app_history(self: Any) -> None:
        """Open the history of the store, or of the case on this screen."""
        from ehc_tui.screens.history import HistoryScreen
        from ehc_tui.store.history import Asked

        self.app.push_screen(HistoryScreen(Asked(ref=self.case_here())))

    def note_look(self: Any, verb: str, summary: str, *case_ids: int) -> None:
        """Have it noted that these cases were read or taken out, while the screen goes on."""
        screen: BaseScreen = self

        async def note() -> None:
            try:
                await screen.desk.note_look(verb, summary, case_ids)
            except StoreError as refusal:
                screen.say(str(refusal), Style.WARN)

        screen.run_worker(note(), group="look")
