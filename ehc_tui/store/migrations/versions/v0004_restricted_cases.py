"""Restricted cases: those that only named staff see."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

IN_USE = sa.text("voided_by IS NULL")


def upgrade() -> None:
    """Add the restrictions and the staff named in them."""
    op.create_table(
        "restriction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["ehc_case.id"]),
        sa.ForeignKeyConstraint(["voided_by"], ["act.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("restriction_case", "restriction", ["case_id"], unique=True, sqlite_where=IN_USE)
    op.create_table(
        "restriction_staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("restriction_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["restriction_id"], ["restriction.id"]),
        sa.ForeignKeyConstraint(["case_id"], ["ehc_case.id"]),
        sa.ForeignKeyConstraint(["voided_by"], ["act.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "restriction_staff_account",
        "restriction_staff",
        ["account", "restriction_id"],
        unique=True,
        sqlite_where=IN_USE,
    )
