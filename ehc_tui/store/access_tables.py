"""The tables of restricted cases: which cases only named staff see, and why.

(No postponed annotations in this module: SQLModel reads the types when a class is made.)
"""

from datetime import datetime

from sqlmodel import Field, SQLModel

from ehc_tui.store.columns import partial, voided_by


class Restriction(SQLModel, table=True):
    """A case that only the staff named for it see, and the reason: a colleague's child, a court order."""

    __tablename__ = "restriction"
    __table_args__ = (partial("restriction_case", "case_id", unique=True),)

    id: int = Field(primary_key=True)
    case_id: int = Field(foreign_key="ehc_case.id")
    reason: str
    recorded_by: str
    recorded_at: datetime
    voided_by: int | None = voided_by()


class RestrictionStaff(SQLModel, table=True):
    """An account that sees a restricted case."""

    __tablename__ = "restriction_staff"
    __table_args__ = (partial("restriction_staff_account", "account", "restriction_id", unique=True),)

    id: int = Field(primary_key=True)
    restriction_id: int = Field(foreign_key="restriction.id")
    case_id: int = Field(foreign_key="ehc_case.id")
    account: str
    voided_by: int | None = voided_by()
