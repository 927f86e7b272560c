"""Every command, with every option, on a store in which somebody has written hostile text everywhere."""

from __future__ import annotations

import io
import itertools
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hostile.conftest import Answer, Type
from hostile.corpus import TEXTS, assert_harmless
from hostile.files_read import assert_json_harmless, assert_table_harmless, assert_written_harmless
from hostile.poisoned import CASES, EVERYTHING, ME, PROPOSED, RESTRICTED, WAITING
from hostile.spoiling import texts_in
from typer.main import get_command

from ehc_tui.casework.door import name_of
from ehc_tui.cli.root import app
from ehc_tui.session import session_path
from ehc_tui.store.engine import open_store

NAMED = "hostile \x1b]0;owned\x07\u202e[@click=app.quit]=1+1 caseload.db"
"""What the store's file is called."""
TRACKER = "Surname,Request received,{0},Notes\nOsei,20/07/2026,x,{1}\n{1},x,x\n"
NO_LETTERS = TEXTS["bytes of no letter, and unassigned"]
LINES = {
    "list": "open:any|open:any --json|open:any --csv|--sort -child --limit 3"
    "|open:any -o out/list.csv|open:any --output out/list.xlsx|open:any -o out/list.csv --force",
    "show": f"{' '.join(CASES)} {RESTRICTED} {WAITING}|{' '.join(CASES)} --json|{WAITING}",
    "panel": f"|--json|--csv|--panel assess|--sessions|--sessions --json|--sessions --csv|{CASES[0]}"
    f"|{WAITING} --json|3/11/26|3/11/26 --json|3/11/26 --csv|5/12/26|5/12/26 --json|--figures"
    "|--figures --json|--figures --csv",
    "history": f"|--json|--csv|--case {CASES[1]} --openings|--by j --since 1/1/26 --until 1/1/27 --limit 9"
    f"|ann|--case {CASES[4]} --bundle out/bundle|--case {CASES[2]} --bundle out/b.zip",
    "subject-access": f"{CASES[4]} out/subject|{CASES[2]} out/subject.zip|{WAITING} out/s",
    "reliefs": "|--json|--csv|--since 1/9/25",
    "retention": f"|--json|--withdraw {PROPOSED}|--propose {PROPOSED} --because Schedule"
    f"|--confirm {PROPOSED} --yes|--years 6 --age 25 --because Ann|--no-period --because Ann",
    "staff": "|--json|ann caseworker --name Ann|ann --remove",
    "restrict": f"{CASES[3]} --to j.okafor --because Ann|{CASES[3]} --lift|{CASES[3]} --lift",
    "drafts": "|--json",
    "rules": "|--json|plan|issue_final_plan",
    "clock": "issue_final_plan request_received=2026-01-05|--batch b.csv|--batch b.csv --csv"
    "|--batch b.csv --json|x y",
    "import": "t.csv --dry-run|t.csv --json --mapping m.toml|t.csv",
    "check": "|--head|--since-head 1:2|--my-readings|--repair",
    "backup": "--keep 2|--list|out/x.db|out/x.db --force",
    "restore": "out/x.db|out/x.db --yes|out/x.db --yes --other-store --backup-key-file none|out/x.db",
    "encrypt": "--key-file none|--keyring --key-file none|--key-file none",
    "decrypt": "",
    "demo": "--no-open --cases 1 --seed 1|--no-open",
}
"""Command lines by command, apart by bars; every option of every command is in one of them."""
NEEDED = dict.fromkeys(LINES, "") | {
    "demo": "--no-open --cases 1",
    "import": "|t.csv",
    "show": f"|{CASES[0]}",
    "restrict": f"|{CASES[0]}",
    "subject-access": f"|{CASES[0]}|bundle",
    "restore": "--yes|none.db",
    "staff": "|ann|caseworker",
    "clock": "|issue_final_plan|request_received=2026-01-05",
    "history": "--limit 2",
    "retention": "--yes",
    "encrypt": "--key-file none",
}
"""What must stand on a command's line: options, then after bars what it has to be given in order."""


