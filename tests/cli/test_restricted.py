"""Every command, typed by somebody who may not know of a case: its answer is that of a store without it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cli.conftest import Type
from restricted_scene import BORN, HIDDEN, OUTSIDER, SECRETS, SEEN, a_store

from ehc_tui import identity
from ehc_tui.cli.root import app
from ehc_tui.store.engine import open_store

TYPED: dict[str, list[list[str]]] = {
    "demo": [],
    "backup": [],
    "restore": [],
    "encrypt": [],
    "decrypt": [],
    "import": [["new.csv", "--dry-run"], ["new.csv", "--dry-run", "--json"]],
    "list": [
        ["open:any"],
        ["open:any", "--json"],
        ["open:any", "--csv"],
        ["quillfeather"],
        ["setting:hollowmere"],
        ["cw:nightjar"],
        ["contact:<30"],
        ["open:any", "-o", "out.csv", "--force"],
    ],
    "show": [[HIDDEN], [HIDDEN.lower(), "--json"], [SEEN], [SEEN, "--json"]],
    "clock": [["issue_final_plan", "request_received=2026-07-20"]],
    "rules": [[], ["issue_final_plan"], ["--json"]],
    "reliefs": [[], ["--json"], ["--csv"]],
    "panel": [[], ["--json"], ["--csv"], ["--figures"], ["--figures", "--csv"], ["5/12", "--json"]],
    "drafts": [[], ["--json"]],
    "history": [[], ["--json"], ["--csv", "--openings"], ["--case", HIDDEN], ["--case", SEEN]],
    "retention": [[], ["--json"], ["--propose", HIDDEN, "--because", "past its period"]],
    "subject-access": [[HIDDEN, "bundle"]],
    "staff": [[], ["--json"]],
    "restrict": [[HIDDEN, "--lift"], [HIDDEN, "--to", "m.hughes", "--because", "me too"]],
    "check": [[], ["--repair"]],
}
WITH_A_HEAD = ("check",)
"""Here the answer ends with how far the history goes, which is a seal of everything."""
WITH_NUMBERS = ("history",)
"""Here entries carry the numbers and instants they have in a history of everything."""


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A store with a case that the outsider may not know of, and the same without it."""
    here = tmp_path_factory.mktemp("stores")
    paths = here / "with", here / "without"
    for path in paths:
        path.mkdir()
        born = f"{BORN:%d/%m/%Y}"
        tracker = f"Surname,Forename,DOB,Request received\nQuillfeather,Zephyrine,{born},20/07/2026\n"
        (path / "new.csv").write_text(tracker)
    a_store(paths[0] / "caseload.db")
    a_store(paths[1] / "caseload.db", hidden=False)
    return paths


def answer(place: Path, ehc: Type, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    """All that a command says and writes in a place, without the name of the place."""
    monkeypatch.chdir(place)
    monkeypatch.setenv("EHC_STORE", str(place / "caseload.db"))
    file = place / "out.csv"
    file.unlink(missing_ok=True)
    said = ehc(*arguments)
    wrote = file.read_text() if file.exists() else ""
    out = said.out.splitlines()[:-1] if arguments[0] in WITH_A_HEAD else said.out.splitlines()
    return "\n".join([str(said.code), *out, said.err, wrote]).replace(str(place), "")


def compared(command: str, said: str) -> str:
    """What of an answer may not differ."""
    return re.sub(r"\d+|  +", "", said) if command in WITH_NUMBERS else said


def test_every_command_is_typed_here() -> None:
    assert {one.name or one.callback.__name__ for one in app.registered_commands} == set(TYPED)  # type: ignore[union-attr]


@pytest.mark.parametrize("command", [name for name, lines in TYPED.items() if lines])
def test_a_hidden_case_makes_no_difference_to_an_answer(
    command: str, stores: tuple[Path, Path], ehc: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "login", lambda: OUTSIDER)
    monkeypatch.setattr(identity, "owns", lambda path: False)
    for arguments in TYPED[command]:
        with_it, without = (answer(place, ehc, monkeypatch, command, *arguments) for place in stores)
        assert compared(command, with_it) == compared(command, without)
        by_themselves = " ".join(arguments) + (stores[0] / "new.csv").read_text() * (command == "import")
        told = [word for word in SECRETS if word in with_it and word.lower() not in by_themselves.lower()]
        assert told == [], arguments


NEEDS_NO_STORE = ("clock", "rules")


@pytest.mark.parametrize("command", [name for name, lines in TYPED.items() if lines])
def test_a_stranger_is_turned_away_by_every_command_that_opens_the_store(
    command: str, stores: tuple[Path, Path], ehc: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "login", lambda: "stranger")
    monkeypatch.setattr(identity, "owns", lambda path: False)
    monkeypatch.setattr(identity, "owner_of", lambda path: "ehc-store")
    for arguments in TYPED[command]:
        said = answer(stores[0], ehc, monkeypatch, command, *(one for one in arguments if one != "--dry-run"))
        refused = (
            "1\nehc-tui: The account stranger is not listed in this store: to be listed, ask M Hughes or "
            "ehc-store, who owns it.\n"
        )
        assert (said.rstrip("\n") + "\n" == refused) is (command not in NEEDS_NO_STORE), said


def test_the_owner_works_as_somebody_and_both_names_are_kept(
    tmp_path: Path, ehc: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_store(tmp_path / "caseload.db", hidden=False)
    monkeypatch.setenv("EHC_STORE", str(tmp_path / "caseload.db"))
    to_her = ("restrict", SEEN, "--to", "m.hughes", "--because", "A colleague is her aunt")
    assert "may not say who may see a case" in ehc("--as", OUTSIDER, *to_her).err
    assert ehc("--as", "M.Hughes", *to_her).out == "Restricted to M Hughes: A colleague is her aunt.\n"
    assert ehc("list").out.endswith("1 of 1 cases\n")
    told = ehc("--as", "m.hughes", "history", "--limit", "1").out
    assert "*M Hughes" in told and "owner) at the keyboard" in told
    assert ehc("--as", "m.hughes", "list").out.endswith("2 of 2 cases\n")
    with open_store(tmp_path / "caseload.db", account="m.hughes") as store:
        kept = store.read().execute("SELECT by, account, at_keyboard FROM act WHERE verb = 'restrict'")
        assert kept.fetchone() == ("M Hughes", "m.hughes", "j.okafor (j.okafor, owner)")
    monkeypatch.setattr(identity, "owns", lambda path: False)
    assert "who owns the store, may work as somebody else" in ehc("--as", "m.hughes", "list").err
