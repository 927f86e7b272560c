"""Invented trackers of councils that keep them in their own ways: one caseload under many headings."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from ehc_tui.casework.inputs import ImportedCase

TODAY = date(2026, 11, 21)
SERIAL_ZERO = date(1899, 12, 30)


@dataclass(frozen=True)
class Child:
    """A case as the council means it."""

    ref: str
    surname: str
    forename: str
    born: date
    school: str
    route: str
    worker: str
    received: date
    told: date | None = None
    assess: bool | None = None
    psychology: date | None = None
    health: date | None = None
    social_care: date | None = None
    education: date | None = None
    parent: date | None = None
    panel: date | None = None
    issue: bool | None = None
    draft: date | None = None
    final: date | None = None

    def after(self, days: int) -> date:
        """So many days after the request."""
        return self.received + timedelta(days)


def caseload(count: int, seed: int = 7) -> list[Child]:
    """Cases at every point of the process, received within the last seven months."""
    random = Random(seed)
    return [_child(number, random) for number in range(count)]


def _child(number: int, random: Random) -> Child:
    received = TODAY - timedelta(random.randint(5, 210))
    age = (TODAY - received).days
    told = received + timedelta(random.randint(20, 41)) if age > 42 else None
    assess = random.random() < 0.8 if told else None

    def advice(slowest: int) -> date | None:
        back = told + timedelta(random.randint(5, slowest)) if told and assess else None
        return back if back and back < TODAY and random.random() < 0.8 else None

    panel = received + timedelta(random.randint(95, 111)) if assess and age > 112 else None
    issue = random.random() < 0.8 if panel else None
    return Child(
        ref=f"SEN/{1000 + number}",
        surname=random.choice(["O'Neill", "Adeyemi", "Smith-Jones", "van der Berg", "Nowak", "Li", "Żak"]),
        forename=random.choice(["Ava", "José", "Mary Jane", "Tom", "Zoë"]),
        born=date(2007 + number % 15, 1 + number % 12, 1 + number % 27),
        school=random.choice(["Hill Primary", "St John's CofE School", "Home educated", "Oak College"]),
        route=random.choice(["Parent", "School", "Health", "Young person"]),
        worker=random.choice(["J Smith", "A Khan"]),
        received=received,
        told=told,
        assess=assess,
        psychology=advice(60),
        health=advice(50),
        social_care=advice(40),
        education=advice(40),
        parent=advice(30),
        panel=panel,
        issue=issue,
        draft=received + timedelta(115) if issue and age > 115 else None,
        final=received + timedelta(150) if issue and age > 150 else None,
    )


Column = tuple[str, Callable[[Child], Any]]


def which(yes: str, no: str, field: str) -> Callable[[Child], str]:
    """The council's words for an outcome."""
    words = {True: yes, False: no, None: ""}
    return lambda child: words[getattr(child, field)]


def when(field: str, outcome: str, wanted: bool) -> Callable[[Child], date | None]:
    """The day of a decision, only where it went this way."""
    return lambda child: getattr(child, field) if getattr(child, outcome) is wanted else None


def the(field: str) -> Callable[[Child], Any]:
    """A field as it is."""
    return lambda child: getattr(child, field)


