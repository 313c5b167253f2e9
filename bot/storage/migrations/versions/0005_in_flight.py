"""Find what is in flight without reading what waits."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_SENDING = sa.text("state = 'sending'")


def upgrade() -> None:
    """Add the index: a start looks for what a process before had in flight."""
    op.create_index(
        "ix_deliveries_sending",
        "deliveries",
        ["subscriber_id", "id"],
        unique=False,
        sqlite_where=_SENDING,
        postgresql_where=_SENDING,
    )
