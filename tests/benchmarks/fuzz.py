"""Texts of any Unicode through the strict server: how many messages made of them it refuses."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from aiohttp import ClientSession

from bot.emulator import Emulator
from bot.emulator.limits import Limits
from bot.errors import Reason, RejectedError
from bot.locales import Texts, languages, texts
from bot.models import (
    Article,
    ArticleState,
    CountedTopic,
    Edition,
    Length,
    OutgoingMessage,
    Preferences,
    Schedule,
    Section,
    Story,
    Subscriber,
    Subscription,
    Topic,
)
from bot.views import choices, panels
from bot.views.digest import Frame, digest, more_page
from bot.views.refusals import sentence
from bot.views.times import next_line
from summarizer.models import Ranking
from tests.benchmarks.figures import Figure

CASES = 10_000
NOW = datetime(2026, 3, 4, 8, tzinfo=UTC)
PERSON = 1001
# Scripts, signs that join or turn, markup, and what Telegram's parser may trip over.
SAMPLES = (
    *(
        "<b>",
        "</i>",
        "&amp;",
        "&#x41;",
        '"><a href="',
        "{0}",
        "%s",
        "\\",
        "`",
        "_*[]()~>#+-=|{}.!",
        "@channel",
        "/stop",
    ),
    *(
        "😀",
        "👨‍👩‍👧‍👦",
        "🇺🇦",
        "❤️",
        "ﷺ",
        "e\u0301\u0302",
        "\u200b",
        "\u200d",
        "\u2068",
        "\u202e",
        "\ufeff",
        "\u00ad",
    ),
    *("Київ", "الرياضة", "עברית", "体育新闻", "ひらがな", "ไทย", "हिन्दी", "Ελλάδα", "ß", "İ", "ﬁ"),
    *(
        "word",
        "A whole sentence of seven plain words.",
        " ",
        "  ",
        "\t",
        "…",
        "«»",
        "1234567890",
        "https://a.b/c?d=e&f",
    ),
)
SPANS: tuple[tuple[int, int], ...] = (
    (0x20, 0x7F),
    (0xA0, 0x250),
    (0x370, 0x600),
    (0x600, 0x780),
    (0x900, 0xE00),
    (0x2000, 0x2C00),
)
SPANS += ((0x3040, 0x3100), (0x4E00, 0x9FFF), (0xE000, 0xFFFE), (0x1F300, 0x1FB00), (0x20000, 0x20100))


async def run(_people: int) -> list[Figure]:
    """The figure: 10,000 messages, none refused."""
    refused = await refusals(CASES, seed=1)
    told = f"{len(refused)} of {CASES:,} refused" + "".join(f"; {why}" for why in refused[:3])
    return [Figure("fuzzed messages through the strict server", told, "0 refused")]


async def refusals(cases: int, *, seed: int) -> list[str]:
    """Send so many fuzzed messages; why the server refused those that it did."""
    emulator = Emulator(limits=Limits(per_second=None, per_chat_per_second=None, per_group_per_minute=None))
    emulator.person("Anna", id=PERSON)
    await emulator.start(port=0)
    try:
        await emulator.person("Anna", id=PERSON).sends("/start")
        async with ClientSession() as session:
            return await _sent(session, emulator, cases, random.Random(seed))
    finally:
        await emulator.stop()


async def _sent(session: ClientSession, emulator: Emulator, cases: int, dice: random.Random) -> list[str]:
    address = f"{emulator.base_url.rstrip('/')}/bot{emulator.token}/sendMessage"
    found: list[str] = []
    made = 0
    while made < cases:
        for message in _messages(dice):
            async with session.post(address, json=_body(message)) as response:
                answer = await response.json()
            made += 1
            if not answer["ok"]:
                found.append(f"{answer['description']}: {message.text[:80]!r}")
            if made == cases:
                break
    return found


def _body(message: OutgoingMessage) -> dict[str, object]:
    rows = [
        [{"text": b.text, "url": b.url} if b.url else {"text": b.text, "callback_data": b.data} for b in row]
        for row in message.keyboard
    ]
    body: dict[str, object] = {
        "chat_id": PERSON,
        "text": message.text,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    return body | ({"reply_markup": {"inline_keyboard": rows}} if rows else {})


def _messages(dice: random.Random) -> Iterator[OutgoingMessage]:
    """Messages of one fuzzed desk in one language: a digest, a page of more, panels, refusals."""
    words = texts(dice.choice(languages()))
    reader = _reader(dice, words.language)
    topic = Topic(1, "x" * dice.randint(1, 32), {"en": any_text(dice, 80) or "T"})
    stories = tuple(_story(dice, number) for number in range(1, dice.randint(2, 9)))
    order = topic if dice.random() < 0.8 else None
    edition = Edition((Section(order, stories),), stories[: dice.randint(0, 6)], 0, dice.randint(1, 10**12))
    frame = Frame(NOW, reader.schedule.zone, next_line(reader, words), dice.choice([None, NOW]))
    yield from digest(edition, reader.preferences, words, frame)
    if edition.more:
        yield more_page(edition, 0, 5, words, NOW, plain=reader.preferences.plain)
    yield from _panels(dice, topic, reader, words)


def _panels(dice: random.Random, topic: Topic, reader: Subscriber, words: Texts) -> Iterator[OutgoingMessage]:
    yield panels.topic_grid([CountedTopic(topic, 1, 2)], [topic.slug], reader, words)
    wanted = tuple(word for word in (any_text(dice, 40).split() or ["w"])[:20])
    choice = Subscription(1, 1, include=wanted, exclude=wanted, maximum=3)
    yield choices.choice(topic, choice, reader, words, place=1, of=2)
    word = any_text(dice, 40)
    details = {"word": word, "slug": word, "nearest": "", "id": word, "low": "1", "high": "2", "limit": "3"}
    details |= {"name": word, "status": "404", "content_type": word, "known": word}
    reason = dice.choice([Reason.NO_SUCH_TOPIC, Reason.BAD_ZONE, Reason.BAD_TIME, Reason.BAD_SETTING])
    yield OutgoingMessage(sentence(RejectedError(reason, **details), words))


def _reader(dice: random.Random, language: str) -> Subscriber:
    preferences = Preferences(length=dice.choice(list(Length)), plain=dice.random() < 0.3)
    schedule = Schedule((NOW.time(),), dice.choice(["UTC", "Europe/Kyiv", "America/Argentina/Buenos_Aires"]))
    return Subscriber(1, 1, 0, "private", language, schedule, preferences, next_digest_at=NOW)


def _story(dice: random.Random, number: int) -> Story:
    one = _article(dice, number)
    also = tuple(
        replace(one, id=100 + place, source_name=any_text(dice, 80), url=_address(dice))
        for place in range(dice.randint(0, 4))
    )
    return Story(one, also)


def _article(dice: random.Random, number: int) -> Article:
    count = dice.randint(1, 9)
    longest = dice.choice([20, 200, 200, 6000])
    sentences = tuple(any_text(dice, longest) or "S." for _ in range(count))
    ranking = Ranking("en", "lead", sentences, (1,) * count, tuple(range(count)), 1000)
    return Article(
        id=number,
        title=any_text(dice, dice.choice([10, 100, 1000])) or "T",
        body=" ".join(sentences),
        state=ArticleState.PUBLISHED,
        language="en",
        ranking=ranking,
        topics=("world",),
        url=_address(dice),
        source_name=any_text(dice, 60),
        story_id=number,
        number=number,
        published_at=NOW - timedelta(minutes=dice.randint(0, 10_000)),
    )


def _address(dice: random.Random) -> str:
    return dice.choice(
        [
            "",
            "javascript:alert(1)",
            "https://example.org/a?b=1&c=2",
            'https://example.org/"><b>',
            "https://" + "x" * 900,
        ]
    )


def any_text(dice: random.Random, longest: int) -> str:
    """A text of up to so many signs: samples that were trouble to somebody, and signs of any script."""
    pieces: list[str] = []
    size = dice.randint(0, longest)
    while sum(map(len, pieces)) < size:
        pieces.append(
            dice.choice(SAMPLES) if dice.random() < 0.5 else chr(dice.randrange(*dice.choice(SPANS)))
        )
    return "".join(pieces)[:longest]
