from datetime import time, timedelta

from bot.models import DeliveryKind, NewDelivery, OutgoingMessage, Preferences, Schedule, Subscriber
from bot.services.desk import DeskReport
from bot.storage import deliveries, inbox, subscribers
from bot.storage.engine import Database
from tests.bot.services.newsroom import EDITOR, NOON, Newsroom

TEXT = "/add #world The harbour opens\nThe harbour opened on Monday. A ship came in."


def reader(chat_id: int, *, active: bool = True) -> Subscriber:
    return Subscriber(
        0,
        chat_id,
        0,
        "private",
        "en",
        Schedule((time(8),), "UTC"),
        Preferences(),
        active=active,
        next_digest_at=NOON + timedelta(hours=chat_id),
    )


async def test_an_empty_desk_has_nothing_and_waits_for_nothing(database: Database) -> None:
    desk = await DeskReport(database, lambda: NOON).read()
    assert (desk.articles, desk.published, desk.drafts, desk.topics) == (0, 0, 0, 0)
    assert (desk.readers, desk.active_readers, desk.outbox, desk.inbox_waiting) == (0, 0, {}, 0)
    assert desk.oldest_pending_seconds == 0.0
    assert desk.next_digest_at is None


async def test_the_desk_counts_what_it_holds(database: Database) -> None:
    room = Newsroom(database)
    await room.has_topic("world")
    for _ in range(3):
        draft = await room.drafts.from_text(TEXT, room.sender())
    await room.articles.publish(draft.article.id, draft.article.version, by=EDITOR)
    removed = await room.drafts.from_text(TEXT, room.sender())
    await room.articles.delete(removed.article.id, by=EDITOR)
    desk = await DeskReport(database, room.watch).read()
    assert (desk.articles, desk.published, desk.drafts, desk.topics) == (3, 1, 2, 1)


async def test_the_desk_counts_who_reads_and_what_waits(database: Database) -> None:
    async with database.write() as conn:
        first = await subscribers.insert_if_absent(conn, reader(2), NOON)
        await subscribers.insert_if_absent(conn, reader(1, active=False), NOON)
        message = NewDelivery(first.id, DeliveryKind.DIGEST, 1, 1, OutgoingMessage("News"))
        await deliveries.plan(conn, [message], NOON)
        await inbox.accept(conn, [(5, "{}"), (6, "{}")], NOON)
    desk = await DeskReport(database, lambda: NOON + timedelta(seconds=90)).read()
    assert (desk.readers, desk.active_readers) == (2, 1)
    assert (desk.outbox, desk.oldest_pending_seconds, desk.inbox_waiting) == ({"pending": 1}, 90.0, 2)
    assert desk.next_digest_at == NOON + timedelta(hours=2)
