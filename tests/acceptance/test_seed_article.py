"""The article that newcomers are given to try: its own sentences in the card, and no page furniture."""

from pathlib import Path

import pytest

from tests.acceptance.stage import Stage

SEED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "seed_article.txt"
pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.shared,
    pytest.mark.skipif(not SEED.is_file(), reason="the development data is not beside the checkout"),
]
# Beginnings alone: the article itself stays outside the repository.
FURNITURE = (
    "Other Topics",
    "History Lies",
    "Biden calls on",
    "To suggest",
    "You can also",
    "Mistaken identity",
)


def assert_own_sentences(card_text: str) -> None:
    summary = card_text.split("\n\n")[2]
    article = " ".join(SEED.read_text(encoding="utf-8").split())
    first = summary[: len(summary) // 3]
    assert len(summary.split()) > 20
    assert first in article
    assert all(piece.strip(' "') in article for piece in summary.replace('."', ".").split(". ")), summary
    assert not [line for line in FURNITURE if line in summary]
    assert "cut as page furniture" in card_text


async def test_it_is_pasted(desk: Stage) -> None:
    await desk.ed.sends(f"/add #world NATO chief calls for more arms\n{SEED.read_text(encoding='utf-8')}")
    assert_own_sentences((await desk.ed.sees("Publish"))["text"])


async def test_it_is_a_file_and_a_reader_gets_it(desk: Stage) -> None:
    ed, anna = desk.ed, desk.anna
    await ed.sends_file("seed_article.txt", SEED.read_bytes(), "/add #world NATO chief calls for more arms")
    card = await ed.sees("Publish", within=15)
    assert_own_sentences(card["text"])
    await ed.taps("Publish")
    await ed.sees("Published.")
    await anna.sends("/subscribe world")
    await anna.sees("Subscribed")
    await anna.sends("/latest")
    await anna.taps("Read 1", message=await anna.sees("NATO chief calls for more arms"))
    read = await anna.sees("NATO chief calls for more arms")
    assert not [line for line in FURNITURE if line in read["text"]]
    await anna.sends("/digest")
    assert card["text"].split("\n\n")[2] in (await anna.sees("1 story"))["text"]
