"""A tracker on its way in: what its columns mean, what would be refused and why, then the import itself."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from ehc_tui.commands import Move, bindings_for
from ehc_tui.confinement import within
from ehc_tui.exchange.fields import label_of
from ehc_tui.exchange.importing import bring_in, foresee, until_stopped
from ehc_tui.exchange.mapping import EVERY_SHEET, TrackerMapping, mapping_as_toml
from ehc_tui.exchange.private_file import write_privately
from ehc_tui.exchange.report import Report, counted
from ehc_tui.exchange.sheets import Sheet, TrackerError, read_sheets
from ehc_tui.exchange.tracker import Progress, SheetPlan, TrackerReading, plan_sheets, read_cases
from ehc_tui.present.imports import columns_page, placed_columns, remarks_page, rows_page
from ehc_tui.present.page import Page
from ehc_tui.present.runs import Run, Style
from ehc_tui.screens.asking import flow
from ehc_tui.screens.base import BaseScreen
from ehc_tui.screens.import_prompts import a_field, a_file, files_like, labels_like
from ehc_tui.text import clean
from ehc_tui.widgets.lines import LineList
from ehc_tui.widgets.literal import Literal

TABS = ("Columns", "Rows left out", "Please note")
NO_FILE = "There is no tracker to work on: press o to choose a file."
READING = "The file is still being read."
WRITING = "The cases are being written, all or none; Escape stops it and takes all back."
STOPPING = "Stopping; what was written is taken back …"
WORK = {"import.file", "import.change", "import.save", "import.bring_in"}
"""The commands that have to wait for each other; one may look around meanwhile."""
STEP_PERCENT = 5
BAR = 30


class ImportScreen(BaseScreen):
    """The dry run of one file, and its import. Without a `path` it asks for one."""

    SCOPE = "import"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("import")]

    def __init__(self, path: Path | None = None) -> None:
        super().__init__()
        self._path = path
        self._tabs = Literal()
        self._list = LineList()
        self._tab = 0
        self._cursors = [0, 0, 0]
        self._sheets: Sequence[Sheet] = ()
        self._mapping = TrackerMapping()
        self._plans: Sequence[SheetPlan] = ()
        self._reading: TrackerReading | None = None
        self._report: Report | None = None
        self._problem = ""
        self._busy = ""
        self._stop = Event()

    def compose_body(self) -> ComposeResult:
        """The tabs and the list under them."""
        yield self._tabs
        yield self._list

    def on_mount(self) -> None:
        """Read the file, or ask for one."""
        super().on_mount()
        self.call_after_refresh(self._begin)  # a question needs to know the width of its line

    def on_resize(self) -> None:
        """Lay everything out for the width."""
        super().on_resize()
        self._draw()

    def why_not(self, command_id: str) -> str | None:
        """What cannot be done before a file is read, or while it is being written."""
        if refusal := super().why_not(command_id):
            return refusal
        if self._busy and command_id in WORK:
            return self._busy
        if command_id in {"import.change", "import.save"} and not placed_columns(self._plans):
            return NO_FILE
        if command_id == "import.change" and self._tab != 0:
            return "Columns are changed on the first tab: press 1."
        if command_id == "import.bring_in":
            if self._problem or self._reading is None:
                return self._problem or NO_FILE
            if not self._reading.cases:
                return "There is no row that can be imported; the second tab says why."
        return None

    # The file

    @flow
    async def _begin(self) -> None:
        if self._path is None:
            await self._choose()
        else:
            await self._read(self._path)

    @flow
    async def action_import_file(self) -> None:
        """Choose another file."""
        await self._choose()

    async def _choose(self) -> None:
        """Ask for a file and read it; without one there is nothing to stay for."""
        path = await self.prompt.ask(
            "Tracker file",
            parse=a_file,
            complete=files_like,
            hint="a CSV or XLSX file; Tab completes",
        )
        if path is not None:
            await self._read(path)
        elif not self._sheets:
            self.dismiss()

    @contextmanager
    def _being_busy(self, sentence: str) -> Iterator[None]:
        """Keeps the other commands of this screen waiting meanwhile."""
        self._busy, self._stop = sentence, Event()
        self.offer_commands()
        try:
            yield
        finally:
            self._busy = ""
            self.offer_commands()

    async def _read(self, path: Path) -> None:
        self._path, self._mapping = path, TrackerMapping()
        self._sheets, self._plans, self._tab, self._cursors = (), (), 0, [0, 0, 0]
        await self._understand(path)

    async def _understand(self, path: Path) -> None:
        """Try the file out under the mapping as it stands: first on paper, then on the store."""
        self._problem, self._reading, self._report = "", None, None
        self.say(f"Reading {path.name} …")
        with self._being_busy(READING):
            try:
                self._sheets = self._sheets or await asyncio.to_thread(read_sheets, path)
                await self._try_out(clean(path.name))
            except TrackerError as refusal:
                self._problem = str(refusal)
        self._draw()
        self.say(self._problem or self._foreseen(), Style.WARN if self._problem else Style.PLAIN)

    async def _try_out(self, name: str) -> None:
        self._plans = await asyncio.to_thread(plan_sheets, self._sheets, self.desk.today, self._mapping)
        self._reading = await asyncio.to_thread(
            read_cases, name, self._plans, self.desk.today, self._bar("Reading")
        )
        self._report = self._reading.report
        if not self.desk.read_only:
            doing = self.desk.doing()
            bar = self._bar("Trying it out")
            self._report = await asyncio.to_thread(foresee, self.desk.store, doing, self._reading, bar)

    def _foreseen(self) -> str:
        report = self._report
        return f"{report.told} Press i to import." if report and report.told else ""

    # What the columns mean

    @flow
    async def action_import_change(self) -> None:
        """Say what the column under the cursor means."""
        if self._path is None:
            return
        plan, column = placed_columns(self._plans)[self._list.cursor]
        field = await self.prompt.ask(
            f"“{column.label}” is",
            parse=a_field,
            echo=lambda name: f"{label_of(name)} ({name})",
            complete=labels_like,
            hint=f"now: {label_of(column.field)}; type a word of what it is, or “ignore”",
        )
        if field is None:
            return
        self._mapping = self._mapping.correcting(plan.sheet.name, column.label, field)
        await self._understand(self._path)

    @flow
    async def action_import_save(self) -> None:
        """Write what the columns mean to a mapping file, for the next time and for the command line."""
        default = self._path.with_suffix(".mapping.toml") if self._path else Path("mapping.toml")
        path = await self.prompt.ask(
            "Mapping file",
            parse=lambda typed: within(Path(typed).expanduser()),
            initial=str(default),
            hint="Enter writes it",
        )
        if path is None:
            return
        read = [plan for plan in self._plans if plan.layout and not plan.left_out]
        names = [plan.sheet.name for plan in read] if len(read) > 1 else [EVERY_SHEET]
        text = mapping_as_toml({name: plan.mapping for name, plan in zip(names, read, strict=False)})
        replaced = path.expanduser().exists()
        if replaced and not await self.prompt.confirm(f"Replace {path.name}?"):
            return
        written = await asyncio.to_thread(
            write_privately, path, lambda stream: stream.write(text.encode()), overwrite=replaced
        )
        self.say(f"Written to {written}.")

    # The import

    @flow
    async def action_import_bring_in(self) -> None:
        """Import the accepted rows after a yes, then go back to the caseload."""
        reading, report = self._reading, self._report
        if reading is None or report is None:
            return
        rejected = f"; {counted(len(report.rejected), 'row')} will be left out" if report.rejected else ""
        question = f"Import {counted(len(reading.cases), 'case')} from {report.source}{rejected}?"
        if not await self.prompt.confirm(question):
            return
        done = await self._bring_in(reading)
        caseload = self.app.screen_stack[-2]
        self.dismiss()
        if isinstance(caseload, BaseScreen):
            caseload.say(f"{done.told} u takes it back whole.")

    async def _bring_in(self, reading: TrackerReading) -> Report:
        with self._being_busy(WRITING):
            bar = self._bar("Importing")
            return await self.write(
                lambda session, doing: bring_in(session, doing, reading, bar), what="an import"
            )

    def _bar(self, what: str) -> Progress:
        """Draws a bar in the prompt line from another thread, with every few percent, until it is stopped."""
        loop = asyncio.get_running_loop()
        shown = -1

        def progress(done: int, total: int) -> None:
            nonlocal shown
            percent = 100 * done // max(total, 1) // STEP_PERCENT * STEP_PERCENT
            if percent != shown:
                shown = percent
                loop.call_soon_threadsafe(self._show_progress, what, percent)

        return until_stopped(progress, self._stop)

    def _show_progress(self, what: str, percent: int) -> None:
        if not self.is_attached or self._stop.is_set():  # the person went back, or is waiting for the end
            return
        filled = BAR * percent // 100
        self.say(f"{what} {'█' * filled}{'·' * (BAR - filled)} {percent} %")

    # Moving about

    def move(self, how: Move) -> None:
        """Move through the list."""
        self._list.move(how)

    def action_app_back(self) -> None:
        """Back to the caseload; an import under way is stopped first, and a dry run with it."""
        self._stop.set()
        if self._busy == WRITING:
            self.say(STOPPING)
        else:
            self.dismiss()

    def action_import_columns(self) -> None:
        """The first tab."""
        self._show_tab(0)

    def action_import_rows(self) -> None:
        """The second tab."""
        self._show_tab(1)

    def action_import_remarks(self) -> None:
        """The third tab."""
        self._show_tab(2)

    def action_import_next_tab(self) -> None:
        """The tab to the right, the first after the last."""
        self._show_tab((self._tab + 1) % len(TABS))

    def action_import_previous_tab(self) -> None:
        """The tab to the left, the last before the first."""
        self._show_tab((self._tab - 1) % len(TABS))

    def _show_tab(self, tab: int) -> None:
        self._cursors[self._tab] = self._list.cursor
        self._tab = tab
        self._list.show(self._page(), self._cursors[tab])
        self._draw_heads()
        self.offer_commands()

    # Drawing

    def _draw(self) -> None:
        if self.size.width:
            self._list.show(self._page(), self._list.cursor)
            self._draw_heads()

    def _page(self) -> Page:
        width, report = self.size.width, self._report
        if self._tab == 0:
            return columns_page(self._plans, width)
        report = report or Report("")
        return rows_page(report, width) if self._tab == 1 else remarks_page(report, width)

    def _draw_heads(self) -> None:
        report = self._report
        name = self._path.name if self._path else "choose a file"
        right = (
            f"{counted(report.rows, 'row')} · {report.accepted:,} good · {len(report.rejected):,} rejected"
            if report
            else ""
        )
        self.head((Run("Import", Style.TITLE), Run(f" · {clean(name)}")), (Run(right, Style.HEAD),))
        counts = (
            len(placed_columns(self._plans)),
            rows_page(report, 80).count if report else 0,
            remarks_page(report, 80).count if report else 0,
        )
        runs: list[Run] = []
        for number, (title, count) in enumerate(zip(TABS, counts, strict=True)):
            here = number == self._tab
            text = f"{number + 1} {title} {count:,}"
            runs += (Run(" "), Run(f"[{text}]" if here else f" {text} ", Style.HEAD if here else Style.DIM))
        self._tabs.show(tuple(runs))
