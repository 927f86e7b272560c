"""A store gets a name of its own, so that a backup of another store is known for what it is."""

from secrets import token_hex

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give the store a name that no other has."""
    meta = sa.table("meta", sa.column("key", sa.String()), sa.column("value", sa.String()))
    op.execute(meta.insert().values(key="store", value=token_hex(8)))
