"""What holds for every case that can be thought of."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ehc_tui.law.clocks import calculator_case, clock_for, clocks_of
from ehc_tui.law.explain import explain
from ehc_tui.law.model import CaseFacts, Fact, Ground, Relief, State
from ehc_tui.law.process import load_process
from ehc_tui.law.reliefs import availability
from ehc_tui.law.rulebook import Rule, load_rulebook
from ehc_tui.text import british

BOOK = load_rulebook()
PROCESS = load_process("west-northants")
COUNTED = sorted(
    {rule.id for rule in BOOK.rules if rule.count != "NONE" and rule.triggers},
)
SUBJECTS = {
    "": ("",),
    "advice": ("psychology", "education", "health", "other-2"),
    "setting": ("Larkrise", "Northgate"),
    "meeting": ("m1",),
}
days = st.dates(date(2015, 4, 1), date(2027, 6, 30))


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    kind = draw(st.sampled_from([kind for kind in BOOK.facts.values() if not kind.derived]))
    on = draw(days)
    until = on + timedelta(days=draw(st.integers(0, 60))) if kind.period else None
    outcome = draw(st.sampled_from(sorted(kind.outcomes))) if kind.outcomes else None
    return Fact(kind.kind, on, outcome, draw(st.sampled_from(SUBJECTS[kind.subject])), until)


reliefs = st.builds(
    Relief,
    rule=st.sampled_from(COUNTED),
    subject=st.sampled_from(("", "psychology", "health")),
    ground=st.sampled_from(list(Ground)),
    evidence=st.just("letter"),
    impractical_because=st.just("away"),
    authorised_by=st.just("A Begum"),
    family_told_on=st.none(),
)
cases = st.builds(
    CaseFacts,
    facts=st.lists(facts(), max_size=30).map(tuple),
    reliefs=st.lists(reliefs, max_size=3).map(tuple),
    born=st.one_of(st.none(), st.dates(date(2002, 1, 1), date(2024, 1, 1))),
)


def started(rule: Rule, on: date) -> dict[str, date]:
    return {rule.triggers[0].kind: on}


@given(cases, st.randoms(use_true_random=False))
def test_the_order_of_the_facts_makes_no_difference(case: CaseFacts, chance: random.Random) -> None:
    shuffled = list(case.facts)
    chance.shuffle(shuffled)
    again = replace(case, facts=tuple(shuffled))
    assert clocks_of(again, BOOK, PROCESS) == clocks_of(case, BOOK, PROCESS)
    assert PROCESS.spans_of(again) == PROCESS.spans_of(case)


@given(cases)
def test_a_relief_never_changes_a_due_date(case: CaseFacts) -> None:
    relieved = {(clock.rule, clock.subject): clock.due for clock in clocks_of(case, BOOK)}
    plain = {(clock.rule, clock.subject): clock.due for clock in clocks_of(replace(case, reliefs=()), BOOK)}
    assert relieved.items() <= plain.items()
    assert plain.keys() - relieved.keys() <= {("decide_not_to_assess_initial", "")}


@given(cases, st.data())
def test_a_fact_corrected_back_restores_every_clock(case: CaseFacts, data: st.DataObject) -> None:
    assume(case.facts)
    place = data.draw(st.integers(0, len(case.facts) - 1))
    right = case.facts[place]
    wrong = replace(right, on=data.draw(days))

    def with_fact(one: Fact) -> CaseFacts:
        return replace(case, facts=(*case.facts[:place], one, *case.facts[place + 1 :]))

    before = clocks_of(case, BOOK, PROCESS)
    clocks_of(with_fact(wrong), BOOK, PROCESS)
    assert clocks_of(with_fact(right), BOOK, PROCESS) == before


@given(cases, st.integers(0, 30))
def test_the_states_of_a_clock_share_out_all_days_in_order(case: CaseFacts, warning: int) -> None:
    for clock in clocks_of(case, BOOK):
        if clock.due is None:
            continue
        around = [clock.due + timedelta(days=gap) for gap in range(-warning - 3, 4)]
        states = [clock.state(day, warning) for day in around]
        if clock.open:
            after = State.STOPPED if clock.window else State.RELIEVED if clock.relieved else State.OVERDUE
            expected = [State.ON_TRACK] * 3 + [State.DUE_SOON] * (warning + 1) + [after] * 3
            assert states == expected[-len(states) :]
        else:
            assert len(set(states)) == 1
            assert states[0] in (State.MET, State.MET_LATE, State.STOPPED, State.RELIEVED)


@pytest.mark.parametrize("rule_id", COUNTED)
@given(one=days, other=days)
def test_a_later_trigger_is_never_due_earlier(rule_id: str, one: date, other: date) -> None:
    rule = BOOK.rule(rule_id)
    assume(rule.effective_from <= min(one, other))
    earlier = clock_for(rule_id, started(rule, min(one, other)), BOOK).due
    later = clock_for(rule_id, started(rule, max(one, other)), BOOK).due
    assert earlier is not None
    assert later is not None
    assert earlier <= later


@pytest.mark.parametrize("rule_id", COUNTED)
@given(on=days)
def test_a_calculated_date_is_the_one_its_explanation_ends_with(rule_id: str, on: date) -> None:
    rule = BOOK.rule(rule_id)
    assume(rule.effective_from <= on)
    facts_given = started(rule, on)
    clock = clock_for(rule_id, facts_given, BOOK)
    assert clock.due is not None
    told = explain(clock, calculator_case(rule_id, facts_given, BOOK), BOOK)
    assert british(clock.due, "weekday") in told.steps[-1]
    assert british(on, "weekday") in told.why


@given(cases)
def test_explanation_and_date_agree_in_every_case(case: CaseFacts) -> None:
    for clock in clocks_of(case, BOOK, PROCESS):
        assert clock.due is not None
        told = explain(clock, case, BOOK, PROCESS)
        assert british(clock.due, "weekday") in told.steps[-1]
        assert british(clock.triggered_on, "weekday") in told.why
        assert clock.stopped_on is None or british(clock.stopped_on, "weekday") in told.why


@given(cases)
def test_only_grounds_the_law_gives_are_offered_and_each_says_why(case: CaseFacts) -> None:
    for clock in clocks_of(case, BOOK):
        allowed = {test.ground for test in BOOK.grounds(BOOK.rule(clock.rule, clock.triggered_on))}
        found = availability(clock, case, BOOK)
        assert {one.ground for one in found} == allowed
        assert all(one.because for one in found)


@given(cases)
def test_a_clock_is_met_or_stopped_and_never_both(case: CaseFacts) -> None:
    for clock in clocks_of(case, BOOK):
        assert clock.met_on is None or clock.stopped_on is None
        assert (clock.stopped_on is None) == (clock.stopped_by == "")
