"""Decisions, advice, exceptions, notes and saved views, each in the words of the people who use them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from office import RECEIVED, TODAY, Office

from ehc_tui.casework import advice, decisions, notes, reliefs, views
from ehc_tui.law.model import CaseFacts, Fact, Ground, Relief, State
from ehc_tui.store.casefile import views_of
from ehc_tui.store.errors import NotFound, StoreError
from ehc_tui.store.rows import View

TOLD = date(2026, 8, 28)
YES = Fact("assess_decision", TOLD, "Yes")


@pytest.fixture
def case_id(office: Office) -> int:
    return office.open()


def refusal(office: Office, act: Any, *given: Any, **named: Any) -> str:
    with pytest.raises(StoreError) as error:
        office.do(act, *given, **named)
    return str(error.value)


# --- decisions ------------------------------------------------------------------------------------


def test_a_decision_needs_one_of_its_outcomes(office: Office, case_id: int) -> None:
    assert "needs an outcome, Yes or No" in refusal(
        office, decisions.record, case_id, Fact("assess_decision", TOLD)
    )


def test_a_word_the_rule_book_does_not_know_is_refused(office: Office, case_id: int) -> None:
    assert "is not something the rule book knows" in refusal(
        office, decisions.record, case_id, Fact("x\x1b", TOLD)
    )


def test_a_period_does_not_end_before_it_begins(office: Office, case_id: int) -> None:
    away = Fact("absence", TOLD, until=date(2026, 8, 1))
    assert "ends on 1 Aug 2026, before it begins on 28 Aug 2026" in refusal(
        office, decisions.record, case_id, away
    )


def test_a_correction_keeps_what_was_recorded_and_links_it(office: Office, case_id: int) -> None:
    first = office.do(decisions.record, case_id, YES)
    second = office.do(decisions.correct, case_id, first, on=date(2026, 8, 27))
    assert office.ask("SELECT id, happened_on, corrects FROM fact WHERE kind = 'assess_decision'") == [
        (first, "2026-08-28", None),
        (second, "2026-08-27", first),
    ]
    assert office.file().row.assess_on == date(2026, 8, 27)


def test_a_correction_that_corrects_nothing_says_so(office: Office, case_id: int) -> None:
    fact_id = office.do(decisions.record, case_id, YES)
    assert "it is already recorded so" in refusal(office, decisions.correct, case_id, fact_id, on=TOLD)


def test_a_fact_that_somebody_removed_meanwhile_cannot_be_corrected(office: Office, case_id: int) -> None:
    fact_id = office.do(decisions.record, case_id, YES)
    office.colleague("M Hughes").do(decisions.remove, case_id, fact_id)
    with pytest.raises(NotFound, match="somebody corrected or removed it"):
        office.do(decisions.correct, case_id, fact_id, on=TODAY)


@pytest.mark.parametrize(
    ("fact", "asked"),
    [
        (Fact("panel_held", date(2026, 11, 22)), ["22 Nov 2026 is in the future."]),
        (
            Fact("panel_held", date(2026, 7, 19)),
            ["19 Jul 2026 is before the request was received on 20 Jul 2026."],
        ),
        (
            Fact("plan_decision", date(2026, 8, 1), "Issue"),
            ["decision to assess told, 28 Aug 2026 would then come after it."],
        ),
        (
            Fact("assess_decision", date(2026, 9, 1), "No"),
            ["decision to assess told, 28 Aug 2026 is already recorded."],
        ),
        (Fact("plan_decision", TODAY, "Issue"), []),
        (Fact("contact", RECEIVED), []),
    ],
)
def test_an_odd_date_is_questioned_and_an_ordinary_one_is_not(
    office: Office, fact: Fact, asked: list[str]
) -> None:
    case = CaseFacts((Fact("request_received", RECEIVED), YES))
    assert decisions.questions(case, fact, TODAY, office.doing.book) == asked


# --- advice ---------------------------------------------------------------------------------------


def test_every_adviser_has_six_weeks_of_their_own(office: Office, case_id: int) -> None:
    first = office.do(advice.add_line, case_id, "psychology", "Dr Patel")
    second = office.do(advice.add_line, case_id, "psychology", "Dr Levi")
    assert (first, second) == ("psychology", "psychology-2")
    office.do(advice.ask, case_id, [first], TOLD)
    office.do(advice.ask, case_id, [second], date(2026, 10, 20))
    lines = office.file().advice
    assert [(line.due, line.state) for line in lines] == [
        (date(2026, 10, 9), State.OVERDUE),
        (date(2026, 12, 1), State.DUE_SOON),
    ]
    assert office.file().row.advice_open == (date(2026, 10, 9), date(2026, 12, 1))
    assert office.file().row.advice_late(TODAY) == 1


def test_advice_that_came_in_is_counted_and_its_clock_is_met(office: Office, case_id: int) -> None:
    office.do(advice.add_line, case_id, "health")
    office.do(advice.ask, case_id, ["health"], TOLD)
    office.do(advice.receive, case_id, "health", date(2026, 9, 30))
    row = office.file().row
    assert (row.advice_received, row.advice_asked, row.advice_complete_on) == (1, 1, date(2026, 9, 30))
    assert office.file().advice[0].state is State.MET


def test_existing_advice_counts_as_in_and_what_does_not_apply_counts_as_neither(
    office: Office, case_id: int
) -> None:
    for kind in ("health", "social_care", "psychology"):
        office.do(advice.add_line, case_id, kind)
    office.do(advice.ask, case_id, ["health", "social_care", "psychology"], TOLD)
    office.do(advice.accept_existing, case_id, "health", TOLD)
    office.do(advice.not_applicable, case_id, "social_care", TOLD, "not known to social care")
    row, lines = office.file().row, {line.key: line for line in office.file().advice}
    assert (row.advice_received, row.advice_asked) == (1, 2)
    assert lines["social_care"].not_applicable_reason == "not known to social care"
    assert lines["health"].existing_accepted_on == TOLD


def test_what_does_not_apply_needs_a_reason(office: Office, case_id: int) -> None:
    key = office.do(advice.add_line, case_id, "health")
    assert "Say why" in refusal(office, advice.not_applicable, case_id, key, TODAY, " \x1b ")


def test_chasing_many_cases_is_one_act(office: Office, case_id: int) -> None:
    other = office.open("E26-0413")
    lines = []
    for case in (case_id, other):
        lines.append((case, office.do(advice.add_line, case, "health")))
        office.do(advice.ask, case, ["health"], TOLD)
    assert office.do(advice.chase, lines, TODAY) == 2
    assert office.history("E26-0413")[0].summary == "Advice chased: 2 lines in 2 cases, 21 Nov 2026"
    assert office.file().advice[0].chases == 1
    office.undo()
    assert office.file("E26-0413").advice[0].chased_on is None


@pytest.mark.parametrize("act", [advice.ask, advice.receive])
def test_a_line_that_is_not_there_is_not_found(office: Office, case_id: int, act: Any) -> None:
    key: Any = ["health"] if act is advice.ask else "health"
    assert "The checklist has no line “health” any more." in refusal(office, act, case_id, key, TODAY)


def test_a_kind_of_advice_the_statute_does_not_list_is_refused(office: Office, case_id: int) -> None:
    assert "is no kind of advice" in refusal(office, advice.add_line, case_id, "astrology")


# --- exceptions -----------------------------------------------------------------------------------


def relief(**named: Any) -> Relief:
    told = {
        "rule": "decide_whether_to_assess",
        "subject": "",
        "ground": Ground.EXCEPTIONAL_CIRCUMSTANCES,
        "evidence": "letter of 3 Aug",
        "impractical_because": "the family could not be reached",
        "authorised_by": "SEN manager",
        "family_told_on": TOLD,
    }
    return Relief(**{**told, **named})


def test_an_exception_disapplies_a_limit_and_moves_no_date(office: Office, case_id: int) -> None:
    before = office.file()
    office.do(reliefs.rely_on, case_id, relief())
    after = office.file()
    assert [clock.due for clock in after.clocks] == [clock.due for clock in before.clocks]
    assert [clock.rule for clock in after.clocks if clock.relieved] == ["decide_whether_to_assess"]
    assert after.reliefs[0].authorised_by == "SEN manager"
    office.do(reliefs.withdraw, case_id, after.reliefs[0].id)
    assert not any(clock.relieved for clock in office.file().clocks)


@pytest.mark.parametrize("left_out", ["evidence", "impractical_because", "authorised_by"])
def test_an_exception_needs_its_grounds_in_words(office: Office, case_id: int, left_out: str) -> None:
    assert "To rely on an exception, say" in refusal(
        office, reliefs.rely_on, case_id, relief(**{left_out: " "})
    )


def test_a_ground_that_the_rule_does_not_have_is_refused(office: Office, case_id: int) -> None:
    wrong = relief(ground=Ground.MISSED_APPOINTMENT)
    assert "has no exception on that ground" in refusal(office, reliefs.rely_on, case_id, wrong)


def test_an_exception_that_is_not_relied_on_cannot_be_withdrawn(office: Office, case_id: int) -> None:
    assert "is not relied on any more" in refusal(office, reliefs.withdraw, case_id, 7)


# --- notes and contacts ---------------------------------------------------------------------------


def test_a_contact_is_the_familys_last_and_a_note_is_not(office: Office, case_id: int) -> None:
    office.do(notes.add, case_id, "Rang Mrs Rahman", kind="contact", on=date(2026, 11, 2))
    office.do(notes.add, case_id, "Read the reports")
    file = office.file()
    assert file.row.contact_on == date(2026, 11, 2)
    assert [(note.kind, note.text) for note in file.notes] == [
        ("note", "Read the reports"),
        ("contact", "Rang Mrs Rahman"),
    ]


def test_an_empty_note_is_not_kept(office: Office, case_id: int) -> None:
    assert refusal(office, notes.add, case_id, " \n\x00 ") == "An empty note was not kept."
    assert "neither a note nor a contact" in refusal(office, notes.add, case_id, "x", kind="gossip")


# --- saved views ----------------------------------------------------------------------------------


def kept(office: Office) -> list[View]:
    return list(views_of(office.store.read(), office.doing.by))


def test_views_belong_to_the_person_who_keeps_them(office: Office) -> None:
    office.do(views.save, View("Late", "state:overdue", "-due"))
    office.colleague("M Hughes").do(views.save, View("Late", "advice:late", "advice"))
    assert kept(office) == [View("Late", "state:overdue", "-due")]


def test_a_view_is_never_overwritten_unasked(office: Office) -> None:
    office.do(views.save, View("Late", "state:overdue", "due"))
    assert "already keep a view called “Late”" in refusal(office, views.save, View("Late", "mine", "ref"))
    office.do(views.save, View("Late", "mine", "ref"), replace=True)
    assert kept(office) == [View("Late", "mine", "ref")]


def test_a_view_can_be_renamed_and_dropped(office: Office) -> None:
    office.do(views.save, View("Late", "mine", "ref"))
    office.do(views.save, View("Soon", "due:<5", "ref"))
    assert "already keep" in refusal(office, views.rename, "Late", "Soon")
    office.do(views.rename, "Late", "Mine")
    office.do(views.delete, "Soon")
    assert kept(office) == [View("Mine", "mine", "ref")]
    assert "You keep no view" in refusal(office, views.delete, "Soon")
    assert "needs a name" in refusal(office, views.rename, "Mine", " ")
