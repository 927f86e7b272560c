"""The tables of the panel: sessions, agendas, recommendations, decisions, minutes, and who may do what.

As everywhere in the store, a row is taken out of use and never deleted; a row that `corrects` another says
why. A table with a `case_id` belongs to the history of that case. (No postponed annotations in this module:
SQLModel reads the types when a class is made.)
"""

from datetime import date, datetime, time

from sqlmodel import Field, SQLModel

from ehc_tui.store.columns import partial, voided_by


class PanelSession(SQLModel, table=True):
    """A sitting of a panel of the process. `status` is planned, held or cancelled (`reason` says why).

    `version` rises with every change to the session, its members or its agenda.
    """

    __tablename__ = "panel_session"
    __table_args__ = (partial("panel_session_day", "panel", "meets_on"),)

    id: int = Field(primary_key=True)
    panel: str
    meets_on: date
    starts: time | None = None
    place: str = ""
    chair: str = ""
    capacity: int
    papers_by: date
    minutes_each: int
    status: str = "planned"
    reason: str = ""
    version: int = 1
    voided_by: int | None = voided_by()


class PanelMember(SQLModel, table=True):
    """A member of one session. `present` is None until the session is minuted."""

    __tablename__ = "panel_member"
    __table_args__ = (partial("panel_member_session", "session_id", "id"),)

    id: int = Field(primary_key=True)
    session_id: int = Field(foreign_key="panel_session.id")
    name: str
    role: str = ""
    present: bool | None = None
    corrects: int | None = Field(default=None, foreign_key="panel_member.id")
    correction: str = ""
    recorded_by: str
    recorded_at: datetime
    voided_by: int | None = voided_by()


class AgendaItem(SQLModel, table=True):
    """A case on the agenda of a session. Items come in order of `position`."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        partial("agenda_item_session", "session_id", "position"),
        partial("agenda_item_case", "case_id", "id"),
    )

    id: int = Field(primary_key=True)
    session_id: int = Field(foreign_key="panel_session.id")
    case_id: int = Field(foreign_key="ehc_case.id")
    position: int
    minutes: int
    voided_by: int | None = voided_by()


class Interest(SQLModel, table=True):
    """A conflict of interest declared by a member on one item; `left` if they left the room for it."""

    __tablename__ = "interest"
    __table_args__ = (partial("interest_item", "item_id", "id"),)

    id: int = Field(primary_key=True)
    item_id: int = Field(foreign_key="agenda_item.id")
    case_id: int = Field(foreign_key="ehc_case.id")
    member: str
    what: str
    left: bool = False
    correction: str = ""
    recorded_by: str
    recorded_at: datetime
    voided_by: int | None = voided_by()


class MinuteText(SQLModel, table=True):
    """What the minutes of a session say besides its items."""

    __tablename__ = "minute_text"
    __table_args__ = (partial("minute_text_session", "session_id", unique=True),)

    id: int = Field(primary_key=True)
    session_id: int = Field(foreign_key="panel_session.id")
    text: str
    corrects: int | None = Field(default=None, foreign_key="minute_text.id")
    correction: str = ""
    recorded_by: str
    recorded_at: datetime
    voided_by: int | None = voided_by()


class Recommendation(SQLModel, table=True):
    """What somebody recommends that is decided, and why."""

    __tablename__ = "recommendation"
    __table_args__ = (partial("recommendation_case", "case_id", "question", "id"),)

    id: int = Field(primary_key=True)
    case_id: int = Field(foreign_key="ehc_case.id")
    question: str
    outcome: str
    reasons: str
    recorded_by: str
    recorded_at: datetime
    voided_by: int | None = voided_by()


class DecisionRow(SQLModel, table=True):
    """A decision taken, or put off (`outcome` "Defer"). The day the family was told is a fact of the case."""

    __tablename__ = "decision"
    __table_args__ = (
        partial("decision_case", "case_id", "question", "id"),
        partial("decision_item", "item_id", where="item_id IS NOT NULL"),
    )

    id: int = Field(primary_key=True)
    case_id: int = Field(foreign_key="ehc_case.id")
    question: str
    item_id: int | None = Field(default=None, foreign_key="agenda_item.id")
    outcome: str
    decided_on: date
    decided_by: str
    reasons: str
    defer_for: str = ""
    defer_until: date | None = None
    defer_who: str = ""
    fact_id: int | None = Field(default=None, foreign_key="fact.id")
    corrects: int | None = Field(default=None, foreign_key="decision.id")
    correction: str = ""
    recorded_by: str
    recorded_at: datetime
    voided_by: int | None = voided_by()


class FollowUpDone(SQLModel, table=True):
    """Something that must follow a decision (`key` as the rule book has it) and was done."""

    __tablename__ = "follow_up"
    __table_args__ = (partial("follow_up_key", "decision_id", "key", unique=True),)

    id: int = Field(primary_key=True)
    decision_id: int = Field(foreign_key="decision.id")
    case_id: int = Field(foreign_key="ehc_case.id")
    key: str
    done_on: date
    recorded_by: str
    recorded_at: datetime
    voided_by: int | None = voided_by()


class Staff(SQLModel, table=True):
    """Somebody who works with this store, by operating-system account, and their role."""

    __tablename__ = "staff"
    __table_args__ = (partial("staff_account", "account", unique=True),)

    id: int = Field(primary_key=True)
    account: str
    name: str = ""
    role: str
    voided_by: int | None = voided_by()
