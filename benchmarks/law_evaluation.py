"""How long the law takes over one full case, beside an obvious floor.

The floor is what any answer must do: walk the facts once and add as many dates as there are clocks.
"""

from __future__ import annotations

from datetime import date, timedelta

from measuring import medians

from ehc_tui.law.clocks import clocks_of, duties
from ehc_tui.law.explain import explain
from ehc_tui.law.model import CaseFacts, Fact, Ground, Relief
from ehc_tui.law.process import load_process
from ehc_tui.law.rulebook import load_rulebook

ROUNDS = 2000
ADVISERS = ("parent", "education", "health", "psychology", "social_care", "adulthood", "other", "other-2")


def full_case() -> CaseFacts:
    """A case that has been through everything: eight advisers, three settings, a final plan, a review."""
    start = date(2026, 1, 5)

    def day(number: int) -> date:
        return start + timedelta(days=number)

    facts = [
        Fact("request_received", start),
        Fact("considering_notice", day(2)),
        Fact("assess_decision", day(38), "Yes"),
        Fact("panel_held", day(104)),
        Fact("plan_decision", day(105), "Issue"),
        Fact("draft_served", day(110)),
        Fact("representations_closed", day(124)),
        Fact("final_sent", day(139)),
        Fact("setting_closed", day(200), until=day(242)),
        Fact("absence", day(20), until=day(50)),
        Fact("review_meeting", day(480)),
        Fact("review_decision_told", day(500), "Amend"),
        Fact("amendment_notice_sent", day(500)),
        *(Fact("contact", day(number)) for number in range(0, 140, 21)),
        *(Fact("advice_requested", day(39), subject=adviser) for adviser in ADVISERS),
        *(Fact("advice_received", day(75), subject=adviser) for adviser in ADVISERS),
        *(Fact("consultation_sent", day(111), subject=f"Setting {number}") for number in range(3)),
        *(Fact("consultation_returned", day(120), subject=f"Setting {number}") for number in range(3)),
    ]
    relief = Relief(
        "issue_final_plan", "", Ground.ABSENCE, "letter", "no assessment possible", "A Begum", day(60)
    )
    return CaseFacts(tuple(facts), (relief,), date(2012, 3, 2))


def floor(case: CaseFacts, clocks: int) -> list[date]:
    """The least that could be done: sort the facts, add one date per clock."""
    ordered = sorted(case.facts, key=lambda fact: fact.on)
    return [ordered[0].on + timedelta(weeks=number) for number in range(clocks)]


def times() -> dict[str, float]:
    """Seconds per question to the law, the floor first."""
    book, process, case = load_rulebook(), load_process("west-northants"), full_case()
    clocks = clocks_of(case, book, process)
    return medians(
        {
            f"floor: {len(case.facts)} facts, {len(clocks)} dates": lambda: floor(case, len(clocks)),
            "all clocks of the case": lambda: clocks_of(case, book, process),
            "its duties": lambda: duties(clocks),
            "one clock explained": lambda: explain(clocks[0], case, book, process),
        },
        ROUNDS,
    )