HILLSHIRE: tuple[Column, ...] = (
    ("UPN", lambda child: f"A80120011{child.ref[-4:]}"),
    ("EHCP Ref No.", the("ref")),
    ("Last Name", the("surname")),
    ("First Name", the("forename")),
    ("Birth Date", the("born")),
    ("Gender", lambda child: "F"),
    ("School attended", the("school")),
    ("EHCNA request received", the("received")),
    ("Source of request", the("route")),
    ("6 week due", lambda child: child.after(42)),
    ("Agreed/Declined", which("Agreed", "Declined", "assess")),
    ("Date of decision", the("told")),
    ("EP", the("psychology")),
    ("Paediatrician", the("health")),
    ("Social Care", the("social_care")),
    ("School", the("education")),
    ("Parents", the("parent")),
    ("16 week decision due", lambda child: child.after(112)),
    ("Issue panel", the("panel")),
    ("Issue?", which("Y", "N", "issue")),
    ("Draft", the("draft")),
    ("20 week deadline", lambda child: child.after(140)),
    ("Final EHCP issued", the("final")),
    ("Allocated to", the("worker")),
    ("Comments", lambda child: 'x, y; z "quoted"\nnext line'),
)
MARSHLAND: tuple[Column, ...] = (
    ("No", lambda child: int(child.ref[-4:]) - 999),
    ("Child/Young Person", lambda child: f"{child.surname.upper()}, {child.forename}"),
    ("DoB", the("born")),
    ("Case No", the("ref")),
    ("Date request rec'd", the("received")),
    ("Requester", the("route")),
    ("Decision to assess Y/N", which("Yes", "No - refused", "assess")),
    ("Date decision letter sent", the("told")),
    ("Date EP requested", when("told", "assess", True)),
    ("Date EP received", the("psychology")),
    ("Health requested", when("told", "assess", True)),
    ("Health received", the("health")),
    ("CSC requested", when("told", "assess", True)),
    ("CSC received", the("social_care")),
    ("School report rec'd", the("education")),
    ("Family contribution rec'd", the("parent")),
    ("Decision to issue Y/N", which("Agreed to issue", "Not agreed to issue", "issue")),
    ("Date of decision to issue", the("panel")),
    ("Draft plan issued", the("draft")),
    ("Final plan issued", the("final")),
    ("Plan co-ordinator", the("worker")),
    ("Placement", the("school")),
)
TWO_PANELS: tuple[Column, ...] = (
    ("Reference", the("ref")),
    ("Surname", the("surname")),
    ("Forename", the("forename")),
    ("D.O.B", the("born")),
    ("Setting", the("school")),
    ("Date received", the("received")),
    ("Referral source", the("route")),
    ("Panel 1", the("told")),
    ("Panel 1 decision", which("Agree to assess", "RTA", "assess")),
    ("Ed Psych report", the("psychology")),
    ("Medical report", the("health")),
    ("Social worker report", the("social_care")),
    ("School report", the("education")),
    ("Parental views", the("parent")),
    ("Panel 2", the("panel")),
    ("Panel 2 decision", which("Agree to issue", "RTI", "issue")),
    ("Draft date", the("draft")),
    ("Final date", the("final")),
    ("SEND Officer", the("worker")),
)
DATES_ONLY: tuple[Column, ...] = (
    ("Unique ID", the("ref")),
    ("Pupil", lambda child: f"{child.forename} {child.surname}"),
    ("Date of Birth (dd/mm/yyyy)", the("born")),
    ("Establishment", the("school")),
    ("Clock start date", the("received")),
    ("Initiated by", the("route")),
    ("Date agreed to assess", when("told", "assess", True)),
    ("Date refused to assess", when("told", "assess", False)),
    ("Educational Psychology advice", the("psychology")),
    ("Health advice", the("health")),
    ("Children's Services advice", the("social_care")),
    ("Education advice", the("education")),
    ("Parent/carer views", the("parent")),
    ("Date agreed to issue", when("panel", "issue", True)),
    ("Date refused to issue", when("panel", "issue", False)),
    ("Draft EHC plan sent to parents", the("draft")),
    ("Date EHCP finalised", the("final")),
    ("EHC Coordinator", the("worker")),
)
DATABASE: tuple[Column, ...] = (
    ("ref", the("ref")),
    ("child_surname", the("surname")),
    ("child_forename", the("forename")),
    ("dateOfBirth", the("born")),
    ("schoolName", the("school")),
    ("requestReceivedDate", the("received")),
    ("requestSource", the("route")),
    ("assessDecision", which("YES", "NO", "assess")),
    ("assessDecisionDate", the("told")),
    ("epAdviceReceived", the("psychology")),
    ("healthAdviceReceived", the("health")),
    ("socialCareAdviceReceived", the("social_care")),
    ("educationAdviceReceived", the("education")),
    ("parentAdviceReceived", the("parent")),
    ("issueDecision", which("TRUE", "FALSE", "issue")),
    ("issueDecisionDate", the("panel")),
    ("draftPlanDate", the("draft")),
    ("finalPlanDate", the("final")),
    ("caseWorker", the("worker")),
)
COUNCILS: dict[str, tuple[Column, ...]] = {
    "Hillshire": HILLSHIRE,
    "Marshland": MARSHLAND,
    "two panels": TWO_PANELS,
    "dates only": DATES_ONLY,
    "database": DATABASE,
}
DAY_STYLES: dict[str, Callable[[date], str]] = {
    "figures": lambda day: f"{day:%d/%m/%Y}",
    "short figures": lambda day: f"{day.day}/{day.month}/{day:%y}",
    "dots": lambda day: f"{day:%d.%m.%y}",
    "dashes": lambda day: f"{day:%d-%b-%y}",
    "words": lambda day: f"{ordinal(day.day)} {day:%B %Y}",
    "ISO with time": lambda day: f"{day.isoformat()} 00:00:00",
    "serial": lambda day: str((day - SERIAL_ZERO).days),
}


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th."""
    ending = "th" if number in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def table(
    columns: Sequence[Column], children: Iterable[Child], day: Callable[[date], Any] | None = None
) -> list[list[Any]]:
    """Headings and rows; dates as they are, or as `day` writes them."""
    rows: list[list[Any]] = [[heading for heading, _ in columns]]
    for child in children:
        cells = [value(child) for _, value in columns]
        rows.append([day(cell) if day and isinstance(cell, date) else cell for cell in cells])
    return rows


def write_csv(
    path: Path, rows: Iterable[Sequence[Any]], *, delimiter: str = ",", encoding: str = "utf-8"
) -> Path:
    """Rows as a CSV file with Windows line ends."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding, errors="replace"))
    return path


