"""The tables of the store.

A row that people wrote is deleted only with its whole case, by two people (`casework.removing`). Otherwise
`voided_by` names the act that took it out of use. Statutory dates are local calendar dates, instants are
aware UTC. Tables do not validate; the functions of `casework` do, before a row gets here. (No postponed
annotations in this module: SQLModel reads the types when a class is made.)
"""

from datetime import date, datetime, time

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from ehc_tui.store.access_tables import Restriction, RestrictionStaff
from ehc_tui.store.case_indexes import CASE_INDEXES
from ehc_tui.store.columns import partial, voided_by
from ehc_tui.store.erasure_tables import Redaction, Removal, Retention
from ehc_tui.store.panel_tables import (
    AgendaItem,
    DecisionRow,
    FollowUpDone,
    Interest,
    MinuteText,
    PanelMember,
    PanelSession,
    Recommendation,
    Staff,
)
from ehc_tui.store.verbs import DID

METADATA = SQLModel.metadata


class EhcCase(SQLModel, table=True):
    """A case: who it is about and who works on it, and below that what follows from its facts.

    Everything from `received_on` down is derived when a fact changes and depends on no day but those of the
    facts.
    """

    __tablename__ = "ehc_case"
    __table_args__ = CASE_INDEXES

    id: int = Field(primary_key=True)
    ref: str
    surname: str = ""
    forename: str = ""
    born: date | None = None
    setting: str = ""
    route: str = ""
    caseworker: str = ""
    officer: str = ""
    need: str = ""
    locality: str = ""
    version: int = 0
    voided_by: int | None = voided_by()

    received_on: date | None = None
    closes_on: date | None = None
    stages: str = ""
    assess_on: date | None = None
    assess_outcome: str | None = None
    advice_complete_on: date | None = None
    plan_on: date | None = None
    plan_outcome: str | None = None
    draft_on: date | None = None
    final_on: date | None = None
    advice_asked: int = 0
    advice_received: int = 0
    advice_open: str = ""
    contact_on: date | None = None
    silent_since: date | None = None
    settled: str = "stopped"
    own_due: date | None = None
    own_rule: str | None = None
    own_subject: str | None = None
    own_kind: str | None = None
    own_act_by: date | None = None
    first_due: date | None = None
    first_rule: str | None = None
    first_subject: str | None = None
    first_kind: str | None = None
    first_act_by: date | None = None
    first_window: bool = False
    relieved_due: date | None = None
    relieved_rule: str | None = None
    relieved_subject: str | None = None
    relieved_kind: str | None = None
    relieved_act_by: date | None = None
    search: str = ""
    name_fold: str = ""
    setting_fold: str = ""
    caseworker_fold: str = ""
    officer_fold: str = ""


class FactRow(SQLModel, table=True):
    """Something that happened. A correction is a new row that names the one it `corrects`."""

    __tablename__ = "fact"
    __table_args__ = (partial("fact_case", "case_id", "id"),)

    id: int = Field(primary_key=True)
    case_id: int = Field(foreign_key="ehc_case.id")
    kind: str
    happened_on: date
    outcome: str | None = None
    subject: str = ""
    until: date | None = None
    assumed: bool = False
    source: str = ""
    corrects: int | None = Field(default=None, foreign_key="fact.id")
    recorded_by: str
    recorded_at: datetime
    voided_by: int | None = voided_by()


class AdviceItem(SQLModel, table=True):
    """One line of the advice checklist. `key` is the subject of its facts, `summary` what the advice says."""

    __tablename__ = "advice_item"
    __table_args__ = (partial("advice_item_key", "case_id", "key", unique=True),)

    id: int = Field(primary_key=True)
    case_id: int = Field(foreign_key="ehc_case.id")
    key: str
    kind: str
    adviser: str = ""
    summary: str = ""
    voided_by: int | None = voided_by()


class ClockRow(SQLModel, table=True):
    """A clock of a case, as the law made it from the facts; rewritten whole whenever they change."""

    __tablename__ = "clock"
    __table_args__ = (
        Index("clock_rule_due", "rule", "due"),
        {"sqlite_with_rowid": False},
    )

    case_id: int = Field(primary_key=True, foreign_key="ehc_case.id")
    position: int = Field(primary_key=True)
    rule: str
    subject: str = ""
    kind: str
    bound: str
    trigger: str
    triggered_on: date
    due: date | None = None
    act_by: date | None = None
    met_on: date | None = None
    stopped_on: date | None = None
    stopped_by: str = ""
    relieved: bool = False
    window: bool = False


class ReliefRow(SQLModel, table=True):
    """A statutory exception that somebody relies on for one clock."""

    __tablename__ = "relief"
    __table_args__ = (partial("relief_case", "case_id", "id"),)

    id: int = Field(primary_key=True)
    case_id: int = Field(foreign_key="ehc_case.id")
    rule: str
    subject: str = ""
    ground: str
    evidence: str
    impractical_because: str
    authorised_by: str
    family_told_on: date | None = None
    recorded_by: str
    recorded_at: datetime
    voided_by: int | None = voided_by()


