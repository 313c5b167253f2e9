"""Keep a reader's own order of topics, and the number of stories that a digest waits for."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both with the value that changes nothing for anybody."""
    op.add_column("subscriptions", sa.Column("position", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("subscribers", sa.Column("min_stories", sa.Integer(), nullable=False, server_default="1"))
