"""What became of messages, written into the outbox and, where it concerns them, into their chats."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Delivery, Gone, Moved, Outcome, Refused, RetryAt, Sent, ThreadGone, Uncertain
from bot.storage import chats, marks
from bot.storage.holding import hold


@dataclass(frozen=True, slots=True)
class Result:
    """An outcome; a row that goes again rests for some seconds, and is silent if it may have arrived."""

    delivery: Delivery
    outcome: Outcome
    rest: float = 0.0
    silent: bool = False


async def record(conn: AsyncConnection, owner: str, results: Sequence[Result], now: datetime) -> None:
    """Write outcomes of rows that ``owner`` has in flight."""
    await _hold_readers(conn, results)
    for result in results:
        await _change_chat(conn, result, now)
    rows = _by_mark(results, now)
    await marks.mark_sent(conn, owner, rows["sent"], now)
    await marks.mark_retry(conn, owner, rows["retry"], now)
    await marks.mark_trouble(conn, owner, rows["trouble"], now)
    await marks.mark_uncertain(conn, owner, rows["uncertain"], now)
    await marks.mark_plain(conn, owner, rows["plain"], now)
    await marks.mark_failed(conn, owner, rows["failed"], now)


async def _hold_readers(conn: AsyncConnection, results: Sequence[Result]) -> None:
    """Hold the readers of what was not sent, before any row of it is touched."""
    not_sent = [result for result in results if not isinstance(result.outcome, Sent)]
    chats_changed = {
        chat
        for result in not_sent
        if isinstance(result.outcome, Moved | ThreadGone)
        for chat in (result.delivery.chat_id, getattr(result.outcome, "chat_id", result.delivery.chat_id))
    }
    if not_sent:
        await hold(conn, [result.delivery.subscriber_id for result in not_sent], chats=chats_changed)


async def _change_chat(conn: AsyncConnection, result: Result, now: datetime) -> None:
    match result.outcome:
        case Gone(reason):
            await chats.deactivate(conn, result.delivery.subscriber_id, reason, now)
        case Moved(new_id):
            await chats.move_chat(conn, result.delivery.chat_id, new_id)
        case ThreadGone():
            await chats.unbind_thread(conn, result.delivery.subscriber_id)
        case _:
            pass


def _by_mark(results: Sequence[Result], now: datetime) -> dict[str, list[Any]]:
    rows: dict[str, list[Any]] = {
        mark: [] for mark in ("sent", "retry", "trouble", "uncertain", "plain", "failed")
    }
    for result in results:
        mark, detail = _mark_of(result)
        row = result.delivery.id
        again = now + timedelta(seconds=result.rest)
        if mark in {"sent", "failed"}:
            rows[mark].append((row, detail))
        elif mark == "plain":
            rows[mark].append(row)
        else:
            rows[mark].append((row, again, detail))
    return rows


def _mark_of(result: Result) -> tuple[str, Any]:
    delivery = result.delivery
    mark: tuple[str, Any]
    match result.outcome:
        case Sent(message_id):
            mark = "sent", message_id
        case Uncertain(reason):
            mark = "uncertain", f"uncertain: {reason}"
        case Refused(reason, markup):
            mark = "plain" if markup and not delivery.plain else "failed", reason
        case ThreadGone() if not delivery.thread_id:
            mark = "failed", "the thread is gone, though none was named"
        case Moved(new_id) if new_id == delivery.chat_id:
            mark = "failed", "the chat moved to where it is"
        case RetryAt(reason=reason):
            mark = "trouble" if result.silent else "retry", reason
        case Gone(reason):
            # It was cancelled with its chat; putting it back tells that it did not arrive.
            mark = "retry", reason
        case other:
            mark = "retry", type(other).__name__
    return mark
