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
TITLE = "A call for more arms"


def furniture() -> list[str]:
    """What the page put around the article, found by its place: the article stays outside the repository.

    A teaser that stands twice, all between and the line behind it, and the two lines at the end.
    """
    lines = [line.strip() for line in SEED.read_text(encoding="utf-8").splitlines() if line.strip()]
    first, last = (place for place, line in enumerate(lines) if lines.count(line) > 1)
    return [*lines[first : last + 2], *lines[-2:]]


def assert_own_sentences(card_text: str) -> None:
    summary = card_text.split("\n\n")[2]
    article = " ".join(SEED.read_text(encoding="utf-8").split())
    first = summary[: len(summary) // 3]
    assert len(summary.split()) > 20
    assert first in article
    assert all(piece.strip(' "') in article for piece in summary.replace('."', ".").split(". ")), summary
    assert not [line for line in furniture() if line[:20] in summary]
    assert "cut as page furniture" in card_text


async def test_it_is_pasted(desk: Stage) -> None:
    await desk.ed.sends(f"/add #world {TITLE}\n{SEED.read_text(encoding='utf-8')}")
    assert_own_sentences((await desk.ed.sees("Publish"))["text"])


async def test_it_is_a_file_and_a_reader_gets_it(desk: Stage) -> None:
    ed, anna = desk.ed, desk.anna
    await ed.sends_file("seed_article.txt", SEED.read_bytes(), f"/add #world {TITLE}")
    card = await ed.sees("Publish", within=15)
    assert_own_sentences(card["text"])
    await ed.taps("Publish")
    await ed.sees("Published.")
    await anna.sends("/subscribe world")
    await anna.sees("Subscribed")
    await anna.sends("/latest")
    await anna.taps("Full summary", message=await anna.sees(TITLE))
    read = await anna.sees(TITLE)
    assert not [line for line in furniture() if line[:20] in read["text"]]
    await anna.sends("/digest")
    assert card["text"].split("\n\n")[2] in (await anna.sees("1 story"))["text"]
