"""Indexes that hold all that an order of the list or a filter by week reckons with."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

IN_USE = "voided_by IS NULL"
RECKONED = ("id", "closes_on", "own_due", "first_due", "first_window", "relieved_due")
INDEXES = {
    "own": (("own_due", "id", "closes_on", "received_on"), "own_due IS NOT NULL"),
    "first": (
        ("first_due", "id", "own_due", "first_window", "closes_on", "received_on"),
        "first_due IS NOT NULL",
    ),
    "relieved": (
        ("relieved_due", "id", "first_due", "first_window", "closes_on"),
        "relieved_due IS NOT NULL AND (first_due IS NULL OR first_window)",
    ),
    "idle": (
        ("relieved_due", "closes_on", "id", "first_due", "first_window", "settled"),
        "relieved_due IS NULL AND (first_due IS NULL OR first_window) "
        "AND (first_due IS NULL OR closes_on IS NULL OR first_due < closes_on)",
    ),
    "worker": (("caseworker_fold", *RECKONED), ""),
    "officer": (("officer_fold", *RECKONED), ""),
}


def upgrade() -> None:
    """Make these indexes anew."""
    for name, (columns, condition) in INDEXES.items():
        where = " AND ".join(part for part in (IN_USE, condition) if part)
        op.drop_index(f"ehc_case_{name}", "ehc_case")
        op.create_index(f"ehc_case_{name}", "ehc_case", list(columns), sqlite_where=sa.text(where))
