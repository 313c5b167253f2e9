"""Find the articles of a story without reading all articles."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index; a digest asks for each article whether its story was told before."""
    op.create_index("ix_articles_story_id", "articles", ["story_id"], unique=False)
