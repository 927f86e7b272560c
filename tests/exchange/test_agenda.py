"""The agenda leaves as one document that people can read, that names nobody unless wanted, and is private."""

from __future__ import annotations

import stat
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path

import docx
import pytest
from case_rows import a_case_row

from ehc_tui.exchange.agenda import agenda_blocks, cases_named, write_agenda
from ehc_tui.exchange.document import Grid, Heading, Points, Words, as_markdown, write_document
from ehc_tui.exchange.minutes import minutes_blocks
from ehc_tui.exchange.pack import Reader
from ehc_tui.exchange.private_file import FileRefused
from ehc_tui.law.model import CaseFacts, Fact, State
from ehc_tui.law.process import load_process
from ehc_tui.law.rulebook import load_rulebook
from ehc_tui.store.panel_rows import (
    AgendaItem,
    Correction,
    Decided,
    Interest,
    MemberRow,
    MinutesRow,
    Pack,
    Recommended,
    SessionRow,
    SimilarCase,
)
from ehc_tui.store.rows import AdviceLine, CaseFile

TODAY, SITS = date(2026, 11, 21), date(2026, 11, 26)
AT = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
BOOK = load_rulebook()
PANEL = load_process("west-northants").panel_for("plan_decision")
assert PANEL


def advice(key: str, adviser: str, came: date | None, summary: str = "") -> AdviceLine:
    return AdviceLine(
        key=key,
        kind=key,
        adviser=adviser,
        requested_on=date(2026, 8, 16),
        requested_assumed=False,
        due=date(2026, 9, 27),
        chased_on=None,
        chases=0,
        received_on=came,
        existing_accepted_on=None,
        not_applicable_on=None,
        not_applicable_reason="",
        state=State.MET if came else State.OVERDUE,
        summary=summary,
    )


def pack(summary: str = "Meets her targets with daily help.") -> Pack:
    row = a_case_row(assess_on=date(2026, 8, 14), next=None)
    facts = (
        Fact("request_received", date(2026, 7, 20)),
        Fact("assess_decision", date(2026, 8, 14), "Yes"),
    )
    lines = (
        advice("education", "Larkrise SENCo", date(2026, 9, 25), summary),
        advice("parent", "Mrs Rahman", date(2026, 9, 1), "She is happy at home and *lost* at school."),
        advice("psychology", "Dr S Patel", None),
    )
    file = CaseFile(row, CaseFacts(facts), (), (), lines, (), (), (), (), "school")
    return Pack(
        question="plan_decision",
        queue=None,
        file=file,
        need="SLCN",
        locality="Daventry",
        recommended=Recommended(1, "Issue", "School support is used up.", "J Okafor", AT),
        decisions=(),
        similar=(SimilarCase("E26-0100", "4", "SLCN", "Issue", date(2026, 5, 4), "Two terms of support."),),
        interests=(),
    )


SESSION = SessionRow(
    id=3,
    panel=PANEL.key,
    on=SITS,
    starts=time(9, 30),
    minutes_each=15,
    place="Room 2",
    chair="R Whitcombe",
    capacity=12,
    papers_by=date(2026, 11, 19),
    status="held",
    reason="",
    members=(MemberRow(1, "S Patel", "psychologist", True), MemberRow(2, "A Byrne", "", False)),
    booked=1,
    version=2,
)


def item(**changes: object) -> AgendaItem:
    recommended = Recommended(1, "Issue", "School support is used up.", "J Okafor", AT)
    whole = AgendaItem(
        id=9,
        position=1,
        minutes=15,
        starts=time(9, 30),
        case_id=1,
        ref="E26-0412",
        surname="Rahman",
        forename="Aisha",
        born=date(2018, 2, 3),
        no_by=date(2026, 11, 9),
        missing=1,
        recommended=recommended,
        decided=None,
        interests=(),
        version=7,
    )
    return whole._replace(**changes)


def text_of(*, named: bool = True) -> str:
    return as_markdown(agenda_blocks(PANEL, SESSION, [item()], [pack()], Reader(TODAY, BOOK, named)))


