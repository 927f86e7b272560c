"""A case as lists and files have it, for tests that need no store."""

from __future__ import annotations

from datetime import date

from ehc_tui.law.model import Kind, State
from ehc_tui.store.case_row import CaseRow, NextDuty


def a_duty(state: State = State.OVERDUE, due: date = date(2026, 11, 9)) -> NextDuty:
    """Not to issue a plan must be decided by then."""
    return NextDuty("decide_not_to_issue_plan", "", Kind.STATUTORY, due, due, state)


def a_case_row(**details: object) -> CaseRow:
    """Aisha Rahman's case of the design, assessed and overdue, with the details given instead of its own."""
    row = CaseRow(
        id=1,
        ref="E26-0412",
        surname="Rahman",
        forename="Aisha",
        born=date(2018, 2, 3),
        setting="Larkrise Primary School",
        caseworker="J Okafor",
        officer="R Whitcombe",
        received_on=date(2026, 7, 20),
        closes_on=None,
        stages="2 3",
        assess_on=date(2026, 8, 16),
        assess_outcome="Yes",
        advice_complete_on=None,
        plan_on=None,
        plan_outcome=None,
        draft_on=None,
        final_on=None,
        advice_asked=6,
        advice_received=5,
        advice_open=(date(2026, 9, 27),),
        contact_on=date(2026, 11, 2),
        state=State.OVERDUE,
        next=a_duty(),
        version=7,
    )
    return row._replace(**details)
