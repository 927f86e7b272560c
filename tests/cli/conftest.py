"""A command line to type at, and a small store to type about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ehc_tui.cli import main

TODAY = "2026-11-21"
TRACKER = """\
Case ref,Surname,Forename,DOB,Setting,Request received,Decision to assess date,Assess Y/N,\
Advice requested,EP advice received,Health advice received,School advice received,Panel decision,\
Plan decision date,Draft issued,Final issued,Caseworker,SEN officer,Notes
E26-0412,Rahman,Aisha,03/02/2018,Larkrise Primary School,20/07/2026,16/08/2026,Y,\
16/08/2026,,14/09/2026,20/09/2026,,,,,J Okafor,R Whitcombe,Letters in large print
E26-0398,O'Connor,Niamh,11/05/2016,St Cuthwin's CE Primary,06/07/2026,10/08/2026,Y,\
10/08/2026,21/09/2026,14/09/2026,20/09/2026,Issue,12/10/2026,26/10/2026,,J Okafor,,
E26-0467,Kowalczyk,Łukasz,19/01/2022,Acorn Lane Nursery,31/08/2026,12/10/2026,Y,\
19/10/2026,,,11/11/2026,,,,,M Hughes,,
E26-0471,Osei,Kwame,30/09/2010,Stanfold Gate Academy,28/09/2026,03/11/2026,N,,,,,,,,,M Hughes,,
E26-0480,Nguyễn,Bảo,01/12/2019,Weir Bridge Primary School,16/11/2026,,,,,,,,,,,,,
E26-0301,Żak,Zuzanna,07/07/2014,The Wharf Academy,02/03/2026,08/04/2026,Y,\
08/04/2026,01/05/2026,12/05/2026,20/05/2026,Issue,15/06/2026,22/06/2026,17/07/2026,A Begum,,
"""


@dataclass(frozen=True)
class Answer:
    """What a command wrote, and its exit code."""

    code: int
    out: str
    err: str


Type = Callable[..., Answer]


@pytest.fixture
def ehc(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Type:
    """Types a command and gives what came back. It is 21 November 2026."""
    monkeypatch.setenv("EHC_TODAY", TODAY)

    def typed(*arguments: object) -> Answer:
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    return typed


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    """A team's spreadsheet of six cases."""
    path = tmp_path / "tracker.csv"
    path.write_text(TRACKER, encoding="utf-8")
    return path


@pytest.fixture
def store(tmp_path: Path, tracker: Path, ehc: Type, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The store those six cases were imported into; EHC_STORE names it."""
    path = tmp_path / "caseload.db"
    monkeypatch.setenv("EHC_STORE", str(path))
    answer = ehc("import", tracker)
    assert answer.code == 0, answer
    return path
