"""The numbers of ``/status``, read in one transaction."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import ArticleState, Desk
from bot.storage import deliveries, inbox, subscribers
from bot.storage.engine import current_update
from bot.storage.tables import articles, topics
from bot.storage.tables import subscribers as readers


async def numbers(conn: AsyncConnection, now: datetime) -> Desk:
    """What the desk holds, who reads it, and what waits to be sent."""
    by_state = await _articles_by_state(conn)
    kept = {state: count for state, count in by_state.items() if state != ArticleState.DELETED}
    all_readers, active = await _readers(conn)
    return Desk(
        articles=sum(kept.values()),
        published=kept.get(ArticleState.PUBLISHED, 0),
        drafts=kept.get(ArticleState.DRAFT, 0),
        topics=(await conn.execute(sa.select(sa.func.count()).select_from(topics))).scalar_one(),
        readers=all_readers,
        active_readers=active,
        outbox=await deliveries.counts(conn),
        oldest_pending_seconds=await deliveries.oldest_pending_seconds(conn, now),
        inbox_waiting=await _others_waiting(conn),
        next_digest_at=await subscribers.next_due(conn),
        failed=await deliveries.dead_letters(conn),
    )


async def _others_waiting(conn: AsyncConnection) -> int:
    """The open updates but the one that asks."""
    asking = current_update.get() is not None
    return max(0, await inbox.waiting(conn) - asking)


async def _articles_by_state(conn: AsyncConnection) -> dict[ArticleState, int]:
    rows = await conn.execute(
        sa.select(articles.c.state, sa.func.count().label("rows")).group_by(articles.c.state)
    )
    return {ArticleState(row.state): row.rows for row in rows}


async def _readers(conn: AsyncConnection) -> tuple[int, int]:
    rows = await conn.execute(
        sa.select(readers.c.active, sa.func.count().label("rows")).group_by(readers.c.active)
    )
    counts = {bool(row.active): int(row.rows) for row in rows}
    return sum(counts.values()), counts.get(True, 0)