@pytest.fixture(scope="module")
def place(spoilt_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of hostile files, with a spoilt store of a hostile name in it."""
    folder = tmp_path_factory.mktemp("place")
    shutil.copy(spoilt_once, folder / NAMED)
    everything = '"' + " ".join(TEXTS.values()).replace('"', '""').replace("\0", "") + '"'
    (folder / "t.csv").write_bytes(TRACKER.format(TEXTS["a title"], everything).encode("utf-8", "replace"))
    (folder / "b.csv").write_bytes(f"rule,facts,{everything}\nx,y,{everything}\n".encode("utf-8", "replace"))
    (folder / "m.toml").write_text('["*".columns]\n', encoding="utf-8")
    (folder / "out").mkdir()
    return folder


def test_every_option_of_every_command_is_tried() -> None:
    assert set(LINES) == set(NEEDED) == set(commands())
    for name, command in commands().items():
        typed = {*LINES[name].replace("|", " ").split(), "--store", "--today"}
        options = [each.opts for each in command.params if each.param_type_name == "option"]
        assert not [opts for opts in options if typed.isdisjoint(opts)], name


@pytest.mark.parametrize("command", LINES)
def test_a_command_prints_and_writes_what_is_hostile_as_text(
    command: str, place: Path, ehc: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    monkeypatch.setenv("EHC_STORE", str(place / NAMED))
    leave_half_typed(place / NAMED)
    for line in LINES[command].split("|"):
        answer = ehc(command, *line.split())
        assert_sound(answer)
        if "--json" in line:
            assert_json_harmless(answer.out)
        if "--csv" in line:
            assert_table_harmless(answer.out)
    assert_written_harmless(place / "out")


def leave_half_typed(store: Path) -> None:
    """As if everything had been typed into questions, and kept in the person's session."""
    with open_store(store, account=ME) as opened:
        path = session_path(store, name_of(opened, ""))
    typed = {f"note/{text}": text for text in TEXTS.values()}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"format": 1, "half_typed": typed}))


def test_a_question_quotes_what_is_hostile_as_text(
    spoilt: Path, ehc: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("no\n"))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    answer = ehc("retention", "--confirm", PROPOSED, "--store", spoilt)
    assert "Nothing was removed" in answer.err
    assert_harmless([answer.err], lines=True)


@pytest.mark.parametrize("command", NEEDED)
def test_whatever_is_typed_after_a_command_is_taken_clean_or_refused_in_a_sentence(
    command: str, place: Path, poisoned_once: Path, ehc: Type, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    here = tmp_path / "1/2/3/4"
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    store = Path(shutil.copy(poisoned_once, tmp_path / "caseload.db"))
    for name in ("t.csv", "b.csv"):
        shutil.copy(place / name, here)
    for line in hostile_lines(command):
        answer = ehc(*([] if "--store" in line else ["--store", store]), *line)
        assert_sound(answer, line)
    assert_harmless(texts_in(store), lines=True)


def hostile_lines(command: str) -> Iterator[list[str]]:
    """The command with hostile texts for each of its values in turn."""
    texts = itertools.cycle(text.replace("\0", "") for text in TEXTS.values())
    fixed, *needed = NEEDED[command].split("|")
    params = [each for each in commands()[command].params if not getattr(each, "is_flag", False)]
    arguments = [each for each in params if each.param_type_name == "argument"]
    for param in params:
        for text in (*itertools.islice(texts, 2), NO_LETTERS, EVERYTHING.replace("\0", "")):
            if param.param_type_name == "option":
                yield [command, *fixed.split(), *needed, param.opts[-1], text]
            else:
                values = [*needed[: arguments.index(param)], text, *needed[arguments.index(param) + 1 :]]
                yield [command, *fixed.split(), "--", *values]


def commands() -> dict[str, Any]:
    """The commands of the program by name, as the parser has them."""
    found: dict[str, Any] = get_command(app).commands  # type: ignore[attr-defined]
    return found


def assert_sound(answer: Answer, line: object = "") -> None:
    """Fail unless what was written is plain, and a refusal one sentence."""
    assert_harmless([answer.out, answer.err], lines=True)
    assert "inside ehc-tui" not in answer.err and "Traceback" not in answer.err, (line, answer.err)
    assert answer.code == 0 or answer.out or answer.err.startswith("ehc-tui: ")
    assert answer.err.count("\n") <= 1
