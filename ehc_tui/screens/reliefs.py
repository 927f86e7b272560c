"""The report of statutory exceptions relied on, as a page to read."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from ehc_tui.commands import Move, bindings_for
from ehc_tui.law.calendar import add_months
from ehc_tui.present.page import GUTTER, reading
from ehc_tui.present.rules.reliefs import report_lines
from ehc_tui.present.runs import Run, Style
from ehc_tui.screens.asking import flow
from ehc_tui.screens.base import BaseScreen
from ehc_tui.store.relief_report import ReliefReport, relief_report
from ehc_tui.text import british, parse_day
from ehc_tui.widgets.lines import LineList


class ReliefsScreen(BaseScreen):
    """How often which exception is relied on, for cases received in the last twelve months or since a day."""

    SCOPE = "reliefs"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("reliefs")]

    def __init__(self) -> None:
        super().__init__()
        self._list = LineList()
        self._since = add_months(self.desk.today, -12)
        self._report: ReliefReport | None = None

    def compose_body(self) -> ComposeResult:
        """The report."""
        yield self._list

    def on_mount(self) -> None:
        """Count."""
        self.head((Run("Exceptions relied on", Style.TITLE),))
        self.store_changed()

    def on_resize(self) -> None:
        """Lay the report out for the width."""
        self._draw()

    def store_changed(self) -> None:
        """Count again."""
        store, since, today = self.desk.store, self._since, self.desk.today
        self.run_read(lambda: relief_report(store.read(), since, today), self._have_report)

    def move(self, how: Move) -> None:
        """Move through the report."""
        self._list.move(how)

    @flow
    async def action_reliefs_since(self) -> None:
        """Ask from which day on cases were received."""
        today = self.desk.today

        def parse(typed: str) -> date:
            return parse_day(typed, today, prefer="past")

        since = await self.prompt.ask(
            "Cases received since",
            parse=parse,
            hint="1/9/25, or -52w",
            echo=lambda day: british(day, "weekday"),
        )
        if since is not None:
            self._since = since
            self.store_changed()

    def _have_report(self, report: ReliefReport) -> None:
        self._report = report
        self._draw()

    def _draw(self) -> None:
        if self._report is not None and self.size.width:
            lines = report_lines(self._report, self.desk.book, self.size.width - GUTTER - 1)
            self._list.show(reading(lines), self._list.cursor)
