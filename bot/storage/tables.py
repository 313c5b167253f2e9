"""The tables, once for both databases; each odd shape and each index says why it is there.

Statements are SQLAlchemy Core; what differs between SQLite and PostgreSQL is in ``dialects.py``.
More than 300 lines, because the tables refer to each other and are read as one picture.
"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware UTC instant; SQLite drops the zone of a DateTime, so it is taken off and put back here."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive values, and give SQLite the UTC wall time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored; give it a zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give every value back aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


# SQLite counts up by itself only for INTEGER keys; Telegram's ids need 64 bits on PostgreSQL.
BigId = sa.BigInteger().with_variant(sa.Integer, "sqlite")

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> sa.Column[Any]:
    return sa.Column("id", BigId, primary_key=True, autoincrement=True)


# Small facts about the whole: the marker of our databases, the key of the audit's hashes, counters.
meta = sa.Table(
    "meta",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

people = sa.Table(
    "people",
    metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("added_at", UtcDateTime, nullable=False),
)

topics = sa.Table(
    "topics",
    metadata,
    _id(),
    sa.Column("slug", sa.Text, nullable=False, unique=True),
    sa.Column("names", sa.JSON, nullable=False),
    sa.Column("position", sa.Integer, nullable=False, server_default="0"),
    sa.Column("created_at", UtcDateTime, nullable=False),
)

stories = sa.Table(
    "stories",
    metadata,
    _id(),
    # No foreign key: the story is born in the same transaction as the state of its first article.
    sa.Column("first_article_id", BigId, nullable=False),
)

articles = sa.Table(
    "articles",
    metadata,
    _id(),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    # The ranked sentences, computed once: a digest of any length is picked from them without work.
    sa.Column("ranking", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False, server_default=""),
    sa.Column("canonical_url", sa.Text, nullable=False, server_default=""),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("source_name", sa.Text, nullable=False, server_default=""),
    sa.Column("fingerprint", sa.Text, nullable=False, server_default=""),
    sa.Column("story_id", BigId, sa.ForeignKey("stories.id")),
    # Grows with each publishing; readers' cursors compare to it. Kept when an article is taken back.
    sa.Column("number", BigId, unique=True),
    sa.Column("added_by", BigId),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("published_at", UtcDateTime),
    sa.Column("deleted_at", UtcDateTime),
    sa.Column("state_before_deletion", sa.Text),
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    # The duplicate warning looks an article up by either.
    sa.Index(None, "fingerprint"),
    sa.Index(None, "canonical_url"),
    # A digest leaves out what joins a story that was told before.
    sa.Index(None, "story_id"),
    sa.Index(None, "state", "number"),
)

article_topics = sa.Table(
    "article_topics",
    metadata,
    sa.Column("article_id", BigId, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("topic_id", BigId, sa.ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("position", sa.Integer, nullable=False, server_default="0"),
    # A digest asks for the articles of topics, the key answers for the topics of articles.
    sa.Index(None, "topic_id", "article_id"),
)

# Topics that an article had while it was offered: to their readers its story counts as told.
past_topics = sa.Table(
    "past_topics",
    metadata,
    sa.Column("article_id", BigId, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("topic_id", BigId, sa.ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True),
)

subscribers = sa.Table(
    "subscribers",
    metadata,
    _id(),
    sa.Column("chat_id", BigId, nullable=False),
    # 0 stands for "no thread": NULL would not be unique.
    sa.Column("thread_id", BigId, nullable=False, server_default="0"),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("times", sa.Text, nullable=False),
    sa.Column("zone", sa.Text, nullable=False),
    sa.Column("zone_chosen", sa.Boolean, nullable=False),
    sa.Column("weekdays", sa.Text, nullable=False),
    sa.Column("quiet", sa.Text, nullable=False, server_default=""),
    sa.Column("scheduled", sa.Boolean, nullable=False),
    sa.Column("paused", sa.Boolean, nullable=False),
    sa.Column("paused_until", UtcDateTime),
    sa.Column("length", sa.Text, nullable=False),
    sa.Column("plain", sa.Boolean, nullable=False),
    sa.Column("silent", sa.Boolean, nullable=False),
    sa.Column("max_stories", sa.Integer, nullable=False),
    sa.Column("story_order", sa.Text, nullable=False),
    sa.Column("skip_empty", sa.Boolean, nullable=False),
    # Sources of which fewer stories are wanted: pairs of name and most, as JSON; always read with the row.
    sa.Column("sources", sa.Text, nullable=False, server_default="[]"),
    # A scheduled digest waits until it has so many stories.
    sa.Column("min_stories", sa.Integer, nullable=False, server_default="1"),
    sa.Column("cursor", BigId, nullable=False, server_default="0"),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("reason", sa.Text, nullable=False, server_default=""),
    sa.Column("welcomed", sa.Boolean, nullable=False),
    # NULL: nothing is scheduled (no topics, off, paused without an end, gone).
    sa.Column("next_digest_at", UtcDateTime),
    sa.Column("last_digest_at", UtcDateTime),
    # The last planned local slot as "2026-03-04 08:00"; a change of zone never goes back before it.
    sa.Column("last_slot", sa.Text, nullable=False, server_default=""),
    sa.Column("created_at", UtcDateTime, nullable=False),
    # Equal for readers whose digests are equal (``signatures.py``); empty: to be computed when next due.
    sa.Column("signature", sa.Text, nullable=False, server_default=""),
    sa.UniqueConstraint("chat_id", "thread_id"),
    # The tick asks only for due rows, those who are alike beside each other; an empty tick must cost
    # microseconds.
    sa.Index(
        "ix_subscribers_due",
        "next_digest_at",
        "signature",
        "cursor",
        "id",
        sqlite_where=sa.text("next_digest_at IS NOT NULL"),
        postgresql_where=sa.text("next_digest_at IS NOT NULL"),
    ),
)

subscriptions = sa.Table(
    "subscriptions",
    metadata,
    sa.Column("subscriber_id", BigId, sa.ForeignKey("subscribers.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("topic_id", BigId, sa.ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("include", sa.Text, nullable=False, server_default=""),
    sa.Column("exclude", sa.Text, nullable=False, server_default=""),
    sa.Column("maximum", sa.Integer, nullable=False, server_default="0"),
    sa.Column("muted", sa.Boolean, nullable=False),
    # The place in the reader's own order; 0: none of its own, behind the others in the desk's order.
    sa.Column("position", sa.Integer, nullable=False, server_default="0"),
    # Counts of readers per topic.
    sa.Index(None, "topic_id"),
)

# A message's text is stored once, however many readers get it.
bodies = sa.Table(
    "bodies",
    metadata,
    _id(),
    sa.Column("hash", sa.Text, nullable=False, unique=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("keyboard", sa.JSON, nullable=False),
)

_OPEN = "state IN ('pending', 'sending')"
_SENDING = "state = 'sending'"
_EXPIRING = "state = 'pending' AND expires_at IS NOT NULL"

deliveries = sa.Table(
    "deliveries",
    metadata,
    _id(),
    sa.Column("subscriber_id", BigId, sa.ForeignKey("subscribers.id", ondelete="CASCADE"), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("slot", BigId, nullable=False),
    sa.Column("part", sa.Integer, nullable=False),
    # NULL: a slot that ended without a message (nothing new, or too late), kept as its record.
    sa.Column("body_id", BigId, sa.ForeignKey("bodies.id")),
    sa.Column("silent", sa.Boolean, nullable=False),
    sa.Column("plain", sa.Boolean, nullable=False),
    sa.Column("cursor_before", BigId, nullable=False),
    sa.Column("cursor_after", BigId, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("not_before", UtcDateTime, nullable=False),
    sa.Column("expires_at", UtcDateTime),
    sa.Column("owner", sa.Text, nullable=False, server_default=""),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("uncertain", sa.Integer, nullable=False, server_default="0"),
    sa.Column("last_error", sa.Text, nullable=False, server_default=""),
    sa.Column("message_id", BigId),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("ended_at", UtcDateTime),
    # The heart of "nothing arrives twice": planning a slot again inserts nothing.
    sa.UniqueConstraint("subscriber_id", "kind", "slot", "part"),
    # Claiming reads open rows only; sent ones are many.
    sa.Index(
        "ix_deliveries_open", "not_before", "id", sqlite_where=sa.text(_OPEN), postgresql_where=sa.text(_OPEN)
    ),
    # Order within a chat: is an earlier row of this subscriber still open?
    sa.Index(
        "ix_deliveries_open_subscriber",
        "subscriber_id",
        "id",
        sqlite_where=sa.text(_OPEN),
        postgresql_where=sa.text(_OPEN),
    ),
    # What was in flight when a process died is found at the start, however much waits.
    sa.Index(
        "ix_deliveries_sending",
        "subscriber_id",
        "id",
        sqlite_where=sa.text(_SENDING),
        postgresql_where=sa.text(_SENDING),
    ),
    # What is too late is found without reading what waits.
    sa.Index(
        "ix_deliveries_expiring",
        "expires_at",
        "id",
        sqlite_where=sa.text(_EXPIRING),
        postgresql_where=sa.text(_EXPIRING),
    ),
    sa.Index(None, "body_id"),
)

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("update_id", BigId, primary_key=True, autoincrement=False),
    # Emptied when the work is done: only the id stays, against a repeated update.
    sa.Column("raw", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("deaths", sa.Integer, nullable=False, server_default="0"),
    sa.Column("received_at", UtcDateTime, nullable=False),
    sa.Index(
        "ix_inbox_open",
        "update_id",
        sqlite_where=sa.text("state IN ('new', 'applied')"),
        postgresql_where=sa.text("state IN ('new', 'applied')"),
    ),
)

# What the bot waits for from one person in one chat; kept here so that a restart forgets nothing.
dialogs = sa.Table(
    "dialogs",
    metadata,
    sa.Column("chat_id", BigId, primary_key=True, autoincrement=False),
    sa.Column("person_id", BigId, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("payload", sa.JSON, nullable=False),
    sa.Column("expires_at", UtcDateTime, nullable=False),
)

# The card of a draft: where it stands, and whether a next part of a split paste may still follow.
drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("article_id", BigId, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("person_id", BigId, nullable=False),
    sa.Column("chat_id", BigId, nullable=False),
    sa.Column("card_message_id", BigId),
    # The pasted text as it came, so that the title rule can be applied again to the joined text.
    sa.Column("raw", sa.Text, nullable=False, server_default=""),
    sa.Column("open_until", UtcDateTime),
    sa.Index(None, "person_id"),
)

# What a person did last, with what it takes to undo it.
actions = sa.Table(
    "actions",
    metadata,
    _id(),
    sa.Column("person_id", BigId, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("payload", sa.JSON, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("undone_at", UtcDateTime),
    sa.Index(None, "person_id", "id"),
)

# Append-only (triggers in the migrations refuse UPDATE and DELETE); people appear as keyed hashes.
audit = sa.Table(
    "audit",
    metadata,
    _id(),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("target", sa.Text, nullable=False),
    sa.Column("before", sa.Text, nullable=False, server_default=""),
    sa.Column("after", sa.Text, nullable=False, server_default=""),
)

# What search and lists read instead of the wide articles: one narrow row a published article, kept in step by
# the transaction that changes the article. Its full-text index is made in the migrations.
searchable = sa.Table(
    "searchable",
    metadata,
    # The article's number, and so the order of publishing: the newest are found first.
    sa.Column("number", BigId, primary_key=True, autoincrement=False),
    sa.Column(
        "article_id",
        BigId,
        sa.ForeignKey("articles.id", ondelete="CASCADE"),
        nullable=False,
        unique=True,
    ),
    sa.Column("story_id", BigId),
    sa.Column("published_at", UtcDateTime, nullable=False),
    # Last, since it is long: what stands before it is read without it.
    sa.Column("terms", sa.Text, nullable=False),
    # The lowest number of a span of time.
    sa.Index(None, "published_at", "number"),
)
sa.Index(
    "ix_searchable_terms",
    sa.text("array_to_tsvector(string_to_array(terms, ' '))"),
    postgresql_using="gin",
    _table=searchable,
).ddl_if(dialect="postgresql")

# What a person starred; in a group too, it is the person's own list.
saved = sa.Table(
    "saved",
    metadata,
    sa.Column("person_id", BigId, primary_key=True, autoincrement=False),
    sa.Column("article_id", BigId, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("saved_at", UtcDateTime, nullable=False),
    # An article that leaves for good takes its stars along.
    sa.Index(None, "article_id"),
)

# Searches too long for the data of a button, which names them by their hash; no person stands beside them.
searches = sa.Table(
    "searches",
    metadata,
    sa.Column("hash", sa.Text, primary_key=True),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("asked_at", UtcDateTime, nullable=False),
)
