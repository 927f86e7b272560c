"""The first schema: cases, their facts and clocks, advice, meetings, notes, and the audit of acts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPLICATION_ID = 0x45484343
IN_USE = sa.text("voided_by IS NULL")


def upgrade() -> None:
    """Make every table of a new store and mark the file as one of ours."""
    op.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    op.create_table(
        "act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["undoes"],
            ["act.id"],
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"],
            ["act.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "ehc_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("surname", sa.String(), nullable=False),
        sa.Column("forename", sa.String(), nullable=False),
        sa.Column("born", sa.Date(), nullable=True),
        sa.Column("setting", sa.String(), nullable=False),
        sa.Column("route", sa.String(), nullable=False),
        sa.Column("caseworker", sa.String(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("stages", sa.String(), nullable=False),
        sa.Column("assess_on", sa.Date(), nullable=True),
        sa.Column("assess_outcome", sa.String(), nullable=True),
        sa.Column("advice_complete_on", sa.Date(), nullable=True),
        sa.Column("plan_on", sa.Date(), nullable=True),
        sa.Column("plan_outcome", sa.String(), nullable=True),
        sa.Column("draft_on", sa.Date(), nullable=True),
        sa.Column("final_on", sa.Date(), nullable=True),
        sa.Column("advice_asked", sa.Integer(), nullable=False),
        sa.Column("advice_received", sa.Integer(), nullable=False),
        sa.Column("advice_open", sa.String(), nullable=False),
        sa.Column("contact_on", sa.Date(), nullable=True),
        sa.Column("settled", sa.String(), nullable=False),
        sa.Column("own_due", sa.Date(), nullable=True),
        sa.Column("own_rule", sa.String(), nullable=True),
        sa.Column("own_subject", sa.String(), nullable=True),
        sa.Column("own_kind", sa.String(), nullable=True),
        sa.Column("own_act_by", sa.Date(), nullable=True),
        sa.Column("first_due", sa.Date(), nullable=True),
        sa.Column("first_rule", sa.String(), nullable=True),
        sa.Column("first_subject", sa.String(), nullable=True),
        sa.Column("first_kind", sa.String(), nullable=True),
        sa.Column("first_act_by", sa.Date(), nullable=True),
        sa.Column("first_window", sa.Boolean(), nullable=False),
        sa.Column("relieved_due", sa.Date(), nullable=True),
        sa.Column("relieved_rule", sa.String(), nullable=True),
        sa.Column("relieved_subject", sa.String(), nullable=True),
        sa.Column("relieved_kind", sa.String(), nullable=True),
        sa.Column("relieved_act_by", sa.Date(), nullable=True),
        sa.Column("search", sa.String(), nullable=False),
        sa.Column("name_fold", sa.String(), nullable=False),
        sa.Column("setting_fold", sa.String(), nullable=False),
        sa.Column("caseworker_fold", sa.String(), nullable=False),
        sa.Column("officer_fold", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["voided_by"],
            ["act.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ehc_case_born", "ehc_case", ["born", "id"], sqlite_where=IN_USE)
    op.create_index(
        "ehc_case_first",
        "ehc_case",
        ["first_due", "id", "own_due", "first_window", "closes_on"],
        sqlite_where=sa.text("voided_by IS NULL AND first_due IS NOT NULL"),
    )
    op.create_index("ehc_case_name", "ehc_case", ["name_fold", "id"], sqlite_where=IN_USE)
    op.create_index("ehc_case_officer", "ehc_case", ["officer_fold", "id"], sqlite_where=IN_USE)
    op.create_index(
        "ehc_case_own",
        "ehc_case",
        ["own_due", "id", "closes_on"],
        sqlite_where=sa.text("voided_by IS NULL AND own_due IS NOT NULL"),
    )
    op.create_index("ehc_case_received", "ehc_case", ["received_on", "id"], sqlite_where=IN_USE)
    op.create_index("ehc_case_ref", "ehc_case", ["ref"], unique=True, sqlite_where=IN_USE)
    op.create_index(
        "ehc_case_relieved",
        "ehc_case",
        ["relieved_due", "id"],
        sqlite_where=sa.text("voided_by IS NULL AND relieved_due IS NOT NULL"),
    )
    op.create_index("ehc_case_worker", "ehc_case", ["caseworker_fold", "id"], sqlite_where=IN_USE)
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("filter", sa.String(), nullable=False),
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["voided_by"],
            ["act.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("saved_view_name", "saved_view", ["owner", "name"], unique=True, sqlite_where=IN_USE)
    op.create_table(
        "act_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_id"],
            ["act.id"],
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["ehc_case.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("act_change_act", "act_change", ["act_id"])
    op.create_index("act_change_case", "act_change", ["case_id", "act_id"])
    op.create_table(
        "advice_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("adviser", sa.String(), nullable=False),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["ehc_case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["voided_by"],
            ["act.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("advice_item_key", "advice_item", ["case_id", "key"], unique=True, sqlite_where=IN_USE)
    op.create_table(
        "clock",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("bound", sa.String(), nullable=False),
        sa.Column("trigger", sa.String(), nullable=False),
        sa.Column("triggered_on", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("act_by", sa.Date(), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("stopped_by", sa.String(), nullable=False),
        sa.Column("relieved", sa.Boolean(), nullable=False),
        sa.Column("window", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["ehc_case.id"],
        ),
        sa.PrimaryKeyConstraint("case_id", "position"),
        sqlite_with_rowid=False,
    )
    op.create_index("clock_rule_due", "clock", ["rule", "due"])
    op.create_table(
        "fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("assumed", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("corrects", sa.Integer(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["ehc_case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["corrects"],
            ["fact.id"],
        ),
        sa.ForeignKeyConstraint(
            ["voided_by"],
            ["act.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("fact_case", "fact", ["case_id", "id"], sqlite_where=IN_USE)
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("offered_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("meets_on", sa.Date(), nullable=True),
        sa.Column("starts", sa.Time(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("chair", sa.String(), nullable=False),
        sa.Column("interpreter", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["ehc_case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["voided_by"],
            ["act.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("meeting_case", "meeting", ["case_id", "id"], sqlite_where=IN_USE)
    op.create_index("meeting_day", "meeting", ["meets_on"], sqlite_where=IN_USE)
    op.create_index("meeting_uid", "meeting", ["uid"], unique=True, sqlite_where=IN_USE)
    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["ehc_case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["voided_by"],
            ["act.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("note_case", "note", ["case_id", "id"], sqlite_where=IN_USE)
    op.create_table(
        "relief",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("impractical_because", sa.String(), nullable=False),
        sa.Column("authorised_by", sa.String(), nullable=False),
        sa.Column("family_told_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["ehc_case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["voided_by"],
            ["act.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("relief_case", "relief", ["case_id", "id"], sqlite_where=IN_USE)
    op.create_table(
        "agreed_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
        ),
        sa.ForeignKeyConstraint(
            ["voided_by"],
            ["act.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("agreed_action_meeting", "agreed_action", ["meeting_id", "id"], sqlite_where=IN_USE)
    op.create_table(
        "attendee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("included", sa.Boolean(), nullable=True),
        sa.Column("invited_on", sa.Date(), nullable=True),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
        ),
        sa.ForeignKeyConstraint(
            ["voided_by"],
            ["act.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("attendee_meeting", "attendee", ["meeting_id", "id"], sqlite_where=IN_USE)
