"""What the case looks like, kept as text; GOLDEN=write in the environment keeps it anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from case_scene import SMALL, WIDE, Scene, a_case_in_its_18th_week, on_case
from office import Office

from ehc_tui.casework import decisions
from ehc_tui.law.model import Fact

GOLDEN = Path(__file__).parents[1] / "golden"
TABS = {"timeline": "1", "advice": "2", "meetings": "3", "decisions": "4", "notes": "5", "history": "6"}


def above_the_footer(scene: Scene) -> str:
    """The screen without its last line, which changes with every key that is added."""
    return "\n".join(line.rstrip() for line in scene.text.splitlines()[:-1]).rstrip() + "\n"


def refused(office: Office, case_id: int) -> None:
    office.do(decisions.record, case_id, Fact("plan_decision", date(2026, 11, 3), "Do not issue"))


def as_it_is(office: Office, case_id: int) -> None:
    """Nothing more happened."""


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=lambda size: f"{size[0]}")
@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize(("named", "happened"), [("case", as_it_is), ("refused", refused)])
async def test_the_case_looks_as_it_did(
    office: Office, named: str, happened: Callable[[Office, int], None], tab: str, size: tuple[int, int]
) -> None:
    happened(office, a_case_in_its_18th_week(office))
    async with on_case(office, size) as scene:
        await scene.press(TABS[tab])
        await scene.sees(f"[{TABS[tab]} {tab.capitalize()}")
        await scene.pilot.pause()
        kept = GOLDEN / f"{named}_{tab}_{size[0]}.txt"
        if os.environ.get("GOLDEN") == "write":
            kept.write_text(above_the_footer(scene), "utf-8")
        assert above_the_footer(scene) == kept.read_text("utf-8")
