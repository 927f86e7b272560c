"""A caseload in which every field that takes text from people holds one of the hostile texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from hostile.corpus import TEXTS
from hostile.lives import MOST_WORDS, Hurried, a_session, live_through, until_the_panel
from office import Office, imported
from panel_room import IN_TWO_WEEKS

from ehc_tui.casework import panel, removing
from ehc_tui.casework.inputs import ImportedCase
from ehc_tui.casework.restricting import restrict
from ehc_tui.casework.staff import list_person
from ehc_tui.law.model import Fact
from ehc_tui.settings import Settings
from ehc_tui.store.looks import Looker, note_look
from ehc_tui.store.verbs import EXPORT

ME, OTHER = "j.okafor", "m.hughes"
WAITING, RESTRICTED, PROPOSED, REMOVED = "W-001", "W-002", "T-0001", "T-0002"
"""A case for the next panel, one kept to its staff, one to be removed for good, and one that was."""
EVERYTHING = " · ".join(text[:200] for text in TEXTS.values())
"""All the texts in one."""


def reference(number: int) -> str:
    """The reference of the case poisoned with the text of that number."""
    return f"P-{number:03}"


CASES = [reference(number) for number in range(1, len(TEXTS) + 1)]
IN_USE = [*CASES, WAITING, RESTRICTED, PROPOSED]
"""All cases that can be seen, open or closed."""


def a_poisoned_caseload(path: Path, texts: Iterable[str] = tuple(TEXTS.values())) -> None:
    """For each of the hostile texts a case with it in every field, from request to Way Forward meeting.

    Besides them one case with all the texts at once for each of what else can become of a case. J Okafor and
    M Hughes are the managers of the store.
    """
    office = Hurried(path)
    office.doing = replace(office.doing, account=ME)
    with office.at_once():
        for account in (ME, OTHER):
            office.do(list_person, account, "manager", EVERYTHING[:MOST_WORDS], owner=True)
        for number, text in enumerate(texts, 1):
            _sign(office, text)
            live_through(office, reference(number), text, number)
            office.do(list_person, text, "caseworker", text)
        _sign(office, EVERYTHING[:MOST_WORDS])
        _wait_for_the_panel(office)
    _come_to_an_end(office)
    office.store.close()


def _sign(office: Office, text: str) -> None:
    """From now on everything is done in that name."""
    name = Settings(me=text).person()
    office.doing = replace(office.doing, by=name, at_keyboard=name)


def _wait_for_the_panel(office: Office) -> None:
    text = EVERYTHING[:MOST_WORDS]
    session_id = a_session(office, IN_TWO_WEEKS, text)
    booked, kept = (until_the_panel(office, ref, text) for ref in (WAITING, RESTRICTED))
    office.do(panel.book, booked, session_id)
    office.do(restrict, kept, [ME, OTHER], text)


def _come_to_an_end(office: Hurried) -> None:
    """Two closed cases, past their period: one is proposed for removal, the other removed."""
    text = EVERYTHING[:MOST_WORDS]
    by = replace(office.doing, at_keyboard="")
    office.doing = by
    with office.at_once():
        office.bring_in(*(_closed(number, text) for number in (1, 2)))
        ids = dict(office.ask("SELECT ref, id FROM ehc_case"))
        office.do(removing.keep_for, 6, None, text)
        for ref in (PROPOSED, REMOVED):
            office.do(removing.propose, ids[ref], text)
        office.doing = replace(by, account=OTHER)
        office.do(removing.remove, ids[REMOVED])
    removing.scrubbed(office.store, by.by)
    looker = Looker(by.by, ME, by.by, by.now)
    note_look(office.store, looker, EXPORT, text, [ids[PROPOSED]])


def _closed(number: int, text: str) -> ImportedCase:
    case = imported(number, date(2016, 3, 1), date(2016, 4, 1), "Yes")
    facts = (*case.facts, Fact("case_closed", date(2017, 5, 1)))
    return replace(case, facts=facts, setting=text, caseworker=text, officer=text, note=text)
