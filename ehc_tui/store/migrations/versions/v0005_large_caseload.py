"""Indexes for every order of a large caseload, and an index of the text that filters search."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

IN_USE = "voided_by IS NULL"
INDEXES = {
    "relieved": (
        ("relieved_due", "id", "first_due", "first_window", "closes_on"),
        "relieved_due IS NOT NULL",
    ),
    "idle": (
        ("closes_on", "id", "first_due", "first_window", "settled"),
        "relieved_due IS NULL AND (first_due IS NULL OR first_window)",
    ),
    "closed": (
        ("closes_on", "id", "relieved_due", "first_due", "first_window", "settled"),
        "closes_on IS NOT NULL",
    ),
    "worker": (("caseworker_fold", "id", "closes_on"), ""),
    "officer": (("officer_fold", "id", "closes_on"), ""),
    "setting": (("setting_fold", "id", "closes_on"), ""),
    "stages": (("stages", "id", "closes_on"), ""),
    "advice": (("advice_open", "id", "closes_on"), ""),
    "silent": (("silent_since", "id", "closes_on"), ""),
    "received": (("received_on", "id", "closes_on"), ""),
    "name": (("name_fold", "id", "closes_on"), ""),
    "born": (("born", "id", "closes_on"), ""),
}
FORGET = "INSERT INTO ehc_case_text (ehc_case_text, rowid, search) VALUES ('delete', old.id, old.search);"
LEARN = "INSERT INTO ehc_case_text (rowid, search) VALUES (new.id, new.search);"
TRIGGERS = {
    "insert": f"AFTER INSERT ON ehc_case BEGIN {LEARN} END",
    "update": (
        f"AFTER UPDATE OF search ON ehc_case WHEN old.search <> new.search BEGIN {FORGET} {LEARN} END"
    ),
    "delete": f"AFTER DELETE ON ehc_case BEGIN {FORGET} END",
}


def upgrade() -> None:
    """Add what a list of hundreds of thousands of cases is read by."""
    op.add_column("ehc_case", sa.Column("silent_since", sa.Date(), nullable=True))
    op.execute(
        "UPDATE ehc_case SET silent_since = coalesce(contact_on, received_on), "
        "search = search || char(10) || char(10)"
    )
    for name in ("relieved", "worker", "officer", "received", "name", "born"):
        op.drop_index(f"ehc_case_{name}", "ehc_case")
    for name, (columns, condition) in INDEXES.items():
        where = " AND ".join(part for part in (IN_USE, condition) if part)
        op.create_index(f"ehc_case_{name}", "ehc_case", list(columns), sqlite_where=sa.text(where))
    op.execute(
        "CREATE VIRTUAL TABLE ehc_case_text USING fts5(search, content='ehc_case', content_rowid='id', "
        "tokenize='trigram case_sensitive 1', detail=none, columnsize=0)"
    )
    op.execute("CREATE VIRTUAL TABLE ehc_case_pieces USING fts5vocab(ehc_case_text, row)")
    op.execute("INSERT INTO ehc_case_text (rowid, search) SELECT id, search FROM ehc_case")
    for name, body in TRIGGERS.items():
        op.execute(f"CREATE TRIGGER ehc_case_text_{name} {body}")
