"""Drafts: made of what editors send, joined, retitled, given topics."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import Reason, RejectedError
from bot.models import Article, ArticleState, NewArticle, Origin
from bot.services.adding import Pasted, Submission, match_topics, parse, read
from bot.services.changes import changed, existing, open_draft, record
from bot.services.drafting import Ranker, Sources, checked_title, from_document, from_text, open_until
from bot.services.topics import SLUG, checked_slug
from bot.sources.text import clean_text
from bot.storage import articles, audit, drafts, topics
from bot.storage.drafts import Card
from bot.storage.engine import Database
from bot.views.cards import Draft, UnknownTopic


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent a message, where, and when."""

    person_id: int
    chat_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as its sender names it, and its bytes."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class JoinedPart:
    """A draft that a further part of its text has joined, and the message that shows its card."""

    draft: Draft
    message_id: int | None


class Drafts:
    """Every change is one transaction with its audit row and its action."""

    def __init__(
        self, database: Database, now: Callable[[], datetime], pool: Ranker, sources: Sources
    ) -> None:
        self._database = database
        self._now = now
        self._pool = pool
        self._sources = sources

    async def from_text(
        self, text: str, sender: Sender, *, origin: Origin = Origin.TEXT, source_name: str = ""
    ) -> Draft:
        """Make a draft of an ``/add`` message with its text; ``source_name`` is where it was forwarded from.

        Raises:
            RejectedError: BODY_TOO_SHORT, BODY_TOO_LONG, or BAD_URL.
        """
        submission = read([text])
        new = await from_text(submission, self._pool, origin=origin, source_name=source_name)
        pasted = Pasted((clean_text(text),), submission.title_from)
        return await self._store(new, submission, pasted, sender, open_until(text, sender.at))

    async def from_page(self, text: str, sender: Sender) -> Draft:
        """Make a draft of the page that an ``/add`` message links to.

        Raises:
            RejectedError: what the page is refused for; see ``bot.sources.document``.
        """
        submission = parse(text)
        document = await self._sources.read_page(submission.url)
        new, found = await from_document(document, submission, self._pool, origin=Origin.PAGE)
        return await self._store(new, submission, Pasted((clean_text(text),), found), sender)

    async def from_file(self, text: str, sender: Sender, file: Attachment) -> Draft:
        """Make a draft of a file whose caption is an ``/add`` message.

        Raises:
            RejectedError: what the file is refused for; see ``bot.sources.document``.
        """
        submission = parse(text)
        document = await self._sources.read_file(file.name, file.mime, file.data)
        new, found = await from_document(document, submission, self._pool, origin=Origin.FILE)
        return await self._store(new, submission, Pasted((clean_text(text),), found), sender)

    async def join_part(self, text: str, sender: Sender) -> JoinedPart | None:
        """Join a message to the draft whose text it continues; None when no draft waits for a part.

        Raises:
            RejectedError: BODY_TOO_LONG, or ARTICLE_CHANGED for a draft that is none any more.
        """
        async with self._database.read() as conn:
            card = await drafts.taking_parts(conn, sender.person_id, sender.chat_id, sender.at)
        if card is None:
            return None
        before = Pasted.from_json(card.raw)
        parts = (*before.parts, clean_text(text))
        submission = read(parts)
        new = await from_text(submission, self._pool)
        # A title that an editor wrote stays; one that was found in the text is found again.
        found = submission.title_from if before.title_from else None
        async with self._database.write() as conn:
            article = await open_draft(conn, card.article_id)
            columns = _text_columns(new) | ({"title": new.title} if found else {})
            article = await changed(conn, article.id, article.version, **columns)
            until = open_until(text, sender.at)
            await drafts.put(conn, replace(card, raw=Pasted(parts, found).to_json(), open_until=until))
            await audit.append(conn, sender.person_id, "article.join", str(article.id), self._now())
            return JoinedPart(await card_of(conn, article), card.message_id)

    async def place_card(self, article_id: int, sender: Sender, message_id: int) -> None:
        """Remember which message shows a draft's card, so that a further part can edit it."""
        async with self._database.write(effect=False) as conn:
            article = await articles.get(conn, article_id)
            if article is None or article.state is not ArticleState.DRAFT:
                return
            empty = Card(article_id, sender.person_id, sender.chat_id, None)
            card = await drafts.find(conn, article_id) or empty
            await drafts.put(conn, replace(card, chat_id=sender.chat_id, message_id=message_id))

    async def get(self, article_id: int) -> Draft:
        """An article with what a draft's card shows of it.

        Raises:
            RejectedError: NO_SUCH_ARTICLE, also for a deleted one.
        """
        async with self._database.read() as conn:
            return await card_of(conn, await existing(conn, article_id))

    async def set_title(self, article_id: int, title: str, *, by: int) -> Draft:
        """Give a draft another title.

        Raises:
            RejectedError: TITLE_EMPTY, NO_SUCH_ARTICLE, or ARTICLE_CHANGED for what is no draft.
        """
        wanted = checked_title(title)
        async with self._database.write() as conn:
            before = await open_draft(conn, article_id)
            article = await changed(conn, article_id, before.version, title=wanted)
            await _keep_title(conn, article_id)
            await record(
                conn,
                "article.title",
                article_id,
                by=by,
                now=self._now(),
                before=before.title,
                after=wanted,
                undo={"title": before.title},
            )
            return await card_of(conn, article)

    async def set_topic(self, article_id: int, topic_id: int, *, on: bool, by: int) -> Draft:
        """Give a draft a topic, or take it away; nothing happens when it is so already.

        Raises:
            RejectedError: NO_SUCH_ARTICLE, NO_SUCH_TOPIC, or ARTICLE_CHANGED for what is no draft.
        """
        async with self._database.write() as conn:
            article = await open_draft(conn, article_id)
            slugs = {topic.id: topic.slug for topic in await topics.all_topics(conn)}
            if topic_id not in slugs:
                raise RejectedError(Reason.NO_SUCH_TOPIC, slug=str(topic_id), nearest="")
            others = [slug for slug in article.topics if slug != slugs[topic_id]]
            wanted = [*others, slugs[topic_id]] if on else others
            return await self._with_topics(conn, article, wanted, by)

    async def create_topic(self, article_id: int, slug: str, *, by: int) -> Draft:
        """Give a draft a topic, made now unless there is one of the slug.

        Raises:
            RejectedError: BAD_SLUG, NO_SUCH_ARTICLE, or ARTICLE_CHANGED for what is no draft.
        """
        wanted = checked_slug(slug)
        async with self._database.write() as conn:
            article = await open_draft(conn, article_id)
            if await topics.insert(conn, wanted, {"en": name_of(wanted)}, self._now()):
                await audit.append(conn, by, "topic.create", wanted, self._now())
            return await self._with_topics(conn, article, [*article.topics, wanted], by)

    async def _with_topics(
        self, conn: AsyncConnection, before: Article, slugs: Sequence[str], by: int
    ) -> Draft:
        if set(slugs) == set(before.topics):
            return await card_of(conn, before)
        await articles.set_topics(conn, before.id, slugs)
        article = await changed(conn, before.id, before.version)
        await record(
            conn,
            "article.topics",
            article.id,
            by=by,
            now=self._now(),
            before=" ".join(before.topics),
            after=" ".join(article.topics),
            undo={"topics": list(before.topics)},
        )
        return await card_of(conn, article)

    async def _store(
        self,
        new: NewArticle,
        submission: Submission,
        pasted: Pasted,
        sender: Sender,
        until: datetime | None = None,
    ) -> Draft:
        by = sender.person_id
        async with self._database.write() as conn:
            known, _ = match_topics(submission.topics, await topics.all_topics(conn))
            article = await articles.insert(conn, replace(new, topics=known), added_by=by, now=self._now())
            await drafts.put(conn, Card(article.id, by, sender.chat_id, None, pasted.to_json(), until))
            await record(conn, "article.add", article.id, by=by, now=self._now())
            return await card_of(conn, article)


