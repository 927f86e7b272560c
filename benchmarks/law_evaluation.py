"""How long the law takes over one full case, beside an obvious floor.

The floor is what any answer must do: walk the facts once and add as many dates as there are clocks.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from statistics import median
from time import perf_counter

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


def microseconds(work: Callable[[], object]) -> float:
    """The median time of one call."""
    times = []
    for _ in range(ROUNDS):
        began = perf_counter()
        work()
        times.append(perf_counter() - began)
    return median(times) * 1e6


def floor(case: CaseFacts, clocks: int) -> list[date]:
    """The least that could be done: sort the facts, add one date per clock."""
    ordered = sorted(case.facts, key=lambda fact: fact.on)
    return [ordered[0].on + timedelta(weeks=number) for number in range(clocks)]


def main() -> None:
    """Print one line per measurement."""
    book, process, case = load_rulebook(), load_process("west-northants"), full_case()
    clocks = clocks_of(case, book, process)
    print(f"{len(case.facts)} facts, {len(book.rules)} rules, {len(clocks)} clocks")
    print(f"floor      {microseconds(lambda: floor(case, len(clocks))):8.1f} us")
    print(f"clocks_of  {microseconds(lambda: clocks_of(case, book, process)):8.1f} us")
    print(f"duties     {microseconds(lambda: duties(clocks)):8.1f} us")
    print(f"explain    {microseconds(lambda: explain(clocks[0], case, book, process)):8.1f} us for one clock")


if __name__ == "__main__":
    main()
