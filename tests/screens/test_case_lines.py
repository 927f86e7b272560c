"""The words and lines of the case tabs, drawn from a case file without a terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from case_scene import a_case_in_its_18th_week
from office import TODAY, Office

from ehc_tui.casework import decisions
from ehc_tui.law.model import Fact
from ehc_tui.law.process import load_process
from ehc_tui.law.rulebook import load_rulebook
from ehc_tui.present.case.changes import changes
from ehc_tui.present.case.checklist import checklist_page, late, missing, not_asked
from ehc_tui.present.case.decisions import notice_lines
from ehc_tui.present.case.header import header_parts, tabs_line
from ehc_tui.present.case.history import when, when_brief
from ehc_tui.present.case.meetings import next_step
from ehc_tui.present.case.timeline import ClockOn
from ehc_tui.present.case.views import Look, Tab, view_of
from ehc_tui.present.case.why import Rules
from ehc_tui.present.prose import near, paragraph
from ehc_tui.present.runs import line_width, plain
from ehc_tui.screens.case_recording import likely
from ehc_tui.store.rows import ActRow, MeetingAction, MeetingRow

RULES = Rules(load_rulebook(), load_process("west-northants"))


def words(lines: object) -> str:
    return " ".join(" ".join(plain(line) for line in lines).split())  # type: ignore[attr-defined]


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_the_header_keeps_the_name_and_how_far_the_case_is(office: Office, width: int) -> None:
    office.open()
    left, right = header_parts(office.file().row, TODAY, width)
    assert "E26-0412  Aisha Rahman" in plain(left)
    assert "day 124 · week 18 of 20 · v" in plain(right)
    assert ("born 3 Feb 2018" in plain(left)) == (width >= 120)


def test_a_case_without_date_of_birth_and_one_that_is_closed_say_so(office: Office) -> None:
    case_id = office.open(born=None)
    office.do(decisions.record, case_id, Fact("withdrawn", date(2026, 9, 1)))
    left, right = header_parts(office.file().row, TODAY, 120)
    assert "date of birth not known" in plain(left)
    assert "closed 1 Sep 2026" in plain(right)


@pytest.mark.parametrize(
    ("today", "is_one"), [(date(2026, 6, 26), False), (date(2026, 6, 27), True), (date(2035, 3, 1), False)]
)
def test_the_header_names_a_young_person_from_the_end_of_compulsory_school_age(
    office: Office, today: date, is_one: bool
) -> None:
    office.open(born=date(2010, 3, 1), setting="")
    for width in (60, 80, 140):
        left, _ = header_parts(office.file().row, today, width)
        assert ("young person" in plain(left)) == is_one
    assert ("young person, holds the rights, born 1 Mar 2010" in plain(left)) == is_one


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("tab", list(Tab))
def test_the_tabs_fit_any_width_and_name_the_current_one(tab: Tab, width: int) -> None:
    line = tabs_line(tab, ("!3", "1 late", "1 due", "", "", ""), width)
    assert line_width(line) <= width
    assert f"[{tab + 1} {tab.name.capitalize()}" in plain(line)


def test_what_must_be_sought_and_is_not_on_the_list_is_named_with_adulthood_from_year_9(
    office: Office,
) -> None:
    a_case_in_its_18th_week(office)
    lines, kinds = office.file().advice, RULES.book.advice
    assert missing(lines, kinds, date(2018, 2, 3), TODAY) == []
    assert [kind.ref for kind in missing(lines, kinds, date(2012, 9, 1), TODAY)] == ["(g)"]
    page = checklist_page(lines[1:], kinds, date(2012, 9, 1), TODAY, 80)
    assert "(a) parental, (g) adulthood" in words(page.head)


def test_late_advice_is_what_was_asked_for_and_is_past_its_six_weeks(office: Office) -> None:
    a_case_in_its_18th_week(office)
    lines = office.file().advice
    assert [line.key for line in late(lines)] == ["psychology"] and not_asked(lines) == []
    on_the_day = office.file(today=date(2026, 9, 27)).advice
    assert late(on_the_day) == []


def test_advice_that_a_refusal_stopped_is_not_late(office: Office) -> None:
    case_id = a_case_in_its_18th_week(office)
    office.do(decisions.record, case_id, Fact("plan_decision", date(2026, 11, 2), "Do not issue"))
    assert late(office.file().advice) == []


def test_an_assumed_date_is_marked_and_said_to_be_assumed(office: Office) -> None:
    a_case_in_its_18th_week(office)
    line = office.file().advice[3]._replace(requested_assumed=True)
    page = checklist_page([line], RULES.book.advice, None, TODAY, 120)
    assert "16 Aug*" in plain(page.row(0))
    assert "assumed: the day of the decision, because no date was given" in words(page.detail(0))


def test_the_notice_of_a_final_plan_holds_the_appeal_but_no_reasons(office: Office) -> None:
    case_id = a_case_in_its_18th_week(office)
    office.do(decisions.record, case_id, Fact("plan_decision", date(2026, 11, 2), "Issue"))
    office.do(decisions.record, case_id, Fact("final_sent", date(2026, 11, 20)))
    file = office.file()
    notice = words(notice_lines(file.facts[-1].fact, file, RULES.process, 100))
    assert "the right of appeal, last day Wed 20 Jan 2027" in notice and "reasons" not in notice
    assert notice_lines(file.facts[0].fact, file, RULES.process, 100) == ()


def test_a_stage_that_will_never_come_is_not_drawn_in_prospect(office: Office) -> None:
    case_id = a_case_in_its_18th_week(office)
    look = Look(RULES, TODAY, 10, 120)
    assert "░" in plain(view_of(Tab.TIMELINE, office.file(), look).page.head[-1])
    office.do(decisions.record, case_id, Fact("plan_decision", date(2026, 11, 2), "Do not issue"))
    assert "░" not in plain(view_of(Tab.TIMELINE, office.file(), look).page.head[-1])


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("offered", "offered on 3 Nov; record the family's answer"),
        ("accepted", "find a day and a time"),
        ("arranged", "Tue 10 Nov 2026 10:00 Civic Centre; record what came of it"),
        ("held", "held 10 Nov; 1 agreed action to do"),
        ("declined", "declined; the family may still accept"),
        ("cancelled", "cancelled"),
    ],
)
def test_every_meeting_says_what_comes_next(status: str, said: str) -> None:
    meeting = MeetingRow(
        id=1,
        uid="u",
        sequence=0,
        kind="way_forward",
        title="Way Forward meeting",
        decision="plan_decision",
        status=status,
        offered_on=date(2026, 11, 3),
        answered_on=None,
        held_on=date(2026, 11, 10),
        on=date(2026, 11, 10),
        starts=time(10),
        minutes=60,
        place="Civic Centre",
        link="",
        chair="J Okafor",
        interpreter="",
        outcome="",
        attendees=(),
        actions=(
            MeetingAction(1, "Write to the school", "J Okafor", None, None),
            MeetingAction(2, "Ring the family", "J Okafor", None, TODAY),
        ),
        version=1,
    )
    assert next_step(meeting, TODAY) == said


def test_instants_are_told_in_local_time() -> None:
    assert when_brief(datetime(2026, 7, 20, 22, 30, tzinfo=UTC), TODAY) == "20 Jul 23:30"
    assert when_brief(datetime(2025, 7, 20, 22, 30, tzinfo=UTC), TODAY) == "20 Jul 2025"
    assert when(datetime(2026, 11, 21, 10, 42, tzinfo=UTC)) == "Sat 21 Nov 2026 at 10:42"


def changed(before: str, after: str) -> list[tuple[str, str]]:
    at = datetime(2026, 11, 21, tzinfo=UTC)
    return list(changes(ActRow(1, at, "J Okafor", "x", "x", before, after, None, None), RULES.book))


def test_a_change_is_told_as_before_and_after_with_dates_in_words() -> None:
    before = '{"ehc_case":{"1":{"caseworker":"","born":"2018-02-03"}},"fact":{"7":{"voided_by":null}}}'
    after = (
        '{"ehc_case":{"1":{"caseworker":"M Hughes","born":"2018-03-02"}},"fact":{"7":{"voided_by":3}},'
        '"meeting":{"4":{"title":"Way Forward meeting","offered_on":"2026-11-03"}}}'
    )
    assert changed(before, after) == [
        ("Case", "caseworker – → M Hughes, date of birth 3 Feb 2018 → 2 Mar 2018"),
        ("Entry no. 7", "taken out"),
        ("New meeting", "title Way Forward meeting, offered on 3 Nov 2026"),
    ]
    assert changed("", "") == []


@pytest.mark.parametrize(
    ("new", "told"),
    [
        (
            '{"fact":{"1":{"kind":"advice_requested","happened_on":"2026-08-16","subject":"psychology-2",'
            '"assumed":true}}}',
            ("Recorded", "advice asked: Psychology, 16 Aug 2026 (assumed)"),
        ),
        (
            '{"fact":{"2":{"kind":"plan_decision","happened_on":"2026-11-03","outcome":"Do not issue",'
            '"corrects":1}}}',
            ("Recorded", "decision not to issue a plan told, 3 Nov 2026, in place of entry no. 1"),
        ),
        (
            '{"fact":{"3":{"kind":"absence","happened_on":"2026-08-01","until":"2026-09-02"}}}',
            ("Recorded", "away from the area, 1 Aug 2026 to 2 Sep 2026"),
        ),
        (
            '{"fact":{"4":{"kind":"meeting_offered","happened_on":"2026-11-03","subject":"a1b2@x"}}}',
            ("Recorded", "meeting offered, 3 Nov 2026"),
        ),
        (
            '{"advice_item":{"1":{"key":"health","kind":"health","adviser":"Paediatrics"}}}',
            ("On the checklist", "Health: Paediatrics"),
        ),
        ('{"attendee":{"1":{"role":"parent","name":"Mrs A Osei"}}}', ("For", "Mrs A Osei, parent or carer")),
        (
            '{"agreed_action":{"1":{"what":"Ring the school","owner":"J Okafor","due":"2026-12-01"}}}',
            ("Agreed", "Ring the school (J Okafor, by 1 Dec 2026)"),
        ),
        (
            '{"note":{"1":{"kind":"contact","happened_on":"2026-11-02","text":"Mrs Rahman rang."}}}',
            ("Contact", "2 Nov 2026: Mrs Rahman rang."),
        ),
        (
            '{"relief":{"1":{"rule":"issue_final_plan","subject":"","ground":"absence","evidence":"Tickets",'
            '"impractical_because":"nobody to see","authorised_by":"A Begum"}}}',
            (
                "Exception relied on",
                "Send final plan, child, parent or young person away from the area for four weeks or more; "
                "authorised by A Begum, family not told yet. "
                "Impractical because nobody to see. Evidence: Tickets",
            ),
        ),
    ],
)
def test_what_is_new_is_told_in_the_words_of_the_field(new: str, told: tuple[str, str]) -> None:
    assert changed("", new) == [told]


def test_the_timeline_opens_on_the_duty_the_caseload_lists_the_case_for(office: Office) -> None:
    a_case_in_its_18th_week(office)
    file = office.file()
    view = view_of(Tab.TIMELINE, file, Look(RULES, TODAY, 10, 80))
    opened = view.items[view.opens_on]
    assert isinstance(opened, ClockOn) and file.row.next
    assert (opened.clock.rule, opened.clock.subject) == (file.row.next.rule, file.row.next.subject)


def test_a_panel_is_offered_for_recording_only_where_the_council_has_panels(office: Office) -> None:
    case_id = office.open()
    office.do(decisions.record, case_id, Fact("assess_decision", date(2026, 8, 14), "Yes"))
    case = office.file().case
    without = Rules(RULES.book, load_process("north-somerset"))
    assert "panel_held" in {choice.kind for choice in likely(case, RULES)}
    assert "panel_held" not in {choice.kind for choice in likely(case, without)}


def test_no_line_is_broken_within_a_date_or_a_provision() -> None:
    text = "SEND Regulations 2014, reg 10(1); told Mon 9 Nov 2026"
    for width in range(16, 50):
        lines = [plain(line) for line in paragraph(" ", text, width)]
        assert any("reg 10(1)" in line for line in lines)
        assert any("Mon 9 Nov 2026" in line for line in lines)


def test_a_date_half_a_year_away_is_told_with_its_year() -> None:
    assert near(date(2026, 11, 9), TODAY) == "9 Nov"
    assert near(date(2027, 1, 4), TODAY) == "4 Jan"
    assert near(date(2025, 11, 9), TODAY) == "9 Nov 2025"


def test_a_paragraph_hangs_under_a_short_label_and_is_set_in_under_a_long_one() -> None:
    text = "one two three four five six"
    assert [plain(line).rstrip() for line in paragraph(" Why: ", text, 20)] == [
        " Why: one two three",
        "      four five six",
    ]
    assert [plain(line).rstrip() for line in paragraph(" Not available: ", text, 26)] == [
        " Not available: one two",
        "   three four five six",
    ]
    assert paragraph("x", "", 20) == ()


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("tab", list(Tab))
def test_no_row_of_any_tab_is_wider_than_the_terminal(office: Office, tab: Tab, width: int) -> None:
    a_case_in_its_18th_week(office)
    file = office.file()
    long = "特別支援" * 40
    file = replace(
        file,
        row=file.row._replace(setting=long, surname=long),
        advice=tuple(line._replace(adviser=long) for line in file.advice),
        notes=tuple(note._replace(text=long) for note in file.notes),
        history=tuple(act._replace(summary=long) for act in file.history),
    )
    view = view_of(tab, file, Look(RULES, TODAY, 10, width, folded=False))
    for index in range(view.page.count):
        assert line_width(view.page.row(index)) <= width - 3
        assert all(line_width(line) <= width for line in view.page.detail(index))