def write_xlsx(path: Path, sheets: dict[str, Iterable[Sequence[Any]]], hidden: Iterable[str] = ()) -> Path:
    """Each sheet's rows as a workbook."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(["" if cell is None else cell for cell in row])
        if name in hidden:
            sheet.sheet_state = "hidden"
    book.save(path)
    book.close()
    return path


def meant(child: Child) -> dict[str, Any]:
    """What an import must make of a case, comparable with `understood`."""
    facts: dict[tuple[str, str], tuple[date, str | None]] = {}
    for kind, subject, day, outcome in (
        ("request_received", "", child.received, None),
        ("assess_decision", "", child.told, "Yes" if child.assess else "No"),
        ("plan_decision", "", child.panel, "Issue" if child.issue else "Do not issue"),
        ("draft_served", "", child.draft, None),
        ("final_sent", "", child.final, None),
        *(
            ("advice_received", kind, getattr(child, kind), None)
            for kind in ("psychology", "health", "social_care", "education", "parent")
        ),
    ):
        if day:
            facts[kind, subject] = (day, outcome)
    return {
        "name": (child.surname.upper(), child.forename.upper()),
        "born": child.born,
        "school": child.school,
        "worker": child.worker,
        "facts": facts,
    }


def understood(case: ImportedCase) -> dict[str, Any]:
    """What an import made of a row, without what it assumed and the panels behind decisions."""
    return {
        "name": (case.surname.upper(), case.forename.upper()),
        "born": case.born,
        "school": case.setting,
        "worker": case.caseworker,
        "facts": {
            (fact.kind, fact.subject): (fact.on, str(fact.outcome) if fact.outcome else None)
            for fact in case.facts
            if fact.kind not in {"advice_requested", "panel_held"}
        },
    }
