"""The words of the law that the whole product speaks: outcomes, how binding, who is bound, states, grounds.

A list is drawn with these alone; what they are said of is in `law.model`.
"""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """The outcomes of the two decisions, in the words the field writes them in."""

    YES = "Yes"
    NO = "No"
    ISSUE = "Issue"
    DO_NOT_ISSUE = "Do not issue"


class Kind(StrEnum):
    """How binding a clock is. Only `STATUTORY` can be breached."""

    STATUTORY = "statutory"
    GUIDANCE = "guidance"
    LOCAL = "local"


class Party(StrEnum):
    """Who is bound by a rule. A limit that binds the family is their window, never the council's breach."""

    COUNCIL = "council"
    ADVISER = "adviser"
    FAMILY = "family"
    SETTING = "setting"
    HEALTH = "health"
    OTHER = "other"


class State(StrEnum):
    """The state of a clock on a day: the vocabulary of the whole product."""

    MET = "met"
    MET_LATE = "met_late"
    ON_TRACK = "on_track"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    RELIEVED = "relieved"
    STOPPED = "stopped"


class Ground(StrEnum):
    """The statutory grounds on which a limit may be disapplied (statutory exceptions)."""

    SCHOOL_CLOSED = "school_closed"
    EARLY_YEARS_CLOSED = "early_years_closed"
    EXCEPTIONAL_CIRCUMSTANCES = "exceptional_circumstances"
    ABSENCE = "absence"
    MISSED_APPOINTMENT = "missed_appointment"
    WRITTEN_AGREEMENT = "written_agreement"
    TRIBUNAL_DIRECTION = "tribunal_direction"