class Meeting(SQLModel, table=True):
    """A meeting from its offer to its outcome. `uid` and `sequence` are those of its calendar invitation."""

    __tablename__ = "meeting"
    __table_args__ = (
        partial("meeting_case", "case_id", "id"),
        partial("meeting_uid", "uid", unique=True),
        partial("meeting_day", "meets_on"),
    )

    id: int = Field(primary_key=True)
    case_id: int = Field(foreign_key="ehc_case.id")
    uid: str
    sequence: int = 0
    kind: str
    title: str
    decision: str = ""
    status: str = "offered"
    offered_on: date | None = None
    answered_on: date | None = None
    held_on: date | None = None
    meets_on: date | None = None
    starts: time | None = None
    minutes: int = 60
    place: str = ""
    link: str = ""
    chair: str = ""
    interpreter: str = ""
    outcome: str = ""
    version: int = 1
    voided_by: int | None = voided_by()


class MeetingAttendee(SQLModel, table=True):
    """Somebody a meeting is for. `reply` is "", "yes", "no" or "asked".

    `included` is None while nobody has decided; `reason` says why somebody is left out.
    """

    __tablename__ = "attendee"
    __table_args__ = (partial("attendee_meeting", "meeting_id", "id"),)

    id: int = Field(primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    role: str
    name: str = ""
    included: bool | None = True
    invited_on: date | None = None
    reply: str = ""
    reason: str = ""
    voided_by: int | None = voided_by()


class AgreedAction(SQLModel, table=True):
    """What a meeting agreed, by whom and by when."""

    __tablename__ = "agreed_action"
    __table_args__ = (partial("agreed_action_meeting", "meeting_id", "id"),)

    id: int = Field(primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    what: str
    owner: str = ""
    due: date | None = None
    done_on: date | None = None
    voided_by: int | None = voided_by()


class Note(SQLModel, table=True):
    """A note, or a contact with the family (`kind` is "note" or "contact")."""

    __tablename__ = "note"
    __table_args__ = (partial("note_case", "case_id", "id"),)

    id: int = Field(primary_key=True)
    case_id: int = Field(foreign_key="ehc_case.id")
    kind: str
    happened_on: date
    text: str
    recorded_by: str
    recorded_at: datetime
    voided_by: int | None = voided_by()


class SavedView(SQLModel, table=True):
    """A filter and a sort order that a person keeps under a name."""

    __tablename__ = "saved_view"
    __table_args__ = (partial("saved_view_name", "owner", "name", unique=True),)

    id: int = Field(primary_key=True)
    owner: str
    name: str
    filter: str = ""
    sort: str = ""
    voided_by: int | None = voided_by()


class Act(SQLModel, table=True):
    """An audit entry: what one person did, to one case or to many. `undone_by` is set while it is undone.

    `account` is the operating-system account it was done from. `at_keyboard` names who did it where that was
    not `by` themselves. `hash` seals the entry and all before it (see `store.chain`). An entry of the verbs
    "read" and "export" changed nothing.
    """

    __tablename__ = "act"
    __table_args__ = (
        Index("act_done", "id", "at", sqlite_where=text(DID)),
        Index("act_doer", "by", "id", sqlite_where=text(DID)),
    )

    id: int = Field(primary_key=True)
    at: datetime
    by: str
    account: str = ""
    at_keyboard: str = ""
    verb: str
    summary: str
    undoes: int | None = Field(default=None, foreign_key="act.id")
    undone_by: int | None = Field(default=None, foreign_key="act.id")
    hash: str = ""


class ActChange(SQLModel, table=True):
    """What an act changed in one case (or outside any), as JSON: `{table: {row id: {column: value}}}`.

    Where the case was removed for good nothing is left but the `digest` that the chain needs.
    """

    __tablename__ = "act_change"
    __table_args__ = (Index("act_change_case", "case_id", "act_id"), Index("act_change_act", "act_id"))

    id: int = Field(primary_key=True)
    act_id: int = Field(foreign_key="act.id")
    case_id: int | None = Field(default=None, foreign_key="ehc_case.id")
    before: str
    after: str
    digest: str | None = None


class Look(SQLModel, table=True):
    """A case that an act laid open without changing it: somebody read it, or took it out in a file."""

    __tablename__ = "look"
    __table_args__ = (Index("look_case", "case_id", "act_id"), {"sqlite_with_rowid": False})

    act_id: int = Field(primary_key=True, foreign_key="act.id")
    case_id: int = Field(primary_key=True, foreign_key="ehc_case.id")


class Meta(SQLModel, table=True):
    """What the store knows about itself, such as the rule book its clocks were derived with."""

    __tablename__ = "meta"

    key: str = Field(primary_key=True)
    value: str


MODELS: dict[str, type[SQLModel]] = {
    str(model.__tablename__): model
    for model in (
        EhcCase,
        FactRow,
        AdviceItem,
        ClockRow,
        ReliefRow,
        Meeting,
        MeetingAttendee,
        AgreedAction,
        Note,
        SavedView,
        PanelSession,
        PanelMember,
        AgendaItem,
        Interest,
        MinuteText,
        Recommendation,
        DecisionRow,
        FollowUpDone,
        Staff,
        Restriction,
        RestrictionStaff,
        Retention,
        Removal,
        Redaction,
        Act,
        ActChange,
        Look,
        Meta,
    )
}
