"""Headings as councils write them, and what each of them means to the council that wrote it."""

from __future__ import annotations

import pytest

from ehc_tui.exchange.fields import FIELDS, IGNORE, Holds
from ehc_tui.exchange.meanings import readings

MEANT = {
    "ref": """
        Case reference number
        EHC ID
        Synergy ID
        Capita One ID
        Child ID no.
    """,
    "surname": """
        Family name
        Child's surname
        Legal surname
    """,
    "forename": """
        Given name
    """,
    "name": """
        CYP name
        Name of child/young person
        Full name
        Pupil
        Student name
        Client
        Service user name
    """,
    "born": """
        D o B
        DOB / Age
        D of B
        Child's date of birth
    """,
    "year_group": """
        NC Year Group
        Current year group
        Year
    """,
    "setting": """
        School/Setting/College
        Name of setting
        Education setting
        Home school/setting
        Preschool
    """,
    "route": """
        Type of request
        Who made request
        Request from
        Referrer
    """,
    "request_received": """
        Date EHCNA request received
        EHCNR received
        Date of receipt
        Request rec date
        Date requested
        EHC needs assessment request date
        Date request received by LA
        Day 1
        Week 0
        Start of 20 weeks
        Application received
        RSA date
        Date EHCAR received
        Initial request date
        Date of assessment request
    """,
    "assess_decision": """
        Decision to assess
        6 week decision date
        Date of 6 week decision
        Date parents informed of decision to assess
        Yes/No to assess letter date
        Date DTA
    """,
    "assess_agreed": """
        Assessment agreed (date)
        Date assessment agreed
        Agree to assess date
    """,
    "assess_refused": """
        Date NTA
        RTA date
        Refused to assess
        No to assess date
    """,
    "assess_outcome": """
        Assess Y/N?
        Decision (Y/N) to assess
        To assess?
    """,
    "advice_requested": """
        Advice requested date
        Date advice sought
        Advice request sent
    """,
    "ignore": """
        EP allocated
        Allocated EP
        EP name
        EP advice due
        Draft plan due
        Draft returned by parents
        Draft quality assured
        Amended draft
        20 week due date
        20 weeks
        Week 20
        Within 20 weeks Y/N
        Number of weeks
        Weeks since request
        Days overdue
        Target date
        Statutory deadline
        Team manager
        UPN
        NHS number
        Gender
        Ethnicity
        Postcode
        Parent name
        Parent email
        Secondary need
        Needs review
        LAC
        Mediation date
        Tribunal
        Appeal lodged
        Annual review due
        Date of last annual review
        Consultations sent
        School preference
        Consent received
        Acknowledgement sent
        Date acknowledged
        Co-production meeting
        Way forward meeting
        SEN Support
        Funding agreed
        Band agreed
    """,
    "advice_received:psychology": """
        EP report received
        EP Advice
        Ed Psych advice rec'd
        Educational psychologist report date
    """,
    "advice_requested:psychology": """
        EP requested
        EP referral date
    """,
    "advice_chased:psychology": """
        EP chased
    """,
    "advice_received:health": """
        Health Advice (Paed)
        Community paediatrician
        DCO / Health
        Medical advice rec
        School nurse advice
    """,
    "advice_received:speech": """
        SaLT report
        Speech & Language
        S&LT
    """,
    "advice_received:occupational": """
        OT report received
    """,
    "advice_received:physiotherapy": """
        Physio
    """,
    "advice_received:mental_health": """
        CAMHS report
    """,
    "advice_received:sensory": """
        HI/VI advice
        QTVI
    """,
    "advice_received:social_care": """
        Soc Care - back
        Social Care Advice
        CSC advice back
        Children's Social Care
        SC
        Early Help advice
    """,
    "advice_received:education": """
        Educational advice
        SENCO advice
        Head teacher report
        School advice (App B)
        Nursery report
    """,
    "advice_received:parent": """
        Parent views
        Parental contribution
        Family advice rec'd
        Section A from parents
    """,
    "advice_received:child": """
        Child's views
        YP views received
    """,
    "advice_received:adulthood": """
        PfA advice
    """,
    "advice_received:other": """
        Other advice
        Additional reports
    """,
    "advice_received:specialist": """
        Early Years Portage
    """,
    "advice_received:youth_justice": """
        YOT advice
    """,
    "panel_held": """
        Panel date
        EHC Panel
        Date to panel
        SEN panel date
        Panel decision date
        Date of moderation panel
    """,
    "plan_outcome": """
        Panel outcome
        Issue Y/N
        Decision to issue (Yes/No)
        Plan agreed Y/N
    """,
    "plan_decision": """
        Date of decision to issue EHCP
        Issue decision date
        16 week decision date
    """,
    "plan_agreed": """
        Date agreed to issue plan
    """,
    "plan_refused": """
        RTI date
        Date refused to issue
    """,
    "draft_served": """
        Draft EHCP issued
        Draft sent
        Date draft plan sent to parents
        Proposed plan issued
        Draft plan
    """,
    "final_sent": """
        Final EHCP sent
        Date final plan issued
        Finalised
        Date finalised
        Final EHC plan date
        EHCP issued date
        Plan issued
        Date of plan
    """,
    "caseworker": """
        EHCCo
        Plan co-ord
        Caseworker
        Case Worker name
        Case manager
        EHC co-ordinator
        Plan coordinator
        Plan writer
        SEND case officer
        Casework officer
        Lead professional
    """,
    "officer": """
        Officer
        SEN Officer
        Inclusion officer
    """,
    "status": """
        RAG
        Current status
        Stage
    """,
    "exception": """
        Exception reason
        Exemptions
    """,
    "note": """
        Comments/actions
        Latest update
        Additional information
        Notes for panel
    """,
    "need": """
        Primary need
        Main area of need
        Type of need
        Need
        Primary SEN type
    """,
    "locality": """
        Locality
        Area team
        Ward
        Cluster
    """,
    "case_closed": """
        Date closed
        Ceased date
    """,
    "withdrawn": """
        Date withdrawn
    """,
    "moved_away": """
        Moved out of area
    """,
    "contact": """
        Last contact with parent
    """,
    "considering_notice": """
        Notice considering assessment sent
    """,
}
CASES = [(heading.strip(), field) for field, text in MEANT.items() for heading in text.strip().splitlines()]


