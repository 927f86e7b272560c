"""Takes the pictures of README.md from the program itself: the invented caseload, on a fixed day."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from ehc_tui.app import EhcApp
from ehc_tui.casework.context import Doing
from ehc_tui.casework.demo import build_demo
from ehc_tui.law.process import load_process
from ehc_tui.settings import Settings
from ehc_tui.store.engine import open_store

DOCS = Path(__file__).parent
TODAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


async def take(app: EhcApp) -> None:
    """Write caseload.svg of one caseworker's cases, and timeline.svg of one that is about to be late."""
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause(1)
        await pilot.press("m", *["down"] * 3)
        await pilot.pause(1)
        keep(app, "caseload.svg")
        await pilot.press("enter")
        await pilot.pause(1)
        keep(app, "timeline.svg")


def keep(app: EhcApp, name: str) -> None:
    """Write the screen as SVG that fetches nothing: the reader's own fixed-width font, none from the web."""
    drawing = re.sub(r"@font-face \{.*?\}\s*", "", app.export_screenshot(title="ehc-tui"), flags=re.DOTALL)
    (DOCS / name).write_text(drawing.replace("Fira Code", "DejaVu Sans Mono, Menlo, Consolas"), "utf-8")


def main() -> None:
    """Build the demo in a temporary directory and take both pictures."""
    os.environ["COLORTERM"] = "truecolor"
    settings = Settings()
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "demo.db") as store:
        doing = Doing("Demo", TODAY, NOON, settings.rulebook(), load_process(settings.process))
        with store.session() as session:
            build_demo(session, doing)
        asyncio.run(take(EhcApp(store, settings, TODAY, "J Okafor", now=lambda: NOON)))


if __name__ == "__main__":
    main()
