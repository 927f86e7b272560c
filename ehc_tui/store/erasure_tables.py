"""The tables of removal for good: how long closed cases are kept, what is proposed, what was taken out.

(No postponed annotations in this module: SQLModel reads the types when a class is made.)
"""

from datetime import datetime

from sqlmodel import Field, SQLModel

from ehc_tui.store.columns import partial, voided_by


class Retention(SQLModel, table=True):
    """How long the council keeps a closed case: `years` after it closed and until the person is `age`.

    Where both are given the later day counts. One row at most is in use; without one nothing is ever listed.
    """

    __tablename__ = "retention"

    id: int = Field(primary_key=True)
    years: int | None = None
    age: int | None = None
    because: str
    recorded_by: str
    recorded_at: datetime
    voided_by: int | None = voided_by()


class Removal(SQLModel, table=True):
    """A proposal that a case be removed for good, from which operating-system account, and why."""

    __tablename__ = "removal"
    __table_args__ = (partial("removal_case", "case_id", unique=True),)

    id: int = Field(primary_key=True)
    case_id: int = Field(foreign_key="ehc_case.id")
    reason: str
    account: str
    recorded_by: str
    recorded_at: datetime
    voided_by: int | None = voided_by()


class Redaction(SQLModel, table=True):
    """An entry of the history that was about a removed case alone: the `seal` that what is left of it gives.

    The entry keeps the seal it was made with, on which the entries after it rest (see `store.chain`).
    """

    __tablename__ = "redaction"
    __table_args__ = (partial("redaction_entry", "entry", unique=True),)

    id: int = Field(primary_key=True)
    entry: int = Field(foreign_key="act.id")
    seal: str
    voided_by: int | None = voided_by()
