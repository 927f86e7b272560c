"""The assessment's clocks against a slow, literal reading of the statute that shares no code with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ehc_tui.law.clocks import clocks_of
from ehc_tui.law.model import CaseFacts, Fact
from ehc_tui.law.rulebook import load_rulebook

Dates = tuple[date, date | None, date | None]
Ends = tuple[tuple[str, str | None], ...]

EVENTS = (
    ("request_received", None, ""),
    ("became_responsible", None, ""),
    ("assess_decision", "Yes", ""),
    ("assess_decision", "No", ""),
    ("plan_decision", "Issue", ""),
    ("plan_decision", "Do not issue", ""),
    ("advice_requested", None, "health"),
    ("advice_requested", None, "psychology-2"),
    ("advice_request_received", None, "health"),
    ("advice_received", None, "health"),
    ("advice_received", None, "psychology-2"),
    ("existing_advice_accepted", None, "health"),
    ("draft_served", None, ""),
    ("draft_reissued", None, ""),
    ("representations_closed", None, ""),
    ("consultation_sent", None, "Northgate"),
    ("consultation_sent", None, "Southgate"),
    ("consultation_returned", None, "Northgate"),
    ("final_sent", None, ""),
    ("order_dated", "Assess", ""),
    ("withdrawn", None, ""),
    ("moved_away", None, ""),
)
OVER: Ends = (("withdrawn", None), ("moved_away", None))
REFUSED: Ends = (("assess_decision", "No"), ("plan_decision", "Do not issue"))
LATER: Ends = (("draft_served", None), ("final_sent", None))
ORDER: Ends = (("order_dated", None),)
STARTS = st.sampled_from(
    [date(2024, 2, 29), date(2025, 8, 1), date(2026, 3, 28), date(2026, 12, 31), date(2027, 10, 30)]
)
STORIES = st.lists(st.tuples(st.sampled_from(EVENTS), st.integers(0, 330)), min_size=1, max_size=9)


class Story:
    """The facts of the latest request, asked one question at a time."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.facts = list(facts)
        asked = self.days(("request_received", None), ("became_responsible", None))
        for over in reversed(self.days(*OVER)):
            later = [day for day in asked if day > over]
            if later:
                self.facts = [fact for fact in self.facts if fact.on >= later[0]]
                break

    def days(self, *what: tuple[str, str | None], subject: str = "") -> list[date]:
        """The days on which it happened; of a decision, those of the decision that stands."""
        found: list[date] = []
        for kind, outcome in what:
            told: list[date] = []
            for fact in sorted(self.facts, key=lambda fact: (fact.on, fact.outcome or "")):
                if fact.kind != kind or (subject and fact.subject not in ("", subject)):
                    continue
                told = [*told, fact.on] if outcome in (None, fact.outcome) else []
            found += told
        return sorted(found)

    def subjects(self, *kinds: str) -> set[str]:
        """What facts of these kinds are about."""
        return {fact.subject for fact in self.facts if fact.kind in kinds}


def ended(due: date, began: date, met: list[date], stops: list[date]) -> Dates:
    """Met or stopped, whichever came first; nothing stops what has not begun."""
    stops = [day for day in stops if day >= began]
    if met and (not stops or met[0] <= stops[0]):
        return due, met[0], None
    return due, None, stops[0] if stops else None


def expected(story: Story) -> Iterator[tuple[tuple[str, str], Dates]]:
    days = story.days
    received = days(("request_received", None), ("became_responsible", None))
    if received:
        day = received[0]
        told, refusal = days(("assess_decision", None)), days(("assess_decision", "No"))
        decided, declined = (("plan_decision", None), *LATER), (("plan_decision", "Issue"), *LATER)
        six, sixteen, twenty = (day + timedelta(days=number) for number in (42, 112, 140))
        if refusal:
            yield ("decide_not_to_assess_initial", ""), ended(six, day, refusal, days(*OVER))
        yield ("decide_whether_to_assess", ""), ended(six, day, told, days(*OVER, *ORDER, *decided))
        stops = days(*OVER, *ORDER, *declined, ("assess_decision", "No"))
        no_plan = days(("plan_decision", "Do not issue"))
        yield ("decide_not_to_issue_plan", ""), ended(sixteen, day, no_plan, stops)
        final = days(("final_sent", None))
        yield ("issue_final_plan", ""), ended(twenty, day, final, days(*OVER, *ORDER, *REFUSED))
    for who in story.subjects("advice_requested", "advice_request_received"):
        began = days(("advice_request_received", None), subject=who) or days(
            ("advice_requested", None), subject=who
        )
        came = days(("advice_received", None), subject=who)
        stops = days(*OVER, *REFUSED, ("final_sent", None), ("existing_advice_accepted", None), subject=who)
        yield ("advice_response", who), ended(began[0] + timedelta(days=42), began[0], came, stops)
    for served in days(("draft_served", None))[-1:]:
        reply = [day for day in days(("representations_closed", None)) if day >= served]
        stops = days(*OVER, *REFUSED, ("final_sent", None), ("draft_reissued", None))
        window = ended(served + timedelta(days=14), served, reply, stops)
        yield ("draft_representations_window", ""), window
    for where in story.subjects("consultation_sent"):
        sent = days(("consultation_sent", None), subject=where)[0]
        answer = days(("consultation_returned", None), subject=where)
        stops = days(*OVER, *REFUSED, ("final_sent", None), subject=where)
        yield ("consult_setting_response", where), ended(sent + timedelta(days=15), sent, answer, stops)


READ = {
    "decide_not_to_assess_initial",
    "decide_whether_to_assess",
    "decide_not_to_issue_plan",
    "issue_final_plan",
    "advice_response",
    "draft_representations_window",
    "consult_setting_response",
}


@settings(max_examples=400, deadline=None)
@given(STARTS, STORIES)
def test_whatever_happens_in_whatever_order_the_clocks_are_those_of_the_statute(
    start: date, happened: list[tuple[tuple[str, str | None, str], int]]
) -> None:
    facts = [
        Fact(kind, start + timedelta(days=later), outcome, subject)
        for (kind, outcome, subject), later in happened
    ]
    found = {
        (clock.rule, clock.subject): (clock.due, clock.met_on, clock.stopped_on)
        for clock in clocks_of(CaseFacts(tuple(facts)), load_rulebook())
        if clock.rule in READ
    }
    assert found == dict(expected(Story(facts)))
