"""The history as a chain: who sat at the keyboard, who only looked, and a seal on every entry."""

import json
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

DID = sa.text("verb NOT IN ('read', 'export')")


def upgrade() -> None:
    """Seal every entry of a store, oldest first."""
    for column in ("account", "at_keyboard", "hash"):
        op.add_column("act", sa.Column(column, sa.String(), nullable=False, server_default=""))
    op.create_table(
        "look",
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"]),
        sa.ForeignKeyConstraint(["case_id"], ["ehc_case.id"]),
        sa.PrimaryKeyConstraint("act_id", "case_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("look_case", "look", ["case_id", "act_id"])
    op.create_index("act_done", "act", ["id", "at"], sqlite_where=DID)
    op.create_index("act_doer", "act", ["by", "id"], sqlite_where=DID)
    _seal(op.get_bind().exec_driver_sql)


def _seal(execute) -> None:  # type: ignore[no-untyped-def]
    """Give every entry its seal, which follows the one before. In such a store nobody only looked."""
    seal = "0" * 64
    said = "SELECT id, at, by, account, at_keyboard, verb, summary, undoes FROM act ORDER BY id"
    for values in execute(said).fetchall():
        changes = execute(
            "SELECT case_id, before, after FROM act_change WHERE act_id = ? ORDER BY id", (values[0],)
        )
        lines = [
            _array([seal, *values]),
            *(sha256(_array(change)).hexdigest().encode() for change in changes),
        ]
        seal = sha256(b"".join(line + b"\n" for line in lines)).hexdigest()
        execute("UPDATE act SET hash = ? WHERE id = ?", (seal, values[0]))


def _array(values) -> bytes:  # type: ignore[no-untyped-def]
    return json.dumps(list(values), separators=(",", ":")).encode("ascii")
