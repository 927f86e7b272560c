"""A council with closed cases, and the people of whom it takes two to remove one for good, for tests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from office import Office, imported

from ehc_tui.casework import notes
from ehc_tui.casework.inputs import ImportedCase
from ehc_tui.casework.removing import keep_for, propose
from ehc_tui.casework.staff import list_person
from ehc_tui.law.model import Fact
from ehc_tui.store.engine import open_store
from ehc_tui.store.looks import Looker, note_look
from ehc_tui.store.retention import past_period
from ehc_tui.store.verbs import EXPORT, READ

REF, WHY = "T-0001", "Schedule of 2024, line 7"
SECRETS = ("quillfeather", "zephyrine", "hollowmere", "her aunt hides", "dr nightjar")


class Council:
    """Two managers and a caseworker at one store, with three closed cases that came in one import."""

    def __init__(self, path: Path) -> None:
        self.path = path
        first = Office(path)
        first.do(list_person, "m.hughes", "manager", "M Hughes")
        self.hughes, self.begum, self.okafor = (
            self._person(*who)
            for who in (("m.hughes", "M Hughes"), ("s.begum", "S Begum"), ("j.okafor", "J Okafor"))
        )
        self.hughes.do(list_person, "s.begum", "manager", "S Begum")
        self.hughes.do(list_person, "j.okafor", "caseworker", "J Okafor")
        first.store.close()
        self.okafor.bring_in(*(self._closed(number) for number in (1, 2, 3)))
        self.case = self.okafor.file(REF).row.id
        self.okafor.do(notes.add, self.case, "Her aunt hides the letters.")
        looker = Looker("J Okafor", "j.okafor", "", self.okafor.doing.now)
        note_look(self.okafor.store, looker, READ, f"Case {REF} read", [self.case])
        note_look(self.okafor.store, looker, EXPORT, "2 cases written to x.csv", [self.case, self.case + 1])

    def _person(self, account: str, name: str) -> Office:
        office = Office(self.path, name, open_store(self.path, account=account))
        office.doing = replace(office.doing, account=account)
        return office

    def _closed(self, number: int) -> ImportedCase:
        case = imported(number, date(2016, 3, 1), date(2016, 4, 1), "Yes")
        secret = {
            "surname": "Quillfeather",
            "forename": "Zephyrine",
            "setting": "Hollowmere Academy",
            "advice_lines": (("health", "health", "Dr Nightjar"),),
        }
        closed = (*case.facts, Fact("case_closed", date(2017, 5, 1)))
        return replace(case, facts=closed, **(secret if number == 1 else {}))

    def close_more(self, numbers: Iterable[int]) -> None:
        """Bring in more cases that are closed."""
        self.okafor.bring_in(*map(self._closed, numbers))

    def offered(self) -> list[str]:
        """The references listed, those with something against them in brackets."""
        found = past_period(self.hughes.store.read(), self.hughes.doing.today)
        return [f"({one.ref})" if one.against else one.ref for one in found]

    def close(self) -> None:
        for office in (self.hughes, self.begum, self.okafor):
            office.store.close()


def proposed(council: Council) -> Council:
    """The first case is past its period, and its removal is proposed."""
    council.hughes.do(keep_for, 6, None, WHY)
    council.okafor.do(propose, council.case, WHY)
    return council
