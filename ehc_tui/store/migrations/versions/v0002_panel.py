"""The panel: sessions, agendas, decisions with their reasons, minutes; staff; what a case is compared by."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

IN_USE = sa.text("voided_by IS NULL")


def upgrade() -> None:
    """Add what the panel works with to a store of cases."""
    op.add_column("ehc_case", sa.Column("need", sa.String(), nullable=False, server_default=""))
    op.add_column("ehc_case", sa.Column("locality", sa.String(), nullable=False, server_default=""))
    op.add_column("advice_item", sa.Column("summary", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "panel_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel", sa.String(), nullable=False),
        sa.Column("meets_on", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("chair", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("papers_by", sa.Date(), nullable=False),
        sa.Column("minutes_each", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["voided_by"], ["act.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("panel_session_day", "panel_session", ["panel", "meets_on"], sqlite_where=IN_USE)
    op.create_table(
        "panel_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=True),
        sa.Column("corrects", sa.Integer(), nullable=True),
        sa.Column("correction", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["corrects"], ["panel_member.id"]),
        sa.ForeignKeyConstraint(["session_id"], ["panel_session.id"]),
        sa.ForeignKeyConstraint(["voided_by"], ["act.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("panel_member_session", "panel_member", ["session_id", "id"], sqlite_where=IN_USE)
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["ehc_case.id"]),
        sa.ForeignKeyConstraint(["session_id"], ["panel_session.id"]),
        sa.ForeignKeyConstraint(["voided_by"], ["act.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("agenda_item_case", "agenda_item", ["case_id", "id"], sqlite_where=IN_USE)
    op.create_index("agenda_item_session", "agenda_item", ["session_id", "position"], sqlite_where=IN_USE)
    op.create_table(
        "interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("member", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("left", sa.Boolean(), nullable=False),
        sa.Column("correction", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["ehc_case.id"]),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"]),
        sa.ForeignKeyConstraint(["voided_by"], ["act.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("interest_item", "interest", ["item_id", "id"], sqlite_where=IN_USE)
    op.create_table(
        "minute_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("corrects", sa.Integer(), nullable=True),
        sa.Column("correction", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["corrects"], ["minute_text.id"]),
        sa.ForeignKeyConstraint(["session_id"], ["panel_session.id"]),
        sa.ForeignKeyConstraint(["voided_by"], ["act.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("minute_text_session", "minute_text", ["session_id"], unique=True, sqlite_where=IN_USE)
    op.create_table(
        "recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["ehc_case.id"]),
        sa.ForeignKeyConstraint(["voided_by"], ["act.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "recommendation_case", "recommendation", ["case_id", "question", "id"], sqlite_where=IN_USE
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("defer_for", sa.String(), nullable=False),
        sa.Column("defer_until", sa.Date(), nullable=True),
        sa.Column("defer_who", sa.String(), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=True),
        sa.Column("corrects", sa.Integer(), nullable=True),
        sa.Column("correction", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["ehc_case.id"]),
        sa.ForeignKeyConstraint(["corrects"], ["decision.id"]),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"]),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"]),
        sa.ForeignKeyConstraint(["voided_by"], ["act.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("decision_case", "decision", ["case_id", "question", "id"], sqlite_where=IN_USE)
    op.create_index(
        "decision_item",
        "decision",
        ["item_id"],
        sqlite_where=sa.text("voided_by IS NULL AND item_id IS NOT NULL"),
    )
    op.create_table(
        "follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["ehc_case.id"]),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"]),
        sa.ForeignKeyConstraint(["voided_by"], ["act.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("follow_up_key", "follow_up", ["decision_id", "key"], unique=True, sqlite_where=IN_USE)
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["voided_by"], ["act.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("staff_account", "staff", ["account"], unique=True, sqlite_where=IN_USE)
