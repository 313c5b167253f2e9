"""Remember the topics that an article had: no story comes again because an editor moved it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the table; nothing is known of moves before it."""
    op.create_table(
        "past_topics",
        sa.Column("article_id", BigId, nullable=False),
        sa.Column("topic_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_past_topics_article_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topics.id"], name="fk_past_topics_topic_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", "topic_id", name="pk_past_topics"),
    )
