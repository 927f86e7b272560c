"""What a column of a tracker can mean: the fields a mapping names, and what their cells must hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple


class Holds(Enum):
    """What the cells of a column have to be for a field to fit it."""

    DAY = "dates"
    OUTCOME = "decisions"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Field:
    """A meaning of a column: the name a mapping file uses, a label for people, and what its cells hold.

    `fact` is the kind of fact that a date in the column becomes, `subject` the advice line it is about.
    """

    name: str
    label: str
    holds: Holds
    fact: str = ""
    subject: str = ""


class Adviser(NamedTuple):
    """An advice line that trackers keep columns for. `key` is the subject of its facts.

    The keys are fixed, so that a column added to a tracker never renames the lines of the others.
    """

    key: str
    kind: str
    adviser: str


ADVISERS = {
    "parent": Adviser("parent", "parent", ""),
    "education": Adviser("education", "education", ""),
    "health": Adviser("health", "health", ""),
    "psychology": Adviser("psychology", "psychology", ""),
    "social_care": Adviser("social_care", "social_care", ""),
    "child": Adviser("parent-2", "parent", "Child or young person"),
    "sensory": Adviser("education-2", "education", "Sensory teacher"),
    "speech": Adviser("health-2", "health", "Speech and language therapy"),
    "occupational": Adviser("health-3", "health", "Occupational therapy"),
    "physiotherapy": Adviser("health-4", "health", "Physiotherapy"),
    "mental_health": Adviser("health-5", "health", "Mental health service"),
    "other": Adviser("other", "other", ""),
    "specialist": Adviser("other-2", "other", "Specialist teacher"),
    "youth_justice": Adviser("other-3", "other", "Youth justice"),
    "adulthood": Adviser("adulthood", "adulthood", ""),
    "family_request": Adviser("family_request", "family_request", ""),
}
STANDARD_ADVISERS = ("parent", "education", "health", "psychology", "social_care")

IGNORE = "ignore"

_LABELS = {
    "parent": "the family's views",
    "education": "education advice",
    "health": "medical advice",
    "psychology": "psychology advice",
    "social_care": "social care advice",
    "child": "the child's own views",
    "sensory": "sensory advice",
    "speech": "speech and language advice",
    "occupational": "occupational therapy advice",
    "physiotherapy": "physiotherapy advice",
    "mental_health": "mental health advice",
    "other": "other advice",
    "specialist": "specialist teaching advice",
    "youth_justice": "youth justice advice",
    "adulthood": "advice on adulthood",
    "family_request": "advice the family asked for",
}

_TEXTS = (
    Field("ref", "case reference", Holds.TEXT),
    Field("surname", "surname", Holds.TEXT),
    Field("forename", "forename", Holds.TEXT),
    Field("name", "whole name", Holds.TEXT),
    Field("year_group", "year group (only checked)", Holds.TEXT),
    Field("setting", "school or setting", Holds.TEXT),
    Field("route", "who made the request", Holds.TEXT),
    Field("caseworker", "caseworker", Holds.TEXT),
    Field("officer", "SEN officer", Holds.TEXT),
    Field("need", "primary need", Holds.TEXT),
    Field("locality", "locality", Holds.TEXT),
    Field("status", "status (only checked)", Holds.TEXT),
    Field("exception", "exception (only checked)", Holds.TEXT),
    Field("note", "note", Holds.TEXT),
)
_OUTCOMES = (
    Field("assess_outcome", "whether to assess", Holds.OUTCOME),
    Field("plan_outcome", "whether to issue a plan", Holds.OUTCOME),
)
_DAYS = (
    Field("born", "date of birth", Holds.DAY),
    Field("request_received", "request received", Holds.DAY, "request_received"),
    Field("considering_notice", "notice that a request is considered", Holds.DAY, "considering_notice"),
    Field("assess_panel", "panel on whether to assess", Holds.DAY),
    Field("assess_decision", "family told whether we assess", Holds.DAY),
    Field("assess_agreed", "family told that we assess", Holds.DAY),
    Field("assess_refused", "family told that we do not assess", Holds.DAY),
    Field("advice_requested", "all advice asked for", Holds.DAY),
    Field("panel_held", "panel on the plan", Holds.DAY, "panel_held"),
    Field("plan_decision", "family told whether we issue a plan", Holds.DAY),
    Field("plan_agreed", "family told that we issue a plan", Holds.DAY),
    Field("plan_refused", "family told that we issue no plan", Holds.DAY),
    Field("draft_served", "draft plan sent", Holds.DAY, "draft_served"),
    Field("final_sent", "final plan sent", Holds.DAY, "final_sent"),
    Field("contact", "last contact with the family", Holds.DAY, "contact"),
    Field("withdrawn", "request withdrawn", Holds.DAY, "withdrawn"),
    Field("moved_away", "moved out of the area", Holds.DAY, "moved_away"),
    Field("case_closed", "case closed", Holds.DAY, "case_closed"),
)


def _advice_fields(name: str) -> tuple[Field, ...]:
    label, key = _LABELS[name], ADVISERS[name].key
    return (
        Field(f"advice_requested:{name}", f"{label}: asked for", Holds.DAY, "advice_requested", key),
        Field(f"advice_chased:{name}", f"{label}: chased", Holds.DAY, "advice_chased", key),
        Field(f"advice_received:{name}", f"{label}: received", Holds.DAY, "advice_received", key),
    )


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        *_TEXTS,
        *_OUTCOMES,
        *_DAYS,
        *(field for name in ADVISERS for field in _advice_fields(name)),
    )
}
"""Every field by its name. A column may also be mapped to `IGNORE`."""


def label_of(name: str) -> str:
    """The label of a field for people; "not imported" for a column that is ignored."""
    return "not imported" if name == IGNORE else FIELDS[name].label
