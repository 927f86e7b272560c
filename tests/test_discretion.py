"""A fault of ours says of what kind it is and where, and no word of what it was working on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from office import NOW, TODAY, Office

from ehc_tui.app import EhcApp
from ehc_tui.casework import notes
from ehc_tui.settings import Settings
from ehc_tui.store.alchemy import writing_engine

ROOT = Path(__file__).parents[1]
CHILD = "Quillfeather"
START = (
    "import sys\nfrom ehc_tui.cli import main\nfrom ehc_tui.discretion import be_discreet\nbe_discreet()\n"
)
FAULTS = {
    "the command line": (
        "import ehc_tui.cli.quick as q\n"
        "def fail(*_): raise ValueError('Quillfeather')\n"
        "q.quick = fail\nsys.exit(main(['list']))"
    ),
    "the system": (
        "import ehc_tui.cli.quick as q\n"
        "def fail(*_): raise OSError('Quillfeather')\n"
        "q.quick = fail\nsys.exit(main(['list']))"
    ),
    "the file": (
        "import ehc_tui.cli.quick as q, sqlite3\n"
        "def fail(*_): raise sqlite3.OperationalError('near Quillfeather')\n"
        "q.quick = fail\nsys.exit(main(['list']))"
    ),
    "one error out of another": (
        "import ehc_tui.cli.quick as q\n"
        "def fail(*_):\n"
        "    try: {}['Quillfeather']\n"
        "    except KeyError as error: raise RuntimeError('of Quillfeather') from error\n"
        "q.quick = fail\nsys.exit(main(['list']))"
    ),
    "a thread": (
        "import threading\n"
        "def fail(): raise ValueError('Quillfeather')\n"
        "one = threading.Thread(target=fail); one.start(); one.join(); sys.exit(1)"
    ),
    "the end of an object": (
        "class Row:\n    def __del__(self): raise ValueError('Quillfeather')\nRow()\nsys.exit(1)"
    ),
    "Python itself": "raise ValueError('Quillfeather')",
    "a task nobody waits for": (
        "import asyncio, gc\nfrom ehc_tui.discretion import about_task\n"
        "async def fail(): raise ValueError('Quillfeather')\n"
        "async def run():\n"
        "    asyncio.get_running_loop().set_exception_handler(about_task)\n"
        "    one = asyncio.create_task(fail()); await asyncio.sleep(0); await asyncio.sleep(0)\n"
        "    del one; gc.collect()\n"
        "asyncio.run(run()); sys.exit(1)"
    ),
}


@pytest.mark.parametrize("debug", ["", "1"])
@pytest.mark.parametrize("where", FAULTS)
def test_a_fault_names_no_child(where: str, debug: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", START + FAULTS[where]],
        env={**os.environ, "PYTHONPATH": str(ROOT), "EHC_DEBUG": debug},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert CHILD not in ended.stdout + ended.stderr
    assert "rror" in ended.stderr


def test_an_error_of_a_statement_hides_its_values(tmp_path: Path) -> None:
    engine = writing_engine(tmp_path / "x.db")
    with pytest.raises(Exception, match="no such table") as raised, engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO nowhere VALUES (?)", (CHILD,))
    engine.dispose()
    assert CHILD not in str(raised.value)


async def test_a_fault_behind_a_screen_is_not_drawn(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(tmp_path / "caseload.db")
    case = office.open(surname=CHILD)
    office.do(notes.add, case, "A note")

    def fail(*_given: object) -> None:
        raise ValueError(CHILD)

    app = EhcApp(office.store, Settings(theme="dark"), TODAY, "J Okafor", now=lambda: NOW)
    with pytest.raises(ValueError, match=CHILD):  # what `run` hands to the command line, which hides it
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            app.call_later(fail)
            await pilot.pause()
    office.store.close()
    said = capfd.readouterr()
    assert CHILD not in said.out + said.err


def test_no_core_file_is_left(tmp_path: Path) -> None:
    script = START + "import resource; print(resource.getrlimit(resource.RLIMIT_CORE))"
    ended = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert ended.stdout.strip() == "(0, 0)"
