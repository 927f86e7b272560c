"""What a column heading may mean: rules over its topics, each with how surely it points to a field.

A heading such as "School" has several readings; what the cells hold decides between them (`columns`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ehc_tui.exchange.fields import FIELDS, Holds
from ehc_tui.exchange.headings import Heading, read_heading

SOME_DECISION_DAY = "some decision's date"
SOME_DECISION = "some decision's outcome"
SOME_AGREED_DAY = "some decision's date, agreed"
SOME_REFUSED_DAY = "some decision's date, refused"
CERTAIN = 7.0

_BY_TOPIC = {
    "SENSORY": "sensory",
    "SPECIALIST": "specialist",
    "YOUTH_JUSTICE": "youth_justice",
    "ADULTHOOD": "adulthood",
    "SPEECH": "speech",
    "OCCUPATIONAL": "occupational",
    "PHYSIOTHERAPY": "physiotherapy",
    "MENTAL_HEALTH": "mental_health",
    "PSYCHOLOGY": "psychology",
    "SOCIAL_CARE": "social_care",
    "HEALTH": "health",
    "CHILD_VIEWS": "child",
    "OTHER_ADVICE": "other",
}
_PROFESSIONALS = frozenset(_BY_TOPIC)
_LAY = frozenset({"FAMILY", "SCHOOL", "EDUCATION"})
_HEALTH_PROFESSIONS = frozenset({"SPEECH", "OCCUPATIONAL", "PHYSIOTHERAPY", "MENTAL_HEALTH", "SENSORY"})
_ASKED = frozenset({"REQUESTED", "REQUEST", "ASKED"})
_OTHER_MATTERS = (
    "DECISION PANEL DRAFT FINAL CONTACT CONSIDERING NAME REFERENCE ID NUMBER ISSUE CASEWORKER OFFICER AGREED"
    " REFUSED TOLD STATUS EXCEPTION NOTE WITHDRAWN MOVED CLOSED ROUTE"
)
_NOT_ABOUT_ADVICE = frozenset(_OTHER_MATTERS.split())
_SAY_NOTHING_ABOVE = frozenset({"PERSON", "CASE", "STATUS"})  # as in "Pupil", "Case file", "Stage 1"
_NEVER_READ = frozenset({"COMPUTED", "OTHER_ID", "ELSE"})


class Reading(NamedTuple):
    """One thing a heading may mean, if the cells hold what `holds` says. The higher the score the surer."""

    field: str
    holds: Holds
    score: float


@dataclass(frozen=True, slots=True)
class _Rule:
    """A field is meant where every one of `needs` is spoken of (any topic of each) and none of `never`.

    `only` lists all topics that may occur at all: for headings so general that any other word changes them.
    """

    field: str
    holds: Holds
    score: float
    needs: tuple[frozenset[str], ...]
    never: frozenset[str]
    only: frozenset[str]

    def fits(self, topics: frozenset[str]) -> bool:
        return (
            all(topics & any_of for any_of in self.needs)
            and not topics & self.never
            and (not self.only or topics <= self.only)
        )


def _rule(
    score: float, field: str, needs: str, never: str = "", only: str = "", holds: Holds | None = None
) -> _Rule:
    return _Rule(
        field,
        holds or FIELDS[field].holds,
        score,
        tuple(frozenset(alternatives.split("|")) for alternatives in needs.split()),
        frozenset(never.split()),
        frozenset(only.split()),
    )


_EXPERTS = " ".join(sorted(_PROFESSIONALS))
_PEOPLE = f"{_EXPERTS} FAMILY SCHOOL EDUCATION"
_ASSESSING = "ASSESS|EHCNA|WEEK6|REQUEST|FIRST"
_PLANNING = "PLAN|ISSUE|WEEK16"
_NO_EVENT = f"{_EXPERTS} ADVICE CASEWORKER OFFICER NOTE STATUS"
_NOT_SETTING = "FAMILY CONTACT ADVICE RECEIVED REQUESTED REQUEST CHASED ASKED ROUTE CLOSED"
_NO_LABEL = "ID NUMBER REFERENCE"
_NOT_REQUEST = (
    f"{_NO_EVENT} {_NO_LABEL} DECISION TOLD AGREED REFUSED PANEL DRAFT FINAL ASKED CHASED CLOSED WITHDRAWN"
    " ISSUE ROUTE WEEK6 WEEK16 WEEK20 CONSIDERING"
)
_NOT_ASSESS = f"{_NO_EVENT} {_NO_LABEL} ISSUE DRAFT FINAL WEEK16 WEEK20 ROUTE"
_NOT_PLAN = f"{_NO_EVENT} {_NO_LABEL} DRAFT FINAL ASSESS EHCNA WEEK6 REQUEST FIRST"
_NOT_SENT = f"{_NO_EVENT} RECEIVED DECISION AGREED REFUSED CHASED START REQUESTED REQUEST PANEL ASSESS EHCNA"
_OF_ANY_DECISION = "DATE FAMILY SENT PERSON CASE"
_ANY_DECISION = f"DECISION TOLD AGREED REFUSED {_OF_ANY_DECISION}"

_RULES = (
    _rule(9, "surname", "SURNAME", f"FORENAME NAME {_PEOPLE}"),
    _rule(9, "forename", "FORENAME", f"SURNAME {_PEOPLE}"),
    _rule(9, "name", "SURNAME NAME|FORENAME", f"{_PEOPLE} CASEWORKER OFFICER"),
    _rule(9, "name", "PERSON NAME", f"{_PEOPLE} CASEWORKER OFFICER"),
    _rule(6, "name", "NAME", f"{_PEOPLE} CASEWORKER OFFICER ROUTE"),
    _rule(5, "name", "PERSON", only="PERSON"),
    _rule(10, "born", "BORN", "FAMILY"),
    _rule(9, "year_group", "YEAR_GROUP"),
    _rule(5, "year_group", "YEAR", only="YEAR PERSON"),
    _rule(8, "ref", "REFERENCE", _PEOPLE),
    _rule(8, "ref", "CASE|PERSON|PLAN|EHCNA|REQUEST ID|NUMBER", _PEOPLE),
    _rule(7, "ref", "ID", _PEOPLE),
    _rule(4, "ref", "CASE", only="CASE"),
    _rule(7, "setting", "SCHOOL", f"{_NOT_SETTING} EDUCATION"),
    _rule(4, "setting", "PLACEMENT", _NOT_SETTING),
    _rule(9, "route", "ROUTE"),
    _rule(8, "route", "REQUEST|REQUESTED BY"),
    _rule(4, "route", "BY", only="BY PERSON"),
    _rule(
        3, "route", "REQUEST|REQUESTED|EHCNA", "DECISION AGREED REFUSED STATUS NOTE PANEL ID NUMBER REFERENCE"
    ),
    _rule(8, "caseworker", "CASEWORKER", f"{_PEOPLE} NOTE CONTACT STATUS"),
    _rule(7, "officer", "OFFICER", f"{_PEOPLE} NOTE CONTACT STATUS CASEWORKER"),
    _rule(9, "need", "NEED"),
    _rule(4, "need", "SOME_NEED", only="SOME_NEED ELSE PERSON"),
    _rule(8, "locality", "LOCALITY", only="LOCALITY ELSE PERSON"),
    _rule(7, "note", "NOTE"),
    _rule(7, "status", "STATUS", _PEOPLE),
    _rule(7, "exception", "EXCEPTION"),
    _rule(8, "assess_outcome", f"{_ASSESSING} DECISION|AGREED|REFUSED|PANEL", _NOT_ASSESS),
    _rule(5, "assess_outcome", "ASSESS|EHCNA", _NOT_ASSESS),
    _rule(8, "plan_outcome", f"{_PLANNING} DECISION|AGREED|REFUSED", _NOT_PLAN),
    _rule(8, "plan_outcome", "PANEL", _NOT_PLAN),
    _rule(4, "plan_outcome", _PLANNING, _NOT_PLAN),
    _rule(9, "request_received", "REQUEST|EHCNA RECEIVED", _NOT_REQUEST),
    _rule(8, "request_received", "REQUEST|EHCNA DATE|START", _NOT_REQUEST),
    _rule(7, "request_received", "REQUEST", _NOT_REQUEST),
    _rule(6, "request_received", "REQUESTED|EHCNA", _NOT_REQUEST),
    _rule(5, "request_received", "RECEIVED", only="RECEIVED DATE PERSON CASE PLAN"),
    _rule(4, "request_received", "START", only="START DATE CASE PLAN WEEK20"),
    _rule(8, "considering_notice", "CONSIDERING", _EXPERTS),
    _rule(9, "assess_panel", f"PANEL {_ASSESSING}", _NOT_ASSESS),
    _rule(8, "assess_decision", f"{_ASSESSING} DECISION|TOLD", f"{_NOT_ASSESS} PANEL"),
    _rule(8, "assess_decision", f"{_ASSESSING} AGREED REFUSED", f"{_NOT_ASSESS} PANEL"),
    _rule(8, "assess_agreed", f"{_ASSESSING} AGREED", f"{_NOT_ASSESS} PANEL REFUSED DECISION"),
    _rule(8, "assess_refused", f"{_ASSESSING} REFUSED", f"{_NOT_ASSESS} PANEL AGREED DECISION PLAN"),
    _rule(6, "assess_agreed", "ASSESS START", f"{_NOT_ASSESS} PANEL DECISION"),
    _rule(4, "assess_decision", "ASSESS", f"{_NOT_ASSESS} PANEL RECEIVED REQUEST REQUESTED SENT"),
    _rule(8, "panel_held", "PANEL", _NOT_PLAN),
    _rule(8, "plan_decision", f"{_PLANNING} DECISION|TOLD", f"{_NOT_PLAN} PANEL"),
    _rule(8, "plan_decision", f"{_PLANNING} AGREED REFUSED", f"{_NOT_PLAN} PANEL"),
    _rule(8, "plan_agreed", f"{_PLANNING} AGREED", f"{_NOT_PLAN} PANEL REFUSED DECISION"),
    _rule(8, "plan_refused", f"{_PLANNING} REFUSED", f"{_NOT_PLAN} PANEL AGREED DECISION"),
    _rule(9, "draft_served", "DRAFT ISSUE|SENT|DATE|ASKED", f"{_NOT_SENT} FINAL"),
    _rule(7, "draft_served", "DRAFT", f"{_NOT_SENT} FINAL"),
    _rule(9, "final_sent", "FINAL ISSUE|SENT|DATE|ASKED", f"{_NOT_SENT} DRAFT"),
    _rule(7.5, "final_sent", "FINAL", f"{_NOT_SENT} DRAFT"),
    _rule(7, "final_sent", "PLAN ISSUE|SENT|ASKED", f"{_NOT_SENT} DRAFT TOLD"),
    _rule(5, "final_sent", "PLAN|ISSUE DATE", only="PLAN ISSUE SENT DATE"),
    _rule(3, "final_sent", "PLAN|ISSUE", only="PLAN ISSUE"),
    _rule(7, "contact", "CONTACT FAMILY|DATE", _EXPERTS),
    _rule(9, "withdrawn", "WITHDRAWN"),
    _rule(8, "moved_away", "MOVED"),
    _rule(7, "case_closed", "CLOSED", f"{_PEOPLE} DRAFT FINAL ADVICE PANEL"),
    _rule(6, SOME_AGREED_DAY, "AGREED", only=f"AGREED {_OF_ANY_DECISION}", holds=Holds.DAY),
    _rule(6, SOME_REFUSED_DAY, "REFUSED", only=f"REFUSED {_OF_ANY_DECISION}", holds=Holds.DAY),
    _rule(5, SOME_DECISION_DAY, "DECISION|TOLD|AGREED|REFUSED", only=_ANY_DECISION, holds=Holds.DAY),
    _rule(5, SOME_DECISION, "DECISION|AGREED|REFUSED", only=_ANY_DECISION, holds=Holds.OUTCOME),
)
_KEPT_WITH_OTHER_MATTER = {"born", "caseworker", "need", "locality", "note"}


def readings(heading: str, group: str = "") -> tuple[Reading, ...]:
    """What a heading may mean, the surest first; `group` is the heading that stands over several columns.

    General headings ("Received", "Outcome") mean something only in agreement with their group.
    """
    alone = read_heading(heading)
    over = read_heading(group).topics - _SAY_NOTHING_ABOVE
    found = _readings(alone)
    if over:
        found = [] if over & _NEVER_READ else [reading for reading in found if reading.score > 5]
        found += _readings(Heading(alone.topics | over, alone.unknown), named_above=bool(over & _LAY))
    best: dict[str, Reading] = {}
    for reading in sorted(found, key=lambda reading: -reading.score):
        best.setdefault(reading.field, reading)
    return tuple(best.values())


def _readings(heading: Heading, *, named_above: bool = False) -> list[Reading]:
    topics = heading.topics
    about_else = bool(topics & _NEVER_READ)
    found = [
        Reading(rule.field, rule.holds, rule.score)
        for rule in _RULES
        if rule.fits(topics)
        and (not about_else or rule.field in _KEPT_WITH_OTHER_MATTER)
        and not (rule.only and heading.unknown)
    ]
    if not about_else:
        found += _advice(topics, named_above=named_above)
    doubt = min(len(heading.unknown), 4) / 2
    return [reading._replace(score=reading.score - doubt) for reading in found]


def _advice(topics: frozenset[str], *, named_above: bool) -> list[Reading]:
    """Advice columns: asked, chased or received, from one adviser or from all.

    "School requested" is the request itself, but under the group "School" it is the advice (`named_above`).
    """
    if topics & _NOT_ABOUT_ADVICE or ("ASSESS" in topics and not topics & {"ADVICE", "RECEIVED"}):
        return []
    adviser = _adviser(topics)
    if not adviser:
        asked = "ADVICE" in topics and topics & (_ASKED | {"SENT"}) and "RECEIVED" not in topics
        return (
            [Reading("advice_requested", Holds.DAY, 8)] if asked and not topics & {"FAMILY", "SCHOOL"} else []
        )
    if adviser in {"parent", "education"} and topics & _ASKED and "ADVICE" not in topics and not named_above:
        return []
    event, score = "advice_received", 6.0 if not topics & {"ADVICE", "RECEIVED"} else 8.0
    if "CHASED" in topics:
        event, score = "advice_chased", 9.0
    elif "RECEIVED" in topics:
        score = 9.0
    elif topics & _ASKED:
        event, score = "advice_requested", 9.0
    elif "SENT" in topics:
        event, score = "advice_requested", 5.5
    return [Reading(f"{event}:{adviser}", Holds.DAY, score)]


def _adviser(topics: frozenset[str]) -> str:
    """The one adviser spoken of; "" if there is none or there are several."""
    experts = topics & _PROFESSIONALS
    if experts & _HEALTH_PROFESSIONS:
        experts -= {"HEALTH"}
    if len(experts) == 1:
        (expert,) = experts
        return "parent" if expert == "CHILD_VIEWS" and "FAMILY" in topics else _BY_TOPIC[expert]
    if experts:
        return ""
    at_school = bool(topics & {"SCHOOL", "EDUCATION", "PLACEMENT"})
    at_home = "FAMILY" in topics
    if at_school == at_home:
        return ""
    return "education" if at_school else "parent"
