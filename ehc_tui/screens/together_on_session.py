"""An act on a session of a panel that somebody else may have changed since it was on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ehc_tui.casework.together import Clash
from ehc_tui.screens.conflict import ConflictScreen, Together
from ehc_tui.store.panel import session_acts, session_of
from ehc_tui.store.rows import ActRow
from ehc_tui.text import british


class TogetherOnSession(Together):
    """As `Together`; `seen` is the session."""

    def again(self) -> tuple[Any, Sequence[ActRow]]:
        """On the reading thread: the session as it is now, and what was done to it since."""
        conn = self.screen.desk.store.read()
        now = session_of(conn, self.seen.id)
        return now, session_acts(conn, now.id, now.version - self.seen.version)

    def asking(self, now: Any, fields: Sequence[Clash], acts: Sequence[ActRow]) -> ConflictScreen:
        """The screen on which both sides are put together."""
        return ConflictScreen(f"The session on {british(self.seen.on)}", fields, acts)
