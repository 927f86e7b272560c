"""An index by which the few cases are found whose opening was taken back, or that were removed for good."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it."""
    where = sa.text("voided_by IS NOT NULL")
    op.create_index("ehc_case_voided", "ehc_case", ["voided_by"], sqlite_where=where)
