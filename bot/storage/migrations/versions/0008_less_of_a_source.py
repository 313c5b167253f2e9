"""Let readers see fewer stories of a source, or none."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nobody has a limit yet."""
    op.add_column("subscribers", sa.Column("sources", sa.Text(), server_default="[]", nullable=False))
