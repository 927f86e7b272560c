"""Indexes by which the last cases of a need that were told are found."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TOLD = {"told_assess": ("assess_on", "assess_outcome"), "told_plan": ("plan_on", "plan_outcome")}


def upgrade() -> None:
    """Make them."""
    for name, (on, outcome) in TOLD.items():
        where = sa.text(f"voided_by IS NULL AND {outcome} IS NOT NULL")
        op.create_index(f"ehc_case_{name}", "ehc_case", ["need", on, "id"], sqlite_where=where)
