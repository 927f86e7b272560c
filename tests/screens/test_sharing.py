"""Several people at one store: each sees what the others did and where they are, and pays nothing for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from case_scene import REF, colleague, on_case
from caseload_scene import on_caseload
from office import Office
from screen_text import wait_for
from wire import on_the_wire

from ehc_tui.app import EhcApp
from ehc_tui.casework import decisions, intake, notes
from ehc_tui.casework.noted import DERIVED_WITH
from ehc_tui.law.model import Fact
from ehc_tui.store.engine import Store
from ehc_tui.store.news import Watch
from ehc_tui.store.presence import Presence

SOON = "ehc_tui.app.POLL_SECONDS"


class Counted:
    """The statements that a store is asked, one by one."""

    def __init__(self, store: Store) -> None:
        self.asked: list[str] = []
        store.read().set_trace_callback(self.asked.append)

    def take(self) -> list[str]:
        """The statements since the last time."""
        found, self.asked[:] = list(self.asked), []
        return found


# --- what others do -------------------------------------------------------------------------------


def test_looking_costs_one_statement_while_nobody_writes_and_two_for_what_is_no_news(office: Office) -> None:
    case_id = office.open()
    watch, counted = Watch(office.store, DERIVED_WITH), Counted(office.store)
    assert watch.look() is None
    counted.take()
    assert watch.look() is None
    assert len(counted.take()) == 1
    hughes = colleague(office)
    with hughes.store.session() as session:
        session.connection().exec_driver_sql("INSERT INTO meta VALUES ('opened', 'E26-0412')")
    assert watch.look() is None
    assert len(counted.take()) == 2
    hughes.do(notes.add, case_id, "Rang the school")
    news = watch.look()
    assert news is not None
    assert news.concerns(case_id) and not news.concerns(case_id + 1)
    assert [(one.by, one.summary) for one in news.done] == [("M Hughes", "Note, 21 Nov 2026")]
    assert len(counted.take()) == 3
    hughes.store.close()


def test_what_is_new_is_found_from_an_index(office: Office) -> None:
    office.open()
    counted = Counted(office.store)
    watch = Watch(office.store, DERIVED_WITH)
    watch.look()
    office.open("E26-0413")
    watch.look()
    for statement in (one for one in counted.take() if one.startswith("SELECT")):
        plan = " ".join(str(row[3]) for row in office.ask(f"EXPLAIN QUERY PLAN {statement}"))
        assert "SCAN act " not in plan and "SCAN act_change" not in plan.replace(
            "USING COVERING INDEX", ""
        ), plan


async def test_what_a_colleague_records_on_the_open_case_appears_with_a_sentence(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SOON, 0.05)
    case_id = office.open()
    async with on_case(office) as scene:
        hughes = colleague(office)
        hughes.do(decisions.record, case_id, Fact("assess_decision", date(2026, 8, 14), "Yes"))
        await scene.sees("E26-0412: M Hughes recorded “decision to assess told, 14 Aug 2026” at 10:42.", "v2")
        hughes.store.close()


async def test_a_sentence_that_comes_while_a_question_is_open_is_seen_and_the_question_stays(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SOON, 0.05)
    case_id = office.open()
    async with on_case(office) as scene:
        await scene.press("r", "a")
        await scene.sees("Decision whether to assess told on")
        await scene.types("20/8")
        hughes = colleague(office)
        hughes.do(notes.add, case_id, "Rang the school")
        hughes.store.close()
        told = "E26-0412: M Hughes recorded “Note, 21 Nov 2026” at 10:42."
        await scene.sees(told, "Decision whether to assess told on 20/8")
        await scene.press("enter")
        await scene.sees("Decided")
        await scene.press("escape")
        await scene.sees(told)
        await scene.press("r", "escape")
        await scene.sees_no(told)


async def test_a_question_about_a_case_that_has_gone_meanwhile_ends_with_a_sentence(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SOON, 0.05)
    office.open()
    opening = office.last_act()
    async with on_case(office) as scene:
        await scene.press("n")
        await scene.sees("Note")
        await scene.types("half typed")
        office.undo(opening)
        await scene.sees("There is no case E26-0412")
        await scene.press("enter")
        await scene.sees("E26-0412 is not there any more: nothing was recorded.", "What you typed is kept")
        await scene.press("T")
        await scene.sees("E26-0412 · note", "half typed")


async def test_what_is_done_to_another_case_leaves_the_open_one_alone(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SOON, 0.05)
    office.open()
    other = office.open("E26-0413")
    async with on_case(office) as scene:
        read: list[str] = []
        case_file = scene.screen.case_file
        monkeypatch.setattr(scene.screen, "case_file", lambda ref: (read.append(ref), case_file(ref))[1])
        looked = looks(monkeypatch)
        hughes = colleague(office)
        hughes.do(notes.add, other, "Rang the school")
        hughes.store.close()
        looked.clear()
        await wait_for(scene.pilot, lambda: len(looked) > 3)
        assert read == []


async def test_typing_cursor_and_marks_stay_when_a_colleague_changes_the_list(
    team: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SOON, 0.05)
    async with on_caseload(team) as scene:
        await scene.press("down", "space", "down")
        before = next(line for line in scene.text.splitlines() if "▸" in line)
        await scene.press("colon", "r")
        hughes = colleague(team)
        case_id = team.ask("SELECT id FROM ehc_case WHERE caseworker <> '' LIMIT 1")[0][0]
        hughes.do(intake.allocate, [case_id], "Z Newcomer")
        hughes.store.close()
        looked = looks(monkeypatch)
        await wait_for(scene.pilot, lambda: len(looked) > 3)
        assert scene.asked
        await scene.press("escape")
        assert next(line for line in scene.text.splitlines() if "▸" in line)[:20] == before[:20]
        await scene.sees("1 marked")


def looks(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Grows with every look the program takes at what others do."""
    seen: list[Any] = []
    look = Watch.look

    def counted(watch: Watch) -> Any:
        found = look(watch)
        seen.append(found)
        return found

    monkeypatch.setattr(Watch, "look", counted)
    return seen