@pytest.mark.parametrize(("heading", "field"), CASES)
def test_a_heading_means_what_its_council_means(heading: str, field: str) -> None:
    found = readings(heading)
    surest = {reading.field for reading in found if reading.score == found[0].score}
    assert field in (surest or {IGNORE})


@pytest.mark.parametrize(
    ("heading", "holds", "field"),
    [
        ("School", Holds.TEXT, "setting"),
        ("School", Holds.DAY, "advice_received:education"),
        ("Placement", Holds.TEXT, "setting"),
        ("Parent/School request", Holds.TEXT, "route"),
        ("Decision to assess", Holds.OUTCOME, "assess_outcome"),
        ("Decision to assess", Holds.DAY, "assess_decision"),
        ("Panel", Holds.OUTCOME, "plan_outcome"),
        ("Issue?", Holds.OUTCOME, "plan_outcome"),
    ],
)
def test_what_the_cells_hold_decides_between_two_readings(heading: str, holds: Holds, field: str) -> None:
    assert next(reading.field for reading in readings(heading) if reading.holds is holds) == field


@pytest.mark.parametrize(
    ("group", "heading", "field"),
    [
        ("EP", "Received", "advice_received:psychology"),
        ("EP", "Requested", "advice_requested:psychology"),
        ("EP", "Due", IGNORE),
        ("Advice back", "School", "advice_received:education"),
        ("School", "Requested", "advice_requested:education"),
        ("Request", "Rec'd", "request_received"),
        ("Request", "From", "route"),
        ("Request", "Date told", "assess_decision"),
        ("Plan", "Outcome", "plan_outcome"),
        ("Decision to assess", "Date", "assess_decision"),
        ("Panel", "Date", "panel_held"),
        ("Annual review", "Date received", IGNORE),
        ("Plan", "Lead officer", "caseworker"),
    ],
)
def test_a_group_heading_makes_a_short_one_clear(group: str, heading: str, field: str) -> None:
    found = readings(heading, group)
    surest = {reading.field for reading in found if reading.score == found[0].score}
    assert field in (surest or {IGNORE})


def test_every_reading_is_a_field_or_a_decision_to_be_placed() -> None:
    for heading, _ in CASES:
        for reading in readings(heading):
            assert reading.field in FIELDS or reading.field.startswith("some decision")
