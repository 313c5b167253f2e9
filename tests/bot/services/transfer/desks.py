"""A small desk as a file, and its way in and out."""

import json
from datetime import UTC, datetime
from pathlib import Path

from bot.models import Article, ArticleState
from bot.services.transfer import Format, Imported, export_file, export_to, import_file
from bot.storage import articles
from bot.storage.engine import Database
from summarizer.models import Ranking

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)

BRIDGE = {
    "title": "The bridge",
    "text": "The bridge is open. Many came to see it.",
    "url": "https://news.example.org/b?utm_source=x",
    "topics": ["world"],
    "source": "Gazette",
    "language": "en",
    "published_at": "2026-03-03T10:00:00Z",
    "state": "published",
}
MIST = {
    "kind": "article",
    "title": "Міст",
    "text": "Міст відкрито. Багато людей прийшло.",
    "topics": ["world", "tech"],
    "language": "uk",
    "published_at": "2026-03-02T10:00:00.250000+02:00",
    "state": "published",
}
DRAFT = {"kind": "article", "title": "A draft", "text": "Not yet. Maybe tomorrow."}
WORLD = {"kind": "topic", "slug": "world", "names": {"en": "World", "uk": "Світ"}}
READER = {
    "kind": "subscriber",
    "chat_id": -1001234567890,
    "thread_id": 7,
    "chat": "supergroup",
    "language": "uk",
    "times": ["18:00", "07:30"],
    "zone": "Europe/Kyiv",
    "weekdays": [0, 2],
    "quiet": ["22:00", "07:00"],
    "length": "headlines",
    "minimum": 3,
    "seen_until": "2026-03-02T12:00:00Z",
    "topics": [
        {"slug": "world", "include": ["bridge"], "exclude": ["sport"], "maximum": 2},
        {"slug": "tech", "muted": True, "position": 1},
    ],
}
DESK = "".join(json.dumps(fields) + "\n" for fields in (BRIDGE, MIST, DRAFT, WORLD, READER))


class Lead:
    """Ranks by position: what is ranked is not this module's matter."""

    async def rank(self, text: str, *, title: str = "", language: str | None = None) -> Ranking:
        return Ranking(language or "en", "lead", (text,), (len(text.split()),), (0,), len(text.split()))


async def imported(path: Path, database: Database) -> Imported:
    return await import_file(path, database, Lead(), NOW)


async def exported(path: Path, database: Database) -> str:
    with export_to(path) as file:
        await export_file(file, Format(path.suffix), database)
    return content(path)


def content(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


async def published(database: Database) -> list[Article]:
    async with database.read() as conn:
        return await articles.listing(conn, [ArticleState.PUBLISHED], limit=100)
