"""Readers who are alike: one short text stands for everything that a digest depends on.

Readers with equal signatures, next digests and cursors get the same digest, so planning composes it once.
A signature is forgotten in the transaction that changes a reader (``subscribers.py``) or its topics (a
trigger in the migrations), and computed again when the reader is due: an empty one is never wrong.
"""

import hashlib
import logging
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Subscriber, Subscription
from bot.storage import subscribers as repository
from bot.storage.dialects import among, as_list
from bot.storage.tables import subscribers

log = logging.getLogger(__name__)

# Readers signed in one transaction: their rows are read whole, so few at a time.
CHUNK = 200
# A row that cannot be read is looked at again after this.
POSTPONED = timedelta(hours=1)
LENGTH = 22  # 128 bits


def anonymous(reader: Subscriber) -> Subscriber:
    """A reader without what a digest must not depend on: who it is, and where it stands in time."""
    return replace(
        reader,
        id=0,
        chat_id=0,
        thread_id=0,
        kind="",
        preferences=replace(reader.preferences, silent=False),
        cursor=0,
        active=True,
        reason="",
        zone_chosen=False,
        welcomed=False,
        next_digest_at=None,
        last_digest_at=None,
        last_slot=None,
        created_at=None,
    )


def signature(reader: Subscriber, choices: Sequence[Subscription]) -> str:
    """The signature of a reader with its topics: whatever else is added to either is part of it."""
    content = repr((anonymous(reader), [replace(choice, subscriber_id=0) for choice in choices]))
    return urlsafe_b64encode(hashlib.sha256(content.encode()).digest()).decode()[:LENGTH]


async def sign_due(conn: AsyncConnection, now: datetime) -> int:
    """Sign some of the readers who are due and not signed; how many that were.

    One who cannot be read is due again in an hour, with everything kept.
    """
    found = await conn.execute(
        sa.select(subscribers)
        .where(subscribers.c.next_digest_at <= now, subscribers.c.active, subscribers.c.signature == "")
        .order_by(subscribers.c.next_digest_at, subscribers.c.id)
        .limit(CHUNK)
        .with_for_update(key_share=True, skip_locked=True)
    )
    rows = found.all()
    if not rows:
        return 0
    choices = await repository.subscriptions_of(conn, [row.id for row in rows])
    signed = []
    for row in rows:
        try:
            signed.append({"reader": row.id, "sign": signature(repository.subscriber(row), choices[row.id])})
        except ValueError:
            log.exception("a reader cannot be read", extra={"subscriber": row.id})
            await repository.postpone(conn, row.id, now + POSTPONED)
    await _store(conn, signed)
    return len(rows)


async def forget(conn: AsyncConnection, readers: Sequence[int]) -> None:
    """Let readers be signed again."""
    await conn.execute(
        sa.update(subscribers).where(among(conn, subscribers.c.id, "readers")).values(signature=""),
        {"readers": as_list(conn, readers)},
    )


async def _store(conn: AsyncConnection, signed: list[dict[str, object]]) -> None:
    if signed:
        await conn.execute(
            sa.update(subscribers)
            .where(subscribers.c.id == sa.bindparam("reader"))
            .values(signature=sa.bindparam("sign")),
            signed,
        )
