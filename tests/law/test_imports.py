"""The law starts fast: it needs nothing that takes long to import."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("pydantic", "sqlalchemy", "sqlmodel", "textual", "rich", "typer", "openpyxl", "asyncio")


def test_clocks_can_be_had_without_any_heavy_package() -> None:
    program = (
        "import sys, ehc_tui.law.clocks, ehc_tui.law.explain, ehc_tui.law.reliefs, ehc_tui.law.process;"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == "[]"
