"""What a caseload is found and put in order by: an index for each order, and for each part of `triage.PARTS`.

The last two find the cases like one that were told before it.

Each holds besides what is asked of a case that it is passed by for, so that no case is read in order to be
left out. The conditions are among those of the statements; without that SQLite does not use the index.
"""

from __future__ import annotations

from sqlalchemy import Index, text

from ehc_tui.store.columns import partial
from ehc_tui.store.triage import NO_DUTY, OUTLASTS

_NEXT_DUTY = ("own_due", "first_due", "first_window", "relieved_due")

CASE_INDEXES = (
    partial("ehc_case_ref", "ref", unique=True),
    Index("ehc_case_voided", "voided_by", sqlite_where=text("voided_by IS NOT NULL")),
    partial("ehc_case_own", "own_due", "id", "closes_on", "received_on", where="own_due IS NOT NULL"),
    partial(
        "ehc_case_first",
        *("first_due", "id", "own_due", "first_window", "closes_on", "received_on"),
        where="first_due IS NOT NULL",
    ),
    partial(
        "ehc_case_relieved",
        *("relieved_due", "id", "first_due", "first_window", "closes_on"),
        where=f"relieved_due IS NOT NULL AND {NO_DUTY}",
    ),
    partial(
        "ehc_case_idle",
        *("relieved_due", "closes_on", "id", "first_due", "first_window", "settled"),
        where=f"relieved_due IS NULL AND {NO_DUTY} AND {OUTLASTS}",
    ),
    partial(
        "ehc_case_closed",
        *("closes_on", "id", "relieved_due", "first_due", "first_window", "settled"),
        where="closes_on IS NOT NULL",
    ),
    partial("ehc_case_worker", "caseworker_fold", "id", "closes_on", *_NEXT_DUTY),
    partial("ehc_case_officer", "officer_fold", "id", "closes_on", *_NEXT_DUTY),
    partial("ehc_case_setting", "setting_fold", "id", "closes_on"),
    partial("ehc_case_stages", "stages", "id", "closes_on"),
    partial("ehc_case_advice", "advice_open", "id", "closes_on"),
    partial("ehc_case_silent", "silent_since", "id", "closes_on"),
    partial("ehc_case_received", "received_on", "id", "closes_on"),
    partial("ehc_case_name", "name_fold", "id", "closes_on"),
    partial("ehc_case_born", "born", "id", "closes_on"),
    partial("ehc_case_told_assess", "need", "assess_on", "id", where="assess_outcome IS NOT NULL"),
    partial("ehc_case_told_plan", "need", "plan_on", "id", where="plan_outcome IS NOT NULL"),
)
"""The indexes of `ehc_case`, over the cases in use."""