async def card_of(conn: AsyncConnection, article: Article) -> Draft:
    """An article with what a draft's card shows of it."""
    known = await topics.all_topics(conn)
    card = await drafts.find(conn, article.id)
    pasted = Pasted.from_json(card.raw) if card else Pasted()
    _, unknown = match_topics(read(pasted.parts).topics, known)
    return Draft(
        article=article,
        topics=tuple(known),
        unknown=tuple(UnknownTopic(word, slug_of(word)) for word in unknown),
        title_from=pasted.title_from,
        duplicate=await articles.same_text_or_page(
            conn, article.fingerprint, article.canonical_url, but=article.id
        ),
    )


async def _keep_title(conn: AsyncConnection, article_id: int) -> None:
    """Remember that an editor wrote the title, so that no further part of the text changes it."""
    card = await drafts.find(conn, article_id)
    if card:
        pasted = replace(Pasted.from_json(card.raw), title_from=None)
        await drafts.put(conn, replace(card, raw=pasted.to_json()))


def _text_columns(new: NewArticle) -> dict[str, str]:
    return {
        "body": new.body,
        "language": new.language,
        "ranking": new.ranking.to_json(),
        "fingerprint": new.fingerprint,
    }


def slug_of(word: str) -> str:
    """The slug that a topic of a word would have; "" where the word cannot be one."""
    slug = word.lower()
    return slug if SLUG.match(slug) else ""


def name_of(slug: str) -> str:
    """What a topic is called that has only a slug."""
    return slug.replace("-", " ").replace("_", " ").capitalize()