def in_order(text: str, *parts: str) -> None:
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_the_document_has_the_session_the_items_and_each_pack() -> None:
    in_order(
        text_of(),
        "# EHC panel, Thu 26 Nov 2026",
        "Room 2",
        "S Patel, psychologist",
        "| 1 | 09:30 | E26-0412 Aisha Rahman | 9 Nov 2026 | issue a plan, J Okafor, 18 Nov 2026 |",
        "## 1\\. E26-0412 Aisha Rahman",
        "Larkrise Primary School",
        "Received Mon 20 Jul 2026",
        "### The test in law",
    )


def test_the_familys_views_come_before_all_other_advice() -> None:
    in_order(text_of(), "### The family's views", "Mrs Rahman", "### Advice", "Larkrise SENCo", "### What is")


def test_what_is_missing_says_how_late_it_is() -> None:
    assert "asked 16 Aug 2026, due 27 Sep 2026, 55 days late" in text_of()


def test_similar_cases_give_their_decision_and_reasons() -> None:
    in_order(text_of(), "E26-0100, year group 4: issue a plan, 4 May 2026", "Two terms of support")


def test_by_reference_nothing_of_ours_names_the_child_or_the_family() -> None:
    text = text_of(named=False)
    assert "E26-0412" in text
    for name in ("Aisha", "Rahman", "3 Feb 2018"):
        assert name not in text


def test_names_in_what_people_wrote_are_found() -> None:
    assert cases_named([pack()]) == ()
    assert cases_named([pack("Aisha meets her targets.")]) == ("E26-0412",)


def test_what_looks_like_markup_in_peoples_text_is_shown_and_not_obeyed() -> None:
    assert "\\*lost\\*" in text_of()
    hostile = [Words("<script> [x](http://y) | # 1. a\n- b"), Points(["1. c"]), Grid(["a"], [["x|y\nz"]])]
    text = as_markdown(hostile)
    assert "\\<script\\> \\[x\\](http\\://y) \\| \\#" in text
    assert "\\- b" in text and "- 1\\. c" in text and "| x\\|y z |" in text


def test_the_word_document_says_the_same(tmp_path: Path) -> None:
    place = tmp_path / "agenda.docx"
    assert write_agenda(PANEL, SESSION, [item()], [pack()], Reader(TODAY, BOOK), place) == place
    document = docx.Document(str(place))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    in_order(words, "EHC panel, Thu 26 Nov 2026", "1. E26-0412 Aisha Rahman", "*lost* at school")
    assert [cell.text for cell in document.tables[0].rows[1].cells][2] == "E26-0412 Aisha Rahman"
    assert document.core_properties.author == ""
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_an_existing_file_or_another_ending_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "agenda.md"
    place.write_text("mine")
    with pytest.raises(FileRefused, match="exists already"):
        write_document("A", [Heading(1, "A")], place)
    with pytest.raises(FileRefused, match=r"\.md or \.docx"):
        write_document("A", [], tmp_path / "agenda.pdf")
    assert place.read_text() == "mine"


def test_without_python_docx_one_sentence_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(FileRefused, match=r"install ehc-tui\[office\], or choose a name ending in \.md"):
        write_document("A", [Heading(1, "A")], tmp_path / "a.docx")
    assert list(tmp_path.iterdir()) == []


def test_minutes_show_who_was_there_what_was_decided_and_what_was_put_right() -> None:
    decided = Decided(
        id=1,
        case_id=1,
        question="plan_decision",
        item_id=9,
        outcome="Do not issue",
        decided_on=SITS,
        decided_by="R Whitcombe",
        reasons="Her needs are met at SEN support.",
        defer_for="",
        defer_until=None,
        defer_who="",
        told_on=None,
        corrects=None,
        correction="",
        recorded_by="R Whitcombe",
        recorded_at=AT,
    )
    interest = Interest(1, 9, "S Patel", "governor of Larkrise", True)
    put_right = Correction("A Byrne", "was there", "was not there", "the list was wrong", "J Okafor", AT)
    minutes = MinutesRow(
        SESSION, (item(decided=decided, interests=(interest,)),), "Fire drill at 11.", (put_right,)
    )
    text = as_markdown(minutes_blocks(PANEL, minutes))
    in_order(
        text,
        "S Patel, psychologist: present",
        "A Byrne: apologies",
        "Do not issue a plan: decided by R Whitcombe on 26 Nov 2026, family not told yet",
        "Her needs are met",
        "S Patel: governor of Larkrise; left the room",
        "Fire drill",
        "was “was there”, is “was not there”, because the list was wrong (J Okafor, 18 Nov 2026 at 09:30)",
    )