# --- where others are -----------------------------------------------------------------------------


@contextmanager
def elsewhere(office: Office, name: str, case_id: int | None) -> Iterator[Presence]:
    """Somebody else's program, with a case open."""
    presence = Presence(office.store.path, name)
    presence.at(case_id)
    yield presence
    presence.close()


async def test_who_else_has_the_case_open_is_in_the_heading_while_they_have(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SOON, 0.05)
    case_id = office.open()
    async with on_case(office) as scene:
        with elsewhere(office, "M Hughes", case_id) as hughes:
            await scene.sees("also open: M Hughes", "Aisha Rahman")
            assert hughes.others(case_id) == ("J Okafor",)
            hughes.at(case_id + 1)
            await scene.sees_no("also open")
        await scene.press("escape")
        with elsewhere(office, "A Begum", case_id) as begum:
            await wait_for(scene.pilot, lambda: begum.others(case_id) == ())


async def test_others_coming_and_idling_cost_the_line_next_to_nothing_and_the_store_no_write(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SOON, 0.02)
    case_id = office.open()
    from ehc_tui.settings import Settings

    app = EhcApp(office.store, Settings(), office.doing.today, "J Okafor")

    async def journey(pilot: Any, wire: Any) -> None:
        await app.open_case(REF)
        await wait_for(pilot, lambda: "Timeline" in wire.written)
        await wait_for(pilot, lambda: office.last_act() == 2)  # that the case was read is noted, once
        version = office.store.data_version()
        looked = looks(monkeypatch)
        await wait_for(pilot, lambda: len(looked) > 3)
        wire.take()
        with elsewhere(office, "M Hughes", case_id):
            await wait_for(pilot, lambda: "M Hughes" in wire.written)
            assert len(wire.take()) < 400
            looked.clear()
            await wait_for(pilot, lambda: len(looked) > 5)
            assert wire.take() == b""
        assert office.store.data_version() == version

    await on_the_wire(app, (80, 24), journey)


def test_a_program_that_crashed_is_nowhere(office: Office) -> None:
    program = (
        "import sys, time; from pathlib import Path; from ehc_tui.store.presence import Presence; "
        "presence = Presence(Path(sys.argv[1]), 'M Hughes'); presence.at(7); print('there', flush=True); "
        "time.sleep(60)"
    )
    root = str(Path(__file__).parents[2])
    crashing = subprocess.Popen(
        [sys.executable, "-c", program, str(office.store.path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": root},
    )
    assert crashing.stdout is not None
    assert crashing.stdout.readline() == b"there\n"
    with elsewhere(office, "J Okafor", 7) as mine:
        assert mine.others(7) == ("M Hughes",)
        crashing.send_signal(signal.SIGKILL)
        crashing.wait()
        assert mine.others(7) == ()
    crashing.stdout.close()
    assert not office.store.path.with_name(f"{office.store.path.name}-presence").exists()


def test_what_lies_beside_the_store_tells_no_more_than_numbers_and_colleagues(office: Office) -> None:
    office.store.path.chmod(0o640)
    folder = office.store.path.with_name(f"{office.store.path.name}-presence")
    with elsewhere(office, "M Hughes", 7):
        (file,) = folder.iterdir()
        assert file.read_bytes() == b"7 M Hughes"
        assert (oct(file.stat().st_mode & 0o777), oct(folder.stat().st_mode & 0o777)) == ("0o640", "0o750")
        with elsewhere(office, "J Okafor", 7) as mine:
            (folder / "hostile").write_bytes(b"7 \x1b]0;x\x07[red]" + b"x" * 9999)
            (folder / "pipe").symlink_to("/dev/zero")
            assert mine.others(7) == ("M Hughes",)


def test_where_nothing_can_be_written_nobody_is_shown_and_nobody_is_bothered(office: Office) -> None:
    office.store.path.with_name(f"{office.store.path.name}-presence").write_text("in the way")
    with elsewhere(office, "M Hughes", 7) as hughes:
        assert hughes.others(7) == ()
