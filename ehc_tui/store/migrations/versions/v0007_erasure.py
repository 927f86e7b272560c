"""Removal for good: how long closed cases are kept, what is proposed, and what the chain keeps of it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

IN_USE = sa.text("voided_by IS NULL")


def upgrade() -> None:
    """Add the retention period, the proposals, and what is left of entries about removed cases."""
    op.add_column("act_change", sa.Column("digest", sa.String(), nullable=True))
    _table(
        "retention",
        sa.Column("years", sa.Integer(), nullable=True),
        sa.Column("age", sa.Integer(), nullable=True),
        sa.Column("because", sa.String(), nullable=False),
        *_recorded(),
    )
    _table(
        "removal",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        *_recorded(),
        sa.ForeignKeyConstraint(["case_id"], ["ehc_case.id"]),
    )
    op.create_index("removal_case", "removal", ["case_id"], unique=True, sqlite_where=IN_USE)
    _table(
        "redaction",
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["act.id"]),
    )
    op.create_index("redaction_entry", "redaction", ["entry"], unique=True, sqlite_where=IN_USE)


def _table(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *columns,
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["voided_by"], ["act.id"]),
        sa.PrimaryKeyConstraint("id"),
    )


def _recorded() -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
    )
