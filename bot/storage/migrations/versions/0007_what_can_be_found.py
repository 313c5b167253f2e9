"""Full-text search: the terms of published articles with an index, stars, and searches behind buttons."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.storage.search import CHUNK, row_of

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Instant = sa.DateTime(timezone=True)

# Terms hold no spaces, and of ASCII's signs only these: FTS5 splits at spaces alone.
SQLITE_INDEX = (
    """CREATE VIRTUAL TABLE searchable_terms USING fts5(
        terms, content='searchable', content_rowid='number', detail='none', columnsize=0, prefix='1 2 3',
        tokenize="ascii tokenchars '+#:'")""",
    """CREATE TRIGGER searchable_added AFTER INSERT ON searchable BEGIN
        INSERT INTO searchable_terms (rowid, terms) VALUES (NEW.number, NEW.terms); END""",
    """CREATE TRIGGER searchable_removed AFTER DELETE ON searchable BEGIN
        INSERT INTO searchable_terms (searchable_terms, rowid, terms)
        VALUES ('delete', OLD.number, OLD.terms); END""",
    """CREATE TRIGGER searchable_changed AFTER UPDATE ON searchable BEGIN
        INSERT INTO searchable_terms (searchable_terms, rowid, terms)
        VALUES ('delete', OLD.number, OLD.terms);
        INSERT INTO searchable_terms (rowid, terms) VALUES (NEW.number, NEW.terms); END""",
)
POSTGRES_INDEX = (
    """CREATE INDEX ix_searchable_terms ON searchable
    USING gin (array_to_tsvector(string_to_array(terms, ' ')))""",
)


def upgrade() -> None:
    """Make the tables and the index, and fill them from what is published."""
    op.create_table(
        "searchable",
        sa.Column("number", BigId, autoincrement=False, nullable=False),
        sa.Column("article_id", BigId, nullable=False),
        sa.Column("story_id", BigId, nullable=True),
        sa.Column("published_at", Instant, nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_searchable_article_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_searchable"),
        sa.UniqueConstraint("article_id", name="uq_searchable_article_id"),
    )
    op.create_index(
        "ix_searchable_published_at_number", "searchable", ["published_at", "number"], unique=False
    )
    op.create_table(
        "saved",
        sa.Column("person_id", BigId, autoincrement=False, nullable=False),
        sa.Column("article_id", BigId, nullable=False),
        sa.Column("saved_at", Instant, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_saved_article_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "article_id", name="pk_saved"),
    )
    op.create_index("ix_saved_article_id", "saved", ["article_id"], unique=False)
    op.create_table(
        "searches",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_searches"),
    )
    conn = op.get_bind()
    for statement in SQLITE_INDEX if conn.dialect.name == "sqlite" else POSTGRES_INDEX:
        conn.exec_driver_sql(statement)
    _fill(conn)


def _fill(conn: sa.Connection) -> None:
    """Write the rows of what is published already, a chunk at a time."""
    articles = sa.table(
        "articles",
        *(sa.column(name) for name in ("id", "title", "body", "source_name", "story_id", "number", "state")),
        sa.column("published_at", Instant),
        sa.column("created_at", Instant),
    )
    searchable = sa.table(
        "searchable",
        *(sa.column(name) for name in ("number", "article_id", "story_id", "terms")),
        sa.column("published_at", Instant),
    )
    published = sa.select(articles).where(articles.c.state == "published", articles.c.number.is_not(None))
    last = 0
    while rows := conn.execute(
        published.where(articles.c.id > last).order_by(articles.c.id).limit(CHUNK)
    ).all():
        chosen = _topics(conn, rows[0].id, rows[-1].id)
        conn.execute(sa.insert(searchable), [row_of(row, chosen.get(row.id, ())) for row in rows])
        last = rows[-1].id


def _topics(conn: sa.Connection, first: int, last: int) -> dict[int, list[int]]:
    links: Any = sa.table("article_topics", sa.column("article_id"), sa.column("topic_id"))
    found: dict[int, list[int]] = {}
    for row in conn.execute(sa.select(links).where(links.c.article_id.between(first, last))):
        found.setdefault(row.article_id, []).append(row.topic_id)
    return found
