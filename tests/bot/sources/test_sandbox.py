import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from bot.errors import Reason, RejectedError
from bot.sources.sandbox import PARSING, Sandbox


@pytest_asyncio.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    made = Sandbox()
    yield made
    await made.aclose()


@pytest_asyncio.fixture
async def hasty() -> AsyncIterator[Sandbox]:
    made = Sandbox(replace(PARSING, seconds=0.5))
    yield made
    await made.aclose()


def attributes(count: int) -> bytes:
    return b"<html><body><p " + b" ".join(b'a%d="x"' % n for n in range(count)) + b">x</p></body></html>"


async def test_a_document_is_parsed_elsewhere(sandbox: Sandbox) -> None:
    found = await sandbox.parse("markdown", b"# Title\n\nText.")
    assert (found["title"], found["text"]) == ("Title", "Text.")


async def test_a_bomb_of_attributes_is_stopped_and_the_next_document_read(hasty: Sandbox) -> None:
    with pytest.raises(RejectedError) as refusal:
        await hasty.parse("html", attributes(700_000))
    assert refusal.value.reason is Reason.PARSER_STOPPED
    assert refusal.value.__cause__ is None
    assert (await hasty.parse("text", b"Text."))["text"] == "Text."


async def test_what_exhausts_the_memory_is_stopped(sandbox: Sandbox) -> None:
    with pytest.raises(RejectedError) as refusal:
        await sandbox.parse("text", bytes(200 * 2**20) + b"x")
    assert refusal.value.reason is Reason.PARSER_STOPPED
    assert (await sandbox.parse("text", b"Text."))["text"] == "Text."


@pytest.mark.parametrize(
    "page", [b"<div>" * 400_000, b"<html><body>" + b"<br>" * 20_000, b"<" * 1_000_000, b"&#x" * 300_000]
)
async def test_odd_pages_end_in_values_or_one_refusal(sandbox: Sandbox, page: bytes) -> None:
    found = await outcome(sandbox, page)
    assert found is Reason.PARSER_STOPPED or isinstance(found, str)


async def outcome(sandbox: Sandbox, page: bytes) -> str | Reason:
    try:
        text: str = (await sandbox.parse("html", page))["text"]
    except RejectedError as refusal:
        return refusal.reason
    return text


async def test_others_are_parsed_while_one_is_stuck(hasty: Sandbox) -> None:
    stuck = asyncio.create_task(hasty.parse("html", attributes(700_000)))
    texts = [(await hasty.parse("text", b"Text %d." % n))["text"] for n in range(3)]
    assert texts == ["Text 0.", "Text 1.", "Text 2."]
    with pytest.raises(RejectedError):
        await stuck


async def test_a_crowd_is_told_to_come_back(sandbox: Sandbox) -> None:
    calls = (sandbox.parse("text", b"Text.") for _ in range(60))
    results = await asyncio.gather(*calls, return_exceptions=True)
    refused = [result for result in results if isinstance(result, RejectedError)]
    assert {error.reason for error in refused} == {Reason.BUSY}
    assert len(results) - len(refused) == 52


async def test_a_closed_sandbox_parses_nothing(sandbox: Sandbox) -> None:
    await sandbox.aclose()
    with pytest.raises(RejectedError) as refusal:
        await sandbox.parse("text", b"Text.")
    assert refusal.value.reason is Reason.PARSER_STOPPED
