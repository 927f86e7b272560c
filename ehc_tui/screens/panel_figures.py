"""How groups of cases were decided in the last twelve months, as a page to read."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from ehc_tui.commands import Move, bindings_for
from ehc_tui.confinement import within
from ehc_tui.law.calendar import add_months
from ehc_tui.law.process import Panel
from ehc_tui.present.page import GUTTER, reading
from ehc_tui.present.panel.figures import consistency_lines
from ehc_tui.present.runs import Run, Style
from ehc_tui.screens.asking import flow
from ehc_tui.screens.panel_base import PanelBase
from ehc_tui.store.panel_figures import consistency, suppressed
from ehc_tui.store.panel_rows import ConsistencyRow
from ehc_tui.widgets.lines import LineList


class ConsistencyScreen(PanelBase):
    """The share of yes by session, year band, need, locality and requester."""

    SCOPE = "consistency"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("consistency")]

    def __init__(self, panel: Panel) -> None:
        super().__init__(panel)
        self._list = LineList(id="figures")
        self._rows: tuple[ConsistencyRow, ...] | None = None

    def compose_body(self) -> ComposeResult:
        """The figures."""
        yield self._list

    def on_resize(self) -> None:
        """Lay the figures out for the new width."""
        self._draw()

    def move(self, how: Move) -> None:
        """Move through the figures."""
        self._list.move(how)

    def store_changed(self) -> None:
        """Count again."""
        self.run_read(self._read, self._have)

    async def reread(self) -> None:
        """In a flow: count before the next key."""
        self._have(await self.read(self._read))

    def _read(self) -> tuple[ConsistencyRow, ...]:
        desk = self.desk
        return consistency(desk.store.read(), self.panel, desk.today, desk.book.needs)

    def _have(self, rows: tuple[ConsistencyRow, ...]) -> None:
        if rows != self._rows:
            self._rows = rows
            self._draw()

    def _draw(self) -> None:
        if self._rows is None or not self.size.width:
            return
        self.head((Run(self.panel.name, Style.TITLE), Run(" · figures")))
        first, last = add_months(self.desk.today, -12), self.desk.today
        lines = consistency_lines(self._rows, self.panel, first, last, self.size.width - GUTTER - 1)
        self._list.show(reading(lines), self._list.cursor)

    @flow
    async def action_consistency_export(self) -> None:
        """Write the figures to a file, without the small numbers."""
        from ehc_tui.exchange.consistency import write_consistency

        rows = suppressed(self._rows or ())
        path = await self.prompt.ask(
            "Write the figures to",
            initial=f"{self.panel.key}-figures-{self.desk.today.isoformat()}.csv",
            parse=lambda typed: within(Path(typed).expanduser()),
            hint="a name ending in .csv",
        )
        if path is None:
            return
        overwrite = path.exists()
        if not overwrite or await self.prompt.confirm(f"Replace {path}?"):
            made = self.desk.doing().made
            written = await asyncio.to_thread(write_consistency, rows, path, made=made, overwrite=overwrite)
            self.say(f"Written: {written}. Small numbers are left out.")
