"""An act on a session of a panel that somebody else may have changed since it was on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ehc_tui.casework.together import Clash, Form, version_of
from ehc_tui.law.process import Panel
from ehc_tui.screens.base import BaseScreen
from ehc_tui.screens.conflict import ConflictScreen, Together
from ehc_tui.store.engine import Reader
from ehc_tui.store.panel import minutes_of, session_acts, session_of
from ehc_tui.store.panel_rows import MinutesRow, SessionRow
from ehc_tui.store.rows import ActRow
from ehc_tui.text import british


class TogetherOnSession(Together):
    """As `Together`; `seen` is the session."""

    @property
    def session(self) -> SessionRow:
        """The session as it was seen."""
        seen: SessionRow = self.seen
        return seen

    def again(self) -> tuple[Any, Sequence[ActRow]]:
        """On the reading thread: the session as it is now, and what was done to it since."""
        conn = self.screen.desk.store.read()
        now = self.read(conn)
        since = version_of(now) - self.session.version
        return now, session_acts(conn, self.session.id, since)

    def read(self, conn: Reader) -> Any:
        """What was seen, as it is now. Raises `NotFound` where the session has gone."""
        return session_of(conn, self.session.id)

    def asking(self, now: Any, fields: Sequence[Clash], acts: Sequence[ActRow]) -> ConflictScreen:
        """The screen on which both sides are put together."""
        return ConflictScreen(f"The session on {british(self.session.on)}", fields, acts)


class TogetherOnAgenda(TogetherOnSession):
    """As `TogetherOnSession`; `seen` is the session with its agenda and its minutes."""

    def __init__(self, screen: BaseScreen, seen: MinutesRow, form: Form, panel: Panel) -> None:
        super().__init__(screen, seen, form)
        self._panel = panel

    @property
    def session(self) -> SessionRow:
        """The session as it was seen."""
        seen: MinutesRow = self.seen
        return seen.session

    def read(self, conn: Reader) -> Any:
        """The session with its agenda and its minutes as they are now."""
        return minutes_of(conn, self.session.id, self._panel)
